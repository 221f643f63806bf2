import type { Action, Fix, Scenario } from '../../curriculum/scenario.ts';
import type { Cause, Clue, Hint, Inject, Mitigation, RightCause, Role } from '../../curriculum/scenario-schema.ts';
import type { Made, Move } from './moves.ts';

/** Alone everything is one's own; in a team some evidence goes to one role and decisions are the lead's. */
export type Kind = 'solo' | 'team';

/** An action that was done. `to` is the only person who has what it shows, until they relay it. */
export interface Done {
  action: Action;
  by: string;
  /** The simulated minute at which it was done. */
  at: number;
  to?: string;
}

/** A step against the harm that was taken. `at` is the minute at its end. */
export interface Mitigated {
  mitigation: Mitigation;
  by: string;
  at: number;
}

export interface Hypothesis {
  cause: Cause;
  /** In percent. */
  confidence: number;
  words: string;
  by: string;
  at: number;
}

interface Idea {
  words: string;
  by: string;
  at: number;
}

/** A claim about the cause, with the clues that were in the case file when it was made. */
export interface Diagnosis {
  cause: Cause;
  cites: readonly string[];
  /** What they had seen that speaks against it. */
  refutedBy: readonly Clue[];
  by: string;
  at: number;
}

export interface Relay {
  action: Action;
  words: string;
  by: string;
}

interface TriedFix {
  fix: Fix;
  by: string;
}

/** Where an investigation stands: everything follows from the scenario and the moves. */
export interface Position {
  kind: Kind;
  /** Simulated minutes, the sum of what was done. */
  spent: number;
  done: readonly Done[];
  mitigated: readonly Mitigated[];
  /** The ids of clues that were seen; in a team, without those that somebody has yet to relay. */
  seen: ReadonlySet<string>;
  /** The case file: ids of clues in the order in which they were pinned. */
  pinned: readonly string[];
  /** What they thought in their own words, before they were shown the causes. */
  ideas: readonly Idea[];
  hypotheses: readonly Hypothesis[];
  hints: readonly Hint[];
  diagnoses: readonly Diagnosis[];
  /** They chose to go to the fixes without the right diagnosis. */
  committed: boolean;
  fixes: readonly TriedFix[];
  relays: readonly Relay[];
  roles: ReadonlyMap<Role, string>;
  ended: 'fixed' | 'gave-up' | undefined;
}

const START = {
  spent: 0,
  done: [],
  mitigated: [],
  seen: new Set<string>(),
  pinned: [],
  ideas: [],
  hypotheses: [],
  hints: [],
  diagnoses: [],
  committed: false,
  fixes: [],
  relays: [],
  roles: new Map(),
  ended: undefined,
} satisfies Omit<Position, 'kind'>;

/** Folds the moves of an investigation. One that means nothing here, or is not possible where it stands, changes nothing. */
export function position(scenario: Scenario, kind: Kind, moves: readonly Made[]): Position {
  return moves.reduce<Position>((before, made) => step(scenario, before, made), { kind, ...START });
}

/** What one move makes of a position: the same one where it is not possible. */
export function step(scenario: Scenario, before: Position, { move, by }: Made): Position {
  if (before.ended !== undefined) return before;
  if (isDecision(move) && !mayDecide(before, by)) return before;
  switch (move.kind) {
    case 'act':
      return act(scenario, before, move.action, by);
    case 'mitigate':
      return mitigate(scenario, before, move.mitigation, by);
    case 'pin':
      if (!before.seen.has(move.clue) || before.pinned.includes(move.clue)) return before;
      return { ...before, pinned: [...before.pinned, move.clue] };
    case 'pin-look': {
      const fresh = cluesOf(scenario, move.action).filter(
        ({ id }) => before.seen.has(id) && !before.pinned.includes(id),
      );
      if (fresh.length === 0) return before;
      return { ...before, pinned: [...before.pinned, ...fresh.map(({ id }) => id)] };
    }
    case 'unpin':
      if (!before.pinned.includes(move.clue)) return before;
      return { ...before, pinned: before.pinned.filter((clue) => clue !== move.clue) };
    case 'suppose':
      if (isAtFix(before)) return before;
      return { ...before, ideas: [...before.ideas, { words: move.words, by, at: before.spent }] };
    case 'hypothesise': {
      const cause = scenario.causes.find(({ id }) => id === move.cause);
      if (cause === undefined || isDiagnosed(before)) return before;
      const { confidence, words } = move;
      return { ...before, hypotheses: [...before.hypotheses, { cause, confidence, words, by, at: before.spent }] };
    }
    case 'hint': {
      const hint = scenario.hints[move.hint];
      // Hints come in their order: a second press on the same one takes no further hint.
      if (hint === undefined || move.hint !== before.hints.length || isDiagnosed(before)) return before;
      return { ...before, hints: [...before.hints, hint] };
    }
    case 'diagnose':
      return diagnose(scenario, before, move.cause, by);
    case 'commit':
      return isAtFix(before) ? before : { ...before, committed: true };
    case 'fix': {
      const fix = scenario.fixes.find(({ id }) => id === move.fix);
      if (fix === undefined || !isAtFix(before) || before.fixes.some((tried) => tried.fix === fix)) return before;
      return { ...before, fixes: [...before.fixes, { fix, by }], ended: fix.right ? 'fixed' : undefined };
    }
    case 'give-up':
      return { ...before, ended: 'gave-up' };
    case 'relay':
      return relay(scenario, before, move, by);
    case 'role':
      if (before.kind === 'solo' || before.roles.get(move.role) === by) return before;
      return { ...before, roles: new Map(before.roles).set(move.role, by) };
  }
}

