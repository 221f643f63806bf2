/** One thing that happened to a request. `by` is null where the calendar did it. */
export type HelpEvent = { id: number; at: Temporal.Instant; by: string | null } & Happening;

export type Happening =
  | { kind: 'asked' }
  /** `waited` is how long it waited in mentors' working hours, in milliseconds, by the hours that were stated then. */
  | { kind: 'taken'; waited: number }
  | { kind: 'extended' }
  /** Where it is talked about: a thread, or a conversation of the asker and whoever has it. */
  | { kind: 'opened'; workspaceId: string; channel: string }
  /** A word in the talk. `words` are there when it went through the bot; `from` is the saved reply that they are, by its event. */
  | { kind: 'spoke'; words: string | null; from?: number | null }
  /** Given back, or run out. */
  | { kind: 'released'; isLapsed: boolean }
  | { kind: 'handed-over'; to: string }
  | { kind: 'resolved' }
  /** `isQueued` where whoever helped has no room for it now. */
  | { kind: 'reopened'; isQueued?: boolean }
  | { kind: 'withdrawn' }
  | { kind: 'nudged'; turn: Turn }
  | { kind: 'escalated'; to: 'mentors' | 'organisers' }
  | { kind: 'closed' }
  | { kind: 'rated'; mark: Mark }
  /** The mentor sees it only where the asker said so. */
  | { kind: 'thanked'; words: string; isShown: boolean }
  /** The asker lets it be shown to whoever asks the like, with what solved it in their words. */
  | { kind: 'kept'; words: string; beliefs: readonly string[] }
  /** What a mentor wrote where it is talked about without the bot, and wants to keep. */
  | { kind: 'written'; words: string }
  /** A mentor keeps a reply, by its event, for the next one who asks the like. `beliefs` are what the asker believed of what it is about (slugs). */
  | { kind: 'saved'; event: number; beliefs: readonly string[] }
  /** Somebody else was about to ask the like, and what was kept here answered it. */
  | { kind: 'reused' };

export const HAPPENINGS = [
  'asked',
  'taken',
  'extended',
  'opened',
  'spoke',
  'released',
  'handed-over',
  'resolved',
  'reopened',
  'withdrawn',
  'nudged',
  'escalated',
  'closed',
  'rated',
  'thanked',
  'kept',
  'written',
  'saved',
  'reused',
] as const satisfies readonly Happening['kind'][];

/** What the asker says of the help: it solved it, it helped, or not yet. */
export type Mark = 'solved' | 'helped' | 'not-yet';

/** Who has to say something next: the asker, the mentor who has it, or any mentor. */
export type Turn = 'asker' | 'holder' | 'mentors';

/** How long a mentor has a request before their first word. */
export const LOCK_MINUTES = 30;

/** How long one has it to whom it was handed over: they did not choose the moment. */
const HANDED_OVER_HOURS = 24;

/** How many requests one mentor may have at once, in all cohorts. */
export const MOST_HELD = 4;

/** Nudges of a talk that went silent, before it is closed. */
export const NUDGES = 3;

/** How a request stands. */
export interface Help {
  state: 'draft' | 'waiting' | 'taken' | 'resolved' | 'withdrawn' | 'closed';
  askedAt: Temporal.Instant | null;
  /** Since when it waits for a mentor; null when it does not. */
  waitingSince: Temporal.Instant | null;
  /** Who has it; kept when it is over. */
  holder: string | null;
  takenAt: Temporal.Instant | null;
  /** Until when it is theirs; null when it is nobody's, and once they have said a word. */
  heldUntil: Temporal.Instant | null;
  /** Everybody who had it, in order. */
  helpers: readonly string[];
  talk: { workspaceId: string; channel: string } | null;
  turn: Turn;
  /** The last sign of life of a person. */
  aliveAt: Temporal.Instant | null;
  /** Nudges since then. */
  nudges: number;
  nudgedAt: Temporal.Instant | null;
  /** To whom it was escalated since it waits. */
  escalated: readonly ('mentors' | 'organisers')[];
  overAt: Temporal.Instant | null;
  mark: Mark | null;
  thanks: { words: string; isShown: boolean } | null;
  /** What solved it, in the asker's words, where they let it be shown. */
  kept: string | null;
  /** What the asker believed of what it is about, when they let it be shown: misconceptions (slugs). */
  beliefs: readonly string[];
  /** The events of replies that a mentor has saved. */
  saved: readonly number[];
  events: readonly HelpEvent[];
}

