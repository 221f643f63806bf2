import { describe, expect, it } from 'vitest';
import {
  type Data,
  FIRST,
  FIX,
  FURTHER,
  faultsAfter,
  faultsOf,
  LINE,
  MULTIPLE,
  ORDER,
  PRINTS,
  SHORT,
  SINGLE,
  type Sources,
  smallCurriculum,
} from '../builder.ts';

/** A way to break a curriculum, and the one fault that it must be told about. */
type Case = [
  sentence: string,
  breakIt: (sources: Sources) => void,
  fault: [file: string, path: string, message: RegExp | string],
];

function check(cases: readonly Case[]): void {
  it.each(cases)('%s', (_, breakIt, [file, path, message]) => {
    const matching = typeof message === 'string' ? message : expect.stringMatching(message);
    expect(faultsAfter(breakIt)).toEqual([{ file, path, message: matching }]);
  });
}

const SESSION = `${FIRST}/session.yaml`;

it('finds no fault in a small curriculum', () => {
  expect(faultsOf(smallCurriculum())).toEqual([]);
});

describe('the frame', () => {
  check([
    [
      'wants every session in one phase',
      (s) => s['curriculum.yaml'].phases[1].sessions.push(12),
      ['curriculum.yaml', 'phases', 'session 12 is in 2 of them: write it in exactly one'],
    ],
    [
      'wants a module in a phase that there is',
      (s) => {
        s['curriculum.yaml'].modules[5].phase = 'phase-33';
      },
      ['curriculum.yaml', 'modules[5].phase', /^there is no phase "phase-33": did you mean phase-3/],
    ],
    [
      'wants a module within its phase',
      (s) => {
        s['curriculum.yaml'].modules[5].phase = 'phase-1';
      },
      ['curriculum.yaml', 'modules[5].sessions', 'are not all in phase phase-1: write two of 1, 2, 3, 4'],
    ],
    [
      'wants shares of a hundred percent',
      (s) => {
        s['curriculum.yaml'].assessment[0].percent = 41;
        s['curriculum.yaml'].assessment[0].rows[0].points = 26;
      },
      ['curriculum.yaml', 'assessment', 'sums to 101 percent: write shares of 100'],
    ],
    [
      'wants capstones A, B and C',
      (s) => {
        s['curriculum.yaml'].capstones[2].letter = 'B';
      },
      ['curriculum.yaml', 'capstones', 'write three, with the letters A, B and C'],
    ],
    [
      'wants eleven areas',
      (s) =>
        s['areas.yaml'].push({ ...s['areas.yaml'][0], number: 12, slug: 'area-12' }) &&
        s['skills.yaml'][0].areas.push('area-12'),
      ['areas.yaml', '', 'has 12 entries: write 11'],
    ],
    [
      'wants numbers in order',
      (s) => {
        s['areas.yaml'][2].number = 7;
      },
      ['areas.yaml', '[2].number', 'is 7: write 3, its place in the list'],
    ],
    [
      'wants slugs once',
      (s) => {
        s['skills.yaml'].push({ ...s['skills.yaml'][0] });
      },
      ['skills.yaml', '[12].slug', '"skill-1" is there twice: write another slug'],
    ],
    [
      'wants the arrows of the topic map',
      (s) => {
        s['topics.yaml'][1].after = ['concurrency'];
      },
      ['topics.yaml', '[1].after', "is not the topic map's: write [concurrency, cpython]"],
    ],
    [
      'wants all twelve sessions',
      (s) => {
        for (const file of Object.keys(s)) {
          if (!file.startsWith('sessions/05')) continue;
          s[file.replace('sessions/05-session-5', 'sessions/06-session-6')] ??= s[file];
          delete s[file];
        }
        for (const letter of 'xy') s[`sessions/06-session-6/items/plain-5-${letter}.yaml`].skill = 'skill-6';
        s['skills.yaml'][5].areas.push('area-5');
      },
      ['sessions', '', 'session 5 is missing: write 05-some-name/session.yaml'],
    ],
    [
      "wants an item's name once",
      (s) => {
        s['sessions/02-session-2/items/a-single.yaml'] = { ...s[SINGLE], skill: 'skill-2' };
      },
      ['sessions/02-session-2/items/a-single.yaml', '', `has the name of ${SINGLE}: rename one of the two`],
    ],
    [
      'wants a misconception once',
      (s) => {
        s['misconceptions/second.yaml']['wrong-idea'] = { belief: 'Some', correction: 'Some' };
      },
      [
        'misconceptions/second.yaml',
        'wrong-idea',
        'is in misconceptions/first.yaml already: use that one, or write another slug',
      ],
    ],
  ]);

  it.each<[string, (file: Data) => void, path: string, message: string]>([
    ['three phases', (file) => file.phases.pop(), 'phases', 'there are 2: write 3'],
    ['six modules', (file) => file.modules.pop(), 'modules', 'there are 5: write 6'],
    [
      'two sessions to a module',
      (file) => file.modules[0].sessions.pop(),
      'modules[0].sessions',
      'has 1: write two session numbers',
    ],
    [
      'every session in a module',
      (file) => file.modules[0].sessions.pop(),
      'modules',
      'session 2 is in 0 of them: write it in exactly one',
    ],
  ])('wants %s', (_, breakIt, path, message) => {
    const faults = faultsAfter((s) => breakIt(s['curriculum.yaml']));
    expect(faults).toContainEqual({ file: 'curriculum.yaml', path, message });
  });

  it('wants no circle among the topics', () => {
    const faults = faultsAfter((s) => s['topics.yaml'][0].after.push('cpython'));
    expect(faults).toContainEqual({
      file: 'topics.yaml',
      path: '',
      message: expect.stringMatching(
        /^goes round in a circle, object-model after cpython after metaprogramming after object-model/,
      ),
    });
  });

  it('wants ten topics, and only those of the topic map', () => {
    const faults = faultsAfter((s) => {
      s['topics.yaml'].push({ ...s['topics.yaml'][0], number: 11, slug: 'cooking' });
      s['skills.yaml'][0].topics.push('cooking');
    });
    expect(faults).toEqual([
      { file: 'topics.yaml', path: '', message: 'has 11 entries: write 10' },
      {
        file: 'topics.yaml',
        path: '[10].slug',
        message: expect.stringMatching(/^"cooking" is not on the topic map: write one of object-model, /),
      },
    ]);
  });

  it('wants no session twice', () => {
    const faults = faultsAfter((s) => {
      s['sessions/02-again/session.yaml'] = s['sessions/02-session-2/session.yaml'];
    });
    expect(faults).toEqual([
      {
        file: 'sessions/02-session-2',
        path: '',
        message: 'is a second session 2: give it another number, or delete it',
      },
    ]);
  });

  it('wants no thirteenth session', () => {
    const faults = faultsAfter((s) => {
      s['sessions/13-more/items/x.yaml'] = s[SINGLE];
    });
    expect(faults).toContainEqual({
      file: 'sessions/13-more',
      path: '',
      message: 'is none of the twelve: name the folder 01-… to 12-…',
    });
  });
});

