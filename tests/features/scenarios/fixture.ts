import { CurriculumFault, type Fault } from '../../../src/curriculum/faults.ts';
import { parseCurriculum } from '../../../src/curriculum/load.ts';
import type { Scenario } from '../../../src/curriculum/scenario.ts';
import type { Curriculum } from '../../../src/curriculum/schema.ts';
import { type Data, filesOf, type Sources, smallCurriculum } from '../../curriculum/builder.ts';

/** One white dot. */
export const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8/5+hHgAHggJ/PchI7wAAAABJRU5ErkJggg==',
  'base64',
);

const POOL = `"""A pool."""
import threading

lock = threading.Lock()


def run(job):
    with lock:
        return job()


def main():
    return run(lambda: 1)
`;

/** The data of a scenario without a fault: ten actions, eight clues, five causes, four fixes. */
export function scenarioData(): Data {
  const action = (id: string, group: string, cost: number, more: Data) => ({
    id,
    label: `Do ${id}`,
    group,
    cost,
    ...more,
  });
  const clue = (id: string, kind: string, seen: string[], match: string) => ({
    id,
    kind,
    text: `The observation called ${id}.`,
    seen_in: seen,
    match,
  });
  const wrong = (id: string, refuted: string[], more: Data = {}) => ({
    id,
    text: `It is because of ${id}, as somebody thought.`,
    right: false,
    refuted_by: refuted,
    why: `It is not ${id}, because the evidence says so.`,
    ...more,
  });
  const wrongFix = (id: string) => ({
    id,
    title: `Try ${id}`,
    right: false,
    fails_with: 'hang',
    outcome: `It still hung with ${id}.`,
    why: `It can't help: ${id} is beside the point.`,
  });
  return {
    title: 'The pool that stops at lunch',
    session: 4,
    skills: ['skill-4'],
    tracks: ['general'],
    difficulty: 4,
    python: '>=3.11',
    requires: ['threads'],
    symptom: 'hang',
    budget: 30,
    incident: { page: 'No job done for 10 minutes.', system: 'A pool of **four** workers.', pain: 'Orders wait.' },
    injects: [
      { at: 8, text: 'A second host stops, too.' },
      { at: 20, text: 'The customer calls.' },
    ],
    actions: [
      action('log', 'observe', 2, { evidence: 'log.txt' }),
      action('memory', 'observe', 3, { evidence: 'memory.txt', picture: 'memory.png', alt: 'Memory is flat.' }),
      action('threads', 'inspect', 4, { evidence: 'threads.txt', role: 'scribe' }),
      action('parent', 'inspect', 4, { evidence: 'parent.txt', requires: ['threads'] }),
      action('pool', 'read', 3, { source: 'pool.py' }),
      action('lock', 'read', 2, { source: 'pool.py', lines: [4, 9] }),
      action('author', 'ask', 3, { said: '“Nothing changed this week”, says the author.' }),
      action('profile', 'experiment', 6, {
        evidence: 'profile.txt',
        dead_end: 'Nothing runs, so nothing is profiled.',
      }),
      action('strace', 'experiment', 5, { evidence: 'strace.txt', role: 'investigator' }),
      action('restart', 'experiment', 8, { evidence: 'restart.txt' }),
    ],
    clues: [
      clue('last-line', 'beside', ['log'], 'last line'),
      clue('flat', 'supporting', ['memory'], '^flat'),
      { ...clue('one-thread', 'needed', ['threads'], 'Thread 1'), absent: 'Thread 2' },
      clue('parent-holds', 'needed', ['parent'], 'held by'),
      clue('one-lock', 'needed', ['pool', 'lock'], '^lock = '),
      clue('no-change', 'needed', ['author'], 'Nothing changed'),
      clue('futex', 'needed', ['strace'], 'futex'),
      clue('comes-back', 'supporting', ['restart'], 'again'),
    ],
    causes: [
      wrong('leak', ['flat'], { misconception: 'wrong-idea' }),
      wrong('deploy', ['no-change']),
      {
        id: 'fork',
        text: 'A worker is copied while its parent holds something that nobody gives back.',
        right: true,
        needs: [
          ['one-thread', 'parent-holds', 'one-lock'],
          ['futex', 'no-change', 'one-lock'],
        ],
      },
      wrong('reentry', ['one-thread']),
      wrong('network', ['futex']),
    ],
    fixes: [
      wrongFix('timeout'),
      { id: 'spawn', title: 'Do spawn', right: true, outcome: 'It ran for a day.' },
      wrongFix('rlock'),
      wrongFix('more'),
    ],
    mitigations: [
      { id: 'roll-back', label: 'Roll back the release', cost: 3, effect: 'stops', outcome: 'Jobs are done again.' },
      { id: 'reboot', label: 'Restart the workers', cost: 2, effect: 'eases', outcome: 'It runs for ten minutes.' },
      { id: 'wait', label: 'Wait for the customer', cost: 4, effect: 'nothing', outcome: 'It goes on as before.' },
      { id: 'drop', label: 'Empty the queue', cost: 2, effect: 'harms', outcome: 'Forty orders are gone.' },
    ],
    hints: [
      { cost: 3, text: 'Look at both sides.' },
      { cost: 5, text: 'Who holds it?' },
    ],
    debrief: {
      cause: 'The lock was held when the worker was made.',
      mechanism: '`os.fork` copies memory, not threads.',
      fix: 'Start workers afresh.',
      prevention: 'No threads before a fork.',
      monitoring: 'Count done jobs.',
      links: [
        { title: 'multiprocessing', url: 'https://docs.python.org/3/library/multiprocessing.html' },
        { title: 'threading', url: 'https://docs.python.org/3/library/threading.html' },
      ],
    },
  };
}

