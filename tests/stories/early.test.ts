import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { tagOf } from '../../src/domain/seed.ts';
import { routes } from '../../src/routes.ts';
import {
  ada,
  ben,
  cohort,
  createStage,
  cy,
  dee,
  mentor,
  organiser,
  type Stage,
  stranger,
} from '../features/scenarios/stage.ts';
import { plain } from '../support/platform.ts';
import type { Actor } from '../support/rig.ts';

/**
 * While a round and an incident are open, every route is asked for everything by everybody, with every state that a control
 * or a forger could send, and what comes back is searched for what is right. A new route is tried by itself.
 */

const EARLY = [
  'The mechanism, explained.',
  'Correction number',
  'The answer',
  '% right (',
  'The lock was held when the worker was made.',
  '`os.fork` copies memory, not threads.',
  'Start workers afresh.',
  'It ran for a day',
];

const ACTORS: Readonly<Record<string, Actor>> = {
  stranger,
  learner: ada,
  'other learner': ben,
  'learner in a team': cy,
  'hidden learner': dee,
  mentor,
  organiser,
  'the same account elsewhere': { ...ada, at: { platform: 'test', workspace: 'far' } },
  'a stranger elsewhere': { id: 'zoe', name: 'Zoe', at: { platform: 'other', workspace: 'team' } },
};

let stage: Stage;
let known: Readonly<Record<string, readonly string[]>>;
/** What was posted, or came back, with who asked for what. */
const seen: { where: string; words: string }[] = [];

beforeAll(async () => {
  stage = await createStage();
  // Begun before anything is open: an oracle, if it were one.
  for (const actor of [stranger, ada]) {
    await stage.command(actor, 'quiz start', {});
    await stage.command(actor, 'debug start', { scenario: stage.scenario.slug });
  }
  await stage.command(mentor, 'quiz post', { session: '1' });
  await stage.command(mentor, 'debug post', { scenario: stage.scenario.slug });
  await stage.press(cy, stage.posted('incident/'), 'Join a team');
  await stage.press(ben, stage.posted('incident/'), 'On my own');
  const ids = async (sql: string) => (await stage.query(sql)).map(({ id }) => String(id));
  const open = (await stage.query(`select unnest(items) as item from rounds where kind = 'cohort'`)).map(({ item }) =>
    String(item),
  );
  known = {
    cohort: [cohort.id],
    round: await ids('select id from rounds'),
    run: await ids('select id from investigations'),
    incident: await ids('select id from incidents'),
    team: await ids(`select id from investigations where kind = 'team'`),
    item: open.map((slug) => tagOf(slug)),
    scenario: [stage.scenario.slug, tagOf(stage.scenario.slug)],
    at: ['0'],
    of: ['solo', 'team', '6'],
    answer: ['A', 'B'],
    draft: ['A'],
    page: ['cause', 'path', 'after', '0'],
    session: ['1'],
    number: ['1'],
    what: ['hint'],
    pick: ['0'],
    action: stage.scenario.actions.map(({ id }) => id).slice(0, 2),
    which: (await ids('select id from investigations')).map((id) => `solo:${id}`),
    member: ['ada'],
    words: ['something'],
    question: ['What is it?'],
    part: ['practice'],
    said: ['coming'],
    key: ['nothing'],
  };
});
afterAll(() => stage.close());

/** Up to a dozen states for a route: each field takes all its known values once, the others their first. */
function statesOf(input: z.ZodObject): Record<string, string>[] {
  const names = Object.keys(input.shape).filter((name) => known[name] !== undefined);
  const base = Object.fromEntries(names.map((name) => [name, known[name]?.[0] ?? '']));
  const states = names.flatMap((name) => (known[name] ?? []).map((value) => ({ ...base, [name]: value })));
  return states.length === 0 ? [base] : states.slice(0, 12);
}

/** What somebody tries who wants to know: to answer each question of the open round in practice, and to end each run for its debrief. */
function* determined(): Generator<[route: string, state: Record<string, string>]> {
  for (const round of known['round'] ?? []) {
    for (const item of known['item'] ?? []) {
      for (const at of ['0', '1', '2', '3', '4']) {
        yield ['practice.answer', { round, at, of: '5', item, answer: 'A' }];
      }
    }
    for (const at of ['0', '1', '2']) yield ['practice.ask', { round, at }];
    for (const at of ['0', '1', '2']) yield ['round.look', { cohort: cohort.id, round, at }];
  }
  for (const run of known['run'] ?? []) {
    for (const of of ['solo', 'team']) {
      yield ['debug.do', { run, of, what: 'give-up', pick: '' }];
      for (const page of ['cause', 'path', 'after']) yield ['debug.debrief', { run, of, page }];
      yield ['debug.post-mortem', { run, of }];
    }
  }
}

/** What ends or changes what the others of the test stand on. */
const DESTRUCTIVE = /^(organise |cohort (leave|join|create)|privacy|link|progress\.hide|session\.here)/;

describe('while a round and an incident are open', () => {
  it.each(Object.keys(ACTORS))(
    'nothing that is right reaches %s by any route',
    async (name) => {
      const actor = ACTORS[name] ?? stranger;
      for (const route of routes) {
        if (route.ack === 'modal' || (DESTRUCTIVE.test(route.name) && !/preview|deliveries/.test(route.name))) continue;
        for (const state of statesOf(route.input)) {
          const { reply, text } = await stage.command(actor, route.name, state, 'home').catch((error: unknown) => {
            // A forged state may be a fault of ours: it must say nothing all the same.
            return { reply: { kind: 'refusal' as const }, text: String(error) };
          });
          const words = reply.kind === 'view' ? plain(reply) : text;
          seen.push({ where: `${route.name} ${JSON.stringify(state)} by ${name}`, words });
        }
      }
      for (const [route, state] of determined()) {
        const { reply, text } = await stage.command(actor, route, state, 'home');
        const words = reply.kind === 'view' ? plain(reply) : text;
        seen.push({ where: `${route} ${JSON.stringify(state)} by ${name}`, words });
      }
      const early = seen.filter(({ words }) => EARLY.some((told) => words.includes(told))).map(({ where }) => where);
      expect(early).toEqual([]);
    },
    120_000,
  );

  it('was asked for a great deal, and got views as well as refusals', () => {
    expect(seen.length).toBeGreaterThan(1000);
    expect(seen.filter(({ words }) => words.startsWith('#')).length).toBeGreaterThan(50);
    expect(seen.some(({ words }) => words.includes('stays closed for now'))).toBe(true);
    expect(seen.some(({ words }) => words.includes('The debrief comes when the incident closes'))).toBe(true);
  });

  it('stands in no message of any channel or thread', () => {
    const posted = [...stage.platform.messages, ...stage.other.messages].map(({ view }) => plain(view));
    expect(posted.length).toBeGreaterThan(5);
    expect(posted.filter((words) => EARLY.some((told) => words.includes(told)))).toEqual([]);
  });
});

describe('after the close', () => {
  it('all of it is told: the search would have found it', async () => {
    await stage.travelTo('2026-11-27T22:00:00Z');
    const told: string[] = [];
    for (const [label, key] of [
      ['Look at the questions', 'round/'],
      ['Debrief', 'incident/'],
    ] as const) {
      told.push((await stage.press(organiser, stage.posted(key), label)).text);
    }
    for (const words of ['The answer', 'The lock was held when the worker was made.', 'Start workers afresh.']) {
      expect(told.join('\n')).toContain(words);
    }
  });
});
