import { parseArgs } from 'node:util';
import { postgresPrograms, startPostgres } from '../support/postgres/server.ts';
import { measureBoards } from './boards.ts';
import { measureCalendar } from './calendar.ts';
import { measureClicks } from './clicks.ts';
import { measureMemory } from './memory.ts';
import { measurePictures } from './pictures.ts';
import { measureSlack } from './slack.ts';
import { measureStarts } from './starts.ts';

/**
 * Figures beside their goals, all in one run. The machine is shared, so ratios and processor time are what to read.
 * DATABASE_URL (or TEST_DATABASE_URL) is a Postgres to measure on, in databases of its own; without it one is started here. Where
 * none is installed, only clicks are measured, on the embedded one, and pictures.
 *
 *     npm run bench -- --seconds 10
 */
const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '10' }, only: { type: 'string', default: '' } },
});
const seconds = Number(values.seconds);
/** Benches that take minutes run smaller, and say so. */
const isShort = seconds < 5;
const isChosen = (part: string) => values.only === '' || values.only.split(',').includes(part);
const given = process.env['TEST_DATABASE_URL'] ?? process.env['DATABASE_URL'];
const own = given === undefined && postgresPrograms !== undefined ? await startPostgres() : undefined;
const server = given ?? (await own?.createDatabase());
// The rig of the tests opens a database of its own there.
if (server !== undefined) process.env['TEST_DATABASE_URL'] = server;
if (isChosen('clicks')) await measureClicks(seconds, server);
if (isChosen('pictures')) await measurePictures(isShort ? 200 : 10_000);
if (isChosen('slack')) await measureSlack(server);
if (isChosen('starts')) await measureStarts();
if (server !== undefined && isChosen('boards')) await measureBoards(server, isShort ? 100_000 : 1_000_000);
if (server !== undefined && isChosen('calendar')) await measureCalendar(isShort ? 20 : 200);
if (server !== undefined && isChosen('memory')) await measureMemory(server);
own?.stop();
process.exit(0);
