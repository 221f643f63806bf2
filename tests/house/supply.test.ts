import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const read = (file: string) => JSON.parse(readFileSync(join(root, file), 'utf8'));
const packages = Object.entries<Record<string, unknown>>(read('package-lock.json').packages).filter(
  ([path]) => path !== '',
);

it('runs no install script: what has one is for development and denied', () => {
  const scripted = packages.filter(([, { hasInstallScript }]) => hasInstallScript === true);
  const denied = Object.entries(read('package.json').allowScripts).filter(([, isAllowed]) => isAllowed === false);
  const names = denied.map(([name]) => name);
  for (const [path, { dev }] of scripted) {
    expect([path, dev, names.some((name) => path.endsWith(`node_modules/${name}`))]).toEqual([path, true, true]);
  }
  expect(Object.values(read('package.json').allowScripts)).not.toContain(true);
});

it('has the hash of every package in the lock file', () => {
  expect(packages.filter(([, { integrity }]) => !/^sha512-/.test(String(integrity))).map(([path]) => path)).toEqual([]);
});

it('has no package with a licence that nobody agreed to', () => {
  expect(execFileSync(process.execPath, ['src/authoring/licences.ts'], { cwd: root, encoding: 'utf8' })).toContain(
    'MIT',
  );
});
