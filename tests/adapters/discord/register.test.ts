import { expect, test } from 'vitest';
import { createDiscord } from '../../../src/adapters/discord/index.ts';
import { declareCommands } from '../../../src/adapters/discord/register.ts';
import type { Handler } from '../../../src/chat/event.ts';
import type { CommandSpec } from '../../../src/chat/route.ts';
import { text } from '../../../src/chat/text.ts';
import { refusal } from '../../../src/chat/view.ts';
import type { FakeDiscord } from '../../support/fake-discord/index.ts';
import { COMMANDS, start } from './start.ts';

const HANDLER: Handler = {
  handle: () => ({ ack: 'private', reply: Promise.resolve(refusal(text`no`)) }),
  complete: () => Promise.resolve([]),
  async left() {},
  removed: async () => {},
};

const writes = (fake: FakeDiscord) => fake.calls.filter(({ method }) => method === 'PUT').length;

async function startAgain(fake: FakeDiscord, commands: readonly CommandSpec[]): Promise<void> {
  const platform = createDiscord({ token: fake.token, apiUrl: fake.api, commands, log: () => {} });
  await platform.start(HANDLER);
  await platform.stop();
}

test('commands are registered at the first start, and not again while they are the same', async () => {
  const { fake } = await start();
  expect(writes(fake)).toBe(1);
  expect(fake.commands.map(({ name }) => name)).toEqual(['cohort', 'progress']);
  await startAgain(fake, COMMANDS.toReversed());
  expect(writes(fake)).toBe(1);
});

test("what stands in a message's menu is registered too, and not again while it is the same", async () => {
  const shortcuts = [{ route: 'ask', label: 'Ask a mentor about this', on: 'message' }] as const;
  const { fake } = await start(undefined, { shortcuts });
  expect(fake.commands.map(({ name, type }) => [name, type])).toContainEqual(['Ask a mentor about this', 3]);
  const platform = createDiscord({ token: fake.token, apiUrl: fake.api, commands: COMMANDS, shortcuts, log: () => {} });
  await platform.start(HANDLER);
  await platform.stop();
  expect(writes(fake)).toBe(1);
});

test('a changed summary is registered', async () => {
  const { fake } = await start();
  await startAgain(
    fake,
    COMMANDS.map((spec) => ({ ...spec, summary: `${spec.summary}!` })),
  );
  expect(writes(fake)).toBe(2);
  expect(fake.commands.find(({ name }) => name === 'progress')?.description).toBe('Where you stand.!');
});

test('a command that is no longer ours is removed', async () => {
  const { fake } = await start();
  await startAgain(fake, COMMANDS.slice(0, 1));
  expect(fake.commands.map(({ name }) => name)).toEqual(['progress']);
});

test('a failed registration is logged, and the bot works on', async () => {
  const { fake, logs } = await start(undefined, {
    prepare: (server) => server.inject({ method: 'PUT', path: /commands$/, fault: '500', times: 9 }),
  });
  expect(logs).toContainEqual({
    level: 'error',
    message: 'discord: commands could not be registered',
    fields: { code: 0, status: 500, method: 'PUT', route: '/applications/:id/commands' },
  });
  await startAgain(fake, COMMANDS);
  expect(fake.commands).toEqual([]);
});

test('subcommands stand under their first word, and what is required comes first', () => {
  const [cohort] = declareCommands(COMMANDS);
  expect(cohort).toMatchObject({
    name: 'cohort',
    description: 'create',
    contexts: [0],
    integration_types: [0],
    default_member_permissions: null,
    options: [
      {
        type: 1,
        name: 'create',
        options: [
          { name: 'name', type: 3, required: true },
          { name: 'zone', type: 3, autocomplete: true, max_length: 90 },
          { name: 'size', type: 4, min_value: 1, max_value: 99 },
          { name: 'open', type: 5 },
          { name: 'home', type: 7, channel_types: [0, 5] },
          { name: 'mentors', type: 8 },
          { name: 'lead', type: 6 },
          { name: 'pace', type: 3, choices: [{ name: 'Two a week', value: 'two' }] },
        ],
      },
    ],
  });
});

test('what is for everybody is offered in direct messages, too, and what only mentors and organisers do is not', () => {
  const spec = (path: string[], who: CommandSpec['who']) => ({ path, summary: 'Do it.', who, options: [] });
  const declared = declareCommands([
    spec(['next'], 'anyone'),
    spec(['organise', 'edit'], 'organiser'),
    spec(['quiz', 'post'], 'mentor'),
    spec(['quiz', 'start'], 'learner'),
    spec(['at-risk'], 'mentor'),
  ]);
  const offered = Object.fromEntries(declared.map(({ name, contexts }) => [name, contexts]));
  expect(offered).toEqual({ 'at-risk': [0], next: [0, 1], organise: [0], quiz: [0, 1] });
});

test('menus of messages and of people are declared by their labels', () => {
  const declared = declareCommands(
    [],
    [
      { route: 'ask.about', label: 'Ask a mentor about this', on: 'message' },
      { route: 'home', label: 'My page', on: 'person' },
      { route: 'ask', label: 'Ask a mentor', on: 'anywhere' },
    ],
  );
  expect(declared.map(({ name, type, description }) => ({ name, type, description }))).toEqual([
    { name: 'Ask a mentor about this', type: 3, description: '' },
    { name: 'My page', type: 2, description: '' },
  ]);
});

test('a third word makes a group', () => {
  const spec = (path: string[]): CommandSpec => ({ path, summary: 'x', who: 'anyone', options: [] });
  const [root] = declareCommands([
    spec(['cohort', 'date', 'skip']),
    spec(['cohort', 'date', 'move']),
    spec(['cohort', 'join']),
  ]);
  expect(root?.options).toMatchObject([
    {
      name: 'date',
      type: 2,
      description: 'skip, move',
      options: [
        { name: 'move', type: 1 },
        { name: 'skip', type: 1 },
      ],
    },
    { name: 'join', type: 1 },
  ]);
});

test('what Discord would refuse is refused before, all of it at once', () => {
  const bad: CommandSpec[] = [
    { path: ['Quiz'], summary: '', who: 'anyone', options: [] },
    {
      path: ['round'],
      summary: 'x'.repeat(101),
      who: 'anyone',
      options: [{ name: 'startDate', kind: 'string', description: 'd', required: true, choices: [], completes: false }],
    },
  ];
  expect(() => declareCommands(bad)).toThrow(
    /\/Quiz is not a lower-case.*\/Quiz is described.*\/round is described.*\/round startDate/,
  );
  const spec = (path: string[]): CommandSpec => ({ path, summary: 'x', who: 'anyone', options: [] });
  expect(() => declareCommands([spec(['privacy']), spec(['privacy', 'export'])])).toThrow(/"\/privacy"/);
});
