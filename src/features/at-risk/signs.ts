/** What is known of one learner when somebody asks who is slipping. Lists are in the order of time, the newest last. */
export interface LearnerFacts {
  /** The sessions that are over since they joined, and whether they missed each: excused is not missed. */
  sessions: readonly { session: number; isMissed: boolean }[];
  /** The cohort's rounds that closed since they joined, and whether they answered anything. */
  rounds: readonly { session: number | null; isTaken: boolean }[];
  /** Whether each of their answers was right, of those whose verdict is told. */
  answers: readonly boolean[];
  /** Investigations that are open, alone or in a team, and how many days ago something was done in each. */
  open: readonly { scenario: string; idleDays: number; isTeam: boolean }[];
  /** For how many days each of their open questions has waited for an answer. */
  waitingDays: readonly number[];
}

/** A sign that somebody is slipping. */
export type Sign =
  | { kind: 'missed'; sessions: number }
  | { kind: 'silent'; rounds: number }
  | { kind: 'falling'; from: number; to: number }
  | { kind: 'stuck'; scenario: string; days: number }
  | { kind: 'waiting'; days: number };

/** So many sessions or rounds in a row are a sign; one can happen to anybody. */
const IN_A_ROW = 2;

/** How many answers are compared with as many before them, and by how much the share of right ones must have fallen. */
const COMPARED = 8;
const FALLEN = 0.25;

/** After how many days without a move an investigation is stuck, and a question overdue. */
const STUCK_DAYS = 3;
const WAITING_DAYS = 2;

/** By which signs somebody is slipping: none when they are not. */
export function signsOf({ sessions, rounds, answers, open, waitingDays }: LearnerFacts): Sign[] {
  const missed = lastInARow(sessions, ({ isMissed }) => isMissed);
  const silent = lastInARow(rounds, ({ isTaken }) => !isTaken);
  const fall = fallOf(answers);
  const stuck = open.filter(({ idleDays }) => idleDays >= STUCK_DAYS);
  const longest = Math.max(0, ...waitingDays);
  return [
    ...(missed >= IN_A_ROW ? [{ kind: 'missed' as const, sessions: missed }] : []),
    ...(silent >= IN_A_ROW ? [{ kind: 'silent' as const, rounds: silent }] : []),
    ...(fall === undefined ? [] : [{ kind: 'falling' as const, ...fall }]),
    ...stuck.map(({ scenario, idleDays }) => ({ kind: 'stuck' as const, scenario, days: Math.floor(idleDays) })),
    ...(longest >= WAITING_DAYS ? [{ kind: 'waiting' as const, days: Math.floor(longest) }] : []),
  ];
}

function lastInARow<Thing>(things: readonly Thing[], is: (thing: Thing) => boolean): number {
  const last = things.findLastIndex((thing) => !is(thing));
  return things.length - 1 - last;
}

function fallOf(answers: readonly boolean[]): { from: number; to: number } | undefined {
  if (answers.length < 2 * COMPARED) return undefined;
  const share = (some: readonly boolean[]) => some.filter((isRight) => isRight).length / some.length;
  const to = share(answers.slice(-COMPARED));
  const from = share(answers.slice(-2 * COMPARED, -COMPARED));
  return from - to >= FALLEN ? { from, to } : undefined;
}

/** How much a list of signs weighs, for its order: whoever is away from most stands first. */
export function weightOf(signs: readonly Sign[]): number {
  return signs.reduce((sum, sign) => sum + weight(sign), 0);
}

function weight(sign: Sign): number {
  switch (sign.kind) {
    case 'missed':
      return 3 * sign.sessions;
    case 'silent':
      return 3 * sign.rounds;
    case 'falling':
      return 2 + 4 * (sign.from - sign.to);
    case 'stuck':
      return 2;
    case 'waiting':
      return 4;
  }
}

/** A sign in words for a mentor. `titleOf` is what a scenario is called. */
export function signWords(sign: Sign, titleOf: (scenario: string) => string): string {
  const percent = (share: number) => `${Math.round(100 * share)} %`;
  switch (sign.kind) {
    case 'missed':
      return `missed the last ${sign.sessions} sessions`;
    case 'silent':
      return `took no part in the last ${sign.rounds} rounds`;
    case 'falling':
      return `${percent(sign.to)} right lately, ${percent(sign.from)} before`;
    case 'stuck':
      return `no move in “${titleOf(sign.scenario)}” for ${sign.days} days`;
    case 'waiting':
      return `a question unanswered for ${sign.days} days`;
  }
}

/** What a nudge offers to make up for: a session whose round was missed, an investigation that was left or missed. */
export interface MakeUp {
  session: number | null;
  scenario: string | null;
}

/**
 * What would help most to come back in: the newest round that was missed, or session, and the newest incident of those sessions,
 * alone; before a new incident comes one that is stuck. A team's investigation is not among it: that goes on in its thread, with the others.
 * `scenarioOf` is a session's incident that they have not played and that can be played alone now.
 */
export function makeUpOf(
  { sessions, rounds, open }: LearnerFacts,
  scenarioOf: (session: number) => string | undefined,
): MakeUp {
  const round = rounds.findLast(({ isTaken, session }) => !isTaken && session !== null);
  const missed = sessions.findLast(({ isMissed }) => isMissed);
  const stuck = open.find(({ idleDays, isTeam }) => idleDays >= STUCK_DAYS && !isTeam);
  const [solo] = sessions
    .toReversed()
    .flatMap(({ isMissed, session }) => (isMissed ? (scenarioOf(session) ?? []) : []));
  return { session: round?.session ?? missed?.session ?? null, scenario: stuck?.scenario ?? solo ?? null };
}

/** The kinds of some signs, a letter each, for a control's state: read back by `kindsFrom`. */
export function lettersOf(signs: readonly Sign[]): string {
  return [...new Set(signs.map(({ kind }) => LETTERS[kind]))].join('');
}

const LETTERS = { missed: 'm', silent: 's', falling: 'f', stuck: 'i', waiting: 'w' } as const;

/** What a nudge says unless its mentor says otherwise: by the kinds of signs, by their letters; without letters, for several people. */
export function nudgeText(letters: string): string {
  const has = (kind: Sign['kind']) => letters.includes(LETTERS[kind]);
  const seen = [
    ...(has('missed') ? ['we have missed you in the last sessions'] : []),
    ...(has('silent') ? ['the last rounds went by without you'] : []),
    ...(has('falling') ? ['the last questions seem to have been hard ones'] : []),
    ...(has('stuck') ? ['your incident is still waiting for its next move'] : []),
    ...(has('waiting') ? ['your question has had no answer yet, and that is on us'] : []),
  ];
  const [first = 'we would like to see you again', ...others] = seen;
  const sentence = others.length === 0 ? first : `${[first, ...others.slice(0, -1)].join(', ')} and ${others.at(-1)}`;
  const opening = sentence.replace(/^./, (letter) => letter.toUpperCase());
  return `${opening}. A quarter of an hour is enough to be back in: what is below takes no longer. If something is in the way, tell me, and we will find a way round it.`;
}
