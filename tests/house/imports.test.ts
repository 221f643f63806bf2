import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const files = globSync('src/**/*.ts', { cwd: root });

/** The features; each may use the stores, views and rules of the others, but no adapter and no library of one. */
const FEATURES = [
  'cohorts',
  'people',
  'workspaces',
  'linking',
  'feed',
  'quizzes',
  'scenarios',
  'progress',
  'learning',
  'mentoring',
  'help',
  'deliveries',
];

interface Import {
  from: string;
  /** A package's name, `node:…`, or a path under src. */
  to: string;
}

function importsOf(file: string): Import[] {
  const source = readFileSync(join(root, file), 'utf8');
  const names = source.matchAll(/^(?:import|export)\s[^;]*?from\s+'([^']+)'|^import\s+'([^']+)'|import\('([^']+)'\)/gm);
  return [...names].map(([, static_, bare, dynamic]) => {
    const name = static_ ?? bare ?? dynamic ?? '';
    return { from: file, to: name.startsWith('.') ? relative(root, join(root, dirname(file), name)) : name };
  });
}

const imports = files.flatMap(importsOf);
const roomOf = (path: string) => path.split('/')[1] ?? '';
const fileOf = (path: string) => path.split('/').at(-1) ?? '';
const isPackage = (to: string, name: string) => to === name || to.startsWith(`${name}/`);
const offenders = (isWrong: (one: Import) => boolean) =>
  imports.filter(isWrong).map(({ from, to }) => `${from} -> ${to}`);

it('finds the files and their imports', () => {
  expect(files.length).toBeGreaterThan(40);
  expect(imports.length).toBeGreaterThan(150);
});

it('names discord.js only in its adapter', () => {
  expect(offenders(({ from, to }) => isPackage(to, 'discord.js') && !from.startsWith('src/adapters/discord/'))).toEqual(
    [],
  );
});

it('names Slack’s libraries only in its adapter', () => {
  expect(offenders(({ from, to }) => to.startsWith('@slack/') && !from.startsWith('src/adapters/slack/'))).toEqual([]);
});

it('keeps what only authors need, and its library, out of the running bot', () => {
  const isTool = (path: string) => path.startsWith('src/scenario-tools/');
  expect(offenders(({ from, to }) => isTool(to) && !isTool(from))).toEqual([]);
  expect(offenders(({ from, to }) => to.startsWith('@resvg/') && !isTool(from))).toEqual([]);
});

it('names drizzle, pg, PGlite and pg-boss only in the database, in stores and in the queue', () => {
  const libraries = ['drizzle-orm', 'pg', '@electric-sql/pglite', 'pg-boss'];
  const isAllowed = (from: string) =>
    roomOf(from) === 'database' || fileOf(from) === 'store.ts' || from === 'src/deliveries/queue.ts';
  expect(offenders(({ from, to }) => libraries.some((name) => isPackage(to, name)) && !isAllowed(from))).toEqual([]);
});

it('lets the chat vocabulary import nothing but zod and itself', () => {
  expect(offenders(({ from, to }) => roomOf(from) === 'chat' && to !== 'zod' && !to.startsWith('src/chat/'))).toEqual(
    [],
  );
});

it('lets adapters know the chat vocabulary and nothing of a feature', () => {
  const isAllowed = ({ from, to }: Import) =>
    !to.startsWith('src/') ||
    to.startsWith('src/chat/') ||
    to.startsWith(from.split('/').slice(0, 3).join('/')) ||
    (fileOf(from) === 'store.ts' && to.startsWith('src/database/'));
  expect(offenders((one) => roomOf(one.from) === 'adapters' && !isAllowed(one))).toEqual([]);
});

it('lets features know no adapter', () => {
  expect(offenders(({ from, to }) => FEATURES.includes(roomOf(from)) && to.startsWith('src/adapters/'))).toEqual([]);
});

it('keeps rules pure: no database, no platform, no clock, no chance', () => {
  const pure = [
    'rules.ts',
    'calendar.ts',
    'inputs.ts',
    'ids.ts',
    'names.ts',
    'codes.ts',
    'merge.ts',
    'ics.ts',
    'boards.ts',
    'mastery.ts',
    'points.ts',
    'plan.ts',
    'marking.ts',
    'rounds.ts',
    'seed.ts',
    'choosing.ts',
    'moves.ts',
    'investigation.ts',
    'score.ts',
    'debrief.ts',
    'post-mortem.ts',
    'runs.ts',
    'letters.ts',
  ];
  const isPure = (from: string) => FEATURES.includes(roomOf(from)) && pure.includes(fileOf(from));
  const isIo = (to: string) => to.startsWith('node:') || to.startsWith('src/database/') || fileOf(to) === 'store.ts';
  expect(offenders(({ from, to }) => isPure(from) && isIo(to))).toEqual([]);
  const restless = files.filter(isPure).filter((file) => {
    return /Math\.random|Date\.now|new Date\(\)|Temporal\.Now|process\./.test(readFileSync(join(root, file), 'utf8'));
  });
  expect(restless).toEqual([]);
});

it('reads the environment in config.ts only, and the machine’s clock in clock.ts only', () => {
  const reading = (pattern: RegExp) => files.filter((file) => pattern.test(readFileSync(join(root, file), 'utf8')));
  expect(reading(/process\.env/)).toEqual(['src/config.ts']);
  // How late an interaction came is told by Discord's ids, which follow the world's time and not a rehearsal's.
  const lateness = 'src/adapters/discord/snowflake.ts';
  expect(reading(/Temporal\.Now\.instant|Date\.now\(\)|new Date\(\)/).sort()).toEqual([lateness, 'src/clock.ts']);
});

it('knows every library that package.json names, and names every library it knows', () => {
  const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const ofTheBot = imports.filter(({ from }) => !from.startsWith('src/scenario-tools/'));
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