describe('references', () => {
  check([
    [
      'a skill names areas that there are',
      (s) => {
        s['skills.yaml'][11].areas = ['aera-11'];
      },
      ['skills.yaml', '[11].areas[0]', /^there is no area "aera-11": did you mean area-11/],
    ],
    [
      'a skill names topics that there are',
      (s) => {
        s['skills.yaml'][11].topics = ['cooking'];
      },
      [
        'skills.yaml',
        '[11].topics[0]',
        'there is no topic "cooking": write one that is there, or add it to the curriculum first',
      ],
    ],
    [
      'a skill names sections that there are',
      (s) => {
        s['skills.yaml'][11].sections = ['data-modell'];
      },
      ['skills.yaml', '[11].sections[0]', 'there is no section "data-modell": did you mean data-model?'],
    ],
    [
      'a skill names a thing once',
      (s) => {
        s['skills.yaml'][0].areas = ['area-1', 'area-1'];
      },
      ['skills.yaml', '[0].areas[1]', 'area-1 is there twice: write it once'],
    ],
    [
      'every area has a skill',
      (s) => {
        s['skills.yaml'][4].areas = ['area-1'];
      },
      ['skills.yaml', '', 'no skill has the area area-5: write it in the areas of one'],
    ],
    [
      'every topic has a skill',
      (s) => {
        s['skills.yaml'][0].topics = [];
      },
      ['skills.yaml', '', 'no skill has the topic object-model: write it in the topics of one'],
    ],
    [
      'every section that is learnt has a skill',
      (s) => {
        s['skills.yaml'][0].sections = [];
      },
      ['skills.yaml', '', 'no skill has the section data-model: write it in the sections of one'],
    ],
    [
      'a section belongs to a part',
      (s) => {
        s['roadmap.yaml'].sections[1].part = 'resource';
      },
      ['roadmap.yaml', 'sections[1].part', 'there is no part "resource": did you mean resources?'],
    ],
    [
      'a session lists skills that there are',
      (s) => {
        s[SESSION].skills.push('refcuonting');
      },
      [
        SESSION,
        'skills[1]',
        'there is no skill "refcuonting": write one that is there, or add it to the curriculum first',
      ],
    ],
    [
      'a session lists its own skills only',
      (s) => {
        s[SESSION].skills.push('skill-7');
      },
      [SESSION, 'skills[1]', 'skill-7 is taught in session 7: take it out, or change its session in skills.yaml'],
    ],
    [
      'a session lists all its skills',
      (s) => {
        s['skills.yaml'].push({ ...s['skills.yaml'][0], slug: 'more' });
      },
      [SESSION, 'skills', 'more is taught here, says skills.yaml: write it in'],
    ],
    [
      'a session belongs to a module',
      (s) => {
        s[SESSION].module = 'module-x';
      },
      [SESSION, 'module', /^there is no module "module-x"/],
    ],
    [
      'a session belongs to its own module',
      (s) => {
        s[SESSION].module = 'module-2';
      },
      [SESSION, 'module', 'module-2 has the sessions 3 and 4: write the module of 1'],
    ],
    [
      'an item asks for a skill that there is',
      (s) => {
        s[SINGLE].skill = 'skill-01';
      },
      [SINGLE, 'skill', /^there is no skill "skill-01": did you mean skill-1/],
    ],
    [
      'an item asks for a skill of its session',
      (s) => {
        s[SINGLE].skill = 'skill-2';
      },
      [SINGLE, 'skill', `skill-2 is not one of this session's skills: write one that ${SESSION} lists`],
    ],
    [
      'an option names a misconception that there is',
      (s) => {
        s[SINGLE].options[1].misconception = 'wrong-idae';
      },
      [SINGLE, 'options[1].misconception', 'there is no misconception "wrong-idae": did you mean wrong-idea?'],
    ],
    [
      'a decoy names a misconception that there is',
      (s) => {
        s[LINE].decoys[1].misconception = 'none-such';
      },
      [LINE, 'decoys[1].misconception', /^there is no misconception "none-such"/],
    ],
    [
      'a wrong order names a misconception that there is',
      (s) => {
        s[ORDER].misconception = 'none-such';
      },
      [ORDER, 'misconception', /^there is no misconception/],
    ],
    [
      'a rejected answer names a misconception that there is',
      (s) => {
        s[SHORT].rejects[0].misconception = 'none-such';
      },
      [SHORT, 'rejects[0].misconception', /^there is no misconception/],
    ],
  ]);
});

