import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { z } from 'zod';
import type { Outcome } from '../../../src/chat/event.ts';
import { describeCommands } from '../../../src/chat/route.ts';
import { command, text, word } from '../../../src/chat/text.ts';
import {
  button,
  code,
  controls,
  heading,
  type Modal,
  paragraph,
  refusal,
  type Select,
  view,
} from '../../../src/chat/view.ts';
import { dateOption, momentOption, timeOption } from '../../../src/features/calendar/inputs.ts';
import { blockText } from '../../support/fake-slack/index.ts';
import { form, message, option, soon, start } from './start.ts';

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
    {
      kind: 'choice',
      name: 'sure',
      label: 'How sure',
      required: false,
      options: [
        { label: 'Sure', value: 'yes' },
        { label: 'A guess', value: 'no' },
      ],
    },
  ],
};

const opened = (): Outcome => ({ ack: 'modal', reply: FORM });

test('a command is acknowledged at once although its reply takes five seconds', async () => {
  const { fake } = await start(() => ({ ack: 'private', reply: sleep(5000, view(paragraph`Done.`)) }));
  const seen = message(await fake.as('ada').type('/progress'));
  expect(seen).toMatchObject({ text: 'Done.', ephemeral: true, updated: false });
  expect(seen.ackMs).toBeLessThan(1000);
  expect(seen.replyMs).toBeGreaterThan(4900);
}, 15_000);

test('a command carries its options, and who typed it where, with what Slack knows of them', async () => {
  const { fake, events } = await start();
  const ada = fake.as('ada', { displayName: 'Countess', owner: true, locale: 'de-DE', zone: 'Europe/Vienna' });
  const mentors = fake.createGroup('mentors', [ada.id]);
  fake.createGroup('others', ['U1']);
  const lead = `<@${ada.id}|ada>`;
  await ada.type(
    `/cohort create Spring size=12 open=yes home: <#${fake.home}|home> mentors=<!subteam^${mentors}|@mentors> lead=${lead} pace="Two a week"`,
  );
  expect(events).toEqual([
    {
      id: fake.interactions.all[0]?.trigger,
      place: { platform: 'slack', workspace: fake.team, channel: fake.home },
      person: { id: ada.id, name: 'Countess', manages: true, roles: [mentors], locale: 'de-DE', zone: 'Europe/Vienna' },
      action: {
        route: 'cohort create',
        state: { name: 'Spring', size: '12', open: 'true', home: fake.home, mentors, lead: ada.id, pace: 'two' },
      },
    },
  ]);
});

test('the place of what happens in a thread is its channel, and the answer comes in the thread', async () => {
  const { fake, platform, events } = await start(() => soon('private', view(paragraph`Yes.`)));
  const target = { kind: 'channel', channel: fake.home } as const;
  const top = await platform.post(fake.team, target, view(paragraph`Session 1`), 'session:1');
  const thread = await platform.openThread(fake.team, top, 'Session 1');
  expect(thread).toBe(`${fake.home}:${top.message}`);
  const inside = await platform.post(fake.team, { kind: 'channel', channel: thread }, MENU, 'round:3');
  const seen = message(await fake.as('ada').press(inside.message, 'A'));
  expect(events[0]?.place.channel).toBe(fake.home);
  expect(seen.thread).toBe(top.message);
});

test('an update rewrites the private message that held the button', async () => {
  const { fake, events } = await start(({ action }) =>
    action.route === 'progress'
      ? soon('private', MENU)
      : soon('update', view(paragraph`You chose ${action.state['choice'] ?? ''}.`)),
  );
  const ada = fake.as('ada');
  const menu = message(await ada.type('/progress'));
  const chosen = message(await ada.press(menu, 'A'));
  expect(chosen).toMatchObject({ id: menu.id, text: 'You chose a.', updated: true, ephemeral: true, edits: 1 });
  expect(events[1]?.action).toEqual({ route: 'quiz.answer', state: { round: '7', choice: 'a' } });
  expect(ada.sees()).toHaveLength(1);
});

