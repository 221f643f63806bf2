import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import type { Outcome } from '../../../src/chat/event.ts';
import { button, controls, type Modal, paragraph, view } from '../../../src/chat/view.ts';
import { createMemoryFacts } from '../../support/slack-facts.ts';
import { form, message, soon, start } from './start.ts';

const FORM: Modal = {
  kind: 'modal',
  title: 'A note',
  action: { route: 'note.save', state: {} },
  fields: [{ kind: 'text', name: 'words', label: 'Note', long: false, required: true, maxLength: 50 }],
};
const DONE = view(paragraph`Done.`);
/** Too late to be the acknowledgement itself. */
const late = (): Outcome => ({ ack: 'private', reply: sleep(900, DONE) });
const MENU = view(paragraph`Menu`, controls(button('Go', 'go')));

test.each(['socket', 'http'] as const)(
  'what was done once and delivered twice over %s is handled once, and answered once',
  async (mode) => {
    const { fake, events } = await start(() => soon('private', DONE), { mode });
    const ada = fake.as('ada');
    await ada.type('/progress');
    const [first] = fake.interactions.all;
    const parcel = { type: 'slash_commands', payload: first?.payload ?? {} } as const;
    const retry = { number: 1, reason: 'http_timeout' };
    expect(await fake.deliver({ ...parcel, retry })).toMatchObject({ kind: 'acknowledged' });
    await sleep(50);
    expect(events).toHaveLength(1);
    expect(ada.sees()).toHaveLength(1);
  },
);

test('the same deed has the same id in another process, and another deed another one', async () => {
  const first = await start(() => soon('private', MENU));
  const ada = first.fake.as('ada');
  const menu = message(await ada.type('/progress'));
  await ada.press(menu, 'Go');
  await ada.press(menu, 'Go');
  const ids = first.events.map(({ id }) => id);
  expect(new Set(ids).size).toBe(3);
  const second = await start();
  second.fake.as('ada');
  for (const { type, payload } of first.fake.interactions.all) await second.fake.deliver({ type, payload });
  await vi.waitFor(() => expect(second.events).toHaveLength(3));
  expect(second.events.map(({ id }) => id)).toEqual(ids);
});

test('an event whose acknowledgement was lost comes again, and counts once', async () => {
  const { fake, events } = await start(() => soon('private', DONE), { deadlineMs: 200 });
  fake.as('ada');
  fake.sockets.loseAcks(2);
  const sent = await fake.sendEvent({ type: 'app_home_opened', user: 'UADA00', channel: 'D1', tab: 'home' });
  expect(sent).toBe(3);
  expect(events).toHaveLength(1);
});

test('an address that was used up gives way to a message that only this person sees', async () => {
  const { fake } = await start(late);
  fake.inject({ method: 'response_url', fault: 'error', error: 'used_url' });
  const ada = fake.as('ada');
  expect(message(await ada.type('/progress'))).toMatchObject({ text: 'Done.', ephemeral: true, direct: false });
  expect(fake.calls.map(({ method }) => method)).toContain('chat.postEphemeral');
});

test('a form that was open for longer than its address lives is answered all the same', async () => {
  let moved = 0;
  const { fake } = await start(
    ({ action }) => (action.route === 'note' ? { ack: 'modal', reply: FORM } : soon('private', DONE)),
    {
      now: () => Date.now() + moved,
    },
  );
  const ada = fake.as('ada');
  const note = form(await ada.type('/note'));
  moved = 31 * 60_000;
  expect(message(await ada.submit(note, { words: 'x' }))).toMatchObject({ text: 'Done.', ephemeral: true });
  expect(fake.calls.find(({ method }) => method === 'response_url')?.error).toBe('expired_url');
});

test('where the bot is not in the channel and the address is used up, the answer comes directly', async () => {
  const { fake } = await start(late);
  const channel = fake.createChannel('private', { kind: 'private', joined: false });
  fake.inject({ method: 'response_url', fault: 'error', error: 'used_url' });
  expect(message(await fake.as('ada', { channel }).type('/progress'))).toMatchObject({ text: 'Done.', direct: true });
});

