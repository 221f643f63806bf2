import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import type { Outcome } from '../../../src/chat/event.ts';
import { text } from '../../../src/chat/text.ts';
import {
  button,
  code,
  controls,
  file,
  heading,
  type Modal,
  paragraph,
  type Reply,
  refusal,
  type Select,
  view,
} from '../../../src/chat/view.ts';
import type { Seen, SeenMessage, SeenModal } from '../../support/fake-discord/index.ts';
import { start } from './start.ts';

const soon = (ack: 'private' | 'update', reply: Reply, ms = 0): Outcome => ({ ack, reply: sleep(ms, reply) });

const MENU = view(
  heading('Round 3'),
  controls(button('A', 'quiz.answer', { round: '7', choice: 'a' }), button('Note', 'note.open')),
);

const FORM: Modal = {
  kind: 'modal',
  title: 'A note',
  action: { route: 'note.save', state: { about: '7' } },
  fields: [
    {
      kind: 'text',
      name: 'words',
      label: 'Your note',
      hint: 'Only you see it.',
      long: true,
      required: true,
      maxLength: 500,
    },
    { kind: 'text', name: 'tag', label: 'Tag', value: 'gil', long: false, required: false, maxLength: 20 },
  ],
};

function message(seen: Seen): SeenMessage {
  if (seen.kind !== 'message') throw new Error(`expected a message, saw ${JSON.stringify(seen)}`);
  return seen;
}

function modal(seen: Seen): SeenModal {
  if (seen.kind !== 'modal') throw new Error(`expected a form, saw ${JSON.stringify(seen)}`);
  return seen;
}