const DRAFT: Help = {
  state: 'draft',
  askedAt: null,
  waitingSince: null,
  holder: null,
  takenAt: null,
  heldUntil: null,
  helpers: [],
  talk: null,
  turn: 'mentors',
  aliveAt: null,
  nudges: 0,
  nudgedAt: null,
  escalated: [],
  overAt: null,
  mark: null,
  thanks: null,
  kept: null,
  beliefs: [],
  saved: [],
  events: [],
};

/** How a request of this asker stands after what happened to it. What was impossible when it happened changes nothing. */
export function helpFrom(askerId: string, events: readonly HelpEvent[]): Help {
  return events.reduce((help, event) => {
    const after = reasonNot(help, event, askerId) === undefined ? step(help, event, askerId) : help;
    return { ...after, events: [...help.events, event] };
  }, DRAFT);
}

/** Whether it is open: somebody waits for something. */
export function isOpen({ state }: Pick<Help, 'state'>): boolean {
  return state === 'waiting' || state === 'taken';
}

/** Whether the time of whoever has it ran out. */
export function isLapsed({ state, heldUntil }: Pick<Help, 'state' | 'heldUntil'>, now: Temporal.Instant): boolean {
  return state === 'taken' && heldUntil !== null && Temporal.Instant.compare(now, heldUntil) >= 0;
}

/** Why something can't happen to a request now; undefined when it can. Who may do it at all is decided elsewhere. */
export type Obstacle =
  | 'draft'
  | 'asked'
  | 'taken'
  | 'yours'
  | 'waiting'
  | 'not-yours'
  | 'resolved'
  | 'withdrawn'
  | 'closed'
  | 'rated';

export function reasonNot(
  help: Help,
  event: Pick<HelpEvent, 'by' | 'at'> & Happening,
  askerId: string,
): Obstacle | undefined {
  switch (event.kind) {
    case 'asked':
      return help.state === 'draft' ? undefined : 'asked';
    case 'taken':
      if (event.by === null) return endOf(help);
      if (help.state === 'waiting' || isLapsed(help, event.at)) return undefined;
      return help.state === 'taken' && help.holder === event.by ? 'yours' : endOf(help);
    case 'extended':
      return ofHolder(help, event.by);
    case 'released':
      // The calendar gives back what ran out, and nothing else.
      if (event.isLapsed) return isLapsed(help, event.at) ? undefined : endOf(help);
      return ofHolder(help, event.by);
    case 'handed-over':
      return event.to === help.holder ? 'yours' : ofHolder(help, event.by);
    case 'opened':
      return help.state === 'draft' ? 'draft' : undefined;
    case 'spoke':
      if (!isOpen(help)) return endOf(help);
      return event.by !== null && (event.by === askerId || event.by === help.holder) ? undefined : 'not-yours';
    case 'resolved':
    case 'withdrawn':
    case 'nudged':
    case 'closed':
      return isOpen(help) ? undefined : endOf(help);
    case 'escalated':
      return help.state === 'waiting' ? undefined : endOf(help);
    case 'reopened':
      if (help.state === 'resolved' || help.state === 'closed' || help.state === 'withdrawn') return undefined;
      return endOf(help);
    case 'rated':
      if (help.state !== 'resolved') return endOf(help);
      return help.mark === null || help.mark === 'not-yet' ? undefined : 'rated';
    case 'thanked':
      if (help.state !== 'resolved' || event.by !== askerId) return endOf(help);
      return help.thanks === null ? undefined : 'rated';
    case 'kept':
      if (help.state !== 'resolved' || event.by !== askerId || help.mark !== 'solved') return endOf(help);
      return help.kept === null ? undefined : 'rated';
    case 'written':
    case 'saved':
    case 'reused':
      return help.state === 'draft' ? 'draft' : undefined;
  }
}

