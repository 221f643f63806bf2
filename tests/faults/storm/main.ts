import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { startPostgres } from '../../support/postgres/server.ts';
import { createWire } from '../../support/postgres/wire.ts';
import { createChance } from './chance.ts';
import { createCrowd } from './crowd.ts';
import { judge } from './oracle.ts';
import { startProcesses } from './processes.ts';
import { openDiscord, openSlack } from './stage.ts';

/**
 * A storm: people join, leave and answer on both platforms, while processes are killed, the database restarts, connections
 * break and go silent, and platforms fail. Then it is held what people were told against what is there.
 *
 *     npm run test:faults -- --seed 7 --seconds 100
 *     npm run test:faults -- --seconds 60 --faults "database cut,database restart" --every 1000
 */
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    seconds: { type: 'string', default: '90' },
    people: { type: 'string', default: '12' },
    processes: { type: 'string', default: '2' },
    /** How long between two faults on average, in milliseconds. */
    every: { type: 'string', default: '2500' },
    /** Only these, by what their names begin with. */
    faults: { type: 'string', default: '' },
  },
});
const seconds = Number(values.seconds);
const chance = createChance(Number(values.seed));
const count = Number(values.processes);

/** A delivery waits for the claim of a process that was killed while posting it, and for the queue to notice. */
const ALLOWED_SECONDS = 180;

/** The database and the queue are to be well again this long after the last fault. */
const HEALED_SECONDS = 30;

const server = await startPostgres();
const wire = await createWire(server.port);
const url = await server.createDatabase();
const each = Math.ceil(Number(values.people) / 2);
const grounds = await Promise.all([openDiscord(each), openSlack(each)]);
const processes = startProcesses(count, {
  ...Object.assign({}, ...grounds.map(({ environment }) => environment)),
  DATABASE_URL: wire.through(url),
  LOG_LEVEL: 'info',
});

async function until(what: string, isSo: () => boolean | Promise<boolean>, patience: number): Promise<boolean> {
  const deadline = performance.now() + patience * 1000;
  while (!(await isSo())) {
    if (performance.now() > deadline) {
      console.log(`${what}: not within ${patience} s`);
      return false;
    }
    await sleep(200);
  }
  return true;
}

async function query<Row extends pg.QueryResultRow>(text: string, args: readonly unknown[] = []): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query<Row>(text, [...args])).rows;
  } finally {
    await client.end().catch(() => {});
  }
}

if (!(await until('the program is ready', processes.ready, 60))) process.exit(1);
for (const ground of grounds) await ground.begin();
await until('both rounds are open', () => grounds.every((ground) => ground.round() !== undefined), 60);

let troubledUntil = 0;
const crowds = grounds.map((ground) =>
  createCrowd({
    hands: ground.hands,
    chance,
    announcement: ground.announcement,
    round: ground.round,
    isTroubled: () => performance.now() < troubledUntil,
  }),
);

/** How long each kind of fault may keep people waiting, in seconds, and what it does. */
const all: Record<string, { trouble: number; strike: () => void }> = {
  'database cut': { trouble: 3, strike: wire.cut },
  'database restart': { trouble: 8, strike: () => server.restart('immediate') },
  'database silence': { trouble: 25, strike: wire.silence },
  ...Object.fromEntries(
    Array.from({ length: count }, (_, index) => [
      `process ${index} killed`,
      { trouble: 15, strike: () => processes.kill(index) },
    ]),
  ),
  ...Object.fromEntries(
    grounds.flatMap(({ faults }) => Object.entries(faults).map(([name, strike]) => [name, { trouble: 8, strike }])),
  ),
};
const wanted = values.faults.split(',').filter((name) => name !== '');
const names = Object.keys(all).filter((name) => wanted.length === 0 || wanted.some((one) => name.startsWith(one)));
/** A process or the database is as likely to fail as a platform, however many ways each has. */
const groups = Object.values(Object.groupBy(names, (name) => name.split(' ')[0] ?? '')).map((group) => group ?? []);
const struck = new Map<string, number>();
const asked = new Map<string, number>();