test('an answer that is ready within 800 ms is one call, a new message or a rewritten one', async () => {
  const { fake } = await start(({ action }) =>
    action.route === 'progress' ? soon('private', MENU, 400) : soon('update', view(paragraph`Chosen.`)),
  );
  const ada = fake.as('ada');
  const menu = message(await ada.command('progress'));
  await ada.press(menu, 'A');
  const calls = fake.calls.filter(({ path }) => /^\/(interactions|webhooks)\//.test(path));
  const answers = calls.map(({ body }) => body as { type: number; data: { flags: number } });
  // That only one person sees a message is said when it is made: 64. A rewritten one stays what it is.
  expect(answers.map(({ type, data }) => [type, data.flags & 64])).toEqual([
    [4, 64],
    [7, 0],
  ]);
});

test('an answer that takes longer is promised at 800 ms, and follows', async () => {
  const { fake } = await start(() => soon('private', view(paragraph`Done.`), 1500));
  const seen = message(await fake.as('ada').command('progress'));
  expect(seen.ackMs).toBeGreaterThan(700);
  expect(seen.ackMs).toBeLessThan(1300);
  expect(fake.interactions.all.map(({ answer }) => answer)).toEqual([5]);
});

test('a follow-up whose answer was lost is not shown twice, and the first message says what may be missing', async () => {
  const long = Array.from({ length: 12 }, (_, index) => paragraph`${`paragraph ${index} `.repeat(80)}`);
  const { fake } = await start(() => soon('private', view(...long)));
  fake.inject({ method: 'POST', path: /^\/webhooks\//, fault: 'lostAnswer' });
  const ada = fake.as('ada');
  await ada.command('progress');
  await vi.waitFor(() => expect(ada.sees()[0]?.text).toContain('may be missing'));
  const shown = ada.sees().flatMap(({ text: words }) => words.match(/paragraph \d+ /g)?.slice(0, 1) ?? []);
  expect(new Set(shown).size).toBe(shown.length);
  expect(fake.calls.filter(({ method, path }) => method === 'POST' && path.startsWith('/webhooks/'))).toHaveLength(
    ada.sees().length - 1,
  );
});

test('a command is acknowledged at once although its reply takes five seconds', async () => {
  const { fake } = await start(() => soon('private', view(paragraph`Done.`), 5000));
  const seen = message(await fake.as('ada').command('progress'));
  expect(seen).toMatchObject({ text: 'Done.', ephemeral: true, updated: false });
  expect(seen.ackMs).toBeLessThan(1000);
  expect(seen.replyMs).toBeGreaterThan(4900);
}, 15_000);

const ASK = { route: 'ask', label: 'Ask a mentor about this', on: 'message' } as const;

test("an entry in a message's menu carries the message's words, who wrote them and where they stand", async () => {
  const { fake, events } = await start(() => ({ ack: 'modal', reply: FORM }), { shortcuts: [ASK] });
  const { id } = fake.as('grace').says('Why is `id` reused?');
  expect(modal(await fake.as('ada').pick(id, ASK.label)).title).toBe('A note');
  expect(events[0]?.action).toEqual({
    route: 'ask',
    state: {
      words: 'Why is `id` reused?',
      author: 'grace',
      by: expect.stringMatching(/^\d{17,19}$/),
      link: `https://discord.com/channels/${fake.guildId}/${fake.home}/${id}`,
      channel: fake.home,
    },
  });
});

test('the menu of a message of our own carries what stands in it', async () => {
  const { fake, platform, events } = await start(() => ({ ack: 'modal', reply: FORM }), { shortcuts: [ASK] });
  const target = { kind: 'channel', channel: fake.home } as const;
  const { message: id } = await platform.post(
    fake.guildId,
    target,
    view(heading('Round 3'), paragraph`Ten open.`),
    'k',
  );
  await fake.as('ada').pick(id, ASK.label);
  expect(events[0]?.action.state['words']).toBe('## Round 3\nTen open.');
});

test('a form with a choice comes back with what was chosen', async () => {
  const options = [
    { label: 'Quite sure', value: '90', description: 'nine times in ten' },
    { label: 'A guess', value: '30' },
  ];
  const choice: Modal = {
    ...FORM,
    fields: [{ kind: 'choice', name: 'sure', label: 'How sure are you?', value: '30', options, required: true }],
  };
  const { fake, events } = await start(({ action }) =>
    action.route === 'progress' ? { ack: 'modal', reply: choice } : soon('private', view(paragraph`Kept.`)),
  );
  const form = modal(await fake.as('ada').command('progress'));
  expect(form.fields).toMatchObject([{ name: 'sure', value: '30', options: [{ value: '90' }, { value: '30' }] }]);
  await fake.as('ada').submit(form, { sure: 'Quite sure' });
  expect(events.at(-1)?.action.state).toEqual({ about: '7', sure: '90' });
});

test('a command carries its options as strings, and who typed it where', async () => {
  const { fake, events } = await start();
  const mentors = fake.newId();
  const lead = fake.newId();
  const ada = fake.as('ada', { nick: 'Countess', manages: true, roles: [mentors], locale: 'de' });
  const options = { name: 'Spring', size: 12, open: true, home: fake.home, mentors, lead, pace: 'two' };
  await ada.command('cohort create', options);
  expect(events).toEqual([
    {
      id: fake.interactions.all[0]?.id,
      place: { platform: 'discord', workspace: fake.guildId, channel: fake.home },
      person: { id: ada.id, name: 'Countess', manages: true, roles: [mentors], locale: 'de' },
      action: { route: 'cohort create', state: { ...options, size: '12', open: 'true' } },
    },
  ]);
});

test('the place of what happens in a thread is its parent channel', async () => {
  const { fake, events } = await start();
  const thread = fake.createChannel('session 1', { type: 11, parentId: fake.home });
  await fake.as('ada', { channel: thread }).command('progress');
  expect(events[0]?.place.channel).toBe(fake.home);
});

test('an update rewrites the private message that held the button', async () => {
  const { fake, events } = await start(({ action }) =>
    action.route === 'progress'
      ? soon('private', MENU)
      : soon('update', view(paragraph`You chose ${action.state['choice'] ?? ''}.`)),
  );
  const ada = fake.as('ada');
  const menu = message(await ada.command('progress'));
  const chosen = message(await ada.press(menu, 'A'));
  expect(chosen).toMatchObject({ id: menu.id, text: 'You chose a.', updated: true, ephemeral: true, edits: 1 });
  expect(events[1]?.action).toEqual({ route: 'quiz.answer', state: { round: '7', choice: 'a' } });
  expect(ada.sees()).toHaveLength(1);
});

test('a refusal to an update leaves the message as it was and is said beside it', async () => {
  const { fake } = await start(({ action }) =>
    action.route === 'progress' ? soon('private', MENU) : soon('update', refusal(text`The round is closed.`)),
  );
  const ada = fake.as('ada');
  const menu = message(await ada.command('progress'));
  const refused = message(await ada.press(menu, 'A'));
  expect(refused).toMatchObject({ text: 'The round is closed.', ephemeral: true, updated: false });
  expect(ada.sees()).toMatchObject([{ id: menu.id, text: menu.text, edits: 0 }, { id: refused.id }]);
});

test('a refusal to a private promise is the private message', async () => {
  const { fake } = await start(() => soon('private', refusal(text`Only mentors may.`)));
  expect(message(await fake.as('ada').command('progress'))).toMatchObject({
    text: 'Only mentors may.',
    ephemeral: true,
  });
});

test('a form opens at once and brings its fields and its state back', async () => {
  const { fake, events } = await start(({ action }) => {
    if (action.route === 'progress') return soon('private', MENU);
    if (action.route === 'note.open') return { ack: 'modal', reply: FORM };
    return soon('update', view(paragraph`Saved.`));
  });
  const ada = fake.as('ada');
  const menu = message(await ada.command('progress'));
  const form = modal(await ada.press(menu, 'Note'));
  expect(form).toMatchObject({
    title: 'A note',
    fields: [
      { label: 'Your note', hint: 'Only you see it.', long: true, required: true, maxLength: 500 },
      { label: 'Tag', value: 'gil', long: false, required: false, maxLength: 20 },
    ],
  });
  const saved = message(await ada.submit(form, { words: 'one\ntwo' }));
  expect(events[2]?.action).toEqual({ route: 'note.save', state: { about: '7', words: 'one\ntwo', tag: 'gil' } });
  expect(saved).toMatchObject({ id: menu.id, text: 'Saved.', updated: true });
});

test('an update that a form opened by a command promises becomes a private message', async () => {
  const { fake } = await start(({ action }) =>
    action.route === 'progress' ? { ack: 'modal', reply: FORM } : soon('update', view(paragraph`Saved.`)),
  );
  const ada = fake.as('ada');
  const form = modal(await ada.command('progress'));
  expect(message(await ada.submit(form, { words: 'x' }))).toMatchObject({
    text: 'Saved.',
    updated: false,
    ephemeral: true,
  });
});

test('a refusal or a view in place of a form is said privately at once', async () => {
  const { fake } = await start(({ action }) => ({
    ack: 'modal',
    reply: action.route === 'progress' ? refusal(text`Not now.`) : view(paragraph`Look.`),
  }));
  const ada = fake.as('ada');
  expect(message(await ada.command('progress'))).toMatchObject({ text: 'Not now.', ephemeral: true });
  expect(message(await ada.command('cohort create', { name: 'x' }))).toMatchObject({ text: 'Look.', ephemeral: true });
});

test('a form with more fields than Discord shows, or in answer to a form, ends in a sentence and a log line', async () => {
  const field = (name: string) => ({
    kind: 'text' as const,
    name,
    label: name,
    long: false,
    required: false,
    maxLength: 5,
  });
  const fields = ['a', 'b', 'c', 'd', 'e', 'f'].map(field);
  const { fake, logs } = await start(({ action }) => ({
    ack: 'modal',
    reply: action.route === 'cohort create' ? { ...FORM, fields } : FORM,
  }));
  const ada = fake.as('ada');
  expect(message(await ada.command('cohort create', { name: 'x' })).text).toMatch(/went wrong/);
  const form = modal(await ada.command('progress'));
  expect(message(await ada.submit(form, { words: 'x' })).text).toMatch(/went wrong/);
  expect(logs.filter(({ level }) => level === 'error').map((line) => line.message)).toEqual([
    'discord: a form could not be rendered',
    'discord: a form cannot answer a form',
  ]);
});

test('a select adds what was chosen under its name', async () => {
  const select: Select = {
    kind: 'select',
    name: 'session',
    placeholder: 'Which session?',
    options: [
      { label: 'One', value: '49', description: 'The data model' },
      { label: 'Two', value: '50' },
    ],
    action: { route: 'quiz.pick', state: { scope: 'mine' } },
  };
  const { fake, events } = await start(({ action }) =>
    action.route === 'progress' ? soon('private', view(controls(select))) : soon('update', view(paragraph`ok`)),
  );
  const ada = fake.as('ada');
  const menu = message(await ada.command('progress'));
  expect(menu.selects).toMatchObject([{ placeholder: 'Which session?', options: select.options }]);
  await ada.choose(menu, 'Two');
  expect(events[1]?.action).toEqual({ route: 'quiz.pick', state: { scope: 'mine', session: '50' } });
});

test('a long view goes on in follow-ups, in order, and only who asked sees them', async () => {
  const long = Array.from({ length: 12 }, (_, index) => paragraph`${`paragraph ${index} `.repeat(80)}`);
  const { fake } = await start(() => soon('private', view(...long, controls(button('Next', 'next')))));
  const ada = fake.as('ada');
  const seen = message(await ada.command('progress'));
  await vi.waitFor(() => expect(seen.followUps.at(-1)?.buttons).toHaveLength(1));
  const all = ada.sees().map((shown) => shown.text.split('\n'));
  expect(
    all
      .flat()
      .filter((line) => line.startsWith('paragraph'))
      .map((line) => line.split(' ')[1]),
  ).toEqual(long.map((_, index) => String(index)));
  expect(ada.sees().every(({ ephemeral }) => ephemeral)).toBe(true);
  expect(fake.as('eve').sees()).toEqual([]);
});

test('a file is attached, and goes when the message is rewritten without it', async () => {
  const csv = 'name,points\nAda,3\n';
  const { fake } = await start(({ action }) =>
    action.route === 'progress'
      ? soon('private', view(paragraph`Here.`, file('my export.csv', csv), controls(button('Close', 'close'))))
      : soon('update', view(paragraph`Closed.`)),
  );
  const ada = fake.as('ada');
  const seen = message(await ada.command('progress'));
  expect(seen.files).toEqual([{ name: 'my_export.csv', content: csv }]);
  expect(message(await ada.press(seen, 'Close'))).toMatchObject({ text: 'Closed.', files: [] });
});

test('suggestions show while an option is typed, at most 25 of them and none too long', async () => {
  const many = Array.from({ length: 30 }, (_, index) => ({
    label: `${index} ${'zone '.repeat(30)}`,
    value: `zone-${index}`,
  }));
  const { fake, completions } = await start(undefined, {
    complete: () => Promise.resolve([{ label: 'never', value: 'x'.repeat(101) }, ...many]),
  });
  const seen = await fake.as('ada').complete('cohort create', 'zone', 'new y', { name: 'Spring' });
  if (seen.kind !== 'choices') throw new Error(`saw ${seen.kind}`);
  expect(seen.choices).toHaveLength(25);
  expect(seen.choices[0]?.name).toMatch(/^0 zone .*…$/);
  expect(completions[0]).toMatchObject({
    option: 'zone',
    action: { route: 'cohort create', state: { zone: 'new y', name: 'Spring' } },
  });
});

test('suggestions that take too long are none, and no error', async () => {
  const { fake } = await start(undefined, { complete: () => sleep(4000, [{ label: 'late', value: 'late' }]) });
  expect(await fake.as('ada').complete('cohort create', 'zone', 'x')).toMatchObject({ kind: 'choices', choices: [] });
});

test('what hostile text a person typed shows as typed', async () => {
  const hostile = '@everyone <@123456789012345678> [x](https://evil.example) ```py\n# big\n- list';
  const { fake } = await start(() => soon('private', view(paragraph`You said: ${hostile}`, code(hostile))));
  await fake.as('ada').command('progress');
  const answer = fake.calls.find(({ path }) => path.endsWith('/callback'))?.body as {
    data: { allowed_mentions: unknown };
  };
  expect(answer.data.allowed_mentions).toEqual({ parse: [] });
});

test('the same interaction delivered twice is the same event and one answer', async () => {
  const { fake, events, logs } = await start(() => soon('private', view(paragraph`Once.`)));
  const ada = fake.as('ada');
  await ada.command('progress');
  fake.redeliver();
  await vi.waitFor(() => expect(events).toHaveLength(2));
  expect(events[1]?.id).toBe(events[0]?.id);
  const answers = () => fake.calls.filter(({ path }) => path.includes('/interactions/'));
  await vi.waitFor(() => expect(answers().map(({ status }) => status)).toEqual([204, 400]));
  expect(ada.sees()).toMatchObject([{ text: 'Once.' }]);
  expect(logs.filter(({ level }) => level === 'error')).toEqual([]);
});

test('a button under a public message opens a private one for each who presses it', async () => {
  const { fake, platform } = await start(({ person }) => soon('private', view(paragraph`For ${person.name}.`)));
  const posted = await platform.post(fake.guildId, { kind: 'channel', channel: fake.home }, MENU, 'round:3');
  const [ada, eve] = [fake.as('ada'), fake.as('eve')];
  expect(await ada.press(posted.message, 'A')).toMatchObject({ text: 'For ada.', ephemeral: true, updated: false });
  expect(await eve.press(posted.message, 'A')).toMatchObject({ text: 'For eve.', ephemeral: true, updated: false });
  expect(ada.sees().map((shown) => shown.text)).toEqual(['## Round 3\n[A] [Note]', 'For ada.']);
  expect(fake.channel(fake.home).messages).toMatchObject([{ id: posted.message, edits: 0 }]);
});

test('a refusal too long for one message is said in several', async () => {
  const { fake } = await start(({ action }) =>
    soon(action.route === 'progress' ? 'private' : 'update', refusal(text`${'No, because of this. '.repeat(400)}`)),
  );
  const ada = fake.as('ada');
  await ada.command('progress');
  await vi.waitFor(() => expect(ada.sees().length).toBe(3));
});
