import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { type BreakIt, file, HEALED, writeCurriculum } from './builder.ts';

const main = join(import.meta.dirname, '../../../src/authoring/scenarios/prove.ts');
const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

function prove(breakIt: BreakIt, ...options: string[]) {
  const folder = writeCurriculum(breakIt);
  folders.push(folder);
  return spawnSync(process.execPath, [main, '--embedded', '--cache', join(folder, '.cache'), ...options], {
    encoding: 'utf8',
    env: { CURRICULUM_DIR: folder },
  });
}

it('ends with 1 when a run contradicts a scenario, and names the program and what its check saw', () => {
  const { stdout, status } = prove((data, sources) => {
    data.python = '==3.12';
    sources[file('fixes/copied/shop/basket.py')] = HEALED;
  });
  expect(stdout).toContain(
    `${file('check.py')}\n  fixes/copied: is a wrong fix, but the check says healthy; it saw: one thing in each of two baskets (on CPython 3.12 `,
  );
  expect(stdout).toMatch(/ {2}fixes\/copied {3}contradicts the scenario\n {2}fixes\/healed {3}healthy: one thing/);
  expect(status).toBe(1);
}, 60_000);

it('ends with 2 when nothing could be run, and says what is missing', () => {
  const { stdout, status } = prove((data) => {
    data.requires = ['threads', 'processes'];
  }, 'stuck-pool');
  expect(stdout).toMatch(/not run: CPython 3\.14 \(pyodide .*\) has no threads and no processes\n/);
  expect(stdout).toContain('1 scenario: 0 proven by running, 1 not proven for want of a Python, 0 wrong');
  expect(status).toBe(2);
});

it('ends with 1 when a fix changes nothing, or when the file can’t be read', () => {
  const unread = prove((data) => {
    data.requires = ['threads'];
    data.symptom = 'sadness';
  });
  expect(unread.stdout).toContain(`${file('scenario.yaml')}\n  symptom: is "sadness": write hang or growth or`);
  expect(unread.status).toBe(1);
  const idle = prove((data, sources) => {
    data.requires = ['threads'];
    sources[file('fixes/copied/shop/basket.py')] = sources[file('program/shop/basket.py')];
  });
  expect(idle.stdout).toContain('fixes[0]: changes nothing in program');
  expect(idle.status).toBe(1);
});

it('says which folders are no scenarios yet, and which names are none', () => {
  const { stdout, status } = prove((_, sources) => delete sources[file('scenario.yaml')]);
  expect(stdout).toContain('Without a scenario.yaml yet, and not run: stuck-pool\n');
  expect(status).toBe(2);
  const unknown = prove(() => {}, 'no-such-scenario');
  expect(unknown.stderr).toBe('no-such-scenario is no scenario: write the name of a folder in scenarios\n');
  expect(unknown.status).toBe(2);
});
