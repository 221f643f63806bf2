import { execFileSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { IMAGE_FILES, listImages } from '../../src/authoring/images.ts';

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

it('names every base image by its digest, and the same one everywhere', () => {
  const images = IMAGE_FILES.flatMap((file) => listImages(readFileSync(join(root, file), 'utf8')));
  expect(images.map(({ name }) => name).sort()).toEqual(['node', 'postgres', 'postgres']);
  expect(images.filter(({ digest }) => digest === undefined)).toEqual([]);
  const digests = new Set(images.map(({ name, tag, digest }) => `${name}:${tag}@${digest}`));
  expect(digests.size).toBe(2);
  const others = globSync(['Dockerfile*', '*.yaml', 'deploy/*.yaml'], { cwd: root }).filter(
    (file) => !IMAGE_FILES.some((known) => known === file),
  );
  expect(others.filter((file) => listImages(readFileSync(join(root, file), 'utf8')).length > 0)).toEqual([]);
});

it('names every step of a workflow that is not ours by its commit', () => {
  const files = globSync('.github/workflows/*.yml', { cwd: root });
  const used = files.flatMap((file) => readFileSync(join(root, file), 'utf8').match(/uses: \S+/g) ?? []);
  expect(used.length).toBeGreaterThan(1);
  expect(used.filter((one) => !/@[0-9a-f]{40}$/.test(one))).toEqual([]);
});
