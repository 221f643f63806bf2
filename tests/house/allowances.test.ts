import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ALLOWANCES, type Rate } from '../../src/domain/allowances/allowances.ts';
import { routes } from '../../src/routes.ts';

it('tells in ARCHITECTURE.md of every allowance how much it is, and of no other', () => {
  const page = readFileSync(join(import.meta.dirname, '..', '..', 'ARCHITECTURE.md'), 'utf8');
  const [, section = ''] = page.split('**Allowances.**');
  const told = (section.split('## ')[0] ?? '').split('\n').filter((line) => line.startsWith('| `'));
  const words = (rate: Rate | undefined) => {
    if (rate === undefined) return '';
    const every = rate.everyMinutes === 1 ? 'minute' : `${rate.everyMinutes} minutes`;
    return ` ${rate.atOnce} at once, then one every ${every}`;
  };
  const wanted = Object.entries(ALLOWANCES).map(
    ([name, { person, cohort }]) => `| \`${name}\` |${words(person)} |${words(cohort)} |`,
  );
  expect(told).toEqual(wanted);
});

it('spends every allowance somewhere', () => {
  const spent = new Set(
    routes.flatMap((route) => {
      if (route.ack === 'modal' || route.spends === undefined) return [];
      return typeof route.spends === 'function' ? (route.spends({ of: 'team' }) ?? []) : route.spends;
    }),
  );
  expect([...spent].sort()).toEqual(Object.keys(ALLOWANCES).sort());
});

it('spends of an allowance for every move that a team’s thread is told of', () => {
  const files = globSync('src/features/scenarios/**/*routes.ts', { cwd: join(import.meta.dirname, '..', '..') });
  const declared = files.flatMap((file) =>
    readFileSync(join(import.meta.dirname, '..', '..', file), 'utf8')
      .split(/^(?=const |export |async |function |\/\*\*)/m)
      .filter((part) => part.includes('investigationRoute({') && /\b(tellThread|afterMove|decided)\(/.test(part)),
  );
  expect(declared.length).toBeGreaterThanOrEqual(7);
  expect(declared.filter((part) => !part.includes('  tells: true,'))).toEqual([]);
});