describe('a session', () => {
  check([
    [
      'has the number of its folder',
      (s) => {
        s['sessions/12-session-12/session.yaml'].number = 11;
      },
      ['sessions/12-session-12/session.yaml', 'number', 'is 11: write 12, as the folder says'],
    ],
    [
      'has the source number 48 above its own',
      (s) => {
        s[SESSION].source = 50;
      },
      [SESSION, 'source', 'is 50: write 49'],
    ],
    [
      'says in its title which one it is',
      (s) => {
        s[SESSION].title = 'How Python runs';
      },
      [SESSION, 'title', 'does not say which one it is: write "Session 49: …"'],
    ],
    [
      'is as long as its agenda',
      (s) => {
        s[SESSION].agenda[0].minutes = 90;
      },
      [SESSION, 'minutes', 'is 210, but the agenda takes 200: write the same'],
    ],
    [
      'lists materials that there are',
      (s) => {
        s[SESSION].materials.push({ title: 'More', file: 'materials/more.md', minutes: 5 });
      },
      [SESSION, 'materials[1].file', `there is no ${FIRST}/materials/more.md: write that file`],
    ],
    [
      'lists a material once',
      (s) => {
        s[SESSION].materials.push({ ...s[SESSION].materials[0] });
      },
      [SESSION, 'materials[1].file', 'materials/reading.md is there twice: write it once'],
    ],
    [
      'lists every material',
      (s) => {
        s[`${FIRST}/materials/more.md`] = `More.${FURTHER}`;
      },
      [`${FIRST}/materials/more.md`, '', 'is listed nowhere: write it in the materials of session.yaml, or delete it'],
    ],
    [
      'has texts that every platform can show',
      (s) => {
        s[SESSION].practice[0].check = 'See <b>this</b>.';
      },
      [SESSION, 'practice[0].check', /^has an HTML tag/],
    ],
    [
      'has materials that every platform can show',
      (s) => {
        s[`${FIRST}/materials/reading.md`] = `## A\n\n#### B${FURTHER}`;
      },
      [`${FIRST}/materials/reading.md`, '', 'has a heading that is not of level 2 or 3: write ## or ###'],
    ],
  ]);
});

