import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { describeApp, EVENTS, SCOPES } from '../../../src/adapters/slack/manifest.ts';
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
    expect(bot.filter((scope) => /^(admin|chat:write\.|search|im:read|mpim|users:read\.email)/.test(scope))).toEqual(
      [],
    );
    expect(EVENTS.filter((event) => event.startsWith('message'))).toEqual([]);
  });
});
