import { mkdirSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBot } from '../../src/bot/bot.ts';
import type { Handler } from '../../src/chat/event.ts';
import type { Mail } from '../../src/chat/mail.ts';
import type { CohortScope, Who } from '../../src/chat/route.ts';
import { paragraph, view } from '../../src/chat/view.ts';
import type { Route } from '../../src/context.ts';
import { loadCurriculum } from '../../src/curriculum/load.ts';
import { recordDraft } from '../../src/features/cohorts/store.ts';
import { routes } from '../../src/routes.ts';
import { type Comer, type Doorway, openDiscordDoor, openPlaygroundDoor, openSlackDoor } from '../support/doorways.ts';
import { createRig, type Rig } from '../support/rig.ts';

/**
 * Every route, tried on every platform by everybody who could stand before it: the doors are closed exactly where the route says
 * so. What somebody does goes in as the platform sends it, and what is read is what the platform would be sent.
 */

/** Somebody, and what they are: of cohort A, and of any cohort of the workspace where they try. */
interface Trying {
  comer: Comer;
  inA: readonly Who[];
  anywhere: readonly Who[];
}

const none: readonly Who[] = ['anyone'];
const learner: readonly Who[] = ['anyone', 'learner'];
const mentor: readonly Who[] = ['anyone', 'learner', 'mentor'];
const organiser: readonly Who[] = ['anyone', 'learner', 'mentor', 'organiser'];

const olga: Comer = { id: 'UOLGA', name: 'Olga', manages: true };
const maya: Comer = { id: 'UMAYA', name: 'Maya', roles: ['SMENTORSA'] };
const ann: Comer = { id: 'UANN', name: 'Ann' };
const hal: Comer = { id: 'UHAL', name: 'Hal' };
const wes: Comer = { id: 'UWES', name: 'Wes' };
const fay: Comer = { id: 'UFAY', name: 'Fay' };
const ben: Comer = { id: 'UBEN', name: 'Ben' };

const ACTORS: Readonly<Record<string, Trying>> = {
  stranger: { comer: { id: 'USAM', name: 'Sam' }, inA: none, anywhere: none },
  'learner of another cohort': { comer: ben, inA: none, anywhere: learner },
  'on the waiting list': { comer: wes, inA: none, anywhere: none },
  learner: { comer: ann, inA: learner, anywhere: learner },
  'hidden learner': { comer: hal, inA: learner, anywhere: learner },
  'former learner': { comer: fay, inA: none, anywhere: none },
  mentor: { comer: maya, inA: mentor, anywhere: mentor },
  'mentor whose role was taken': { comer: { ...maya, roles: [] }, inA: none, anywhere: none },
  'mentor of another cohort': {
    comer: { id: 'UMILO', name: 'Milo', roles: ['SMENTORSB'] },
    inA: none,
    anywhere: mentor,
  },
  organiser: { comer: olga, inA: organiser, anywhere: organiser },
  'learner, in another workspace': { comer: { ...ann, isElsewhere: true }, inA: none, anywhere: none },
  'somebody who can’t be looked up': { comer: { id: 'UUMA', name: 'uma', isUnsure: true }, inA: [], anywhere: [] },
};

/** The sentences of whoever may not. */
const CLOSED = [
  'This is for organisers',
  'This is for the mentors',
  'This is for people in the cohort',
  'You are on the waiting list of this cohort. It moves up',
  'I could not look you up just now',
];

/** Where a cohort is needed and none lives here. */
const NO_COHORT = 'There is no cohort here yet';

const STARTS = Temporal.Instant.from('2026-11-21T12:00:00Z');

/** The first is where the cohorts began; they have a home on each of the others. */
const DOORS: readonly Doorway[] = [openDiscordDoor(), openSlackDoor(() => STARTS), openPlaygroundDoor(() => STARTS)];

/** Who can stand before the doors of a platform: one that has a single workspace, or says who somebody is with all they do, knows not all of them. */
function comersOf({ name, hasOthers }: Doorway): [string, Trying][] {
  return Object.entries(ACTORS).filter(
    ([, { comer }]) => (comer.isElsewhere !== true || hasOthers) && (comer.isUnsure !== true || name === 'slack'),
  );
}

const COHORT = 'cohort234567';

let rig: Rig;
const seen = new Map<string, 'open' | 'closed'>();
const cellOf = (door: Doorway, route: string, who: string) => `${door.name} ${route} ${who}`;

beforeAll(async () => {
  rig = await createRig(loadCurriculum('curriculum'), String(STARTS), undefined, ['discord', 'slack', 'playground']);
  const workspaceOf = ({ name, workspace }: Doorway) => `${name}:${workspace}`;
  const [first] = DOORS.map(workspaceOf);
  for (const [id, letter, capacity] of [
    [COHORT, 'A', 2 * DOORS.length],
    ['cohort345678', 'B', null],
  ] as const) {
    await recordDraft(rig.services.db, {
      id,
      workspaceId: first ?? '',
      name: `Cohort ${letter}`,
      status: 'active',
      homes: DOORS.map((door) => ({
        workspaceId: workspaceOf(door),
        channel: `CHOME${letter}`,
        mentorRole: `SMENTORS${letter}`,
      })),
      startsOn: Temporal.PlainDate.from('2026-11-24'),
      weekdays: [2],
      startTime: Temporal.PlainTime.from('18:00'),
      zone: 'UTC',
      capacity,
      createdBy: 'nobody',
      createdAt: STARTS,
    });
  }
  const as = ({ name, workspace }: Doorway, who: Comer) => ({ ...who, at: { platform: name, workspace } });
  for (const door of DOORS) {
    await rig.command(as(door, fay), 'cohort join', {}, 'CHOMEA');
    await rig.command(as(door, fay), 'cohort leave', {}, 'CHOMEA');
    for (const who of [ann, hal, maya]) await rig.command(as(door, who), 'cohort join', {}, 'CHOMEA');
    await rig.command(as(door, hal), 'progress.hide', { hidden: 'yes' });
    await rig.command(as(door, ben), 'cohort join', {}, 'CHOMEB');
  }
  // Ann and Hal of each platform have taken all places.
  for (const door of DOORS) await rig.command(as(door, wes), 'cohort join', {}, 'CHOMEA');
});
afterAll(async () => {
  mkdirSync('test-results', { recursive: true });
  const names = Object.keys(ACTORS);
  const lines = routes.flatMap(({ name }) =>
    DOORS.map((door) => {
      const isThere = new Set(comersOf(door).map(([who]) => who));
      const cells = names.map((who) => seen.get(cellOf(door, name, who)) ?? (isThere.has(who) ? '**hole**' : '–'));
      return `| \`${name}\` | ${door.name} | ${cells.join(' | ')} |`;
    }),
  );
  const head = [`| route | platform | ${names.join(' | ')} |`, `|${'---|'.repeat(names.length + 2)}`];
  writeFileSync('test-results/doors.md', `${[...head, ...lines].join('\n')}\n`);
  await rig.close();
});

