import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { findPythons, NAMES } from '../../../src/python/native.ts';

const shared = join(import.meta.dirname, '../../../curriculum/scenarios/shared');
const pythons = await findPythons(NAMES);
const folder = mkdtempSync(join(tmpdir(), 'pythia-terminal-'));
afterAll(() => rmSync(folder, { recursive: true }));

const CAPTURE = `
import os, sys
sys.path.insert(0, ${JSON.stringify(shared)})
os.environ["PIP_INDEX_URL"] = "https://index.example/"
from terminal import Terminal
terminal = Terminal("program", "evidence")
terminal.write("typed.txt", terminal.type("cat greeting.txt; ls nowhere"), "", terminal.type("pwd; echo index $PIP_INDEX_URL"))
terminal.write("wide.txt", "  " + "abcdefghij" * 12 + "\\r\\nshort   ")
terminal.write("console.txt", terminal.console("total = base + 2", "total", "for i in range(2):", "    print(i)", "", setup="base = 40"))
terminal.write("python.txt", terminal.run("python3 -c 'import sys; print(sys.version_info[:2] == %r)'" % (sys.version_info[:2],)))
terminal.close()
print(os.path.exists(terminal.folder))
`;

function capture(executable: string) {
  mkdirSync(join(folder, 'program'));
  writeFileSync(join(folder, 'program/greeting.txt'), 'good morning\n');
  const { stderr, stdout, status } = spawnSync(executable, ['-B', '-c', CAPTURE], { cwd: folder, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  const evidence = join(folder, 'evidence');
  return {
    stdout,
    texts: new Map(readdirSync(evidence).map((name) => [name, readFileSync(join(evidence, name), 'utf8')])),
  };
}

describe.runIf(pythons.length > 0)('a terminal for capture.py', () => {
  const executable = pythons.at(-1)?.executable;
  const { texts, stdout } = executable === undefined ? { texts: new Map(), stdout: '' } : capture(executable);

  it('shows a command as typed, with both streams, and nothing of the machine', () => {
    expect(texts.get('typed.txt')?.split('\n')).toEqual([
      '$ cat greeting.txt; ls nowhere',
      'good morning',
      expect.stringMatching(/^ls: .*nowhere/),
      '',
      '$ pwd; echo index $PIP_INDEX_URL',
      '/srv/app',
      'index',
      '',
    ]);
  });

  it('folds what is wider than 79 columns, indents what follows, and loses nothing', () => {
    const rows = texts.get('wide.txt')?.split('\n') ?? [];
    expect(rows.map((row: string) => row.length)).toEqual([79, 49, 5, 0]);
    expect(rows[1]?.startsWith('      ')).toBe(true);
    expect(`${rows[0]}${rows[1]?.trimStart()}`.trim()).toBe('abcdefghij'.repeat(12));
  });

  it('shows a console’s lines with what each prints, after what is not shown', () => {
    expect(texts.get('console.txt')).toBe(
      '>>> total = base + 2\n>>> total\n42\n>>> for i in range(2):\n...     print(i)\n...\n0\n1\n',
    );
  });

  it('runs the Python that captures, and leaves no folder behind', () => {
    expect(texts.get('python.txt')).toBe('True\n');
    expect(stdout).toBe('False\n');
  });
});
