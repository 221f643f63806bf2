import { readKeys } from '../adapters/slack/crypt.ts';
import { createFactsStore } from '../adapters/slack/facts-store.ts';
import { createSlack, type Slack } from '../adapters/slack/index.ts';
import { SLACK_PATHS } from '../adapters/slack/manifest.ts';
import { createOAuth } from '../adapters/slack/oauth.ts';
import { createSlackStore } from '../adapters/slack/store.ts';
import type { Log } from '../chat/answering.ts';
import { describeForms, findPage, type ShortcutSpec } from '../chat/route.ts';
import type { Traffic } from '../chat/traffic.ts';
import type { Config, SlackConfig } from '../config.ts';
import type { Route, Services } from '../context.ts';

interface Rates {
  /** How many times Slack's own limits of calls hold; once, if left out. */
  rates?: number | undefined;
  traffic: Traffic;
}

/** Slack as the configuration wants it: one workspace or many, over a socket or over HTTP. */
export async function createSlackFrom(
  {
    publicUrl,
    slackCommandPrefix: prefix,
    rates = 1,
    traffic,
  }: Pick<Config, 'publicUrl' | 'slackCommandPrefix'> & Rates,
  { tokens, reach, apiUrl }: SlackConfig,
  { db, commands, clock }: Pick<Services, 'db' | 'commands' | 'clock'>,
  shortcuts: readonly ShortcutSpec[],
  routes: readonly Route[],
  log: Log,
): Promise<Slack> {
  const forms = routes.filter(({ ack }) => ack === 'modal').flatMap(({ name, formerly = [] }) => [name, ...formerly]);
  const page = findPage(routes);
  const facts = createFactsStore(db);
  const common = {
    commands,
    shortcuts,
    forms,
    formOptions: describeForms(routes),
    page,
    prefix,
    rates,
    traffic,
    facts,
    clock,
    log,
    ...(apiUrl === undefined ? {} : { apiUrl }),
  };
  switch (tokens.kind) {
    case 'one': {
      const how = reach.kind === 'socket' ? { appToken: reach.appToken } : { signingSecret: reach.signingSecret };
      return createSlack({ ...common, onWorkspaceGone: facts.forget, botToken: tokens.botToken, ...how });
    }
    case 'many': {
      const { clientId, clientSecret, stateSecret, encryptionKeys } = tokens;
      const installations = createSlackStore(db, readKeys(encryptionKeys));
      const renewed = await installations.renew();
      if (renewed > 0) log('info', 'slack: tokens were encrypted anew', { renewed });
      const oauth = { clientId, clientSecret, stateSecret, publicUrl: publicUrl ?? '', apiUrl };
      const pages = createOAuth({ ...oauth, store: installations, now: clock, log });
      const how = reach.kind === 'socket' ? { appToken: reach.appToken } : { signingSecret: reach.signingSecret };
      const installAt = `${oauth.publicUrl}${SLACK_PATHS.install}`;
      const onWorkspaceGone = async (workspace: string) => {
        await installations.remove(workspace);
        await facts.forget(workspace);
      };
      return createSlack({ ...common, installations, onWorkspaceGone, pages, installAt, ...how });
    }
  }
}
