import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createBot } from '../../../src/bot/bot.ts';
import type { View } from '../../../src/chat/view.ts';
import { routes } from '../../../src/routes.ts';
import { controlOf, plain } from '../../support/platform.ts';
import { refusalOf } from '../../support/rig.ts';
import {
  ada,
  ben,
  createStage,
  cy,
  dee,
  deploy,
  diagnose,
  mentor,
  NEEDS,
  organiser,
  pinAll,
  type Stage,
  stranger,
} from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await createStage();
});
afterAll(() => stage.close());
afterEach(() => expect(stage.failures).toEqual([]));

let incident: View;
let thread: string;
/** Ada's and Ben's boards, as they stand. */
const boardOf = async (actor: typeof ada) => (await stage.command(actor, 'debug resume')).view;
const incidentPost = () => {
  const found = stage.platform.messages.find(({ key }) => key.startsWith('incident/'));
  if (found === undefined) throw new Error('no incident was posted');
  return found;
};
const threadWords = () => stage.messagesIn(thread).map(plain);

describe('a scenario for the cohort', () => {
  it('is posted by mentors only, and once while it is open', async () => {
    expect(refusalOf(await stage.command(ada, 'debug post', { scenario: 'stuck-pool' }))).toContain('for the mentors');
    const posted = await stage.command(mentor, 'debug post', { scenario: 'stuck-pool' });
    expect(posted.text).toContain('**The pool that stops at lunch** is open in @home until <2026-11-27T21:00Z>');
    expect(refusalOf(await stage.command(organiser, 'debug post', { scenario: 'stuck-pool' }))).toContain(
      'is open until',
    );
    incident = stage.posted('incident/');
    expect(plain(incident)).toContain('[Join a team] [On my own]');
    expect(stage.platform.messages.filter(({ key }) => key.startsWith('incident/'))).toHaveLength(1);
  });

  it('makes a team of the first to join, with a thread', async () => {
    expect(refusalOf(await stage.press(stranger, incident, 'Join a team'))).toContain('/cohort join');
    const joined = await stage.press(ada, incident, 'Join a team');
    expect(joined.text).toContain('You are in **team 1**: Ada. Your thread is @thread-');
    thread = stage.platform.threads[0]?.channel ?? '';
    expect(stage.platform.threads).toEqual([{ channel: thread, title: 'Team 1: The pool that stops at lunch' }]);
    expect(threadWords()[0]).toContain('[Open the board]');
    expect(threadWords()[1]).toBe('**Ada** is lead now.');
  });

  it('lets others choose a team, up to four, and tells who is where already', async () => {
    const teams = await stage.press(ben, incident, 'Join a team');
    expect(teams.text).toContain('**Team 1** (1 of 4): Ada');
    const joined = await stage.press(ben, teams.view, 'Team 1');
    expect(joined.text).toContain('You are in **team 1**: Ada, Ben.');
    expect(plain(stage.posted('team/'))).toContain('in the thread below: Ada, Ben.');
    expect((await stage.press(ben, teams.view, 'A new team')).text).toContain('You are already in **team 1**');
    expect((await stage.press(ben, incident, 'On my own')).text).toContain('You are already in **team 1**');
    expect((await stage.press(ben, incident, 'Join a team')).text).toContain('You are already in **team 1**');
    expect(threadWords().at(-1)).toBe('**Ben** is investigator now.');
    expect(stage.platform.threads).toHaveLength(1);
    const brought = stage.platform.broughtIn.filter((one) => one.thread === thread).flatMap(({ people }) => people);
    expect(new Set(brought)).toEqual(new Set(['ada', 'ben']));
  });

  it('lets somebody investigate it on their own instead', async () => {
    const begun = await stage.press(cy, incident, 'On my own');
    expect(begun.text).toContain('No job done for 10 minutes.');
    expect((await stage.press(cy, incident, 'Join a team')).text).toContain('0 of 30 minutes');
    expect((await stage.command(cy, 'debug start', { scenario: 'stuck-pool' })).text).toContain('0 of 30 minutes');
  });
});

