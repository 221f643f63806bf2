import { getTableName, is, sql } from 'drizzle-orm';
import { PgTable } from 'drizzle-orm/pg-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Event, Handler } from '../../src/chat/event.ts';
import { type Db, rows } from '../../src/database/client.ts';
import * as tables from '../support/tables.ts';
import { openPlayground } from './walk/on-playground.ts';
import type { Cast } from './walk/people.ts';
import { openPlay, type Play } from './walk/program.ts';
import { createRecords } from './walk/records.ts';
import { WALK } from './walk.ts';

/**
 * A platform may deliver an event again: at once, and after whatever else has happened since. The walk goes over every
 * route; whatever reached the bot in a chapter reaches it again at the chapter's end, under the same id, and nothing may be
 * different for it.
 */

/** What is no record of what people did: messages of the page, limits of calls, who receives events, and what was told on a look. */
const PASSING = new Set([
  'celebrations',

  'allowances',
  'leases',
  'settings',
  'slack_facts',
  'playground_messages',
  'playground_extras',
]);

const NAMES = Object.values(tables)
  .filter((table) => is(table, PgTable))
  .map(getTableName)
  .filter((name) => !PASSING.has(name))
  .sort();

async function dump(db: Db): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {};
  for (const name of NAMES) {
    const kept = await rows<{ row: object }>(db, sql`select to_jsonb(t) as row from ${sql.identifier(name)} t`);
    found[name] = kept.map(({ row }) => JSON.stringify(row)).sort();
  }
  return found;
}

/** What is in only one of two states of the database, by table. */
function differences(before: Record<string, string[]>, after: Record<string, string[]>): Record<string, string[]> {
  const changed = NAMES.flatMap((name) => {
    const [old, fresh] = [new Set(before[name]), new Set(after[name])];
    const lines = [
      ...[...old.difference(fresh)].map((row) => `- ${row}`),
      ...[...fresh.difference(old)].map((row) => `+ ${row}`),
    ];
    return lines.length === 0 ? [] : [[name, lines] as const];
  });
  return Object.fromEntries(changed);
}

describe('whatever comes again', () => {
  const records = createRecords();
  let handler: Handler;
  let heard: Event[] = [];
  let play: Play<[Cast]>;
  beforeAll(async () => {
    const listening = {
      ...records,
      watch(given: Handler) {
        handler = given;
        return records.watch({
          ...given,
          handle(event) {
            heard.push(event);
            return given.handle(event);
          },
        });
      },
    };
    play = await openPlay(listening, openPlayground(records));
  });
  afterAll(() => play.close());

  it.each(Object.entries(WALK))('changes nothing after %s', async (_, walk) => {
    await walk({ ...play.casts[0], travelTo: play.travelTo });
    const events = heard;
    heard = [];
    expect(events.length).toBeGreaterThan(0);
    const changed: Record<string, object> = {};
    let before = await dump(play.db);
    for (const event of events) {
      await handler.handle(event).reply;
      const after = await dump(play.db);
      const found = differences(before, after);
      if (Object.keys(found).length > 0) changed[event.action.route] = found;
      before = after;
    }
    expect(changed).toEqual({});
  });
});
