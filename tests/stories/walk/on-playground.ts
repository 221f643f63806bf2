import { randomUUID } from 'node:crypto';
import { readWords } from '../../../src/adapters/playground/html.ts';
import { createCast, type Deed, type Ground, type Key, labelWith, optionsOf } from './people.ts';
import type { Running } from './program.ts';
import type { Records } from './records.ts';
import { CAST, type PlaceName, type Shown, type ShownMessage } from './stage.ts';

interface PageMessage {
  id: string;
  channel: string;
  html: string;
  isPrivate: boolean;
}

interface PageForm {
  title: string;
  action: string;
  fields: { kind: string; name: string; value?: string; options?: { label: string; value: string }[] }[];
}

const PERSONAS: Readonly<Record<Key, [id: string, name: string]>> = {
  olga: ['organiser', 'Demo Organiser'],
  mia: ['mentor', 'Demo Mentor'],
  ann: ['learner-1', 'Demo Learner One'],
  ben: ['learner-2', 'Demo Learner Two'],
  cy: ['learner-3', 'Demo Learner Three'],
};

/** The walk's people on the playground: what the page does, without the page. */
export function openPlayground(records: Records): Ground {
  const pages: Page[] = [];
  return {
    environment: { PLAYGROUND: 'on', PLAYGROUND_SHARES_DATABASE: 'on' },
    async enter(running) {
      return createCast(CAST, (key) => {
        const [id, name] = PERSONAS[key];
        const page = openPage(running, id);
        pages.push(page);
        // No channel of the playground is nobody's home: their direct messages are.
        const places = { home: 'new-cohort', second: 'general', outside: `dm-${id}` };
        return { name, id, ...playOn(page, places, (deed) => records.follow('playground', deed)) };
      });
    },
    leave() {
      for (const page of pages) page.close();
    },
    async close() {},
  };
}

type Follow = (deed: () => Promise<Deed>) => Promise<Shown>;

function playOn(page: Page, places: Readonly<Record<PlaceName, string>>, follow: Follow) {
  async function send(path: string, body: object, channel: string, message?: string): Promise<Deed> {
    const id = randomUUID();
    const answer = (await page.post(path, { id, persona: page.persona, ...body })) as { modal?: PageForm };
    if (answer.modal !== undefined) return { shown: formOf(answer.modal, channel, message), how: 'form' };
    const { kind, message: shown } = await page.reply(id);
    return { shown: readMessage(shown), how: kind === 'edited' ? 'rewritten' : 'message' };
  }

  function formOf({ title, action, fields }: PageForm, channel: string, message?: string): Shown {
    const readChoice = (name: string, said: string) =>
      fields.find((field) => field.name === name)?.options?.find(({ label }) => label === said)?.value ?? said;
    return {
      kind: 'form',
      title,
      fields: fields.map(({ name, value = '', options = [] }) => ({
        name,
        value,
        options: options.map(({ label }) => label),
      })),
      send(given) {
        const all = Object.fromEntries(
          fields.map(({ name, value = '' }) => [name, readChoice(name, given[name] ?? value)]),
        );
        const from = message === undefined ? {} : { message };
        return follow(() => send('submit', { channel, action, fields: all, ...from }, channel, message));
      },
    };
  }

  async function getHtml(message: ShownMessage): Promise<{ html: string; id: string; channel: string }> {
    const [channel = '', id = ''] = message.handle.split(' ');
    const found = (await page.read(channel)).find((one) => one.id === id);
    if (found === undefined) throw new Error(`no message ${id} in ${channel}`);
    return found;
  }

  return {
    follow,
    command: (command: string, options: Parameters<typeof optionsOf>[0], place: PlaceName) => {
      const ids = Object.entries(optionsOf(options, { places, mentors: 'mentors' }));
      const typed = Object.fromEntries(ids.map(([name, value]) => [name, String(value)]));
      return send('command', { channel: places[place], command, options: typed }, places[place]);
    },
    async press(message: ShownMessage, label: string) {
      const { html, id, channel } = await getHtml(message);
      const button = buttonsOf(html).find((one) => one.label === label && !one.disabled);
      if (button === undefined) throw new Error(`no button "${label}" in:\n${message.words}`);
      return send('press', { message: id, action: button.action }, channel, id);
    },
    async choose(message: ShownMessage, label: string) {
      const { html, id, channel } = await getHtml(message);
      const wanted = labelWith(message.options, label);
      const option = optionsIn(html).find((one) => one.label === wanted);
      return send('press', { message: id, action: option?.action, value: option?.value }, channel, id);
    },
    async menu(message: ShownMessage, entry: string) {
      const { id, channel } = await getHtml(message);
      const { shortcuts } = await page.state();
      const route = shortcuts.find(({ label }) => label === entry)?.route;
      return send('pick', { message: id, route }, channel);
    },
    async writes({ handle }: ShownMessage, words: string): Promise<ShownMessage> {
      const [, root = ''] = handle.split(' ');
      const thread = (await page.state()).channels.find(({ rootMessage }) => rootMessage === root);
      if (thread === undefined) throw new Error('there is no such thread');
      await page.post('say', { id: randomUUID(), persona: page.persona, channel: thread.id, words });
      const said = (await page.read(thread.id)).at(-1);
      if (said === undefined) throw new Error('nothing was said');
      return readMessage(said);
    },
    openHome: () => send('command', { channel: places.home, command: 'home', options: {} }, places.home),
    sees: async (place: PlaceName) => (await page.read(places[place])).map(readMessage),
    async seesThread({ handle }: ShownMessage) {
      const [, root = ''] = handle.split(' ');
      const thread = (await page.state()).channels.find(({ rootMessage }) => rootMessage === root);
      return thread === undefined ? [] : (await page.read(thread.id)).map(readMessage);
    },
    seesDirect: async () => (await page.read(`dm-${page.persona}`)).map(readMessage),
  };
}