describe('a team', () => {
  it('reads in its thread who looked at what, and opens it in private', async () => {
    const board = (await stage.press(ada, stage.messagesIn(thread)[0] ?? incident, 'Open the board')).view;
    expect(plain(board)).toContain('Lead: Ada');
    const done = await stage.choose(ada, board, 'What do you do?', 'log');
    expect(done.text).toContain('Your team can open it from the thread.');
    expect(done.text).toContain('# Do log\n    job 1 done');
    expect(threadWords().at(-1)).toContain('**Ada** took 2 minutes (2 of 30) for **Do log**.');
    expect(threadWords().at(-1)).not.toContain('job 1 done');
    const told = stage.messagesIn(thread).at(-1) ?? incident;
    expect((await stage.press(ben, told, 'Open it')).text).toContain('job 1 done');
    expect(refusalOf(await stage.press(cy, told, 'Open it'))).toContain('no investigation of yours');
    expect(plain(await boardOf(ben))).toContain('2 of 30 minutes');
  });

  it('gives a role’s evidence to that role alone, who relays it in their own words', async () => {
    const done = await stage.choose(ada, await boardOf(ada), 'What do you do?', 'strace');
    expect(done.text).toContain('That went to **Ben** alone');
    const told = stage.messagesIn(thread).at(-1) ?? incident;
    expect(plain(told)).not.toContain('futex');
    expect(refusalOf(await stage.press(ada, told, 'Open it'))).toContain('Only **Ben** was shown this');
    expect(refusalOf(await stage.press(dee, told, 'Open it'))).toContain('no investigation of yours');
    expect(plain(await boardOf(ada))).toContain('0 pinned of 1 clue seen');
    const opened = await stage.press(ben, told, 'Open it');
    expect(opened.text).toContain('futex');
    expect(plain(await boardOf(ben))).toContain('Your team waits for what only you were shown: Do strace.');
    const form = (await stage.press(ben, opened.view, 'Relay')).modal;
    await stage.fill(ben, form, { words: 'it *waits* for a futex' });
    expect(threadWords().at(-1)).toContain('**Ben** has told you what **Do strace** shows.');
    const relayed = stage.messagesIn(thread).at(-1) ?? incident;
    expect(plain(relayed)).not.toContain('futex');
    expect((await stage.press(ada, relayed, 'Read it')).text).toContain('**Ben**: it *waits* for a futex');
    expect(refusalOf(await stage.fill(ben, form, { words: 'again' }))).toContain('relayed already');
    expect((await stage.press(ada, await boardOf(ada), 'Case file')).text).toContain('The observation called futex.');
  });

  it('goes on where a role is nobody’s: whoever looks is shown it and relays it', async () => {
    const done = await stage.choose(ada, await boardOf(ada), 'What do you do?', 'threads');
    expect(done.text).toContain('Thread 1');
    const form = (await stage.press(ada, done.view, 'Relay')).modal;
    await stage.fill(ada, form, { words: 'one thread' });
    expect(threadWords().at(-1)).toContain('**Ada** has told you what **Do threads** shows.');
  });

  it('tells hypotheses and roles, and leaves decisions to the lead', async () => {
    let board = await boardOf(ben);
    const form = (await stage.press(ben, board, 'Hypothesis')).modal;
    const cause = form.fields[0];
    const value = cause?.kind === 'choice' ? (cause.options[0]?.value ?? '') : '';
    await stage.fill(ben, form, { cause: value, sure: '30', words: '' });
    expect(threadWords().at(-1)).toBe('**Ben** has a hypothesis, 30 % sure of it.');
    const causes = (await stage.press(ben, board, 'Diagnose')).view;
    expect(refusalOf(await stage.press(ben, causes, 'A'))).toContain("the lead's to decide: **Ada**");
    expect(refusalOf(await stage.press(ben, board, 'Give up'))).toContain("the lead's");
    const roles = (await stage.press(ben, board, 'Roles')).view;
    await stage.press(ben, roles, 'Be lead');
    expect(threadWords().at(-1)).toBe('**Ben** is lead now.');
    board = await boardOf(ada);
    expect(refusalOf(await stage.press(ada, board, 'Hint'))).toContain("the lead's to decide: **Ben**");
  });

  it('forged or stale presses of others do nothing', async () => {
    const board = await boardOf(ben);
    expect(refusalOf(await stage.choose(cy, board, 'What do you do?', 'pool'))).toContain('no investigation of yours');
    const foreign = refusalOf(await stage.press(dee, board, 'Roles'));
    expect(foreign).toContain('no investigation of yours');
    const none = await stage.command(dee, 'debug.roles', { run: 'abcdefghijkm', of: 'team' });
    expect(refusalOf(none)).toBe(foreign);
  });

  it('tells its thread what a crash kept back, once', async () => {
    const before = stage.platform.messages.length;
    stage.platform.faults.push('lost');
    const lost = await stage.choose(ben, await boardOf(ben), 'What do you do?', 'parent');
    expect(refusalOf(lost)).toContain('Something broke on my side');
    expect(stage.failures.splice(0)).toHaveLength(1);
    expect(stage.platform.messages).toHaveLength(before);
    // Another process, with nothing in memory but the same database.
    const restarted = createBot(routes, stage.services, (error) => stage.failures.push(error));
    const { state } = controlOf(await boardOf(ben), 'What do you do?').action;
    const person = { manages: false, roles: [], locale: 'en-GB', ...ben };
    const place = { platform: 'test', workspace: 'w', channel: 'lobby' };
    const action = { route: 'debug.act', state: { ...state, action: 'lock' } };
    await restarted.handle({ id: 'after-the-crash', place, person, action }).reply;
    expect(threadWords().slice(-2)[0]).toContain('**Do parent**');
    expect(threadWords().slice(-2)[1]).toContain('**Do lock**');
    await restarted.handle({ id: 'after-the-crash', place, person, action }).reply;
    expect(stage.platform.messages).toHaveLength(before + 2);
  });

  it('plays on when somebody has deleted its thread', async () => {
    stage.platform.faults.push('unreachable');
    const done = await stage.choose(ada, await boardOf(ada), 'What do you do?', 'author');
    expect(done.text).toContain('Nothing changed this week');
  });

  it('shares its points; the debrief waits for the close', async () => {
    const pinned = await pinAll(stage, ben, await boardOf(ben), NEEDS);
    const found = await diagnose(stage, ben, pinned, 'fork');
    const ended = await deploy(stage, ben, found, 'spawn');
    expect(plain(ended)).toContain('**92 of 100**');
    expect(plain(ended)).toContain('The debrief comes when the incident closes');
    expect(threadWords().slice(-2)[0]).toContain('**Ben** made a diagnosis.');
    expect(threadWords().at(-1)).toContain('**Ben** deployed a fix.');
    expect(threadWords().join('\n')).not.toMatch(/That is it|That is not it|It ran for a day|was copied|spawn/);
    expect(await stage.points()).toEqual({ Ada: 55, Ben: 55 });
    const row = (await stage.query(`select id from investigations where kind = 'team'`))[0]?.['id'];
    const early = await stage.command(ada, 'debug.debrief', { run: String(row), of: 'team', page: 'cause' });
    expect(refusalOf(early)).toContain('The debrief comes when the incident closes');
  });
});

