import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { type Program, startProgram } from '../../src/program/program.ts';
import {
  createFakeDiscord,
  type FakeDiscord,
  type Player,
  type Seen,
  type SeenMessage,
} from '../support/fake-discord/index.ts';

/** The whole program on Discord: the real client, a fake server, a database of its own. */

const directory = mkdtempSync(join(tmpdir(), 'pythia-on-discord-'));
let fake: FakeDiscord;
let program: Program;
const logged: string[] = [];

beforeAll(async () => {
  fake = await createFakeDiscord();
  program = await start('2027-03-01T09:00:00Z');
});
afterAll(async () => {
  await program.stop();
  await fake.close();
  rmSync(directory, { recursive: true, force: true });
});

async function start(now?: string): Promise<Program> {
  const environment = {
    DISCORD_TOKEN: fake.token,
    DISCORD_API_URL: fake.api,
    DATA_DIR: directory,
    PORT: '0',
    ...(now === undefined ? {} : { PYTHIA_NOW: now }),
  };
  const log = pino({ level: 'info' }, { write: (line) => void logged.push(line) });
  return startProgram(readConfig(environment), log);
}

function messageOf(seen: Seen): SeenMessage {
  if (seen.kind !== 'message') throw new Error(`no message: ${JSON.stringify(seen)}`);
  return seen;
}

const home = () => fake.channel(fake.home).messages;

it('shows the dates, creates the cohort when confirmed, and lets people join', async () => {
  const organiser = fake.as('olga', { manages: true, nick: 'Olga' });
  const zones = await organiser.complete('cohort create', 'zone', 'new york');
  expect(zones).toMatchObject({ kind: 'choices', choices: [{ value: 'America/New_York' }] });
  const preview = messageOf(
    await organiser.command('cohort create', {
      name: 'Spring @everyone',
      start: '2027-03-02',
      days: 'Tue, Thu',
      time: '18:00',
      zone: 'Europe/Prague',
      channel: fake.home,
      capacity: 2,
    }),
  );
  expect(preview.ephemeral).toBe(true);
  expect(preview.text.match(/^\d+\. <t:\d+:F>/gm)).toHaveLength(12);
  const confirmed = messageOf(await organiser.press(preview, 'Create the cohort'));
  expect(confirmed.updated).toBe(true);
  const refused = messageOf(await fake.as('lena').command('organise pause'));
  expect(refused).toMatchObject({ ephemeral: true, text: expect.stringContaining('for organisers') });
  for (const name of ['lena', 'milo']) {
    const joined = messageOf(await fake.as(name, { nick: name }).press(home()[0]?.id ?? '', 'Join'));
    expect(joined.text).toContain('Welcome to');
  }
  const third = messageOf(await fake.as('nora').press(home()[0]?.id ?? '', 'Join'));
  expect(third.text).toContain('number 1 on the waiting list');
});

it('opens a round, takes private answers after a restart, and forgets nothing', async () => {
  const mentor = fake.as('olga', { manages: true });
  await mentor.command('quiz post', { session: '1' });
  await expect.poll(() => home().some(({ buttons }) => buttons.some(({ label }) => label === 'Start'))).toBe(true);
  const round = home().find(({ buttons }) => buttons.some(({ label }) => label === 'Start'))?.id ?? '';
  await program.stop();
  program = await start('2027-03-01T09:05:00Z');
  const lena = fake.as('lena', { nick: 'lena' });
  await answerAll(lena, messageOf(await lena.press(round, 'Start')));
  await expect
    .poll(() => fake.channel(fake.home).messages.find(({ id }) => id === round)?.text, { timeout: 15_000 })
    .toMatch(/Finished\W+1/);
  expect(home().filter(({ text }) => text.includes('Round ·') && text.includes('Finished'))).toHaveLength(1);
});

it('closes the round when its time has come, late or not, and posts what else was missed once', async () => {
  await program.stop();
  program = await start('2027-03-02T18:00:00Z');
  await expect.poll(() => home().some(({ text }) => text.includes('took part')), { timeout: 20_000 }).toBe(true);
  await expect
    .poll(() => home().some(({ text }) => text.includes('the thread is below')), { timeout: 20_000 })
    .toBe(true);
  const texts = home().map(({ text }) => text);
  expect(texts.filter((text) => text.includes('the thread is below'))).toHaveLength(1);
  // It came back after the session's start: pre-work and the reminder are of no use any more.
  expect(texts.filter((text) => text.includes('begins soon'))).toHaveLength(0);
  const board = messageOf(await fake.as('lena', { nick: 'lena' }).command('leaderboard'));
  expect(board.text).toContain('the whole cohort');
  expect(logged.join('\n')).not.toContain(fake.token);
  expect(logged.filter((line) => JSON.parse(line).level >= 50)).toEqual([]);
});

async function answerAll(player: Player, first: SeenMessage): Promise<void> {
  let shown = first;
  for (let step = 0; step < 60; step += 1) {
    if (shown.text.includes('You are done')) return;
    const enabled = shown.buttons.filter(({ disabled }) => !disabled).map(({ label }) => label);
    const next =
      ['Submit', 'Answer'].find((label) => enabled.includes(label)) ?? enabled.find((label) => /^[A-F]$/.test(label));
    if (next === undefined) throw new Error(`nothing to press in:\n${shown.text}`);
    const seen = await player.press(shown, next);
    shown = messageOf(seen.kind === 'modal' ? await player.submit(seen, { answer: '42' }) : seen);
  }
  throw new Error('the round never ended');
}
