import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { debrief } from '../../../src/features/scenarios/debrief.ts';
import { type Made, Move } from '../../../src/features/scenarios/moves.ts';
import {
  areCausesOpen,
  arrivedInjects,
  maySee,
  openActions,
  type Position,
  position,
  possibleActions,
  possibleMitigations,
  relaysOwed,
  step,
} from '../../../src/features/scenarios/position.ts';
import { BLANKS, postMortem } from '../../../src/features/scenarios/post-mortems/post-mortem.ts';
import { strengthOf } from '../../../src/features/scenarios/proof.ts';
import { brier, score } from '../../../src/features/scenarios/score.ts';
import { fixtureScenario } from './fixture.ts';

const scenario = fixtureScenario();

function play(...moves: (Move | [by: string, move: Move])[]): Position {
  return position(scenario, 'solo', made(moves));
}

function playTeam(...moves: (Move | [by: string, move: Move])[]): Position {
  return position(scenario, 'team', made(moves));
}

function made(moves: readonly (Move | [by: string, move: Move])[]): Made[] {
  return moves.map((one) => (Array.isArray(one) ? { by: one[0], move: one[1] } : { by: 'ada', move: one }));
}

const act = (action: string): Move => ({ kind: 'act', action });
const pin = (clue: string): Move => ({ kind: 'pin', clue });
const diagnose = (cause: string): Move => ({ kind: 'diagnose', cause });
const fix = (id: string): Move => ({ kind: 'fix', fix: id });
const role = (name: 'lead' | 'investigator' | 'scribe'): Move => ({ kind: 'role', role: name });
const mitigate = (mitigation: string): Move => ({ kind: 'mitigate', mitigation });
const hint = (number: number): Move => ({ kind: 'hint', hint: number });
const guess = (cause: string, confidence: number): Move => ({
  kind: 'hypothesise',
  cause,
  confidence,
  words: 'I *think* so',
});

const expertly = [act('threads'), act('parent'), act('lock'), pin('one-thread'), pin('parent-holds'), pin('one-lock')];

