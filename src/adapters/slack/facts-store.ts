import { eq, lt, sql } from 'drizzle-orm';
import type { Db } from '../../database/client.ts';
import { statement } from '../../database/statement.ts';
import type { FactsStore } from './ports.ts';
import { slackFacts } from './tables.ts';

/** Nothing is kept about somebody who has not used the bot for this long. */
const KEPT_HOURS = 30 * 24;

const readFacts = statement<{ workspace: string; about: string }, { about: string; value: unknown; knownAt: string }>(
  'slack-facts',
  ({ workspace, about }) => sql`select about, value, to_jsonb(known_at) #>> '{}' as "knownAt" from slack_facts
    where workspace = ${workspace} and about in (select jsonb_array_elements_text(${about}::jsonb))`,
);

interface SlackFacts extends FactsStore {
  /** Forgets what Slack said about a workspace and its people. */
  forget(workspace: string): Promise<void>;
}

/** What Slack said, in the database: it outlives a restart, when everybody presses at once. */
export function createFactsStore(db: Db): SlackFacts {
  return {
    async find(workspace, about) {
      const found = await readFacts(db, { workspace, about: JSON.stringify(about) });
      return new Map(
        found.map((row) => [row.about, { value: row.value, knownAt: Temporal.Instant.from(row.knownAt) }]),
      );
    },

    async record(workspace, about, value, now) {
      const kept = { value, knownAt: now };
      await db
        .insert(slackFacts)
        .values({ workspace, about, ...kept })
        .onConflictDoUpdate({ target: [slackFacts.workspace, slackFacts.about], set: kept });
      await db.delete(slackFacts).where(lt(slackFacts.knownAt, now.subtract({ hours: KEPT_HOURS })));
    },

    async forget(workspace) {
      await db.delete(slackFacts).where(eq(slackFacts.workspace, workspace));
    },
  };
}
