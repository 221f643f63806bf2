import { expect, it } from 'vitest';
import { routes } from '../../src/routes.ts';

/** What organisers and mentors do can be read for a year: none of their routes is silent about it. */

const theirs = routes.flatMap((route) =>
  route.ack !== 'modal' && (route.who === 'organiser' || route.who === 'mentor') ? [route] : [],
);

it('has every route of organisers and mentors say what it did, or that it only looks', () => {
  expect(theirs.length).toBeGreaterThan(30);
  expect(theirs.filter(({ did }) => did === undefined).map(({ name }) => name)).toEqual([]);
});

it('says it in a few words in the past tense', () => {
  const words = theirs.flatMap(({ name, did }) => (typeof did === 'string' ? [[name, did] as const] : []));
  expect(words.filter(([, did]) => !/^[a-z][^.]{3,59}$/.test(did))).toEqual([]);
});
