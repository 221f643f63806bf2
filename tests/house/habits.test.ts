import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parse } from 'yaml';

const root = join(import.meta.dirname, '..', '..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const manifest = JSON.parse(read('package.json'));

it('has one version, the newest of the changelog', () => {
  const [, newest] = /^## (\d+\.\d+\.\d+)$/m.exec(read('CHANGELOG.md')) ?? [];
  expect(manifest.version).toBe(newest);
  expect(JSON.parse(read('package-lock.json')).version).toBe(newest);
});

it('pins every dependency exactly', () => {
  const kinds = ['dependencies', 'devDependencies', 'optionalDependencies'];
  const versions = kinds.flatMap((kind) => Object.entries<string>(manifest[kind]));
  expect(versions.length).toBeGreaterThan(20);
  expect(versions.filter(([, version]) => !/^(npm:[@\w/-]+@)?\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);
});

it('asks a public host for nothing but .ci/run', () => {
  const { jobs } = parse(read('.github/workflows/ci.yml'));
  expect(Object.keys(jobs)).toEqual(['run']);
  const commands = jobs.run.steps.flatMap((step: { run?: string }) => step.run ?? []);
  expect(commands).toEqual([expect.stringMatching(/^(sudo env "PATH=\$PATH" CI=true )?\.ci\/run$/)]);
});

it('keeps dependencies moving, and says how to report a vulnerability and who answers', () => {
  const { updates } = parse(read('.github/dependabot.yml'));
  const ecosystems = updates.map((update: Record<string, unknown>) => update['package-ecosystem']);
  expect(ecosystems).toContain('npm');
  for (const file of ['SECURITY.md', '.github/CODEOWNERS', '.github/pull_request_template.md', '.editorconfig']) {
    expect(existsSync(join(root, file)), file).toBe(true);
  }
});

it('checks evidence, programs and fixes out byte for byte, on every system', () => {
  const paths = ['evidence/log.txt', 'program/app.py', 'fixes/one/app.py'].map(
    (path) => `curriculum/scenarios/x/${path}`,
  );
  const told = execFileSync('git', ['check-attr', 'text', '--', ...paths], { cwd: root, encoding: 'utf8' });
  expect(told.trim().split('\n')).toEqual(paths.map((path) => `${path}: text: unset`));
});

it('answers twelve questions of a newcomer, each with a file that is there', () => {
  const [, section = ''] = /## Where is …\?\n([\s\S]*?)\n## /.exec(read('CONTRIBUTING.md')) ?? [];
  const answers = [...section.matchAll(/\| `([^`]+)` \|/g)].map(([, path = '']) => path);
  expect(answers).toHaveLength(12);
  expect(answers.filter((path) => !existsSync(join(root, path)))).toEqual([]);
});
