import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createSlack } from '../../src/adapters/slack/index.ts';
import type { Handler } from '../../src/chat/event.ts';
import {
  createFakeSlack,
  type FormView,
  type MessageView,
  type Seen as Outcome,
  type Player,
} from '../support/fake-slack/index.ts';
import { createMemoryFacts } from '../support/slack-facts.ts';
import { contractCommands, describePlatform, type Harness, type Seen, type Shown, type User } from './platform.ts';

/** The routes with which the contract opens a form. */
const forms = ['contract.form'];

const common = {
  commands: contractCommands,
  shortcuts: [],
  forms,
  rates: 100,
  facts: createMemoryFacts(),
  clock: Temporal.Now.instant,
  log: () => {},
};

describePlatform('Slack over Socket Mode', async (handler): Promise<Harness> => {
  const fake = await createFakeSlack();
  const { botToken, appToken, api: apiUrl } = fake;
  const platform = createSlack({ ...common, botToken, appToken, apiUrl });
  await platform.start(handler);
  return {
    platform,
    workspace: fake.team,
    channel: fake.home,
    users: [userOf(fake.as('olga', { admin: true })), userOf(fake.as('lena'))],
    async close() {
      await platform.stop();
      await fake.close();
    },
  };
});

describePlatform('Slack over HTTP', async (handler: Handler): Promise<Harness> => {
  const fake = await createFakeSlack({ mode: 'http' });
  const { botToken, signingSecret, api: apiUrl } = fake;
  const platform = createSlack({ ...common, botToken, signingSecret, apiUrl });
  const server = createServer(platform.listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  fake.requestUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`;
  await platform.start(handler);
  return {
    platform,
    workspace: fake.team,
    channel: fake.home,
    users: [userOf(fake.as('olga', { admin: true })), userOf(fake.as('lena'))],
    async close() {
      await platform.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await fake.close();
    },
  };
});

function userOf(player: Player): User {
  const show = (outcome: Outcome): Shown => {
    if (outcome.kind === 'message') return { kind: 'message', message: seenFrom(outcome) };
    if (outcome.kind !== 'form') throw new Error(`neither a message nor a form: ${JSON.stringify(outcome)}`);
    const submit = async (fields: Record<string, string>) => show(await player.submit(outcome.form, fields));
    return { kind: 'form', title: outcome.form.title, submit };
  };
  /** On Slack a command's options are suggested in the form that opens where one is missing. */
  async function formOf(name: string): Promise<FormView> {
    const outcome = await player.type(`/${name}`);
    if (outcome.kind !== 'form') throw new Error(`/${name} opened no form: ${JSON.stringify(outcome)}`);
    return outcome.form;
  }
  return {
    id: player.id,
    async command(name, options) {
      const values = Object.entries(options).map(([key, value]) => `${key}=«${value}»`);
      return show(await player.type(`/${name} ${values.join(' ')}`));
    },
    press: async (message, label) => show(await player.press(message, label)),
    async complete(name, option, typed) {
      const outcome = await player.suggest(await formOf(name), option, typed);
      if (outcome.kind !== 'choices') return [];
      // Behind what is suggested stands what was typed.
      return outcome.groups
        .filter(({ label }) => label !== 'As typed')
        .flatMap(({ options }) => options.map(({ label }) => label));
    },
    sees: async (channel) => player.sees(channel).map(seenFrom),
  };
}

function seenFrom({ id, text, blocks, ephemeral }: MessageView): Seen {
  const source = JSON.stringify(blocks);
  // A channel is an element of its own, or a mention in small print; a thread is the address of its message.
  const leadsTo = (place: string) => {
    const [channel = '', message] = place.split(':');
    if (message !== undefined) return source.includes(`/archives/${channel}/p${message.replace('.', '')}`);
    return source.includes(`"channel_id":"${channel}"`) || source.includes(`<#${channel}>`);
  };
  return { id, words: text, isPrivate: ephemeral, leadsTo };
}
