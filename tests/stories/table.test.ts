import { expect, it } from 'vitest';
import type { Seen } from './walk/records.ts';
import { holesOf, tableOf, writeTable } from './walk/table.ts';

const seen = (platform: string, route: string, more: Partial<Seen> = {}): Seen => ({
  platform,
  route,
  reply: 'view',
  next: 'none',
  shown: 'message',
  ...more,
});

it('takes for a hole what was never used, only refused, or answered and never shown', () => {
  const all = [
    seen('playground', 'help'),
    seen('discord', 'help', { reply: 'refusal' }),
    seen('slack', 'help', { shown: undefined }),
  ];
  const rows = tableOf(['help'], all);
  expect(holesOf(rows)).toEqual(['help on discord', 'help on slack']);
  expect(writeTable(rows)).toContain('| `help` | message | **hole** | **hole** |');
  expect(writeTable(rows)).toContain('1 routes, 3 cells, 2 holes');
});

it('counts the page that a platform keeps as its command', () => {
  const all = [
    seen('playground', 'home'),
    seen('discord', 'home', { reply: 'refusal' }),
    seen('slack', 'home', { shown: 'page' }),
  ];
  const rows = tableOf(['home'], all);
  expect(rows[0]?.cells).toEqual({ playground: 'message', discord: undefined, slack: 'page' });
});

it('names all ways in which an answer was seen', () => {
  const all = [seen('slack', 'a'), seen('slack', 'a', { shown: 'rewritten' })];
  expect(tableOf(['a'], all)[0]?.cells.slack).toBe('message, rewritten');
});
