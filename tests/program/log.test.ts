import { expect, it } from 'vitest';
import { Unreachable } from '../../src/chat/errors.ts';
import { createLog, describeError } from '../../src/program/log.ts';

/** As a database's driver and the layer above it throw. */
function failedQuery(cause?: Error): Error {
  const error = new Error('Failed query: insert into answers values ($1)\nparams: my private words', { cause });
  return Object.assign(error, { query: 'insert into answers values ($1)', params: ['my private words'] });
}

it('tells of a failed query why it failed, and nothing of what was in it', () => {
  const cause = Object.assign(new Error('duplicate key value violates unique constraint'), {
    code: '23505',
    constraint: 'answers_once',
    table: 'answers',
    detail: 'Key (words)=(my private words) already exists.',
  });
  const told = describeError(failedQuery(cause));
  expect(told).toMatchObject({ code: '23505', constraint: 'answers_once', table: 'answers', message: cause.message });
  expect(told).not.toHaveProperty('cause');
  expect(JSON.stringify(told)).not.toContain('private');
  expect(describeError(failedQuery())).toMatchObject({ message: 'a query failed' });
  expect(JSON.stringify(describeError(failedQuery()))).not.toContain('private');
});

it('tells of any other error its name, its words, where it was and what caused it', () => {
  const error = new TypeError('no such thing', { cause: new RangeError('too far') });
  const told = describeError(error);
  expect(told).toMatchObject({
    name: 'TypeError',
    message: 'no such thing',
    cause: { name: 'RangeError', message: 'too far' },
  });
  expect(told['at']).toEqual([expect.stringContaining('log.test.ts'), ...(told['at'] as string[]).slice(1)]);
  expect((told['at'] as string[]).length).toBeLessThanOrEqual(8);
  expect(describeError(new Unreachable('Invite me.'))).toMatchObject({ remedy: 'Invite me.' });
});

it('takes whatever else was thrown as its words', () => {
  expect(describeError('just words')).toEqual({ message: 'just words' });
  expect(describeError(undefined)).toEqual({ message: 'undefined' });
});

it('writes errors like that at the level that was asked for', () => {
  const log = createLog('warn');
  expect([log.isLevelEnabled('info'), log.isLevelEnabled('warn')]).toEqual([false, true]);
});
