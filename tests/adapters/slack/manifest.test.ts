import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ADDRESS_SCOPES, describeApp, EVENTS, LOOK_BACK_SCOPES, SCOPES } from '../../../src/adapters/slack/manifest.ts';
import { describeCommands, describeShortcuts } from '../../../src/chat/route.ts';
import { routes } from '../../../src/routes.ts';

const commands = describeCommands(routes);
const shortcuts = describeShortcuts(routes);
const overSocket = describeApp(commands, shortcuts, { kind: 'socket' });
const overHttp = describeApp(commands, shortcuts, { kind: 'http', publicUrl: 'https://pythia.example.org' }, 'py-');

const within = (text: string, most: number) => text.length >= 1 && text.length <= most;
const isAddress = (address: unknown) =>
  typeof address === 'string' && /^https?:\/\//.test(address) && address.length <= 3000;

describe('the manifest of the Slack app', () => {
  it('in the repository is the one that the code makes: npm run slack:manifest', () => {
    const file = join(import.meta.dirname, '..', '..', '..', 'slack-manifest.json');
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(overSocket);
  });

  it('has every command by its first word, once, and one behind which all can be typed', () => {
    const names = overSocket.features.slash_commands.map(({ command }) => command);
    const roots = new Set(commands.map(({ path }) => `/${path[0]}`));
    expect(names.toSorted()).toEqual([...roots, '/pythia'].toSorted());
    expect(overHttp.features.slash_commands.every(({ command }) => command.startsWith('/py-'))).toBe(true);
  });

  // The rules of https://github.com/slackapi/manifest-schema, written down again.
  it.each([
    ['over Socket Mode', overSocket],
    ['over HTTP', overHttp],
  ])('obeys the rules of manifests %s', (_, app) => {
    expect(within(app.display_information.name, 35)).toBe(true);
    expect(within(app.display_information.description, 140)).toBe(true);
    expect(app.display_information.background_color).toMatch(/^#[0-9a-f]{6}$/);
    expect(within(app.features.bot_user.display_name, 80)).toBe(true);
    const { slash_commands: slash, shortcuts: menus = [] } = app.features;
    expect(slash.length).toBeLessThanOrEqual(50);
    for (const { command, description, usage_hint = '-' } of slash) {
      expect(command).toMatch(/^\/[a-z][a-z0-9_-]{0,30}$/);
      expect([command, within(description, 2000), within(usage_hint, 1000)]).toEqual([command, true, true]);
    }
    expect(menus.length).toBeGreaterThanOrEqual(1);
    expect(menus.length).toBeLessThanOrEqual(10);
    for (const { name, type, callback_id, description } of menus) {
      expect(['message', 'global']).toContain(type);
      expect([name, within(name, 24), within(callback_id, 255), within(description, 150)]).toEqual([
        name,
        true,
        true,
        true,
      ]);
    }
    const events = app.settings.event_subscriptions.bot_events;
    expect(events.every((event) => within(event, 50)) && new Set(events).size === events.length).toBe(true);
  });

  it('names addresses over HTTP and none over Socket Mode', () => {
    expect(JSON.stringify(overSocket)).not.toContain('http');
    expect(overSocket.settings.socket_mode_enabled).toBe(true);
    const { event_subscriptions: events, interactivity, socket_mode_enabled: isSocket } = overHttp.settings;
    expect(isSocket).toBe(false);
    const addresses = [
      ...overHttp.features.slash_commands.map((command) => ('url' in command ? command.url : undefined)),
      'request_url' in events ? events.request_url : undefined,
      'request_url' in interactivity ? interactivity.request_url : undefined,
      ...(overHttp.oauth_config.redirect_urls ?? []),
    ];
    expect(addresses.every(isAddress)).toBe(true);
  });

  it('asks for nothing that reads what people write, and for no more than it says why', () => {
    const { bot } = overSocket.oauth_config.scopes;
    expect(bot).toEqual(Object.keys(SCOPES).sort());
    const reading = /^(admin|chat:write\.|search|im:read|mpim:(?!write)|users:read\.email)|:history$/;
    expect(bot.filter((scope) => reading.test(scope))).toEqual([]);
    const more = describeApp(commands, shortcuts, { kind: 'socket' }, '', { looksBack: true }).oauth_config.scopes.bot;
    expect(more.filter((scope) => !bot.includes(scope))).toEqual(Object.keys(LOOK_BACK_SCOPES).sort());
    const named = describeApp(commands, shortcuts, { kind: 'socket' }, '', { findsByAddress: true }).oauth_config.scopes
      .bot;
    expect(named.filter((scope) => !bot.includes(scope))).toEqual(Object.keys(ADDRESS_SCOPES));
    expect(EVENTS.filter((event) => event.startsWith('message'))).toEqual([]);
  });

  it('has in README every right with what it is for, and no other', () => {
    const page = readFileSync(join(import.meta.dirname, '..', '..', '..', 'README.md'), 'utf8');
    const [, section = ''] = page.split('### What it may on Slack');
    const told = (section.split('\n**Organisers**')[0] ?? '').split('\n').filter((line) => line.startsWith('| `'));
    const wanted = Object.entries(SCOPES)
      .sort()
      .map(([scope, why]) => `| \`${scope}\` | ${why} |`);
    expect(told).toEqual(wanted);
    for (const scope of Object.keys({ ...LOOK_BACK_SCOPES, ...ADDRESS_SCOPES }))
      expect(section).toContain(`\`${scope}\``);
  });

  it('asks for no right that no call needs, and makes no call without a right', () => {
    const folder = join(import.meta.dirname, '..', '..', '..', 'src', 'adapters', 'slack');
    const sources = globSync('*.ts', { cwd: folder }).map((file) => readFileSync(join(folder, file), 'utf8'));
    const made = sources.flatMap((source) =>
      [...source.matchAll(/call\(\s*'(\w+\.[\w.]+)'/g)].map(([, name = '']) => name),
    );
    const needed = (method: string) => Object.keys(NEEDS).filter((scope) => NEEDS[scope]?.includes(method));
    expect([...new Set(made)].filter((method) => needed(method).length === 0)).toEqual([]);
    const rights = Object.keys({ ...SCOPES, ...LOOK_BACK_SCOPES, ...ADDRESS_SCOPES });
    const unused = rights.filter((scope) => scope !== 'commands' && !NEEDS[scope]?.some((name) => made.includes(name)));
    expect(unused).toEqual([]);
  });
});

/** https://docs.slack.dev/reference/methods: what each method asks for, of the methods in use. */
const NEEDS: Readonly<Record<string, readonly string[]>> = {
  'no right': ['auth.test', 'oauth.v2.access', 'views.open', 'views.publish', 'views.update'],
  'chat:write': ['chat.postMessage', 'chat.postEphemeral', 'chat.update'],
  'channels:read': ['conversations.info', 'conversations.members'],
  'groups:read': ['conversations.info', 'conversations.members'],
  'channels:join': ['conversations.join'],
  'channels:history': ['conversations.history', 'conversations.replies'],
  'groups:history': ['conversations.history', 'conversations.replies'],
  'im:history': ['conversations.history', 'conversations.replies'],
  'mpim:history': ['conversations.history', 'conversations.replies'],
  'im:write': ['conversations.open'],
  'mpim:write': ['conversations.open'],
  'users:read.email': ['users.lookupByEmail'],
  'users:read': ['users.info'],
  'usergroups:read': ['usergroups.list'],
  'files:write': ['files.getUploadURLExternal', 'files.completeUploadExternal'],
  'files:read': ['files.info'],
  'bookmarks:write': ['bookmarks.add', 'bookmarks.edit'],
  'bookmarks:read': ['bookmarks.list'],
};