describe('what a session asks for', () => {
  check([
    [
      'keeps to the practice that is promised',
      (s) => {
        s[SESSION].practice[0].minutes = 250;
      },
      [SESSION, 'practice', 'asks for 250 minutes of core practice: curriculum.yaml promises 60 to 240'],
    ],
    [
      'counts core tasks only',
      (s) => {
        s[SESSION].practice[0].core = false;
      },
      [SESSION, 'practice', 'asks for 0 minutes of core practice: curriculum.yaml promises 60 to 240'],
    ],
    [
      'adds reading to the pre-work',
      (s) => {
        s[SESSION].materials[0].minutes = 130;
      },
      [SESSION, 'prework', 'asks for 160 minutes of pre-work and reading: curriculum.yaml promises 30 to 150'],
    ],
    [
      'reads in the pre-work what is there',
      (s) => {
        s[SESSION].prework[0].reads = 'materials/other.md';
      },
      [SESSION, 'prework[0].reads', "is materials/other.md: name one of the session's materials"],
    ],
    [
      'gives the reading the time that it takes',
      (s) => {
        s[SESSION].prework[0].reads = 'materials/reading.md';
        s[SESSION].materials[0].minutes = 31;
      },
      [SESSION, 'prework[0].reads', 'takes 31 minutes to read: give the step as many'],
    ],
  ]);

  it('counts a text once that is read in the pre-work', () => {
    expect(
      faultsAfter((s) => {
        s[SESSION].prework = [{ title: 'Read', minutes: 130, reads: 'materials/reading.md', text: 'Read it.' }];
        s[SESSION].materials[0].minutes = 130;
      }),
    ).toEqual([]);
  });
});

