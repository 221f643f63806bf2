import { afterAll, beforeAll, expect, it } from 'vitest';
import { readFeed } from '../../../src/features/calendar/feed.ts';
import { findFeedUrl } from '../../../src/features/calendar/feed-address.ts';
import { openHttp } from '../../../src/http/server.ts';
import { plain } from '../../support/platform.ts';
import { type Actor, createRig, type Rig, refusalOf } from '../../support/rig.ts';
import { curriculumOf, plainItem } from '../quizzes/curriculum.ts';

const olga: Actor = { id: 'olga', name: 'Olga', manages: true };
const ann: Actor = { id: 'ann', name: 'Ann' };
let rig: Rig;
let address = '';

beforeAll(async () => {
  rig = await createRig(curriculumOf([plainItem('one', 1)]), '2026-10-20T12:00:00Z');
  const options = { name: 'Autumn', start: '2026-10-22', days: 'Thu', time: '18:00', zone: 'Europe/Berlin' };
  const preview = await rig.command(olga, 'cohort create', { ...options, channel: 'home' });
  await rig.press(olga, preview.view, 'Create the cohort');
});
afterAll(() => rig.close());

const read = async () => (await readFeed(rig.services, new URL(address).pathname))?.text ?? '';
const linesOf = (feed: string, name: string) =>
  [...feed.matchAll(new RegExp(`^${name}:(.*)\r$`, 'gm'))].map(([, value]) => value);

it('is in the announcement, and told to who is in the cohort', async () => {
  const [announcement] = rig.platform.messages.map((message) => plain(message.view));
  address = /\((https:[^)]+)\)/.exec(announcement ?? '')?.[1] ?? '';
  expect(address).toMatch(/^https:\/\/pythia\.example\.org\/calendar\/[A-Za-z0-9_-]{32}\.ics$/);
  expect(refusalOf(await rig.command(ann, 'calendar', {}, 'home'))).toContain('people in the cohort');
  await rig.command(ann, 'cohort join', {}, 'home');
  expect((await rig.command(ann, 'calendar', {}, 'home')).text).toContain(address);
  expect(rig.platform.links).toEqual([{ channel: 'home', title: 'Autumn: the calendar', url: address }]);
});

it('keeps a session’s wall-clock time through a clock change', async () => {
  const starts = linesOf(await read(), 'DTSTART');
  expect(linesOf(await read(), 'DTEND')).toHaveLength(12);
  expect(starts.slice(0, 2)).toEqual(['20261022T160000Z', '20261029T170000Z']);
});

it('has what of the capstones is due, once for each moment, with what each option asks', async () => {
  const due = linesOf(await read(), 'SUMMARY').flatMap((title, index) =>
    title?.startsWith('Capstone') ? [index] : [],
  );
  expect(due).toHaveLength(5);
  const feed = await read();
  const at = (index: number) => [linesOf(feed, 'UID')[index], linesOf(feed, 'DTSTART')[index]];
  // Due with session 9, and two weeks after the last one, at the same wall-clock time.
  expect(at(12)).toEqual([expect.stringMatching(/-capstone-s9@pythia$/), linesOf(feed, 'DTSTART')[8]]);
  expect(at(16)).toEqual([expect.stringMatching(/-capstone-w2@pythia$/), '20270121T170000Z']);
  expect(linesOf(feed, 'DESCRIPTION')[16]).toMatch(/^Option A: .*\\nOption B: .*\\nOption C: .*\\nAutumn$/);
});

it('moves what is due with a session when that session moves', async () => {
  const before = linesOf(await read(), 'DTSTART')[12];
  await rig.confirm(olga, 'organise move', { session: '9', to: '2026-12-18 10:00' }, 'home');
  const after = await read();
  expect(linesOf(after, 'DTSTART')[12]).toBe('20261218T090000Z');
  expect(linesOf(after, 'DTSTART')[12]).not.toBe(before);
});

it('moves a session under its old name with a higher number', async () => {
  const before = await read();
  await rig.confirm(olga, 'organise move', { session: '2', to: '2026-10-30 10:00' }, 'home');
  const after = await read();
  expect(linesOf(after, 'UID')).toEqual(linesOf(before, 'UID'));
  expect(linesOf(after, 'DTSTART')[1]).toBe('20261030T090000Z');
  expect(Number(linesOf(after, 'SEQUENCE')[1])).toBeGreaterThan(Number(linesOf(before, 'SEQUENCE')[1]));
});

