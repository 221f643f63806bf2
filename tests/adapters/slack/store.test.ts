import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readKeys } from '../../../src/adapters/slack/crypt.ts';
import { createSlackStore } from '../../../src/adapters/slack/store.ts';
import { slackInstallations } from '../../../src/adapters/slack/tables.ts';
import type { Database } from '../../../src/database/client.ts';
import { openTestDatabase } from '../../support/database.ts';

const now = Temporal.Instant.from('2026-11-21T12:00:00Z');
const [old, fresh] = [randomBytes(32), randomBytes(32)].map((key) => key.toString('base64'));
const token = { botToken: 'xoxb-very-secret', botId: 'B1', botUserId: 'U1' };

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

it('keeps a token that the table does not show', async () => {
  const store = createSlackStore(database.db, readKeys(`k1:${old}`));
  await store.record('T1', token, now);
  expect(await store.find('T1')).toEqual(token);
  expect(await store.find('T2')).toBeUndefined();
  const rows = await database.db.select().from(slackInstallations);
  expect(JSON.stringify(rows)).not.toContain('secret');
});

it('replaces the token of a workspace that installs again', async () => {
  const store = createSlackStore(database.db, readKeys(`k1:${old}`));
  await store.record('T1', { ...token, botToken: 'xoxb-newer' }, now);
  expect(await store.find('T1')).toMatchObject({ botToken: 'xoxb-newer' });
});

it('encrypts anew under a new key, after which the old one can go', async () => {
  const during = createSlackStore(database.db, readKeys(`k2:${fresh},k1:${old}`));
  expect(await during.find('T1')).toMatchObject({ botToken: 'xoxb-newer' });
  expect(await during.renew()).toBe(1);
  expect(await during.renew()).toBe(0);
  const after = createSlackStore(database.db, readKeys(`k2:${fresh}`));
  expect(await after.find('T1')).toMatchObject({ botToken: 'xoxb-newer' });
});

it('forgets a workspace that left', async () => {
  const store = createSlackStore(database.db, readKeys(`k2:${fresh}`));
  await store.remove('T1');
  expect(await store.find('T1')).toBeUndefined();
});