describe('what a reader relies on', () => {
  const material = `${FIRST}/materials/reading.md`;
  const fence = '```';
  const cpython = 'https://github.com/python/cpython/blob';
  check([
    [
      'has something to go on with in each material',
      (s) => {
        s[material] = 'All of it.';
      },
      [material, '', 'has no further reading: end it with **Further reading:** and real titles'],
    ],
    [
      'has each paragraph on one line',
      (s) => {
        s[material] = `One sentence\nthat goes on.\n\n- A list\n- goes on.${FURTHER}`;
      },
      [material, '', /^line 2: goes on with the paragraph before it/],
    ],
    [
      'names a tag of CPython',
      (s) => {
        s[SESSION].agenda[0].text =
          `See [it](${cpython}/main/Python/ceval.c) and [that](${cpython}/v3.14.10/README.rst).`;
      },
      [SESSION, 'agenda[0].text', "links to CPython's code at main, where lines move: name a tag, like v3.14.10"],
    ],
    [
      'guards what 3.11 has not',
      (s) => {
        s[material] =
          `${fence}python\nmon = sys.monitoring\n${fence}\n\n${fence}python >=3.12\nmon = sys.monitoring\n${fence}\n\n` +
          `${fence}python\nif sys.version_info >= (3, 12):\n    mon = sys.monitoring\n${fence}${FURTHER}`;
      },
      [material, '', 'line 1: sys.monitoring came with 3.12: ask for the version, or write >=3.12'],
    ],
    [
      'says of code only what is understood',
      (s) => {
        s[SESSION].practice[0].check = `${fence}python needs:luck\npass\n${fence}`;
      },
      [SESSION, 'practice[0].check', /^line 1: "needs:luck" behind ``` says nothing/],
    ],
  ]);
});

describe('texts that every platform can show', () => {
  const picture = 'See ![this](https://example.org/a.png).';
  check([
    [
      'stand in curriculum.yaml',
      (s) => {
        s['curriculum.yaml'].capstones[0].examples.sound = picture;
      },
      ['curriculum.yaml', 'capstones[0].examples.sound', /^has an image/],
    ],
    [
      'stand in areas.yaml',
      (s) => {
        s['areas.yaml'][0].checkpoint.evidence[0] = picture;
      },
      ['areas.yaml', '[0].checkpoint.evidence[0]', /^has an image/],
    ],
    [
      'stand in topics.yaml',
      (s) => {
        s['topics.yaml'][0].covers[0] = picture;
      },
      ['topics.yaml', '[0].covers[0]', /^has an image/],
    ],
    [
      'stand in roadmap.yaml',
      (s) => {
        s['roadmap.yaml'].sections[0].summary = picture;
      },
      ['roadmap.yaml', 'sections[0].summary', /^has an image/],
    ],
    [
      'stand in skills.yaml',
      (s) => {
        s['skills.yaml'][0].title = picture;
      },
      ['skills.yaml', '[0].title', /^has an image/],
    ],
    [
      'stand in the misconceptions',
      (s) => {
        s['misconceptions/first.yaml']['wrong-idea'].belief = picture;
      },
      ['misconceptions/first.yaml', 'wrong-idea.belief', /^has an image/],
    ],
  ]);
});

describe('an item', () => {
  check([
    [
      'single has a right option',
      (s) => {
        s[SINGLE].options[0] = { text: 'first', misconception: 'wrong-idea' };
      },
      [SINGLE, 'options', '0 are right: write right: true on exactly one'],
    ],
    [
      'prints has one right option only',
      (s) => {
        s[PRINTS].options[1] = { text: 'second', right: true };
      },
      [PRINTS, 'options', '2 are right: write right: true on exactly one'],
    ],
    [
      'multiple has a right option',
      (s) => {
        s[MULTIPLE].options[0] = { text: 'first', misconception: 'wrong-idea' };
      },
      [MULTIPLE, 'options', 'none is right: write right: true on at least one'],
    ],
    [
      'multiple has a wrong option',
      (s) => {
        for (const option of s[MULTIPLE].options) option.right = true;
      },
      [MULTIPLE, 'options', 'all are right: write at least one wrong statement'],
    ],
    [
      'has no two equal options',
      (s) => {
        s[SINGLE].options[2].text = ' first';
      },
      [SINGLE, 'options[2].text', /^is the same as options\[0\]/],
    ],
    [
      'has no two outputs that differ by spaces only',
      (s) => {
        s[PRINTS].options[0].text = 'a b\nc';
        s[PRINTS].options[2].text = 'a  b\nc \n';
      },
      [PRINTS, 'options[2].text', /^is the same as options\[0\]/],
    ],
    [
      'has a misconception on each wrong option',
      (s) => {
        delete s[SINGLE].options[1].misconception;
      },
      [SINGLE, 'options[1].misconception', 'is missing: write the misconception that this option gives away'],
    ],
    [
      'has no misconception on the right option',
      (s) => {
        s[SINGLE].options[0].misconception = 'wrong-idea';
      },
      [SINGLE, 'options[0].misconception', 'stands on the right option: take it out'],
    ],
    [
      'has no proof on the right output',
      (s) => {
        s[PRINTS].options[0].proof = 'print(3)';
      },
      [PRINTS, 'options[0].proof', /take it out$/],
    ],
    [
      'has options that every platform can show',
      (s) => {
        s[SINGLE].options[1].text = 'It calls __init__ first.';
      },
      [SINGLE, 'options[1].text', 'has a dunder name outside of code: put it in backticks'],
    ],
    [
      'has a question that every platform can show',
      (s) => {
        s[SINGLE].question = 'See `this.';
      },
      [SINGLE, 'question', 'has a backtick without its partner: close the code it opens'],
    ],
    [
      'has an explanation that every platform can show',
      (s) => {
        s[SINGLE].explanation = '# Why';
      },
      [SINGLE, 'explanation', /^has a heading/],
    ],
    [
      'has a range that takes a CPython',
      (s) => {
        s[SINGLE].python = '>=3.14,<3.12';
      },
      [SINGLE, 'python', /^takes none of CPython 3\.11, /],
    ],
    [
      'has at most 29 lines of code',
      (s) => {
        s[PRINTS].code = 'a = 1\n'.repeat(30);
      },
      [PRINTS, 'code', 'has 30 lines: write at most 29, for phones'],
    ],
    [
      'has at most 79 columns of code',
      (s) => {
        s[PRINTS].code = `a = 1\n# ${'x'.repeat(78)}\n`;
      },
      [PRINTS, 'code', 'line 2 has 80 columns: write at most 79, for phones'],
    ],
    [
      'has no tab in its code',
      (s) => {
        s[PRINTS].code = 'if 1:\n\tprint(3)\n';
      },
      [PRINTS, 'code', 'line 2 has a tab: write spaces'],
    ],
    [
      'does not end its own code block',
      (s) => {
        s[PRINTS].code = 'print("```")\n';
      },
      [PRINTS, 'code', /^has ``` in it/],
    ],
    [
      'is shorter than 3000 characters',
      (s) => {
        s[PRINTS].question = 'A word. '.repeat(187);
        s[PRINTS].code = `${'x = 1  # a remark that is rather long, and says nothing at all\n'.repeat(25)}`;
      },
      [PRINTS, '', /^question, code and options have 3\d{3} characters together: write fewer than 3000$/],
    ],
    [
      'line points into the code',
      (s) => {
        s[LINE].line = 9;
      },
      [LINE, 'line', 'is 9, but the code has 4 lines: write one of them'],
    ],
    [
      'line points at code',
      (s) => {
        s[LINE].line = 3;
      },
      [LINE, 'line', 'is 3, which is empty: write a line that holds code'],
    ],
    [
      'line has a fix that differs',
      (s) => {
        s[LINE].fix = 'print(a + b)';
      },
      [LINE, 'fix', 'is what line 4 says already: write the line that is right'],
    ],
    [
      'line has decoys within the code',
      (s) => {
        s[LINE].decoys[1].line = 5;
      },
      [LINE, 'decoys[1].line', 'is 5, but the code has 4 lines: write one of them'],
    ],
    [
      'line has decoys that are not the line',
      (s) => {
        s[LINE].decoys[1].line = 4;
      },
      [LINE, 'decoys[1].line', 'is the wrong line itself: write another than 4'],
    ],
    [
      'line has each decoy once',
      (s) => {
        s[LINE].decoys[1].line = 1;
      },
      [LINE, 'decoys[1].line', '1 is there twice: write another line'],
    ],
    [
      'order has no two equal steps',
      (s) => {
        s[ORDER].steps[3] = 'One';
      },
      [ORDER, 'steps[3]', 'is the same as steps[0]: write another'],
    ],
    [
      'fix has exactly one right option',
      (s) => {
        s[FIX].options[0] = { text: 'b = 1', right: true };
      },
      [FIX, 'options', '2 are right: write right: true on exactly one'],
    ],
    [
      'fix names the misconception behind each wrong option',
      (s) => {
        delete s[FIX].options[1].misconception;
      },
      [FIX, 'options[1].misconception', 'is missing: write the misconception that this option gives away'],
    ],
    [
      'fix replaces lines that there are',
      (s) => {
        s[FIX].replaces.to = 5;
      },
      [FIX, 'replaces.to', 'is 5, but the code has 4 lines: write one of them'],
    ],
    [
      'fix replaces lines from the first to the last',
      (s) => {
        s[FIX].replaces.to = 1;
      },
      [FIX, 'replaces.to', 'is before 2: write the last line that is replaced'],
    ],
    [
      'fix replaces no more than eight lines',
      (s) => {
        s[FIX].code = 'a = 1\n'.repeat(12);
        s[FIX].replaces.to = 10;
      },
      [FIX, 'replaces', 'covers 9 lines: replace at most 8, for phones'],
    ],
    [
      'fix has options that fit a phone',
      (s) => {
        s[FIX].options[0].text = 'b = 1\n'.repeat(9);
      },
      [FIX, 'options[0].text', 'has 9 lines: write at most 8, for phones'],
    ],
    [
      'fix has options of at most 79 columns',
      (s) => {
        s[FIX].options[0].text = `b = 1\n# ${'x'.repeat(78)}`;
      },
      [FIX, 'options[0].text', 'line 2 has 80 columns: write at most 79, for phones'],
    ],
    [
      'fix has no two equal options',
      (s) => {
        s[FIX].options[2].text = 'b = 1  \nprint(a + b)';
      },
      [FIX, 'options[2].text', 'is the same as options[0]: write another'],
    ],
    [
      'fix offers changes only',
      (s) => {
        s[FIX].options[0].text = 'b = 2\n\nprint(a + b)';
      },
      [FIX, 'options[0].text', 'is what the code says already: write a change'],
    ],
    [
      'fix hides no text that is shown',
      (s) => {
        s[FIX].also_right[0] = s[FIX].options[1].text;
      },
      [FIX, 'also_right[0]', 'is the same as options[1].text: take it out'],
    ],
    [
      'short has no answer twice',
      (s) => {
        s[SHORT].also.push('1_000');
      },
      [SHORT, 'also[1]', '"1_000" is right already by matching number: take it out'],
    ],
    [
      'short rejects nothing that is right',
      (s) => {
        s[SHORT].rejects.push({ text: '1,000', misconception: 'wrong-idea' });
      },
      [SHORT, 'rejects[1].text', /^"1,000" counts as the answer by matching number/],
    ],
    [
      'short rejects nothing twice',
      (s) => {
        s[SHORT].rejects.push({ text: '100.0', misconception: 'wrong-idea' });
      },
      [SHORT, 'rejects[1].text', '"100.0" is rejected already by matching number: take it out'],
    ],
    [
      'short has a number where numbers are matched',
      (s) => {
        s[SHORT].answer = 'many';
      },
      [SHORT, 'answer', '"many" is no number: write one, or matching: text'],
    ],
  ]);
});

