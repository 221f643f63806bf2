import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { createSlack } from '../../../src/adapters/slack/index.ts';
import type { FactsStore, InstallationStore, InstallPages } from '../../../src/adapters/slack/ports.ts';
import type { Completion, Event, Handler, Outcome, Suggestion } from '../../../src/chat/event.ts';
import type { Platform } from '../../../src/chat/platform.ts';
import type { CommandOption, CommandSpec, ShortcutSpec } from '../../../src/chat/route.ts';
import { text } from '../../../src/chat/text.ts';
import { type Reply, refusal } from '../../../src/chat/view.ts';
import {
  createFakeSlack,
  type FakeSlack,
  type FakeSlackOptions,
  type FormView,
  type Seen,
  type SeenMessage,
} from '../../support/fake-slack/index.ts';
import { createMemoryFacts } from '../../support/slack-facts.ts';

export const option = (name: string, rest: Partial<CommandSpec['options'][number]> = {}) => ({
  name,
  kind: 'string' as const,
  description: `The ${name}.`,
  required: false,
  choices: [],
  completes: false,
  ...rest,
});

/** One without options, one that opens a form, one with an option of every kind. */
export const COMMANDS: readonly CommandSpec[] = [
  { path: ['progress'], summary: 'Where you stand.', who: 'learner', options: [] },
  { path: ['note'], summary: 'Write a note.', who: 'anyone', options: [] },
  {
    path: ['cohort', 'create'],
    summary: 'Start a cohort.',
    who: 'organiser',
    options: [
      option('name', { required: true }),
      option('zone', { completes: true }),
      option('size', { kind: 'integer', min: 1, max: 99 }),
      option('open', { kind: 'boolean' }),
      option('home', { kind: 'channel' }),
      option('mentors', { kind: 'role' }),
      option('lead', { kind: 'member' }),
      option('pace', { choices: [{ label: 'Two a week', value: 'two' }] }),
    ],
  },
];

export const SHORTCUTS: readonly ShortcutSpec[] = [
  { route: 'help.ask', label: 'Ask a mentor about this', on: 'message' },
  { route: 'help.new', label: 'Ask a mentor', on: 'anywhere' },
  { route: 'help.keep', label: 'Keep it', on: 'message', answers: true },
];

export const FORMS = ['note', 'note.open', 'note.again', 'help.ask', 'help.new'];

export interface LogLine {
  level: string;
  message: string;
  fields: Record<string, unknown>;
}

export interface Started {
  fake: FakeSlack;
  platform: Platform;
  events: Event[];
  completions: Completion[];
  removed: string[];
  left: string[];
  gone: string[];
  logs: LogLine[];
}

export interface StartOptions extends FakeSlackOptions {
  complete?: (completion: Completion) => Promise<readonly Suggestion[]>;
  prepare?: (fake: FakeSlack) => void;
  installations?: (fake: FakeSlack) => InstallationStore;
  prefix?: string;
  rates?: number;
  pages?: InstallPages;
  commands?: readonly CommandSpec[];
  formOptions?: ReadonlyMap<string, readonly CommandOption[]>;
  appToken?: string;
  facts?: FactsStore;
}

/** The real adapter against a fake Slack, with a handler that answers as the test says. */
export async function start(
  answer: (event: Event) => Outcome = () => soon('private', refusal(text`nothing`)),
  options: StartOptions = {},
): Promise<Started> {
  const { complete = () => Promise.resolve([]), prepare, installations, prefix = '', rates = 1000, pages } = options;
  const fake = await createFakeSlack({ patienceMs: 8000, ...options });
  prepare?.(fake);
  const logs: LogLine[] = [];
  const events: Event[] = [];
  const completions: Completion[] = [];
  const removed: string[] = [];
  const left: string[] = [];
  const gone: string[] = [];
  const whose = installations === undefined ? { botToken: fake.botToken } : { installations: installations(fake) };
  const how =
    options.mode === 'http' ? { signingSecret: fake.signingSecret } : { appToken: options.appToken ?? fake.appToken };
  const platform = createSlack({
    ...whose,
    ...how,
    ...(pages === undefined ? {} : { pages }),
    apiUrl: fake.api,
    commands: options.commands ?? COMMANDS,
    shortcuts: SHORTCUTS,
    forms: FORMS,
    formOptions: options.formOptions ?? new Map(),
    page: 'home',
    facts: options.facts ?? createMemoryFacts(),
    clock: Temporal.Now.instant,
    prefix,
    rates,
    onWorkspaceGone: (workspace) => void gone.push(workspace),
    log: (level, message, fields) => void logs.push({ level, message, fields }),
  });
  const server = createServer(platform.listener);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  fake.requestUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`;
  onTestFinished(async () => {
    await platform.stop();
    server.closeAllConnections();
    server.close();
    await fake.close();
  });
  const handler: Handler = {
    handle(event) {
      events.push(event);
      return answer(event);
    },
    complete(completion) {
      completions.push(completion);
      return complete(completion);
    },
    async left(name, workspace, person) {
      left.push(`${name}:${workspace}/${person}`);
    },
    async removed(name, workspace) {
      removed.push(`${name}:${workspace}`);
    },
  };
  await platform.start(handler);
  return { fake, platform, events, completions, removed, left, gone, logs };
}

export function soon(ack: 'private' | 'update', reply: Reply): Outcome {
  return { ack, reply: Promise.resolve(reply) };
}

export function message(seen: Seen): SeenMessage {
  if (seen.kind !== 'message') throw new Error(`expected a message, saw ${JSON.stringify(seen)}`);
  return seen;
}

export function form(seen: Seen): FormView {
  if (seen.kind !== 'form') throw new Error(`expected a form, saw ${JSON.stringify(seen)}`);
  return seen.form;
}
