import { expect, test } from 'vitest';
import { Unreachable } from '../../../src/chat/errors.ts';
import { mention, pinging, text, time } from '../../../src/chat/text.ts';
import { button, controls, file, heading, paragraph, picture, view } from '../../../src/chat/view.ts';
import { message, soon, start } from './start.ts';

const ROUND = view(
  heading('Round 3'),
  paragraph`Three questions.`,
  controls(button('Answer', 'round.open', { round: '3' })),
);
const since = () => Temporal.Now.instant().subtract({ minutes: 5 });
const PNG = new Uint8Array([137, 80, 78, 71]);

test('a post says nothing about whom it could ping, unfolds nothing, and carries its key', async () => {
  const { fake, platform } = await start();
  const posted = await platform.post(fake.team, { kind: 'channel', channel: fake.home }, ROUND, 'round:3');
  const call = fake.calls.find(({ method }) => method === 'chat.postMessage');
  expect(call?.args).toMatchObject({
    channel: fake.home,
    text: 'Round 3 · Three questions.',
    metadata: { event_type: 'pythia_post', event_payload: { key: 'round:3' } },
    unfurl_links: false,
    unfurl_media: false,
    link_names: false,
    parse: 'none',
  });
  expect(fake.channel(fake.home)).toMatchObject([{ id: posted.message, text: 'Round 3\nThree questions.\n[Answer]' }]);
});

test.each(['lostAnswer', 'reset', '500', '429'] as const)('a post that met a %s is there once', async (fault) => {
  const { fake, platform } = await start();
  fake.inject({ method: 'chat.postMessage', fault });
  const posted = await platform.post(fake.team, { kind: 'channel', channel: fake.home }, ROUND, 'round:3');
  expect(fake.channel(fake.home).map(({ id }) => id)).toEqual([posted.message]);
});

test('a post that Slack keeps failing fails, and the next attempt finds what got through in the end', async () => {
  const { fake, platform } = await start();
  const target = { kind: 'channel', channel: fake.home } as const;
  fake.inject({ method: 'chat.postMessage', fault: '500', times: 2 });
  const error: unknown = await platform
    .post(fake.team, target, view({ kind: 'text', text: text`secret` }), 'a')
    .catch((e) => e);
  expect(error).toMatchObject({ name: 'SlackFailure', message: 'chat.postMessage failed: status 500, http_500' });
  expect(JSON.stringify(error)).not.toContain('secret');
  expect(await platform.find(fake.team, target, 'a', since())).toBeUndefined();
  const posted = await platform.post(fake.team, target, ROUND, 'a');
  expect(await platform.find(fake.team, target, 'a', since())).toEqual(posted);
});

test('a 429 is waited out for as long as Slack says, and other methods are not held up by it', async () => {
  const { fake, platform } = await start();
  fake.inject({ method: 'chat.postMessage', fault: '429', after: 1 });
  const startedAt = performance.now();
  const posting = platform.post(fake.team, { kind: 'channel', channel: fake.home }, ROUND, 'round:3');
  await platform.find(fake.team, { kind: 'channel', channel: fake.home }, 'x', since());
  expect(performance.now() - startedAt).toBeLessThan(500);
  await posting;
  expect(performance.now() - startedAt).toBeGreaterThan(990);
});

test('a message a second is kept to before Slack has to say so', async () => {
  const { fake, platform } = await start(undefined, { rates: 1, keepsLimits: true });
  const startedAt = performance.now();
  await Promise.all(
    Array.from({ length: 8 }, (_, index) =>
      platform.post(fake.team, { kind: 'channel', channel: fake.home }, ROUND, `r:${index}`),
    ),
  );
  expect(performance.now() - startedAt).toBeGreaterThan(2900);
  expect(fake.calls.filter(({ error }) => error === 'ratelimited')).toEqual([]);
  // Another channel has a second of its own.
  const other = fake.createChannel('other');
  const before = performance.now();
  await platform.post(fake.team, { kind: 'channel', channel: other }, ROUND, 'o');
  expect(performance.now() - before).toBeLessThan(500);
});

test('after a crash between a post and its record the post is found by its key, behind a hundred others', async () => {
  const { fake, platform } = await start();
  const target = { kind: 'channel', channel: fake.home } as const;
  const from = since();
  expect(await platform.find(fake.team, target, 'round:3', from)).toBeUndefined();
  const posted = await platform.post(fake.team, target, ROUND, 'round:3');
  await Promise.all(
    Array.from({ length: 120 }, (_, index) => platform.post(fake.team, target, view(paragraph`x`), `x:${index}`)),
  );
  expect(await platform.find(fake.team, target, 'round:3', from)).toEqual(posted);
  expect(await platform.find(fake.team, target, 'round:4', from)).toBeUndefined();
  // A rehearsal's clock runs ahead of Slack's; then only the newest hundred are looked through.
  expect(await platform.find(fake.team, target, 'x:119', from.add({ hours: 24 * 30 }))).toBeDefined();
});

