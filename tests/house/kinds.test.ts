import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { type DeliveryKind, KINDS, LATE } from '../../src/deliveries/kinds.ts';

it('tells in ARCHITECTURE.md of every kind of delivery what is done when it is late, and of no other', () => {
  const page = readFileSync(join(import.meta.dirname, '..', '..', 'ARCHITECTURE.md'), 'utf8');
  const [, late = ''] = page.split('**Late.**');
  const [table = ''] = late.split('**Once.**');
  const told = table.split('\n').filter((line) => line.startsWith('| `'));
  const lineOf = (kind: DeliveryKind) => {
    const { words, late, isCalendar } = KINDS[kind];
    return `| \`${kind}\` | ${words('N')} | ${isCalendar ? 'yes' : 'no'} | ${LATE[late]} |`;
  };
  expect(told).toEqual((Object.keys(KINDS) as DeliveryKind[]).map(lineOf));
});
