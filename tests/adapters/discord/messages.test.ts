import { expect, test } from 'vitest';
import { Unreachable } from '../../../src/chat/errors.ts';
import { mention, pinging, text } from '../../../src/chat/text.ts';
import { button, controls, file, heading, paragraph, view } from '../../../src/chat/view.ts';
import { start } from './start.ts';

const ROUND = view(
  heading('Round 3'),
  paragraph`Five items.`,
  controls(button('Answer', 'round.open', { round: '3' })),
);
const since = () => Temporal.Now.instant();

test('a post is one message, with its buttons', async () => {
  const { fake, platform } = await start();
  const posted = await platform.post(fake.guildId, { kind: 'channel', channel: fake.home }, ROUND, 'round:3');
  expect(posted).toEqual({ channel: fake.home, message: fake.channel(fake.home).last?.id });
  expect(fake.channel(fake.home).messages).toMatchObject([
    { text: '## Round 3\nFive items.\n[Answer]', ephemeral: false },
  ]);
});

test('a post pings whom it is meant for, and nobody else whom it names or somebody typed', async () => {
  const { fake, platform } = await start();
  const [eve, max, role] = ['123456789012345678', '223456789012345678', '323456789012345678'];
  await platform.post(
    fake.guildId,
    { kind: 'channel', channel: fake.home },
    view(
      paragraph`${pinging(mention('member', eve))} and ${pinging(mention('role', role))}: ${mention('member', max)}, ${'@everyone'}`,
    ),
    'x',
  );
  const sent = fake.calls.find(({ path }) => path.endsWith('/messages'))?.body;
  expect(sent).toMatchObject({ allowed_mentions: { parse: [], users: [eve], roles: [role] } });
});

test.each(['lostAnswer', 'reset', '500', '429'] as const)('a post that met a %s is there once', async (fault) => {
  const { fake, platform } = await start();
  fake.inject({ method: 'POST', path: /\/messages$/, fault, times: 2 });
  const posted = await platform.post(fake.guildId, { kind: 'channel', channel: fake.home }, ROUND, 'round:3');
  expect(fake.channel(fake.home).messages.map(({ id }) => id)).toEqual([posted.message]);
});

test('a 429 is waited out', async () => {
  const { fake, platform } = await start();
  fake.inject({ method: 'POST', path: /\/messages$/, fault: '429', ms: 400 });
  const startedAt = performance.now();
  await platform.post(fake.guildId, { kind: 'channel', channel: fake.home }, ROUND, 'round:3');
  expect(performance.now() - startedAt).toBeGreaterThan(390);
});

test('the same key posts once in a channel, and once in another', async () => {
  const { fake, platform } = await start();
  const other = fake.createChannel('other');
  const first = await platform.post(fake.guildId, { kind: 'channel', channel: fake.home }, ROUND, 'round:3');
  expect(await platform.post(fake.guildId, { kind: 'channel', channel: fake.home }, ROUND, 'round:3')).toEqual(first);
  const second = await platform.post(fake.guildId, { kind: 'channel', channel: other }, ROUND, 'round:3');
  expect(second).not.toEqual(first);
  expect(fake.channel(fake.home).messages).toHaveLength(1);
  expect(fake.channel(other).messages).toHaveLength(1);
});

test('after a crash between a post and its record the post is found by its key', async () => {
  const { fake, platform } = await start();
  const target = { kind: 'channel', channel: fake.home } as const;
  const from = since();
  expect(await platform.find(fake.guildId, target, 'round:3', from)).toBeUndefined();
  const posted = await platform.post(fake.guildId, target, ROUND, 'round:3');
  for (let index = 0; index < 3; index += 1)
    await platform.post(fake.guildId, target, view(paragraph`Other.`), `other:${index}`);
  expect(await platform.find(fake.guildId, target, 'round:3', from)).toEqual(posted);
  expect(await platform.find(fake.guildId, target, 'round:4', from)).toBeUndefined();
  // A rehearsal's clock runs ahead of Discord's.
  expect(await platform.find(fake.guildId, target, 'round:3', from.add({ hours: 24 * 30 }))).toEqual(posted);
});