test('a post in a thread is found there, and only there', async () => {
  const { fake, platform } = await start();
  const top = await platform.post(fake.team, { kind: 'channel', channel: fake.home }, ROUND, 'session:1');
  const thread = await platform.openThread(fake.team, top, 'Session 49');
  const inside = await platform.post(
    fake.team,
    { kind: 'channel', channel: thread },
    view(paragraph`Agenda.`),
    'agenda:1',
  );
  expect(inside.channel).toBe(thread);
  expect(await platform.openThread(fake.team, inside, 'Deeper')).toBe(thread);
  expect(await platform.find(fake.team, { kind: 'channel', channel: thread }, 'agenda:1', since())).toEqual(inside);
  expect(await platform.find(fake.team, { kind: 'channel', channel: fake.home }, 'agenda:1', since())).toBeUndefined();
  await platform.edit(fake.team, inside, view(paragraph`New agenda.`));
  expect(fake.channel(thread).map((one) => one.text)).toEqual([expect.stringContaining('Round 3'), 'New agenda.']);
});

test('a message of another app that carries our key is not ours', async () => {
  const { fake, platform } = await start();
  const metadata = { event_type: 'pythia_post', event_payload: { key: 'round:3' } };
  const common = { thread: undefined, text: 'x', blocks: [], onlyFor: undefined, files: [], edits: 0 };
  fake.world.messages.push({ channel: fake.home, ts: fake.world.newTs(), bot: 'BEVIL', metadata, ...common });
  expect(await platform.find(fake.team, { kind: 'channel', channel: fake.home }, 'round:3', since())).toBeUndefined();
});

test('a direct message goes to the person, and is found there', async () => {
  const { fake, platform } = await start();
  const ada = fake.as('ada');
  const target = { kind: 'person', person: ada.id } as const;
  const posted = await platform.post(fake.team, target, ROUND, 'nudge:1');
  expect(ada.direct()).toMatchObject([{ id: posted.message, channel: posted.channel }]);
  expect(await platform.find(fake.team, target, 'nudge:1', since())).toEqual(posted);
});

test('who is mentioned in a message for all is named and not pinged, and a channel is linked', async () => {
  const { fake, platform } = await start();
  const eve = fake.as('eve', { displayName: 'Eve *Star*' });
  const mentors = fake.createGroup('mentors', []);
  const words = text`${mention('member', eve.id)} of ${mention('role', mentors)} in ${mention('channel', fake.home)}`;
  const elsewhere = mention('member', '123456789012345678');
  await platform.post(
    fake.team,
    { kind: 'channel', channel: fake.home },
    view({ kind: 'text', text: words }, paragraph`${elsewhere}`, { kind: 'footnote', text: words }),
    'x',
  );
  const [posted] = fake.channel(fake.home);
  expect(posted?.pings).toEqual([]);
  expect(posted?.summary).toContain(`@Eve *Star* of @mentors in <#${fake.home}>`);
  expect(posted?.text).toBe(
    `@Eve *Star* of @mentors in <#${fake.home}>\n123456789012345678\n@Eve  Star of @mentors in <#${fake.home}>`,
  );
});

test('who a message is meant for is pinged, and nobody else whom it names', async () => {
  const { fake, platform } = await start();
  const [eve, max] = [fake.as('eve', { displayName: 'Eve' }), fake.as('max', { displayName: 'Max' })];
  const group = fake.createGroup('walkers', []);
  await platform.post(
    fake.team,
    { kind: 'channel', channel: fake.home },
    view(
      paragraph`${pinging(mention('member', eve.id))} and ${pinging(mention('role', group))}: ${mention('member', max.id)} left.`,
    ),
    'x',
  );
  const [posted] = fake.channel(fake.home);
  expect(new Set(posted?.pings)).toEqual(new Set([`<@${eve.id}>`, `<!subteam^${group}>`]));
  expect(posted?.text).toBe(`<@${eve.id}> and <!subteam^${group}>: @Max left.`);
});

test('who is mentioned in a private reply keeps the mention, which pings nobody there', async () => {
  const { fake } = await start(() => soon('private', view(paragraph`Ask ${mention('member', 'U0EVE')}.`)));
  expect(message(await fake.as('ada').type('/progress'))).toMatchObject({ text: 'Ask <@U0EVE>.', pings: [] });
});