describe('the options of all items', () => {
  const messages = (count: number, options: (index: number) => Data[]) =>
    faultsAfter((s) => addSingles(s, count, options)).map(({ message }) => message);

  it.each<[rule: string, right: string, wrong: [string, string]]>([
    ['the longest option', 'the right one, which is long', ['a wrong one', 'another']],
    ['the shortest option', 'right', ['a wrong one', 'another one']],
    ['an option that is neither the longest nor the shortest', 'in between', ['short', 'which is longer']],
    ['the option that agrees most with the others', 'a b c', ['a b d', 'x b c']],
    ['the option that agrees least with the others', 'x y z', ['a b c', 'a b d']],
  ])('do not give the answer away to who takes %s', (rule, right, wrong) => {
    const found = messages(16, (index) => rotate(index, right, wrong));
    expect(found).toContainEqual(
      expect.stringMatching(
        new RegExp(
          `^${rule} is right in 1[678][.\\d]* of 19 items, by chance in .* to .*: change the wrong options in some of more-`,
        ),
      ),
    );
    expect(found).toContainEqual(
      expect.stringMatching(new RegExp(`^${rule} is right in 1[67][.\\d]* of 17 single items`)),
    );
  });

  it.each<[rule: string, right: string, wrong: [string, string]]>([
    ['the longest option', 'right', ['a wrong one', 'another one']],
    ['an option that is not the longest', 'the right one, which is long', ['a wrong one', 'another']],
    ['the option that agrees most with the others', 'x y z', ['a b c', 'a b d']],
  ])('do not tell who avoids it that it is never %s', (rule, right, wrong) => {
    expect(messages(16, (index) => rotate(index, right, wrong))).toContainEqual(
      expect.stringMatching(new RegExp(`^${rule} is right in [01][.\\d]* of 19 items`)),
    );
  });

  it('do not give the answer away by their letter', () => {
    expect(messages(16, () => rotate(1, 'right'))).toContainEqual(
      expect.stringMatching(
        /^B is right in 16 of 19 items, at most 11 by chance: move the right option in some of more-/,
      ),
    );
  });

  it('may look as they like while chance explains it', () => {
    const texts = ['a b c', 'a b c d', 'x b c d e'];
    const shuffled = (index: number) =>
      texts.map((text, place) =>
        (place + Math.floor(index / 3)) % 3 === index % 3
          ? { text, right: true }
          : { text, misconception: 'wrong-idea' },
      );
    expect(messages(18, shuffled)).toEqual([]);
  });

  it('may follow any pattern while they are few', () => {
    expect(messages(8, () => rotate(1, 'the right option, which is long'))).toEqual([]);
  });

  it('have one to four right ones where several may be', () => {
    const found = faultsAfter((s) => {
      for (let index = 0; index < 12; index += 1) {
        const options = ['one', 'two', 'three', 'four', 'five'].map((text, place) =>
          place < 2 ? { text, right: true } : { text, misconception: place === 2 ? 'wrong-idea' : 'other-idea' },
        );
        s[`${FIRST}/items/more-${index}.yaml`] = { ...s[MULTIPLE], options };
      }
    }).map(({ message }) => message);
    expect(found).toEqual([
      expect.stringMatching(/^12 of 13 multiple items have 2 right: change some of more-0, more-1/),
      'no multiple item has 3 right: write one, so that nobody can count on the others',
      'no multiple item has 4 right: write one, so that nobody can count on the others',
    ]);
  });
});

