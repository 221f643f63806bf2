import { secondsAhead } from '../../chat/clock-ahead.ts';
import { Unreachable } from '../../chat/errors.ts';
import type { Standing } from '../../chat/mail.ts';
import { measured } from '../../chat/measuring.ts';
import type { Services } from '../../context.ts';
import { readDatabaseClock } from '../../database/client.ts';
import { readQueueState } from '../../deliveries/store.ts';
import type { Cohort } from '../../domain/cohorts/cohort.ts';
import type { Machine } from './machine.ts';

/** Looks at the program itself and at the platforms that a cohort lives on. */
export async function readMachine(
  { db, mail, curriculum }: Services,
  { homes }: Cohort,
  now: Temporal.Instant,
): Promise<Machine> {
  const queue = await readQueueState(db, now);
  const { answer, asked } = await measured(() => readDatabaseClock(db));
  const databaseAhead = secondsAhead(answer.epochMilliseconds, answer.epochMilliseconds, asked);
  const standings = homes.map(({ workspaceId }) => standingOf(workspaceId, mail));
  const platforms = new Map(standings.flatMap((one) => (one === undefined ? [] : [[one.name, one] as const])));
  return {
    now,
    databaseAhead,
    platforms: [...platforms.values()],
    zoneRules: process.versions['tz'] ?? 'unknown',
    queue,
    sessions: curriculum.sessions.length,
    items: curriculum.items.size,
    proof: curriculum.proof,
  };
}

/** Undefined where this program has no such platform, which the rights in that home say. */
function standingOf(workspaceId: string, mail: Services['mail']): Standing | undefined {
  try {
    return mail.standingOf(workspaceId);
  } catch (error) {
    if (error instanceof Unreachable) return undefined;
    throw error;
  }
}