interface News {
  kind: string;
  message: PageMessage;
}

interface Page {
  persona: string;
  post(path: string, body: object): Promise<unknown>;
  /** What the page hears as the answer to an event. */
  reply(id: string): Promise<News>;
  read(channel: string): Promise<PageMessage[]>;
  state(): Promise<{
    channels: { id: string; rootMessage: string | null }[];
    shortcuts: { route: string; label: string }[];
  }>;
  close(): void;
}

/** A page that one person has open. */
function openPage(running: Running, persona: string): Page {
  const heard = new Map<string, PromiseWithResolvers<News>>();
  const abort = new AbortController();
  const url = (path: string) => `${running.program.url}/api/${path}`;
  const expected = (id: string) => {
    const kept = heard.get(id) ?? Promise.withResolvers<News>();
    heard.set(id, kept);
    return kept;
  };

  async function listen(): Promise<void> {
    const response = await fetch(url(`events?persona=${persona}`), { signal: abort.signal });
    const decoder = new TextDecoder();
    let rest = '';
    for await (const chunk of response.body ?? []) {
      rest += decoder.decode(chunk, { stream: true });
      const whole = rest.split('\n\n');
      rest = whole.pop() ?? '';
      for (const part of whole) hear(part);
    }
  }

  function hear(part: string): void {
    const [, kind = '', json = ''] = /^(?:id: .*\n)?event: (\w+)\ndata: (.*)$/.exec(part) ?? [];
    const { reply, message } = json === '' ? {} : JSON.parse(json);
    if (typeof reply !== 'string') return;
    if (kind === 'failed') expected(reply).reject(new Error('the reply could not be shown'));
    else expected(reply).resolve({ kind, message });
  }

  const listening = listen().catch(() => {});
  async function get(path: string) {
    return (await fetch(url(path))).json();
  }

  return {
    persona,
    async post(path, body) {
      const headers = { 'content-type': 'application/json' };
      const response = await fetch(url(path), { method: 'POST', headers, body: JSON.stringify(body) });
      const answer = (await response.json()) as { error?: string };
      if (!response.ok) throw new Error(`${path}: ${answer.error}`);
      return answer;
    },
    reply: (id) => expected(id).promise,
    async read(channel) {
      return ((await get(`messages?channel=${channel}&persona=${persona}`)) as { messages: PageMessage[] }).messages;
    },
    state: () => get(`state?persona=${persona}`) as ReturnType<Page['state']>,
    close() {
      abort.abort();
      void listening;
    },
  };
}

function buttonsOf(html: string): { label: string; action: string; disabled: boolean }[] {
  return [...html.matchAll(/<button [^>]*data-action="([^"]*)"( disabled)?>(.*?)<\/button>/g)].map(
    ([, action = '', disabled, label = '']) => ({
      label: readWords(label),
      action: readWords(action),
      disabled: disabled !== undefined,
    }),
  );
}

function optionsIn(html: string): { label: string; value: string; action: string }[] {
  return [...html.matchAll(/<select data-action="([^"]*)"[^>]*>(.*?)<\/select>/gs)].flatMap(
    ([, action = '', inner = '']) =>
      [...inner.matchAll(/<option value="([^"]+)">(.*?)<\/option>/gs)].map(([, value = '', label = '']) => ({
        label: readWords(label),
        value: readWords(value),
        action: readWords(action),
      })),
  );
}

function readMessage({ id, channel, html, isPrivate }: PageMessage): ShownMessage {
  const buttons = buttonsOf(html);
  const options = optionsIn(html);
  const labelled = html
    .replaceAll(/<button ([^>]*)>(.*?)<\/button>/g, ' [$2]')
    .replaceAll(/<option value="" [^>]*>.*?<\/option>/g, '')
    .replaceAll(/<option [^>]*>(.*?)<\/option>/g, ' ($1)')
    .replaceAll(/<\/dt>/g, ': ');
  return {
    kind: 'message',
    words: readWords(labelled),
    buttons: buttons.filter(({ disabled }) => !disabled).map(({ label }) => label),
    options: options.map(({ label }) => label),
    files: [...html.matchAll(/<span class="file-name">(.*?)<\/span>/g)].map(([, name = '']) => readWords(name)),
    isPrivate,
    handle: `${channel} ${id}`,
  };
}
