import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { openPostgres } from '../../src/database/postgres.ts';
import { replaceShardCount } from '../../src/database/shards-store.ts';
import { shardOf } from '../../src/program/shards.ts';
import { createFakeDiscord } from '../support/fake-discord/index.ts';
import { isBouncerInstalled, startBouncer } from '../support/postgres/bouncer.ts';
import { postgresPrograms, startPostgres } from '../support/postgres/server.ts';

/** The program as processes beside platforms that fail: what is served, what is said, and which process serves it. */

const root = join(import.meta.dirname, '..', '..');
const directory = mkdtempSync(join(tmpdir(), 'pythia-serving-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

interface Run {
  child: ChildProcess;
  printed(): string;
  exit: Promise<number | null>;
  /** Resolves when it has started. */
  url(): Promise<string>;
  ready(): Promise<{ status: number; checks: Record<string, { ok: boolean; reason?: string }> }>;
}

function run(environment: Record<string, string>): Run {
  const folder = mkdtempSync(join(directory, 'run-'));
  const env = { PATH: process.env['PATH'] ?? '', PORT: '0', DATA_DIR: folder, ...environment };
  const child = spawn(process.execPath, ['src/main.ts'], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  let printed = '';
  child.stdout.on('data', (chunk) => (printed += chunk));
  child.stderr.on('data', (chunk) => (printed += chunk));
  const exit = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const started = /"url":"(http:[^"]+)".*"msg":"started"/;
  const url = async () => {
    await expect.poll(() => printed, { timeout: 60_000 }).toMatch(started);
    return started.exec(printed)?.[1] ?? '';
  };
  const ready = async () => {
    const answer = await fetch(`${await url()}/readyz`);
    return { status: answer.status, checks: ((await answer.json()) as { checks: never }).checks };
  };
  return { child, printed: () => printed, exit, url, ready };
}

async function takeFreePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}

const slackAt = (port: number) => ({
  SLACK_BOT_TOKEN: 'xoxb-fake-token-of-a-bot',
  SLACK_APP_TOKEN: 'xapp-1-fake-token-of-an-app',
  SLACK_API_URL: `http://127.0.0.1:${port}/api/`,
});

describe('the program beside platforms that fail', () => {
  it('serves Discord while Slack is down, says so, and ends with 3 once Discord has closed for good', async () => {
    await using fake = await createFakeDiscord();
    const bot = run({
      DISCORD_TOKEN: fake.token,
      DISCORD_API_URL: fake.api,
      ...slackAt(await takeFreePort()),
      GATEWAY_GRACE_SECONDS: '2',
    });
    await bot.url();
    expect(bot.printed()).toContain('"serving":"Discord, Slack","database":"embedded, in ');
    expect(await fake.as('ada').command('help')).toMatchObject({ kind: 'message' });
    const { status, checks } = await bot.ready();
    expect([status, checks['discord']?.ok, checks['database']?.ok]).toEqual([503, true, true]);
    expect(checks['slack']?.reason).toContain('Slack could not be reached');
    expect(bot.printed()).toContain('slack: not served; I go on trying');

    fake.gateway.closeWith(4004);
    await expect
      .poll(async () => (await bot.ready()).checks['discord']?.reason)
      .toContain('DISCORD_TOKEN is not valid');
    expect(await bot.exit).toBe(3);
    expect(bot.printed().split('discord: is over; the program ends after the grace')).toHaveLength(2);
  }, 90_000);

  it('never moves the time of people who are real, and stands beside them only when told so twice', async () => {
    await using fake = await createFakeDiscord();
    const discord = { DISCORD_TOKEN: fake.token, DISCORD_API_URL: fake.api };
    const refused = run({ ...discord, PLAYGROUND: 'on' });
    expect(await refused.exit).toBe(2);
    expect(refused.printed()).toContain('PLAYGROUND_SHARES_DATABASE=on');
    const shared = { DATA_DIR: mkdtempSync(join(directory, 'shared-')), PLAYGROUND_SHARES_DATABASE: 'on' };
    const move = async (url: string) => {
      const headers = { 'content-type': 'application/json' };
      const body = JSON.stringify({ id: crypto.randomUUID(), move: 'day' });
      return (await fetch(`${url}/api/clock`, { method: 'POST', headers, body })).ok;
    };
    const bot = run({ ...discord, ...shared, PLAYGROUND: 'on' });
    const url = await bot.url();
    expect(await move(url)).toBe(false);
    const { clock } = (await (await fetch(`${url}/api/state`)).json()) as { clock: { now: string } };
    const ahead = Temporal.Now.instant().until(Temporal.Instant.from(clock.now));
    expect(Math.abs(ahead.total('seconds'))).toBeLessThan(60);

    // Their people stay real when the platform is not served any more.
    expect(await fake.as('ada').command('help')).toMatchObject({ kind: 'message' });
    bot.child.kill('SIGTERM');
    expect(await bot.exit).toBe(0);
    const alone = run({ DATA_DIR: shared.DATA_DIR });
    expect(await alone.exit).toBe(2);
    expect(alone.printed()).toContain('PLAYGROUND must be off on this database: it holds people of Discord');
    const meant = run({ ...shared, LOG_LEVEL: 'info' });
    expect(await move(await meant.url())).toBe(false);
  }, 90_000);

  it('ends at once when the token of the only platform is refused, and names it', async () => {
    await using fake = await createFakeDiscord();
    const bot = run({ DISCORD_TOKEN: 'a.wrong.token-of-some-length', DISCORD_API_URL: fake.api });
    expect(await bot.exit).toBe(1);
    expect(bot.printed()).toContain('DISCORD_TOKEN: Discord does not know this bot token');
  }, 60_000);
});

