import { expect, it } from 'vitest';
import type { HelpRequest } from '../../../src/features/mentoring/store.ts';
import { queueView } from '../../../src/features/mentoring/views.ts';
import { plain } from '../../support/platform.ts';

const request = (index: number) =>
  ({
    id: `request-${index}`,
    asker: `Person ${index}`,
    question: `Question ${index}?`,
    askedAt: Temporal.Instant.from('2026-11-24T17:00Z'),
    mentor: null,
  }) as unknown as HelpRequest;

const queueOf = (count: number) =>
  queueView(
    Array.from({ length: count }, (_, index) => request(index + 1)),
    { id: 'c1', name: 'Autumn' },
  );

const offered = (count: number) =>
  queueOf(count).blocks.flatMap((block) =>
    block.kind === 'controls' ? block.controls.flatMap((one) => (one.kind === 'select' ? one.options : [])) : [],
  );

it('offers as many questions as a platform lets one choose from, and says how many wait behind them', () => {
  expect(offered(25)).toHaveLength(25);
  expect(plain(queueOf(25))).not.toContain('more wait');
  expect(offered(27).map(({ value }) => value)).toEqual(
    Array.from({ length: 25 }, (_, index) => `request-${index + 1}`),
  );
  expect(plain(queueOf(27))).toContain('2 more wait behind these.');
  expect(plain(queueOf(27))).not.toContain('Question 26?');
});
