import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Parsed, parseInteraction } from '../../../src/adapters/discord/parse.ts';

const ADA = { id: '223456789012345678', username: 'ada', global_name: 'Ada' };
const MEMBER = { user: ADA, nick: null, permissions: '2048', roles: ['323456789012345678'] };
const ENVELOPE = {
  id: '423456789012345678',
  token: 'aW50ZXJhY3Rpb24',
  application_id: '523456789012345678',
  guild_id: '623456789012345678',
  channel_id: '723456789012345678',
  channel: { id: '723456789012345678', type: 0, parent_id: '823456789012345678' },
  member: MEMBER,
  locale: 'fr',
};
const PRESS = {
  ...ENVELOPE,
  type: 3,
  message: { id: '923456789012345678' },
  data: { component_type: 2, custom_id: 'quiz.answer?c=a' },
};

function eventOf(raw: unknown) {
  const parsed: Parsed = parseInteraction(raw);
  if (parsed.kind !== 'event') throw new Error(`parsed as ${JSON.stringify(parsed)}`);
  return parsed.event;
}

test('a press in a channel is its action there; the category of the channel is not its place', () => {
  expect(parseInteraction(PRESS)).toEqual({
    kind: 'event',
    event: {
      id: ENVELOPE.id,
      place: { platform: 'discord', workspace: ENVELOPE.guild_id, channel: ENVELOPE.channel_id },
      person: { id: ADA.id, name: 'Ada', manages: false, roles: MEMBER.roles, locale: 'fr' },
      action: { route: 'quiz.answer', state: { c: 'a' } },
    },
    interaction: {
      id: ENVELOPE.id,
      token: ENVELOPE.token,
      applicationId: ENVELOPE.application_id,
      onPrivate: false,
      isCompletion: false,
      isForm: false,
    },
  });
});

test.each([10, 11, 12])('in a thread of type %i the place is the parent', (type) => {
  const raw = { ...PRESS, channel: { id: ENVELOPE.channel_id, type, parent_id: '823456789012345678' } };
  expect(eventOf(raw).place.channel).toBe('823456789012345678');
});

test.each([
  ['32', true],
  ['8', true],
  ['9007199254740991', true],
  ['2048', false],
  ['0', false],
])('permissions %s manage: %s', (permissions, manages) => {
  expect(eventOf({ ...PRESS, member: { ...MEMBER, permissions } }).person.manages).toBe(manages);
});

test.each([
  [{ nick: 'Countess' }, 'Countess'],
  [{}, 'Ada'],
  [{ user: { ...ADA, global_name: null } }, 'ada'],
])('a person is called by nick, name or account: %j', (member, name) => {
  expect(eventOf({ ...PRESS, member: { ...MEMBER, ...member } }).person.name).toBe(name);
});

test.each([
  [{ id: '1', flags: 64 }, true],
  [{ id: '1', flags: 64 | 32768 }, true],
  [{ id: '1', flags: 32768 }, false],
  [{ id: '1' }, false],
  [null, false],
])('a press on the message %j is on one that only this person sees: %s', (message, onPrivate) => {
  expect(parseInteraction({ ...PRESS, message })).toMatchObject({ kind: 'event', interaction: { onPrivate } });
});

test('without a server the person is the workspace', () => {
  const { guild_id: _guild, member: _member, ...rest } = PRESS;
  const raw = { ...rest, user: ADA, channel: { id: ENVELOPE.channel_id, type: 1 } };
  expect(eventOf(raw)).toMatchObject({
    place: { workspace: `dm:${ADA.id}`, channel: ENVELOPE.channel_id },
    person: { name: 'Ada', manages: false, roles: [] },
  });
});

test('words of a command are joined, and its options are strings', () => {
  const options = [
    { name: 'size', type: 4, value: 12 },
    { name: 'open', type: 5, value: false },
    { name: 'home', type: 7, value: '723456789012345678' },
  ];
  const nested = [{ name: 'date', type: 2, options: [{ name: 'skip', type: 1, options }] }];
  const resolved = { channels: { '723456789012345678': { permissions: '3072' } } };
  const raw = { ...ENVELOPE, type: 2, data: { id: '1', name: 'cohort', type: 1, options: nested, resolved } };
  expect(eventOf(raw).action).toEqual({
    route: 'cohort date skip',
    state: { size: '12', open: 'false', home: '723456789012345678' },
  });
  expect(eventOf({ ...raw, data: { id: '1', name: 'progress' } }).action).toEqual({ route: 'progress', state: {} });
});

test.each([
  ['a channel of no server of ours', 7, {}, /no channel of this server/],
  [
    'a channel of another server',
    7,
    { channels: { 5: { permissions: '3072', guild_id: '99' } } },
    /no channel of this/,
  ],
  [
    'a channel that its sender may not see',
    7,
    { channels: { 5: { permissions: '2048' } } },
    /can’t write in that channel/,
  ],
  ['a channel where its sender may not write', 7, { channels: { 5: { permissions: '1024' } } }, /can’t write in that/],
  ['a role of another server', 8, { roles: { 6: {} } }, /no role of this server/],
  ['somebody who is not in the server', 6, { users: { 5: {} } }, /not in this server/],
  ['what nothing was resolved of', 7, undefined, /no channel of this server/],
])('%s is refused where it comes in', (_, type, resolved, said) => {
  const options = [{ name: 'create', type: 1, options: [{ name: 'it', type, value: '5' }] }];
  const parsed = parseInteraction({ ...ENVELOPE, type: 2, data: { name: 'cohort', options, resolved } });
  expect(parsed.kind).toBe('unreadable');
  expect(JSON.stringify(parsed)).toMatch(said);
});

