import { describe, expect, it } from 'vitest';
import { lintScenariosGivenAway } from '../../../src/curriculum/lint/scenarios-given-away.ts';
import { parseCurriculum } from '../../../src/curriculum/load.ts';
import type { ScenarioDraft } from '../../../src/curriculum/scenario-draft.ts';
import {
  fixtureScenario,
  scenarioData,
  scenarioFaults,
  scenarioPictures,
  scenarioSources,
} from '../../features/scenarios/fixture.ts';
import { type Data, filesOf, type Sources, smallCurriculum } from '../builder.ts';

const FILE = 'scenarios/stuck-pool/scenario.yaml';

describe('a scenario without a fault', () => {
  const scenario = fixtureScenario();

  it('has what each action shows', () => {
    expect(scenario.actions.map(({ artefact }) => artefact.kind)).toEqual([
      ...[
        'evidence',
        'evidence',
        'evidence',
        'evidence',
        'source',
        'source',
        'said',
        'evidence',
        'evidence',
        'evidence',
      ],
    ]);
    const part = scenario.actions.find(({ id }) => id === 'lock')?.artefact;
    expect(part).toMatchObject({ kind: 'source', first: 4 });
    expect(part?.text.split('\n')).toHaveLength(6);
    expect(part?.text).toMatch(/^lock = /);
    const memory = scenario.actions.find(({ id }) => id === 'memory')?.artefact;
    expect(memory).toMatchObject({ kind: 'evidence', text: 'rss\nflat at 80 MB', picture: { name: 'memory.png' } });
  });

  it('has the diff of each fix, without what only tools read', () => {
    const [timeout, , , more] = scenario.fixes;
    expect(timeout?.diff.split('\n')).toEqual([
      '@@ pool.py, line 6 @@',
      ' ',
      ' def run(job):',
      '     with lock:',
      '-        return job()',
      '+        return job()  # timeout',
      ' ',
      ' ',
      ' def main():',
    ]);
    expect(more?.diff).toBe('@@ extra.py, a new file @@\n+workers = 8');
  });

  it('knows the cheapest way to what the cause needs', () => {
    expect(scenario.expert).toEqual({ actions: ['threads', 'parent', 'lock'], cost: 10 });
  });

  it('takes the author’s path for the expert’s where the author says why', () => {
    const data = scenarioData();
    data.expert = { path: ['log', 'threads', 'parent', 'pool'], why: 'An expert reads the log first.' };
    const files = filesOf({ ...smallCurriculum(), ...scenarioSources('stuck-pool', data) });
    const { expert } = parseCurriculum(files, scenarioPictures()).scenarios.get('stuck-pool') ?? fixtureScenario();
    expect(expert).toEqual({
      actions: ['log', 'threads', 'parent', 'pool'],
      cost: 13,
      why: 'An expert reads the log first.',
    });
  });

  it('has another version when a word changes, and the same when nothing does', () => {
    const versionAfter = (change: (data: Data) => void) => {
      const data = scenarioData();
      change(data);
      const files = filesOf({ ...smallCurriculum(), ...scenarioSources('stuck-pool', data) });
      return parseCurriculum(files, scenarioPictures()).scenarios.get('stuck-pool')?.version;
    };
    const version = versionAfter(() => {});
    expect(version).toBe(scenario.version);
    expect(versionAfter((data) => (data.incident.pain = 'Orders are late.'))).not.toBe(version);
  });

  it('is no scenario while it has no scenario.yaml, and what all share is none', () => {
    expect(
      scenarioFaults((_, sources) => {
        delete sources[FILE];
        sources['scenarios/shared/draw.py'] = 'print()\n';
        sources['scenarios/half-done/program/a.py'] = 'print()\n';
      }),
    ).toEqual([]);
  });
});

type Case = [
  sentence: string,
  breakIt: (data: Data, sources: Sources) => void,
  path: string,
  message: RegExp | string,
  file?: string,
];

const by = (list: Data, id: string): Data => list.find((thing: Data) => thing.id === id);