function ofHolder(help: Help, by: string | null): Obstacle | undefined {
  if (help.state !== 'taken') return endOf(help);
  return help.holder === by ? undefined : 'not-yours';
}

function endOf({ state }: Help): Obstacle {
  return state;
}

function step(help: Help, event: HelpEvent, askerId: string): Help {
  const { at, by } = event;
  const alive = { aliveAt: at, nudges: 0, nudgedAt: null };
  switch (event.kind) {
    case 'asked':
      return { ...help, ...alive, ...WAITING, state: 'waiting', askedAt: at, waitingSince: at };
    case 'taken':
      return { ...help, ...alive, ...held(help, by, at, at.add({ minutes: LOCK_MINUTES })) };
    case 'extended':
      return { ...help, ...alive, heldUntil: longer(help.heldUntil, at.add({ minutes: LOCK_MINUTES })) };
    case 'opened':
      return { ...help, talk: { workspaceId: event.workspaceId, channel: event.channel } };
    case 'spoke':
      return by === help.holder && help.holder !== null
        ? { ...help, ...alive, heldUntil: null, turn: 'asker' }
        : { ...help, ...alive, turn: by === askerId && help.holder !== null ? 'holder' : 'mentors' };
    case 'released':
      return { ...help, ...alive, ...WAITING, state: 'waiting', waitingSince: at };
    case 'handed-over':
      return { ...help, ...alive, ...held(help, event.to, at, at.add({ hours: HANDED_OVER_HOURS })) };
    case 'reopened': {
      const again = {
        ...help,
        ...alive,
        ...WAITING,
        state: 'waiting',
        waitingSince: at,
        overAt: null,
        mark: null,
      } as const;
      // Whoever helped and has room goes on helping, as long as they do not give it back.
      return help.holder === null || help.state !== 'resolved' || event.isQueued === true
        ? again
        : { ...again, ...held(help, help.holder, at, at.add({ hours: HANDED_OVER_HOURS })) };
    }
    case 'resolved':
    case 'withdrawn':
    case 'closed':
      return { ...help, state: event.kind, waitingSince: null, heldUntil: null, overAt: at };
    case 'nudged':
      return { ...help, nudges: help.nudges + 1, nudgedAt: at };
    case 'escalated':
      return { ...help, escalated: [...help.escalated, event.to] };
    case 'rated':
      return { ...help, mark: event.mark };
    case 'thanked':
      return { ...help, thanks: { words: event.words, isShown: event.isShown } };
    case 'kept':
      return { ...help, kept: event.words, beliefs: event.beliefs };
    case 'saved':
      return { ...help, saved: [...help.saved.filter((one) => one !== event.event), event.event] };
    case 'written':
    case 'reused':
      return help;
  }
}

/** Whoever has it for a day already does not lose it by wanting it for longer; held for good stays so. */
function longer(heldUntil: Temporal.Instant | null, until: Temporal.Instant): Temporal.Instant | null {
  return heldUntil !== null && Temporal.Instant.compare(heldUntil, until) < 0 ? until : heldUntil;
}

const WAITING = { holder: null, takenAt: null, heldUntil: null, turn: 'mentors', escalated: [] } as const;

function held(help: Help, holder: string | null, at: Temporal.Instant, until: Temporal.Instant) {
  return {
    state: 'taken',
    waitingSince: null,
    holder,
    takenAt: at,
    heldUntil: until,
    helpers: holder === null ? help.helpers : [...help.helpers.filter((one) => one !== holder), holder],
    turn: 'holder',
    overAt: null,
  } as const;
}
