import { type ChildProcess, spawn } from 'node:child_process';
import type { Limits } from './engine.ts';

/** What became of a process of the machine. */
interface Ended {
  /** Why it was ended from outside, if it was, or that it ended by a signal. */
  stopped: 'timed-out' | 'flooded' | 'crashed' | undefined;
  code: number;
  stdout: string;
  stderr: string;
}

/**
 * Runs a program of the machine in a folder. Everything it started ends with it. Without an environment of its own it gets ours.
 * Rejects when it can't be started.
 */
export function runChild(
  command: string,
  args: readonly string[],
  { folder, env, limits }: { folder: string; env?: Readonly<Record<string, string>>; limits: Limits },
): Promise<Ended> {
  const { promise, resolve, reject } = Promise.withResolvers<Ended>();
  const child = spawn(command, args, {
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own, so that everything a program started ends with it.
    detached: true,
  });
  let stopped: 'timed-out' | 'flooded' | undefined;
  function stop(why: 'timed-out' | 'flooded'): void {
    stopped ??= why;
    kill(child);
  }
  const timer = setTimeout(stop, limits.seconds * 1000, 'timed-out');
  const texts = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (text: string) => {
      texts[stream] += text;
      if (texts[stream].length > limits.bytes) stop('flooded');
    });
  }
  child.on('error', reject);
  // Processes it left running hold the pipes open: end those first, and `close` follows.
  child.on('exit', () => kill(child));
  child.on('close', (code) => {
    clearTimeout(timer);
    resolve({ stopped: stopped ?? (code === null ? 'crashed' : undefined), code: code ?? 1, ...texts });
  });
  return promise;
}

/** Ends a program with all that it started. */
function kill(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // Windows has no groups, and elsewhere nothing of the group may be left.
    child.kill('SIGKILL');
  }
}