function act(scenario: Scenario, before: Position, id: string, by: string): Position {
  const action = possibleActions(scenario, before).find((candidate) => candidate.id === id);
  if (action === undefined) return before;
  const spent = before.spent + action.cost;
  const to = recipient(before, action, by);
  const done = [...before.done, { action, by, at: spent, ...(to === undefined ? {} : { to }) }];
  const seen = to === undefined ? withCluesOf(scenario, before.seen, action) : before.seen;
  return { ...before, spent, done, seen: withCluesOfNews(scenario, seen, spent) };
}

/** Stopping the harm takes minutes as a look does, and is possible until a fix ends it all. */
function mitigate(scenario: Scenario, before: Position, id: string, by: string): Position {
  const mitigation = possibleMitigations(scenario, before).find((candidate) => candidate.id === id);
  if (mitigation === undefined) return before;
  const spent = before.spent + mitigation.cost;
  const mitigated = [...before.mitigated, { mitigation, by, at: spent }];
  return { ...before, spent, mitigated, seen: withCluesOfNews(scenario, before.seen, spent) };
}

/** What can be done against the harm now: nothing twice, nothing for which there is no time, nothing once it is stopped. */
export function possibleMitigations(
  scenario: Scenario,
  { mitigated, spent, ended }: Pick<Position, 'mitigated' | 'spent' | 'ended'>,
): Mitigation[] {
  if (ended !== undefined || mitigated.some(({ mitigation }) => mitigation.effect === 'stops')) return [];
  return scenario.mitigations.filter(
    (one) => !mitigated.some(({ mitigation }) => mitigation === one) && spent + one.cost <= scenario.budget,
  );
}

/** News can be cited like anything else that was seen. */
function withCluesOfNews(scenario: Scenario, seen: ReadonlySet<string>, spent: number): ReadonlySet<string> {
  const news = arrivedInjects(scenario, { spent }).flatMap(({ id }) => (id === undefined ? [] : cluesOf(scenario, id)));
  return news.length === 0 ? seen : new Set([...seen, ...news.map(({ id }) => id)]);
}

/** The only person who gets what an action shows: in a team the one with its role, or whoever does the action while nobody has that role. */
function recipient({ kind, roles }: Position, { role }: Action, by: string): string | undefined {
  if (kind === 'solo' || role === undefined) return undefined;
  return roles.get(role) ?? by;
}

function withCluesOf(scenario: Scenario, seen: ReadonlySet<string>, action: Action): ReadonlySet<string> {
  return new Set([...seen, ...cluesOf(scenario, action.id).map(({ id }) => id)]);
}

/** The clues that an action's artefact, or a piece of news, shows. */
export function cluesOf({ clues }: Pick<Scenario, 'clues'>, source: string): Clue[] {
  return clues.filter(({ seenIn }) => seenIn.includes(source));
}