test('an update never rewrites a message that everybody sees', async () => {
  const { fake, platform } = await start(() => soon('update', view(paragraph`Only yours.`)));
  const posted = await platform.post(fake.team, { kind: 'channel', channel: fake.home }, MENU, 'round:3');
  const ada = fake.as('ada');
  expect(message(await ada.press(posted.message, 'A'))).toMatchObject({
    text: 'Only yours.',
    ephemeral: true,
    updated: false,
  });
  expect(fake.channel(fake.home)).toMatchObject([{ id: posted.message, edits: 0 }]);
});

test('a refusal to an update leaves the message as it was and is said beside it', async () => {
  const { fake } = await start(({ action }) =>
    action.route === 'progress' ? soon('private', MENU) : soon('update', refusal(text`The round is closed.`)),
  );
  const ada = fake.as('ada');
  const menu = message(await ada.type('/progress'));
  const refused = message(await ada.press(menu, 'A'));
  expect(refused).toMatchObject({ text: 'The round is closed.', ephemeral: true, updated: false });
  expect(ada.sees()).toMatchObject([{ id: menu.id, text: menu.text, edits: 0 }, { id: refused.id }]);
  expect(fake.as('eve').sees()).toEqual([]);
});

test('a form opens at once, looks nobody up first, and brings its fields and its state back', async () => {
  const { fake, events } = await start(({ action }) => {
    if (action.route === 'progress') return soon('private', MENU);
    return action.route === 'note.open' ? opened() : soon('update', view(paragraph`Saved.`));
  });
  const ada = fake.as('ada');
  const menu = message(await ada.type('/progress'));
  const before = fake.calls.length;
  const note = form(await ada.press(menu, 'Note'));
  expect(fake.calls.slice(before).map(({ method }) => method)).toEqual(['views.open']);
  expect(note).toMatchObject({
    title: 'A note',
    fields: [
      { label: 'Your note', hint: 'Only you see it.', long: true, required: true, maxLength: 500 },
      { label: 'Tag', value: 'gil', long: false, required: false, maxLength: 20 },
      { label: 'How sure', kind: 'static_select', options: [{ value: 'yes' }, { value: 'no' }] },
    ],
  });
  const saved = message(await ada.submit(note, { words: 'one\ntwo', sure: 'A guess' }));
  expect(events[2]?.action).toEqual({
    route: 'note.save',
    state: { about: '7', words: 'one\ntwo', tag: 'gil', sure: 'no' },
  });
  expect(events[2]?.place.channel).toBe(fake.home);
  expect(saved).toMatchObject({ id: menu.id, text: 'Saved.', updated: true });
});

test('an update that a form opened by a command promises becomes a private message', async () => {
  const { fake } = await start(({ action }) =>
    action.route === 'note' ? opened() : soon('update', view(paragraph`Saved.`)),
  );
  const ada = fake.as('ada');
  const note = form(await ada.type('/note'));
  expect(message(await ada.submit(note, { words: 'x', tag: '' }))).toMatchObject({
    text: 'Saved.',
    updated: false,
    ephemeral: true,
  });
});

test('an empty text is an empty text, and a choice that nobody made says nothing', async () => {
  const { fake, events } = await start(({ action }) =>
    action.route === 'note' ? opened() : soon('private', view(paragraph`Saved.`)),
  );
  const ada = fake.as('ada');
  await ada.submit(form(await ada.type('/note')), { words: 'x', tag: '' });
  expect(events[1]?.action.state).toEqual({ about: '7', words: 'x', tag: '' });
});

test('a form in answer to a form takes its place', async () => {
  const { fake } = await start(({ action }) => {
    if (action.route === 'note')
      return { ack: 'modal', reply: { ...FORM, action: { route: 'note.again', state: {} } } };
    return action.route === 'note.again'
      ? { ack: 'modal', reply: { ...FORM, title: 'Once more' } }
      : soon('private', view(paragraph`Saved.`));
  });
  const ada = fake.as('ada');
  const again = form(await ada.submit(form(await ada.type('/note')), { words: 'x' }));
  expect(again.title).toBe('Once more');
  expect(message(await ada.submit(again, { words: 'y' })).text).toBe('Saved.');
});

