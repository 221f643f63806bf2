import { appendFileSync, cpSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { loadCurriculum } from '../../src/curriculum/load.ts';
import { FIRST, faultsOf, smallCurriculum } from './builder.ts';

const curriculum = join(import.meta.dirname, '..', '..', 'curriculum');
const readme = readFileSync(join(curriculum, 'README.md'), 'utf8');
const [item = '', belief = ''] = [...readme.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, block]) => block);

it('shows authors an item and misconceptions that the loader takes', () => {
  const sources = smallCurriculum();
  sources[`${FIRST}/items/from-the-readme.yaml`] = item.replace('skill: object-identity', 'skill: skill-1');
  sources['misconceptions/third.yaml'] = `${belief}
repetition-copies-elements:
  belief: Multiplying a list makes copies of its elements.
  correction: It makes more references to the same elements.
`;
  expect(faultsOf(sources)).toEqual([]);
});

/** The recipe "Add an item in five minutes", done as it says and in no other way, in a copy of what there is. */
it('gives a recipe that works when it is copied: the item into its session, the belief that is missing to its file', () => {
  const copy = mkdtempSync(join(tmpdir(), 'pythia-recipe-'));
  try {
    cpSync(curriculum, copy, { recursive: true });
    const [, skill = ''] = /^skill: (\S+)$/m.exec(item) ?? [];
    const [, file = ''] = /add it at the end of that file/.test(readme)
      ? (/two beliefs is in `([^`]+)`/.exec(readme) ?? [])
      : [];
    const session = globSync('sessions/*/session.yaml', { cwd: copy }).find((path) =>
      new RegExp(`^\\s*(?:- )?(?:slug: )?${skill}\\b`, 'm').test(readFileSync(join(copy, path), 'utf8')),
    );
    if (session === undefined) throw new Error(`no session has the skill ${skill}`);
    writeFileSync(join(copy, session, '..', 'items', 'two-rows.yaml'), item);
    appendFileSync(join(copy, file), belief);
    expect(loadCurriculum(copy).items.get('two-rows')?.title).toBe('Two rows');
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}, 60_000);