it('calls off what is not held any more, and keeps what was', async () => {
  await rig.travelTo('2026-10-22T16:30:00Z');
  await rig.command(olga, 'organise pause', {}, 'home');
  expect(linesOf(await read(), 'STATUS').slice(0, 3)).toEqual(['CONFIRMED', 'TENTATIVE', 'TENTATIVE']);
  const sequence = async () => Number(linesOf(await read(), 'SEQUENCE')[1]);
  const stamps = async () => [linesOf(await read(), 'DTSTAMP')[1], linesOf(await read(), 'LAST-MODIFIED')[1]];
  // A calendar program believes only what is newer than what it has, by whichever of the three it goes.
  for (const [command, options] of [
    ['organise edit', { name: 'Late autumn' }],
    ['organise archive', {}],
  ] as const) {
    const [before, stamped] = [await sequence(), await stamps()];
    await rig.travelTo(rig.now().add({ minutes: 2 }));
    const at = rig.now().toString({ smallestUnit: 'second' }).replaceAll(/[-:]/g, '');
    await rig.confirm(olga, command, options, 'home');
    expect(await sequence()).toBeGreaterThan(before);
    expect(await stamps()).not.toEqual(stamped);
    expect((await stamps()).every((stamp = '') => stamp >= at)).toBe(true);
  }
  expect(await read()).toContain('Late autumn');
  await rig.travelTo('2027-02-01T12:00:00Z');
  expect(linesOf(await read(), 'STATUS').slice(0, 3)).toEqual(['CONFIRMED', 'CANCELLED', 'CANCELLED']);
  expect(linesOf(await read(), 'STATUS').slice(12)).toEqual(Array(5).fill('CANCELLED'));
});

it('is served to who has the address, and to nobody else', async () => {
  const http = await openHttp({ host: '127.0.0.1', port: 0 });
  http.open({
    checkReady: async () => ({}),
    readMetrics: async () => ({ type: 'text/plain', text: '' }),
    readCalendar: (path) => readFeed(rig.services, path),
    readCertificate: () => Promise.reject(new Error('there is none')),
    slack: undefined,
    page: undefined,
  });
  const { pathname } = new URL(address);
  const answered = await fetch(`${http.url}${pathname}?from=a-calendar`);
  expect(answered.status).toBe(200);
  expect(answered.headers.get('content-type')).toBe('text/calendar; charset=utf-8');
  expect(await answered.text()).toBe(await read());
  const head = await fetch(`${http.url}${pathname}`, { method: 'HEAD' });
  expect([head.status, await head.text()]).toEqual([200, '']);
  const etag = answered.headers.get('etag') ?? '';
  const again = (known: string) => fetch(`${http.url}${pathname}`, { headers: { 'if-none-match': known } });
  const same = await again(`W/"older", W/${etag}`);
  expect([same.status, same.headers.get('etag'), await same.text()]).toEqual([304, etag, '']);
  expect((await again('"older"')).status).toBe(200);
  const since = answered.headers.get('last-modified') ?? '';
  const newer = (headers: Record<string, string>) => fetch(`${http.url}${pathname}`, { headers });
  expect([(await newer({ 'if-modified-since': since })).status, Date.parse(since) > 0]).toEqual([304, true]);
  const day = new Date(Date.parse(since) - 1000).toUTCString();
  expect((await newer({ 'if-modified-since': day })).status).toBe(200);
  expect((await newer({ 'if-modified-since': since, 'if-none-match': '"older"' })).status).toBe(200);
  expect((await newer({ 'if-modified-since': 'yesterday' })).status).toBe(200);
  const statusOf = async (path: string, method = 'GET') => (await fetch(`${http.url}${path}`, { method })).status;
  expect(await statusOf(`/calendar/${'x'.repeat(32)}.ics`)).toBe(404);
  expect(await statusOf('/calendar/')).toBe(404);
  expect(await statusOf('/calendar/../health')).toBe(200);
  expect(await statusOf(pathname, 'POST')).toBe(405);
  await http.stop();
});

it('gets another address from an organiser, and the old one is gone', async () => {
  const before = new URL(address).pathname;
  const { rows } = await rig.database.db.execute('select id from cohorts');
  const cohort = { cohort: String(rows[0]?.['id']) };
  expect(refusalOf(await rig.command(ann, 'organise calendar-address', cohort, 'home'))).toContain('for organisers');
  const { text } = await rig.command(olga, 'organise calendar-address', cohort, 'home');
  const after = /\/calendar\/[\w-]+\.ics/.exec(text)?.[0] ?? '';
  expect(after).not.toBe(before);
  expect(await readFeed(rig.services, before)).toBeNull();
  expect((await readFeed(rig.services, after))?.text).toContain('BEGIN:VCALENDAR');
  await rig.handler.removed('test', 'w');
  await rig.travelTo(rig.now().add({ hours: 24 * 31 }));
  expect(await readFeed(rig.services, after)).toBeNull();
});

it('is offered nowhere when the program is not told its address', async () => {
  const services = { ...rig.services, publicUrl: undefined };
  expect(await findFeedUrl(services, 'any')).toBeUndefined();
});
