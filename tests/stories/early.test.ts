import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { decodeAction, encodeAction } from '../../src/chat/action.ts';
import { replan } from '../../src/deliveries/replan.ts';
import type { Cohort } from '../../src/domain/cohorts/cohort.ts';
import { tagOf } from '../../src/domain/seed.ts';
import { recordDraft } from '../../src/features/cohorts/store.ts';
import { chooseRound } from '../../src/features/quizzes/choosing.ts';
import { routes } from '../../src/routes.ts';
import { curriculumWith } from '../features/scenarios/fixture.ts';
import { type Comer, type Doorway, openDiscordDoor, openPlaygroundDoor, openSlackDoor } from '../support/doorways.ts';
import { controlOf, plain } from '../support/platform.ts';
import { type Actor, createRig, type Rig } from '../support/rig.ts';

/**
 * While a round and an incident are open, every route is asked for everything by everybody on every platform, with the states that a
 * control or a forger could send, and what the platform would be sent is searched for what is right. A new route is tried by itself.
 */

const OF_ROUND = ['The mechanism, explained.', 'Correction number', 'The answer', '% right ('];

const OF_INCIDENT = [
  'The lock was held when the worker was made.',
  'copies memory, not threads.',
  'Start workers afresh.',
  'It ran for a day',
];

const EARLY = [...OF_ROUND, ...OF_INCIDENT];

const ada: Comer = { id: 'UADA', name: 'Ada' };

const ACTORS: Readonly<Record<string, Comer>> = {
  stranger: { id: 'USAM', name: 'Sam' },
  learner: ada,
  'other learner, in a team': { id: 'UBEN', name: 'Ben' },
  mentor: { id: 'UMIA', name: 'Mia', roles: ['SMENTORS'] },
  organiser: { id: 'UOLGA', name: 'Olga', manages: true },
  'the same account elsewhere': { ...ada, isElsewhere: true },
};

/** Sunday evening: the round closes on Monday evening, the incident on Wednesday. */
const STARTS = Temporal.Instant.from('2026-11-29T20:00:00Z');

const DOORS: readonly Doorway[] = [openDiscordDoor(), openSlackDoor(() => STARTS), openPlaygroundDoor(() => STARTS)];

const HOME = 'CHOME';

const COHORT = 'cohort234567';

const SCENARIO = 'stuck-pool';

const curriculum = curriculumWith(SCENARIO);

const workspaceOf = ({ name, workspace }: Doorway) => `${name}:${workspace}`;

const at = ({ name, workspace }: Doorway, { id, name: called, manages, roles }: Comer): Actor => ({
  id,
  name: called,
  ...(manages === undefined ? {} : { manages }),
  ...(roles === undefined ? {} : { roles }),
  at: { platform: name, workspace },
});

let rig: Rig;
/** What a forger could know on each platform. */
const known = new Map<string, Readonly<Record<string, readonly string[]>>>();
/** How many verdicts were told while nothing was open. */
let toldBefore = 0;
/** At which place of a round a question stands, by the round and the question's mark. */
const placeOf = new Map<string, number>();
/** What came back, with who asked for what where. */
const seen: { where: string; words: string }[] = [];

