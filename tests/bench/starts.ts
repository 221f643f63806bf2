import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findFreePort } from '../support/postgres/server.ts';
import { flags, root } from './bots.ts';
import { tell } from './lines.ts';

/** How long a process has to come to rest after its start. */
const REST_MILLISECONDS = 5000;

interface Started {
  seconds: number;
  /** Of processor time until then: what a busy machine does not stretch as much. */
  cpuSeconds: number;
  residentMegabytes: number;
}

/** How long `npm start` takes until its page answers, the first time and the second, on the embedded database; and what it holds then. */
export async function measureStarts(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'pythia-start-'));
  try {
    const first = await start(folder);
    const second = await start(folder);
    tellStart('first start until the page answers', first, 3);
    tellStart('second start until the page answers', second, 1.5);
    for (const [which, { residentMegabytes }] of Object.entries({ first, second })) {
      tell({
        what: `resident memory, embedded, after a ${which} start`,
        value: `${residentMegabytes} MB`,
        goal: '<= 350 MB',
        isMet: residentMegabytes <= 350,
      });
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function tellStart(what: string, { seconds, cpuSeconds }: Started, goal: number): void {
  const note = `${cpuSeconds.toFixed(2)} s of processor time`;
  tell({ what, value: `${seconds.toFixed(2)} s`, goal: `<= ${goal} s`, isMet: seconds <= goal, note });
}

async function start(folder: string): Promise<Started> {
  const port = await findFreePort();
  const env = { PATH: process.env['PATH'] ?? '', DATA_DIR: folder, PORT: String(port) };
  const begun = performance.now();
  const child = spawn(process.execPath, [...flags, join(root, 'src/main.ts')], {
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  try {
    while (!(await answers(port))) {
      if (performance.now() - begun > 60_000) throw new Error('no page within a minute');
      await sleep(20);
    }
    const seconds = (performance.now() - begun) / 1000;
    const cpuSeconds = cpuSecondsOf(child);
    await sleep(REST_MILLISECONDS);
    return { seconds, cpuSeconds, residentMegabytes: residentOf(child) };
  } finally {
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await ended;
  }
}

async function answers(port: number): Promise<boolean> {
  try {
    const page = await fetch(`http://127.0.0.1:${port}/`);
    return page.ok && (await page.text()).includes('<html');
  } catch {
    return false;
  }
}

function residentOf({ pid }: ChildProcess): number {
  const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Math.round(Number(kilobytes) / 1024);
}

function cpuSecondsOf({ pid }: ChildProcess): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}