describe('a scenario with a fault', () => {
  it.each<Case>([
    ['shows nothing', (s) => delete s.actions[0].evidence, 'actions[0]', /^shows nothing: write one of/],
    ['shows two things', (s) => (s.actions[0].said = 'Hm.'), 'actions[0]', /^shows several things/],
    ['has a picture without words', (s) => delete s.actions[1].alt, 'actions[1]', /^has a picture or an alt alone/],
    [
      'does not say whether a cause is right',
      (s) => delete s.causes[0].right,
      'causes[0].right',
      /^does not say whether it is right/,
    ],
    ['has a pattern that is none', (s) => (s.clues[0].match = '('), 'clues[0].match', /^is not a regular expression/],
    ['names a skill that is not there', (s) => (s.skills = ['skil-4']), 'skills[0]', /did you mean skill-4/],
    ['names a track that is not there', (s) => (s.tracks = ['data']), 'tracks[0]', /^there is no track "data"/],
    [
      'names a misconception that is not there',
      (s) => (s.causes[0].misconception = 'wrong-ideas'),
      'causes[0].misconception',
      /did you mean wrong-idea/,
    ],
    ['takes no Python there is', (s) => (s.python = '>=3.99'), 'python', /^takes none of/],
    [
      'has an action twice',
      (s) => (s.actions[9].label = 'do LOG'),
      'actions[9].label',
      'is the same as actions[0].label: write another',
    ],
    [
      'requires what is not there',
      (s) => (s.actions[3].requires = ['thread']),
      'actions[3].requires[0]',
      /did you mean threads/,
    ],
    ['puts words into a log', (s) => (s.actions[6].group = 'read'), 'actions[6].said', /so write group: ask$/],
    ['has lines that are not there', (s) => (s.actions[5].lines = [4, 99]), 'actions[5].lines', /has 13 lines/],
    [
      'has a clue that is not in the evidence',
      (s) => (s.clues[0].match = 'first line'),
      'clues[0].match',
      'is not in what log shows: write what is there',
    ],
    [
      'has a clue whose opposite is in the evidence',
      (s) => (s.clues[2].absent = 'run'),
      'clues[2].absent',
      'is in what threads shows: write what is not there',
    ],
    [
      'has a clue that no action shows',
      (s) => (s.clues[0].seen_in = ['logs']),
      'clues[0].seen_in[0]',
      /did you mean log/,
    ],
    [
      'has a clue that names the cause',
      (s) => (s.clues[0].text = 'A worker was copied while its parent was holding something nobody gave back.'),
      'clues[0].text',
      /^says what the right cause says/,
    ],
    [
      'has no right cause',
      (s) => {
        s.causes[2] = { ...s.causes[0], id: 'fork', text: 'Other.' };
      },
      'causes',
      '0 are right: write right: true on exactly one',
    ],
    [
      'needs a clue that is not there',
      (s) => (by(s.causes, 'fork').needs[0][0] = 'one-thred'),
      'causes[2].needs[0][0]',
      /did you mean one-thread/,
    ],
    [
      'refutes with a clue that is not there',
      (s) => (s.causes[0].refuted_by = ['flat', 'fiat']),
      'causes[0].refuted_by[1]',
      /did you mean flat/,
    ],
    [
      'shows a line that a phone scrolls',
      (_, sources) => (sources['scenarios/stuck-pool/evidence/log.txt'] = `the last line\n${'x'.repeat(81)}\n`),
      'actions[0]',
      'shows a line of 81 columns: break it at 80, for phones',
    ],
    [
      'has a wide diff',
      (_, sources) => (sources['scenarios/stuck-pool/fixes/more/extra.py'] = `workers = ${'8'.repeat(70)}\n`),
      'fixes[3]',
      'has a diff with a line of 81 columns: break it at 80, for phones',
    ],
    [
      'calls a needed clue supporting',
      (s) => (by(s.clues, 'one-thread').kind = 'supporting'),
      'clues[2].kind',
      'is supporting, and the right cause needs it: write needed',
    ],
    [
      'calls a clue needed that stands in no set',
      (s) => (by(s.clues, 'comes-back').kind = 'needed'),
      'clues[7].kind',
      'is needed, and stands in no set of needs: write supporting, or put it into a set',
    ],
    [
      'calls beside the point what refutes a cause',
      (s) => (by(s.clues, 'flat').kind = 'beside'),
      'clues[1].kind',
      'is beside, and refutes a wrong cause: write supporting',
    ],
    [
      'does not say what a clue is to the case',
      (s) => delete by(s.clues, 'flat').kind,
      'clues[1].kind',
      'is missing: write needed or supporting or beside',
    ],
    [
      'shows what a right fix changes and no clue',
      (s) => (by(s.clues, 'one-lock').seen_in = ['lock']),
      'actions[4]',
      'shows pool.py, which a right fix changes, and no clue: write a needed or supporting one',
    ],
    [
      'has one action that gives all',
      (s) => {
        by(s.causes, 'fork').needs = [['one-thread', 'parent-holds', 'futex']];
        for (const id of ['one-lock', 'no-change']) by(s.clues, id).kind = 'supporting';
        for (const id of ['parent-holds', 'futex']) {
          by(s.clues, id).seen_in = ['threads'];
          by(s.clues, id).match = 'Thread 1';
        }
      },
      'causes',
      '1 action shows all clues of set 1 of needs: spread them over at least 3',
    ],
    [
      'leaves too little time',
      (s) => {
        s.budget = 15;
        s.injects = [s.injects[0]];
        by(s.actions, 'parent').cost = 12;
      },
      'budget',
      /^is 15, and the cheapest path to all needed clues costs 18 \(threads, parent, lock\): write at least 27/,
    ],
    ['has time for everything', (s) => (s.budget = 90), 'budget', /all actions together cost 40: write less/],
    [
      'has news after the end',
      (s) => (s.injects[1].at = 30),
      'injects[1].at',
      /^is 30, when the budget of 30 is spent/,
    ],
    ['has nothing that stops the harm', (s) => s.mitigations.shift(), 'mitigations', /^none stops the harm/],
    [
      'has only steps that help against the harm',
      (s) => (s.mitigations = s.mitigations.slice(0, 2)),
      'mitigations',
      /^all of them help/,
    ],
    [
      'has a step against the harm that takes too long',
      (s) => {
        s.budget = 23;
        by(s.mitigations, 'roll-back').cost = 12;
      },
      'mitigations[0].cost',
      /^takes more than half of 23 minutes/,
    ],
    [
      'has two steps against the harm of one name',
      (s) => (by(s.mitigations, 'wait').label = 'Empty the Queue'),
      'mitigations[3].label',
      /^is the same as mitigations\[2\].label/,
    ],
    [
      'has news called like an action',
      (s) => (s.injects[0].id = 'profile'),
      'injects[0].id',
      /^is the id of an action/,
    ],
    [
      'has a clue that its news do not show',
      (s) => {
        s.injects[0].id = 'second-host';
        by(s.clues, 'flat').seen_in = ['second-host'];
      },
      'clues[1].match',
      /^is not in what second-host shows/,
    ],
    ['has news out of order', (s) => (s.injects[1].at = 7), 'injects[1].at', /put them in order$/],
    [
      'has an expert who skips what is required',
      (s) => (s.expert = { path: ['parent', 'threads', 'lock'], why: 'Some' }),
      'expert.path[0]',
      'parent requires threads: write that before',
    ],
    [
      'has an expert who does not see enough',
      (s) => (s.expert = { path: ['threads', 'parent'], why: 'Some' }),
      'expert.path',
      'never sees one-lock: write an action that shows it',
    ],
    [
      'has no right fix',
      (s) => Object.assign(by(s.fixes, 'spawn'), s.fixes[0], { id: 'spawn', title: 'Do it' }),
      'fixes',
      'none is right: write right: true on at least one',
    ],
    [
      'has a fix without files',
      (_, files) => delete files['scenarios/stuck-pool/fixes/rlock/pool.py'],
      'fixes[2]',
      'there is no scenarios/stuck-pool/fixes/rlock: write the files that it changes',
    ],
    [
      'has a fix that changes nothing',
      (_, files) => (files['scenarios/stuck-pool/fixes/rlock/pool.py'] = files['scenarios/stuck-pool/program/pool.py']),
      'fixes[2]',
      /^changes nothing/,
    ],
    ['has markup that is not ours', (s) => (s.debrief.fix = 'Use `spawn.'), 'debrief.fix', /backtick/],
    [
      'has evidence that is empty',
      (_, files) => (files['scenarios/stuck-pool/evidence/profile.txt'] = '\n'),
      'actions[7].evidence',
      'shows nothing: capture it anew',
    ],
    [
      'has no evidence',
      (_, files) => delete files['scenarios/stuck-pool/evidence/profile.txt'],
      'actions[7].evidence',
      'there is no scenarios/stuck-pool/evidence/profile.txt: write or capture that file',
    ],
    ['has no picture', (s) => (s.actions[1].picture = 'rss.png'), 'actions[1].picture', /evidence\/rss\.png/],
    [
      'has no check',
      (_, files) => delete files['scenarios/stuck-pool/check.py'],
      '',
      /^is missing/,
      'scenarios/stuck-pool/check.py',
    ],
    [
      'has a file astray',
      (_, files) => (files['scenarios/stuck-pool/notes.txt'] = 'Hm.'),
      '',
      /^has no place here/,
      'scenarios/stuck-pool/notes.txt',
    ],
    [
      'has a fix that nobody lists',
      (_, files) => (files['scenarios/stuck-pool/fixes/other/pool.py'] = 'x'),
      '',
      /^is listed nowhere/,
      'scenarios/stuck-pool/fixes/other',
    ],
  ])('%s: is told so, and only that', (_, breakIt, path, message, file = FILE) => {
    const matching = typeof message === 'string' ? message : expect.stringMatching(message);
    expect(scenarioFaults(breakIt)).toEqual([{ file, path, message: matching }]);
  });

  it('is told of every action that waits for itself', () => {
    const faults = scenarioFaults((s) => {
      by(s.actions, 'log').requires = ['memory'];
      by(s.actions, 'memory').requires = ['log'];
    });
    expect(faults.map(({ path }) => path)).toEqual(['actions[0].requires', 'actions[1].requires']);
  });
});