test('an administrator may name any channel of the server', () => {
  const resolved = { channels: { 5: { permissions: '8' } } };
  const options = [{ name: 'create', type: 1, options: [{ name: 'it', type: 7, value: '5' }] }];
  const raw = { ...ENVELOPE, type: 2, data: { name: 'cohort', options, resolved } };
  expect(eventOf(raw).action.state).toEqual({ it: '5' });
});

test('what is being typed is a completion', () => {
  const options = [
    {
      name: 'create',
      type: 1,
      options: [
        { name: 'zone', type: 3, value: 'new y', focused: true },
        { name: 'name', type: 3, value: 'S' },
      ],
    },
  ];
  expect(parseInteraction({ ...ENVELOPE, type: 4, data: { id: '1', name: 'cohort', type: 1, options } })).toMatchObject(
    {
      kind: 'completion',
      completion: { option: 'zone', action: { route: 'cohort create', state: { zone: 'new y', name: 'S' } } },
    },
  );
});

test('the words of a message that is longer than anything I read are cut where they come in', () => {
  const shortcuts = [{ route: 'ask.about', label: 'Ask', on: 'message' }] as const;
  const message = { content: 'x'.repeat(6000), author: { id: '1', username: 'ben' } };
  const data = { name: 'Ask', type: 3, target_id: '9', resolved: { messages: { 9: message } } };
  const parsed = parseInteraction({ ...ENVELOPE, type: 2, data }, shortcuts);
  expect(parsed.kind === 'event' ? parsed.event.action.state['words'] : parsed.kind).toBe(`${'x'.repeat(3999)}…`);
});

test('an entry in the menu of a person is for whoever opens it, and says on whom only where it is about them', () => {
  const shortcuts = [{ route: 'home', label: 'My page', on: 'person' }] as const;
  const data = { name: 'My page', type: 2, target_id: '9', resolved: { users: { 9: { id: '9', username: 'ben' } } } };
  const parsed = parseInteraction({ ...ENVELOPE, type: 2, data }, shortcuts);
  expect(parsed).toMatchObject({ kind: 'event', event: { action: { route: 'home', state: {} } } });
  expect(parsed.kind === 'event' && parsed.event.person.id).not.toBe('9');
  const about = [{ route: 'progress', label: 'My page', on: 'person', into: 'member' }] as const;
  const asked = parseInteraction({ ...ENVELOPE, type: 2, data }, about);
  expect(asked).toMatchObject({ event: { action: { route: 'progress', state: { member: '9' } } } });
  const onMessage = { ...data, type: 3 };
  expect(parseInteraction({ ...ENVELOPE, type: 2, data: onMessage }, shortcuts).kind).toBe('unreadable');
});

test('a form brings its fields, in labels as in rows, under a state that nobody can forge', () => {
  const components = [
    { type: 18, id: 1, component: { type: 4, id: 2, custom_id: 'words', value: 'one' } },
    { type: 1, components: [{ type: 4, custom_id: 'tag', value: 'gil' }] },
    { type: 10, id: 3 },
  ];
  const raw = { ...ENVELOPE, type: 5, data: { custom_id: 'note.save?about=7&tag=old', components } };
  expect(eventOf(raw).action).toEqual({ route: 'note.save', state: { about: '7', words: 'one', tag: 'old' } });
});

test.each([
  ['an id of nobody', { ...PRESS, data: { component_type: 2, custom_id: '' } }],
  ['an id too long', { ...PRESS, data: { component_type: 2, custom_id: 'x'.repeat(101) } }],
  ['a select without a name', { ...PRESS, data: { component_type: 3, custom_id: 'a', values: ['1'] } }],
  ['a select without a choice', { ...PRESS, data: { component_type: 3, custom_id: 'a?_=n', values: [] } }],
  ['a command of a context menu', { ...ENVELOPE, type: 2, data: { name: 'Report', type: 3, target_id: '1' } }],
  ['a new type', { ...ENVELOPE, type: 42 }],
  ['no data', { ...ENVELOPE, type: 3 }],
  ['nobody', { ...PRESS, member: null }],
  ['nowhere', { ...PRESS, channel: null, channel_id: null }],
  ['options that are none', { ...ENVELOPE, type: 2, data: { name: 'x', options: 'y' } }],
])('%s can be answered, and is not understood', (_, raw) => {
  expect(parseInteraction(raw)).toMatchObject({ kind: 'unreadable', interaction: { id: ENVELOPE.id } });
});

test.each([[null], [7], [{}], [{ ...PRESS, token: 4 }], [{ ...PRESS, id: '../x' }], [{ ...ENVELOPE, type: 1 }]])(
  '%j is ignored',
  (raw) => {
    expect(parseInteraction(raw)).toMatchObject({ kind: 'ignored' });
  },
);

test('nothing makes it throw', () => {
  const anything = fc.record({
    id: fc.constant('1'),
    token: fc.constant('t'),
    application_id: fc.constant('2'),
    type: fc.integer({ min: 0, max: 6 }),
    member: fc.oneof(fc.constant(MEMBER), fc.object()),
    channel_id: fc.string(),
    data: fc.oneof(
      fc.object(),
      fc.record({ custom_id: fc.string(), component_type: fc.nat(25), components: fc.array(fc.object()) }),
    ),
  });
  fc.assert(fc.property(fc.oneof(anything, fc.anything()), (raw) => void parseInteraction(raw)));
});

test('a payload that names its channel only by id, and no language, is understood', () => {
  const { channel: _channel, locale: _locale, ...trimmed } = PRESS;
  expect(eventOf(trimmed)).toMatchObject({ place: { channel: ENVELOPE.channel_id }, person: { locale: 'en-US' } });
});
