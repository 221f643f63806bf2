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

/** What learners do with mentors, by the first word of its route, with what only looks. */
const WITH_MENTORS = /^(ask|checkpoint|capstone|certificate|pair)\.|^pair (hours|away)$|^mentor offer$/;
const LOOKS = new Set(['ask.stand', 'checkpoint.cohort', 'pair.why']);

it('has what learners ask, hand in and take back be read as well, and never how they rate', () => {
  const own = routes.filter((route) => route.ack !== 'modal' && (route.who === 'learner' || route.who === 'anyone'));
  const silent = own.filter((route) => WITH_MENTORS.test(route.name) && 'did' in route && route.did === undefined);
  const without = own.filter((route) => WITH_MENTORS.test(route.name) && !('did' in route) && !LOOKS.has(route.name));
  expect([...silent, ...without].map(({ name }) => name)).toEqual([]);
  expect(routes.find(({ name }) => name === 'ask.rate')).toMatchObject({ did: null });
});
