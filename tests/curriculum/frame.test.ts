import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadCurriculum, parseCurriculum } from '../../src/curriculum/load.ts';
import { layMonths, paces, weightOf } from '../../src/curriculum/roadmap-months.ts';
import { type Curriculum, LEVELS, type Result } from '../../src/curriculum/schema.ts';
import { resultsOf, type SelftestAnswer, yields } from '../../src/curriculum/selftest.ts';
import { faultsAfter, filesOf, type Sources, smallCurriculum } from './builder.ts';

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

describe('what mentors judge by', () => {
  check([
    [
      'is verified in 15 minutes',
      (s) => {
        s['areas.yaml'][3].checkpoint.verify.steps[0].minutes = 6;
      },
      ['areas.yaml', '[3].checkpoint.verify.steps', 'take 16 minutes: write steps of 15 minutes in all'],
    ],
    [
      'has rows whose points are the share',
      (s) => {
        s['curriculum.yaml'].assessment[1].rows[0].points = 29;
      },
      ['curriculum.yaml', 'assessment[1].rows', 'have 59 points: write 60, the share'],
    ],
    [
      'has every row once',
      (s) => {
        s['curriculum.yaml'].assessment[1].rows[0].slug = 'row-1';
      },
      ['curriculum.yaml', 'assessment[1].rows[0].slug', '"row-1" is there twice: write another slug'],
    ],
    [
      'has levels that rise to the whole',
      (s) => {
        s['curriculum.yaml'].levels.strong.percent = 50;
      },
      ['curriculum.yaml', 'levels', 'are worth 25, 50, 50, 100 percent: write rising ones that end with 100'],
    ],
    [
      'describes four levels of each row',
      (s) => delete s['curriculum.yaml'].assessment[0].rows[0].levels.sound,
      ['curriculum.yaml', 'assessment[0].rows[0].levels.sound', 'is missing: write a text'],
    ],
    [
      'has an example of each level for each capstone',
      (s) => delete s['curriculum.yaml'].capstones[2].examples.expert,
      ['curriculum.yaml', 'capstones[2].examples.expert', 'is missing: write a text'],
    ],
    [
      'begins its milestones at session 9',
      (s) => {
        s['curriculum.yaml'].capstones[0].milestones[0].due = { session: 10 };
      },
      ['curriculum.yaml', 'capstones[0].milestones[0].due', 'is not session 9: the capstone is chosen there'],
    ],
    [
      'ends its milestones after the last session',
      (s) => {
        s['curriculum.yaml'].capstones[0].milestones[4].due = { session: 12 };
      },
      ['curriculum.yaml', 'capstones[0].milestones[4].due', /^ends with a session/],
    ],
    [
      'has its milestones in order',
      (s) => {
        s['curriculum.yaml'].capstones[0].milestones[1].due = { session: 12 };
      },
      ['curriculum.yaml', 'capstones[0].milestones[2].due', 'comes before the one above it: put them in order'],
    ],
  ]);
});

describe('the tracks', () => {
  check([
    ['are three', (s) => s['tracks.yaml'].pop(), ['tracks.yaml', '', 'has 2 entries: write 3']],
    [
      'are each there once',
      (s) => {
        s['tracks.yaml'][1].slug = 'general';
      },
      ['tracks.yaml', '[1].slug', '"general" is there twice: write another slug'],
    ],
    [
      'weigh skills that there are',
      (s) => {
        s['tracks.yaml'][0].focus[0].skills.push('skill-13');
        s['tracks.yaml'][0].roadmap[0].skills.push('skill-13');
        s['tracks.yaml'][0].roadmap[0].skills.pop();
        s['tracks.yaml'][0].focus[0].skills[2] = 'skill-1';
      },
      ['tracks.yaml', '[0].focus[0].skills[2]', 'skill-1 is there twice: write it once'],
    ],
    [
      'weigh a skill in one focus',
      (s) => {
        s['tracks.yaml'][0].focus[1].skills.push('skill-1');
      },
      ['tracks.yaml', '[0].focus[1].skills[2]', 'skill-1 is in focus[0] already: write it in one of the two'],
    ],
    [
      'teach skills that there are',
      (s) => {
        s['tracks.yaml'][0].roadmap[5].skills = ['skill-11', 'skil-12'];
      },
      ['tracks.yaml', '[0].roadmap[5].skills[1]', /^there is no skill "skil-12": did you mean skill-12/],
    ],
    [
      'teach what they put first',
      (s) => {
        s['tracks.yaml'][0].roadmap[0].skills = ['skill-1'];
      },
      ['tracks.yaml', '[0].focus[0].skills[1]', 'skill-2 is in no stage of the roadmap: write it in one'],
    ],
    [
      'recommend a session once',
      (s) => {
        s['tracks.yaml'][0].sessions[2].session = 2;
      },
      ['tracks.yaml', '[0].sessions[2].session', '2 is there twice: write it once'],
    ],
    [
      'take a bearable number of hours a week',
      (s) => {
        s['tracks.yaml'][0].roadmap[0].hours = 60;
        s['tracks.yaml'][0].roadmap[1].hours = 60;
        s['tracks.yaml'][0].roadmap[2].hours = 60;
      },
      ['tracks.yaml', '[0].roadmap', /^takes 282 hours, 8 hours a week in 9 months and 11 in 6:/],
    ],
  ]);

  const curriculum = parseCurriculum(filesOf(smallCurriculum()));
  const [track] = curriculum.tracks;
  if (track === undefined) throw new Error('there is no track');
  const span = { least: 6, most: 9 };

  it('weigh what they put first, and all else once', () => {
    expect(weightOf(track, 'skill-3')).toBe(2);
    expect(weightOf(track, 'skill-12')).toBe(1);
  });

  it('lay all their hours over six to nine months, in order, whatever the week allows', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 60 }), (hours) => {
        const { months, hoursAWeek } = layMonths(track, hours, span);
        expect(months.length).toBeGreaterThanOrEqual(6);
        expect(months.length).toBeLessThanOrEqual(9);
        const shown = months.flatMap(({ stages }) => stages);
        const total = shown.reduce((sum, stage) => sum + stage.hours, 0);
        expect(Math.abs(total - 6 * 34)).toBeLessThanOrEqual(months.length);
        expect(shown.filter(({ isFinished }) => isFinished).map(({ stage }) => stage)).toEqual(track.roadmap);
        const { slowest, fastest } = paces(track.roadmap, span);
        expect(hoursAWeek).toBeGreaterThanOrEqual(slowest);
        expect(hoursAWeek).toBeLessThanOrEqual(fastest);
      }),
    );
  });

  it('take fewer months the more hours a week there are', () => {
    const months = (hours: number) => layMonths(track, hours, span).months.length;
    expect([3, 6, 7, 20].map(months)).toEqual([9, 8, 7, 6]);
  });
});

