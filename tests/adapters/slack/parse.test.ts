import { expect, test } from 'vitest';
import { writeMemory } from '../../../src/adapters/slack/memory.ts';
import { parsePayload } from '../../../src/adapters/slack/parse.ts';

/** As Slack has sent them, with the names changed. */
const team = { id: 'T0MINE', domain: 'acme' };
const user = { id: 'U0JANE', username: 'jane.smith', name: 'jane.smith', team_id: 'T0MINE' };
const press = {
  type: 'block_actions',
  user,
  api_app_id: 'A0APP',
  token: 'x',
  container: {
    type: 'message',
    message_ts: '1771126609.000200',
    channel_id: 'C0CHAN',
    is_ephemeral: true,
    thread_ts: '1771126602.612659',
  },
  trigger_id: '10541689532400.10229338706656.500e194be18c7e17dd828032cc9a769f',
  team,
  enterprise: null,
  is_enterprise_install: false,
  channel: { id: 'C0CHAN', name: 'support' },
  state: { values: {} },
  response_url: 'https://hooks.slack.com/actions/T0MINE/10497963005175/6JXlnuaOBOquTvi51uTnoFgi',
  actions: [
    { action_id: 'quiz.answer?round=7&choice=a', block_id: 'g/2hQ', type: 'button', action_ts: '1771126610.436992' },
  ],
};
const memory = writeMemory({
  route: 'note.save',
  state: { about: '7' },
  workspace: 'T0MINE',
  channel: 'C0CHAN',
  responseUrl: 'https://hooks.slack.com/commands/1',
  onPrivate: true,
  onHome: false,
  isCommand: false,
});
const submission = {
  type: 'view_submission',
  team,
  user,
  trigger_id: '10513412613426.1.56d90cbf',
  view: {
    id: 'V0AFG9NQY65',
    team_id: 'T0MINE',
    type: 'modal',
    private_metadata: memory,
    callback_id: 'form',
    state: {
      values: {
        words: { words: { type: 'plain_text_input', value: 'Hello!' } },
        empty: { empty: { type: 'plain_text_input', value: null } },
        sure: {
          sure: { type: 'static_select', selected_option: { text: { type: 'plain_text', text: 'Yes' }, value: 'yes' } },
        },
        who: { who: { type: 'users_select', selected_user: 'U0EVE' } },
        where: { where: { type: 'conversations_select', selected_conversation: null } },
        group: { 'role:group': { type: 'external_select', selected_option: { text: {}, value: 'S0M' } } },
      },
    },
    hash: '1771126611.bXwO8lOR',
    app_installed_team_id: 'T0MINE',
  },
  response_urls: [],
};

test('a button of a private message in a thread', () => {
  expect(parsePayload(press)).toEqual({
    kind: 'action',
    action: { route: 'quiz.answer', state: { round: '7', choice: 'a' } },
    source: {
      id: press.trigger_id,
      workspace: 'T0MINE',
      team: 'T0MINE',
      channel: 'C0CHAN',
      thread: '1771126602.612659',
      user: { id: 'U0JANE', name: 'jane.smith', team: 'T0MINE' },
      trigger: press.trigger_id,
      responseUrl: press.response_url,
      onPrivate: true,
      onHome: false,
    },
  });
});

test('a button without a trigger is told apart by what it is and when it was pressed', () => {
  const { trigger_id: _, ...bare } = press;
  const id = (raw: unknown) => {
    const parsed = parsePayload(raw);
    return 'source' in parsed ? parsed.source?.id : undefined;
  };
  const [action] = press.actions;
  expect(id(bare)).toBe(id({ ...bare }));
  expect(id(bare)).not.toBe(id({ ...bare, actions: [{ ...action, action_ts: '1771126611.000000' }] }));
});

test('a form brings its fields, and returns to where it was opened', () => {
  expect(parsePayload(submission)).toMatchObject({
    kind: 'form',
    action: {
      route: 'note.save',
      state: { about: '7', words: 'Hello!', empty: '', sure: 'yes', who: 'U0EVE', group: 'S0M' },
    },
    source: { channel: 'C0CHAN', responseUrl: 'https://hooks.slack.com/commands/1', onPrivate: true },
  });
});

