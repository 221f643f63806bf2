import { mkdirSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBot } from '../../src/bot/bot.ts';
import type { Mail } from '../../src/chat/mail.ts';
import type { CohortScope, Who } from '../../src/chat/route.ts';
import { loadCurriculum } from '../../src/curriculum/load.ts';
import { routes } from '../../src/routes.ts';
import { plain, plainText } from '../support/platform.ts';
import { type Actor, createRig, type Rig } from '../support/rig.ts';

/** Every route, tried by everybody who could stand before it: the doors are closed exactly where the route says so. */

const there = { platform: 'other', workspace: 'team' };

/** Somebody, and what they are: of cohort A, and of any cohort of the workspace where they try. */
interface Trying {
  actor: Actor;
  inA: readonly Who[];
  anywhere: readonly Who[];
}

const none: readonly Who[] = ['anyone'];
const learner: readonly Who[] = ['anyone', 'learner'];
const mentor: readonly Who[] = ['anyone', 'learner', 'mentor'];
const organiser: readonly Who[] = ['anyone', 'learner', 'mentor', 'organiser'];

const olga: Actor = { id: 'olga', name: 'Olga', manages: true };
const maya: Actor = { id: 'maya', name: 'Maya', roles: ['mentors-a'] };
const milo: Actor = { id: 'milo', name: 'Milo', roles: ['mentors-b'] };
const ann: Actor = { id: 'ann', name: 'Ann' };
const hal: Actor = { id: 'hal', name: 'Hal' };
const wes: Actor = { id: 'wes', name: 'Wes' };
const ben: Actor = { id: 'ben', name: 'Ben' };
const oskar: Actor = { id: 'oskar', name: 'Oskar', manages: true, at: there };

const ACTORS: Readonly<Record<string, Trying>> = {
  stranger: { actor: { id: 'sam', name: 'Sam' }, inA: none, anywhere: none },
  'learner of another cohort': { actor: ben, inA: none, anywhere: learner },
  'on the waiting list': { actor: wes, inA: none, anywhere: none },
  learner: { actor: ann, inA: learner, anywhere: learner },
  'hidden learner': { actor: hal, inA: learner, anywhere: learner },
  'former learner': { actor: { id: 'fay', name: 'Fay' }, inA: none, anywhere: none },
  mentor: { actor: maya, inA: mentor, anywhere: mentor },
  'mentor whose role was taken': { actor: { ...maya, roles: [] }, inA: none, anywhere: none },
  'mentor of another cohort': { actor: milo, inA: none, anywhere: mentor },
  organiser: { actor: olga, inA: organiser, anywhere: organiser },
  'organiser of the second home': { actor: oskar, inA: organiser, anywhere: organiser },
  'stranger in the second home': { actor: { id: 'sid', name: 'Sid', at: there }, inA: none, anywhere: none },
  'learner, in another workspace': {
    actor: { ...ann, at: { platform: 'test', workspace: 'w2' } },
    inA: none,
    anywhere: none,
  },
};

/** The sentences of whoever may not. */
const CLOSED = [
  'This is for organisers',
  'This is for the mentors',
  'This is for people in the cohort',
  'You are on the waiting list',
  'There is no cohort here yet',
];

let rig: Rig;
let cohort = '';
const seen = new Map<string, Map<string, 'open' | 'closed'>>();

