import { globSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const files = globSync('src/**/*.ts', { cwd: root }).sort();

/**
 * Who may import whom, from the top of the house down: a room may use what stands behind its arrow, and rooms that are
 * listed further down only. A feature is named like the first word of its commands,
 * but for organisers' operations, which any feature may have behind `/organise`; it may use another one only where
 * that one is named here. Nothing imports `authoring`, and only `program` sees everything.
 */
const HOUSE = `
main.ts              -> config.ts program curriculum
program              -> bot routes.ts adapters http features deliveries context.ts domain curriculum chat database config.ts
authoring            -> adapters features python domain curriculum chat config.ts
routes.ts            -> features deliveries context.ts
bot                  -> features/cohorts features/next features/workspaces access.ts context.ts domain curriculum chat database
adapters/discord     -> chat
adapters/slack       -> chat database
adapters/playground  -> chat database
http                 ->
features/linking     -> features/cohorts features/quizzes + floor
features/organise    -> features/calendar features/cohorts features/linking features/quizzes features/scenarios features/sessions features/staff + floor
features/cohorts     -> features/calendar features/quizzes features/scenarios features/sessions features/staff + floor
features/progress    -> features/checkpoint features/mentoring features/next features/notify features/privacy features/quizzes features/scenarios features/sessions features/streak + floor
features/streak      -> features/calendar + floor
features/review      -> features/calendar features/notify features/quizzes features/scenarios + floor
features/roadmap     -> features/checkpoint features/notify features/quizzes features/selftest + floor
features/next        -> features/capstone features/checkpoint features/mentoring features/notify features/pair features/quizzes features/review features/roadmap features/scenarios features/selftest features/sessions features/staff + floor
features/at-risk     -> features/mentoring features/notify features/sessions features/staff + floor
features/mentoring   -> features/calendar features/notify features/quizzes features/review features/scenarios features/sessions features/staff + floor
features/pair        -> features/calendar features/notify + floor
features/certificate -> features/capstone features/checkpoint features/notify + floor
features/capstone    -> features/checkpoint features/notify features/scenarios features/staff + floor
features/checkpoint  -> features/notify features/scenarios features/staff + floor
features/notify      -> features/calendar features/quizzes features/sessions + floor
features/selftest    -> features/quizzes + floor
features/scenarios   -> + floor
features/quizzes     -> + floor
features/sessions    -> + floor
features/calendar    -> + floor
features/help        -> + floor
features/staff       -> features/workspaces + floor
features/privacy     -> features/quizzes features/scenarios features/workspaces + floor
features/workspaces  -> + floor
deliveries           -> context.ts domain curriculum chat database
access.ts            -> context.ts chat
context.ts           -> domain curriculum chat database
domain               -> curriculum chat database
python               -> curriculum
curriculum           -> chat
pictures             -> chat
chat                 ->
database             ->
config.ts            -> chat
`;
const FLOOR = ['deliveries', 'access.ts', 'context.ts', 'domain', 'curriculum', 'pictures', 'chat', 'database'];

const rooms = new Map(
  HOUSE.trim()
    .split('\n')
    .map((line) => {
      const [room = '', uses = ''] = line.split('->').map((part) => part.trim());
      const named = uses.split(/\s+/).filter((word) => word !== '' && word !== '+' && word !== 'floor');
      return [room, uses.endsWith('floor') ? [...named, ...FLOOR] : named] as const;
    }),
);

interface Import {
  from: string;
  /** A package's name, `node:…`, or a path under src. */
  to: string;
  isType: boolean;
}

function importsOf(file: string): Import[] {
  const source = readFileSync(join(root, file), 'utf8');
  const names = source.matchAll(
    /^(?:import|export)\s([^;]*?)from\s+'([^']+)'|^import\s+'([^']+)'|import(?:\.meta\.resolve)?\(['`]([^'`]+)['`]\)/gm,
  );
  return [...names].map(([, what = '', static_, bare, dynamic]) => {
    const name = static_ ?? bare ?? dynamic ?? '';
    const to = name.startsWith('.') ? relative(root, join(root, dirname(file), name)) : name;
    return { from: file, to, isType: what.startsWith('type ') };
  });
}

const imports = files.flatMap(importsOf);
const inside = imports.filter(({ to }) => to.startsWith('src/'));
const isPackage = (to: string, name: string) => to === name || to.startsWith(`${name}/`);
const offenders = (isWrong: (one: Import) => boolean) =>
  imports.filter(isWrong).map(({ from, to }) => `${from} -> ${to}`);

/** The room of the house in which a file lives: `features/quizzes`, `domain`, `routes.ts`. */
function roomOf(path: string): string {
  const [, first = '', second = ''] = path.split('/');
  return rooms.has(`${first}/${second}`) ? `${first}/${second}` : first;
}

/** The files or rooms from which following the arrows leads back, each with its next steps; none where there is no circle. */
function circles(arrows: readonly (readonly [string, string])[]): Record<string, string[]> {
  const next = new Map<string, Set<string>>();
  for (const [from, to] of arrows) if (from !== to) next.set(from, (next.get(from) ?? new Set()).add(to));
  for (let before = -1; before !== next.size; ) {
    before = next.size;
    for (const [from, tos] of next) {
      for (const to of tos) if (!next.has(to)) tos.delete(to);
      if (tos.size === 0) next.delete(from);
    }
  }
  return Object.fromEntries([...next].map(([from, tos]) => [from, [...tos]]));
}

it('finds the files and their imports', () => {
  expect(files.length).toBeGreaterThan(250);
  expect(imports.length).toBeGreaterThan(1500);
});

it('lists every room of the house, and no other', () => {
  const lived = new Set(files.map(roomOf));
  expect([...lived].filter((room) => !rooms.has(room))).toEqual([]);
  expect([...rooms.keys()].filter((room) => !lived.has(room))).toEqual([]);
});

it('lets each room use only what the list names', () => {
  const isListed = (from: string, to: string) =>
    rooms.get(roomOf(from))?.some((named) => isPackage(roomOf(to), named)) === true;
  expect(
    inside
      .filter(({ from, to }) => roomOf(from) !== roomOf(to) && !isListed(from, to))
      .map(({ from, to }) => `${from} -> ${to}`),
  ).toEqual([]);
});

it('has one way down: no circle of rooms', () => {
  expect(circles(inside.map(({ from, to }) => [roomOf(from), roomOf(to)]))).toEqual({});
});

it('has no circle of files', () => {
  expect(circles(inside.map(({ from, to }) => [from, to]))).toEqual({});
});

it('would see a circle', () => {
  const arrows = [
    ['a', 'b'],
    ['b', 'c'],
    ['c', 'a'],
    ['c', 'd'],
  ] as const;
  expect(circles(arrows)).toEqual({ a: ['b'], b: ['c'], c: ['a'] });
});

it('lets nobody import what only authors need', () => {
  expect(offenders(({ from, to }) => to.startsWith('src/authoring/') && roomOf(from) !== 'authoring')).toEqual([]);
});

it('draws in one room, and loads what draws when the first picture is asked for', () => {
  const isDrawing = (to: string) => to.startsWith('@resvg/') || to.startsWith('@fontsource/');
  const rooms = ['authoring', 'pictures'];
  expect(offenders(({ from, to }) => isDrawing(to) && !rooms.includes(roomOf(from)))).toEqual([]);
  // In a thread of its own, which `src/pictures/painting.ts` starts.
  expect(inside.filter(({ to }) => to === 'src/pictures/painter.ts')).toEqual([]);
  const painted = offenders(({ from, to }) => to.startsWith('@resvg/') && roomOf(from) === 'pictures');
  expect(painted).toEqual(['src/pictures/painter.ts -> @resvg/resvg-js']);
});

it('names each platform’s library only in its adapter', () => {
  const isForeign = (name: string, room: string) =>
    offenders(({ from, to }) => isPackage(to, name) && roomOf(from) !== room);
  expect(isForeign('discord.js', 'adapters/discord')).toEqual([]);
  expect(isForeign('@slack/bolt', 'adapters/slack')).toEqual([]);
});

it('names drizzle, pg, PGlite and pg-boss only in the database, in tables, in stores and in the queue', () => {
  const libraries = ['drizzle-orm', 'pg', '@electric-sql/pglite', 'pg-boss'];
  const isAllowed = (from: string) =>
    roomOf(from) === 'database' ||
    /(^|-)(store|tables)\.ts$/.test(basename(from)) ||
    from === 'src/deliveries/queue.ts';
  expect(offenders(({ from, to }) => libraries.some((name) => isPackage(to, name)) && !isAllowed(from))).toEqual([]);
});

it('keeps the database free of features: each room has its own tables', () => {
  const tables = files.filter((file) => basename(file) === 'tables.ts');
  expect(tables.length).toBeGreaterThan(10);
  const listed = importsOf('tests/support/tables.ts').map(({ to }) => to);
  expect(listed.sort()).toEqual(tables);
});

it('lets the chat vocabulary import nothing but zod and itself', () => {
  expect(offenders(({ from, to }) => roomOf(from) === 'chat' && to !== 'zod' && !to.startsWith('src/chat/'))).toEqual(
    [],
  );
});

it('lets adapters reach the database in their stores only', () => {
  const isStore = (from: string) => /(^|-)(store|tables)\.ts$/.test(basename(from));
  expect(
    offenders(
      ({ from, to, isType }) =>
        roomOf(from).startsWith('adapters/') && to.startsWith('src/database/') && !isType && !isStore(from),
    ),
  ).toEqual([]);
});

/** Files that do things: they read, write, post or wait. Whatever is not named here, or called so, is pure. */
const SHELLS = [
  'chat/answering.ts',
  'chat/measuring.ts',
  'curriculum/cached.ts',
  'curriculum/files.ts',
  'deliveries/checkups.ts',
  'deliveries/lanes.ts',
  'deliveries/mailroom.ts',
  'deliveries/notices.ts',
  'deliveries/posting.ts',
  'deliveries/queue.ts',
  'deliveries/renewing.ts',
  'deliveries/replan.ts',
  'deliveries/rights.ts',
  'domain/cohorts/timetable.ts',
  'features/calendar/changing.ts',
  'features/calendar/events.ts',
  'features/at-risk/reading.ts',
  'features/calendar/feed-address.ts',
  'features/calendar/feed.ts',
  'features/capstone/seating.ts',
  'features/certificate/graduating.ts',
  'features/checkpoint/acting.ts',
  'features/cohorts/absence.ts',
  'features/cohorts/announcing.ts',
  'features/cohorts/bringing.ts',
  'features/cohorts/machine-reading.ts',
  'features/cohorts/own-zones.ts',
  'features/cohorts/workbook.ts',
  'features/linking/asking.ts',
  'features/linking/stragglers.ts',
  'features/staff/holding.ts',
  'features/mentoring/asking.ts',
  'features/mentoring/believing.ts',
  'features/mentoring/happening.ts',
  'features/mentoring/lapsing.ts',
  'features/mentoring/packing.ts',
  'features/mentoring/talking.ts',
  'features/next/commitments.ts',
  'features/next/looking.ts',
  'features/notify/reminding.ts',
  'features/organise/previewing.ts',
  'features/pair/drawing.ts',
  'features/progress/mentors/board.ts',
  'features/quizzes/holding.ts',
  'features/quizzes/learning.ts',
  'features/progress/celebrating.ts',
  'features/progress/standing.ts',
  'features/quizzes/opening.ts',
  'features/review/gathering.ts',
  'features/review/sending.ts',
  'features/roadmap/reading.ts',
  'features/roadmap/sending.ts',
  'features/scenarios/debriefed.ts',
  'features/scenarios/incidents/opening.ts',
  'features/scenarios/playing.ts',
  'features/scenarios/starting.ts',
  'features/scenarios/threads.ts',
  'features/workspaces/leaving.ts',
];
const isShell = (file: string) =>
  SHELLS.includes(file.slice('src/'.length)) || /(^|-)(routes|jobs|store|tables)\.ts$/.test(basename(file));
const isPure = (file: string) => /^src\/(chat|curriculum|deliveries|domain|features)\//.test(file) && !isShell(file);

it('keeps everything else pure: no file, no database, no clock, no chance, nothing to wait for', () => {
  expect(SHELLS.filter((file) => !files.includes(`src/${file}`))).toEqual([]);
  const isIo = (to: string) =>
    (to.startsWith('node:') && to !== 'node:path' && to !== 'node:crypto') ||
    (to.startsWith('src/database/') && !/\/(?:rows|zones)\.ts$/.test(to)) ||
    /(^|-)store\.ts$/.test(basename(to));
  expect(offenders(({ from, to, isType }) => isPure(from) && !isType && isIo(to))).toEqual([]);
  const restless =
    /Math\.random|random(UUID|Bytes|Int)|Date\.now|new Date\(\)|Temporal\.Now|process\.|\basync\b|\bawait\b/;
  expect(files.filter(isPure).filter((file) => restless.test(readFileSync(join(root, file), 'utf8')))).toEqual([]);
});

it('has no shell that does nothing', () => {
  const acts = /\bawait\b|\basync\b|node:fs|Promise</;
  expect(SHELLS.filter((file) => !acts.test(readFileSync(join(root, 'src', file), 'utf8')))).toEqual([]);
});

it('reads the environment in config.ts only, and the machine’s clock in clock.ts only', () => {
  const reading = (pattern: RegExp) => files.filter((file) => pattern.test(readFileSync(join(root, file), 'utf8')));
  expect(reading(/process\.env/)).toEqual(['src/config.ts']);
  // How late an interaction came is told by Discord's ids, which follow the world's time and not a rehearsal's.
  const lateness = 'src/adapters/discord/snowflake.ts';
  // So does the time at which Slack signed a request.
  const signing = 'src/adapters/slack/http.ts';
  // And whose clock is right is asked of the machines themselves.
  const comparing = 'src/chat/measuring.ts';
  expect(reading(/Temporal\.Now\.instant|Date\.now\(\)|new Date\(\)/)).toEqual([
    lateness,
    signing,
    comparing,
    'src/program/clock.ts',
  ]);
});

it('knows every library that package.json names, and names every library it knows', () => {
  const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const ofTheBot = imports.filter(({ from }) => roomOf(from) !== 'authoring');
  const used = ofTheBot.map(({ to }) => to).filter((to) => !to.startsWith('src/') && !to.startsWith('node:'));
  const packages = new Set(
    used.map((to) =>
      to
        .split('/')
        .slice(0, to.startsWith('@') ? 2 : 1)
        .join('/'),
    ),
  );
  expect([...packages].sort()).toEqual(Object.keys(dependencies).sort());
});
