import { SHORTCUT_PREFIX } from '../../../src/adapters/slack/manifest.ts';
import { describeShortcuts, isTyped } from '../../../src/chat/route.ts';
import type { Program } from '../../../src/program/program.ts';
import { routes } from '../../../src/routes.ts';
import {
  blockText,
  createFakeSlack,
  type FakeSlack,
  type FormView,
  type MessageView,
  type Player,
  type Seen as SeenOnSlack,
} from '../../support/fake-slack/index.ts';
import { createCast, type Deed, type Ground, labelWith, optionsOf, type Role } from './people.ts';
import type { Records } from './records.ts';
import { CAST, type PlaceName, type Shown, type ShownForm, type ShownMessage, type Value } from './stage.ts';

/** Stands before each of our commands in this workspace, as where another app has taken their names. */
const PREFIX = 'py-';

/** The walk's people on Slack, over a socket or by signed requests. */
export function openSlack(records: Records, mode: 'socket' | 'http' = 'socket'): Promise<Ground> {
  return openSlackFor(records, CAST, mode);
}

/** People on Slack: the real Bolt against a server of our own. `installed`: over a socket, for workspaces that install it by themselves. */
export async function openSlackFor<Name extends string>(
  records: Records,
  roles: Readonly<Record<Name, Role>>,
  mode: 'socket' | 'http' | 'installed' = 'socket',
): Promise<Ground<Name> & { fake: FakeSlack; install(program: Program): Promise<string> }> {
  const fake = await createFakeSlack({ mode: mode === 'http' ? 'http' : 'socket' });
  const reach = mode === 'http' ? { SLACK_SIGNING_SECRET: fake.signingSecret } : { SLACK_APP_TOKEN: fake.appToken };
  const whose = mode === 'installed' ? fake.app : { SLACK_BOT_TOKEN: fake.botToken };
  const tokens = { ...whose, SLACK_API_URL: fake.api, SLACK_COMMAND_PREFIX: PREFIX };
  const keys = Object.keys(roles) as Name[];
  for (const key of keys) fake.as(key, { admin: roles[key].manages, displayName: nameOf(key) });
  const mentors = fake.createGroup(
    'mentors',
    keys.filter((key) => roles[key].isMentor).map((key) => fake.as(key).id),
  );
  const places: Readonly<Record<PlaceName, string>> = {
    home: fake.home,
    second: fake.createChannel('second'),
    outside: fake.createChannel('lobby'),
  };
  const shortcuts = describeShortcuts(routes);

  const cast = createCast(roles, (key, { manages }) => {
    const at = (place: PlaceName) => fake.as(key, { admin: manages, displayName: nameOf(key), channel: places[place] });
    const player = at('home');
    const follow = (deed: () => Promise<Deed>) => records.follow('slack', deed);
    return {
      name: nameOf(key),
      id: player.id,
      follow,
      async command(command, options, place) {
        const [name = '', ...words] = command.split(' ');
        const ids = optionsOf(options, { places, mentors });
        const typed = Object.entries(options).map(([option, value]) => `${option}=${spell(value, ids[option] ?? '')}`);
        return readSeen(player, await at(place).type([`/${PREFIX}${name}`, ...words, ...typed].join(' ')), follow);
      },
      async press({ handle }, label) {
        const pressed = handle === HOME ? player.pressHome(label) : player.press(handle, label);
        return readSeen(player, await pressed, follow);
      },
      async choose(message, label) {
        return readSeen(player, await player.choose(message.handle, labelWith(message.options, label)), follow);
      },
      async menu({ handle }, entry) {
        const shortcut = shortcuts.find(({ label, on }) => label === entry && on === 'message');
        const message = fake.world.messages.find(({ ts }) => ts === handle);
        if (shortcut === undefined || message === undefined) throw new Error(`no entry "${entry}" in that menu`);
        const { channel, ts, text, thread } = message;
        const about = {
          channel,
          ts,
          text,
          user: message.user ?? 'U0FAKEBOT',
          ...(thread === undefined ? {} : { thread }),
        };
        return readSeen(player, await player.shortcutOn(about, `${SHORTCUT_PREFIX}${shortcut.route}`), follow);
      },
      async writes({ handle }: ShownMessage, words: string): Promise<ShownMessage> {
        const root = fake.world.messages.find(({ ts }) => ts === handle);
        player.says(words, `${root?.channel}:${handle}`);
        const { ts = '' } = fake.world.messages.at(-1) ?? {};
        return { kind: 'message', words, buttons: [], options: [], files: [], isPrivate: false, handle: ts };
      },
      openHome: async () => readSeen(player, await player.openHome(), follow),
      sees: async (place) => player.sees(places[place]).map(readMessage),
      async seesThread({ handle }) {
        const root = fake.world.messages.find(({ ts }) => ts === handle);
        return player.sees(`${root?.channel}:${handle}`).slice(1).map(readMessage);
      },
      seesDirect: async () => player.direct().map(readMessage),
    };
  });

  /** What an admin's browser does at the address that people are told. Returns what it reads in the end. */
  async function install({ url }: Program): Promise<string> {
    const left = await fetch(`${url}/slack/install`, { redirect: 'manual' });
    const state = new URL(left.headers.get('location') ?? '').searchParams.get('state') ?? '';
    const cookie = (left.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    const back = new URLSearchParams({ code: 'agreed', state });
    return (await fetch(`${url}/slack/oauth_redirect?${back}`, { headers: { cookie } })).text();
  }

  return {
    fake,
    install,
    environment: { ...tokens, ...reach },
    async enter({ program }) {
      if (mode === 'installed') await install(program);
      fake.requestUrl = `${program.url}/slack/events`;
      return cast;
    },
    leave() {},
    close: fake.close,
  };
}

const HOME = 'the home page';

function nameOf(key: string): string {
  return key.charAt(0).toUpperCase() + key.slice(1);
}

/** As Slack's client writes it into a command once it was picked. */
function spell(value: Value, id: string | number): string {
  if (typeof value !== 'object') return typeof value === 'string' ? `"${value}"` : String(value);
  if ('person' in value) return `<@${id}|${value.person.name.toLowerCase()}>`;
  return 'place' in value ? `<#${id}|${value.place}>` : `<!subteam^${id}|@mentors>`;
}

const HEADS = [...new Set(routes.flatMap(({ name }) => (isTyped(name) ? [name.split(' ')[0]] : [])))];

/** A command without the prefix. With a code it is one for the other platform. */
const UNNAMED = new RegExp(`(?:^|[\\s\`(])/(?:${HEADS.join('|')})(?![\\w/.-])(?!(?: link)? code:)`);

/** Words in which every command is one that there is here; throws otherwise. */
function named(words: string): string {
  if (UNNAMED.test(words)) throw new Error(`names a command that is not there:\n${words}`);
  return words;
}

type Follow = (deed: () => Promise<Deed>) => Promise<Shown>;

function readSeen(player: Player, seen: SeenOnSlack, follow: Follow): Deed {
  switch (seen.kind) {
    case 'message':
      return { shown: readMessage(seen), how: seen.updated ? 'rewritten' : 'message' };
    case 'form':
      return { shown: readForm(player, seen.form, follow), how: 'form' };
    case 'home': {
      const words = named(seen.blocks.map(blockText).join('\n'));
      const buttons = [...words.matchAll(/\[([^\]]+)\]/g)].map(([, label = '']) => label);
      const shown = { kind: 'message', words, buttons, options: [], files: [], isPrivate: true, handle: HOME } as const;
      return { shown, how: 'page' };
    }
    case 'choices':
    case 'failed':
      throw new Error(`neither a message nor a form: ${JSON.stringify(seen)}`);
  }
}

function readForm(player: Player, form: FormView, follow: Follow): ShownForm {
  return {
    kind: 'form',
    title: named(form.title),
    fields: form.fields.map(({ name, value, options }) => ({
      name,
      value,
      options: options.map(({ label }) => label),
    })),
    send: (fields) => follow(async () => readSeen(player, await player.submit(form, fields), follow)),
  };
}

function readMessage({ id, text, controls, files, ephemeral }: MessageView): ShownMessage {
  return {
    kind: 'message',
    words: named(text.replaceAll('\u200B', '')),
    buttons: controls.filter(({ kind }) => kind === 'button').map(({ label }) => label),
    options: controls.flatMap(({ options }) => options.map(({ label }) => label)),
    files: files.map(({ name }) => name),
    isPrivate: ephemeral,
    handle: id,
  };
}
