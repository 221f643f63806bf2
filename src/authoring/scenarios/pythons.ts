import { execFile } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { promisify } from 'node:util';
import { takesPython } from '../../curriculum/python-range.ts';
import { findPythons, NAMES, type Python } from '../../python/native.ts';
import { mentions } from './tools.ts';

/** Every CPython on the path, also those that others of the same name stand before; or those that are named. */
export async function findCapturing(named: readonly string[]): Promise<Python[]> {
  return named.length > 0 ? findPythons(named, named) : findPythons(await findCommands());
}

/** Where on the path each name stands, all places of it. */
async function findCommands(): Promise<readonly string[]> {
  // Names that are nowhere make it fail, yet its output has the others.
  const ran = promisify(execFile)('which', ['-a', ...NAMES]).catch((error: { stdout?: string }) => error);
  const { stdout = '' } = await ran;
  const places = stdout.split('\n').filter((line) => line !== '');
  return places.length > 0 ? places : NAMES;
}

/** The Python that a capture runs on: in range, one that gdb can read if the capture asks gdb, else the newest. */
export function choosePython(pythons: readonly Python[], range: string, script: string): Python | undefined {
  const inRange = pythons.filter(({ version }) => takesPython(range, version));
  const readable = mentions(script, 'gdb') ? inRange.filter(isReadByGdb) : [];
  return readable.at(-1) ?? inRange.at(-1);
}

/** Whether gdb loads `py-bt` for it. https://sourceware.org/gdb/current/onlinedocs/gdb.html/objfile_002dgdbdotext-file.html */
function isReadByGdb({ executable }: Python): boolean {
  return existsSync(`/usr/share/gdb/auto-load${realpathSync(executable)}-gdb.py`);
}