describe('an investigation', () => {
  it('counts the minutes of what was done, and shows its clues', () => {
    const at = play(act('log'), act('memory'));
    expect(at.spent).toBe(5);
    expect([...at.seen]).toEqual(['last-line', 'flat']);
    expect(at.done.map(({ action, at: minute }) => [action.id, minute])).toEqual([
      ['log', 2],
      ['memory', 5],
    ]);
  });

  it('does nothing twice, and nothing before what it requires', () => {
    expect(play(act('log'), act('log')).spent).toBe(2);
    expect(play(act('parent')).spent).toBe(0);
    expect(play(act('threads'), act('parent')).spent).toBe(8);
  });

  it('does nothing for which there is no time, but takes a diagnosis and a fix when all is spent', () => {
    const at = play(...['restart', 'profile', 'strace', 'threads', 'parent', 'pool'].map(act), act('author'));
    expect(at.spent).toBe(30);
    expect(openActions(scenario, at.done).map(({ id }) => id)).toEqual(['log', 'memory', 'lock', 'author']);
    expect(possibleActions(scenario, at)).toEqual([]);
    const moves = ['restart', 'profile', 'strace', 'threads', 'parent', 'pool'].map(act);
    expect(play(...moves, diagnose('fork'), fix('spawn')).ended).toBe('fixed');
  });

  it('brings news when its clock passes them', () => {
    expect(arrivedInjects(scenario, play(act('profile')))).toEqual([]);
    expect(arrivedInjects(scenario, play(act('profile'), act('log'))).map(({ at }) => at)).toEqual([8]);
  });

  it('pins what was seen and nothing else', () => {
    expect(play(pin('flat')).pinned).toEqual([]);
    expect(play(act('memory'), pin('flat'), pin('flat')).pinned).toEqual(['flat']);
    expect(play(act('memory'), pin('flat'), { kind: 'unpin', clue: 'flat' }).pinned).toEqual([]);
  });

  it('tells what refutes a wrong diagnosis only to those who have seen it', () => {
    expect(play(diagnose('leak')).diagnoses[0]?.refutedBy).toEqual([]);
    expect(play(act('memory'), diagnose('leak')).diagnoses[0]?.refutedBy.map(({ id }) => id)).toEqual(['flat']);
  });

  it('comes to the fix by the right diagnosis, or by going on without it', () => {
    expect(play(fix('spawn')).fixes).toEqual([]);
    expect(play(diagnose('leak'), fix('spawn')).fixes).toEqual([]);
    expect(play(diagnose('leak'), { kind: 'commit' }, fix('spawn')).ended).toBe('fixed');
    expect(play({ kind: 'commit' }, diagnose('fork')).diagnoses).toEqual([]);
    expect(play(diagnose('fork'), act('log')).spent).toBe(0);
  });

  it('cites what is in the case file at the diagnosis, not later', () => {
    const at = play(act('threads'), pin('one-thread'), diagnose('fork'), pin('one-thread'), fix('spawn'));
    expect(at.diagnoses[0]?.cites).toEqual(['one-thread']);
  });

  it('pins all that a look has shown at once, and nothing that was not seen', () => {
    const look: Move = { kind: 'pin-look', action: 'pool' };
    expect(play(look).pinned).toEqual([]);
    expect(play(act('pool'), look, look).pinned).toEqual(['one-lock']);
  });

  it('shows the causes to whoever had an idea of their own, or spent a third of the budget', () => {
    const areOpen = (...moves: Move[]) => areCausesOpen(scenario, play(...moves));
    expect([areOpen(), areOpen(act('log'), pin('last-line'))]).toEqual([false, false]);
    expect(areOpen({ kind: 'suppose', words: 'a lock' })).toBe(true);
    expect(areOpen(act('restart'))).toBe(false);
    expect(areOpen(act('restart'), act('log'))).toBe(true);
  });

  it('gives each hint once, in order', () => {
    expect(play(hint(1)).hints).toEqual([]);
    expect(play(hint(0), hint(0)).hints).toHaveLength(1);
    expect(play(hint(0), hint(1), hint(2)).hints.map(({ cost }) => cost)).toEqual([3, 5]);
  });

  it('is over with the right fix or by giving up, and then nothing changes any more', () => {
    const over = play(diagnose('fork'), fix('timeout'), fix('timeout'), fix('spawn'), fix('rlock'), act('log'));
    expect(over.ended).toBe('fixed');
    expect(over.fixes.map((tried) => tried.fix.id)).toEqual(['timeout', 'spawn']);
    expect(play({ kind: 'give-up' }, diagnose('fork'))).toMatchObject({ ended: 'gave-up', diagnoses: [] });
  });
});

describe('a team', () => {
  const roles: [string, Move][] = [
    ['ada', role('lead')],
    ['ben', role('scribe')],
  ];

  it('leaves decisions to its lead, and to anybody while it has none', () => {
    expect(playTeam(['ben', diagnose('leak')]).diagnoses).toHaveLength(1);
    expect(playTeam(...roles, ['ben', diagnose('leak')], ['ben', hint(0)])).toMatchObject({ diagnoses: [], hints: [] });
    expect(playTeam(...roles, ['ada', diagnose('leak')]).diagnoses).toHaveLength(1);
    expect(playTeam(...roles, ['ben', act('log')]).done).toHaveLength(1);
  });

  it('lets a role be taken over', () => {
    const at = playTeam(...roles, ['ben', role('lead')], ['ada', { kind: 'give-up' }]);
    expect(at.roles.get('lead')).toBe('ben');
    expect(at.ended).toBeUndefined();
  });

  it('shows a role’s evidence to that role, and to all when it is relayed', () => {
    const private_ = playTeam(...roles, ['ada', act('threads')]);
    const [done] = private_.done;
    if (done === undefined) throw new Error('nothing was done');
    expect(done.to).toBe('ben');
    expect([...private_.seen]).toEqual([]);
    expect([maySee(private_, done, 'ben'), maySee(private_, done, 'ada')]).toEqual([true, false]);
    expect(relaysOwed(private_)).toHaveLength(1);
    const relay = (by: string): [string, Move] => [by, { kind: 'relay', action: 'threads', words: 'one thread' }];
    expect(playTeam(...roles, ['ada', act('threads')], relay('ada')).relays).toEqual([]);
    const told = playTeam(...roles, ['ada', act('threads')], relay('ben'), relay('ben'));
    expect(told.relays).toHaveLength(1);
    expect([...told.seen]).toEqual(['one-thread']);
    expect(maySee(told, done, 'ada')).toBe(true);
  });

  it('shows it to whoever looks while nobody has the role, and to who takes the role over', () => {
    const at = playTeam(['ada', act('strace')], ['cy', role('investigator')]);
    expect(at.done[0]?.to).toBe('ada');
    const [done] = at.done;
    expect(done !== undefined && maySee(at, done, 'cy')).toBe(true);
  });
});

