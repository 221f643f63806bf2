import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFakeSlack } from '../support/fake-slack/index.ts';
import { start, until } from './bots.ts';
import { createBenchDatabase } from './databases.ts';
import { tell } from './lines.ts';

const PEOPLE = 150;

const WITHIN_MILLISECONDS = 5000;

const GOAL_MILLISECONDS = 1000;

/** How long private answers take on Slack while 150 people whom the bot never saw ask within five seconds. */
export async function measureSlack(server: string | undefined): Promise<void> {
  const database = server === undefined ? undefined : await createBenchDatabase(server);
  const fake = await createFakeSlack({ patienceMs: 60_000 });
  const data = mkdtempSync(join(tmpdir(), 'pythia-bench-'));
  const bot = start('src/main.ts', [], {
    SLACK_BOT_TOKEN: fake.botToken,
    SLACK_APP_TOKEN: fake.appToken,
    SLACK_API_URL: fake.api,
    DATA_DIR: data,
    PORT: '0',
    LOG_LEVEL: 'warn',
    ...(database === undefined ? {} : { DATABASE_URL: database.url }),
  });
  try {
    await until('a connection to Slack', () => fake.calls.some(({ method }) => method === 'apps.connections.open'));
    await new Promise((done) => setTimeout(done, 1000));
    await fake.as('first').type('/next');
    const waits = await Promise.all(
      Array.from({ length: PEOPLE }, async (_, index) => {
        await new Promise((done) => setTimeout(done, (index * WITHIN_MILLISECONDS) / PEOPLE));
        const asked = performance.now();
        const seen = await fake.as(`person-${index}`).type('/next');
        if (seen.kind !== 'message') throw new Error(`no answer: ${JSON.stringify(seen)}`);
        return performance.now() - asked;
      }),
    );
    waits.sort((one, other) => one - other);
    const [half = Number.NaN, most = Number.NaN] = [0.5, 0.99].map((share) => waits[Math.floor(share * PEOPLE)]);
    tell({
      what: 'private answers on Slack, 150 people in 5 s, 99th percentile',
      value: `${most.toFixed(0)} ms`,
      goal: `<= ${GOAL_MILLISECONDS} ms`,
      isMet: most <= GOAL_MILLISECONDS,
      note: `median ${half.toFixed(0)} ms`,
    });
  } finally {
    await bot.end();
    await fake.close();
    await database?.drop();
    rmSync(data, { recursive: true, force: true });
  }
}