test.each(['lostAnswer', 'reset', '500', '429'] as const)('an answer that met a %s gets through', async (fault) => {
  const { fake } = await start(() => soon('private', DONE));
  fake.inject({ method: 'response_url', fault });
  expect(message(await fake.as('ada').type('/progress')).text).toBe('Done.');
});

test.each(['lostAnswer', 'reset', '500'] as const)('a form whose opening met a %s is open once', async (fault) => {
  const { fake, logs } = await start(() => ({ ack: 'modal', reply: FORM }));
  fake.inject({ method: 'views.open', fault });
  form(await fake.as('ada').type('/note'));
  await sleep(200);
  expect(fake.world.views.size).toBe(1);
  expect(logs.filter(({ level }) => level === 'error')).toEqual([]);
});

test('a form that comes too late ends in a sentence, not in silence', async () => {
  const { fake, logs } = await start(() => ({ ack: 'modal', reply: FORM }));
  fake.inject({ method: 'views.open', fault: 'error', error: 'expired_trigger_id' });
  expect(message(await fake.as('ada').type('/note')).text).toMatch(/three seconds.*again/);
  expect(logs.map((line) => line.message)).toContain('slack: a form could not be opened');
});

test('a form that Slack would refuse ends in a sentence and a log line', async () => {
  const { fake, logs } = await start(() => ({ ack: 'modal', reply: { ...FORM, fields: [] } }));
  expect(message(await fake.as('ada').type('/note')).text).toMatch(/went wrong/);
  expect(logs.map((line) => line.message)).toContain('slack: a form could not be rendered');
});

test('a handler that throws ends in a sentence', async () => {
  const { fake, logs } = await start(() => {
    throw new Error('a bug');
  });
  expect(message(await fake.as('ada').type('/progress')).text).toMatch(/went wrong/);
  expect(logs.map((line) => line.message)).toContain('slack: an event was not handled');
});

test('a guest may take part, and manages nothing', async () => {
  const { fake, events } = await start(() => soon('private', DONE));
  expect(message(await fake.as('guest', { guest: 'single', admin: true }).type('/progress')).text).toBe('Done.');
  expect(events[0]?.person.manages).toBe(false);
});

test('somebody of another company in a shared channel is told why not, and reaches no route', async () => {
  const { fake, platform, events } = await start(() => soon('private', DONE));
  const posted = await platform.post(fake.team, { kind: 'channel', channel: fake.home }, MENU, 'x');
  const seen = message(await fake.as('mallory', { team: 'T0OTHER', stranger: true }).press(posted.message, 'Go'));
  expect(seen).toMatchObject({ ephemeral: true, text: expect.stringMatching(/another company/) });
  expect(events).toEqual([]);
});

test('somebody of another team of the same organisation takes part', async () => {
  const { fake, platform, events } = await start(() => soon('private', DONE));
  const posted = await platform.post(fake.team, { kind: 'channel', channel: fake.home }, MENU, 'x');
  const seen = message(
    await fake.as('grace', { team: 'T0SISTER', orgTeams: [fake.team, 'T0SISTER'] }).press(posted.message, 'Go'),
  );
  expect(seen.text).toBe('Done.');
  expect(events).toHaveLength(1);
});

test('an organisation that installed for all of its teams is one workspace, whatever a payload names', async () => {
  const { fake, events } = await start(({ action }) =>
    action.route === 'note' ? { ack: 'modal', reply: FORM } : soon('private', MENU),
  );
  const grace = fake.as('grace', { orgTeams: [fake.team], orgWide: true });
  await grace.press(message(await grace.submit(form(await grace.type('/note')), { words: 'x' })), 'Go');
  expect(events.map(({ place }) => place.workspace)).toEqual(['E0FAKE', 'E0FAKE', 'E0FAKE']);
});

test('when Slack can’t say who somebody is, they are answered and manage nothing', async () => {
  const { fake, events, logs } = await start(() => soon('private', DONE));
  fake.inject({ method: 'users.info', fault: 'error', error: 'missing_scope', times: 5 });
  expect(message(await fake.as('ada', { admin: true }).type('/progress')).text).toBe('Done.');
  expect(events[0]?.person).toMatchObject({ manages: false, name: 'ada', isUnsure: true });
  expect(logs).toContainEqual(expect.objectContaining({ fields: expect.objectContaining({ code: 'missing_scope' }) }));
});