describe('the close', () => {
  it('scores what is unfinished, tells every team and the channel, and takes no more moves', async () => {
    const open = await boardOf(cy);
    await stage.choose(cy, open, 'What do you do?', 'log');
    await stage.travelTo('2026-11-27T21:05:00Z');
    expect(await stage.query(`select outcome, score from investigations order by kind`)).toEqual([
      { outcome: 'closed', score: 0 },
      { outcome: 'fixed', score: 92 },
    ]);
    const closed = plain(stage.posted('incident/'));
    expect(closed).toBe('# Closed · The pool that stops at lunch\n[My result] [Debrief]');
    const moment = plain(stage.posted(`${incidentPost().key}/results`));
    expect(moment).toContain('# The pool that stops at lunch: 2 investigations, 1 with the right fix');
    expect(moment).toContain('**92** of 100 · Team 1 (Ada, Ben)\n**0** of 100 · Cy');
    expect(moment).not.toContain('The lock was held when the worker was made.');
    expect(threadWords().at(-1)).toContain('Closed: **92 of 100**');
    const debriefed = await stage.press(dee, stage.posted('incident/'), 'Debrief');
    expect(debriefed.text).toContain('The lock was held when the worker was made.');
    // Who took no part sees the expert's path beside everybody's; who did, their own first, and nobody is named.
    const paths = await stage.press(dee, debriefed.view, 'The paths');
    expect(paths.text).toContain('**An expert’s path**');
    expect(paths.text).toContain('**The others:** 2 investigations, 1 with the right fix, as a rule within');
    expect(paths.text).toContain('Where they looked first:');
    expect(paths.text).not.toMatch(/Ada|Ben|Cy/);
    const own = await stage.press(cy, stage.posted('incident/'), 'Debrief');
    expect(own.text).toContain('# Your path');
    expect(own.text).toContain('**The others:** 1 investigation, 1 with the right fix');
    expect((await stage.press(cy, own.view, 'What follows')).text).toContain('**Prevention**');
    expect(refusalOf(await stage.press(stranger, stage.posted('incident/'), 'Debrief'))).toContain('/cohort join');
    const late = await stage.choose(cy, open, 'What do you do?', 'pool');
    expect(late.text).toContain('Closed before it was fixed: **0 of 100**');
    expect(refusalOf(await stage.press(dee, incident, 'Join a team'))).toContain('It closed');
    const mine = await stage.press(ada, stage.posted('incident/'), 'My result');
    expect((await stage.press(ada, mine.view, 'The cause')).text).toContain('The mechanism');
    expect(refusalOf(await stage.press(dee, stage.posted('incident/'), 'My result'))).toContain('You took no part');
    expect(await stage.points()).toEqual({ Ada: 55, Ben: 55 });
  });
});

