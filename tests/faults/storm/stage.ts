import { createFakeDiscord, type FakeDiscord } from '../../support/fake-discord/index.ts';
import type { SeenModal } from '../../support/fake-discord/seen.ts';
import { createFakeSlack, type FakeSlack, type FormView } from '../../support/fake-slack/index.ts';
import type { Glance, Hand } from './crowd.ts';
import type { Channel } from './oracle.ts';

/** A platform with a cohort's channel, as the storm uses it. */
export interface Ground {
  name: 'discord' | 'slack';
  /** What the program must be told of it. */
  environment: Readonly<Record<string, string>>;
  /** The workspace as the database names it. */
  workspace(): string;
  channel: Channel;
  hands: readonly Hand[];
  /** Makes a cohort and opens a round, as its organiser. */
  begin(): Promise<void>;
  announcement(): string | undefined;
  round(): string | undefined;
  /** What can go wrong between the bot and the platform, by name. */
  faults: Readonly<Record<string, () => void>>;
  close(): Promise<void>;
}

const COHORT = { days: 'Mon, Tue, Wed, Thu, Fri, Sat, Sun', time: '18:00', zone: 'UTC' };

const PATIENCE = 8000;

function tomorrow(): string {
  return Temporal.Now.plainDateISO('UTC').add({ days: 1 }).toString();
}

type Labelled = readonly { label: string }[];

type Pressable = { id: string } & ({ buttons: Labelled } | { controls: Labelled });

function withButton(messages: readonly Pressable[], wanted: string): string | undefined {
  const labels = (message: Pressable) => ('buttons' in message ? message.buttons : message.controls);
  return messages.findLast((message) => labels(message).some(({ label }) => label === wanted))?.id;
}

function isModal(seen: Glance | SeenModal): seen is SeenModal {
  return seen.kind === 'modal';
}

function isForm(seen: Glance | { kind: 'form'; form: FormView }): seen is { kind: 'form'; form: FormView } {
  return seen.kind === 'form';
}

const POSTS = /^\/channels\/\d+\/messages/;
const ANSWERS = /^\/(interactions|webhooks)\//;

export async function openDiscord(people: number): Promise<Ground> {
  const fake: FakeDiscord = await createFakeDiscord({ patienceMs: PATIENCE });
  const messages = () => fake.channel(fake.home).messages;
  const hands = Array.from({ length: people }, (_, index): Hand => {
    const player = fake.as(`discord-${index}`);
    return {
      id: player.id,
      command: (name) => player.command(name),
      press: (message, label) => player.press(message, label),
      fill: async (form, word) => (isModal(form) ? player.submit(form, { answer: word }) : form),
      offers: ({ id }) =>
        (player.sees().find((shown) => shown.id === id)?.buttons ?? [])
          .filter(({ disabled }) => !disabled)
          .map(({ label }) => label),
    };
  });
  const strike = (fault: '401' | '429' | '500' | 'reset' | 'lostAnswer', times: number, onPosts = true) =>
    fake.inject({ method: 'POST', path: onPosts ? POSTS : ANSWERS, fault, times });
  return {
    name: 'discord',
    environment: { DISCORD_TOKEN: fake.token, DISCORD_API_URL: fake.api },
    workspace: () => `discord:${fake.guildId}`,
    channel: messages,
    hands,
    async begin() {
      const organiser = fake.as('organiser', { manages: true });
      const options = { ...COHORT, name: 'Storm', start: tomorrow(), channel: fake.home };
      const preview = await organiser.command('cohort create', options);
      if (preview.kind !== 'message') throw new Error('no preview on Discord');
      await organiser.press(preview, 'Create the cohort');
      await organiser.command('quiz post', { session: '1' });
    },
    announcement: () => withButton(messages(), 'Join'),
    round: () => withButton(messages(), 'Start'),
    faults: {
      'discord 401': () => strike('401', 1),
      'discord 429': () => strike('429', 2),
      'discord 500': () => strike('500', 2),
      'discord reset': () => strike('reset', 2),
      'discord lost answer': () => strike('lostAnswer', 1),
      'discord callback reset': () => strike('reset', 2, false),
      'discord callback lost answer': () => strike('lostAnswer', 1, false),
      'discord gateway drops': () => fake.dropGateway(),
      'discord gateway forgets': () => fake.dropGateway({ forget: true }),
      'discord redelivers': () => {
        if (fake.interactions.all.length > 0) fake.redeliver();
      },
    },
    close: () => fake.close(),
  };
}

export async function openSlack(people: number): Promise<Ground> {
  const fake: FakeSlack = await createFakeSlack({ patienceMs: PATIENCE });
  const messages = () => fake.channel(fake.home);
  const hands = Array.from({ length: people }, (_, index): Hand => {
    const player = fake.as(`slack-${index}`);
    return {
      id: player.id,
      command: (name) => player.type(`/${name}`),
      press: (message, label) => player.press(message, label),
      fill: async (form, word) => (isForm(form) ? player.submit(form.form, { answer: word }) : form),
      offers: ({ id }) => (player.sees().find((shown) => shown.id === id)?.controls ?? []).map(({ label }) => label),
    };
  });
  const strike = (fault: '429' | '500' | 'reset' | 'lostAnswer', times: number) =>
    fake.inject({ method: 'chat.postMessage', fault, times });
  return {
    name: 'slack',
    environment: { SLACK_BOT_TOKEN: fake.botToken, SLACK_APP_TOKEN: fake.appToken, SLACK_API_URL: fake.api },
    workspace: () => `slack:${fake.team}`,
    channel: messages,
    hands,
    async begin() {
      const organiser = fake.as('organiser', { admin: true });
      const { days, time, zone } = COHORT;
      const typed = `name=Gale start=${tomorrow()} days="${days}" time=${time} zone=${zone} channel=<#${fake.home}|home>`;
      const preview = await organiser.type(`/cohort create ${typed}`);
      if (preview.kind !== 'message') throw new Error('no preview on Slack');
      await organiser.press(preview, 'Create the cohort');
      await organiser.type('/quiz post 1');
    },
    announcement: () => withButton(messages(), 'Join'),
    round: () => withButton(messages(), 'Start'),
    faults: {
      'slack 429': () => strike('429', 1),
      'slack 500': () => strike('500', 2),
      'slack reset': () => strike('reset', 2),
      'slack lost answer': () => strike('lostAnswer', 1),
      'slack socket drops': () => fake.sockets.drop('oldest'),
      'slack sockets drop': () => fake.sockets.drop('all'),
      'slack socket refreshes': () => fake.sockets.refresh('oldest'),
      'slack redelivers': () => void fake.redeliver().catch(() => {}),
    },
    close: () => fake.close(),
  };
}