test('a refusal or a view in place of a form is said privately', async () => {
  const { fake } = await start(({ action }) => ({
    ack: 'modal',
    reply: action.route === 'note' ? refusal(text`Not now.`) : view(paragraph`Look.`),
  }));
  const ada = fake.as('ada');
  expect(message(await ada.type('/note'))).toMatchObject({ text: 'Not now.', ephemeral: true });
  expect(message(await ada.type('/progress'))).toMatchObject({ text: 'Look.', ephemeral: true });
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
  const menu = message(await ada.type('/progress'));
  expect(menu.controls).toMatchObject([{ label: 'Which session?', options: [{ label: 'One' }, { label: 'Two' }] }]);
  await ada.choose(menu, 'Two');
  expect(events[1]?.action).toEqual({ route: 'quiz.pick', state: { scope: 'mine', session: '50' } });
});

test('a long view goes on in further private messages, in order, also past the five that an address takes', async () => {
  const long = Array.from(
    { length: 80 },
    (_, index) => paragraph`${`paragraph ${index} ${'of many words '.repeat(70)}`}`,
  );
  const { fake } = await start(() => soon('private', view(...long, controls(button('Next', 'next')))));
  const ada = fake.as('ada');
  await ada.type('/progress');
  await vi.waitFor(() => expect(ada.sees().at(-1)?.controls).toHaveLength(1), 5000);
  const lines = ada.sees().flatMap((shown) => shown.text.split('\n'));
  const numbers = lines.filter((line) => line.startsWith('paragraph')).map((line) => line.split(' ')[1]);
  expect(numbers).toEqual(long.map((_, index) => String(index)));
  expect(ada.sees().length).toBeGreaterThan(5);
  expect(fake.calls.map(({ method }) => method)).toContain('chat.postEphemeral');
  expect(fake.as('eve').sees()).toEqual([]);
});

test('a command that lacks something opens a form with what was understood, and the fault beside its field', async () => {
  const { fake, events } = await start(() => soon('private', view(paragraph`Done.`)));
  const ada = fake.as('ada');
  const before = fake.calls.length;
  const asked = form(await ada.type('/cohort create size=500 zone=Europe/Rome'));
  expect(fake.calls.slice(before).map(({ method }) => method)).toEqual(['views.open']);
  expect(events).toEqual([]);
  expect(asked.title).toBe('/cohort create');
  expect(asked.fields.map(({ label, kind, value }) => [label, kind, value])).toEqual([
    ['Name', 'plain_text_input', ''],
    ['Zone', 'external_select', 'Europe/Rome'],
    ['Size', 'number_input', ''],
    ['Open', 'static_select', ''],
    ['Home', 'conversations_select', ''],
    ['Mentors', 'external_select', ''],
    ['Lead', 'users_select', ''],
    ['Pace', 'static_select', ''],
  ]);
  const faults = asked.blocks.map(blockText).filter((words) => words.startsWith('⚠'));
  expect(faults).toEqual([expect.stringContaining('from 1 to 99')]);
  expect(message(await ada.submit(asked, { name: 'Spring', size: '12', open: 'Yes', home: fake.home })).text).toBe(
    'Done.',
  );
  expect(events[0]?.action).toEqual({
    route: 'cohort create',
    state: { name: 'Spring', zone: 'Europe/Rome', size: '12', open: 'true', home: fake.home },
  });
});

test('a form with mistakes stays open with all of them at their fields, and nothing is asked of the bot', async () => {
  const faultOf = (value: string) => (/^\d/.test(value) ? undefined : 'must be a date like `2026-11-24`');
  const options = ['start', 'end'].map((name) => ({ ...option(name, { required: true }), faultOf }));
  const commands = [{ path: ['plan'], summary: 'Plan.', who: 'anyone', options }] as const;
  const { fake, events } = await start(() => soon('private', view(paragraph`Done.`)), { commands });
  const ada = fake.as('ada');
  const asked = form(await ada.type('/plan'));
  expect(asked.blocks.map(blockText).filter((words) => words.startsWith('⚠'))).toEqual([]);
  const again = form(await ada.submit(asked, { start: 'soonish', end: 'later' }));
  const fault = 'Must be a date like 2026-11-24.';
  expect(again.errors).toEqual({ start: fault, end: fault });
  expect(events).toEqual([]);
  expect(message(await ada.submit(again, { start: '2026-11-24', end: '2026-12-24' })).text).toBe('Done.');
});

