import { expect, it } from 'vitest';
import { helpFrom } from '../../../src/features/mentoring/help.ts';
import { queueView } from '../../../src/features/mentoring/queue-views.ts';
import { callView } from '../../../src/features/mentoring/reaching-views.ts';
import { type HelpRequest, placeInLine, shownIn } from '../../../src/features/mentoring/requests.ts';
import { plain } from '../../support/platform.ts';

const at = (minutes: number) => Temporal.Instant.from('2026-11-24T17:00Z').add({ minutes });

const request = (index: number, more: Partial<HelpRequest> = {}, by?: string): HelpRequest => ({
  id: `request-${index}`,
  workspaceId: 'test:w',
  cohortId: 'c1',
  memberId: 'ann',
  asker: `Person ${index}`,
  question: `Question ${index}?`,
  about: null,
  tried: null,
  urgency: 'soon',
  place: 'thread',
  skill: null,
  askedAt: at(index),
  mentor: by ?? null,
  help: helpFrom('ann', [
    { id: 1, kind: 'asked', by: 'ann', at: at(index) },
    ...(by === undefined ? [] : [{ id: 2, kind: 'taken', by, at: at(index + 1), waited: 0 } as const]),
  ]),
  ...more,
});

const cohort = { id: 'c1', name: 'Autumn' };
const queueOf = (count: number) =>
  queueView(
    Array.from({ length: count }, (_, index) => request(index + 1)),
    { cohort, show: 'all', wait: undefined },
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

it('puts what waits before what somebody has, and who is stuck before who is not', () => {
  const all = [request(1, {}, 'maya'), request(2), request(3, { urgency: 'blocked', skill: 'gil' }), request(4)];
  const ids = (show: 'all' | 'oldest' | 'mine' | 'skills') =>
    shownIn(all, { show, mentorId: 'maya', skills: new Set(['gil']) }).map(({ id }) => id.at(-1));
  expect(ids('all')).toEqual(['3', '2', '4', '1']);
  expect(ids('oldest')).toEqual(['1', '2', '3', '4']);
  expect(ids('mine')).toEqual(['1']);
  expect(ids('skills')).toEqual(['3']);
  expect(all.map(({ id }) => placeInLine(all, id))).toEqual([undefined, 1, 0, 2]);
});

it('tells a channel nothing of what was asked in private', () => {
  const words = plain(
    callView([request(1, { place: 'private', question: 'A secret?', asker: 'Ann' }), request(2)], {
      cohort,
      home: { workspaceId: 'test:w', channel: 'home', mentorRole: 'mentors' },
      pinged: [],
      isRole: true,
      why: 'new',
    }),
  );
  expect(words).toContain('@mentors: 2 questions of **Autumn** wait, 1 in private.');
  expect(words).not.toMatch(/secret|Ann\b/);
});
