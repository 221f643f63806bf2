import { Client, ComponentType, Events, GatewayIntentBits, MessageFlags, Routes } from 'discord.js';

/** The least that a discord.js bot can do with a click: answer it at once, in private, from nothing. */
const [, , token = '', api = '', channel = ''] = process.argv;
const client = new Client({ intents: [GatewayIntentBits.Guilds], rest: { api } });

client.on(Events.InteractionCreate, async (interaction) => {
  if (interaction.isButton()) await interaction.reply({ content: 'Answered.', flags: MessageFlags.Ephemeral });
});
client.once(Events.ClientReady, async () => {
  const button = { type: ComponentType.Button, custom_id: 'bare', label: 'Bare', style: 1 };
  const components = [
    { type: ComponentType.TextDisplay, content: 'A bare reply' },
    { type: ComponentType.ActionRow, components: [button] },
  ];
  await client.rest.post(Routes.channelMessages(channel), { body: { flags: MessageFlags.IsComponentsV2, components } });
});
process.once('SIGTERM', () => void client.destroy().then(() => process.exit(0)));
await client.login(token);
