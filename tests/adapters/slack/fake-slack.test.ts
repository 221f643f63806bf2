import { LogLevel, webApi } from '@slack/bolt';
import { expect, onTestFinished, test } from 'vitest';
import { createFakeSlack, type FakeSlackOptions } from '../../support/fake-slack/index.ts';

async function open(options: FakeSlackOptions = {}) {
  const fake = await createFakeSlack(options);
  onTestFinished(() => fake.close());
  const logger = {
    debug() {},
    info() {},
    warn() {},
    error() {},
    setLevel() {},
    getLevel: () => LogLevel.ERROR,
    setName() {},
  };
  const web = new webApi.WebClient(fake.botToken, { slackApiUrl: fake.api, retryConfig: { retries: 0 }, logger });
  async function refused(
    method: string,
    args: Record<string, unknown>,
  ): Promise<{ error: string; messages: readonly string[] }> {
    try {
      await web.apiCall(method, args);
    } catch (error) {
      if (error instanceof webApi.WebAPIPlatformError) {
        return { error: error.data.error, messages: error.data.response_metadata?.messages ?? [] };
      }
      throw error;
    }
    return { error: '', messages: [] };
  }
  return { fake, web, refused };
}

const text = (words: string) => ({ type: 'plain_text', text: words });
const button = (extra: object = {}) => ({ type: 'button', text: text('Go'), action_id: 'go', ...extra });
const actions = (...elements: object[]) => ({ type: 'actions', elements });
const rich = (words: string) => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: words }] }],
});
const select = (count: number, label = 'x') => ({
  type: 'static_select',
  action_id: 'pick',
  options: Array.from({ length: count }, (_, index) => ({ text: text(label), value: String(index) })),
});

test.each([
  [
    '51 blocks',
    Array.from({ length: 51 }, () => ({ type: 'divider' })),
    'no more than 50 items allowed [json-pointer:/blocks]',
  ],
  [
    'a long header',
    [{ type: 'header', text: text('x'.repeat(151)) }],
    'must be less than 151 characters [json-pointer:/blocks/0/text/text]',
  ],
  [
    'a long text',
    [{ type: 'section', text: { type: 'mrkdwn', text: 'x'.repeat(3001) } }],
    'must be less than 3001 characters',
  ],
  ['an empty text', [rich('')], 'must be more than 0 characters'],
  ['a long label', [actions(button({ text: text('x'.repeat(76)) }))], 'must be less than 76 characters'],
  ['a long value', [actions(button({ value: 'x'.repeat(2001) }))], 'must be less than 2001 characters'],
  ['a long id', [actions(button({ action_id: 'x'.repeat(256) }))], 'must be less than 256 characters'],
  ['two of one id', [actions(button(), button())], '`action_id` already exists'],
  [
    '26 buttons',
    [actions(...Array.from({ length: 26 }, (_, index) => button({ action_id: `a${index}` })))],
    'no more than 25 items',
  ],
  ['101 options', [actions(select(101))], 'no more than 100 items'],
  ['a long option', [actions(select(1, 'x'.repeat(76)))], 'must be less than 76 characters'],
  ['a property that is none', [actions(button({ disabled: true }))], 'invalid additional property: disabled'],
  ['a block that is none', [{ type: 'file', external_id: 'x' }], 'unsupported type: file'],
  ['an input in a message', [{ type: 'input', label: text('x'), element: {} }], 'unsupported type: input'],
  ['a file that nobody uploaded', [{ type: 'image', alt_text: 'x', slack_file: { id: 'F1' } }], 'invalid slack file'],
])('it refuses %s as Slack does', async (_, blocks, message) => {
  const { fake, refused } = await open();
  const answer = await refused('chat.postMessage', { channel: fake.home, text: 'x', blocks });
  expect(answer.error).toBe('invalid_blocks');
  expect(answer.messages.join('\n')).toContain(message);
});

