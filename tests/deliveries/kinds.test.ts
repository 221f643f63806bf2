import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Database } from '../../src/database/client.ts';
import type { Due } from '../../src/deliveries/job.ts';
import {
  recordAnnouncement,
  recordCalendarNotice,
  recordHomeNotice,
  recordMovedUp,
} from '../../src/deliveries/notices.ts';
import { findUnsettled, recordDelivery } from '../../src/deliveries/store.ts';
import { recordDraft } from '../../src/features/cohorts/store.ts';
import { openTestDatabase } from '../support/database.ts';

const now = Temporal.Instant.from('2026-11-21T12:00:00Z');
const tomorrow = Temporal.Instant.from('2026-11-22T12:00:00Z');
let database: Database;

beforeAll(async () => {
  database = await openTestDatabase();
  await recordDraft(database.db, {
    id: 'c',
    workspaceId: 'test:w',
    name: 'C',
    status: 'active',
    homes: [],
    startsOn: Temporal.PlainDate.from('2026-11-24'),
    weekdays: [2],
    startTime: Temporal.PlainTime.from('18:00'),
    zone: 'UTC',
    capacity: null,
    createdBy: 'x',
    createdAt: now,
  });
});
afterAll(() => database.close());

const kept = (key: string) => findUnsettled(database.db, key);

it('keeps what a delivery is about, and reads it back as its kind says', async () => {
  const close: Due = { key: 'x', cohortId: 'c', kind: 'close', session: 3, detail: { round: 'r' }, dueAt: now };
  await recordDelivery(database.db, close);
  expect(await kept('x')).toEqual({ ...close, uselessAt: null });
  await recordAnnouncement(database.db, 'c', now);
  expect(await kept('c/announce')).toEqual({
    key: 'c/announce',
    cohortId: 'c',
    kind: 'announce',
    dueAt: now,
    uselessAt: null,
  });
});

it('keeps a changed calendar with its days and times, and tells of it for a day', async () => {
  const change = {
    kind: 'move',
    session: 2,
    date: Temporal.PlainDate.from('2026-12-03'),
    time: Temporal.PlainTime.from('19:30'),
  } as const;
  await recordCalendarNotice(
    database.db,
    'c',
    { change, moved: [{ session: 2, from: now, to: tomorrow }] },
    'event',
    now,
  );
  const notice = await kept('c/notice/event');
  expect(notice).toMatchObject({ kind: 'notice', detail: { kind: 'calendar', change }, uselessAt: tomorrow });
  expect(notice).toMatchObject({ detail: { moved: [{ session: 2, from: now, to: tomorrow }] } });
  expect(JSON.stringify(notice)).toContain('"date":"2026-12-03","time":"19:30:00"');
});

it('tells of a home for a day, and of a place however late, once for each moment', async () => {
  await recordHomeNotice(database.db, 'c', { kind: 'home-closed', workspaceId: 'test:w' }, now);
  expect((await kept(`c/home-closed/test:w/${now.epochMilliseconds}`))?.uselessAt).toEqual(tomorrow);
  for (let run = 0; run < 2; run += 1) await recordMovedUp(database.db, [{ cohortId: 'c', memberId: 'm' }], now);
  const { dueAt, ...place } = (await kept(`c/moved-up/m/${now.epochMilliseconds}`)) ?? {};
  expect(dueAt).toEqual(now);
  expect(place).toMatchObject({ detail: { kind: 'moved-up', memberId: 'm' }, uselessAt: null });
});

it('knows no misspelt kind, detail or notice: such a delivery does not compile', async () => {
  const about = { key: 'y', cohortId: 'c', dueAt: now, session: 3 };
  // @ts-expect-error: there is no such kind
  const kind: Due = { ...about, kind: 'clsoe', detail: { round: 'r' } };
  // @ts-expect-error: a close is about a round
  const detail: Due = { ...about, kind: 'close', detail: { rund: 'r' } };
  // @ts-expect-error: there is no such notice
  const notice: Due = { ...about, kind: 'notice', detail: { kind: 'moved-down', memberId: 'm' } };
  expect([kind.kind, notice.kind]).toEqual(['clsoe', 'notice']);
  // A row that another version of the program left so is refused before anything is posted.
  await recordDelivery(database.db, detail);
  await expect(kept('y')).rejects.toThrow('round');
});