test('a post is found behind a hundred others', async () => {
  const { fake, platform } = await start();
  const target = { kind: 'channel', channel: fake.home } as const;
  const from = since();
  await Promise.all(
    Array.from({ length: 120 }, (_, index) => platform.post(fake.guildId, target, view(paragraph`x`), `x:${index}`)),
  );
  const posted = await platform.post(fake.guildId, target, ROUND, 'round:3');
  expect(await platform.find(fake.guildId, target, 'round:3', from)).toEqual(posted);
}, 15_000);

test('a direct message goes to the person, and is found there', async () => {
  const { fake, platform } = await start();
  const ada = fake.as('ada');
  const target = { kind: 'person', person: ada.id } as const;
  const from = since();
  const posted = await platform.post(fake.guildId, target, ROUND, 'nudge:1');
  expect(fake.direct('ada')?.messages).toMatchObject([{ id: posted.message, channelId: posted.channel }]);
  expect(await platform.find(fake.guildId, target, 'nudge:1', from)).toEqual(posted);
});

test('a button in a direct message works, and its place says whose it is', async () => {
  const { fake, platform, events } = await start();
  const ada = fake.as('ada');
  const posted = await platform.post(fake.guildId, { kind: 'person', person: ada.id }, ROUND, 'nudge:1');
  await ada.press(posted.message, 'Answer');
  expect(events[0]).toMatchObject({
    place: { workspace: `dm:${ada.id}`, channel: posted.channel },
    person: { id: ada.id, name: 'ada', manages: false, roles: [] },
  });
});

test('an edit rewrites the message, with its files', async () => {
  const { fake, platform } = await start();
  const first = view(paragraph`Draft.`, file('board.txt', '1. Ada'));
  const posted = await platform.post(fake.guildId, { kind: 'channel', channel: fake.home }, first, 'board');
  await platform.edit(fake.guildId, posted, view(paragraph`Final.`, file('final.txt', '1. Eve')));
  expect(fake.channel(fake.home).messages).toMatchObject([
    { text: 'Final.\n(final.txt)', files: [{ name: 'final.txt', content: '1. Eve' }], edits: 1 },
  ]);
  await platform.edit(fake.guildId, posted, view(paragraph`No files.`));
  expect(fake.channel(fake.home).last?.files).toEqual([]);
});

test('a thread is opened once, and is the same one after that', async () => {
  const { fake, platform } = await start();
  const posted = await platform.post(fake.guildId, { kind: 'channel', channel: fake.home }, ROUND, 'session:1');
  const thread = await platform.openThread(fake.guildId, posted, 'Session 49 '.repeat(20));
  expect(await platform.openThread(fake.guildId, posted, 'Session 49')).toBe(thread);
  expect(fake.channel(thread).name).toMatch(/^Session 49 .*…$/);
  await platform.post(fake.guildId, { kind: 'channel', channel: thread }, view(paragraph`Agenda.`), 'agenda:1');
  expect(fake.channel(thread).last?.text).toBe('Agenda.');
});

test('a thread whose opening got no answer is the same thread', async () => {
  const { fake, platform } = await start();
  const posted = await platform.post(fake.guildId, { kind: 'channel', channel: fake.home }, ROUND, 'session:1');
  fake.inject({ method: 'POST', path: /\/threads$/, fault: 'lostAnswer' });
  expect(await platform.openThread(fake.guildId, posted, 'Session 49')).toBe(posted.message);
});

test('where there are no threads the conversation itself stands for one', async () => {
  const { fake, platform } = await start();
  const posted = await platform.post(fake.guildId, { kind: 'person', person: fake.as('ada').id }, ROUND, 'session:1');
  expect(await platform.openThread(fake.guildId, posted, 'Session 49')).toBe(posted.channel);
});