test('it refuses more than about 13,200 characters in all', async () => {
  const { fake, refused } = await open();
  const post = (length: number) =>
    refused('chat.postMessage', { channel: fake.home, text: 'x', blocks: [rich('x'.repeat(length))] });
  expect((await post(13_200)).error).toBe('');
  expect(
    (
      await refused('chat.postMessage', {
        channel: fake.home,
        blocks: [rich('x'.repeat(7000)), rich('x'.repeat(7000))],
      })
    ).error,
  ).toBe('msg_blocks_too_long');
});

test('a trigger opens one form, within three seconds, and a form keeps its limits', async () => {
  let moved = 0;
  const { fake, refused } = await open({ now: () => Date.now() + moved });
  const view = { type: 'modal', title: text('A form'), submit: text('Send'), blocks: [{ type: 'divider' }] };
  const begin = () =>
    fake.interactions.begin({ user: 'U1', channel: fake.home, original: undefined, type: 'slash_commands' }, 500)
      .trigger;
  const trigger_id = begin();
  expect((await refused('views.open', { trigger_id, view: { ...view, title: text('x'.repeat(25)) } })).error).toBe(
    'invalid_arguments',
  );
  expect(
    (await refused('views.open', { trigger_id, view: { ...view, private_metadata: 'x'.repeat(3001) } })).error,
  ).toBe('invalid_arguments');
  expect((await refused('views.open', { trigger_id, view })).error).toBe('');
  expect((await refused('views.open', { trigger_id, view })).error).toBe('exchanged_trigger_id');
  const late = begin();
  moved = 3001;
  expect((await refused('views.open', { trigger_id: late, view })).error).toBe('expired_trigger_id');
  expect((await refused('views.open', { trigger_id: 'none', view })).error).toBe('invalid_trigger_id');
});

test('an address for answers takes five, for half an hour', async () => {
  let moved = 0;
  const { fake } = await open({ now: () => Date.now() + moved });
  const begin = () =>
    fake.interactions.begin({ user: 'U1', channel: fake.home, original: undefined, type: 'slash_commands' }, 500);
  const url = fake.interactions.newUrl(begin());
  const codes = Array.from(
    { length: 6 },
    () => fake.interactions.respond(url, { text: 'x', blocks: [rich('x')] }).body,
  );
  expect(codes).toEqual(['ok', 'ok', 'ok', 'ok', 'ok', { ok: false, error: 'used_url' }]);
  const other = fake.interactions.newUrl(begin());
  moved = 30 * 60_000 + 1;
  expect(fake.interactions.respond(other, { text: 'x' })).toEqual({
    status: 404,
    body: { ok: false, error: 'expired_url' },
  });
});

test('what only one person sees can’t be found or changed', async () => {
  const { fake, web, refused } = await open();
  const ada = fake.as('ada');
  const sent = await web.chat.postEphemeral({ channel: fake.home, user: ada.id, text: 'psst' });
  expect((await web.conversations.history({ channel: fake.home })).messages).toEqual([]);
  expect(
    (await refused('chat.update', { channel: fake.home, ts: sent.message_ts, text: 'x', blocks: [rich('x')] })).error,
  ).toBe('message_not_found');
});

test('metadata come back only to who asks for them', async () => {
  const { fake, web } = await open();
  const metadata = { event_type: 'pythia_post', event_payload: { key: 'a' } };
  await web.chat.postMessage({ channel: fake.home, text: 'x', metadata });
  const [bare] = (await web.conversations.history({ channel: fake.home })).messages ?? [];
  const [full] = (await web.conversations.history({ channel: fake.home, include_all_metadata: true })).messages ?? [];
  expect([bare?.metadata, full?.metadata]).toEqual([undefined, metadata]);
});

test('wrong, revoked and missing tokens are told apart', async () => {
  const { fake, refused } = await open();
  fake.revoke(fake.botToken);
  expect((await refused('auth.test', {})).error).toBe('token_revoked');
  expect((await refused('auth.test', { token: 'xoxb-other' })).error).toBe('invalid_auth');
});