async function askForNotice(number: number): Promise<void> {
  const [ground] = grounds.slice(number % grounds.length);
  if (ground === undefined) return;
  const key = `storm/${number}`;
  const due = Date.now() + chance.between(0, 3000);
  await query(
    `insert into deliveries (key, cohort_id, kind, detail, due_at)
     select $1, c.id, 'notice', $2, $3 from cohorts c where c.workspace_id = $4 and c.status = 'active'`,
    [key, JSON.stringify({ kind: 'home-back', workspaceId: ground.workspace() }), new Date(due), ground.workspace()],
  ).then(
    () => asked.set(key, due),
    () => undefined,
  );
}

const begunAt = performance.now();
let noticed = 0;
while (performance.now() - begunAt < seconds * 1000) {
  await sleep(chance.between(0.5, 1.5) * Number(values.every));
  const name = chance.pick(chance.pick(groups));
  const fault = all[name];
  if (fault === undefined) continue;
  struck.set(name, (struck.get(name) ?? 0) + 1);
  troubledUntil = Math.max(troubledUntil, performance.now() + fault.trouble * 1000);
  fault.strike();
  await askForNotice(noticed);
  noticed += 1;
}

const stoppedAt = performance.now();
const isHealed = await until('ready again', processes.ready, HEALED_SECONDS + 30);
const healedAfter = (performance.now() - stoppedAt) / 1000;
await Promise.all(crowds.map((crowd) => crowd.stop()));
// The last fault may have come a moment ago: what it may take to heal stands beside it.
await sleep(Math.max(0, troubledUntil - performance.now()));
const clicks = (await Promise.all(crowds.map((crowd) => crowd.clickOnce()))).reduce((sum, n) => sum + n, 0);
const isDrained = await until(
  'the queue is drained',
  async () => {
    const [row] = await query<{ n: number }>(
      `select count(*)::int as n from deliveries where settled_at is null and due_at <= now()`,
    );
    return row?.n === 0;
  },
  ALLOWED_SECONDS,
);
const drainedAfter = (performance.now() - stoppedAt) / 1000;
const verdict = await judge({
  url,
  told: crowds.flatMap(({ told }) => told),
  channels: Object.fromEntries(grounds.map(({ name, channel }) => [name, channel])),
  asked,
  allowedSeconds: ALLOWED_SECONDS,
});

const counts = crowds.map((crowd) => crowd.counts);
const sum = (key: keyof (typeof counts)[number]) => counts.reduce((total, one) => total + one[key], 0);
console.log(`seed ${values.seed}, ${seconds} s, ${count} processes, ${each * 2} people on both platforms`);
console.log(`faults: ${[...struck].map(([name, n]) => `${n} × ${name}`).join(', ')}`);
console.log(
  `people did ${sum('acts')} things; apologies ${sum('apologies')}; unanswered outside of faults ${sum('unanswered')}; acknowledged after 3 s outside of faults ${sum('late')}`,
);
console.log(`told and kept: ${crowds.flatMap(({ told }) => told).reduce((n, { kept }) => n + kept, 0)} answers`);
console.log(`kills ${processes.kills}, deaths by themselves ${processes.deaths.length}`);
console.log(`deliveries asked for ${asked.size}, the latest posted after ${Math.round(verdict.latest)} s`);
console.log(
  `after the storm: ready in ${Math.round(healedAfter)} s, ${clicks} of ${each * 2} clicks answered, queue drained in ${Math.round(drainedAfter)} s`,
);
console.log(`memory: ${processes.residentMegabytes().join(' and ')} MB`);
console.log(`logged: ${[...processes.errors].map(([message, n]) => `${n} × ${message}`).join('; ') || 'no error'}`);
for (const line of processes.deaths) console.log(`death: ${line}`);
const kinds = ['lost', 'doubled', 'missing', 'late'] as const;
for (const kind of kinds) for (const line of verdict[kind]) console.log(`${kind}: ${line}`);
console.log(kinds.map((kind) => `${kind} ${verdict[kind].length}`).join(', '));

await processes.stop();
for (const ground of grounds) await ground.close();
await wire.close();
server.stop();
const isGood =
  isHealed &&
  isDrained &&
  clicks === each * 2 &&
  processes.deaths.length === 0 &&
  kinds.every((kind) => verdict[kind].length === 0);
process.exit(isGood ? 0 : 1);