function diagnose(scenario: Scenario, before: Position, id: string, by: string): Position {
  const cause = scenario.causes.find((candidate) => candidate.id === id);
  if (cause === undefined || isAtFix(before)) return before;
  if (before.diagnoses.some((diagnosis) => diagnosis.cause === cause)) return before;
  const refutedBy = cause.right
    ? []
    : scenario.clues.filter((clue) => cause.refutedBy.includes(clue.id) && before.seen.has(clue.id));
  const diagnosis = { cause, cites: before.pinned, refutedBy, by, at: before.spent };
  return { ...before, diagnoses: [...before.diagnoses, diagnosis] };
}

function relay(
  scenario: Scenario,
  before: Position,
  { action: id, words }: Extract<Move, { kind: 'relay' }>,
  by: string,
): Position {
  const owed = relaysOwed(before).find(({ action }) => action.id === id);
  if (owed === undefined || !maySee(before, owed, by)) return before;
  const { action } = owed;
  const seen = withCluesOf(scenario, before.seen, action);
  return { ...before, seen, relays: [...before.relays, { action, words, by }] };
}

/** What one person of a team was shown and has not told the others yet. */
export function relaysOwed({ done, relays }: Position): (Done & { to: string })[] {
  return done.flatMap((one) => {
    const { to } = one;
    return to === undefined || relays.some(({ action }) => action === one.action) ? [] : [{ ...one, to }];
  });
}

/** Whether somebody gets to see what an action shows: it was relayed or never private, theirs, or their role's by now. */
export function maySee({ roles, relays }: Position, { action, to }: Done, by: string): boolean {
  if (to === undefined || to === by || relays.some((relayed) => relayed.action === action)) return true;
  return action.role !== undefined && roles.get(action.role) === by;
}

/** The actions that can be done now: not done yet, what they require is done, and the budget has room for them. */
export function possibleActions(scenario: Scenario, { done, spent, ended, ...at }: Position): Action[] {
  if (ended !== undefined || isAtFix(at)) return [];
  return openActions(scenario, done).filter(({ cost }) => spent + cost <= scenario.budget);
}

/** The actions that are not done and whose requirements are, whether or not there is time for them. */
export function openActions({ actions }: Scenario, done: readonly Done[]): Action[] {
  const isDone = (id: string) => done.some(({ action }) => action.id === id);
  return actions.filter(({ id, requires }) => !isDone(id) && requires.every(isDone));
}

/**
 * The causes to choose from are shown to whoever has said in their own words what it could be, or spent a third of the
 * budget: a list that is read first does the thinking.
 */
export function areCausesOpen({ budget }: Pick<Scenario, 'budget'>, at: Position): boolean {
  if (at.ideas.length > 0 || at.hypotheses.length > 0 || at.diagnoses.length > 0 || at.committed) return true;
  return at.spent * 3 >= budget;
}

/** The cause is found. */
export function isDiagnosed({ diagnoses }: Pick<Position, 'diagnoses'>): boolean {
  return diagnoses.some(({ cause }) => cause.right);
}

/** They are past the diagnosis, by finding the cause or by going on without. */
export function isAtFix(at: Pick<Position, 'diagnoses' | 'committed'>): boolean {
  return at.committed || isDiagnosed(at);
}

/** Moves that cost points, change what runs or end the investigation: the lead's in a team, anybody's while it has none. */
function isDecision({ kind }: Move): boolean {
  return (
    kind === 'mitigate' ||
    kind === 'diagnose' ||
    kind === 'commit' ||
    kind === 'fix' ||
    kind === 'hint' ||
    kind === 'give-up'
  );
}

/** Whether this person may take the team's decisions. */
export function mayDecide({ kind, roles }: Position, by: string): boolean {
  const lead = roles.get('lead');
  return kind === 'solo' || lead === undefined || lead === by;
}

/** What the clock has brought by now. */
export function arrivedInjects({ injects }: Pick<Scenario, 'injects'>, { spent }: Pick<Position, 'spent'>): Inject[] {
  return injects.filter(({ at }) => at <= spent);
}

/** What the minutes between two positions have brought. */
export function newsBetween(
  scenario: Pick<Scenario, 'injects'>,
  before: Pick<Position, 'spent'>,
  after: Pick<Position, 'spent'>,
): Inject[] {
  return arrivedInjects(scenario, after).filter(({ at }) => at > before.spent);
}

/** The cause that is right. Lint has made sure that there is one. */
export function rightCauseOf({ causes }: Pick<Scenario, 'causes'>): RightCause {
  const right = causes.find((cause): cause is RightCause => cause.right);
  if (right === undefined) throw new Error('a scenario has no right cause');
  return right;
}
