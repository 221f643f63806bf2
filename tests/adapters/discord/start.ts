import { onTestFinished } from 'vitest';
import { createDiscord } from '../../../src/adapters/discord/index.ts';
import type { Completion, Event, Handler, Outcome, Suggestion } from '../../../src/chat/event.ts';
import type { Platform } from '../../../src/chat/platform.ts';
import type { CommandSpec, ShortcutSpec } from '../../../src/chat/route.ts';
import { text } from '../../../src/chat/text.ts';
import { refusal } from '../../../src/chat/view.ts';
import { createFakeDiscord, type FakeDiscord, type FakeDiscordOptions } from '../../support/fake-discord/index.ts';

/** Two commands: one of one word, one of two with an option of every kind. */
export const COMMANDS: readonly CommandSpec[] = [
  { path: ['progress'], summary: 'Where you stand.', who: 'learner', options: [] },
  {
    path: ['cohort', 'create'],
    summary: 'Start a cohort.',
    who: 'organiser',
    options: [
      {
        name: 'zone',
        kind: 'string',
        description: 'Its time zone.',
        required: false,
        choices: [],
        maxLength: 90,
        completes: true,
      },
      {
        name: 'name',
        kind: 'string',
        description: 'What it is called.',
        required: true,
        choices: [],
        completes: false,
      },
      {
        name: 'size',
        kind: 'integer',
        description: 'How many.',
        required: false,
        choices: [],
        min: 1,
        max: 99,
        completes: false,
      },
      { name: 'open', kind: 'boolean', description: 'Open to all.', required: false, choices: [], completes: false },
      { name: 'home', kind: 'channel', description: 'Where it lives.', required: false, choices: [], completes: false },
      { name: 'mentors', kind: 'role', description: 'Who mentors.', required: false, choices: [], completes: false },
      { name: 'lead', kind: 'member', description: 'Who leads.', required: false, choices: [], completes: false },
      {
        name: 'pace',
        kind: 'string',
        description: 'How fast.',
        required: false,
        choices: [{ label: 'Two a week', value: 'two' }],
        completes: false,
      },
    ],
  },
];

export interface LogLine {
  level: string;
  message: string;
  fields: Record<string, unknown>;
}

export interface Started {
  fake: FakeDiscord;
  platform: Platform;
  events: Event[];
  completions: Completion[];
  /** Workspaces the bot was removed from. */
  departures: string[];
  logs: LogLine[];
}

type Answer = (event: Event) => Outcome;

/** The real adapter against a fake Discord, with a handler that answers as the test says. */
export async function start(
  answer: Answer = () => ({ ack: 'private', reply: Promise.resolve(refusal(text`nothing`)) }),
  options: FakeDiscordOptions & {
    commands?: readonly CommandSpec[];
    shortcuts?: readonly ShortcutSpec[];
    complete?: (completion: Completion) => Promise<readonly Suggestion[]>;
    prepare?: (fake: FakeDiscord) => void;
  } = {},
): Promise<Started> {
  const { commands = COMMANDS, shortcuts = [], complete = () => Promise.resolve([]), prepare } = options;
  const fake = await createFakeDiscord({ patienceMs: 8000, ...options });
  prepare?.(fake);
  const logs: LogLine[] = [];
  const events: Event[] = [];
  const completions: Completion[] = [];
  const departures: string[] = [];
  const platform = createDiscord({
    token: fake.token,
    apiUrl: fake.api,
    commands,
    shortcuts,
    log: (level, message, fields) => void logs.push({ level, message, fields }),
  });
  onTestFinished(async () => {
    await platform.stop();
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
    async left() {},
    async removed(name, workspace) {
      departures.push(`${name}:${workspace}`);
    },
  };
  await platform.start(handler);
  return { fake, platform, events, completions, departures, logs };
}
