import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readWords } from '../../src/adapters/playground/html.ts';
import { readConfig } from '../../src/config.ts';
import { type Program, startProgram } from '../../src/program/program.ts';

/** The demo lived through by pressing nothing but the clock. */

interface Shown {
  html: string;
  author: string | null;
}

const directory = mkdtempSync(join(tmpdir(), 'pythia-people-'));
let program: Program;

function start(): Promise<Program> {
  const { CURRICULUM_DIR } = process.env;
  const config = readConfig({ CURRICULUM_DIR, DATA_DIR: directory, PORT: '0', PYTHIA_NOW: '2027-03-01T09:00:00Z' });
  return startProgram(config, pino({ level: 'silent' }), { isPeopled: true });
}

beforeAll(async () => {
  program = await start();
});

afterAll(async () => {
  await program.stop();
  rmSync(directory, { recursive: true, force: true });
});

async function get<Body>(path: string): Promise<Body> {
  const response = await fetch(`${program.url}${path}`);
  return (await response.json()) as Body;
}

async function read(channel: string): Promise<(Shown & { words: string })[]> {
  const { messages } = await get<{ messages: Shown[] }>(`/api/messages?channel=${channel}&persona=organiser`);
  return messages.map((message) => ({ ...message, words: readWords(message.html) }));
}

async function post(path: string, body: object): Promise<number> {
  const response = await fetch(`${program.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return response.status;
}

it('announces the cohort before anything else', async () => {
  const [first] = await read('demo-cohort');
  expect(first?.words).toContain('Demo cohort begins');
});

it('has rounds answered, a question asked and answered, and says all of it in the open', async () => {
  await program.travelTo(Temporal.Instant.from('2027-03-04T12:00:00Z'));
  const home = await read('demo-cohort');
  const words = home.map((message) => message.words).join('\n');
  expect(words).toMatch(/[2-4] (of \d+ )?(person|people)?\s*took part/);
  expect(words).toMatch(/Ines Carvalho|Tomas Novotny|Wanjiru Kamau|Yuki Mori/);
  expect(words).toContain('A question, answered');
  const { channels } = await get<{ channels: { id: string; kind: string }[] }>('/api/state?persona=organiser');
  const threads = await Promise.all(channels.filter(({ kind }) => kind === 'thread').map(({ id }) => read(id)));
  const said = threads.flat().filter(({ author }) => author !== null);
  expect(said.map(({ author }) => author)).toContain('paul');
  expect(said.length).toBe(2);
}, 60_000);

it('is silent when it is told to be, to the end of the course, and that is kept', async () => {
  expect(await post('/api/extras', { isOn: false })).toBe(200);
  const before = (await read('demo-cohort')).length;
  await program.travelTo(Temporal.Instant.from('2027-03-06T20:00:00Z'));
  const later = (await read('demo-cohort')).slice(before);
  expect(later.map(({ words }) => words).join('\n')).not.toMatch(/Ines|Tomas|Wanjiru|Yuki/);
  await program.travelTo(Temporal.Instant.from('2027-06-01T12:00:00Z'));
  expect((await get<{ clock: unknown }>('/api/state')).clock).toMatchObject({ next: null, rest: 'The course is over' });
  await program.stop();
  program = await start();
  expect((await get<{ extras: unknown }>('/api/state')).extras).toEqual({ isOn: false });
}, 60_000);