test.each(['user_not_visible', 'user_not_found'])(
  'somebody whom Slack answers with %s is a stranger',
  async (error) => {
    const { fake, events } = await start(() => soon('private', DONE));
    fake.inject({ method: 'users.info', fault: 'error', error, times: 5 });
    expect(message(await fake.as('mallory').type('/progress')).text).toContain('another company');
    expect(events).toEqual([]);
  },
);

const create = (channel: string) => `/cohort create name=Spring home=<#${channel}|x>`;

test('a command may name a channel of the workspace that its sender can see, and no other', async () => {
  const { fake, events } = await start(() => soon('private', DONE));
  const ada = fake.as('ada');
  const said = async (channel: string) => message(await ada.type(create(channel))).text;
  expect(await said(fake.home)).toBe('Done.');
  const secret = fake.createChannel('secret', { kind: 'private' });
  expect(await said(secret)).toBe('Done.');
  const inside = fake.world.channels.get(secret);
  if (inside !== undefined) inside.outsiders = [ada.id];
  expect(await said(secret)).toContain('You are not in that channel');
  expect(await said('C0ELSEWHERE')).toContain('can’t find that channel in this workspace');
  fake.inject({ method: 'conversations.info', fault: 'error', error: 'internal_error', times: 5 });
  expect(await said(fake.home)).toContain('Please try again in a moment');
  expect(events).toHaveLength(2);
});

test('a workspace without user groups is no fault', async () => {
  const { fake, events, logs } = await start(() => soon('private', DONE));
  fake.inject({ method: 'usergroups.list', fault: 'error', error: 'paid_teams_only', times: 5 });
  await fake.as('ada').type('/progress');
  expect(events[0]?.person.roles).toEqual([]);
  expect(logs).toEqual([]);
});

test('who somebody is is asked once in a while and not every time', async () => {
  const { fake } = await start(() => soon('private', DONE));
  const ada = fake.as('ada');
  for (let times = 0; times < 3; times += 1) await ada.type('/progress');
  expect(fake.calls.filter(({ method }) => method === 'users.info')).toHaveLength(1);
});

test('the end of an installation is told, and a person who takes back their own token ends nothing', async () => {
  const { fake, gone, removed } = await start();
  await fake.sendEvent({ type: 'tokens_revoked', tokens: { oauth: ['U1'], bot: [] } });
  expect(gone).toEqual([]);
  await fake.sendEvent({ type: 'tokens_revoked', tokens: { oauth: [], bot: ['U2'] } });
  await fake.sendEvent({ type: 'app_uninstalled' }, 'T0OTHER');
  expect(gone).toEqual([fake.team, 'T0OTHER']);
  expect(removed).toEqual([`slack:${fake.team}`, 'slack:T0OTHER']);
});

test('whoever is deactivated is told as gone and found no more; a changed profile says nothing', async () => {
  const { fake, platform, left } = await start();
  const ada = fake.as('ada');
  expect(await platform.findPerson(fake.team, ada.id)).toEqual({ name: 'ada' });
  await fake.sendEvent({ type: 'user_change', user: { id: ada.id, team_id: fake.team, deleted: false } });
  await fake.sendEvent({ type: 'user_change', user: { id: ada.id, team_id: fake.team, deleted: true } });
  expect(left).toEqual([`slack:${fake.team}/${ada.id}`]);
  const cy = fake.as('cy', { deleted: true });
  expect(await platform.findPerson(fake.team, cy.id)).toBeUndefined();
  expect(await platform.findPerson(fake.team, 'U0NOBODY')).toBeUndefined();
});

