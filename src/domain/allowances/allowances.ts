import type { Spending } from '../../chat/route.ts';

/** How many at once, and how many minutes must pass for each one after that. */
export interface Rate {
  atOnce: number;
  everyMinutes: number;
}

interface Allowance {
  /** What is counted, as the end of "you have …". */
  did: string;
  /** What comes next, as in "the next question". */
  one: string;
  /** For each person, whichever account they use. */
  person: Rate;
  /** For all people of a cohort together. */
  cohort?: Rate;
  /** The field whose words are given back when they come too early. */
  words?: string;
}

/** How much one person and one cohort may do of whatever reaches a channel, opens rounds or makes drafts. ARCHITECTURE.md has the same table. */
export const ALLOWANCES: Readonly<Record<Spending, Allowance>> = {
  question: {
    did: 'asked many questions in a short time',
    one: 'question',
    person: { atOnce: 5, everyMinutes: 5 },
    cohort: { atOnce: 30, everyMinutes: 1 },
    words: 'question',
  },
  reply: {
    did: 'answered often in a short time',
    one: 'answer',
    person: { atOnce: 20, everyMinutes: 1 },
    words: 'words',
  },
  practice: {
    did: 'begun many rounds of practice in a short time',
    one: 'round',
    person: { atOnce: 20, everyMinutes: 1 },
  },
  investigation: {
    did: 'begun many investigations in a short time',
    one: 'investigation',
    person: { atOnce: 10, everyMinutes: 5 },
  },
  team: {
    did: 'founded many teams in a short time',
    one: 'team',
    person: { atOnce: 3, everyMinutes: 30 },
    cohort: { atOnce: 30, everyMinutes: 1 },
  },
  line: {
    did: 'told your team’s thread many things in a short time',
    one: 'line',
    person: { atOnce: 40, everyMinutes: 1 },
  },
  draft: {
    did: 'drafted many cohorts in a short time',
    one: 'cohort',
    person: { atOnce: 10, everyMinutes: 10 },
  },
  round: {
    did: 'opened many rounds and incidents by hand in a short time',
    one: 'one',
    person: { atOnce: 6, everyMinutes: 240 },
    cohort: { atOnce: 8, everyMinutes: 180 },
  },
};

/**
 * A bucket is kept as one moment: the one at which it is full again. It may lie so far ahead as all but one of
 * what may come at once take to grow back; then there is one left.
 */
export function latestFull({ atOnce, everyMinutes }: Rate, now: Temporal.Instant): Temporal.Instant {
  return now.add({ minutes: (atOnce - 1) * everyMinutes });
}

/** When the next one is free of a bucket that is full again at this moment. */
export function freeAt({ atOnce, everyMinutes }: Rate, fullAt: Temporal.Instant): Temporal.Instant {
  return fullAt.subtract({ minutes: (atOnce - 1) * everyMinutes });
}