describe('over all scenarios', () => {
  /** Ten scenarios, each with its right cause and fix where `place` says. */
  function drafts(place: (index: number) => number, longer: number): ScenarioDraft[] {
    return Array.from({ length: 10 }, (_, index) => {
      const at = place(index);
      const entries = (noun: string) =>
        Array.from({ length: 5 }, (_, option) => ({
          id: `${noun}-${option}`,
          right: option === at,
          text: 'x'.repeat(20 + (option === at ? longer : (option + index) % 4)),
          title: 'x'.repeat(20 + ((option + index) % 4)),
        }));
      const scenario = { causes: entries('cause'), fixes: entries('fix') };
      const none = new Map();
      const slug = `scenario-${index}`;
      // Only causes and fixes are looked at.
      return { folder: slug, slug, scenario, program: none, fixes: none, evidence: none, pictures: none } as Data;
    });
  }

  it('nothing is said when right ones have any length and any place', () => {
    expect(lintScenariosGivenAway(drafts((index) => index % 5, 0))).toEqual([]);
  });

  it('a right cause that is always the longest is told', () => {
    const [fault] = lintScenariosGivenAway(drafts((index) => index % 5, 9));
    expect(fault?.message).toMatch(
      /^the text of a right cause is the longest in 10 of 10 scenarios, at most \d by chance/,
    );
  });

  it('right ones that always stand in the same place are told', () => {
    const faults = lintScenariosGivenAway(drafts(() => 3, 1));
    expect(faults.map(({ message }) => message.slice(0, 24))).toEqual([
      'cause 4 is right in 10 o',
      'fix 4 is right in 10 of ',
    ]);
  });
});
