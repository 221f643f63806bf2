import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createPlayground } from '../../src/adapters/playground/index.ts';
import { createPlaygroundStore, type Message, type PlaygroundStore } from '../../src/adapters/playground/store.ts';
import { openTestDatabase } from '../support/database.ts';
import { contractCommands, describePlatform, type Seen, type Shown, type User } from './platform.ts';

const personas = [
  { id: 'olga', name: 'Olga', manages: true, roles: [], note: 'organiser' },
  { id: 'lena', name: 'Lena', manages: false, roles: [], note: 'learner' },
] as const;

describePlatform('the playground', async (handler) => {
  const database = await openTestDatabase();
  const store = createPlaygroundStore(database.db);
  const platform = createPlayground({
    store,
    clock: { now: () => Temporal.Now.instant() },
    personas,
    channels: [{ id: 'general', name: 'general', topic: 'For everybody' }],
    roles: [],
    commands: contractCommands,
    log: () => {},
  });
  await platform.start(handler);
  const server = createServer(platform.listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    platform,
    workspace: 'local',
    channel: 'general',
    users: [userOf(origin, store, 'olga'), userOf(origin, store, 'lena')],
    async close() {
      await platform.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await database.close();
    },
  };
});

interface Modal {
  title: string;
  action: string;
}

function userOf(origin: string, store: PlaygroundStore, persona: string): User {
  async function post(path: string, body: object): Promise<{ modal?: Modal; suggestions?: { label: string }[] }> {
    const response = await fetch(origin + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ id: randomUUID(), persona, ...body }),
    });
    const answered = (await response.json()) as { modal?: Modal; suggestions?: { label: string }[] };
    if (!response.ok) throw new Error(JSON.stringify(answered));
    return answered;
  }

  const list = (channel: string) => store.listMessages(channel, persona, 100);

  /** What changes in the channel after something was done there; a form comes with the answer itself. */
  async function act(path: string, body: object): Promise<Shown> {
    const before = new Map((await list('general')).map(({ id, html }) => [id, html]));
    const { modal } = await post(path, { channel: 'general', ...body });
    if (modal !== undefined) {
      const submit = (fields: Record<string, string>) => act('/api/submit', { action: modal.action, fields });
      return { kind: 'form', title: modal.title, submit };
    }
    const deadline = performance.now() + 10_000;
    while (performance.now() < deadline) {
      const changed = (await list('general')).findLast(({ id, html }) => before.get(id) !== html);
      if (changed !== undefined) return { kind: 'message', message: seenFrom(changed) };
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error('nothing was answered');
  }

  return {
    id: persona,
    command: (name, options) => act('/api/command', { command: name, options }),
    async press(message, label) {
      const stored = (await list('general')).find(({ id }) => id === message.id);
      const control = [...(stored?.html ?? '').matchAll(/<button[^>]*data-action="([^"]*)"[^>]*>([^<]*)</g)];
      const action = control.find(([, , caption]) => plain(caption ?? '') === label)?.[1];
      return act('/api/press', { message: message.id, action: plain(action ?? '') });
    },
    async complete(name, option, typed) {
      const body = { channel: 'general', command: name, option, options: { [option]: typed } };
      return ((await post('/api/complete', body)).suggestions ?? []).map(({ label }) => label);
    },
    sees: async (channel) => (await list(channel)).map(seenFrom),
  };
}

function seenFrom({ id, html, visibleTo }: Message): Seen {
  const words = html
    .replaceAll(/<button[^>]*>([^<]*)<\/button>/g, '[$1]')
    .replaceAll(/<\/(p|li|h\d|pre|div|dd)>|<br>/g, '\n')
    .replaceAll(/<[^>]+>/g, '');
  return {
    id,
    words: plain(words),
    isPrivate: visibleTo !== null,
    leadsTo: (place) => html.includes(`href="#${place}"`),
  };
}

function plain(html: string): string {
  return html
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}