describe('a step against the harm', () => {
  it('takes minutes, is taken once, brings the news of its minutes, and ends when the harm is stopped', () => {
    const twice = play(mitigate('wait'), mitigate('wait'));
    expect([twice.spent, twice.mitigated.map(({ mitigation }) => mitigation.id)]).toEqual([4, ['wait']]);
    const stopped = play(mitigate('roll-back'), mitigate('drop'));
    expect(stopped.mitigated.map(({ mitigation, at }) => [mitigation.id, at])).toEqual([['roll-back', 3]]);
    expect(possibleMitigations(scenario, play(mitigate('reboot'))).map(({ id }) => id)).toEqual([
      'roll-back',
      'wait',
      'drop',
    ]);
    const late = { ...scenario, budget: 8 };
    const spent = position(late, 'solo', made([act('profile')]));
    expect(possibleMitigations(late, spent).map(({ id }) => id)).toEqual(['reboot', 'drop']);
    expect(play(mitigate('nothing-like-it'))).toEqual(play());
  });

  it('is still possible when the cause is known, and not when it is mended', () => {
    const known = play(...expertly, diagnose('fork'), mitigate('roll-back'));
    expect(known.mitigated).toHaveLength(1);
    expect(play(...expertly, diagnose('fork'), fix('spawn'), mitigate('roll-back')).mitigated).toEqual([]);
  });

  it('is the lead’s to decide in a team', () => {
    expect(playTeam(['ada', role('lead')], ['ben', mitigate('roll-back')]).mitigated).toEqual([]);
    expect(playTeam(['ada', role('lead')], ['ada', mitigate('roll-back')]).mitigated).toHaveLength(1);
  });
});

it('shows what news tell as clues, once their minute has come, to be cited like any other', () => {
  const [first, ...others] = scenario.injects;
  if (first === undefined) throw new Error('the fixture has no news');
  const [clue] = scenario.clues;
  if (clue === undefined) throw new Error('the fixture has no clues');
  const told = {
    ...scenario,
    injects: [{ ...first, id: 'second-host' }, ...others],
    clues: [...scenario.clues, { ...clue, id: 'two-hosts', seenIn: ['second-host'] }],
  };
  const at = (...moves: Move[]) => position(told, 'solo', made(moves));
  expect(at(act('profile')).seen.has('two-hosts')).toBe(false);
  const arrived = at(act('profile'), act('log'), pin('two-hosts'));
  expect([arrived.spent, arrived.pinned]).toEqual([8, ['two-hosts']]);
  expect(at(mitigate('wait'), mitigate('drop'), mitigate('reboot')).seen.has('two-hosts')).toBe(true);
});

