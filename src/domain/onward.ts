import { type Button, button, controls, type View } from '../chat/view.ts';

/** The route that says what to do next. */
export const NEXT_ROUTE = 'next';

/** The button of every private answer that ends a piece of work: it leads to the one next thing. */
export function onward(): Button {
  return button("What's next", NEXT_ROUTE);
}

/** What one person reads is no dead end: a view without any control leads to the next thing, above its footnote. */
export function withWayOn(shown: View): View {
  if (shown.blocks.some(({ kind }) => kind === 'controls')) return shown;
  const end = shown.blocks.at(-1)?.kind === 'footnote' ? -1 : shown.blocks.length;
  return { ...shown, blocks: shown.blocks.toSpliced(end, 0, controls(onward())) };
}