beforeAll(async () => {
  rig = await createRig(curriculum, String(STARTS), undefined, ['discord', 'slack', 'playground']);
  const { db } = rig.services;
  const willBeAsked = new Set(chooseRound(curriculum, COHORT, 1, new Set()).map(({ slug }) => slug));
  // Begun before there is a cohort, of the same questions and the same scenario: an oracle, if it were one.
  for (const door of DOORS) {
    for (const who of [ada, { id: 'USAM', name: 'Sam' }]) {
      await rig.command(at(door, who), 'quiz start', { session: '1' }, HOME);
      await rig.command(at(door, who), 'debug start', { scenario: SCENARIO }, HOME);
      // Half of the questions are answered by then: their verdicts stood there once, and are closed while others answer.
      const { rows: begun } = await db.execute<{ id: string; items: string[] }>(
        `select id, items from rounds where member_id = '${workspaceOf(door)}/${who.id}'`,
      );
      for (const { id, items } of begun) {
        for (const [place, slug] of items.entries()) {
          const state = { round: id, at: String(place), of: '5', item: tagOf(slug) };
          if (place % 2 === 1 || !willBeAsked.has(slug)) continue;
          for (const answer of ['A', '1']) {
            const { text } = await rig.command(at(door, who), 'practice.answer', { ...state, answer }, HOME);
            if (isEarly({ words: text })) toldBefore += 1;
          }
        }
      }
    }
  }
  const cohort: Cohort = {
    id: COHORT,
    workspaceId: DOORS.map(workspaceOf)[0] ?? '',
    name: 'Autumn',
    status: 'active',
    homes: DOORS.map((door) => ({ workspaceId: workspaceOf(door), channel: HOME, mentorRole: 'SMENTORS' })),
    startsOn: Temporal.PlainDate.from('2026-11-26'),
    weekdays: [2, 4],
    startTime: Temporal.PlainTime.from('18:00'),
    zone: 'Europe/Berlin',
    capacity: null,
    createdBy: 'nobody',
    createdAt: STARTS,
  };
  await recordDraft(db, cohort);
  await replan(db, cohort, curriculum);
  const [ben, mia] = [ACTORS['other learner, in a team'], ACTORS['mentor']];
  if (ben === undefined || mia === undefined) throw new Error('nobody is there');
  for (const door of DOORS) {
    for (const who of [ada, ben, mia]) await rig.command(at(door, who), 'cohort join', {}, HOME);
  }
  const [first = openDiscordDoor()] = DOORS;
  // The calendar is at work as well: the round of the first session, late, and what else a Monday brings.
  await rig.travelTo(STARTS.add({ minutes: 1 }));
  await rig.command(at(first, mia), 'quiz post', { session: '1' }, HOME);
  await rig.command(at(first, mia), 'debug post', { scenario: SCENARIO }, HOME);
  for (const door of DOORS) {
    const posted = rig.platforms.find(({ name }) => name === door.name)?.messages ?? [];
    const incident = posted.find(({ key }) => key.startsWith('incident/'));
    if (incident === undefined) throw new Error('no incident was posted');
    const joined = await rig.press(at(door, ben), incident.view, 'Join a team', {}, HOME);
    if (joined.text.includes('[A new team]')) await rig.press(at(door, ben), joined.view, 'A new team', {}, HOME);
  }
  // Somebody who has ended their run asks, and a mentor has the question with what there is to know of its asker.
  for (const door of DOORS) {
    const asked = await rig.command(
      at(door, ada),
      'ask.send',
      { question: 'Why does it hang?', place: 'thread' },
      HOME,
    );
    if (asked.text.includes('[Ask the mentors]'))
      await rig.press(at(door, ada), asked.view, 'Ask the mentors', {}, HOME);
  }
  const rows = async (source: string) => (await db.execute<{ id: string }>(source)).rows.map(({ id }) => String(id));
  const open = await rows(`select unnest(items) as id from rounds where kind = 'cohort'`);
  const asked = await db.execute<{ id: string; items: string[] }>('select id, items from rounds');
  for (const { id, items } of asked.rows) {
    for (const [place, slug] of items.entries()) placeOf.set(`${id} ${tagOf(slug)}`, place);
  }
  for (const door of DOORS) {
    const members = `'${workspaceOf(door)}/%'`;
    const runs = await rows(
      `select id from investigations where member_id like ${members} or (kind = 'team' and workspace_id = '${workspaceOf(door)}')`,
    );
    known.set(door.name, {
      cohort: [COHORT],
      round: await rows(`select id from rounds where kind = 'cohort' or member_id like ${members} order by kind`),
      run: runs,
      incident: await rows('select id from incidents'),
      team: await rows(`select id from investigations where kind = 'team' and workspace_id = '${workspaceOf(door)}'`),
      item: open.map((slug) => tagOf(slug)),
      scenario: [SCENARIO, tagOf(SCENARIO)],
      at: ['0'],
      of: ['solo', 'team', '6'],
      answer: ['A', 'B'],
      request: await rows('select id from help_requests'),
      draft: ['A'],
      page: ['cause', 'path', 'after', '0'],
      session: ['1'],
      number: ['1'],
      what: ['hint'],
      pick: ['0'],
      action:
        curriculum.scenarios
          .get(SCENARIO)
          ?.actions.slice(0, 2)
          .map(({ id }) => id) ?? [],
      which: runs.map((id) => `solo:${id}`),
      member: ['UADA'],
      words: ['something'],
      question: ['What is it?'],
      part: ['practice'],
      said: ['coming'],
      key: ['nothing'],
    });
  }
}, 60_000);
afterAll(() => rig.close());

