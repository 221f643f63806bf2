import { createHash } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { createBot } from '../../src/bot/bot.ts';
import { decodeAction, encodeAction } from '../../src/chat/action.ts';
import type { Handler, Suggestion } from '../../src/chat/event.ts';
import { describeCommands } from '../../src/chat/route.ts';
import type { Modal, Refusal, Reply, View } from '../../src/chat/view.ts';
import type { Services } from '../../src/context.ts';
import type { Curriculum } from '../../src/curriculum/schema.ts';
import type { Database } from '../../src/database/client.ts';
import { createMailroom } from '../../src/deliveries/mailroom.ts';
import { createQueue } from '../../src/deliveries/queue.ts';
import { CHORES, listNextChores } from '../../src/program/chores.ts';
import { createClock } from '../../src/program/clock.ts';
import { createTimeTravel } from '../../src/program/time-travel.ts';
import { jobs, routes } from '../../src/routes.ts';
import { openTestDatabase } from './database.ts';
import { assertDistinct, controlOf, createTestPlatform, plain, plainText, type TestPlatform } from './platform.ts';

/** Somebody who uses the bot. */
export interface Actor {
  id: string;
  name: string;
  manages?: boolean;
  /** Where they are; the first platform's workspace, if left out. */
  at?: { platform: string; workspace: string };
  roles?: readonly string[];
  /** The time zone that they have set on the platform. */
  zone?: string;
  /** The platform could not say who this is. */
  isUnsure?: boolean;
}

export interface Rig {
  database: Database;
  services: Services;
  handler: Handler;
  platform: TestPlatform;
  /** A second platform, called `other`, for what lives on two. */
  other: TestPlatform;
  /** These two, and the others where a test named more. */
  platforms: readonly TestPlatform[];
  /** What failed inside the bot or a delivery; a test that expects nothing there should look. */
  failures: unknown[];
  now(): Temporal.Instant;
  /** Goes to that moment, through everything that is due on the way. */
  travelTo(moment: Temporal.Instant | string): Promise<void>;
  command(actor: Actor, name: string, options?: Record<string, string>, channel?: string): Promise<Answer>;
  press(actor: Actor, view: View, label: string, more?: Record<string, string>, channel?: string): Promise<Answer>;
  /** Sends a command and, where it shows first what it would do, presses its first button. */
  confirm(actor: Actor, name: string, options?: Record<string, string>, channel?: string): Promise<Answer>;
  complete(actor: Actor, name: string, option: string, options: Record<string, string>): Promise<readonly Suggestion[]>;
  close(): Promise<void>;
}

/** What came back, with its words. */
export interface Answer {
  reply: Reply;
  text: string;
  view: View;
  modal: Modal;
  eventId: string;
}

/** Random bytes that are the same in every run. */
function createChance(): Services['random'] {
  let draws = 0;
  return (bytes) => {
    draws += 1;
    return createHash('shake256', { outputLength: bytes }).update(`draw ${draws}`).digest();
  };
}

/** The whole bot above its adapters, on a database of its own, at a moment of the test's choosing, on platforms of these names. */
export async function createRig(
  curriculum: Curriculum,
  startsAt: string,
  database: Database | undefined = undefined,
  names: readonly [string, string, ...string[]] = ['test', 'other'],
): Promise<Rig> {
  return rigOn(database ?? (await openTestDatabase()), curriculum, startsAt, names);
}

