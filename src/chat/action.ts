import { BadInput } from './errors.ts';

/** What a control does when it is used: a route's name and the small state that travels with it. Never an answer key. */
export interface Action {
  route: string;
  state: Record<string, string>;
}

/** Discord allows 100 characters in a custom_id, the smallest of the platforms. */
export const ACTION_LENGTH = 100;

/** `quiz.answer?round=x&choice=2`. Throws when it would not fit: a mistake of the programmer, found by tests. */
export function encodeAction({ route, state }: Action): string {
  const query = new URLSearchParams(state).toString();
  const id = query === '' ? route : `${route}?${query}`;
  if (id.length > ACTION_LENGTH) throw new RangeError(`action "${id}" is longer than ${ACTION_LENGTH} characters`);
  return id;
}

/** Reads what came back from a platform. It is outside input: anything can stand in it. */
export function decodeAction(id: string): Action {
  if (id.length === 0 || id.length > ACTION_LENGTH) throw new BadInput('That control is not one of mine.');
  const mark = id.indexOf('?');
  const route = mark < 0 ? id : id.slice(0, mark);
  const query = mark < 0 ? '' : id.slice(mark + 1);
  return { route, state: Object.fromEntries(new URLSearchParams(query)) };
}