/** The files of a scenario: its data as YAML, and what stands beside it. */
export function scenarioSources(slug = 'stuck-pool', data: Data = scenarioData()): Sources {
  const folder = `scenarios/${slug}`;
  const fix = (id: string) => POOL.replace('return job()', `return job()  # ${id}`);
  return {
    [`${folder}/scenario.yaml`]: data,
    [`${folder}/check.py`]: 'print("{}")\n',
    [`${folder}/capture.py`]: 'print()\n',
    [`${folder}/program/pool.py`]: POOL,
    [`${folder}/fixes/timeout/pool.py`]: fix('timeout'),
    [`${folder}/fixes/spawn/pool.py`]: fix('spawn'),
    [`${folder}/fixes/rlock/pool.py`]: fix('rlock'),
    [`${folder}/fixes/more/pool.py`]: POOL,
    [`${folder}/fixes/more/extra.py`]: 'workers = 8\n',
    [`${folder}/evidence/log.txt`]: 'job 1 done\nthe last line\n',
    [`${folder}/evidence/memory.txt`]: 'rss\nflat at 80 MB\n',
    [`${folder}/evidence/threads.txt`]: 'Thread 1 (most recent call first):\n  run\n',
    [`${folder}/evidence/parent.txt`]: 'the lock is held by 17\n',
    [`${folder}/evidence/profile.txt`]: '0 function calls\n',
    [`${folder}/evidence/strace.txt`]: `futex(0x1, FUTEX_WAIT)\n${'read(3, 4096)\n'.repeat(200)}`,
    [`${folder}/evidence/restart.txt`]: 'it hangs again\n',
  };
}

export function scenarioPictures(slug = 'stuck-pool'): Map<string, Uint8Array> {
  return new Map([[`scenarios/${slug}/evidence/memory.png`, PNG]]);
}

/** A small curriculum with this scenario. */
export function curriculumWith(...slugs: string[]): Curriculum {
  const sources = { ...smallCurriculum(), ...Object.assign({}, ...slugs.map((slug) => scenarioSources(slug))) };
  const pictures = new Map(slugs.flatMap((slug) => [...scenarioPictures(slug)]));
  return parseCurriculum(filesOf(sources), pictures);
}

/** The scenario for tests, whole. */
export function fixtureScenario(): Scenario {
  const scenario = curriculumWith('stuck-pool').scenarios.get('stuck-pool');
  if (scenario === undefined) throw new Error('the fixture is no scenario');
  return scenario;
}

/** The faults of a curriculum with the scenario after it was broken. */
export function scenarioFaults(breakIt: (data: Data, sources: Sources) => void): readonly Fault[] {
  const data = scenarioData();
  const sources = scenarioSources('stuck-pool', data);
  breakIt(data, sources);
  try {
    parseCurriculum(filesOf({ ...smallCurriculum(), ...sources }), scenarioPictures());
  } catch (error) {
    if (error instanceof CurriculumFault) return error.faults;
    throw error;
  }
  return [];
}
