import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

/** The program as a process: started, killed, started again, told to stop. */

const root = join(import.meta.dirname, '..', '..');
const directory = mkdtempSync(join(tmpdir(), 'pythia-process-'));
const running = new Set<ChildProcess>();

afterAll(() => {
  for (const child of running) child.kill('SIGKILL');
  rmSync(directory, { recursive: true, force: true });
});

interface Run {
  child: ChildProcess;
  /** Everything that was printed so far. */
  printed(): string;
  exit: Promise<number | null>;
  url(): Promise<string>;
}

function run(environment: Record<string, string>): Run {
  const env = { PATH: process.env['PATH'] ?? '', PORT: '0', DATA_DIR: directory, ...environment };
  const child = spawn(process.execPath, ['src/main.ts'], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
  running.add(child);
  let printed = '';
  child.stdout.on('data', (chunk) => (printed += chunk));
  child.stderr.on('data', (chunk) => (printed += chunk));
  const exit = new Promise<number | null>((resolve) => child.once('exit', resolve));
  void exit.then(() => running.delete(child));
  const url = async () => {
    await expect.poll(() => printed, { timeout: 60_000 }).toMatch(/http:\S+/);
    return /http:\S+/.exec(printed)?.[0] ?? '';
  };
  return { child, printed: () => printed, exit, url };
}

async function post(url: string, path: string, body: object): Promise<Response> {
  return fetch(url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ id: crypto.randomUUID(), ...body }),
  });
}

async function read(url: string, channel: string): Promise<string[]> {
  const response = await fetch(`${url}/api/messages?channel=${channel}&persona=learner-1`);
  const { messages } = (await response.json()) as { messages: { html: string }[] };
  return messages.map(({ html }) => html);
}

describe('the program as a process', () => {
  it('says everything that is wrong with its configuration, and exits with 2', async () => {
    const { exit, printed } = run({ PORT: 'many', LOG_LEVEL: 'loud' });
    expect(await exit).toBe(2);
    expect(printed()).toContain('- PORT must be a port');
    expect(printed()).toContain('- LOG_LEVEL must be one of');
    const lost = run({ CURRICULUM_DIR: '/nowhere' });
    expect(await lost.exit).toBe(2);
  });

  it('loses nothing and posts nothing twice when it is killed, refuses a second process, and ends on SIGTERM', async () => {
    const first = run({});
    const url = await first.url();
    expect(first.printed().trim().split('\n')).toHaveLength(1);
    await expect.poll(() => read(url, 'demo-cohort').then(({ length }) => length), { timeout: 20_000 }).toBe(2);

    const second = run({});
    expect(await second.exit).toBe(1);
    expect(second.printed()).toContain('another process already uses');

    // Time is moved to the reminder, an RSVP is given, and the process is killed while it goes on to the session's start.
    expect((await post(url, '/api/clock', { move: 'next' })).status).toBe(200);
    expect((await read(url, 'demo-cohort')).at(-1)).toContain('begins soon');
    await post(url, '/api/command', { persona: 'learner-1', channel: 'demo-cohort', command: 'schedule', options: {} });
    const moving = post(url, '/api/clock', { move: 'next' }).catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, 30));
    first.child.kill('SIGKILL');
    await first.exit;
    await moving;

    const again = run({});
    const newUrl = await again.url();
    const state = (await (await fetch(`${newUrl}/api/state?persona=learner-1`)).json()) as { clock: { now: string } };
    expect(
      Temporal.Instant.compare(Temporal.Instant.from(state.clock.now), Temporal.Now.instant().add({ hours: 4 })),
    ).toBe(1);
    await post(newUrl, '/api/clock', { move: 'hour' });
    await post(newUrl, '/api/clock', { move: 'hour' });
    const messages = await read(newUrl, 'demo-cohort');
    const count = (words: string) => messages.filter((html) => html.includes(words)).length;
    expect([count('Demo cohort begins'), count('begins soon'), count('the thread is below')]).toEqual([1, 1, 1]);
    expect((await fetch(`${newUrl}/health`)).status).toBe(200);

    const asked = performance.now();
    again.child.kill('SIGTERM');
    expect(await again.exit).toBe(0);
    expect(performance.now() - asked).toBeLessThan(10_000);
  }, 120_000);
});