describe('the score', () => {
  it('is 100 for the expert’s way', () => {
    expect(score(scenario, play(mitigate('roll-back'), ...expertly, diagnose('fork'), fix('spawn')))).toEqual({
      cause: 35,
      evidence: 30,
      fix: 24,
      mitigation: 6,
      efficiency: 5,
      hints: 0,
      total: 100,
    });
  });

  it('is the same for whoever proves it by another set of clues', () => {
    const other = play(
      ...['lock', 'strace', 'author'].map(act),
      ...['futex', 'no-change', 'one-lock'].map(pin),
      diagnose('fork'),
      fix('spawn'),
    );
    expect(score(scenario, other)).toMatchObject({ cause: 35, evidence: 30, fix: 24, total: 94 });
  });

  it('takes nothing off for a clue that supports the case, and weakens one of more clues than a choice has', () => {
    const supported = play(...expertly, act('memory'), pin('flat'), diagnose('fork'), fix('spawn'));
    expect(score(scenario, supported)).toMatchObject({ cause: 35, evidence: 30 });
    expect([7, 8, 9, 12, 18].map(strengthOf)).toEqual([1, 0.65, 0.3, 0, 0].map((share) => expect.closeTo(share)));
    const all = ['log', 'memory', 'strace', 'author', 'restart'];
    const pins = ['last-line', 'flat', 'futex', 'no-change', 'comes-back'];
    const roomy = { ...scenario, budget: 99 };
    const at = position(
      roomy,
      'solo',
      made([...expertly, ...all.map(act), ...pins.map(pin), diagnose('fork'), fix('spawn')]),
    );
    expect(score(roomy, at)).toMatchObject({ cause: 26, evidence: 17 });
  });

  it('takes off for wrong claims, citations beside the point, failed fixes, hints and minutes', () => {
    const wrong = play(...expertly, diagnose('leak'), diagnose('fork'), fix('timeout'), fix('spawn'));
    expect(score(scenario, wrong)).toMatchObject({ cause: 25, fix: 18, total: 78 });
    const noisy = play(...expertly, act('log'), pin('last-line'), diagnose('fork'), fix('spawn'));
    expect(score(scenario, noisy)).toMatchObject({ evidence: 27, efficiency: 5 });
    const helped = play(...expertly, hint(0), hint(1), diagnose('fork'), fix('spawn'));
    expect(score(scenario, helped)).toMatchObject({ hints: 8, total: 86 });
  });

  it('lets nobody who tries all causes keep the points of a proof', () => {
    const tried = ['leak', 'deploy', 'reentry', 'network', 'fork'].map(diagnose);
    expect(score(scenario, play(...expertly, ...tried, fix('spawn')))).toMatchObject({ cause: 0, evidence: 25 });
  });

  it('is 33 for a lucky guess, 0 for a wrong one, and 70 for the cause without a fix', () => {
    expect(score(scenario, play(diagnose('fork'), fix('spawn'))).total).toBe(33);
    expect(score(scenario, play(diagnose('leak'), { kind: 'give-up' })).total).toBe(0);
    expect(score(scenario, play(...expertly, diagnose('fork'), { kind: 'give-up' })).total).toBe(70);
  });

  it('rewards stopping the harm early, easing it half, and takes off for what does nothing or makes it worse', () => {
    const harm = (...moves: Move[]) => score(scenario, play(...moves)).mitigation;
    expect(harm(mitigate('roll-back'))).toBe(6);
    expect(harm(mitigate('reboot'))).toBe(3);
    expect(harm(mitigate('reboot'), mitigate('roll-back'))).toBe(6);
    expect(harm(mitigate('wait'), mitigate('roll-back'))).toBe(4);
    expect(harm(mitigate('drop'), mitigate('roll-back'))).toBe(2);
    expect(harm(mitigate('drop'))).toBe(0);
    expect(harm(...['strace', 'restart', 'pool'].map(act), mitigate('roll-back'))).toBe(3);
  });

  it('takes no minutes of a search for what went into stopping the harm', () => {
    const stopped = play(mitigate('roll-back'), ...expertly, diagnose('fork'), fix('spawn'));
    expect(stopped.spent).toBe(play(...expertly).spent + 3);
    expect(score(scenario, stopped).efficiency).toBe(5);
  });

  it('leaves certainty beside it', () => {
    expect(brier(play())).toBeUndefined();
    expect(brier(play(guess('fork', 90), guess('leak', 10)))).toBeCloseTo(0.01);
    expect(brier(play(guess('leak', 90)))).toBeCloseTo(0.81);
  });
});