beforeAll(async () => {
  rig = await createRig(loadCurriculum('curriculum'), '2026-11-21T12:00:00Z');
  const common = { start: '2026-11-24', days: 'Tue', time: '18:00', zone: 'UTC' };
  for (const [name, more] of [
    ['a', { capacity: '3' }],
    ['b', {}],
  ] as const) {
    const options = { ...common, ...more, name: `Cohort ${name}`, channel: `home-${name}`, mentors: `mentors-${name}` };
    const preview = await rig.command(olga, 'cohort create', options);
    await rig.press(olga, preview.view, 'Create the cohort');
  }
  for (const who of [ann, hal, { id: 'fay', name: 'Fay' }, wes]) await rig.command(who, 'cohort join', {}, 'home-a');
  await rig.command({ id: 'fay', name: 'Fay' }, 'cohort leave', {}, 'home-a');
  await rig.command({ id: 'gus', name: 'Gus' }, 'cohort join', {}, 'home-a');
  await rig.command(hal, 'progress.hide', { hidden: 'yes' });
  await rig.command(maya, 'cohort join', {}, 'home-a');
  await rig.command(ben, 'cohort join', {}, 'home-b');
  const { text } = await rig.command(olga, 'organise link', {}, 'home-a');
  const { rows } = await rig.database.db.execute("select id from cohorts where name = 'Cohort a'");
  cohort = String(rows[0]?.['id']);
  const shown = /[B-Z2-9]{4}-[B-Z2-9]{4}/.exec(text)?.[0];
  const code =
    shown ?? /[B-Z2-9]{4}-[B-Z2-9]{4}/.exec((await rig.command(olga, 'organise link', { cohort }, 'home-a')).text)?.[0];
  await rig.command(oskar, 'organise link', { code: code ?? '' }, 'C-team');
  // The last to come is the one who waits: the place that Fay left went to Wes, so Wes goes to the end.
  await rig.command(wes, 'cohort leave', {}, 'home-a');
  await rig.command(wes, 'cohort join', {}, 'home-a');
});
afterAll(async () => {
  mkdirSync('test-results', { recursive: true });
  const names = Object.keys(ACTORS);
  const lines = [...seen].map(
    ([route, cells]) => `| \`${route}\` | ${names.map((name) => cells.get(name)).join(' | ')} |`,
  );
  const head = [`| route | ${names.join(' | ')} |`, `|${'---|'.repeat(names.length + 1)}`];
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
  findPerson: () => Promise.resolve({ name: 'x' }),
  find: () => Promise.resolve(undefined),
  wake: () => Promise.resolve(),
  get forPeople() {
    return silent;
  },
};

/** What a route in cohort A's channel tells somebody, with everything that it changed rolled back. */
async function attempt(route: string, hasCohort: boolean, { at, ...who }: Actor): Promise<string> {
  let told = '';
  const tried = rig.database.db.transaction(async (tx) => {
    const bot = createBot(routes, { ...rig.services, db: tx, mail: silent }, (error) => {
      told = `a fault: ${error instanceof Error ? error.message : ''}`;
    });
    const place = { ...(at ?? { platform: 'test', workspace: 'w' }), channel: at === there ? 'C-team' : 'home-a' };
    const person = { manages: false, roles: [], locale: 'en-GB', ...who };
    const state: Record<string, string> = hasCohort ? { cohort } : {};
    const reply = await bot.handle({ id: `${route}/${who.id}`, place, person, action: { route, state } }).reply;
    if (told === '')
      told =
        reply.kind === 'view' ? `a view: ${plain(reply)}` : reply.kind === 'refusal' ? plainText(reply.text) : 'a form';
    throw undone;
  });
  await tried.catch((error: unknown) => {
    if (error !== undone) throw error;
  });
  return told;
}

/** Whether the route's own words say that it is open: written down again, and not asked of the code that decides. */
function isOpen(who: Who, scope: CohortScope, { inA, anywhere }: Trying): boolean {
  return (scope === 'none' ? anywhere : inA).includes(who);
}

describe.each(routes.map((route) => [route.name, route] as const))('%s', (name, route) => {
  it('opens for whom it says, and for nobody else', async () => {
    const cells = new Map<string, 'open' | 'closed'>();
    seen.set(name, cells);
    const wrong: string[] = [];
    for (const [what, trying] of Object.entries(ACTORS)) {
      const told = await attempt(name, 'cohort' in route.input.shape, trying.actor);
      const isClosed = CLOSED.some((words) => told.startsWith(words));
      cells.set(what, isClosed ? 'closed' : 'open');
      // A cohort that does not live here is none, whoever asks.
      const isElsewhere = what === 'learner, in another workspace' && route.ack !== 'modal' && route.cohort === 'one';
      const expected = route.ack === 'modal' || (!isElsewhere && isOpen(route.who, route.cohort, trying));
      if (expected === isClosed || told.startsWith('a fault')) wrong.push(`${what}: ${told.slice(0, 120)}`);
    }
    expect(wrong).toEqual([]);
  });
});
