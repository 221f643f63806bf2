import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { readConfig, readEnvironmentFile } from '../config.ts';
import { openPostgres } from '../database/postgres.ts';
import { type Deletion, listDeletions, replayDeletions } from '../features/privacy/erasing-store.ts';
import { createClock } from './clock.ts';

/**
 * npm run deletions: the list of deleted people, one JSON line each, to keep beside every backup.
 * npm run deletions -- --replay < list: deletes them again from a database that was restored, at the next start.
 */
const Line = z.object({
  account: z.string().regex(/^[0-9a-f]{64}$/),
  deletedAt: z.iso.datetime().transform((at) => Temporal.Instant.from(at)),
});

function readList(lines: string): Deletion[] {
  return lines
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => Line.parse(JSON.parse(line)));
}

readEnvironmentFile('.env');
const { databaseUrl } = readConfig();
if (databaseUrl === undefined) throw new Error('DATABASE_URL is not set: it names the Postgres.');
const { db, close } = await openPostgres(databaseUrl, { report: (error) => console.error(error.message) });
if (process.argv.includes('--replay')) {
  const again = await replayDeletions(
    db,
    readList(await text(process.stdin)),
    createClock({ offset: new Temporal.Duration() }).now(),
  );
  console.error(`${again} will be deleted within a minute of the next start.`);
} else {
  for (const { account, deletedAt } of await listDeletions(db)) {
    console.log(JSON.stringify({ account, deletedAt: deletedAt.toString() }));
  }
}
await close();
