import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CurriculumFault } from '../../src/curriculum/faults.ts';
import { loadCurriculum, parseCurriculum } from '../../src/curriculum/load.ts';
import {
  FIRST,
  FURTHER,
  faultsAfter,
  filesOf,
  PRINTS,
  SHORT,
  SINGLE,
  type Sources,
  smallCurriculum,
} from './builder.ts';

describe('a curriculum without a fault', () => {
  const curriculum = parseCurriculum(filesOf(smallCurriculum()));

  it('has its sessions in order', () => {
    expect(curriculum.sessions.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    expect(curriculum.sessions[0]).toMatchObject({ slug: 'session-1', source: 49, minutes: 210 });
  });

  it('has its items by slug, in the order of their file names, each with its session', () => {
    const first = ['a-single', 'b-multiple', 'c-prints', 'd-line', 'e-order', 'f-short', 'g-fix'];
    expect([...curriculum.items.keys()].slice(0, 9)).toEqual([...first, 'plain-2-x', 'plain-2-y']);
    expect(curriculum.sessions.flatMap(({ items }) => items)).toEqual([...curriculum.items.values()]);
    expect(curriculum.items.get('a-single')).toMatchObject({
      slug: 'a-single',
      session: 1,
      requires: [],
      question: 'What now?',
    });
  });

  it('says of every option whether it is right', () => {
    const item = curriculum.items.get('a-single');
    expect(item?.kind === 'single' && item.options.map(({ right }) => right)).toEqual([true, false, false]);
  });

  it('leaves out the newlines at the end of code, and nothing at its beginning', () => {
    const sources = smallCurriculum();
    sources[PRINTS].code = '\n  # first\nprint(1)\n\n';
    const item = parseCurriculum(filesOf(sources)).items.get('c-prints');
    expect(item?.code).toBe('\n  # first\nprint(1)');
  });

  it('has the text of its materials, without the title over it', () => {
    expect(curriculum.sessions[0]?.materials).toEqual([
      { slug: 'reading', title: 'Reading', minutes: 20, text: `## First\n\nRead this.${FURTHER}` },
    ]);
  });

  it('tells a checkpoint of our own from one that was given', () => {
    expect(curriculum.areas.get('area-1')?.checkpoint.own).toBe(false);
    expect(curriculum.areas.get('area-11')?.checkpoint.own).toBe(true);
  });

  it('says when each milestone of a capstone is due', () => {
    const due = curriculum.capstones[0]?.milestones.map((milestone) => milestone.due);
    expect(due).toEqual([{ session: 9 }, { session: 10 }, { session: 11 }, { session: 12 }, { weeksAfter: 2 }]);
  });

  it('has the misconceptions of all files in one catalogue', () => {
    expect([...curriculum.misconceptions.keys()]).toEqual(['wrong-idea', 'other-idea']);
  });
});

describe('a file that cannot be read', () => {
  type Case = [string, (sources: Sources) => void, file: string, path: string, message: string | RegExp];
  it.each<Case>([
    ['is missing', (s) => delete s['areas.yaml'], 'areas.yaml', '', 'is missing: write it; README.md shows how'],
    [
      'has a mistake in its YAML',
      (s) => {
        s[SINGLE] = 'kind: single\ntitle: "never closed\n';
      },
      SINGLE,
      '',
      /^line 3, column 1: Missing closing "quote/,
    ],
    [
      'has a key twice',
      (s) => {
        s[SINGLE] = 'kind: single\ntitle: a\ntitle: b\n';
      },
      SINGLE,
      '',
      'line 3, column 1: Map keys must be unique',
    ],
    ['lacks a field', (s) => delete s[SINGLE].explanation, SINGLE, 'explanation', 'is missing: write a text'],
    [
      'has a field that there is not',
      (s) => {
        s[SINGLE].expalnation = 'x';
      },
      SINGLE,
      '',
      '"expalnation" is no field here: take it out',
    ],
    [
      'has a number where a text is due',
      (s) => {
        s[SHORT].answer = 1000;
      },
      SHORT,
      'answer',
      'is the number 1000: write a text, in quotes',
    ],
    [
      'has a text where a list is due',
      (s) => {
        s[SINGLE].sources = 'PEP 659';
      },
      SINGLE,
      'sources',
      'is "PEP 659": write a list',
    ],
    [
      'has nothing where a text is due',
      (s) => {
        s[SINGLE].question = '';
      },
      SINGLE,
      'question',
      'is empty: write a text',
    ],
    [
      'has a title that is too long',
      (s) => {
        s[SINGLE].title = 'x'.repeat(61);
      },
      SINGLE,
      'title',
      'has 61 characters: write at most 60',
    ],
    [
      'has a title of two lines',
      (s) => {
        s[SINGLE].title = 'a\nb';
      },
      SINGLE,
      'title',
      'has several lines: write one',
    ],
    [
      'has an explanation that is too long',
      (s) => {
        s[SINGLE].explanation = 'x'.repeat(901);
      },
      SINGLE,
      'explanation',
      'has 901 characters: write at most 900',
    ],
    [
      'has an option that is too long',
      (s) => {
        s[SINGLE].options[1].text = 'x'.repeat(241);
      },
      SINGLE,
      'options[1].text',
      'has 241 characters: write at most 240',
    ],
    [
      'has an output that is too long',
      (s) => {
        s[PRINTS].options[1].text = 'x'.repeat(301);
      },
      PRINTS,
      'options[1].text',
      'has 301 characters: write at most 300',
    ],
    ['has too few options', (s) => s[SINGLE].options.pop(), SINGLE, 'options', 'has 2 entries: write at least 3'],
    [
      'has no sources',
      (s) => {
        s[SINGLE].sources = [];
      },
      SINGLE,
      'sources',
      'has 0 entries: write at least 1',
    ],
    [
      'has a difficulty above five',
      (s) => {
        s[SINGLE].difficulty = 6;
      },
      SINGLE,
      'difficulty',
      'is the number 6: write at most 5',
    ],
    [
      'has a kind that there is not',
      (s) => {
        s[SINGLE].kind = 'essay';
      },
      SINGLE,
      'kind',
      'write one of single, multiple, prints, line, order, short, fix',
    ],
    [
      'asks what a program prints, and has none',
      (s) => delete s[PRINTS].code,
      PRINTS,
      'code',
      'is missing: write a text',
    ],
    [
      'has a proof on an answer that is rejected',
      (s) => {
        s[SHORT].rejects[0].proof = '1 == 2';
      },
      SHORT,
      'rejects[0]',
      '"proof" is no field here: take it out',
    ],
    [
      'has a range of versions that is none',
      (s) => {
        s[SINGLE].python = '3.11+';
      },
      SINGLE,
      'python',
      'is not a range: write comparisons like ">=3.12,<3.14"',
    ],
    [
      'has a requirement that there is not',
      (s) => {
        s[SINGLE].requires = ['gpu'];
      },
      SINGLE,
      'requires[0]',
      'is "gpu": write threads or processes or 64bit or real-time or deep-stack or packages',
    ],
    [
      'has a slug with capitals',
      (s) => {
        s['skills.yaml'][0].slug = 'GIL';
      },
      'skills.yaml',
      '[0].slug',
      /^is not a slug: write small letters/,
    ],
    [
      'has a misconception whose key is not a slug',
      (s) => {
        s['misconceptions/first.yaml'] = { GIL: { belief: 'a', correction: 'b' } };
      },
      'misconceptions/first.yaml',
      'GIL',
      /^has a key that is not a slug/,
    ],
    [
      'has half a checkpoint',
      (s) => {
        s['areas.yaml'][0].checkpoint = { statement: 'x' };
      },
      'areas.yaml',
      '[0].checkpoint.evidence',
      'is missing: write a list',
    ],
    [
      'has a milestone without a moment',
      (s) => {
        s['curriculum.yaml'].capstones[0].milestones[0].due = { month: 3 };
      },
      'curriculum.yaml',
      'capstones[0].milestones[0].due',
      'write session: 9 to 12, or weeks-after: 1 to 26',
    ],
    [
      'has a result of a kind that there is not',
      (s) => {
        s['selftest.yaml'].results[0].kind = 'maybe';
      },
      'selftest.yaml',
      'results[0].kind',
      'write not-yet or close',
    ],
    [
      'has a material by another name',
      (s) => {
        s[`${FIRST}/session.yaml`].materials[0].file = '../x.md';
      },
      `${FIRST}/session.yaml`,
      'materials[0].file',
      /^is not a material/,
    ],
    [
      'has an empty material',
      (s) => {
        s[`${FIRST}/materials/reading.md`] = '\n';
      },
      `${FIRST}/materials/reading.md`,
      '',
      'is empty: write the material',
    ],
    [
      'is an item whose name is not a slug',
      (s) => {
        s[`${FIRST}/items/My_Item.yaml`] = s[SINGLE];
      },
      `${FIRST}/items/My_Item.yaml`,
      '',
      /^is no item: name the file like/,
    ],
    [
      'lies where nothing belongs',
      (s) => {
        s[`${FIRST}/notes.txt`] = 'x';
      },
      `${FIRST}/notes.txt`,
      '',
      /^has no place here/,
    ],
    [
      'lies in a folder that is no session',
      (s) => {
        s['sessions/extra/session.yaml'] = s[`${FIRST}/session.yaml`];
      },
      'sessions/extra',
      '',
      /^is no session: name the folder like/,
    ],
  ])('is named when it %s', (_, breakIt, file, path, message) => {
    const expected = typeof message === 'string' ? message : expect.stringMatching(message);
    expect(faultsAfter(breakIt)).toContainEqual({ file, path, message: expected });
  });

  it('is not blamed a second time for what others say of it', () => {
    const faults = faultsAfter((s) => {
      s['skills.yaml'] = 'skills: [';
      s['misconceptions/first.yaml'] = 'a: [';
    });
    expect(new Set(faults.map(({ file }) => file))).toEqual(new Set(['skills.yaml', 'misconceptions/first.yaml']));
  });
});

it('tells all faults at once, file by file', () => {
  const sources = smallCurriculum();
  sources['curriculum.yaml'].assessment[0].percent = 41;
  sources['curriculum.yaml'].assessment[0].rows[0].points = 26;
  sources['areas.yaml'] = 'broken: [';
  sources[SINGLE].skill = 'skill-2';
  delete sources[PRINTS].options[1].misconception;
  delete sources[SHORT].answer;
  sources[SHORT].title = '';
  const fault = faultOf(() => parseCurriculum(filesOf(sources)));
  expect(fault.faults.map(({ file, path }) => `${file} ${path}`).sort()).toEqual([
    'areas.yaml ',
    'curriculum.yaml assessment',
    `${SINGLE} skill`,
    `${PRINTS} options[1].misconception`,
    `${SHORT} answer`,
    `${SHORT} title`,
  ]);
  expect(fault.message).toContain(`6 faults in the curriculum\n\n`);
  expect(fault.message).toMatch(
    new RegExp(`${SHORT}\\n  line \\d+, title: is empty: write a text\\n  answer: is missing: write a text`),
  );
  // The line is that of the field, or of what a field is missing from.
  const lines = (filesOf(sources).get(PRINTS) ?? '').split('\n');
  const [, line = ''] = /line (\d+), options\[1\]\.misconception: /.exec(fault.message) ?? [];
  expect(lines[Number(line) - 1]).toContain(sources[PRINTS].options[1].text);
});

describe('a directory', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'curriculum-'));
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  it('is read as it stands on the disk, whatever its newlines, its hidden files and its README', () => {
    write(filesOf(smallCurriculum()), '\r\n');
    write(
      new Map([
        ['README.md', 'For authors.'],
        ['.DS_Store', 'x'],
        [`${FIRST}/items/.swp`, 'x'],
      ]),
      '\n',
    );
    const curriculum = loadCurriculum(directory);
    expect(curriculum).toEqual(parseCurriculum(filesOf(smallCurriculum())));
  });

  it('is named when it is not there', () => {
    const missing = join(directory, 'nowhere');
    expect(faultOf(() => loadCurriculum(missing)).faults).toMatchObject([
      { file: missing, path: '', message: expect.stringContaining('set CURRICULUM_DIR') },
    ]);
  });

  function write(files: ReadonlyMap<string, string>, newline: string): void {
    for (const [path, text] of files) {
      const full = join(directory, path);
      mkdirSync(dirname(full), { recursive: true });
      writeFileSync(full, text.replaceAll('\n', newline));
    }
  }
});

describe('the curriculum that is taught', () => {
  const directory = join(import.meta.dirname, '..', '..', 'curriculum');

  it('has no fault', () => {
    expect(() => loadCurriculum(directory)).not.toThrow();
  });

  it('has eleven checkpoints, of which those of security, the ecosystem and judgment are our own', () => {
    const { areas } = loadCurriculum(directory);
    const own = [...areas.values()].filter(({ checkpoint }) => checkpoint.own);
    expect(areas.size).toBe(11);
    expect(own.map(({ slug }) => slug)).toEqual(['security', 'ecosystem', 'judgment']);
  });
});

function faultOf(run: () => unknown): CurriculumFault {
  try {
    run();
  } catch (error) {
    if (error instanceof CurriculumFault) return error;
    throw error;
  }
  throw new Error('there was no fault');
}