describe.runIf(postgresPrograms !== undefined)('two processes on one Discord token', () => {
  it.runIf(isBouncerInstalled)(
    'are one to people, and when the one that has their ear dies, the other has it within five seconds',
    async () => {
      const server = await startPostgres();
      const bouncer = await startBouncer(server.port);
      onTestFinished(async () => {
        await bouncer.stop();
        server.stop();
      });
      const fake = await createFakeDiscord();
      onTestFinished(() => fake.close());
      const environment = {
        DISCORD_TOKEN: fake.token,
        DISCORD_API_URL: fake.api,
        DATABASE_URL: bouncer.through(await server.createDatabase()),
        DATABASE_PREPARE: 'off',
      };
      const first = run(environment);
      await first.url();
      const second = run(environment);
      await second.url();
      expect(first.printed()).toContain('discord: this process receives its events');
      expect(second.printed()).toContain('discord: another process receives its events');
      expect((await second.ready()).status).toBe(200);
      expect(fake.gateway.counts.identified).toBe(1);
      const ada = fake.as('ada');
      expect(await ada.command('help')).toMatchObject({ kind: 'message' });

      first.child.kill('SIGKILL');
      const diedAt = performance.now();
      await expect.poll(() => fake.gateway.counts.identified, { timeout: 10_000, interval: 50 }).toBe(2);
      expect(performance.now() - diedAt).toBeLessThan(5000);
      expect(await ada.command('help')).toMatchObject({ kind: 'message' });

      // One that stops hands it over at once.
      const third = run(environment);
      await third.url();
      second.child.kill('SIGTERM');
      expect(await second.exit).toBe(0);
      await expect.poll(() => fake.gateway.counts.identified, { timeout: 2000 }).toBe(3);
      expect(await ada.command('help')).toMatchObject({ kind: 'message' });
    },
    120_000,
  );

  it('receive a shard each, as many as Discord recommends, and the one that is left takes over the other within five seconds', async () => {
    const server = await startPostgres();
    onTestFinished(() => server.stop());
    const fake = await createFakeDiscord({ shards: 2 });
    onTestFinished(() => fake.close());
    const url = await server.createDatabase();
    const database = await openPostgres(url, { report: () => {} });
    onTestFinished(() => database.close());
    const environment = {
      DISCORD_TOKEN: fake.token,
      DISCORD_API_URL: fake.api,
      DISCORD_SHARDS: 'auto',
      DATABASE_URL: url,
    };
    // Somebody holds the second until both are there, so that who takes it does not hang on who starts faster.
    await replaceShardCount(database.db, 1, 2);
    const other = database.openLease('discord/1');
    await other?.start({ gained() {}, lost() {} });
    const first = run(environment);
    await first.url();
    const second = run(environment);
    await second.url();
    await other?.stop();
    await expect.poll(() => fake.gateway.connected().sort(), { timeout: 10_000 }).toEqual([0, 1]);
    expect(fake.gateway.counts.identified).toBe(2);
    const receives = (id: number) => new RegExp(`"shard":${id},"shards":2,.*this process receives its events`);
    expect([first, second].map(({ printed }) => [0, 1].filter((id) => receives(id).test(printed())))).toEqual([
      [0],
      [1],
    ]);
    expect((await first.ready()).status).toBe(200);
    const ada = fake.as('ada');
    expect(await ada.command('help')).toMatchObject({ kind: 'message' });

    // Discord lets a bot connect once in five seconds, and whoever takes over may have connected only now.
    await sleep(5500);
    const owners = [first, second];
    const dying = owners[shardOf(fake.guildId, 2)];
    dying?.child.kill('SIGKILL');
    const diedAt = performance.now();
    await expect.poll(() => fake.gateway.counts.identified, { timeout: 10_000, interval: 50 }).toBe(3);
    expect(performance.now() - diedAt).toBeLessThan(5000);
    expect(await ada.command('help')).toMatchObject({ kind: 'message' });

    // A third that would divide otherwise goes along with those that run, and says so.
    const third = run({ ...environment, DISCORD_SHARDS: '3' });
    await third.url();
    expect(third.printed()).toContain('the processes that run divide its events otherwise');
    expect(fake.gateway.counts.identified).toBe(3);
  }, 120_000);
});
