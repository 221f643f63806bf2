import { index, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { instant } from '../../database/columns.ts';

/** The Slack workspaces that installed the app by themselves, and with which token each is spoken to. */
export const slackInstallations = pgTable('slack_installations', {
  /** Slack's id of the team, or of the organisation that installed for all of its teams. */
  id: text().primaryKey(),
  /** Encrypted, as adapters/slack/crypt.ts writes it. */
  botToken: text('bot_token').notNull(),
  botId: text('bot_id').notNull(),
  botUserId: text('bot_user_id').notNull(),
  installedAt: instant('installed_at').notNull(),
});

/** What Slack said about people (`user:…`) and user groups, so that nobody waits for it at the next press. */
export const slackFacts = pgTable(
  'slack_facts',
  {
    workspace: text().notNull(),
    about: text().notNull(),
    value: jsonb().notNull(),
    knownAt: instant('known_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.workspace, table.about] }), index('slack_facts_age').on(table.knownAt)],
);
