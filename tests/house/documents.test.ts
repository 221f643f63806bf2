import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { VARIABLES } from '../../src/config.ts';

const root = join(import.meta.dirname, '..', '..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const documents = [
  'README.md',
  'ARCHITECTURE.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  'SECURITY.md',
  'docs/promises.md',
  'curriculum/README.md',
];
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };

/** Files that every feature has, and files that every scenario has: named without their folder. */
const ROOMS = ['tables.ts', 'store.ts', 'routes.ts', 'jobs.ts', 'views.ts'];
const IN_FOLDERS = ['check.py', 'capture.py'];

describe.each(documents)('%s', (document) => {
  const text = read(document);

  it('names only paths that exist', () => {
    const quoted = [...text.matchAll(/`((?:\.ci|src|tests|curriculum|migrations|docs)\/[^`\s*<>…]*)`/g)].map(
      ([, path]) => path ?? '',
    );
    // Written without `src/`, a path would drift with the first move: `chat/view.ts`, `queue.ts`.
    const short = [...text.matchAll(/`([\w/-]+\.(?:ts|py|sql))`/g)].map(([, path]) => path ?? '');
    const isWhole = (path: string) => existsSync(join(root, path)) || ROOMS.includes(path) || IN_FOLDERS.includes(path);
    expect(short.filter((path) => !isWhole(path))).toEqual([]);
    const linked = [...text.matchAll(/\]\((?!https?:|#|mailto:)([^)#]+)/g)].map(([, path]) => path ?? '');
    const base = document.includes('/') ? document.slice(0, document.lastIndexOf('/')) : '.';
    expect(quoted.filter((path) => !existsSync(join(root, path)) && !existsSync(join(root, base, path)))).toEqual([]);
    expect(linked.filter((path) => !existsSync(join(root, base, path)))).toEqual([]);
  });

  it('names only npm scripts that exist', () => {
    const named = [...text.matchAll(/npm (?:run ([\w:-]+)|(start|test)\b)/g)].map(
      ([, run, short]) => run ?? short ?? '',
    );
    expect(named.filter((script) => !(script in scripts))).toEqual([]);
  });
});

it('promises nothing without a test that has that name', () => {
  const held = [...read('docs/promises.md').matchAll(/`(tests\/[^`]+)`: “([^”]+)”/g)];
  expect(held.length).toBeGreaterThan(40);
  const lacks = held.filter(([, file = '', name = '']) => !read(file).includes(name));
  expect(lacks.map(([line]) => line)).toEqual([]);
});

it('lists in .env.example exactly the variables that are read', () => {
  const listed = [...read('.env.example').matchAll(/^([A-Z_]+)=/gm)].map(([, name]) => name);
  expect(listed).toEqual(VARIABLES);
});