async function rigOn(
  database: Database,
  curriculum: Curriculum,
  startsAt: string,
  [first, second, ...more]: readonly [string, string, ...string[]],
): Promise<Rig> {
  const { db, boss } = database;
  const clock = createClock({ at: Temporal.Instant.from(startsAt) });
  const platform = createTestPlatform(first);
  const other = createTestPlatform(second);
  const all = [platform, other, ...more.map(createTestPlatform)];
  const failures: unknown[] = [];
  const mail = createMailroom({
    db,
    platforms: new Map(all.map((one) => [one.name, one])),
    clock: clock.now,
    wake: () => queue.tick(),
  });
  const services: Services = {
    db,
    // Whatever is being written and not proven yet is told to no test that does not ask for it.
    curriculum: { ...curriculum, proof: { ...curriculum.proof, changed: [] } },
    clock: clock.now,
    mail,
    commands: describeCommands(routes),
    random: createChance(),
    publicUrl: 'https://pythia.example.org',
  };
  const queue = createQueue({ boss, services, jobs, report: (error) => failures.push(error) });
  await queue.prepare();
  await queue.start();
  const handler = createBot(routes, services, (error) => failures.push(error));
  const travel = createTimeTravel({
    clock,
    db,
    queue,
    isKept: false,
    findNextStop: async () => (await listNextChores(services)).sort(Temporal.Instant.compare)[0],
    async afterwards() {
      for (const carryOut of Object.values(CHORES)) await carryOut(services, clock.now());
    },
  });
  let events = 0;

  function eventOf(actor: Actor, route: string, state: Record<string, string>, channel: string, id?: string) {
    events += 1;
    const { at = { platform: platform.name, workspace: 'w' }, ...who } = actor;
    const person = { manages: false, roles: [], locale: 'en-GB', ...who };
    const place = { ...at, channel };
    return { id: id ?? `event-${events}`, place, person, action: { route, state } };
  }

  async function send(actor: Actor, route: string, state: Record<string, string>, channel: string): Promise<Answer> {
    const event = eventOf(actor, route, state, channel);
    const reply = await handler.handle(event).reply;
    return answerOf(reply, event.id);
  }

  /** Through the id and back, as a platform would send it. */
  function press(actor: Actor, view: View, label: string, more: Record<string, string> = {}, channel = 'lobby') {
    const { route, state } = decodeAction(encodeAction(controlOf(view, label).action));
    return send(actor, route, { ...state, ...more }, channel);
  }

  return {
    database,
    services,
    handler,
    platform,
    other,
    platforms: all,
    failures,
    now: clock.now,
    async travelTo(moment) {
      // The queue waits for its next try by the machine's clock, which nobody moves.
      await db.execute(sql`update pgboss.job set start_after = now() where state = 'retry'`);
      await travel.move?.to(typeof moment === 'string' ? Temporal.Instant.from(moment) : moment);
    },
    command: (actor, name, options = {}, channel = 'lobby') => send(actor, name, options, channel),
    press,
    async confirm(actor, name, options = {}, channel = 'lobby') {
      const shown = await send(actor, name, options, channel);
      if (shown.reply.kind !== 'view') return shown;
      const buttons = shown.reply.blocks.flatMap((block) => (block.kind === 'controls' ? block.controls : []));
      const [first] = buttons.filter((control) => control.kind === 'button');
      if (first === undefined) throw new Error(`nothing to confirm: ${shown.text}`);
      return press(actor, shown.view, first.label, {}, channel);
    },
    complete: (actor, name, option, options) => handler.complete({ ...eventOf(actor, name, options, 'lobby'), option }),
    async close() {
      await queue.stop();
      await database.close();
    },
  };
}

function answerOf(reply: Reply, eventId: string): Answer {
  if (reply.kind === 'view') assertDistinct(reply);
  const words = reply.kind === 'view' ? plain(reply) : reply.kind === 'refusal' ? plainText(reply.text) : reply.title;
  return {
    reply,
    text: words,
    eventId,
    get view() {
      if (reply.kind !== 'view') throw new Error(`not a view but a ${reply.kind}: ${words}`);
      return reply;
    },
    get modal() {
      if (reply.kind !== 'modal') throw new Error(`not a form but a ${reply.kind}: ${words}`);
      return reply;
    },
  };
}

/** The words of a refusal. Throws when it is none. */
export function refusalOf({ reply, text }: Answer): string {
  if ((reply as Refusal).kind !== 'refusal') throw new Error(`not refused: ${text}`);
  return text;
}