/** A command that takes a day, a time and a moment, read as the calendar's are. */
const planning = describeCommands([
  {
    name: 'plan',
    summary: 'Plan.',
    ack: 'private' as const,
    who: 'anyone' as const,
    cohort: 'none' as const,
    input: z.object({
      day: dateOption('The day'),
      at: timeOption('The time').optional(),
      to: momentOption('The new day, and time if it changes'),
    }),
    run: () => view(paragraph`Done.`),
  },
]);

test('days and times are picked in a form, with what was typed picked already', async () => {
  const { fake, events } = await start(() => soon('private', view(paragraph`Done.`)), { commands: planning });
  const ada = fake.as('ada');
  const asked = form(await ada.type('/plan day="24 Nov 2026" at=6pm to="2026-12-03 7 pm" nonsense'));
  expect(asked.fields.map(({ label, kind, value, required }) => [label, kind, value, required])).toEqual([
    ['Day', 'datepicker', '2026-11-24', true],
    ['At', 'timepicker', '18:00', false],
    ['To', 'datepicker', '', true],
    ['At', 'timepicker', '', false],
  ]);
  expect(asked.blocks.map(blockText).filter((words) => words.startsWith('⚠'))).toEqual([
    '⚠ 2026-12-03 7 pm nonsense: must be a date, or a date and a time, like 2026-11-24 18:00',
  ]);
  await ada.submit(asked, { to: '2026-12-03', 'clock:to': '19:00' });
  expect(events[0]?.action).toEqual({
    route: 'plan',
    state: { day: '2026-11-24', at: '18:00', to: '2026-12-03 19:00' },
  });
  await ada.submit(form(await ada.type('/plan day=2026-11-24')), { to: '2026-12-03' });
  expect(events[1]?.action.state).toEqual({ day: '2026-11-24', to: '2026-12-03' });
});

test('a form of a button stays open with its faults, too', async () => {
  const action = { route: 'plan.second', state: {} };
  const fields = [{ kind: 'date' as const, name: 'day', label: 'Day', required: true }];
  const fault = 'must be a day in the future';
  const formOptions = new Map([['plan.second', [{ ...option('day', { required: true }), faultOf: () => fault }]]]);
  const { fake, events } = await start(
    () => ({ ack: 'modal', reply: { kind: 'modal', title: 'Plan', fields, action } }),
    {
      formOptions,
    },
  );
  const ada = fake.as('ada');
  const again = form(await ada.submit(form(await ada.type('/note')), { day: '2026-11-24' }));
  expect(again.errors).toEqual({ day: 'Must be a day in the future.' });
  expect(events.map(({ action: { route } }) => route)).toEqual(['note']);
});

test('suggestions show while a field is typed into, with what stands in the others, and what was typed as one more', async () => {
  const many = Array.from({ length: 30 }, (_, index) => ({
    label: `${index} ${'zone '.repeat(30)}`,
    value: `zone-${index}`,
  }));
  const { fake, completions } = await start(undefined, {
    complete: () => Promise.resolve([{ label: 'never', value: 'x'.repeat(151) }, ...many]),
  });
  const ada = fake.as('ada', { admin: true });
  const asked = form(await ada.type('/cohort create'));
  const seen = await ada.suggest(asked, 'zone', 'new y', { name: 'Spring' });
  if (seen.kind !== 'choices') throw new Error(`saw ${seen.kind}`);
  expect(seen.groups.map(({ label, options }) => [label, options.length])).toEqual([
    ['Suggestions', 24],
    ['As typed', 1],
  ]);
  expect(seen.groups[1]?.options).toEqual([{ label: 'new y', value: 'new y' }]);
  expect(completions[0]).toMatchObject({
    option: 'zone',
    person: { manages: true },
    action: { route: 'cohort create', state: { zone: 'new y', name: 'Spring' } },
  });
});

