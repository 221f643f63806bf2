import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Event, Outcome } from '../../../src/chat/event.ts';
import { markdown, text } from '../../../src/chat/text.ts';
import { button, controls, heading, type Modal, paragraph, type Reply, refusal, view } from '../../../src/chat/view.ts';
import type { Database } from '../../../src/database/client.ts';
import { openTestDatabase } from '../../support/database.ts';
import { openStream, openWorld, sent, until, type World } from './support.ts';

let database: Database;
let world: World | undefined;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterEach(async () => {
  await world?.stop();
  world = undefined;
});
afterAll(() => database.close());

async function open(handle: (event: Event) => Outcome): Promise<World> {
  world = await openWorld(database.db, { handle });
  return world;
}

const stepTwo = '<h2><bdi>Step two</bdi></h2>';

const form: Modal = {
  kind: 'modal',
  title: 'Your question',
  fields: [{ kind: 'text', name: 'words', label: 'What is it?', long: true, required: true, maxLength: 500 }],
  action: { route: 'help.send', state: { cohort: 'c1' } },
};

/** Answers a command with a message that has controls, and each control as it says. */
function withControls(event: Event): Outcome {
  switch (event.action.route) {
    case 'help': {
      const select = {
        kind: 'select' as const,
        name: 'topic',
        placeholder: 'Choose a topic',
        options: [{ label: 'Garbage', value: 'gc', description: 'collection' }],
        action: { route: 'pick', state: { round: '7' } },
      };
      const buttons = [
        button('Next', 'next'),
        button('Refuse', 'refuse'),
        button('Form', 'form'),
        button('Off', 'off', {}, { disabled: true }),
      ];
      const reply = view(heading('Step one'), controls(...buttons, select));
      return { ack: 'private', reply: Promise.resolve(reply) };
    }
    case 'refuse':
      return { ack: 'update', reply: Promise.resolve(refusal(text`Not now.`)) };
    case 'ask':
    case 'form':
      return { ack: 'modal', reply: form };
  }
  return { ack: 'update', reply: Promise.resolve(view(heading('Step two'))) };
}

test("an entry of a message's menu carries the message's words to the form it opens", async () => {
  const { world: opened, message } = await askForControls();
  const answer = await opened.post('/api/pick', sent('lena', { message, route: 'ask' }));
  expect(answer.body).toMatchObject({ modal: { title: 'Your question' } });
  const { route, state } = opened.events.at(-1)?.action ?? {};
  expect({ route, state }).toEqual({
    route: 'ask',
    // The buttons and the list that stand on it are not what it says, and that only Lena sees it is told.
    state: { words: 'Step one', author: 'Pythia', channel: 'general', link: '', private: 'yes' },
  });
  const unknown = await opened.post('/api/pick', sent('lena', { message, route: 'quiz.answer' }));
  expect(unknown).toMatchObject({ status: 400, body: { error: 'That is not in the menu of a message any more.' } });
});

async function askForControls(): Promise<{ world: World; message: string }> {
  const opened = await open(withControls);
  const channel = 'general';
  const before = new Set((await opened.read(channel)).map(({ id }) => id));
  await opened.post('/api/command', sent('lena', { channel, command: 'help', options: {} }));
  const findNew = async () => (await opened.read(channel)).find(({ id }) => !before.has(id));
  await until(async () => (await findNew()) !== undefined);
  return { world: opened, message: (await findNew())?.id ?? '' };
}

async function htmlOf(opened: World, id: string): Promise<string> {
  return (await opened.read('general')).find((message) => message.id === id)?.html ?? '';
}

