import * as discord from '../../adapters/discord/limits.ts';
import {
  renderMessage as renderForDiscord,
  renderModal as renderFormForDiscord,
} from '../../adapters/discord/render.ts';
import { split as splitForDiscord } from '../../adapters/discord/split.ts';
import { assertFits, splitView as splitForPlayground } from '../../adapters/playground/limits.ts';
import { renderForm as renderFormForSlack } from '../../adapters/slack/forms.ts';
import * as slack from '../../adapters/slack/limits.ts';
import { renderMessage as renderForSlack } from '../../adapters/slack/render.ts';
import { split as splitForSlack } from '../../adapters/slack/split.ts';
import type { Modal, View } from '../../chat/view.ts';

/** How many messages each platform takes to show something. */
export interface Fit {
  discord: number;
  slack: number;
  playground: number;
}

/** The messages it takes on each platform; a form is one. Throws where something breaks a platform's limits. */
export function fit(shown: View | Modal): Fit {
  if (shown.kind === 'modal') {
    renderFormForDiscord(shown);
    renderFormForSlack(shown, nowhere);
    return { discord: 1, slack: 1, playground: 1 };
  }
  const forDiscord = splitForDiscord(shown);
  for (const part of forDiscord) discord.checkPayload(renderForDiscord(part));
  const forSlack = splitForSlack(shown);
  for (const part of forSlack) slack.checkPayload(renderForSlack(part));
  const forPlayground = splitForPlayground(shown);
  for (const part of forPlayground) assertFits(part);
  return { discord: forDiscord.length, slack: forSlack.length, playground: forPlayground.length };
}

/** Where a form of Slack's was opened, as long as such ids are. */
const nowhere = {
  workspace: 'T0123456789A',
  channel: 'C0123456789A',
  thread: '1764000000.123456',
  responseUrl: `https://hooks.slack.com/actions/T0123456789A/1234567890123/${'x'.repeat(40)}`,
  onPrivate: true,
  onHome: false,
};