test('user groups are suggested for an option that takes a role', async () => {
  const { fake, completions } = await start();
  const ada = fake.as('ada');
  const id = fake.createGroup('mentors', []);
  fake.createGroup('cooks', []);
  const asked = form(await ada.type('/cohort create'));
  const seen = await ada.suggest(asked, 'Mentors', '@ment');
  expect(seen).toMatchObject({ groups: [{ options: [{ label: '@mentors (mentors)', value: id }] }] });
  expect(completions).toEqual([]);
});

test('suggestions that take too long are none, and no error', async () => {
  const { fake } = await start(undefined, { complete: () => sleep(4000, [{ label: 'late', value: 'late' }]) });
  const ada = fake.as('ada');
  const seen = await ada.suggest(form(await ada.type('/cohort create')), 'zone', '');
  expect(seen).toMatchObject({ kind: 'choices', groups: [{ options: [] }] });
});

test('an unknown word behind a command gets a sentence, shown to who typed it', async () => {
  const { fake, events } = await start();
  const seen = message(await fake.as('ada').type('/cohort craete Spring'));
  expect(seen).toMatchObject({ ephemeral: true, text: expect.stringContaining('/cohort create') });
  expect(events).toEqual([]);
});

test('a prefix keeps our commands apart from those of others', async () => {
  const { fake, events } = await start(() => soon('private', view(paragraph`Done.`)), { prefix: 'pythia-' });
  await fake.as('ada').type('/pythia-progress');
  expect(events[0]?.action.route).toBe('progress');
});

test('what we say names commands with their prefix, and a user group by what it is', async () => {
  const spoken = view(
    paragraph`${command('cohort create', { name: 'Spring' })} takes a ${word('role')} of this ${word('workspace')}.`,
  );
  const { fake, platform } = await start(() => soon('private', spoken), { prefix: 'pythia-' });
  const ada = fake.as('ada');
  const said = '/pythia-cohort create name:Spring takes a user group of this workspace.';
  expect(message(await ada.type('/pythia-progress')).text.replaceAll('`', '')).toBe(said);
  const [part = spoken] = platform.split(spoken);
  await platform.post(fake.team, { kind: 'channel', channel: fake.home }, part, 'x');
  expect(fake.channel(fake.home).at(-1)?.text.replaceAll('`', '')).toBe(said);
  expect(message(await ada.type('/pythia-cohort craete Spring')).text).toContain('/pythia-cohort create');
  expect(form(await ada.type('/pythia-cohort create')).title).toBe('/pythia-cohort create');
});

test('a message shortcut opens its form first, with the words, the author and the link of the message', async () => {
  const { fake, events } = await start(() => opened());
  const ada = fake.as('ada');
  const before = fake.calls.length;
  const asked = form(
    await ada.shortcutOn(
      { channel: fake.home, ts: '1712345678.000900', text: 'why is `a &lt; b` slow?', user: 'U0EVE' },
      'shortcut:help.ask',
    ),
  );
  expect(asked.title).toBe('A note');
  expect(fake.calls.slice(before).map(({ method }) => method)).toEqual(['views.open']);
  expect(events[0]?.action).toEqual({
    route: 'help.ask',
    state: {
      words: 'why is `a < b` slow?',
      author: 'U0EVE',
      by: 'U0EVE',
      link: `https://fake.slack.com/archives/${fake.home}/p1712345678000900`,
      channel: fake.home,
    },
  });
});

test('a message shortcut that opens no form is worked on at once, and says in which thread the message stands', async () => {
  const shown = view(paragraph`Kept.`);
  const { fake, events } = await start(() => soon('private', shown));
  const ada = fake.as('ada');
  const said = {
    channel: fake.home,
    ts: '1712345679.000100',
    text: 'Measure.',
    user: 'U0ADA',
    thread: '1712345678.000900',
  };
  expect(message(await ada.shortcutOn(said, 'shortcut:help.keep')).text).toContain('Kept.');
  expect(fake.calls.some(({ method }) => method === 'views.open')).toBe(false);
  expect(events[0]?.action.state).toMatchObject({ by: 'U0ADA', thread: `${fake.home}:1712345678.000900` });
});

