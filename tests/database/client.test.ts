import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateDrizzleJson, generateMigration } from 'drizzle-kit/api';
import { eq, sql } from 'drizzle-orm';
import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Database, ping, rows } from '../../src/database/client.ts';
import { openEmbedded } from '../../src/database/embedded.ts';
import { lockDirectory } from '../../src/database/lock.ts';
import { openPostgres } from '../../src/database/postgres.ts';
import { openTestDatabase } from '../support/database.ts';
import * as schema from '../support/tables.ts';

const url = process.env['TEST_DATABASE_URL'];
let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

describe('the database', () => {
  it('answers', async () => {
    await ping(database.db);
    expect(await rows<{ n: number }>(database.db, sql`select count(*)::int as n from cohorts`)).toEqual([{ n: 0 }]);
  });

  it('keeps moments, days and times of day as they were given', async () => {
    const { db } = database;
    const moments = fc.date({ min: new Date('1990-01-01'), max: new Date('2090-01-01'), noInvalidDate: true });
    await fc.assert(
      fc.asyncProperty(moments, fc.integer({ min: 0, max: 86_399 }), async (given, second) => {
        const at = Temporal.Instant.fromEpochMilliseconds(given.getTime());
        const startsOn = at.toZonedDateTimeISO('UTC').toPlainDate();
        const startTime = Temporal.PlainTime.from('00:00').add({ seconds: second });
        const id = randomUUID();
        const row = {
          id,
          workspaceId: 'w',
          name: id,
          status: 'draft',
          channel: 'c',
          startsOn,
          weekdays: [2, 4],
          startTime,
          zone: 'UTC',
          createdBy: 'x',
          createdAt: at,
        } as const;
        await db.insert(schema.cohorts).values({ ...row, weekdays: [...row.weekdays] });
        const [kept] = await db.select().from(schema.cohorts).where(eq(schema.cohorts.createdAt, at));
        expect(kept?.createdAt.toString()).toBe(at.toString());
        expect(kept?.startsOn.toString()).toBe(startsOn.toString());
        expect(kept?.startTime.toString()).toBe(startTime.toString());
        expect(kept?.weekdays).toEqual([2, 4]);
        await db.delete(schema.cohorts);
      }),
      { numRuns: 30 },
    );
  });

  it('has migrations that make exactly the tables of the schema', async () => {
    const journal = JSON.parse(readFileSync('migrations/meta/_journal.json', 'utf8'));
    const last = String(journal.entries.at(-1).idx).padStart(4, '0');
    const snapshot = JSON.parse(readFileSync(`migrations/meta/${last}_snapshot.json`, 'utf8'));
    expect(await generateMigration(snapshot, generateDrizzleJson(schema, snapshot.id))).toEqual([]);
  });

  it.runIf(url === undefined)(
    'refuses a query on the outer handle inside a transaction instead of hanging',
    async () => {
      const { db } = database;
      await expect(db.transaction(async () => db.select().from(schema.cohorts))).rejects.toThrow();
      expect(await db.select().from(schema.cohorts)).toEqual([]);
    },
  );

  it('lets one process into a directory, and the next one when that is gone', () => {
    const directory = mkdtempSync(join(tmpdir(), 'pythia-lock-'));
    const unlock = lockDirectory(join(directory, 'database'));
    expect(() => lockDirectory(join(directory, 'database'))).toThrow('another process already uses');
    unlock();
    lockDirectory(join(directory, 'database'))();
    rmSync(directory, { recursive: true });
  });

  it('opens an embedded database again with what it held', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'pythia-embedded-'));
    const source = { directory: join(directory, 'database') };
    const first = await openEmbedded(source, () => {});
    await first.db.insert(schema.settings).values({ name: 'kept', value: { deep: [1, 'two'] } });
    await first.close();
    const second = await openEmbedded(source, () => {});
    expect(await second.db.select().from(schema.settings)).toEqual([{ name: 'kept', value: { deep: [1, 'two'] } }]);
    await second.close();
    rmSync(directory, { recursive: true });
  });

  it.runIf(url !== undefined)(
    'brings an empty Postgres up to date once, however many processes start together',
    async () => {
      const name = `pythia_${randomUUID().replaceAll('-', '')}`;
      const admin = new pg.Client({ connectionString: url });
      await admin.connect();
      await admin.query(`create database ${name}`);
      const own = new URL(url ?? '');
      own.pathname = `/${name}`;
      const opened = await Promise.all(Array.from({ length: 4 }, () => openPostgres(own.href, { report: () => {} })));
      for (const { db } of opened) await ping(db);
      await Promise.all(opened.map((one) => one.close()));
      await admin.query(`drop database ${name} with (force)`);
      await admin.end();
    },
  );
});
