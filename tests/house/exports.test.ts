import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const sources = new Map(
  globSync('{src,tests}/**/*.ts', { cwd: root }).map((file) => [file, readFileSync(join(root, file), 'utf8')]),
);
/** Where each word of the code stands. */
const places = new Map<string, Set<string>>();
for (const [file, source] of sources) {
  for (const [word] of source.matchAll(/\w+/g)) places.set(word, (places.get(word) ?? new Set()).add(file));
}

const exported = [...sources]
  .filter(([file]) => file.startsWith('src/'))
  .flatMap(([file, source]) =>
    [...source.matchAll(/^export (?:async )?(?:function\*?|const|class) (\w+)/gm)].map(([, name = '']) => ({
      file,
      name,
    })),
  );

it('exports no function or value that no other file names', () => {
  expect(exported.length).toBeGreaterThan(700);
  expect(
    exported.filter(({ name }) => places.get(name)?.size === 1).map(({ file, name }) => `${file}: ${name}`),
  ).toEqual([]);
});