test.each([
  [50013, /may not open threads.*Create Public Threads/],
  [160006, /too many open threads/],
])('a thread that is answered %i is unreachable, though its channel is not', async (denial, remedy) => {
  const { fake, platform } = await start();
  fake.denyThreads(fake.home, denial);
  const posted = await platform.post(fake.guildId, { kind: 'channel', channel: fake.home }, ROUND, 'a');
  const refused = await platform.openThread(fake.guildId, posted, 'x').catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(Unreachable);
  expect((refused as Unreachable).remedy).toMatch(remedy);
});

test.each([
  [50001, /can't see that channel.*View Channel/],
  [50013, /may not post.*Send Messages/, /may not open threads.*Create Public Threads/],
  [10003, /gone/],
  [50083, /closed/],
])(
  'a channel that answers %i is unreachable, with what to do about it',
  async (denial, remedy, ofThreads: RegExp = remedy) => {
    const { fake, platform } = await start();
    const posted = await platform.post(fake.guildId, { kind: 'channel', channel: fake.home }, ROUND, 'a');
    fake.deny(fake.home, denial);
    const target = { kind: 'channel', channel: fake.home } as const;
    const attempts = [
      platform.post(fake.guildId, target, ROUND, 'b'),
      platform.find(fake.guildId, target, 'b', since()),
      platform.edit(fake.guildId, posted, ROUND),
      platform.openThread(fake.guildId, posted, 'x'),
    ];
    for (const [index, attempt] of (await Promise.allSettled(attempts)).entries()) {
      expect(attempt).toMatchObject({ status: 'rejected', reason: expect.any(Unreachable) });
      const wanted = index === 3 ? ofThreads : remedy;
      expect(attempt.status === 'rejected' && attempt.reason.remedy).toMatch(wanted);
    }
  },
);

test('a person who takes no direct messages is unreachable', async () => {
  const { fake, platform } = await start();
  fake.closeDirectMessages('ada');
  const post = platform.post(fake.guildId, { kind: 'person', person: fake.as('ada').id }, ROUND, 'a');
  await expect(post).rejects.toMatchObject({ name: 'Unreachable', remedy: expect.stringMatching(/Privacy Settings/) });
});

test('a message that somebody deleted is unreachable', async () => {
  const { fake, platform } = await start();
  const posted = await platform.post(fake.guildId, { kind: 'channel', channel: fake.home }, ROUND, 'a');
  fake.deleteMessage(posted.message);
  await expect(platform.edit(fake.guildId, posted, ROUND)).rejects.toMatchObject({
    remedy: expect.stringMatching(/deleted/),
  });
});

test('a failure that nobody can mend names its route and code, and nothing that was said', async () => {
  const { fake, platform } = await start();
  fake.inject({ method: 'POST', path: /\/messages$/, fault: '500', times: 10 });
  const target = { kind: 'channel', channel: fake.home } as const;
  const error: unknown = await platform
    .post(fake.guildId, target, view({ kind: 'text', text: text`secret` }), 'a')
    .catch((e) => e);
  expect(error).toMatchObject({
    name: 'DiscordFailure',
    message: 'POST /channels/:id/messages failed: status 500, code 0',
  });
  expect(JSON.stringify(error)).not.toContain('secret');
});

test('a view that does not fit is a mistake of the programmer and is not sent', async () => {
  const { fake, platform } = await start();
  const target = { kind: 'channel', channel: fake.home } as const;
  const before = fake.calls.length;
  await expect(platform.post(fake.guildId, target, view(paragraph`${'x'.repeat(5000)}`), 'a')).rejects.toThrow(
    RangeError,
  );
  await expect(platform.post(fake.guildId, target, view(), 'a')).rejects.toThrow('no components');
  expect(fake.calls).toHaveLength(before);
});