describe('a post-mortem', () => {
  it('is drafted from the log, filled in by the team, and read by a mentor who is not one of them', async () => {
    const last = stage.messagesIn(thread).at(-1) ?? incident;
    expect(refusalOf(await stage.press(cy, last, 'Post-mortem'))).toContain('no investigation of yours');
    const draft = (await stage.press(ben, last, 'Post-mortem')).view;
    const file = draft.blocks.find((block) => block.kind === 'file');
    expect(file).toMatchObject({ content: expect.stringContaining('-   2 min: Do log') });
    const form = (await stage.press(ben, draft, 'Fill it in')).modal;
    const empty = { impact: '', cause: '', evidence: '', lessons: '', actions: '' };
    expect(refusalOf(await stage.fill(ben, form, empty))).toContain('Nothing is filled in yet');
    const sent = await stage.fill(ben, form, { ...empty, cause: 'a lock held at the *fork*' });
    expect(sent.text).toContain('It waits for a mentor.');
    expect(refusalOf(await stage.command(ada, 'debug reviews'))).toContain('for the mentors');

    const waiting = await stage.command(mentor, 'debug reviews');
    expect(waiting.text).toContain('1. **The pool that stops at lunch** by team 1 (Ada, Ben)');
    const row = String((await stage.query(`select id from investigations where kind = 'team'`))[0]?.['id']);
    const read = await stage.choose(mentor, waiting.view, 'Read…', row);
    expect(read.text).toContain('a lock held at the *fork*');
    const comment = (await stage.press(mentor, read.view, 'Comment')).modal;
    const said = await stage.fill(mentor, comment, { words: 'Who was hurt?' });
    expect(said.text).toContain('Your comment is with them.');
    for (const who of ['dm-ada', 'dm-ben']) {
      expect(plain(stage.messagesIn(who).at(-1) ?? incident)).toContain('Who was hurt?');
    }
    expect((await stage.command(mentor, 'debug reviews')).text).toContain('No post-mortem of **Autumn** waits');

    const anew = (await stage.press(ada, last, 'Post-mortem')).view;
    expect(plain(anew)).toContain('**A mentor has comments**');
    const second = await stage.fill(ada, (await stage.press(ada, anew, 'Fill it in')).modal, {
      ...empty,
      impact: 'All',
    });
    const again = second.view.blocks.find((block) => block.kind === 'file');
    expect(again).toMatchObject({ content: expect.stringMatching(/\n\nAll\n[\s\S]*a lock held at the \*fork\*/) });
    const list = (await stage.command(mentor, 'debug reviews')).view;
    const shown = (await stage.choose(mentor, list, 'Read…', row)).view;
    stage.platform.faults.push('unreachable');
    const approved = await stage.press(mentor, shown, 'Approve');
    expect(approved.text).toContain('Approved. Direct messages to Ada are closed');
    const before = stage.platform.messages.length;
    await stage.press(mentor, shown, 'Approve');
    expect(stage.messagesIn('dm-ben')).toHaveLength(2);
    expect(stage.platform.messages.length).toBeLessThanOrEqual(before + 1);
    expect((await stage.press(ben, last, 'Post-mortem')).text).toContain('**Approved**');

    // Handed in once more, and approved by two presses at the same moment: it is approved once, and told once.
    const third = (await stage.press(ada, last, 'Post-mortem')).view;
    await stage.fill(ada, (await stage.press(ada, third, 'Fill it in')).modal, { ...empty, impact: 'Everybody' });
    await Promise.all([stage.press(mentor, shown, 'Approve'), stage.press(mentor, shown, 'Approve')]);
    const approvals = await stage.query(`select id from post_mortems where kind = 'approved'`);
    expect(approvals).toHaveLength(2);
    expect(stage.messagesIn('dm-ben')).toHaveLength(3);
  });
});