describe('a command', () => {
  test('is acknowledged at once although its reply takes long, and stop waits for the reply', async () => {
    const slow = Promise.withResolvers<Reply>();
    const opened = await open(() => ({ ack: 'private', reply: slow.promise }));
    const command = sent('lena', { channel: 'mentors', command: 'help', options: {} });
    expect(await opened.post('/api/command', command)).toEqual({ status: 200, body: { ack: 'private' } });
    const stopped = opened.playground.stop();
    expect(await Promise.race([stopped, new Promise((done) => setTimeout(done, 50, 'waiting'))])).toBe('waiting');
    slow.resolve(view(paragraph`It took a while.`));
    await stopped;
    await opened.stop();
    world = await openWorld(database.db);
    expect(await world.read('mentors', 'lena')).toMatchObject([
      { html: '<p>It took a while.</p>', isPrivate: true, answers: '/help' },
    ]);
    expect(await world.read('mentors', 'olga')).toEqual([]);
  });

  test('reaches the bot with its person, its place and its options', async () => {
    const opened = await open(() => ({ ack: 'private', reply: Promise.resolve(view()) }));
    const options = { name: 'Spring', zone: 'Europe/Prague', capacity: '12', channel: 'mentors', mentor: '' };
    const body = sent('olga', { channel: 'general', command: 'cohort create', options });
    await opened.post('/api/command', body, { 'accept-language': 'de-AT,de;q=0.8' });
    expect(opened.events).toEqual([
      {
        id: body.id,
        place: { platform: 'playground', workspace: 'local', channel: 'general' },
        person: { id: 'olga', name: 'Olga', manages: true, roles: [], locale: 'de-AT' },
        action: {
          route: 'cohort create',
          state: { name: 'Spring', zone: 'Europe/Prague', capacity: '12', channel: 'mentors' },
        },
      },
    ]);
  });

  test('from a thread takes place in its parent channel and is answered in the thread', async () => {
    const opened = await open(() => ({ ack: 'private', reply: Promise.resolve(view(paragraph`Here.`)) }));
    const target = { kind: 'channel', channel: 'general' } as const;
    const posted = await opened.playground.post('local', target, view(heading('Session 1')), 'place/1');
    const thread = await opened.playground.openThread('local', posted, 'Session 1');
    await opened.post('/api/command', sent('lena', { channel: thread, command: 'help', options: {} }));
    expect(opened.events[0]?.place.channel).toBe('general');
    await until(async () => (await opened.read(thread)).length === 1);
  });

  test('that is delivered twice has the same id and is answered once', async () => {
    const opened = await open(() => ({ ack: 'private', reply: Promise.resolve(view(paragraph`Once.`)) }));
    const command = sent('milan', { channel: 'mentors', command: 'help', options: {} });
    await Promise.all([opened.post('/api/command', command), opened.post('/api/command', command)]);
    expect(opened.events.map(({ id }) => id)).toEqual([command.id, command.id]);
    await opened.playground.stop();
    await opened.stop();
    world = await openWorld(database.db);
    expect((await world.read('mentors', 'milan')).filter(({ html }) => html === '<p>Once.</p>')).toHaveLength(1);
  });

  test.each([
    ['an unknown command', { command: 'nothing' }, 'There is no command /nothing.'],
    ['an unknown option', { options: { name: 'A', zone: 'B', size: '1' } }, '/cohort create has no option size.'],
    ['a missing option', { options: { name: 'A' } }, '/cohort create needs zone.'],
    [
      'a number out of range',
      { options: { name: 'A', zone: 'B', capacity: '51' } },
      'capacity must be a whole number from 1 to 50.',
    ],
    [
      'a choice that is none',
      { options: { name: 'A', zone: 'B', pace: 'x' } },
      'pace must be one of One a week, Two a week.',
    ],
    [
      'a channel that is none',
      { options: { name: 'A', zone: 'B', channel: 'x' } },
      'channel is not a channel of the playground.',
    ],
    [
      'a role that is none',
      { options: { name: 'A', zone: 'B', mentor_role: 'x' } },
      'mentor_role is not a role of the playground.',
    ],
    [
      'a member who is nobody',
      { options: { name: 'A', zone: 'B', mentor: 'x' } },
      'mentor is nobody in the playground.',
    ],
    ['an unknown persona', { persona: 'nobody' }, 'Nobody here has that name.'],
    ['an unknown channel', { channel: 'nowhere' }, 'There is no such channel.'],
    ["somebody else's direct messages", { channel: 'dm-lena' }, 'There is no such channel.'],
    ['no persona', { persona: undefined }, '`persona` is missing.'],
    ['an id that is no UUID', { id: '1' }, '`id` must be a UUID.'],
    ['options that are no texts', { options: { name: 1 } }, '`options.name` must be text.'],
  ])('with %s is refused in a sentence', async (_, change, error) => {
    const opened = await open(() => ({ ack: 'private', reply: Promise.resolve(view()) }));
    const body = sent('olga', { channel: 'general', command: 'cohort create', options: { name: 'A', zone: 'B' } });
    expect(await opened.post('/api/command', { ...body, ...change })).toMatchObject({ status: 400, body: { error } });
    expect(opened.events).toEqual([]);
  });

  test('with several faults is told all of them at once, each by its option', async () => {
    const opened = await open(() => ({ ack: 'private', reply: Promise.resolve(view()) }));
    const options = { name: 'A', zone: 'B', capacity: '51', mentor: 'x' };
    const body = sent('olga', { channel: 'general', command: 'cohort create', options });
    expect((await opened.post('/api/command', body)).body).toEqual({
      error: 'capacity must be a whole number from 1 to 50. mentor is nobody in the playground.',
      faults: { capacity: 'must be a whole number from 1 to 50', mentor: 'is nobody in the playground' },
    });
    expect(opened.events).toEqual([]);
  });

  test('whose reply is longer than a message is answered in several', async () => {
    const long = markdown(`${'word '.repeat(60)}\n`.repeat(30));
    const opened = await open(() => ({ ack: 'private', reply: Promise.resolve(view(paragraph`${long}`)) }));
    const before = (await opened.read('general', 'olga')).length;
    await opened.post('/api/command', sent('olga', { channel: 'general', command: 'help', options: {} }));
    await until(async () => (await opened.read('general', 'olga')).length === before + 2);
  });

  test('whose form comes late is logged as the mistake it is', async () => {
    const opened = await open(() => ({ ack: 'private', reply: Promise.resolve(form) }));
    const stream = await openStream(opened, 'olga');
    const command = sent('olga', { channel: 'general', command: 'help', options: {} });
    await opened.post('/api/command', command);
    await until(() => stream.news.length === 1);
    expect(stream.news).toEqual([{ kind: 'failed', data: { reply: command.id } }]);
    await stream.close();
    expect(opened.logged[0]).toContain('a form came after the acknowledgement');
  });
});