describe('the debrief', () => {
  it('says what each step was worth and which minutes found nothing', () => {
    const at = play(act('log'), act('profile'), act('threads'), act('parent'), act('strace'), diagnose('network'));
    const told = debrief(scenario, at);
    expect(told.path.map(({ action, at: minute, worth }) => [action.id, minute, worth])).toEqual([
      ['log', 2, 'nothing-new'],
      ['profile', 8, 'dead-end'],
      ['threads', 12, 'needed'],
      ['parent', 16, 'needed'],
      ['strace', 21, 'needed'],
    ]);
    expect(told.wasted).toBe(6);
    expect(told.expert.map(({ action, at: minute }) => [action.id, minute])).toEqual([
      ['threads', 4],
      ['parent', 8],
      ['lock', 10],
    ]);
    expect(told.needs.unseen.map(({ id }) => id)).toEqual(['one-lock']);
    expect(told.needs.uncited.map(({ id }) => id)).toEqual(['one-thread', 'parent-holds']);
    expect(told.wrongCauses.map(({ id }) => id)).toEqual(['network']);
  });

  it('praises what was cited, and says who of a team was shown a clue and kept it', () => {
    const roles: [string, Move][] = [
      ['ada', role('lead')],
      ['ben', role('scribe')],
    ];
    const moves: [string, Move][] = [
      ['ada', act('threads')],
      ['ada', act('parent')],
      ['ada', act('lock')],
      ['ada', act('memory')],
      ['ada', pin('parent-holds')],
      ['ada', pin('one-lock')],
      ['ada', pin('flat')],
      ['ada', diagnose('fork')],
    ];
    const { needs, supporting, basis } = debrief(scenario, playTeam(...roles, ...moves));
    expect(needs.cited.map(({ id }) => id)).toEqual(['parent-holds', 'one-lock']);
    expect(supporting.map(({ id }) => id)).toEqual(['flat']);
    expect(needs.kept.map(({ clue, action, by }) => [clue.id, action.id, by])).toEqual([
      ['one-thread', 'threads', 'ben'],
    ]);
    expect(needs.unseen).toEqual([]);
    expect(basis).toMatchObject({ isNamed: true, wrongDiagnoses: 0, cited: 2, needed: 3, beside: 0 });
  });

  it('calls a step that only opens the way to another by its name', () => {
    const opened = { ...scenario, clues: scenario.clues.filter(({ id }) => id !== 'one-thread') };
    const { path } = debrief(opened, position(opened, 'solo', made([act('threads'), act('parent')])));
    expect(path.map(({ worth }) => worth)).toEqual(['opens', 'needed']);
  });
});

describe('the post-mortem', () => {
  it('has the timeline from the log in order, and blanks for what only people know', () => {
    const at = play(act('log'), guess('leak', 70), act('profile'), diagnose('leak'), diagnose('fork'), fix('spawn'));
    const draft = postMortem(scenario, at);
    expect(draft.match(/^- .*$/gm)).toEqual([
      '-   0 min: The page came in',
      '-   2 min: Do log',
      '-   2 min: Hypothesis (70 %): It is because of leak, as somebody thought. “I *think* so”',
      '-   8 min: News: A second host stops, too.',
      '-   8 min: Do profile',
      '-   8 min: Diagnosis, wrong: It is because of leak, as somebody thought.',
      '-   8 min: Diagnosis, right: A worker is copied while its parent holds something that nobody gives back.',
      '-   8 min: Fixed: Do spawn. It ran for a day.',
    ]);
    expect(draft.match(/to be written/g)).toHaveLength(BLANKS.length);
    const blanks = { impact: 'All', cause: 'Fork', evidence: 'Dump', lessons: '', actions: 'Lint' };
    expect(postMortem(scenario, at, blanks).match(/to be written/g)).toHaveLength(1);
  });
});

