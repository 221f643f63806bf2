/** How sure somebody says they are of an answer. */
export const CERTAINTIES = ['sure', 'likely', 'guess'] as const;

export type Certainty = (typeof CERTAINTIES)[number];

/** What a certainty earns when the answer is right, and when it is wrong. */
export const STAKES = {
  sure: { right: 3, wrong: -6 },
  likely: { right: 2, wrong: -2 },
  guess: { right: 1, wrong: 0 },
} as const satisfies Record<Certainty, { right: number; wrong: number }>;

/** How a control's state says it, where every character counts; empty for not said. */
export const CERTAINTY_LETTERS = { sure: 's', likely: 'l', guess: 'g' } as const satisfies Record<Certainty, string>;

/** Reads it back; null where it was not said. */
export function certaintyOf(letter: string): Certainty | null {
  return CERTAINTIES.find((certainty) => CERTAINTY_LETTERS[certainty] === letter) ?? null;
}

/** What it is called where it is chosen. */
export const CERTAINTY_WORDS = { sure: 'Sure', likely: 'Likely', guess: 'Guess' } as const satisfies Record<
  Certainty,
  string
>;

/** The rule in one line, for whoever chooses. */
export const STAKES_LINE = 'Sure: +3 if right, −6 if wrong · Likely: +2 or −2 · Guess: +1 or 0';

/** The mark of an answer. It stands beside the points, and counts on no board. */
export function markOf(certainty: Certainty, right: boolean): number {
  return STAKES[certainty][right ? 'right' : 'wrong'];
}

/** `+3`, `−6`, `0`. */
export function markText(mark: number): string {
  return mark > 0 ? `+${mark}` : mark < 0 ? `−${-mark}` : '0';
}

/**
 * What to say who believes with this probability (0 to 1) that they are right: no other word earns more on average. From two in
 * three on it is likely, from four in five on it is sure.
 */
export function honestCertainty(belief: number): Certainty {
  return CERTAINTIES.find((certainty) => belief > HONEST_RANGES[certainty][0]) ?? 'guess';
}

/** From which belief to which one a word is the honest one: shares from 0 to 1. */
export const HONEST_RANGES = {
  sure: [4 / 5, 1],
  likely: [2 / 3, 4 / 5],
  guess: [0, 2 / 3],
} as const satisfies Record<Certainty, readonly [from: number, to: number]>;

/** How often somebody was right when they said how sure they were. */
export interface Calibration {
  /** Surest first; what they never said is left out. */
  said: readonly { certainty: Certainty; answered: number; right: number; mark: number }[];
  /** All marks together. */
  mark: number;
}

/** How well somebody knows what they know, from their answers with a certainty; those without one do not count. */
export function calibrationOf(answers: readonly { certainty?: Certainty | null; right: boolean }[]): Calibration {
  const said = CERTAINTIES.flatMap((certainty) => {
    const own = answers.filter((answer) => answer.certainty === certainty);
    if (own.length === 0) return [];
    const right = own.filter((answer) => answer.right).length;
    const mark = own.reduce((sum, answer) => sum + markOf(certainty, answer.right), 0);
    return [{ certainty, answered: own.length, right, mark }];
  });
  return { said, mark: said.reduce((sum, one) => sum + one.mark, 0) };
}
