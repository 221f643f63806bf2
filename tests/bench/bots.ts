import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFakeDiscord, type FakeDiscord, type Player, type Seen } from '../support/fake-discord/index.ts';

export const root = join(import.meta.dirname, '..', '..');

/** What `npm start` gives Node; both bots get the same. */
export const flags = (
  JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: { start: string } }
).scripts.start
  .split(' ')
  .filter((word) => word.startsWith('--'));

/** A bot as a process of its own, and what people do with it. */
export interface Bench {
  fake: FakeDiscord;
  /** One click after the other of many people: the same `turn` is the same click. */
  click(turn: number): Promise<Seen>;
  /** Seconds of processor time that the process has used. */
  cpuSeconds(): number;
  residentMegabytes(): number;
  stop(): Promise<void>;
}

/** How many people click by turns; as many as are in flight at once, and more. */
const PEOPLE = 100;

export async function until(what: string, isSo: () => boolean): Promise<void> {
  const deadline = performance.now() + 60_000;
  while (!isSo()) {
    if (performance.now() > deadline) throw new Error(`${what} did not happen within a minute`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

export function start(script: string, args: string[], environment: Record<string, string>) {
  const env = {
    PATH: process.env['PATH'] ?? '',
    NODE_OPTIONS: process.env['BENCH_NODE_OPTIONS'] ?? '',
    ...environment,
  };
  const stdio = ['ignore', 'inherit', 'inherit'] as const;
  const child = spawn(process.execPath, [...flags, join(root, script), ...args], { env, stdio: [...stdio] });
  return {
    cpuSeconds() {
      const fields = readFileSync(`/proc/${child.pid}/stat`, 'utf8')
        .replace(/^.*\) /s, '')
        .split(' ');
      return (Number(fields[11]) + Number(fields[12])) / 100;
    },
    residentMegabytes() {
      const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1];
      return Math.round(Number(kilobytes) / 1024);
    },
    async end() {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
    },
  };
}

function crowd(fake: FakeDiscord): Player[] {
  return Array.from({ length: PEOPLE }, (_, index) => fake.as(`crowd-${index}`));
}

/** A bare discord.js that keeps each click with one insert, where there is a Postgres. */
export async function startBare(database: string | undefined): Promise<Bench> {
  const fake = await createFakeDiscord({ patienceMs: 60_000, deadlineMs: 60_000 });
  const bot = start('tests/bench/bare-bot.ts', [fake.token, fake.api, fake.home, database ?? ''], {});
  await until('the bare bot', () => fake.channel(fake.home).messages.length > 0);
  const message = fake.channel(fake.home).messages[0]?.id ?? '';
  const people = crowd(fake);
  return {
    ...bot,
    fake,
    click: (turn) => (people[turn % people.length] as Player).press(message, 'Bare'),
    async stop() {
      await bot.end();
      await fake.close();
    },
  };
}

/** Pythia that serves Discord, and nobody does anything. */
export async function startIdle(database: string | undefined): Promise<Omit<Bench, 'click'>> {
  const fake = await createFakeDiscord({ patienceMs: 60_000, deadlineMs: 60_000 });
  const data = mkdtempSync(join(tmpdir(), 'pythia-bench-'));
  const bot = start('src/main.ts', [], {
    DISCORD_TOKEN: fake.token,
    DISCORD_API_URL: fake.api,
    DATA_DIR: data,
    PORT: '0',
    LOG_LEVEL: 'warn',
    ...(database === undefined ? {} : { DATABASE_URL: database }),
  });
  await until('registering commands', () => fake.commands.length > 0);
  return {
    ...bot,
    fake,
    async stop() {
      await bot.end();
      await fake.close();
      rmSync(data, { recursive: true, force: true });
    },
  };
}

/**
 * Pythia with a cohort of a hundred in the middle of a round that stays open: one click opens a question, the next one answers
 * it, and once all are answered the same goes on with changed answers.
 */
export async function startPythia(database: string | undefined): Promise<Bench> {
  const bot = await startIdle(database);
  const { fake } = bot;
  const { round, people } = await openRound(fake);
  const questions = await Promise.all(people.map((person) => person.press(round, 'Start')));
  return {
    ...bot,
    click(turn) {
      const index = turn % people.length;
      const person = people[index] as Player;
      const question = questions[index];
      if (question?.kind !== 'message') throw new Error(`no question: ${JSON.stringify(question)}`);
      const { buttons = [], selects = [] } = fake.message(question.id) ?? {};
      const letters = buttons.filter(({ label, disabled }) => !disabled && /^([A-F]|Submit)$/.test(label));
      const pressed = letters.find(({ label }) => label === 'Submit') ?? letters[turn % Math.max(letters.length, 1)];
      if (pressed !== undefined) return person.press(question, pressed.customId);
      const [list] = selects;
      if (list === undefined) return person.press(question, 'All questions');
      const chosen = list.options[Math.floor(turn / people.length) % list.options.length];
      return person.choose(question, chosen?.value ?? '');
    },
  };
}

async function openRound(fake: FakeDiscord): Promise<{ round: string; people: Player[] }> {
  const organiser = fake.as('organiser', { manages: true });
  const start = Temporal.Now.plainDateISO().add({ days: 1 }).toString();
  const days = 'Mon, Tue, Wed, Thu, Fri, Sat, Sun';
  const options = { name: `Bench ${Date.now()}`, start, days, time: '18:00', zone: 'UTC', channel: fake.home };
  const preview = await organiser.command('cohort create', { ...options, capacity: PEOPLE });
  if (preview.kind !== 'message') throw new Error(`no preview: ${JSON.stringify(preview)}`);
  await organiser.press(preview, 'Create the cohort');
  const announcement = fake.channel(fake.home).messages[0]?.id ?? '';
  const people = crowd(fake);
  for (const person of people) await person.press(announcement, 'Join');
  await organiser.command('quiz post', { session: '1' });
  const find = () =>
    fake.channel(fake.home).messages.find(({ buttons }) => buttons.some(({ label }) => label === 'Start'));
  await until('the round', () => find() !== undefined);
  return { round: find()?.id ?? '', people };
}