/** As many states for a route as its field with the most known values has, each field taking its own in turn. */
function statesOf(input: z.ZodObject, door: Doorway): Record<string, string>[] {
  const values = known.get(door.name) ?? {};
  const fields = Object.keys(input.shape).flatMap((name) =>
    values[name] === undefined ? [] : ([[name, values[name]]] as const),
  );
  const most = Math.min(5, Math.max(1, ...fields.map(([, all]) => all.length)));
  return Array.from({ length: most }, (_, turn) =>
    Object.fromEntries(fields.map(([name, all]) => [name, all[turn % all.length] ?? ''])),
  );
}

/** What somebody tries who wants to know: to answer each question of the open round in practice, and to end each run for its debrief. */
function* determined(door: Doorway): Generator<[route: string, state: Record<string, string>]> {
  const { item: items = [], round: rounds = [], run: runs = [] } = known.get(door.name) ?? {};
  for (const round of rounds) {
    for (const [place] of items.entries()) {
      yield ['practice.ask', { round, at: String(place) }];
      yield ['round.look', { cohort: COHORT, round, at: String(place) }];
    }
    // Each question of the open rounds, at the place where it stands in this one.
    for (const item of items) {
      const place = placeOf.get(`${round} ${item}`) ?? 0;
      for (const answer of ['A', '1']) {
        yield ['practice.answer', { round, at: String(place), of: '5', item, answer }];
      }
    }
  }
  for (const run of runs) {
    for (const of of ['solo', 'team']) {
      yield ['debug.do', { run, of, what: 'give-up', pick: '' }];
      for (const page of ['cause', 'path', 'after']) yield ['debug.debrief', { run, of, page }];
      yield ['debug.post-mortem', { run, of }];
    }
  }
}

/** What ends or changes what the others of the test stand on. */
const DESTRUCTIVE = /^(organise |cohort (leave|join|create)|privacy|link|progress\.hide|session\.here)/;

const isTried = (name: string) => !DESTRUCTIVE.test(name) || /preview|deliveries/.test(name);

const holds = (told: readonly string[], { words }: { words: string }) => told.some((one) => words.includes(one));

const isEarly = (one: { words: string }) => holds(EARLY, one);

/** Everything that was posted on a platform, as everybody reads it, with where it stands. */
function postedOn(door: Doorway): { where: string; words: string }[] {
  const messages = rig.platforms.find(({ name }) => name === door.name)?.messages ?? [];
  return messages.map(({ key, view }) => ({ where: `${door.name} ${key}`, words: door.wordsOf(view) }));
}

const cases = DOORS.flatMap((door) =>
  Object.entries(ACTORS)
    .filter(([, { isElsewhere = false }]) => door.hasOthers || !isElsewhere)
    .map(([who, comer]) => ({ door, comer, who, on: door.name })),
);

