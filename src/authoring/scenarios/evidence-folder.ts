import { readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

/** What the tools write beside the evidence: where it came from. */
const CAPTURED = 'captured.json';

const captured = z.strictObject({
  /** What ran the program in the last capture, like `CPython 3.13.0`. */
  python: z.string(),
  /** The tools that it ran, with their versions. */
  tools: z.record(z.string(), z.string()),
  /** What came from that capture. */
  files: z.array(z.string()),
  /** What an earlier one wrote and that one could not, because a tool was missing: file to what it came from. */
  kept: z.record(z.string(), z.string()),
});

/** `evidence/captured.json`. */
export type Captured = z.output<typeof captured>;

/** The files of an evidence folder by name, or none where there is no such folder. */
export function readEvidence(folder: string): Map<string, Buffer> {
  try {
    const names = readdirSync(folder).filter((name) => name !== CAPTURED && !name.startsWith('.'));
    return new Map(names.sort().map((name) => [name, readFileSync(join(folder, name))]));
  } catch {
    return new Map();
  }
}

/** Undefined when nothing was captured before, or when it can't be read. */
export function readCaptured(folder: string): Captured | undefined {
  try {
    return captured.safeParse(JSON.parse(readFileSync(join(folder, CAPTURED), 'utf8'))).data;
  } catch {
    return undefined;
  }
}

/** Where one recorded file came from, in words. */
export function originOf(name: string, before: Captured | undefined): string {
  if (before === undefined) return 'a capture by hand';
  const kept = before.kept[name];
  if (kept !== undefined) return kept;
  if (!before.files.includes(name)) return 'a capture by hand';
  return [before.python, ...Object.entries(before.tools).map(([tool, version]) => `${tool} ${version}`)].join(', ');
}

/** Puts these files in the place of all that was there, and as good as at once: a killed command leaves the old or the new. */
export async function replaceEvidence(
  folder: string,
  files: ReadonlyMap<string, Uint8Array>,
  about: Captured,
): Promise<void> {
  const next = `${folder}.new`;
  const last = `${folder}.old`;
  for (const left of [next, last]) rmSync(left, { recursive: true, force: true });
  await mkdir(next, { recursive: true });
  for (const [name, bytes] of files) await writeFile(join(next, name), bytes);
  await writeFile(join(next, CAPTURED), `${JSON.stringify(about, undefined, 2)}\n`);
  if (isThere(folder)) renameSync(folder, last);
  renameSync(next, folder);
  rmSync(last, { recursive: true, force: true });
}

function isThere(folder: string): boolean {
  try {
    readdirSync(folder);
    return true;
  } catch {
    return false;
  }
}
