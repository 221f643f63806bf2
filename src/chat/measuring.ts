import type { Asked } from './clock-ahead.ts';

/** Asks, and says when by this machine's own clock, which nobody moves: to be compared with the clock of whoever answers. */
export async function measured<Answer>(ask: () => Promise<Answer>): Promise<{ answer: Answer; asked: Asked }> {
  const askedAt = Date.now();
  const answer = await ask();
  return { answer, asked: { askedAt, gotAt: Date.now() } };
}