test('a field can’t forge what its form is about', () => {
  const forged = { about: { about: { type: 'plain_text_input', value: 'another' } } };
  const values = { ...submission.view.state.values, ...forged };
  const sent = { ...submission, view: { ...submission.view, state: { values } } };
  expect(parsePayload(sent)).toMatchObject({ action: { state: { about: '7' } } });
});

test('a form that is sent from a shared channel belongs to who installed the app', () => {
  const theirs = {
    ...submission,
    team: { id: 'T0THEIRS', domain: 'other', enterprise_id: 'E0THEIRS' },
    enterprise: { id: 'E0THEIRS' },
  };
  expect(parsePayload(theirs)).toMatchObject({ source: { workspace: 'T0MINE' } });
});

test('an installation for a whole organisation is one workspace, though payloads name no team or another', () => {
  const wide = { is_enterprise_install: true, enterprise: { id: 'E111', name: 'Org' } };
  expect(parsePayload({ ...press, ...wide, team: null })).toMatchObject({ source: { workspace: 'E111' } });
  const command = {
    command: '/progress',
    text: '',
    team_id: 'T111',
    enterprise_id: 'E111',
    channel_id: 'C1',
    user_id: 'W1',
    trigger_id: 't',
  };
  expect(parsePayload({ ...command, is_enterprise_install: 'true' })).toMatchObject({ source: { workspace: 'E111' } });
  expect(parsePayload({ ...command, is_enterprise_install: 'false' })).toMatchObject({ source: { workspace: 'T111' } });
  const authorizations = [{ enterprise_id: 'E111', team_id: 'T111', is_enterprise_install: true }];
  const event = { type: 'app_home_opened', user: 'W1', channel: 'D1', tab: 'home' };
  expect(parsePayload({ event, team_id: 'T111', event_id: 'Ev1', authorizations })).toMatchObject({
    source: { workspace: 'E111' },
  });
  expect(
    parsePayload({ event: { type: 'app_uninstalled' }, team_id: 'T111', event_id: 'Ev1', authorizations }),
  ).toEqual({ kind: 'gone', workspace: 'E111' });
});

test('what is none of ours is ignored, or answered with a sentence where it can be', () => {
  const kind = (raw: unknown) => parsePayload(raw).kind;
  expect(kind(undefined)).toBe('ignored');
  expect(kind('text')).toBe('ignored');
  expect(kind({ type: 'view_closed', user, team, view: submission.view })).toBe('ignored');
  expect(kind({ event: { type: 'message', text: 'secret' }, team_id: 'T1', event_id: 'Ev1' })).toBe('ignored');
  expect(
    kind({ event: { type: 'app_home_opened', user: 'U1', tab: 'messages' }, team_id: 'T1', event_id: 'Ev1' }),
  ).toBe('ignored');
  expect(kind({ type: 'block_suggestion', user, team, action_id: 'a', value: 'x' })).toBe('ignored');
  expect(
    parsePayload({ ...submission, view: { ...submission.view, private_metadata: '{"c":"7c626a37"}' } }),
  ).toMatchObject({
    kind: 'unreadable',
    source: { user: { id: 'U0JANE' } },
  });
  expect(parsePayload({ ...press, actions: [] })).toMatchObject({ kind: 'unreadable', source: { channel: 'C0CHAN' } });
  expect(parsePayload({ ...press, user: { id: '../x' } })).toMatchObject({ kind: 'unreadable', source: undefined });
  expect(parsePayload({ command: '/x', text: 7 })).toMatchObject({ kind: 'unreadable', source: undefined });
});

test('hostile shapes never make it throw', () => {
  const values = [null, 7, '', [], {}, '\u0000', 'x'.repeat(10_000), { id: null }];
  for (const key of [...Object.keys(press), 'view', 'command', 'event', 'message', 'callback_id']) {
    for (const value of values) {
      for (const raw of [
        press,
        submission,
        { ...press, type: 'message_action' },
        { ...press, type: 'block_suggestion' },
      ]) {
        expect(parsePayload({ ...raw, [key]: value })).toHaveProperty('kind');
      }
    }
  }
});