const undone = new Error('undone');

/** Mail that posts nothing: doors are tried, not gone through. */
const silent: Mail = {
  post: () => Promise.resolve({ channel: 'x', message: '1' }),
  edit: () => Promise.resolve(true),
  forget: () => Promise.resolve(),
  openThread: () => Promise.resolve('x'),
  bringIn: () => Promise.resolve(),
  openTalk: () => Promise.resolve('x'),
  openPrivateThread: () => Promise.resolve('x'),
  takeOut: () => Promise.resolve(),
  listVoices: () => Promise.resolve([]),
  keepLink: () => Promise.resolve(),
  keepEvent: () => Promise.resolve(),
  cancelEvent: () => Promise.resolve(),
  findLacks: () => Promise.resolve([]),
  listHolders: () => Promise.resolve(undefined),
  readFile: () => Promise.resolve(''),
  findNamed: () => Promise.resolve([]),
  findPerson: () => Promise.resolve({ name: 'x' }),
  standingOf: () => ({ name: 'test', health: { state: 'serving' }, clockAhead: undefined }),
  find: () => Promise.resolve(undefined),
  wake: () => Promise.resolve(),
  get forPeople() {
    return silent;
  },
};

/** Goes through a door, with everything that it changed rolled back. */
async function goThrough(use: (handler: Handler) => Promise<string>): Promise<string> {
  let told = '';
  const tried = rig.database.db.transaction(async (tx) => {
    let fault = '';
    const bot = createBot(routes, { ...rig.services, db: tx, mail: silent }, (error) => {
      fault = `a fault: ${error instanceof Error ? error.message : ''}`;
    });
    const words = await use(bot);
    told = fault === '' ? words : fault;
    throw undone;
  });
  await tried.catch((error: unknown) => {
    if (error !== undone) throw error;
  });
  return told;
}

const inside = view(paragraph`You are inside.`);

/** The same doors, with nothing behind them. */
const hollow: readonly Route[] = routes.map((route) =>
  route.ack === 'modal' ? route : { ...route, did: null, spends: undefined, once: undefined, run: async () => inside },
) as Route[];

/** Knocks: finds out who it is, what they may do and whether what they say can be read, and goes no further. */
function knock(use: (handler: Handler) => Promise<string>): Promise<string> {
  const bot = createBot(hollow, { ...rig.services, mail: silent }, (error) => {
    throw error;
  });
  return use(bot);
}

/** Whether the route's own words say that it is open: written down again, and not asked of the code that decides. */
function isOpen(who: Who, scope: CohortScope, { inA, anywhere }: Trying): boolean {
  return (scope === 'none' ? anywhere : inA).includes(who);
}

describe.each(DOORS.map((door) => [door.name, door] as const))('on %s', (_, door) => {
  // Behind a door it is the same on each platform: it is gone through on one, and knocked at on the others.
  const attempt = door === DOORS[0] ? goThrough : knock;

  it.each(routes.map((route) => [route.name, route] as const))('%s opens for whom it says', async (name, route) => {
    const wrong: string[] = [];
    for (const [what, trying] of comersOf(door)) {
      const state: Record<string, string> = 'cohort' in route.input.shape ? { cohort: COHORT } : {};
      const told = await attempt((handler) => door.use(handler, trying.comer, { route: name, state }, 'CHOMEA'));
      const needsCohort = route.ack !== 'modal' && route.cohort === 'one';
      const isClosed = [...CLOSED, ...(needsCohort ? [NO_COHORT] : [])].some((words) => told.includes(words));
      seen.set(cellOf(door, name, what), isClosed ? 'closed' : 'open');
      // A cohort that does not live here is none, whoever asks.
      const isElsewhere = trying.comer.isElsewhere === true && needsCohort;
      const expected = route.ack === 'modal' || (!isElsewhere && isOpen(route.who, route.cohort, trying));
      if (expected === isClosed || told.startsWith('a fault')) wrong.push(`${what}: ${told.slice(0, 120)}`);
    }
    expect(wrong).toEqual([]);
  });
});

it('has tried every door of every platform by everybody who can stand before it', () => {
  const holes = DOORS.flatMap((door) =>
    routes.flatMap(({ name }) => comersOf(door).flatMap(([who]) => (seen.has(cellOf(door, name, who)) ? [] : [who]))),
  );
  expect(holes).toEqual([]);
  expect(DOORS.map((door) => comersOf(door).length)).toEqual([11, 12, 10]);
  expect(seen.size).toBe(routes.length * 33);
});
