import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { FIRST, faultsOf, smallCurriculum } from './builder.ts';

it('shows authors an item and misconceptions that the loader takes', () => {
  const readme = readFileSync(join(import.meta.dirname, '..', '..', 'curriculum', 'README.md'), 'utf8');
  const [item, misconceptions] = [...readme.matchAll(/```yaml\n([\s\S]*?)```/g)].map((match) => match[1] ?? '');
  const sources = smallCurriculum();
  sources[`${FIRST}/items/from-the-readme.yaml`] = item?.replace('skill: object-identity', 'skill: skill-1');
  sources['misconceptions/third.yaml'] = `${misconceptions}
identity-belongs-to-the-name:
  belief: Two names are never one object.
  correction: A name is a reference; any number of names can lead to one object.
`;
  expect(faultsOf(sources)).toEqual([]);
});
