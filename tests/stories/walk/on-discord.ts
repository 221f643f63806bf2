import {
  createFakeDiscord,
  type FakeDiscord,
  type MessageView,
  type Player,
  type SeenModal,
  type Seen as SeenOnDiscord,
} from '../../support/fake-discord/index.ts';
import { createCast, type Deed, type Ground, labelWith, optionsOf, type Role } from './people.ts';
import type { Records } from './records.ts';
import { CAST, type PlaceName, type Shown, type ShownForm, type ShownMessage } from './stage.ts';

/** The walk's people on Discord. */
export function openDiscord(records: Records): Promise<Ground> {
  return openDiscordFor(records, CAST);
}

/** People on Discord: the real client against a server of our own. */
export async function openDiscordFor<Name extends string>(
  records: Records,
  roles: Readonly<Record<Name, Role>>,
): Promise<Ground<Name> & { fake: FakeDiscord; places: Readonly<Record<PlaceName, string>> }> {
  const fake = await createFakeDiscord();
  const mentors = fake.newId();
  const places: Readonly<Record<PlaceName, string>> = {
    home: fake.home,
    second: fake.createChannel('second'),
    outside: fake.createChannel('lobby'),
  };

  const cast = createCast(roles, (key, { manages, isMentor }) => {
    const name = key.charAt(0).toUpperCase() + key.slice(1);
    const at = (place: PlaceName) =>
      fake.as(key, { nick: name, manages, roles: isMentor ? [mentors] : [], channel: places[place] });
    const player = at('home');
    const follow = (deed: () => Promise<Deed>) => records.follow('discord', deed);
    return {
      name,
      id: player.id,
      follow,
      async command(command, options, place) {
        const ids = optionsOf(options, { places, mentors });
        return readSeen(player, await at(place).command(command, ids), follow);
      },
      press: async ({ handle }, label) => readSeen(player, await player.press(handle, label), follow),
      async choose(message, label) {
        return readSeen(player, await player.choose(message.handle, labelWith(message.options, label)), follow);
      },
      menu: async ({ handle }, entry) => readSeen(player, await player.pick(handle, entry), follow),
      async writes({ handle }: ShownMessage, words: string): Promise<ShownMessage> {
        const { id } = player.says(words, handle);
        return { kind: 'message', words, buttons: [], options: [], files: [], isPrivate: false, handle: id };
      },
      openHome: async () => readSeen(player, await player.command('home'), follow),
      sees: async (place) => player.sees(places[place]).map(readMessage),
      // A message's thread has the message's id: https://docs.discord.com/developers/topics/threads
      // What is private has none, and stands in their list.
      seesThread: async ({ handle }) =>
        [handle, ...player.privateThreads()].flatMap((thread) => player.sees(thread)).map(readMessage),
      seesDirect: async () => (fake.direct(key)?.messages ?? []).map(readMessage),
    };
  });

  return {
    fake,
    places,
    environment: { DISCORD_TOKEN: fake.token, DISCORD_API_URL: fake.api },
    enter: async () => cast,
    leave() {},
    close: fake.close,
  };
}

type Follow = (deed: () => Promise<Deed>) => Promise<Shown>;

function readSeen(player: Player, seen: SeenOnDiscord, follow: Follow): Deed {
  switch (seen.kind) {
    case 'message':
      return { shown: readMessage(seen), how: seen.updated ? 'rewritten' : 'message' };
    case 'modal':
      return { shown: readForm(player, seen, follow), how: 'form' };
    case 'choices':
    case 'failed':
      throw new Error(`neither a message nor a form: ${JSON.stringify(seen)}`);
  }
}

function readForm(player: Player, modal: SeenModal, follow: Follow): ShownForm {
  return {
    kind: 'form',
    title: modal.title,
    fields: modal.fields.map(({ name, value, options }) => ({
      name,
      value,
      options: options.map(({ label }) => label),
    })),
    send: (fields) => follow(async () => readSeen(player, await player.submit(modal, fields), follow)),
  };
}

function readMessage({ id, text, buttons, selects, files, ephemeral }: MessageView): ShownMessage {
  const words = text
    .replaceAll(/\\([^\w\s])/g, '$1')
    .replaceAll(/\u200B|\*\*|```\w*\n?|`/g, '')
    .replaceAll(/^(?:#+|-#) /gm, '')
    .replaceAll(/\[([^\]]*)\]\((?:<[^>]*>|[^)]*)\)/g, '$1');
  return {
    kind: 'message',
    words,
    buttons: buttons.filter(({ disabled }) => !disabled).map(({ label }) => label),
    options: selects.flatMap(({ options }) => options.map(({ label }) => label)),
    files: files.map(({ name }) => name),
    isPrivate: ephemeral,
    handle: id,
  };
}
