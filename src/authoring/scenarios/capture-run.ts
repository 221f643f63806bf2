import { cp, mkdir, mkdtemp, realpath } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { runChild } from '../../python/child.ts';
import type { Limits } from '../../python/engine.ts';
import type { Python } from '../../python/native.ts';
import type { Authored } from './authored.ts';
import { readEvidence } from './evidence-folder.ts';

/** Some let a program leak, wait or starve for minutes, as it would. */
const CAPTURE_LIMITS: Limits = { seconds: 600, bytes: 1024 * 1024 };

/**
 * For `env`, so that evidence is the same in whatever language and time zone its author works.
 * https://pubs.opengroup.org/onlinepubs/9799919799/utilities/env.html
 */
const SETTINGS = ['LANG=C.UTF-8', 'LC_ALL=C.UTF-8', 'TZ=UTC', 'NO_COLOR=1'];

/** What one run of a `capture.py` left. */
export interface CaptureRun {
  /** Where it ran; the caller removes it. */
  workspace: string;
  /** Where in it the evidence is. */
  evidence: string;
  /** What it wrote: name to bytes. */
  written: ReadonlyMap<string, Buffer>;
  /** What it said on standard error, line by line: which tools it missed. */
  said: readonly string[];
  /** Why its evidence is worth nothing, if it is. */
  failure: string | undefined;
}

/** Runs a scenario's `capture.py` in a copy of its folder, without the evidence that is there. */
export async function runCapture(
  { slug, directory }: Authored,
  python: Python,
  limits: Limits = CAPTURE_LIMITS,
): Promise<CaptureRun> {
  const workspace = await realpath(await mkdtemp(join(tmpdir(), 'pythia-capture-')));
  const folder = join(workspace, slug);
  await cp(directory, folder, { recursive: true, filter: (path) => isSource(directory, path) });
  await cp(join(dirname(directory), 'shared'), join(workspace, 'shared'), {
    recursive: true,
    filter: (path) => basename(path) !== '__pycache__',
  }).catch(ignoreMissing);
  const evidence = join(folder, 'evidence');
  await mkdir(evidence);
  const args = [...SETTINGS, python.executable, join(folder, 'capture.py'), join(folder, 'program'), evidence];
  const { stopped, code, stdout, stderr } = await runChild('env', args, { folder, limits });
  const written = readEvidence(evidence);
  const said = stderr.split('\n').filter((line) => line.trim() !== '');
  return {
    workspace,
    evidence,
    written,
    said,
    failure: explainFailure(stopped, code, said.length > 0 ? said : [stdout], limits),
  };
}

function isSource(directory: string, path: string): boolean {
  return basename(path) !== '__pycache__' && path !== join(directory, 'evidence');
}

function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error;
}

function explainFailure(
  stopped: Awaited<ReturnType<typeof runChild>>['stopped'],
  code: number,
  said: readonly string[],
  limits: Limits,
): string | undefined {
  switch (stopped) {
    case 'timed-out':
      return `does not come to an end in ${limits.seconds} seconds: bound all that it waits for`;
    case 'flooded':
      return 'prints without end: write evidence to files, and say on standard error only what is missing';
    case 'crashed':
      return 'was ended by a signal: let it end what it starts, and not itself';
    case undefined:
      return code === 0 ? undefined : `ends with exit code ${code}: ${said.at(-1)?.trim() || 'it does not say why'}`;
  }
}
