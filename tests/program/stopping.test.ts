import { expect, it } from 'vitest';
import { closeInOrder } from '../../src/program/stopping.ts';

it('closes everything in its order, and says what failed without leaving the rest open', async () => {
  const log: string[] = [];
  const close = (what: string) => async () => {
    await Promise.resolve();
    log.push(what);
  };
  await closeInOrder(
    [
      ['Discord', close('Discord')],
      ['Slack', () => Promise.reject(new Error('the socket is gone'))],
      [
        'the ticker',
        () => {
          throw new Error('never began');
        },
      ],
      ['the database', close('the database')],
    ],
    (what, error) => log.push(`${what}: ${error}`),
  );
  expect(log).toEqual([
    'Discord',
    'Slack: Error: the socket is gone',
    'the ticker: Error: never began',
    'the database',
  ]);
});
