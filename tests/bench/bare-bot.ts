import { Client, ComponentType, Events, GatewayIntentBits, MessageFlags, Routes } from 'discord.js';
import pg from 'pg';

/** The least that a discord.js bot with a database can do with a click: keep it with one insert, answer it in private. */
const [, , token = '', api = '', channel = '', database = ''] = process.argv;
const client = new Client({ intents: [GatewayIntentBits.Guilds], rest: { api } });
const pool = database === '' ? undefined : new pg.Pool({ connectionString: database, max: 10 });
await pool?.query(
  'create table if not exists bare_clicks (id text primary key, who text not null, at timestamptz not null)',
);

const KEEP = {
  name: 'keep',
  text: 'insert into bare_clicks (id, who, at) values ($1, $2, $3) on conflict do nothing',
};

client.on(Events.InteractionCreate, async (interaction) => {
  if (!interaction.isButton()) return;
  await pool?.query(KEEP, [interaction.id, interaction.user.id, new Date()]);
  await interaction.reply({ content: 'Answered.', flags: MessageFlags.Ephemeral });
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