test('a global shortcut opens its form, and what follows comes as a direct message', async () => {
  const { fake, events } = await start(({ action }) =>
    action.route === 'help.new' ? opened() : soon('private', view(paragraph`Asked.`)),
  );
  const ada = fake.as('ada');
  const asked = form(await ada.shortcut('shortcut:help.new'));
  expect(message(await ada.submit(asked, { words: 'help' }))).toMatchObject({ text: 'Asked.', direct: true });
  expect(events[1]?.place).toEqual({ platform: 'slack', workspace: fake.team, channel: ada.id });
});

test('the home page shows what the route for it answers, and is rewritten by its own buttons', async () => {
  const { fake, events } = await start(({ action, person }) => {
    if (action.route === 'home')
      return soon(
        'private',
        view(heading(`Hello ${person.name}`), controls(button('More', 'home.more'), button('Ask', 'ask'))),
      );
    return action.route === 'home.more'
      ? soon('update', view(paragraph`More.`))
      : soon('private', view(paragraph`Asked.`));
  });
  const ada = fake.as('ada', { displayName: 'Ada', admin: true });
  expect(await ada.openHome()).toMatchObject({ kind: 'home' });
  expect(ada.home().map(blockText)).toEqual(['Hello Ada', '[More] [Ask]']);
  expect(events[0]).toMatchObject({ action: { route: 'home', state: {} }, person: { id: ada.id, manages: true } });
  expect(message(await ada.pressHome('Ask'))).toMatchObject({ text: 'Asked.', direct: true });
  expect(await ada.pressHome('More')).toMatchObject({ kind: 'home' });
  expect(ada.home().map(blockText)).toEqual(['More.']);
});

test('in the conversation with us a press rewrites its message and leaves no live buttons behind', async () => {
  let asked = 0;
  const { fake } = await start(({ action }) => {
    if (action.route === 'home') return soon('private', view(controls(button('Ask', 'ask'))));
    asked += 1;
    const ack = action.route === 'ask' ? 'private' : 'update';
    return soon(ack, view(paragraph`Asked ${asked}.`, controls(button('Again', 'ask.again'))));
  });
  const ada = fake.as('ada');
  await ada.openHome();
  const first = message(await ada.pressHome('Ask'));
  expect(first).toMatchObject({ text: 'Asked 1.\n[Again]', direct: true });
  const second = message(await ada.press(first, 'Again'));
  expect(second).toMatchObject({ text: 'Asked 2.\n[Again]', updated: true });
  expect(message(await ada.press(second, 'Again'))).toMatchObject({ text: 'Asked 3.\n[Again]', updated: true });
  expect(fake.calls.filter(({ method }) => method === 'chat.postMessage')).toHaveLength(1);
});

test('what hostile text a person typed shows as typed, pings nobody and links nowhere', async () => {
  const hostile = '<!channel> <@U0EVE> *bold* _it_ `x` ~y~ &amp; https://evil.example :bomb: ```py\n> q';
  const { fake, platform } = await start(() => soon('private', view(paragraph`You said: ${hostile}`, code(hostile))));
  const seen = message(await fake.as('ada').type('/progress'));
  expect(seen.text).toBe(`You said: ${hostile}\n${hostile}`);
  const all = view(heading(hostile), paragraph`You said: ${hostile}`, { kind: 'footnote', text: text`by ${hostile}` });
  await platform.post(fake.team, { kind: 'channel', channel: fake.home }, all, 'x');
  const posted = fake.channel(fake.home)[0];
  expect(posted?.pings).toEqual([]);
  expect(JSON.stringify(posted?.blocks)).not.toMatch(/"mrkdwn"|"link"|"type":"user"/);
  expect(posted?.summary).toContain('&lt;!channel&gt;');
});
