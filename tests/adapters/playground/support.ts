import { randomUUID } from 'node:crypto';
import { createServer, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import {
  createPlayground,
  type Persona,
  type Playground,
  type PlaygroundClock,
} from '../../../src/adapters/playground/index.ts';
import { createPlaygroundStore } from '../../../src/adapters/playground/store.ts';
import type { Completion, Event, Handler, Outcome, Suggestion } from '../../../src/chat/event.ts';
import { choiceOption, describeInput, idOption, numberOption, textOption } from '../../../src/chat/input.ts';
import type { CommandSpec } from '../../../src/chat/route.ts';
import type { Db } from '../../../src/database/client.ts';

export const noon = Temporal.Instant.from('2027-03-01T12:00:00Z');

export const personas: readonly Persona[] = [
  { id: 'olga', name: 'Olga', manages: true, roles: [], note: 'organiser' },
  { id: 'milan', name: 'Milan', manages: false, roles: ['mentors'], note: 'mentor' },
  { id: 'lena', name: 'Lena', manages: false, roles: [], note: 'learner' },
];

const createInput = z.object({
  name: textOption('What the cohort is called', 100, z.string().min(1)),
  zone: textOption('Its time zone', 100, z.string().min(1)),
  capacity: numberOption('How many may join', { min: 1, max: 50 }).optional(),
  pace: choiceOption('How fast', { slow: 'One a week', quick: 'Two a week' }).optional(),
  channel: idOption('channel', 'Where it lives').optional(),
  mentor_role: idOption('role', 'Who mentors').optional(),
  mentor: idOption('member', 'Who leads').optional(),
});

/** A platform is tested with commands of its own: it knows none of the bot's. */
export const commands: readonly CommandSpec[] = [
  {
    path: ['cohort', 'create'],
    summary: 'Start a cohort',
    who: 'organiser',
    options: describeInput(createInput).map((option) => ({ ...option, completes: option.name === 'zone' })),
  },
  { path: ['help'], summary: 'What I can do', who: 'anyone', options: [] },
];

export interface World {
  playground: Playground;
  origin: string;
  port: number;
  events: Event[];
  completions: Completion[];
  logged: string[];
  clock: { now: Temporal.Instant };
  post(path: string, body: object, headers?: Record<string, string>): Promise<{ status: number; body: Answer }>;
  get(path: string): Promise<{ status: number; body: Answer }>;
  /** The messages of a channel as one persona sees them. */
  read(channel: string, persona?: string): Promise<SeenMessage[]>;
  stop(): Promise<void>;
}

export interface SeenMessage {
  id: string;
  html: string;
  isPrivate: boolean;
  author: string | null;
  answers: string | null;
  editedAt: string | null;
}

interface Answer {
  [key: string]: unknown;
  error?: string;
  ack?: string;
  messages?: SeenMessage[];
}

/** A playground on a real server, with a bot that answers as the test says. */
export async function openWorld(
  db: Db,
  bot: { handle?(event: Event): Outcome; complete?(completion: Completion): Promise<readonly Suggestion[]> } = {},
  move?: PlaygroundClock['move'],
): Promise<World> {
  const events: Event[] = [];
  const completions: Completion[] = [];
  const logged: string[] = [];
  const clock = { now: noon };
  const handler: Handler = {
    handle(event) {
      events.push(event);
      if (bot.handle === undefined) throw new Error('this test expects no event');
      return bot.handle(event);
    },
    async complete(completion) {
      completions.push(completion);
      return (await bot.complete?.(completion)) ?? [];
    },
    async left() {},
    async removed() {},
  };
  const playground = createPlayground({
    store: createPlaygroundStore(db),
    clock: { now: () => clock.now, ...(move === undefined ? {} : { move }) },
    personas,
    channels: [
      { id: 'general', name: 'general', topic: 'For everybody' },
      { id: 'mentors', name: 'mentors', topic: 'For mentors' },
    ],
    roles: [{ id: 'mentors', name: 'Mentors' }],
    commands,
    shortcuts: [{ route: 'ask', label: 'Ask a mentor', on: 'message' }],
    log: (level, message, { error }) => logged.push(`${level}: ${message} ${String(error ?? '')}`),
  });
  await playground.start(handler);
  const server = createServer(playground.listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const origin = `http://127.0.0.1:${port}`;
  async function get(path: string) {
    const response = await fetch(origin + path);
    return { status: response.status, body: (await response.json()) as Answer };
  }
  return {
    playground,
    origin,
    port,
    events,
    completions,
    logged,
    clock,
    get,
    async post(path, body, headers = {}) {
      const response = await fetch(origin + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      });
      return { status: response.status, body: (await response.json()) as Answer };
    },
    async read(channel, persona = 'lena') {
      const { body } = await get(`/api/messages?channel=${channel}&persona=${persona}`);
      return body.messages ?? [];
    },
    async stop() {
      await playground.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** fetch sets Host and Origin itself; this sends what it is told. */
export function rawRequest(
  port: number,
  {
    method = 'GET',
    path = '/',
    headers = {},
    body = '',
  }: { method?: string; path?: string; headers?: Record<string, string>; body?: string },
): Promise<{ status: number; body: string; headers: Record<string, unknown> }> {
  return new Promise((resolve, reject) => {
    const request = httpRequest({ host: '127.0.0.1', port, method, path, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        resolve({
          status: response.statusCode ?? 0,
          body: Buffer.concat(chunks).toString(),
          headers: response.headers,
        });
      });
    });
    request.on('error', reject);
    request.end(body);
  });
}

/** The news that a page which is open would get. */
export async function openStream(world: World, persona: string) {
  const abort = new AbortController();
  const response = await fetch(`${world.origin}/api/events?persona=${persona}`, { signal: abort.signal });
  const news: { kind: string; data: Record<string, unknown> }[] = [];
  const done = (async () => {
    let rest = '';
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? []) {
      rest += decoder.decode(chunk, { stream: true });
      const whole = rest.split('\n\n');
      rest = whole.pop() ?? '';
      for (const part of whole) {
        const found = /^(?:id: .*\n)?event: (\w+)\ndata: (.*)$/.exec(part);
        if (found !== null && found[1] !== 'hello')
          news.push({ kind: found[1] ?? '', data: JSON.parse(found[2] ?? '') });
      }
    }
  })().catch(() => {});
  return {
    news,
    async close() {
      abort.abort();
      await done;
    },
  };
}

/** The parts of an event that a person sends, with an id of their own. */
export function sent<Body extends object>(persona: string, body: Body): Body & { id: string; persona: string } {
  return { id: randomUUID(), persona, ...body };
}

export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 5000;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`not within five seconds: ${condition}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
