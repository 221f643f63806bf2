import { expect, it } from 'vitest';
import { createSeldom } from '../../src/program/seldom.ts';

it('says the same again after ten seconds only, and how often it was meanwhile', () => {
  const said: [string, number][] = [];
  let now = 0;
  const report = createSeldom(
    ({ message }, alike) => said.push([message, alike]),
    () => now,
  );
  const gone = () => new Error('the connection is gone');
  for (; now < 9000; now += 1000) report(gone());
  report(new Error('refused'));
  now = 10_000;
  report(gone());
  expect(said).toEqual([
    ['the connection is gone', 0],
    ['refused', 0],
    ['the connection is gone', 8],
  ]);
});