test('a moment is shown in the reader’s own zone', async () => {
  const { fake, platform } = await start();
  const at = Temporal.Instant.from('2026-11-24T17:00:00Z');
  await platform.post(
    fake.team,
    { kind: 'channel', channel: fake.home },
    view(paragraph`At ${time(at)}, ${time(at, 'relative')}.`),
    'x',
  );
  expect(fake.channel(fake.home)[0]?.text).toBe(
    'At <!date^1795539600^{date_long} at {time}|2026-11-24 17:00 UTC>, <!date^1795539600^{ago}|2026-11-24 17:00 UTC>.',
  );
});

test('a picture is on Slack before the message that shows it, and everybody reads what it shows', async () => {
  const { fake, platform } = await start();
  const board = view(heading('Board'), picture('board.png', 'Ada leads', PNG));
  const posted = await platform.post(fake.team, { kind: 'channel', channel: fake.home }, board, 'board');
  expect(fake.channel(fake.home)).toMatchObject([{ text: 'Board\n(picture: Ada leads)' }]);
  const [uploaded] = fake.world.files.values();
  expect(uploaded).toMatchObject({ name: 'board.png', completed: true, alt: 'Ada leads' });
  expect([...(uploaded?.content ?? [])]).toEqual([...PNG]);
  await platform.edit(fake.team, posted, board);
  expect(fake.channel(fake.home)).toMatchObject([{ edits: 1 }]);
});

test('a picture that is shown again is not uploaded again, unless somebody deleted it', async () => {
  const { fake, platform } = await start();
  const shown = (key: string) =>
    platform.post(
      fake.team,
      { kind: 'channel', channel: fake.home },
      view(heading(key), picture('a.png', 'A', PNG)),
      key,
    );
  await shown('one');
  await shown('two');
  expect(fake.world.files.size).toBe(1);
  fake.world.files.clear();
  await shown('three');
  expect(fake.world.files.size).toBe(1);
  expect(fake.channel(fake.home)).toHaveLength(3);
});

test.each(['lostAnswer', '500'] as const)('a picture whose upload met a %s is there once', async (fault) => {
  const { fake, platform } = await start();
  fake.inject({ method: 'upload', fault });
  await platform.post(fake.team, { kind: 'channel', channel: fake.home }, view(picture('a.png', 'A', PNG)), 'a');
  expect(fake.channel(fake.home)).toHaveLength(1);
  expect([...fake.world.files.values()].filter(({ completed }) => completed)).toHaveLength(1);
});

test('a file follows its message, in the thread of it', async () => {
  const { fake, platform } = await start();
  const csv = 'name,points\nAda,3\n';
  const posted = await platform.post(
    fake.team,
    { kind: 'channel', channel: fake.home },
    view(paragraph`Here.`, file('my export.csv', csv)),
    'x',
  );
  const [top, shared] = fake.channel(fake.home);
  expect(top?.text).toBe('Here.\nAttached: my_export.csv');
  expect(shared).toMatchObject({
    thread: posted.message,
    files: [{ name: 'my_export.csv', content: Buffer.from(csv) }],
  });
});

test('a file in a private reply comes as a direct message, and the reply says so; a picture stays in it', async () => {
  const { fake } = await start(() =>
    soon('private', view(paragraph`Your data.`, file('data.csv', 'a,b\n'), picture('you.png', 'You', PNG))),
  );
  const ada = fake.as('ada');
  const seen = message(await ada.type('/progress'));
  expect(seen).toMatchObject({ ephemeral: true });
  expect(seen.text).toBe(
    'Your data.\nI sent you data.csv as a direct message: a private reply holds no files.\n(picture: You)',
  );
  expect(JSON.stringify(seen.blocks)).toContain('https://fake.slack.com/files/');
  expect(ada.direct()).toMatchObject([{ files: [{ name: 'data.csv' }] }]);
  expect(fake.channel(fake.home)).toEqual([]);
});

test('where the app may send no files the words arrive all the same, with what the picture shows and what mends it', async () => {
  const { fake } = await start(() =>
    soon('private', view(paragraph`Your data.`, file('data.csv', 'a,b\n'), picture('you.png', 'You, going up', PNG))),
  );
  fake.inject({ method: 'files.getUploadURLExternal', fault: 'error', error: 'missing_scope', times: 9 });
  const seen = message(await fake.as('ada').type('/progress'));
  expect(seen.text).toBe(
    'Your data.\nNot sent: data.csv\nPicture: You, going up My Slack app may not do that yet (files.getUploadURLExternal). An admin has to install it anew from the current manifest.',
  );
  expect(JSON.stringify(seen.blocks)).not.toContain('slack_file');
});

