import { expect, it } from 'vitest';
import { z } from 'zod';
import { type AnyRoute, describeCommands, findCommandSpec, findPage, routesByName } from '../../src/chat/route.ts';
import { routes } from '../../src/routes.ts';

const common = { ack: 'private', who: 'anyone', cohort: 'none', input: z.object({}) } as const;
const run = () => Promise.reject(new Error('nobody runs it'));
const named = (name: string, more: { formerly?: readonly string[]; summary?: string } = {}) =>
  ({ ...common, ...more, name, run }) satisfies AnyRoute<unknown, unknown>;

it('finds a route by the name it has and by those it had', () => {
  const route = named('board', { formerly: ['board.show', 'table'] });
  const byName = routesByName([route, named('other')]);
  expect([...byName.keys()]).toEqual(['board', 'board.show', 'table', 'other']);
  expect(byName.get('table')).toBe(route);
});

it('refuses two routes that claim one name, be it a former one', () => {
  expect(() => routesByName([named('board'), named('table', { formerly: ['board'] })])).toThrow('called board');
});

it('keeps of the former names those that were typed, and prefers what is called so now', () => {
  const old = named('organise move', { formerly: ['organise move', 'cohort.move'], summary: 'Moves' });
  const [spec, other] = describeCommands([old, named('cohort show', { summary: 'Shows' })]);
  expect(spec).toMatchObject({ path: ['organise', 'move'], formerly: ['organise move'] });
  const commands = [
    { ...spec, formerly: ['cohort show'] } as NonNullable<typeof spec>,
    other as NonNullable<typeof other>,
  ];
  expect(findCommandSpec(commands, 'cohort show')).toBe(other);
  expect(findCommandSpec(commands.slice(0, 1), 'cohort show')).toBe(commands[0]);
  expect(findCommandSpec(commands, 'cohort hide')).toBeUndefined();
});

it('knows one page, and every control that the twins of a route had', () => {
  expect(findPage(routes)).toBe('home');
  const byName = routesByName(routes);
  const twins = {
    'session.back': 'session',
    'debug.open': 'debug.board',
    'incident.team': 'incident.pick',
    'debug.post-mortem.open': 'debug.post-mortem',
    'review.list': 'debug reviews',
    'leaderboard.show': 'leaderboard',
    'home.show': 'home',
  };
  for (const [old, name] of Object.entries(twins)) expect(byName.get(old)?.name).toBe(name);
});