test('many workspaces have a token each, found when it is needed', async () => {
  const asked: string[] = [];
  const { fake, platform, events } = await start(() => soon('private', DONE), {
    installations: (slack) => {
      const second = slack.addTeam('T0TWO');
      return {
        async find(workspace) {
          asked.push(workspace);
          if (workspace === slack.team) return { botToken: slack.botToken, botId: 'B0FAKE', botUserId: 'U0FAKEBOT' };
          return workspace === 'T0TWO'
            ? { botToken: second.token, botId: second.botId, botUserId: second.userId }
            : undefined;
        },
      };
    },
  });
  const other = fake.createChannel('two', { team: 'T0TWO' });
  const target = { kind: 'channel', channel: other } as const;
  const posted = await platform.post('T0TWO', target, DONE, 'x');
  expect(await platform.find('T0TWO', target, 'x', Temporal.Now.instant())).toEqual(posted);
  await expect(platform.post('T0NONE', target, DONE, 'x')).rejects.toMatchObject({
    remedy: expect.stringMatching(/install me again/),
  });
  expect(message(await fake.as('ada').type('/progress')).text).toBe('Done.');
  expect(events[0]?.place.workspace).toBe(fake.team);
  expect(asked).toContain('T0TWO');
});

test('what is no control, form or shortcut of ours gets a sentence', async () => {
  const { fake, events } = await start();
  const ada = fake.as('ada');
  expect(message(await ada.shortcut('theirs')).text).toMatch(/not one of mine/);
  const live = fake.interactions.all[0];
  const strange = {
    ...live?.payload,
    trigger_id: 'other',
    type: 'block_actions',
    actions: [{ action_id: 'x'.repeat(200), type: 'button' }],
  };
  expect(await fake.deliver({ type: 'interactive', payload: strange })).toMatchObject({ kind: 'acknowledged' });
  expect(
    await fake.deliver({ type: 'interactive', payload: { type: 'block_actions', user: 7, actions: [] } }),
  ).toMatchObject({
    kind: 'acknowledged',
  });
  expect(events).toEqual([]);
});

test('a Slack that is slow to open a form is asked again while the trigger lives', async () => {
  const { fake } = await start(() => ({ ack: 'modal', reply: FORM }));
  fake.inject({ method: 'views.open', fault: 'delay', after: 1600 });
  const seen = await fake.as('ada').type('/note');
  expect(form(seen).title).toBe('A note');
  await sleep(600);
  expect(fake.world.views.size).toBe(1);
});

test('neither an acknowledgement nor an answer waits long for who somebody is, and the next time it is known', async () => {
  const { fake, events } = await start(() => soon('private', DONE));
  fake.inject({ method: 'users.info', fault: 'delay', after: 1500 });
  const ada = fake.as('ada', { admin: true });
  const seen = message(await ada.type('/progress'));
  expect(seen.ackMs).toBeLessThan(1000);
  expect(seen.replyMs).toBeLessThan(1400);
  expect(events[0]?.person).toMatchObject({ isUnsure: true, manages: false });
  await sleep(1500);
  await ada.type('/progress');
  expect(events[1]?.person).toMatchObject({ manages: true });
  expect(events[1]?.person.isUnsure).toBeUndefined();
});

test('what Slack said once is known after a restart, and asked for anew while nobody waits', async () => {
  const facts = createMemoryFacts();
  const clock = Temporal.Now.instant();
  const group = { id: 'S0MENTORS', handle: 'mentors', name: 'Mentors', users: [] };
  await facts.record('T0FAKE', 'groups', [group], clock.subtract({ hours: 5 }));
  const { fake, events } = await start(() => soon('private', DONE), { facts });
  const ada = fake.as('ada');
  await ada.type('/progress');
  const [user] = fake.calls.filter(({ method }) => method === 'users.info');
  expect(user).toBeDefined();
  await facts.record(
    fake.team,
    `user:${ada.id}`,
    { id: ada.id, real_name: 'Ada as she was', is_admin: true },
    clock.subtract({ hours: 5 }),
  );
  fake.inject({ method: 'users.info', fault: 'delay', after: 1000 });
  const seen = message(await ada.type('/progress'));
  expect(seen.replyMs).toBeLessThan(500);
  expect(events[1]?.person).toMatchObject({ name: 'Ada as she was', manages: true });
  await vi.waitFor(async () => {
    const kept = (await facts.find(fake.team, [`user:${ada.id}`])).get(`user:${ada.id}`);
    expect(kept?.knownAt.epochMilliseconds).toBeGreaterThan(clock.epochMilliseconds - 1000);
  }, 5000);
});

