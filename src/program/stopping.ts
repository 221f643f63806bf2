/** Something that was opened, and what closes it. */
export type Closing = readonly [what: string, close: () => Promise<unknown>];

/** Closes one after the other. What fails is reported, and keeps nothing behind it open. */
export async function closeInOrder(
  closings: readonly Closing[],
  report: (what: string, error: unknown) => void,
): Promise<void> {
  for (const [what, close] of closings) {
    try {
      await close();
    } catch (error) {
      report(what, error);
    }
  }
}
