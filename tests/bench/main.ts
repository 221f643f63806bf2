import { parseArgs } from 'node:util';
import { measureClicks } from './clicks.ts';

/**
 * Figures beside their goals, all in one run. The machine is shared, so ratios and processor time are what to read.
 * DATABASE_URL (or TEST_DATABASE_URL) is a Postgres to measure on, in databases of its own; without it the embedded one is.
 *
 *     DATABASE_URL=postgres://postgres@127.0.0.1:5432/postgres npm run bench -- --seconds 10
 */
const { values } = parseArgs({ options: { seconds: { type: 'string', default: '10' } } });
const seconds = Number(values.seconds);
const server = process.env['TEST_DATABASE_URL'] ?? process.env['DATABASE_URL'];
await measureClicks(seconds, server);
process.exit(0);
