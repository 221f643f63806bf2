import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createFakeDiscord, type FakeDiscord, type Player, type Seen } from '../support/fake-discord/index.ts';

/**
 * How long a click waits for its acknowledgement, at a steady rate: Pythia (opening a round's question, answering it; with
 * a database behind it) beside a bare discord.js reply, both as processes of their own, in turn, in one run. Ratios are
 * what to read: the machine is shared. DATABASE_URL chooses a Postgres; without it the embedded one is measured.
 *
 *     npm run bench -- --seconds 10 --rate 100
 */
const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '10' }, rate: { type: 'string', default: '100' } },
});
const seconds = Number(values.seconds);
const rate = Number(values.rate);
const root = join(import.meta.dirname, '..', '..');
const databaseUrl = process.env['TEST_DATABASE_URL'] ?? process.env['DATABASE_URL'];

interface Bot {
  process: ChildProcess;
  stop(): Promise<void>;
}

function start(script: string, args: string[], environment: Record<string, string>): Bot {
  const env = { PATH: process.env['PATH'] ?? '', ...environment };
  const child = spawn(process.execPath, [join(root, script), ...args], {
    env,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  return {
    process: child,
    async stop() {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
    },
  };
}

async function until(what: string, isSo: () => boolean): Promise<void> {
  const deadline = performance.now() + 60_000;
  while (!isSo()) {
    if (performance.now() > deadline) throw new Error(`${what} did not happen within a minute`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Clicks at the rate, whether or not answers keep up; the acknowledgements' milliseconds. */
async function measure(click: (turn: number) => Promise<Seen>): Promise<number[]> {
  const answers: Promise<Seen>[] = [];
  const begun = performance.now();
  for (let turn = 0; turn < seconds * rate; turn += 1) {
    const wait = begun + (turn * 1000) / rate - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    answers.push(click(turn));
  }
  const seen = await Promise.all(answers);
  const failed = seen.filter(({ kind }) => kind === 'failed').length;
  if (failed > 0) console.log(`  ${failed} of ${seen.length} clicks failed`);
  return seen.flatMap((one) => ('ackMs' in one ? [one.ackMs] : [])).sort((one, other) => one - other);
}

function at(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

function tell(name: string, sorted: readonly number[]): void {
  const [median, p99, worst] = [at(sorted, 0.5), at(sorted, 0.99), at(sorted, 1)];
  console.log(
    `${name.padEnd(34)} ${sorted.length} clicks, ms: median ${median.toFixed(2)}, p99 ${p99.toFixed(2)}, worst ${worst.toFixed(1)}`,
  );
}

function residentMegabytes({ pid }: ChildProcess): number {
  const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Math.round(Number(kilobytes) / 1024);
}

function crowd(fake: FakeDiscord, size: number): Player[] {
  return Array.from({ length: size }, (_, index) => fake.as(`crowd-${index}`));
}

async function measureBare(): Promise<number[]> {
  await using fake = await createFakeDiscord();
  const bot = start('tests/bench/bare-bot.ts', [fake.token, fake.api, fake.home], {});
  await until('the bare bot', () => fake.channel(fake.home).messages.length > 0);
  const message = fake.channel(fake.home).messages[0]?.id ?? '';
  const people = crowd(fake, 50);
  const measured = await measure((turn) => (people[turn % people.length] as Player).press(message, 'Bare'));
  console.log(`bare discord.js: ${residentMegabytes(bot.process)} MB resident`);
  await bot.stop();
  return measured;
}

async function measurePythia(): Promise<number[]> {
  await using fake = await createFakeDiscord();
  const data = mkdtempSync(join(tmpdir(), 'pythia-bench-'));
  const bot = start('src/main.ts', [], {
    DISCORD_TOKEN: fake.token,
    DISCORD_API_URL: fake.api,
    DATA_DIR: data,
    PORT: '0',
    LOG_LEVEL: 'warn',
    CURRICULUM_DIR: process.env['CURRICULUM_DIR'] ?? '',
    ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }),
  });
  await until('registering commands', () => fake.commands.length > 0);
  const organiser = fake.as('organiser', { manages: true });
  const tomorrow = Temporal.Now.plainDateISO().add({ days: 1 }).toString();
  const name = `Bench ${Date.now()}`;
  const days = 'Mon, Tue, Wed, Thu, Fri, Sat, Sun';
  const preview = await organiser.command('cohort create', {
    name,
    start: tomorrow,
    days,
    time: '18:00',
    zone: 'UTC',
    channel: fake.home,
  });
  if (preview.kind !== 'message') throw new Error('no preview');
  await organiser.press(preview, 'Create the cohort');
  const announcement = fake.channel(fake.home).messages[0]?.id ?? '';
  const people = crowd(fake, 50);
  for (const person of people) await person.press(announcement, 'Join');
  await organiser.command('quiz post', { session: '1' });
  await until('the round', () =>
    fake.channel(fake.home).messages.some(({ buttons }) => buttons.some(({ label }) => label === 'Start')),
  );
  const round =
    fake.channel(fake.home).messages.find(({ buttons }) => buttons.some(({ label }) => label === 'Start'))?.id ?? '';
  const questions = await Promise.all(people.map((person) => person.press(round, 'Start')));

  // By turns: one opens the question, the next presses what their first private message offers: a letter, or Submit.
  const measured = await measure(async (turn) => {
    const index = Math.floor(turn / 2) % people.length;
    const person = people[index] as Player;
    const question = questions[index];
    if (turn % 2 === 0 || question?.kind !== 'message') return person.press(round, 'Start');
    const shown = person.sees().find(({ id }) => id === question.id);
    const offered = shown?.buttons.filter(({ label, disabled }) => !disabled && /^([A-F]|Submit)$/.test(label)) ?? [];
    const pressed = offered.find(({ label }) => label === 'Submit') ?? offered[turn % Math.max(offered.length, 1)];
    return pressed === undefined ? person.press(round, 'Start') : person.press(question, pressed.customId);
  });
  console.log(
    `Pythia: ${residentMegabytes(bot.process)} MB resident, ${databaseUrl === undefined ? 'embedded database' : 'Postgres'}`,
  );
  await bot.stop();
  rmSync(data, { recursive: true, force: true });
  return measured;
}

console.log(`${rate} clicks/s for ${seconds} s each, against the fake Discord`);
const bare = await measureBare();
const pythia = await measurePythia();
tell('bare discord.js reply', bare);
tell('Pythia, questions and answers', pythia);
console.log(
  `ratio of medians ${(at(pythia, 0.5) / at(bare, 0.5)).toFixed(2)}, of p99 ${(at(pythia, 0.99) / at(bare, 0.99)).toFixed(2)}`,
);
process.exit(0);
