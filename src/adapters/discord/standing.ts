import type { Log } from '../../chat/answering.ts';
import type { Health } from '../../chat/platform.ts';

/** What is known of how we stand with Discord: whether it takes our token, and whether it sends us events. */
export interface Standing {
  /** A call was answered. */
  answered(status: number, isAuthorised: boolean, aheadSeconds?: number): void;
  connected(): void;
  /** The connection dropped and is being made again. */
  dropped(): void;
  /** Discord closed the connection and will not have us back. */
  closed(code: number): void;
  health(): Health;
  /** By how many seconds our clock was ahead of Discord's at its newest answer. */
  clockAhead(): number | undefined;
}

/** One refusal passes: Discord has answered 401 to good tokens. The second in a row does not. */
const REFUSALS = 2;

/** A resume takes a second or two. */
const PATIENCE_MILLISECONDS = 15_000;

const TOKEN = 'Discord does not take DISCORD_TOKEN (401): copy it anew from the Bot page of the developer portal';

/** https://docs.discord.com/developers/topics/opcodes-and-status-codes#gateway-gateway-close-event-codes */
const CLOSED: ReadonlyMap<number, string> = new Map([
  [4004, 'DISCORD_TOKEN is not valid any more: copy it anew from the Bot page of the developer portal'],
  [4010, 'it does not know this shard'],
  [4011, 'the bot is in too many servers for one connection'],
  [4012, 'it does not know this version of its gateway: update Pythia'],
  [4013, 'it does not know what Pythia asks to be sent: update Pythia'],
  [4014, 'the bot asks for an intent that is switched off for it in the developer portal'],
]);

export function createStanding(log: Log): Standing {
  let refusals = 0;
  let droppedAt: number | undefined;
  let over: string | undefined;
  let ahead: number | undefined;
  return {
    clockAhead: () => ahead,
    answered(status, isAuthorised, aheadSeconds) {
      ahead = aheadSeconds ?? ahead;
      if (!isAuthorised) return;
      if (status !== 401) {
        if (refusals >= REFUSALS) log('info', 'discord: DISCORD_TOKEN is taken again', {});
        refusals = 0;
        return;
      }
      refusals += 1;
      if (refusals === REFUSALS)
        log('error', 'discord: DISCORD_TOKEN is not taken, and nothing can be posted', { status });
    },
    connected() {
      droppedAt = undefined;
    },
    dropped() {
      droppedAt ??= performance.now();
    },
    closed(code) {
      over = `Discord closed the connection for good (${code}): ${CLOSED.get(code) ?? 'start Pythia anew'}`;
      log('error', 'discord: disconnected for good', { code, remedy: over });
    },
    health() {
      if (over !== undefined) return { state: 'over', reason: over };
      if (refusals >= REFUSALS) return { state: 'troubled', reason: TOKEN };
      if (droppedAt !== undefined && performance.now() - droppedAt > PATIENCE_MILLISECONDS) {
        return { state: 'troubled', reason: 'Discord sends no events: the connection is being made anew' };
      }
      return { state: 'serving' };
    },
  };
}
