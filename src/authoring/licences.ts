import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/**
 * npm run licences: every package of the lock file by its licence, from what is installed. Ends with 1 where one has a licence
 * that nobody has agreed to.
 */
const ALLOWED: ReadonlySet<string> = new Set([
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'MPL-2.0',
  'OFL-1.1',
  'Python-2.0',
  'Unlicense',
]);

const Lock = z.object({ packages: z.record(z.string(), z.object({ license: z.string().optional() })) });

const { packages } = Lock.parse(
  JSON.parse(readFileSync(join(import.meta.dirname, '..', '..', 'package-lock.json'), 'utf8')),
);
const byLicence = Map.groupBy(
  Object.entries(packages).filter(([path]) => path !== ''),
  ([, { license = 'none is named' }]) => license,
);
let unknown = 0;
for (const [licence, members] of [...byLicence].toSorted(([, one], [, other]) => other.length - one.length)) {
  // `(MIT OR CC0-1.0)`: one that is agreed to is enough; of `A AND B` all are needed.
  const isAllowed = licence
    .replaceAll(/[()]/g, '')
    .split(' OR ')
    .some((choice) => choice.split(' AND ').every((one) => ALLOWED.has(one.trim())));
  if (!isAllowed) unknown += members.length;
  console.log(`${isAllowed ? '  ' : '! '}${String(members.length).padStart(4)}  ${licence}`);
  if (!isAllowed) for (const [path] of members) console.log(`        ${path}`);
}
if (unknown > 0) {
  console.error(
    `${unknown} packages have a licence that is not agreed to: add it in src/authoring/licences.ts, or leave the package.`,
  );
  process.exitCode = 1;
}