describe('the wrong answers of an item', () => {
  const wrong = (...beliefs: string[]) => [
    { text: 'right', right: true },
    ...beliefs.map((misconception, index) => ({ text: `wrong ${index}`, misconception })),
  ];

  it('give away several beliefs, or say why it is one', () => {
    const faults = (options: Data[], more: Data = {}) =>
      faultsAfter((s) => {
        s[SINGLE] = { ...s[SINGLE], options, ...more };
      }).map(({ path, message }) => `${path}: ${message}`);
    const one = wrong('wrong-idea', 'wrong-idea', 'wrong-idea');
    expect(faults(one)).toEqual([
      expect.stringMatching(/^: blames all 3 wrong answers on wrong-idea: name another misconception/),
    ]);
    expect(faults(one, { one_belief: 'They differ in figures only.' })).toEqual([]);
    expect(faults(wrong('wrong-idea', 'wrong-idea', 'other-idea'))).toEqual([]);
    expect(faults(wrong('wrong-idea', 'wrong-idea'))).toEqual([]);
    expect(faults(wrong('wrong-idea', 'other-idea'), { one_belief: 'Some.' })).toEqual([
      'one_belief: gives a reason for what is not so: take it out',
    ]);
  });
});

describe('an insight', () => {
  it('is named by two items or by none', () => {
    const faults = (...files: string[]) =>
      faultsAfter((s) => {
        for (const file of files) s[file].like = 'some-insight';
      });
    expect(faults(SINGLE, PRINTS)).toEqual([]);
    expect(faults(SINGLE)).toEqual([
      { file: SINGLE, path: 'like', message: '"some-insight" is named by no other item: write theirs, or take it out' },
    ]);
  });
});