it('is not filled by two who take the lead from each other over and over: they have to wait', async () => {
  const fresh = await createStage();
  await fresh.command(mentor, 'debug post', { scenario: 'stuck-pool' });
  await fresh.press(ada, fresh.posted('incident/'), 'Join a team');
  const [{ channel } = { channel: '' }] = fresh.platform.threads;
  const teams = await fresh.press(ben, fresh.posted('incident/'), 'Join a team');
  await fresh.press(ben, teams.view, 'Team 1');
  const rolesOf = async (who: typeof ada) => {
    const { view } = await fresh.command(who, 'debug resume');
    return (await fresh.press(who, view, 'Roles')).view;
  };
  const said: string[] = [];
  for (let time = 0; time < 25; time += 1) {
    for (const who of [ben, ada]) said.push((await fresh.press(who, await rolesOf(who), 'Be lead')).text);
  }
  const lines = fresh.messagesIn(channel).length;
  expect(lines).toBeGreaterThan(40);
  for (let time = 0; time < 25; time += 1) {
    for (const who of [ben, ada]) said.push((await fresh.press(who, await rolesOf(who), 'Be lead')).text);
  }
  expect(fresh.messagesIn(channel).length - lines).toBeLessThanOrEqual(40);
  expect(said.at(-1)).toContain('told your team’s thread many things in a short time. The next line can come');
  await fresh.close();
});