describe('while a round and an incident are open', () => {
  it.each(cases)(
    'nothing that is right reaches $who on $on by any route',
    async ({ door, comer, who }) => {
      const asked = [
        ...routes
          .filter(({ name }) => isTried(name))
          .flatMap(({ name, input }) => statesOf(input, door).map((state) => [name, state] as const)),
        ...determined(door),
      ];
      for (const [route, state] of asked) {
        const where = `${route} ${JSON.stringify(state)} by ${who} on ${door.name}`;
        seen.push({ where, words: await door.use(rig.handler, comer, { route, state }, HOME) });
      }
      expect(seen.filter(isEarly).map(({ where }) => where)).toEqual([]);
    },
    120_000,
  );

  it('is asked by people who have the same questions before them in practice, and were told some verdicts before', () => {
    expect(toldBefore).toBeGreaterThanOrEqual(6);
    for (const door of DOORS) {
      const { item: open = [], round = [] } = known.get(door.name) ?? {};
      const shared = round.map((one) => open.filter((item) => placeOf.has(`${one} ${item}`)).length);
      expect(shared.filter((count) => count >= 3).length, door.name).toBeGreaterThanOrEqual(3);
    }
  });

  it('was asked for a great deal, and got views as well as refusals', () => {
    expect(seen.length).toBeGreaterThan(5000);
    for (const words of ['stays closed for now', 'The debrief comes when the incident closes', 'Your page']) {
      for (const { name } of DOORS) {
        expect(
          seen.some((one) => one.where.endsWith(`on ${name}`) && one.words.includes(words)),
          `${words} ${name}`,
        ).toBe(true);
      }
    }
  });

  it('stands in nothing that the calendar posts until the close, in a channel, a thread or to somebody alone', async () => {
    await rig.travelTo('2026-11-30T19:30:00Z');
    for (const door of DOORS) {
      const posted = postedOn(door);
      expect(posted.some(({ where }) => where.includes('digest'))).toBe(true);
      expect(posted.filter(isEarly)).toEqual([]);
    }
  });

  it('stands of the incident in nothing that is posted after the round has closed and before it closes itself', async () => {
    await rig.travelTo('2026-12-02T19:55:00Z');
    for (const door of DOORS) {
      const posted = postedOn(door);
      expect(posted.some((one) => holds(['Closed'], one))).toBe(true);
      expect(posted.filter((one) => holds(OF_INCIDENT, one))).toEqual([]);
    }
  });
});

describe('after the close', () => {
  it('all of it is told on every platform: the search would have found it', async () => {
    await rig.travelTo('2026-12-02T22:00:00Z');
    for (const door of DOORS) {
      const posted = rig.platforms.find(({ name }) => name === door.name)?.messages ?? [];
      const words = [];
      for (const [label, key] of [
        ['Look at the questions', 'round/'],
        ['Debrief', 'incident/'],
      ] as const) {
        const found = posted.find((one) => one.key.startsWith(key))?.view;
        if (found === undefined) throw new Error(`nothing was posted under ${key}`);
        const { action } = controlOf(found, label);
        expect(encodeAction(action).length).toBeGreaterThan(0);
        words.push(await door.use(rig.handler, ACTORS['learner'] ?? ada, action, HOME));
      }
      // The debrief has pages.
      for (const [id] of words.join('\n').matchAll(/\bincident\.debrief\?\S+page=\w+/g)) {
        words.push(await door.use(rig.handler, ACTORS['learner'] ?? ada, decodeAction(id), HOME));
      }
      for (const told of [
        'The answer',
        'The lock was held when the worker was made.',
        'Start workers afresh.',
        'copies memory, not threads.',
      ]) {
        expect(words.join('\n'), `${told} on ${door.name}`).toContain(told);
      }
      expect(posted.length).toBeGreaterThan(5);
      expect(posted.map(({ view }) => plain(view)).join()).toContain('Closed');
    }
  });
});

describe('while another round is open', () => {
  it.each(cases)(
    'nothing that is right reaches $who on $on by what ends or changes things',
    async ({ door, comer, who }) => {
      const [first] = DOORS;
      const mia = ACTORS['mentor'];
      if (first === undefined || mia === undefined) throw new Error('nobody is there');
      await rig.command(at(first, mia), 'quiz post', { session: '2' }, HOME);
      const open = await rig.services.db.execute(`select 1 from rounds where kind = 'cohort' and closed_at is null`);
      expect(open.rows.length).toBeGreaterThan(0);
      const told: { where: string; words: string }[] = [];
      for (const { name, input } of routes.filter(({ name: called }) => !isTried(called))) {
        for (const state of statesOf(input, door)) {
          const where = `${name} ${JSON.stringify(state)} by ${who} on ${door.name}`;
          told.push({ where, words: await door.use(rig.handler, comer, { route: name, state }, HOME) });
        }
      }
      expect(told.length).toBeGreaterThan(30);
      // The first round and the incident are closed by now, and theirs may be told.
      expect(told.filter((one) => holds(OF_ROUND, one)).map(({ where }) => where)).toEqual([]);
    },
    120_000,
  );
});