describe('a press', () => {
  test('with an update rewrites the private message that held the control', async () => {
    const { world: opened, message } = await askForControls();
    const body = sent('lena', { message, action: 'next' });
    expect((await opened.post('/api/press', body)).body).toEqual({ ack: 'update' });
    await until(async () => (await htmlOf(opened, message)) === stepTwo);
  });

  test('that is refused leaves the message as it was and says why in a new one', async () => {
    const { world: opened, message } = await askForControls();
    const before = await htmlOf(opened, message);
    const stream = await openStream(opened, 'lena');
    const body = sent('lena', { message, action: 'refuse' });
    await opened.post('/api/press', body);
    await until(() => stream.news.length === 1);
    expect(stream.news[0]).toMatchObject({ kind: 'message', data: { reply: body.id, message: { isPrivate: true } } });
    expect(JSON.stringify(stream.news[0]?.data)).toContain('Not now.');
    expect(await htmlOf(opened, message)).toBe(before);
    await stream.close();
  });

  test('sends the chosen value of a select under its name', async () => {
    const { world: opened, message } = await askForControls();
    await opened.post('/api/press', sent('lena', { message, action: 'pick?round=7', value: 'gc' }));
    expect(opened.events.at(-1)?.action).toEqual({ route: 'pick', state: { round: '7', topic: 'gc' } });
  });

  test.each([
    ['a control that is not there', { action: 'quiz.key' }],
    ['a control that is switched off', { action: 'off' }],
    ['a value that the select does not have', { action: 'pick?round=7', value: 'other' }],
    ['no value of the select', { action: 'pick?round=7' }],
    ['a value for a button', { action: 'next', value: 'gc' }],
  ])('on %s is refused', async (_, change) => {
    const { world: opened, message } = await askForControls();
    const { status, body } = await opened.post('/api/press', sent('lena', { message, ...change }));
    expect([status, body.error]).toEqual([400, 'That message has no such control any more.']);
    expect(opened.events).toHaveLength(1);
  });

  test.each([
    ['somebody else', 'olga', undefined],
    ['nobody', 'lena', '999999'],
    ['nothing', 'lena', '1; drop'],
  ])('on a message of %s is refused', async (_, persona, id) => {
    const { world: opened, message } = await askForControls();
    const { body } = await opened.post('/api/press', sent(persona, { message: id ?? message, action: 'next' }));
    expect(body.error).toBe('There is no such message.');
  });

  test('on a message in a channel never rewrites it, whatever the route says', async () => {
    const opened = await open(withControls);
    const target = { kind: 'channel', channel: 'mentors' } as const;
    const { message } = await opened.playground.post('local', target, view(controls(button('Go', 'next'))), 'open/1');
    expect((await opened.post('/api/press', sent('lena', { message, action: 'next' }))).body).toEqual({
      ack: 'private',
    });
    await until(async () => (await opened.read('mentors')).some(({ html }) => html.includes('Step two')));
    expect((await opened.read('mentors', 'olga')).at(-1)).toMatchObject({ id: message, editedAt: null });
  });

  test('rewrites a direct message', async () => {
    const opened = await open(withControls);
    const target = { kind: 'person', person: 'lena' } as const;
    const { message } = await opened.playground.post('local', target, view(controls(button('Go', 'next'))), 'direct/1');
    expect((await opened.post('/api/press', sent('lena', { message, action: 'next' }))).body).toEqual({
      ack: 'update',
    });
    await until(async () => (await opened.read('dm-lena')).at(-1)?.html === stepTwo);
  });

  test('is answered in a new message when the old one was dismissed', async () => {
    const slow = Promise.withResolvers<Reply>();
    const opened = await open((event) =>
      event.action.route === 'help' ? withControls(event) : { ack: 'update', reply: slow.promise },
    );
    const count = (await opened.read('general')).length;
    await opened.post('/api/command', sent('lena', { channel: 'general', command: 'help', options: {} }));
    await until(async () => (await opened.read('general')).length === count + 1);
    const message = (await opened.read('general')).at(-1)?.id ?? '';
    await opened.post('/api/press', sent('lena', { message, action: 'next' }));
    expect((await opened.post('/api/dismiss', { persona: 'olga', message })).status).toBe(400);
    expect((await opened.post('/api/dismiss', { persona: 'lena', message })).status).toBe(200);
    slow.resolve(view(paragraph`Late, but here.`));
    await until(async () => (await opened.read('general')).at(-1)?.html === '<p>Late, but here.</p>');
  });
});