test.each(['socket', 'http'] as const)(
  'a command over %s whose answer is ready in time is answered by its acknowledgement, and one that is not follows',
  async (mode) => {
    let ms = 0;
    const { fake } = await start(() => ({ ack: 'private', reply: sleep(ms, DONE) }), { mode });
    const ada = fake.as('ada');
    expect(message(await ada.type('/progress'))).toMatchObject({ text: 'Done.', ephemeral: true });
    const url = String(fake.interactions.all[0]?.payload['response_url']);
    expect(fake.interactions.urls.get(url.split('/').at(-1) ?? '')?.uses).toBe(0);
    ms = 1300;
    const late = message(await ada.type('/progress'));
    expect(late).toMatchObject({ text: 'Done.', ephemeral: true });
    expect(late.ackMs).toBeLessThan(1100);
  },
);

test('a look-up that fails is not repeated at every press', async () => {
  const { fake, events } = await start(() => soon('private', DONE));
  fake.inject({ method: 'users.info', fault: 'error', error: 'missing_scope', times: 50 });
  fake.inject({ method: 'usergroups.list', fault: 'error', error: 'missing_scope', times: 50 });
  const ada = fake.as('ada');
  for (let presses = 0; presses < 4; presses += 1) await ada.type('/progress');
  expect(events).toHaveLength(4);
  const asked = fake.calls.map(({ method }) => method).filter((method) => /users.info|usergroups.list/.test(method));
  expect(asked.sort()).toEqual(['usergroups.list', 'users.info']);
});

test('with an organisation’s token groups are asked for by team', async () => {
  const { fake } = await start(() => soon('private', DONE));
  await fake.as('grace', { orgTeams: [fake.team], orgWide: true }).type('/progress');
  await vi.waitFor(() =>
    expect(fake.calls.find(({ method }) => method === 'usergroups.list')?.args).toMatchObject({ team_id: fake.team }),
  );
});

test('150 people who were never seen are answered without waiting for Slack to say who they are', async () => {
  const { fake } = await start(() => soon('private', DONE), { rates: 1 });
  const waits = await Promise.all(
    Array.from({ length: 150 }, async (_, index) => {
      await sleep(index * 20);
      return message(await fake.as(`person-${index}`).type('/progress')).replyMs;
    }),
  );
  // By Slack's limit of a hundred look-ups a minute the last of them would wait for half a minute.
  expect(Math.max(...waits)).toBeLessThan(10_000);
  const asked = fake.calls.filter(({ method }) => method === 'users.info').length;
  expect(asked).toBeLessThan(150);
}, 30_000);

test('who is in a user group is known, and nobody is in one that is not there', async () => {
  const { fake, platform } = await start();
  const [ada, ben] = [fake.as('ada'), fake.as('ben')];
  const group = fake.createGroup('mentors', [ada.id, ben.id]);
  expect(await platform.listHolders(fake.team, group)).toEqual([ada.id, ben.id]);
  expect(await platform.listHolders(fake.team, 'S0NONE')).toEqual([]);
});

test('how far our clock is from Slack’s is known from the date of its answers', async () => {
  const { fake, platform } = await start();
  await platform.findPerson(fake.team, fake.as('ada').id);
  expect(platform.clockAhead()).toBe(0);
});

test('somebody is found by their address where the app may look for it, and else what gives that right is said', async () => {
  const { fake, platform } = await start();
  const ada = fake.as('ada');
  const found = (words: string) => platform.findNamed(fake.team, words);
  await expect(found('ada@example.org')).rejects.toMatchObject({
    remedy: expect.stringContaining('--by-address (the right users:read.email)'),
  });
  fake.world.scopes.add('users:read.email');
  expect(await found('ada@example.org')).toEqual([{ id: ada.id }]);
  expect(await found('nobody@example.org')).toEqual([]);
  await expect(found('Ada')).rejects.toMatchObject({
    remedy: expect.stringContaining('by mention, id or e-mail address'),
  });
});