describe('the self-test', () => {
  check([
    [
      'asks items that there are',
      (s) => {
        s['selftest.yaml'].items[0] = 'a-singel';
        s['selftest.yaml'].results[0].items[0] = 'a-singel';
      },
      ['selftest.yaml', 'items[0]', /^there is no item "a-singel": did you mean a-single/],
    ],
    [
      'asks thirty',
      (s) => {
        s['selftest.yaml'].items.pop();
        s['selftest.yaml'].results[4].items.pop();
      },
      ['selftest.yaml', 'items', 'has 29 entries: write 30'],
    ],
    [
      'asks none twice',
      (s) => {
        s['selftest.yaml'].items.push('a-single');
      },
      ['selftest.yaml', 'items[30]', 'a-single is there twice: write it once'],
    ],
    [
      'asks at most six of one session',
      (s) => {
        s['sessions/01-session-1/items/g-more.yaml'] = {
          ...s['sessions/02-session-2/items/plain-2-x.yaml'],
          skill: 'skill-1',
        };
        s['selftest.yaml'].items[6] = 'g-more';
        s['selftest.yaml'].results[1].items[0] = 'g-more';
      },
      ['selftest.yaml', 'items', 'has 7 of session 1: write at most 6 of one session'],
    ],
    [
      'asks about every area',
      (s) => {
        s['skills.yaml'].push({ ...s['skills.yaml'][4], slug: 'skill-5b', areas: ['area-5'] });
        s['skills.yaml'][4].areas = ['area-4'];
        s['sessions/05-session-5/session.yaml'].skills.push('skill-5b');
      },
      ['selftest.yaml', 'items', 'has no item of the area area-5: write one'],
    ],
    [
      'asks at most twenty of one difficulty',
      (s) => {
        for (const file of Object.keys(s)) if (file.includes('/items/plain')) s[file].difficulty = 4;
      },
      ['selftest.yaml', 'items', 'has 24 of difficulty 4: write at most 20 of one difficulty'],
    ],
    [
      'reads its signs from items that it asks',
      (s) => {
        const { results } = s['selftest.yaml'];
        results.push({ ...results[1], slug: 'result-6', items: results[1].items.slice(0, 5) });
        results[1].items[0] = 'plain-12-z';
      },
      ['selftest.yaml', 'results[1].items[0]', /^there is no item of the self-test "plain-12-z"/],
    ],
    [
      'reads every item',
      (s) => {
        s['selftest.yaml'].results[4].items.pop();
      },
      ['selftest.yaml', 'items[29]', /is read by no result: write it in one$/],
    ],
    [
      'counts beliefs that its items give away',
      (s) => {
        s['selftest.yaml'].results[1].beliefs = ['wrong-idea'];
        s['selftest.yaml'].results[1].rule['beliefs-at-most'] = 0;
      },
      ['selftest.yaml', 'results[1].beliefs[0]', /^there is no misconception of these items "wrong-idea"/],
    ],
    [
      'does not name beliefs and then ignore them',
      (s) => delete s['selftest.yaml'].results[0].rule['beliefs-at-least'],
      ['selftest.yaml', 'results[0].rule.beliefs-at-least', 'is missing: write a number, or take the beliefs out'],
    ],
    [
      'counts no beliefs where none are named',
      (s) => {
        s['selftest.yaml'].results[1].rule['beliefs-at-most'] = 0;
      },
      ['selftest.yaml', 'results[1].rule.beliefs-at-most', 'counts no beliefs: write some, or take it out'],
    ],
    [
      'has no rule that always holds',
      (s) => {
        s['selftest.yaml'].results[0].rule['right-at-most'] = 6;
      },
      ['selftest.yaml', 'results[0].rule.right-at-most', 'is 6: write at most 5'],
    ],
    [
      'has no rule that never holds',
      (s) => {
        s['selftest.yaml'].results[1].rule['right-at-least'] = 7;
      },
      ['selftest.yaml', 'results[1].rule.right-at-least', 'is 7: write at most 6'],
    ],
  ]);
});