test('an address is kept at the top of a channel once, under its newest title', async () => {
  const { fake, platform } = await start();
  const keep = (title: string) => platform.keepLink(fake.team, fake.home, title, 'https://pythia.example/a.ics');
  await keep('Calendar');
  await keep('Calendar');
  fake.inject({ method: 'bookmarks.edit', fault: 'lostAnswer' });
  await keep('Calendar of Spring');
  fake.inject({ method: 'bookmarks.add', fault: 'lostAnswer' });
  await platform.keepLink(fake.team, fake.home, 'Other', 'https://pythia.example/b.ics');
  expect(fake.world.bookmarks.map(({ title }) => title)).toEqual(['Calendar of Spring', 'Other']);
});

test('without the rights to look back a post whose answer was lost is posted again', async () => {
  const { fake, platform } = await start();
  fake.inject({ method: 'conversations.history', fault: 'error', error: 'missing_scope', times: 9 });
  fake.inject({ method: 'chat.postMessage', fault: 'lostAnswer' });
  const posted = await platform.post(fake.team, { kind: 'channel', channel: fake.home }, ROUND, 'round:3');
  expect(fake.channel(fake.home).map(({ id }) => id)).toContain(posted.message);
  expect(fake.channel(fake.home)).toHaveLength(2);
  expect(await platform.find(fake.team, { kind: 'channel', channel: fake.home }, 'x', since())).toBeUndefined();
});

test('a public channel that the bot is not in is joined', async () => {
  const { fake, platform } = await start();
  const channel = fake.createChannel('later', { joined: false });
  const target = { kind: 'channel', channel } as const;
  expect(await platform.find(fake.team, target, 'a', since())).toBeUndefined();
  await platform.post(fake.team, target, ROUND, 'a');
  expect(fake.channel(channel)).toHaveLength(1);
});

test.each([
  ['channel_not_found', /invite me there/],
  ['not_in_channel', /Invite me/],
  ['is_archived', /archived.*Unarchive/],
  ['restricted_action', /admin.*posting permissions/],
  ['token_revoked', /admin.*install me again/],
  ['account_inactive', /admin.*install me again/],
  ['ekm_access_denied', /administrators/],
])('a channel that answers %s is unreachable, with what to do about it', async (denial, remedy) => {
  const { fake, platform } = await start();
  const posted = await platform.post(fake.team, { kind: 'channel', channel: fake.home }, ROUND, 'a');
  fake.deny(fake.home, denial);
  const target = { kind: 'channel', channel: fake.home } as const;
  const attempts = [
    platform.post(fake.team, target, ROUND, 'b'),
    platform.find(fake.team, target, 'b', since()),
    platform.edit(fake.team, posted, ROUND),
    platform.keepLink(fake.team, fake.home, 'x', 'https://pythia.example'),
  ];
  for (const attempt of await Promise.allSettled(attempts)) {
    expect(attempt).toMatchObject({ status: 'rejected', reason: expect.any(Unreachable) });
    expect(attempt.status === 'rejected' && attempt.reason.remedy).toMatch(remedy);
  }
});

test('a private channel without the bot, and an archived one, say what an organiser must do', async () => {
  const { fake, platform } = await start();
  const secret = fake.createChannel('secret', { kind: 'private', joined: false });
  const old = fake.createChannel('old', { archived: true, joined: false });
  const post = (channel: string) => platform.post(fake.team, { kind: 'channel', channel }, ROUND, 'a');
  await expect(post(secret)).rejects.toMatchObject({ remedy: expect.stringMatching(/private.*\/invite/) });
  await expect(post(old)).rejects.toMatchObject({ remedy: expect.stringMatching(/archived/) });
});

test('somebody whose account is deactivated, or who is not there, is unreachable', async () => {
  const { fake, platform } = await start();
  const gone = fake.as('gone', { deleted: true });
  const post = (person: string) => platform.post(fake.team, { kind: 'person', person }, ROUND, 'a');
  await expect(post(gone.id)).rejects.toMatchObject({ remedy: expect.stringMatching(/deactivated/) });
  await expect(post('U0NOBODY')).rejects.toMatchObject({ remedy: expect.stringMatching(/can’t find that person/) });
});

test('a message that somebody deleted is unreachable', async () => {
  const { fake, platform } = await start();
  const posted = await platform.post(fake.team, { kind: 'channel', channel: fake.home }, ROUND, 'a');
  fake.deleteMessage(posted.message);
  await expect(platform.edit(fake.team, posted, ROUND)).rejects.toMatchObject({
    remedy: expect.stringMatching(/deleted/),
  });
});

test('a view that does not fit is a mistake of the programmer and is not sent', async () => {
  const { fake, platform } = await start();
  const target = { kind: 'channel', channel: fake.home } as const;
  const before = fake.calls.length;
  await expect(platform.post(fake.team, target, view(paragraph`${'x'.repeat(13_000)}`), 'a')).rejects.toThrow(
    RangeError,
  );
  await expect(platform.post(fake.team, target, view(), 'a')).rejects.toThrow('no blocks');
  expect(fake.calls).toHaveLength(before);
});
