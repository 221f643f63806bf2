import type { Run } from './engine.ts';

/** What an exit code and the two outputs say of a program. `stopped` is why it was ended from outside, if it was. */
export function describeRun(
  stopped: 'timed-out' | 'flooded' | 'crashed' | undefined,
  code: number,
  stdout: string,
  stderr: string,
): Run {
  if (stopped !== undefined) return { outcome: stopped, stdout };
  if (code === 0) return { outcome: 'ended', stdout };
  const error = readError(stderr);
  return error === undefined ? { outcome: 'exited', stdout, code } : { outcome: 'raised', stdout, code, error };
}

/**
 * The exception that ended a program, read from what Python wrote to standard error. Undefined when none did.
 * Tracebacks that ended only a thread or a finaliser stand there too and are passed over.
 */
export function readError(stderr: string): { type: string; message: string } | undefined {
  let found: { type: string; message: string } | undefined;
  let isIgnored = false;
  let isInTrace = false;
  for (const line of stderr.replaceAll('\r\n', '\n').split('\n')) {
    if (/^(Exception ignored|Exception in thread)/.test(line)) isIgnored = true;
    // A syntax error has a place and no traceback.
    if (/^ {2}(?:\| {3})?File "/.test(line)) isInTrace = true;
    if (!isInTrace) continue;
    const match = /^(?: {2}\| )?((?:[A-Za-z_][\w<>]*\.)*[A-Za-z_]\w*)(?:: (.*))?$/.exec(line);
    if (match?.[1] === undefined) continue;
    if (!isIgnored) found = { type: match[1].split('.').at(-1) ?? match[1], message: match[2] ?? '' };
    isInTrace = false;
    isIgnored = false;
  }
  return found;
}