describe('a sign of the self-test', () => {
  const common = { sign: '', claim: '', says: '', unmasked: '', sessions: [1], items: ['a', 'b', 'c'] };
  const notYet = {
    ...common,
    slug: 'early',
    kind: 'not-yet',
    beliefs: ['x', 'y'],
    rule: { rightAtMost: 1, beliefsAtLeast: 2 },
  } satisfies Result;
  const close = {
    ...common,
    slug: 'near',
    kind: 'close',
    beliefs: ['x'],
    rule: { rightAtLeast: 2, beliefsAtMost: 0 },
  } satisfies Result;
  const selftest = { title: '', opening: '', items: ['a', 'b', 'c'], results: [notYet, close] };
  const answers = (...given: readonly (boolean | readonly string[])[]) =>
    new Map(
      given.map((answer, index): [string, SelftestAnswer] => [
        ['a', 'b', 'c'][index] ?? '',
        typeof answer === 'boolean' ? { right: answer, beliefs: [] } : { right: false, beliefs: answer },
      ]),
    );

  it('that somebody is not there yet comes from few right answers, or from enough of the beliefs', () => {
    expect(yields(notYet, answers(true, false, false))).toBe(true);
    expect(yields(notYet, answers(true, true, ['x']))).toBe(false);
    expect(yields(notYet, answers(true, true, ['x', 'y']))).toBe(true);
  });

  it('that somebody is close needs right answers, and none of the beliefs', () => {
    expect(yields(close, answers(true, true, false))).toBe(true);
    expect(yields(close, answers(true, true, ['x']))).toBe(false);
    expect(yields(close, answers(true, false, false))).toBe(false);
  });

  it('is not given before all of its items are answered', () => {
    expect(yields(notYet, answers(false, false))).toBe(false);
    expect(resultsOf(selftest, answers(false, false), new Set(['early', 'near']))).toEqual([]);
  });

  it('speaks against a claim that the answers do not bear out', () => {
    const shown = resultsOf(selftest, answers(false, false, false), new Set(['early', 'near']));
    expect(shown).toEqual([
      { result: notYet, unmasks: true },
      { result: close, unmasks: true },
    ]);
  });

  it('comes from answers and not from claims', () => {
    expect(resultsOf(selftest, answers(true, true, true), new Set())).toEqual([{ result: close, unmasks: false }]);
    expect(resultsOf(selftest, answers(false, false, false), new Set())).toEqual([{ result: notYet, unmasks: false }]);
  });
});

describe('the frame that is taught', () => {
  let curriculum: Curriculum;
  beforeAll(() => {
    curriculum = loadCurriculum('curriculum');
  });

  it('gives 40, 30 and 30 points, in rows with four levels', () => {
    const { assessment } = curriculum;
    expect(assessment.map(({ percent }) => percent)).toEqual([40, 30, 30]);
    for (const { rows } of assessment) {
      expect(rows.length).toBeGreaterThanOrEqual(2);
      for (const row of rows) expect(Object.keys(row.levels)).toEqual([...LEVELS]);
    }
  });

  it('has milestones of three capstones from session 9 to the weeks after', () => {
    const { capstones } = curriculum;
    expect(capstones.map(({ letter }) => letter)).toEqual(['A', 'B', 'C']);
    for (const { milestones } of capstones) {
      expect(milestones.filter(({ due }) => 'session' in due)).toHaveLength(4);
      expect(milestones.length).toBeGreaterThanOrEqual(5);
    }
  });

  it('has the five signs of not yet and the four of being close', () => {
    const kinds = curriculum.selftest.results.map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'not-yet')).toHaveLength(5);
    expect(kinds.filter((kind) => kind === 'close')).toHaveLength(4);
  });

  it('asks neighbours of different sessions in the self-test, or at least of different skills', () => {
    const skills = curriculum.selftest.items.map((slug) => curriculum.items.get(slug)?.skill);
    expect(skills.filter((skill, index) => skill === skills[index + 1])).toEqual([]);
  });

  it('has roadmaps of six to nine months at the pace that it promises', () => {
    const { tracks, pace } = curriculum;
    for (const track of tracks) {
      const { slowest, fastest } = paces(track.roadmap, pace.roadmapMonths);
      expect(slowest).toBeGreaterThanOrEqual(4);
      expect(fastest).toBeLessThanOrEqual(pace.practiceHoursPerWeek.most);
    }
  });
});
