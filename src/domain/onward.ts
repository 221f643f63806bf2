import { type Button, button } from '../chat/view.ts';

/** The route that says what to do next. */
export const NEXT_ROUTE = 'next';

/** The button of every private answer that ends a piece of work: it leads to the one next thing. */
export function onward(): Button {
  return button("What's next", NEXT_ROUTE);
}
