import { setTimeout as sleep } from 'node:timers/promises';
import type { Health, Lack, Platform } from '../chat/platform.ts';
import type { Db } from '../database/client.ts';
import type { Lease } from '../database/lease.ts';
import { listShardBeats, readShardCount, replaceShardCount } from '../database/shards-store.ts';
import { createSteady } from './steady.ts';

type Log = (level: 'info' | 'warn' | 'error', message: string, fields: Record<string, unknown>) => void;

/** One of the parts into which Discord divides a bot's servers. Direct messages come to the first one, 0. */
export interface Shard {
  id: number;
  count: number;
}

/** https://docs.discord.com/developers/events/gateway#sharding */
export function shardOf(guild: string, count: number): number {
  return /^\d+$/.test(guild) ? Number((BigInt(guild) >> 22n) % BigInt(count)) : 0;
}

/** A holder that lives counts twice a second. */
const LISTEN_MILLISECONDS = 2500;

/**
 * How many shards there are. All processes on a database must divide the events alike, so a number that is not the one in use
 * holds only once no process is connected any more.
 */
export async function agreeOnShards(db: Db, wanted: number, log: Log, listenMs = LISTEN_MILLISECONDS): Promise<number> {
  const inUse = await readShardCount(db);
  if (inUse === wanted) return wanted;
  const before = await listShardBeats(db);
  if (before.length > 0) await sleep(listenMs);
  const after = before.length > 0 ? await listShardBeats(db) : [];
  const isAlive = after.some(({ name, holder, beat }) =>
    before.some((one) => one.name === name && one.holder === holder && one.beat !== beat),
  );
  if (isAlive) {
    const remedy = `stop every process on this database, then start them with the same DISCORD_SHARDS`;
    log('warn', 'discord: the processes that run divide its events otherwise', { wanted, inUse, remedy });
    return inUse;
  }
  await replaceShardCount(db, inUse, wanted);
  return readShardCount(db);
}

interface ShardsOptions {
  count: number;
  create: (shard: Shard) => Platform;
  openLease: (name: string, yieldMs: () => number) => Lease | undefined;
  isAlone: boolean;
  log: Log;
  /** How long Discord wants between two connections of a bot, in milliseconds. */
  betweenMs?: number;
}

/** https://docs.discord.com/developers/events/gateway#rate-limiting: one in five seconds, where Discord allows no more. */
const BETWEEN_MILLISECONDS = 5500;

/** A free shard is left to processes that hold fewer for so long, for each that is held here: a look comes twice a second. */
const YIELD_MILLISECONDS = 300;

const MOST_YIELD = 900;

/**
 * Discord in shards. Each has one process that receives its events, and another process takes it over when that ends; whoever
 * posts needs none of that. The first is called as the only one always was, so that a rolling restart hands it over.
 */
export async function createShards(options: ShardsOptions): Promise<Platform> {
  const { count, create, openLease, isAlone, log, betweenMs = BETWEEN_MILLISECONDS } = options;
  let held = 0;
  let lastStart = Promise.resolve();
  let lastLook: Promise<unknown> = Promise.resolve();

  /** One connection after the other, as Discord wants it. */
  function inTurn(start: () => Promise<void>): Promise<void> {
    const started = lastStart.then(start);
    lastStart = started.catch(() => {}).then(() => sleep(betweenMs, undefined, { ref: false }));
    return started;
  }

  function open(id: number): Lease | undefined {
    const lease = openLease(id === 0 ? 'discord' : `discord/${id}`, () =>
      Math.min(MOST_YIELD, held * YIELD_MILLISECONDS),
    );
    if (lease === undefined) return undefined;
    return {
      start({ gained, lost }) {
        const turn = {
          gained() {
            held += 1;
            gained();
          },
          lost() {
            held -= 1;
            lost();
          },
        };
        // One look after the other, so that the second knows what came of the first.
        const look = lastLook.then(() => lease.start(turn));
        lastLook = look.catch(() => {});
        return look;
      },
      stop: lease.stop,
    };
  }

  const members: Platform[] = [];
  for (let id = 0; id < count; id += 1) {
    const said: Log = (level, message, fields) => log(level, message, { shard: id, shards: count, ...fields });
    const make = async () => {
      const adapter = create({ id, count });
      return count === 1
        ? adapter
        : { ...adapter, start: (handler: Parameters<Platform['start']>[0]) => inTurn(() => adapter.start(handler)) };
    };
    const { platform } = await createSteady({ create: make, lease: open(id), isAlone, log: count === 1 ? log : said });
    members.push(platform);
  }
  const [first] = members;
  if (first === undefined) throw new RangeError('there is at least one shard');
  return count === 1 ? first : joined(first, members);
}

/** Many as one: events come from all, what is posted goes through the first. */
function joined(first: Platform, members: readonly Platform[]): Platform {
  const nameOf = (id: number) => `shard ${id} of ${members.length}`;
  return {
    ...first,
    async start(handler) {
      await Promise.all(members.map((member) => member.start(handler)));
    },
    async stop() {
      await Promise.all(members.map((member) => member.stop()));
    },
    health(): Health {
      const all = members.map((member, id) => ({ id, health: member.health() }));
      const worst =
        all.find(({ health }) => health.state === 'over') ?? all.find(({ health }) => health.state !== 'serving');
      if (worst === undefined || worst.health.state === 'serving') return { state: 'serving' };
      return { state: worst.health.state, reason: `${nameOf(worst.id)}: ${worst.health.reason}` };
    },
    async findLacks(workspace, channel) {
      const lacks = await first.findLacks(workspace, channel);
      const id = shardOf(workspace, members.length);
      const health = members[id]?.health();
      if (health === undefined || health.state === 'serving') return lacks;
      const deaf: Lack = {
        what: `I am not connected to ${nameOf(id)}, which carries this server`,
        loss: 'what people press and type does not reach me',
        remedy: `Whoever operates me reads why in my log: ${health.reason}.`,
      };
      return [...lacks, deaf];
    },
  };
}
