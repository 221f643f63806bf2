import { eq } from 'drizzle-orm';
import type { Db } from '../../database/client.ts';
import { type KeyRing, keyIdOf, seal, unseal } from './crypt.ts';
import type { Installation, InstallationStore } from './ports.ts';
import { slackInstallations } from './tables.ts';

/** The installations in the database: what `ports.ts` reads, and what installing and leaving write. */
export interface SlackStore extends InstallationStore {
  /** Keeps a workspace's token, in place of an older one. */
  record(workspace: string, installation: Installation, now: Temporal.Instant): Promise<void>;
  remove(workspace: string): Promise<void>;
  /** Re-encrypts whatever an older key encrypted and returns how many there were: afterwards that key can be removed. */
  renew(): Promise<number>;
}

/** Tokens are encrypted under the newest of these keys, each for its own workspace. */
export function createSlackStore(db: Db, keys: KeyRing): SlackStore {
  return {
    async find(workspace) {
      const [row] = await db.select().from(slackInstallations).where(eq(slackInstallations.id, workspace));
      if (row === undefined) return undefined;
      const { botToken, botId, botUserId } = row;
      return { botToken: unseal(botToken, workspace, keys), botId, botUserId };
    },

    async record(workspace, { botToken, botId, botUserId }, now) {
      const kept = { botToken: seal(botToken, workspace, keys), botId, botUserId, installedAt: now };
      await db
        .insert(slackInstallations)
        .values({ id: workspace, ...kept })
        .onConflictDoUpdate({ target: slackInstallations.id, set: kept });
    },

    async remove(workspace) {
      await db.delete(slackInstallations).where(eq(slackInstallations.id, workspace));
    },

    async renew() {
      const all = await db
        .select({ id: slackInstallations.id, botToken: slackInstallations.botToken })
        .from(slackInstallations);
      const old = all.filter(({ botToken }) => keyIdOf(botToken) !== keys.current);
      for (const { id, botToken } of old) {
        const renewed = seal(unseal(botToken, id, keys), id, keys);
        await db.update(slackInstallations).set({ botToken: renewed }).where(eq(slackInstallations.id, id));
      }
      return old.length;
    },
  };
}
