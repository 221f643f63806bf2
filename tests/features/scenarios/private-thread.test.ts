import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { openDiscordDoor } from '../../support/doorways.ts';
import { plain } from '../../support/platform.ts';
import { refusalOf } from '../../support/rig.ts';
import { ada, ben, cohort, createStage, cy, dee, mentor, organiser, type Stage } from './stage.ts';

/** A team's thread where the platform has threads that only those in them see. */

let stage: Stage;
beforeAll(async () => {
  stage = await createStage('stuck-pool', 'full-cache');
  stage.platform.privateThreads = 'there';
});
afterAll(() => stage.close());
afterEach(() => expect(stage.failures).toEqual([]));

const broughtInto = (thread: string) =>
  stage.platform.broughtIn.filter((one) => one.thread === thread).flatMap(({ people }) => people);

it('is private, and holds who joins the team and nobody else', async () => {
  await stage.command(mentor, 'debug post', { scenario: 'stuck-pool' });
  const incident = stage.posted('incident/');
  const joined = await stage.press(ada, incident, 'Join a team');
  const [opened] = stage.platform.threads;
  const thread = opened?.channel ?? '';
  expect(thread).toContain('private-');
  expect(opened?.title).toMatch(/^Team 1: The pool that stops at lunch \([0-9a-z]{6}\)$/);
  expect(joined.text).toContain('Your thread is @private-');
  expect(plain(stage.posted('team/'))).toContain('in a private thread: Ada.');
  expect(plain(stage.messagesIn(thread)[0] ?? incident)).toContain('This thread is your team’s');
  await stage.press(ben, (await stage.press(ben, incident, 'Join a team')).view, 'Team 1');
  await stage.press(cy, incident, 'On my own');
  await stage.press(mentor, (await stage.press(mentor, incident, 'Join a team')).view, 'Team 1');
  expect(new Set(broughtInto(thread))).toEqual(new Set(['ada', 'ben', 'mia']));
  expect(stage.platform.threads).toHaveLength(1);
});

it('marks staff where the team is named, by mark-up that nobody can type into a name', async () => {
  const imitator = { ...dee, name: 'Mia `staff`' };
  await stage.press(imitator, (await stage.press(imitator, stage.posted('incident/'), 'Join a team')).view, 'Team 1');
  const team = stage.posted('team/');
  expect(plain(team)).toContain('Ada, Ben, Mia `staff`, Mia `staff`.');
  expect(openDiscordDoor().wordsOf(team)).toContain('Mia `staff`');
  const raw = team.blocks.flatMap((block) => (block.kind === 'text' ? block.text : []));
  expect(raw).toContainEqual({ kind: 'typed', text: 'Mia `staff`' });
  expect(raw.map((inline) => (inline.kind === 'markdown' ? inline.markdown : '')).join('|')).toContain(' `staff`');
});

it('is told what was done and not what came of it all the same: moderators read it', async () => {
  const [opened] = stage.platform.threads;
  const thread = opened?.channel ?? '';
  const board = (await stage.press(ada, stage.messagesIn(thread)[0] ?? stage.posted('incident/'), 'Open the board'))
    .view;
  await stage.choose(ada, board, 'What do you do?', 'log');
  expect(plain(stage.messagesIn(thread).at(-1) ?? board)).toContain('for **Do log**.');
  expect(stage.messagesIn(thread).map(plain).join()).not.toContain('job 1 done');
});

it('is left by whoever leaves the cohort, or is taken out of it', async () => {
  const [opened] = stage.platform.threads;
  await stage.command(ben, 'cohort leave');
  expect(stage.platform.takenOut).toEqual([{ thread: opened?.channel, people: ['ben'] }]);
  await stage.command(organiser, 'organise remove', { member: 'ada' });
  expect(stage.platform.takenOut.at(-1)).toEqual({ thread: opened?.channel, people: ['ada'] });
  await stage.command(cy, 'cohort leave');
  expect(stage.platform.takenOut).toHaveLength(2);
});

it('is one that everybody reads where the right is missing, and the organisers are told so at once', async () => {
  stage.platform.privateThreads = 'forbidden';
  stage.platform.lacks.set('home', [
    { what: 'Create Private Threads is missing', loss: 'everybody can read a team’s thread', remedy: 'Give it.' },
  ]);
  await stage.command(mentor, 'debug post', { scenario: 'full-cache' });
  const incident = stage.platform.messages.filter(({ key }) => key.startsWith('incident/')).at(-1)?.view;
  const joined = await stage.press({ ...dee, name: 'Dee' }, incident ?? stage.posted('incident/'), 'Join a team');
  expect(joined.text).toContain('Your thread is @thread-');
  const posted = stage.platform.messages.map(({ view }) => plain(view));
  expect(posted.some((words) => words.includes('in the thread below: Dee.'))).toBe(true);
  expect(posted.some((words) => words.includes('others who are still at it may be reading along'))).toBe(true);
  await stage.travelTo(stage.now().add({ minutes: 1 }));
  const told = stage.platform.messages.filter(({ channel }) => channel.startsWith('dm-'));
  expect(told.map(({ view }) => plain(view)).join()).toContain('everybody can read a team’s thread');
});

it('counts whoever hides, and names them to themselves alone', async () => {
  const lastUnder = (key: string) => {
    const found = stage.platform.messages.filter((message) => message.key.startsWith(key)).at(-1);
    if (found === undefined) throw new Error(`nothing was posted under ${key}`);
    return found.view;
  };
  const named = { ...dee, name: 'Dee' };
  const incident = lastUnder('incident/');
  const team = stage.platform.messages.findLast(({ key }) => /^team\/[a-z0-9]+$/.test(key));
  const thread = stage.platform.threads.at(-1)?.channel ?? '';
  const before = stage.messagesIn(thread).length;
  await stage.command(named, 'progress.hide', { hidden: 'yes' });
  await stage.command(ben, 'cohort join', { cohort: cohort.id });
  const teams = await stage.press(ben, incident, 'Join a team');
  expect(teams.text).toContain('**Team 1** (1 of 4): one person');
  expect((await stage.press(ben, teams.view, 'Team 1')).text).toContain('You are in **team 1**: Ben and one more.');
  const shown = stage.platform.messages.find(({ key }) => key === team?.key)?.view;
  expect(shown && plain(shown)).toContain('in the thread below: Ben and one more.');
  expect((await stage.press(named, incident, 'Join a team')).text).toContain('in **team 1**: Dee, Ben.');
  const desk = stage.messagesIn(thread)[0] ?? incident;
  const [hers, his] = [
    await stage.press(named, desk, 'Open the board'),
    await stage.press(ben, desk, 'Open the board'),
  ];
  expect([hers.text, his.text]).toEqual([
    expect.stringContaining('Lead: Dee'),
    expect.stringContaining('Lead: a teammate'),
  ]);
  expect((await stage.press(named, hers.view, 'Roles')).text).toContain('Dee');
  expect((await stage.press(ben, his.view, 'Roles')).text).toContain('a teammate');
  expect(refusalOf(await stage.press(ben, his.view, 'Hint'))).toContain("the lead's to decide: **a teammate**");
  await stage.choose(named, hers.view, 'What do you do?', 'log');
  await stage.travelTo(stage.now().add({ hours: 73 }));
  const told = stage.messagesIn(thread).slice(before).map(plain).join('\n');
  expect(told).toContain('**A teammate** took');
  const results = plain(lastUnder('incident/'));
  expect(results).toContain('Team 1 (Ben and one more)');
  expect(told + results + his.text).not.toContain('Dee');
});
