import { createDiscord } from '../../src/adapters/discord/index.ts';
import {
  createFakeDiscord,
  type MessageView,
  type Seen as Outcome,
  type Player,
} from '../support/fake-discord/index.ts';
import { contractCommands, describePlatform, type Seen, type Shown, type User } from './platform.ts';

describePlatform('Discord', async (handler) => {
  const fake = await createFakeDiscord();
  const platform = createDiscord({ token: fake.token, apiUrl: fake.api, commands: contractCommands, log: () => {} });
  await platform.start(handler);
  return {
    platform,
    workspace: fake.guildId,
    channel: fake.home,
    users: [userOf(fake.as('olga', { manages: true })), userOf(fake.as('lena'))],
    async close() {
      await platform.stop();
      await fake.close();
    },
  };
});

function userOf(player: Player): User {
  const show = (outcome: Outcome): Shown => {
    if (outcome.kind === 'message') return { kind: 'message', message: seenFrom(outcome) };
    if (outcome.kind !== 'modal') throw new Error(`neither a message nor a form: ${JSON.stringify(outcome)}`);
    const submit = async (fields: Record<string, string>) => show(await player.submit(outcome, fields));
    return { kind: 'form', title: outcome.title, submit };
  };
  return {
    id: player.id,
    command: async (name, options) => show(await player.command(name, options)),
    press: async (message, label) => show(await player.press(message, label)),
    async complete(name, option, typed) {
      const outcome = await player.complete(name, option, typed);
      return outcome.kind === 'choices' ? outcome.choices.map((choice) => choice.name) : [];
    },
    sees: async (channel) => player.sees(channel).map(seenFrom),
  };
}

/** The words as Discord shows them: what is escaped loses its backslash, and zero-width spaces are not seen. */
function seenFrom({ id, text, ephemeral }: MessageView): Seen {
  const words = text.replaceAll(/\\([^\w\s])/g, '$1').replaceAll('\u200B', '');
  return { id, words, isPrivate: ephemeral, leadsTo: (place) => text.includes(`<#${place}>`) };
}
