import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { loadCachedCurriculum } from '../../src/curriculum/cached.ts';
import { loadCurriculum } from '../../src/curriculum/load.ts';

const folder = mkdtempSync(join(tmpdir(), 'pythia-cached-'));
const directory = join(folder, 'curriculum');
cpSync('curriculum', directory, { recursive: true });
afterAll(() => rmSync(folder, { recursive: true }));

it('gives what the files give, the first time and from what was kept', async () => {
  const cache = join(folder, 'cache');
  const fresh = loadCurriculum(directory);
  expect(await loadCachedCurriculum(directory, cache)).toEqual(fresh);
  const kept = readdirSync(cache);
  expect(kept).toEqual([expect.stringMatching(/^curriculum-[0-9a-f]{32}\.bin$/)]);
  expect(await loadCachedCurriculum(directory, cache)).toEqual(fresh);
});

it('reads anew when a file changed, keeps one result only, and finds the faults of the change', async () => {
  const cache = join(folder, 'cache');
  const file = join(directory, 'curriculum.yaml');
  const before = readFileSync(file, 'utf8');
  writeFileSync(file, `${before}\n# a comment\n`);
  expect(await loadCachedCurriculum(directory, cache)).toEqual(loadCurriculum(directory));
  expect(readdirSync(cache)).toHaveLength(1);
  writeFileSync(file, 'title: [');
  await expect(loadCachedCurriculum(directory, cache)).rejects.toThrow('curriculum.yaml');
  writeFileSync(file, before);
});

it('does without what was kept when it is not whole, or can not be', async () => {
  const cache = join(folder, 'cache');
  await loadCachedCurriculum(directory, cache);
  const [name = ''] = readdirSync(cache);
  writeFileSync(join(cache, name), readFileSync(join(cache, name)).subarray(0, 1000));
  expect((await loadCachedCurriculum(directory, cache)).sessions).toHaveLength(12);
  expect((await loadCachedCurriculum(directory, '/dev/null/cache')).sessions).toHaveLength(12);
});