describe('a form', () => {
  test('opens at once, and its fields come back in the state of its action', async () => {
    const { world: opened, message } = await askForControls();
    const { body } = await opened.post('/api/press', sent('lena', { message, action: 'form' }));
    expect(body).toEqual({ modal: { title: 'Your question', action: 'help.send?cohort=c1', fields: form.fields } });
    const fields = { words: 'Why?', cohort: 'another' };
    const submit = sent('lena', { channel: 'general', message, action: 'help.send?cohort=c1', fields });
    expect((await opened.post('/api/submit', submit)).body).toEqual({ ack: 'update' });
    expect(opened.events.at(-1)?.action).toEqual({ route: 'help.send', state: { words: 'Why?', cohort: 'c1' } });
    await until(async () => (await htmlOf(opened, message)) === stepTwo);
  });

  test('that may not be opened is refused in a private message', async () => {
    const opened = await open(() => ({ ack: 'modal', reply: refusal(text`Only mentors may.`) }));
    const command = sent('lena', { channel: 'general', command: 'help', options: {} });
    expect((await opened.post('/api/command', command)).body).toEqual({ ack: 'private' });
    await until(async () => (await opened.read('general')).at(-1)?.html.includes('Only mentors may.') === true);
  });
});

describe('a completion', () => {
  test('asks the bot with what was typed so far', async () => {
    world = await openWorld(database.db, {
      complete: async ({ action }) => [{ label: 'Prague', value: `${action.state['zone']}rope/Prague` }],
    });
    const options = { name: 'Spring', zone: 'Eu' };
    const body = sent('olga', { channel: 'general', command: 'cohort create', option: 'zone', options });
    expect((await world.post('/api/complete', body)).body).toEqual({
      suggestions: [{ label: 'Prague', value: 'Europe/Prague' }],
    });
    expect(world.completions[0]).toMatchObject({ option: 'zone', action: { route: 'cohort create', state: options } });
  });

  test('of an option that has none is refused', async () => {
    world = await openWorld(database.db);
    const body = sent('olga', { channel: 'general', command: 'cohort create', option: 'name', options: {} });
    expect((await world.post('/api/complete', body)).body.error).toBe('/cohort create has no suggestions for name.');
  });
});