/** Any move, of this scenario or of none, by any of three people. */
const anyId = (things: readonly { id: string }[]) => fc.constantFrom('gone', ...things.map(({ id }) => id));
const anyMove = fc.oneof(
  { weight: 6, arbitrary: anyId(scenario.actions).map(act) },
  { weight: 3, arbitrary: anyId(scenario.clues).map(pin) },
  anyId(scenario.actions).map((action): Move => ({ kind: 'pin-look', action })),
  anyId(scenario.clues).map((clue): Move => ({ kind: 'unpin', clue })),
  fc.tuple(anyId(scenario.causes), fc.integer({ min: 0, max: 100 })).map(([cause, sure]) => guess(cause, sure)),
  fc.integer({ min: 0, max: 4 }).map(hint),
  anyId(scenario.causes).map(diagnose),
  fc.constant<Move>({ kind: 'commit' }),
  fc.constant<Move>({ kind: 'suppose', words: 'a lock' }),
  anyId(scenario.fixes).map(fix),
  fc.constant<Move>({ kind: 'give-up' }),
  anyId(scenario.actions).map((action): Move => ({ kind: 'relay', action, words: 'so' })),
  fc.constantFrom('lead', 'investigator', 'scribe').map(role),
);
const anyWalk = fc.array(fc.record({ by: fc.constantFrom('ada', 'ben', 'cy'), move: anyMove }), { maxLength: 60 });
const anyKind = fc.constantFrom('solo', 'team');

describe('any walk', () => {
  it('only ever goes forward, within the budget, and never undoes what is over', () => {
    fc.assert(
      fc.property(anyKind, anyWalk, (kind, moves) => {
        let before = position(scenario, kind, []);
        for (let count = 1; count <= moves.length; count += 1) {
          const at = position(scenario, kind, moves.slice(0, count));
          expect(at.spent).toBeGreaterThanOrEqual(before.spent);
          expect(at.spent).toBeLessThanOrEqual(scenario.budget);
          expect(at.spent).toBe(at.done.reduce((sum, { action }) => sum + action.cost, 0));
          for (const grown of ['done', 'hypotheses', 'diagnoses', 'fixes', 'hints', 'relays'] as const) {
            expect(at[grown].slice(0, before[grown].length)).toEqual(before[grown]);
          }
          expect(before.seen.isSubsetOf(at.seen)).toBe(true);
          expect(at.pinned.every((clue) => at.seen.has(clue))).toBe(true);
          if (before.ended !== undefined) expect(at).toEqual(before);
          before = at;
        }
      }),
      { numRuns: 60 },
    );
  });

  it('comes to the same when it is replayed through JSON, and when moves that changed nothing are left out', () => {
    fc.assert(
      fc.property(anyKind, anyWalk, (kind, moves) => {
        const at = position(scenario, kind, moves);
        const kept = moves.map(({ by, move }) => ({ by, move: Move.parse(JSON.parse(JSON.stringify(move))) }));
        expect(position(scenario, kind, kept)).toEqual(at);
        const effective = moves.filter((move, index) => {
          const before = position(scenario, kind, moves.slice(0, index));
          return step(scenario, before, move) !== before;
        });
        expect(position(scenario, kind, effective)).toEqual(at);
      }),
      { numRuns: 60 },
    );
  });

  it('scores from 0 to 100, and can be told and written about', () => {
    fc.assert(
      fc.property(anyKind, anyWalk, (kind, moves) => {
        const at = position(scenario, kind, moves);
        const told = debrief(scenario, at);
        for (const points of Object.values(told.score)) {
          expect(points).toBeGreaterThanOrEqual(0);
          expect(points).toBeLessThanOrEqual(100);
        }
        expect(told.wasted).toBeLessThanOrEqual(at.spent);
        expect(postMortem(scenario, at)).toContain(scenario.title);
      }),
      { numRuns: 200 },
    );
  });
});
