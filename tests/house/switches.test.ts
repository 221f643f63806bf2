import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..', 'src');

const sources = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => ({ file, source: readFileSync(join(root, file), 'utf8') }));

/** The names of the views that a file hands to `remind` and `remindEach`, or to what calls these. */
function remindersOf(source: string): string[] {
  const handed = [/\breminder(?::| =) (\w+View)\(/g, /\btellInTime\([^;]*?\b(\w+View)\(/g];
  return handed.flatMap((pattern) => [...source.matchAll(pattern)].map(([, name = '']) => name));
}

/** The function of that name as it is written where the file has it from. */
function writtenOf({ name, file, source }: { name: string; file: string; source: string }): string {
  const from = new RegExp(`import \\{[^}]*\\b${name}\\b[^}]*\\} from '([^']+)'`).exec(source)?.[1];
  const home = from === undefined ? file : join(dirname(file), from);
  const there = sources.find((one) => one.file === home)?.source ?? '';
  return new RegExp(`^export function ${name}\\([^]*?^\\}`, 'm').exec(there)?.[0] ?? '';
}

it('lets whoever is reminded unasked switch it off where they read it', () => {
  const senders = sources.filter(
    ({ file, source }) => /\bremind(?:Each)?\(\s*services,/.test(source) && !/\/notify\/reminding\.ts$/.test(file),
  );
  const unseen = senders.filter(({ source }) => remindersOf(source).length === 0).map(({ file }) => file);
  expect(unseen).toEqual([]);
  const views = senders.flatMap((sender) => remindersOf(sender.source).map((name) => ({ name, ...sender })));
  expect(views.length).toBeGreaterThan(16);
  const isOff = /'No more of these', 'notify', \{ \w+: 'off' \}|\bnoMore\b/;
  const without = views.filter((one) => !isOff.test(writtenOf(one)));
  expect(without.map(({ name, file }) => `${file}: ${name}`)).toEqual([]);
});
