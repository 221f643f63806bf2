import { type Button, button, type Control, controls, type View } from '../chat/view.ts';

/** The route that says what to do next. */
export const NEXT_ROUTE = 'next';

const LABEL = "What's next";

/** The button of every private answer that ends a piece of work: on its way out the one next thing itself takes its place. */
export function onward(): Button {
  return button(LABEL, NEXT_ROUTE);
}

export function isOnward(control: Control): boolean {
  return control.kind === 'button' && control.label === LABEL && control.style === 'secondary';
}

/** Whether an answer ends a piece of work. */
export function endsWork({ blocks }: View): boolean {
  return blocks.some((block) => block.kind === 'controls' && block.controls.some(isOnward));
}

/** What one person reads is no dead end: a view without any control, or one that ends a piece of work, leads to the next thing, above its footnote. */
export function withWayOn(shown: View, ends = false): View {
  const hasWay = !ends && shown.blocks.some(({ kind }) => kind === 'controls');
  if (hasWay || endsWork(shown)) return shown;
  const end = shown.blocks.at(-1)?.kind === 'footnote' ? -1 : shown.blocks.length;
  return { ...shown, blocks: shown.blocks.toSpliced(end, 0, controls(onward())) };
}