describe('a question', () => {
  const words = (count: number) => Array.from({ length: count }, () => 'word').join(' ');
  check([
    [
      'has short sentences',
      (s) => {
        s[SINGLE].question = `A word. ${words(26)}. And another?`;
      },
      [SINGLE, 'question', /^has a sentence of 26 words, "word word.*write at most 25$/],
    ],
    [
      'names only lines that are there',
      (s) => {
        s[PRINTS].question = 'What does line 5 print, and what line 1?';
      },
      [PRINTS, '', 'names line 5, but the code has 4 lines: write one of them'],
    ],
    [
      'names no line where there is no code',
      (s) => {
        s[SINGLE].options[1].text = 'the one in line 2';
      },
      [SINGLE, 'question', 'names line 2, but there is no code: quote the line itself'],
    ],
  ]);

  it.each([
    `${words(25)}. ${words(25)}?`,
    `${words(20)} \`a . b ? c and so on for many words ${words(20)}\` ${words(4)}`,
    `${words(15)}\n\n- ${words(15)}\n- ${words(15)}`,
    `${words(15)}:\n\n\`\`\`text\n${words(40)}\n\`\`\`\n\n${words(15)}`,
  ])('may be long in all: %s', (question) => {
    expect(
      faultsAfter((s) => {
        s[SINGLE].question = question;
      }),
    ).toEqual([]);
  });
});

function addSingles(sources: Sources, count: number, options: (index: number) => Data[]): void {
  for (let index = 0; index < count; index += 1) {
    sources[`${FIRST}/items/more-${index}.yaml`] = { ...sources[SINGLE], options: options(index) };
  }
}

/** Three options with the right one at place `index` modulo three. */
function rotate(index: number, right: string, wrong = ['a wrong one', 'another one']): Data[] {
  const options: Data[] = wrong.map((text) => ({ text, misconception: 'wrong-idea' }));
  options.splice(index % 3, 0, { text: right, right: true });
  return options;
}
