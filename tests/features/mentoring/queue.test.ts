import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pingsOf } from '../../../src/chat/pings.ts';
import { plain } from '../../support/platform.ts';
import { refusalOf } from '../../support/rig.ts';
import { ann, ben, cleo, createHelp, type Help, maya, milo } from './stage.ts';

let help: Help;
beforeEach(async () => {
  help = await createHelp();
});
afterEach(async () => {
  expect(help.rig.failures).toEqual([]);
  await help.rig.close();
});

const threadOf = (question: string) => {
  const { platform } = help.rig;
  const post = platform.messages.find(({ key, view }) => /^ask\/[^/]+$/.test(key) && plain(view).includes(question));
  return `thread-${post?.message}`;
};
/** Whom a message in a channel notifies, newest message last. */
const pingedIn = (channel: string) =>
  help.rig.platform.messages.filter((one) => one.channel === channel).map(({ view }) => pingsOf(view).members);

describe('a question that is asked', () => {
  it('is posted with its thread, in which its asker is, by a delivery that was planned with it', async () => {
    const { rig } = help;
    const asked = await rig.command(
      ann,
      'ask.send',
      { question: 'Why?', tried: 'Reading', urgency: 'blocked', place: 'thread' },
      'home',
    );
    expect(asked.text).toContain('Your question waits for a mentor. It is first in line.');
    const { rows } = await rig.database.db.execute(`select kind, settled_at from deliveries where kind like 'help%'`);
    expect(rows.map(({ kind }) => kind).sort()).toEqual(['help', 'help-call', 'help-check', 'help-check']);
    await help.settle();
    const shown = plain(help.posted('Why?'));
    expect(shown).toContain('**Tried so far:** Reading');
    expect(shown).toContain('Urgent: stuck until it is answered');
    expect(rig.platform.threads).toEqual([{ channel: threadOf('Why?'), title: 'Ann: Why?' }]);
    expect(pingedIn(threadOf('Why?'))).toEqual([['ann']]);
    expect(rig.platform.broughtIn).toEqual([{ thread: threadOf('Why?'), people: ['ann'] }]);
  });

  it('comes when the channel can be posted to again, once, and is one question all the while', async () => {
    const { rig } = help;
    rig.platform.gone.add('home');
    const asked = await rig.command(ann, 'ask.send', { question: 'Why?', place: 'thread' }, 'home');
    expect(asked.text).toContain('waits for a mentor');
    await help.settle();
    expect((await rig.command(maya, 'questions', {}, 'home')).text).toContain('1. Why? — Ann');
    rig.platform.gone.delete('home');
    rig.failures.length = 0;
    await help.rig.travelTo(rig.now().add({ hours: 1 }));
    await expect
      .poll(() => help.said('home').filter((words) => words.includes('asks:')).length, { timeout: 20_000 })
      .toBe(1);
  });

  it('names the skill that its words say, and the asker says another', async () => {
    const asked = await help.ask(ann, 'How do symbol tables come about?');
    expect(asked.text).toContain('[About: Symbol tables ▾');
    expect(plain(help.posted('symbol'))).toContain('About: Symbol tables');
    const other = await help.does(ann, 'ask.skill', 'symbol', { skill: 'scopes-and-closures' });
    expect(other.text).toContain('[About: Scopes and closures ▾');
    expect(refusalOf(await help.does(ann, 'ask.skill', 'symbol', { skill: 'nothing' }))).toContain('no such skill');
    expect(refusalOf(await help.does(ben, 'ask.skill', 'symbol', { skill: 'gil' }))).toContain('Only who asked');
  });

  it('offers what is taught now where neither its words nor what its asker missed say what it is about', async () => {
    await help.rig.close();
    help = await createHelp('2027-03-01T09:00:00Z');
    const asked = await help.ask(ann, 'Hm, hm?');
    expect(asked.text).toContain('waits for a mentor');
    expect(plain(asked.view)).toMatch(/\[What is it about\? ▾ [^\]]*Symbol tables[^\]]*Something else\]/);
    expect(plain(asked.view)).not.toContain('What the compiler optimises');
    // After the third session it is its skills.
    await help.rig.travelTo('2027-03-10T12:00:00Z');
    expect(plain((await help.does(ann, 'ask.stand', 'Hm, hm?')).view)).toContain('What the compiler optimises');
  });

  it('tells the typical wait from five on, in the working hours of mentors', async () => {
    // 11:00 in Berlin; each waits an hour more.
    for (const [index, question] of ['One?', 'Two?', 'Three?', 'Four?', 'Five?'].entries()) {
      await help.ask(ann, question);
      await help.pass({ minutes: 10 * (index + 1) });
      expect((await help.does(ann, 'ask.stand', question)).text).toContain('there is no history yet');
      await help.take(maya, question);
      await help.does(maya, 'ask.answered', question);
    }
    const told = (await help.ask(ann, 'Six?')).text;
    expect(told).toContain(
      "Typically that takes 30 minutes of the mentors' working hours, and nine times in ten no more than 50 minutes.",
    );
  });

  it('is taken back with its words', async () => {
    await help.ask(ann, 'A blunder?');
    expect(refusalOf(await help.does(ben, 'ask.withdraw', 'A blunder?'))).toContain('Only who asked');
    expect((await help.does(ann, 'ask.withdraw', 'A blunder?')).text).toContain('taken your question back');
    expect((await help.does(ann, 'ask.withdraw', 'A blunder?')).text).toContain('taken your question back');
    expect(help.said('home').filter((words) => words.includes('blunder'))).toEqual([]);
    expect(refusalOf(await help.take(maya, 'A blunder?'))).toBe('**Ann** has taken that question back.');
  });
});

describe('a question that is taken', () => {
  it('brings both into its thread, and its words through the bot too', async () => {
    await help.ask(ann, 'Why?');
    const taken = await help.take(maya, 'Why?');
    expect(taken.text).toContain('Answer in @thread-');
    const thread = threadOf('Why?');
    expect(pingedIn(thread).at(-1)?.toSorted()).toEqual(['ann', 'maya']);
    expect(help.rig.platform.broughtIn.at(-1)).toEqual({ thread, people: ['ann', 'maya'] });
    const form = await help.rig.press(maya, taken.view, 'Reply');
    expect(form.modal.fields.map(({ name }) => name)).toEqual(['words']);
    await help.does(maya, 'ask.say', 'Why?', { words: 'Because *so*.' });
    expect(help.said(thread).at(-1)).toBe('**Maya**:\nBecause *so*.\n[Answer]');
    expect((await help.take(maya, 'Why?')).text).toContain('It is yours until it is answered.');
    expect(refusalOf(await help.does(milo, 'ask.say', 'Why?', { words: 'Me!' }))).toBe('**Maya** has it, not you.');
  });

  it('is talked about in private where the asker wants that: nothing of it stands in the channel', async () => {
    await help.ask(ann, 'A secret?', { place: 'private' });
    expect(help.said('home').join()).not.toMatch(/secret/);
    expect(help.said('home').at(-1)).toContain('waits, in private');
    await help.take(maya, 'A secret?');
    expect(help.rig.platform.talks).toMatchObject([{ channel: 'home', people: ['ann', 'maya'] }]);
    expect(help.said('talk-ann-maya')).toEqual(['@ann, @maya has your question.']);
    await help.does(ann, 'ask.say', 'A secret?', { words: 'It is this.' });
    expect(help.said('talk-ann-maya').at(-1)).toContain('**Ann**:\nIt is this.');
    await help.does(maya, 'ask.hand', 'A secret?', { to: 'test:w/milo' });
    expect(help.toldTo(milo).at(-1)).toContain('**Maya** has handed a question over to you');
    expect(help.said('home').join()).not.toMatch(/secret/);
  });

  it('goes through direct messages where the platform opens no conversation, and no thread', async () => {
    const { platform } = help.rig;
    platform.isTalkless = true;
    platform.threadless.add('home');
    await help.ask(ann, 'A secret?', { place: 'private' });
    expect((await help.take(maya, 'A secret?')).text).toContain('your words reach **Ann** in private');
    expect(help.toldTo(ann).at(-1)).toContain('**Maya** has your question: A secret?');
    await help.does(maya, 'ask.say', 'A secret?', { words: 'Tell me more.' });
    expect(help.toldTo(ann).at(-1)).toContain('**Maya**, on “A secret?”:\nTell me more.\n[Answer]');
    await help.does(ann, 'ask.say', 'A secret?', { words: 'More.' });
    expect(help.toldTo(maya).at(-1)).toContain('**Ann**, on “A secret?”:\nMore.');
    await help.ask(ben, 'Open?');
    await help.take(milo, 'Open?');
    expect(help.toldTo(ben).at(-1)).toContain('**Milo** has your question: Open?');
  });

  it('is one mentor’s when two take it at once, and the other reads whose', async () => {
    await help.ask(ann, 'Why?');
    const state = { cohort: help.cohort, request: await help.idOf('Why?') };
    const both = await Promise.all([maya, milo].map((who) => help.rig.command(who, 'ask.take', state, 'home')));
    const texts = both.map(({ text }) => text).sort();
    expect(texts[0]).toMatch(/^\*\*(Maya|Milo)\*\* has it already\.$/);
    expect(texts[1]).toContain('It is yours until');
    await help.settle();
    const { rows } = await help.rig.database.db.execute(`select member_id from help_events where kind = 'taken'`);
    expect(rows).toHaveLength(1);
  });

  it('is one of four at the most for one mentor', async () => {
    const questions = ['One?', 'Two?', 'Three?', 'Four?', 'Five?'];
    for (const [index, question] of questions.entries()) await help.ask([ann, ben, cleo][index % 3] ?? ann, question);
    for (const question of questions.slice(0, 4))
      expect((await help.take(maya, question)).text).toContain('It is yours');
    expect(refusalOf(await help.take(maya, 'Five?'))).toContain('You have 4 open questions');
    await help.does(maya, 'ask.answered', 'Two?');
    expect((await help.take(maya, 'Five?')).text).toContain('It is yours');
    expect((await help.rig.command(maya, 'questions', { show: 'mine' }, 'home')).text).toMatch(/4\. Five\?/);
  });

  it('goes back after half an hour without a word, and both are told', async () => {
    await help.ask(ann, 'Why?');
    await help.take(maya, 'Why?');
    await help.pass({ minutes: 29 });
    expect((await help.does(maya, 'ask.extend', 'Why?')).text).toContain('It is yours until');
    await help.pass({ minutes: 29 });
    expect((await help.rig.command(milo, 'questions', {}, 'home')).text).toContain('with Maya');
    await help.pass({ minutes: 1 });
    expect((await help.rig.command(milo, 'questions', {}, 'home')).text).toContain('nobody has it');
    expect(help.toldTo(maya).at(-1)).toContain('Half an hour without a word of yours');
    expect(help.said(threadOf('Why?')).at(-1)).toContain('your question is back in the queue');
    expect(refusalOf(await help.does(maya, 'ask.extend', 'Why?'))).toContain('Nobody has that question now');
    expect((await help.take(milo, 'Why?')).text).toContain('It is yours');
  });

  it('stays with whoever has said a word where it is talked about, though the bot was not told of it', async () => {
    const { rig } = help;
    await help.ask(ann, 'Why?');
    await help.take(maya, 'Why?');
    rig.platform.voices.push(
      { channel: threadOf('Why?'), person: 'ann', at: rig.now().add({ minutes: 2 }) },
      { channel: threadOf('Why?'), person: 'cleo', at: rig.now().add({ minutes: 3 }) },
      { channel: threadOf('Why?'), person: 'maya', at: rig.now().add({ minutes: 5 }) },
    );
    await help.pass({ hours: 2 });
    expect(help.toldTo(maya)).toEqual([]);
    expect(refusalOf(await help.take(milo, 'Why?'))).toBe('**Maya** has it already.');
    const { rows } = await rig.database.db.execute(`select member_id, detail from help_events where kind = 'spoke'`);
    expect(rows).toEqual([
      { member_id: 'test:w/ann', detail: { words: null } },
      { member_id: 'test:w/maya', detail: { words: null } },
    ]);
  });

  it('is another mentor’s after the half hour even before the bot has looked, unless there was a word', async () => {
    const { rig } = help;
    rig.platform.isDeaf = true;
    await help.ask(ann, 'Why?');
    await help.take(maya, 'Why?');
    await rig.database.db.execute(
      `update deliveries set queued_at = now(), settled_at = now() where kind = 'help-check'`,
    );
    await help.pass({ minutes: 31 });
    expect((await help.take(milo, 'Why?')).text).toContain('It is yours');
  });

  it('is handed over to a mentor, who has it for a day and may give it back', async () => {
    await help.ask(ann, 'Why?');
    await help.take(maya, 'Why?');
    expect((await help.does(maya, 'ask.hand', 'Why?', { to: 'test:w/milo' })).text).toContain(
      'It is with **Milo** now, who hears of it.',
    );
    expect(help.toldTo(milo).at(-1)).toContain('**Maya** has handed a question over to you');
    expect(refusalOf(await help.does(maya, 'ask.release', 'Why?'))).toBe('**Milo** has it, not you.');
    await help.pass({ hours: 20 });
    expect((await help.rig.command(maya, 'questions', {}, 'home')).text).toContain('with Milo');
    expect(refusalOf(await help.does(milo, 'ask.hand', 'Why?', { to: 'test:w/ann' }))).toContain('no mentor');
    await help.does(milo, 'ask.release', 'Why?');
    expect((await help.rig.command(maya, 'questions', {}, 'home')).text).toContain('nobody has it');
  });
});

describe('a question that is handed over', () => {
  const hours = (who: typeof milo, options: Record<string, string>) =>
    help.rig.command(who, 'mentor hours', options, 'home');
  const hand = (question: string) => help.does(maya, 'ask.hand', question, { to: 'test:w/milo' });

  it('goes to nobody who has four already, or as many as they want', async () => {
    const questions = ['One?', 'Two?', 'Three?', 'Four?', 'Five?'];
    for (const [index, question] of questions.entries()) await help.ask([ann, ben, cleo][index % 3] ?? ann, question);
    for (const question of questions.slice(0, 4)) await help.take(milo, question);
    await help.take(maya, 'Five?');
    expect(refusalOf(await hand('Five?'))).toBe(
      '**Milo** has 4 open questions, as many as one mentor may have at once. Hand it over to somebody else, or give it back.',
    );
    expect(help.toldTo(milo).join()).not.toContain('handed a question over');
    for (const question of ['One?', 'Two?', 'Three?']) await help.does(milo, 'ask.answered', question);
    await hours(milo, { capacity: '1' });
    expect(refusalOf(await hand('Five?'))).toContain('**Milo** has 1 open question, as many as they want at once.');
    await help.does(milo, 'ask.answered', 'Four?');
    expect((await hand('Five?')).text).toContain('It is with **Milo** now');
    expect((await hand('Five?')).text).toContain('It is with **Milo** now');
  });

  it('goes to nobody who takes a pause, and they are not offered', async () => {
    await help.ask(ann, 'Why?');
    expect((await help.take(maya, 'Why?')).text).toContain('Milo');
    await hours(milo, { pause: 'yes' });
    expect((await help.take(maya, 'Why?')).text).not.toContain('Milo');
    expect(refusalOf(await hand('Why?'))).toBe(
      '**Milo** takes a pause. Hand it over to somebody else, or give it back.',
    );
    await hours(milo, { pause: 'no' });
    expect((await hand('Why?')).text).toContain('It is with **Milo** now');
  });

  it('goes back to whoever helped when it is opened again, and to all mentors while they are full or take a pause', async () => {
    await help.ask(ann, 'Why?');
    const again = async () => {
      await help.take(milo, 'Why?');
      await help.does(ann, 'ask.answered', 'Why?');
      return async () => (await help.does(ann, 'ask.reopen', 'Why?')).text;
    };
    const paused = await again();
    await hours(milo, { pause: 'yes' });
    expect(await paused()).toContain('waits for a mentor');
    await hours(milo, { pause: 'no', capacity: '1' });
    const full = await again();
    await help.ask(ben, 'Two?');
    await help.take(milo, 'Two?');
    expect(await full()).toContain('waits for a mentor');
    expect((await help.rig.command(maya, 'questions', {}, 'home')).text).toContain('Why?');
    await help.does(milo, 'ask.answered', 'Two?');
    const free = await again();
    expect(await free()).toContain('**Milo** hears of it');
  });
});

describe('mentors hear of what waits', () => {
  const calls = () => help.rig.platform.messages.filter(({ key }) => key.includes('/call/'));

  it('by a ping of their role, once for all that comes in a rush', async () => {
    await help.ask(ann, 'One?');
    expect(calls().map(({ view }) => pingsOf(view).roles)).toEqual([['mentor-role']]);
    await help.pass({ minutes: 5 });
    await help.ask(ben, 'Two?');
    await help.ask(cleo, 'Three?');
    expect(calls()).toHaveLength(1);
    await help.pass({ minutes: 25 });
    expect(calls()).toHaveLength(2);
    expect(plain(calls()[1]?.view ?? help.posted('One?'))).toContain('2 questions of **Autumn** wait.');
    await help.pass({ hours: 24 });
    expect(calls()).toHaveLength(2);
  });

  it('by direct message in their hours, where they chose that, and never both', async () => {
    const { rig } = help;
    expect((await rig.command(maya, 'notify', { questions: 'direct' })).text).toContain(
      'For mentors: questions that wait: in private, in your working hours',
    );
    await help.ask(ann, 'One?');
    const [ping] = calls().filter(({ channel }) => channel === 'home');
    expect(ping && pingsOf(ping.view)).toEqual({ members: ['milo'], roles: [] });
    expect(help.toldTo(maya)).toEqual([expect.stringContaining('One? — Ann')]);
    // After hours it waits for the next morning, nine in Berlin.
    await help.rig.travelTo('2026-11-24T20:00:00Z');
    await help.ask(ben, 'Two?');
    expect(help.toldTo(maya)).toHaveLength(1);
    await help.rig.travelTo('2026-11-25T07:59:00Z');
    expect(help.toldTo(maya)).toHaveLength(1);
    await help.rig.travelTo('2026-11-25T08:00:00Z');
    expect(help.toldTo(maya)).toHaveLength(2);
    expect(help.toldTo(maya)[1]).toContain('Two? — Ben');
  });

  it('when it is not quiet for them: who is at work in quiet hours hears of what still waits as they end, once', async () => {
    const { rig } = help;
    await rig.command(maya, 'notify', { questions: 'direct', quiet: '8-13', zone: 'UTC' });
    await help.ask(ann, 'One?');
    await help.pass({ minutes: 40 });
    await help.ask(ben, 'Two?');
    await rig.travelTo('2026-11-24T12:59:00Z');
    expect(help.toldTo(maya)).toEqual([]);
    await rig.travelTo('2026-11-24T13:00:00Z');
    expect(help.toldTo(maya)).toEqual([expect.stringMatching(/One\? — Ann[\s\S]*Two\? — Ben/)]);
    await help.pass({ hours: 3 });
    expect(help.toldTo(maya)).toHaveLength(1);
  });

  it('also those who only have the role and whom I never saw, each as they chose, where the platform says who they are', async () => {
    const { rig } = help;
    await rig.command(maya, 'notify', { questions: 'direct' });
    rig.platform.holders.set('mentor-role', ['maya', 'milo', 'nia']);
    await help.ask(ann, 'One?');
    const [ping] = calls().filter(({ channel }) => channel === 'home');
    expect(ping && pingsOf(ping.view)).toEqual({ members: ['milo', 'nia'], roles: [] });
    expect(help.toldTo(maya)).toEqual([expect.stringContaining('One? — Ann')]);
    // She says how she wants to hear of them before she has done anything else, and hears of the next that way alone.
    const nia = { id: 'nia', name: 'Nia', roles: ['mentor-role'] };
    await rig.command(nia, 'notify', { questions: 'direct' });
    await help.pass({ hours: 1 });
    await help.ask(ben, 'Two?');
    const last = calls()
      .filter(({ channel }) => channel === 'home')
      .at(-1);
    expect(last && pingsOf(last.view)).toEqual({ members: ['milo'], roles: [] });
    expect(help.toldTo(nia)).toEqual([expect.stringContaining('Two? — Ben')]);
    expect(help.toldTo(milo)).toEqual([]);
  });

  it('by the role as a whole where all who are known want a ping, whoever else has it', async () => {
    help.rig.platform.holders.set('mentor-role', ['maya', 'milo', 'nia']);
    // Where the platform does not answer who that is, they hear of it all the same.
    help.rig.platform.isSilent = true;
    await help.ask(ann, 'One?');
    expect(calls().map(({ view }) => pingsOf(view))).toEqual([{ members: [], roles: ['mentor-role'] }]);
    expect(['maya', 'milo', 'nia'].flatMap((id) => help.toldTo({ id, name: id }))).toEqual([]);
  });

  it('asks those whom I never saw once to make themselves known, where mentors are named one by one and I can’t see who they are', async () => {
    const { rig } = help;
    await rig.command(maya, 'notify', { questions: 'direct' });
    const meets = () => rig.platform.messages.filter(({ key }) => key.includes('/meet-mentors/'));
    await help.ask(ann, 'One?');
    await help.pass({ hours: 1 });
    await help.ask(ben, 'Two?');
    const [meet, ...more] = meets();
    expect(more).toEqual([]);
    if (meet === undefined) throw new Error('nobody was asked');
    expect(meet.channel).toBe('home');
    expect(pingsOf(meet.view)).toEqual({ members: [], roles: ['mentor-role'] });
    const nia = { id: 'nia', name: 'Nia', roles: ['mentor-role'] };
    expect((await rig.press(nia, meet.view, 'I mentor here', {}, 'home')).text).toContain('as staff');
    await help.pass({ hours: 1 });
    await help.ask(ann, 'Three?');
    const last = calls()
      .filter(({ channel }) => channel === 'home')
      .at(-1);
    expect(last && pingsOf(last.view)).toEqual({ members: ['milo', 'nia'], roles: [] });
    expect(meets()).toHaveLength(1);
  });

  it('asks nobody where all are named as a role, or where the platform says who they are', async () => {
    const { rig } = help;
    const meets = () => rig.platform.messages.filter(({ key }) => key.includes('/meet-mentors/'));
    await help.ask(ann, 'One?');
    await rig.command(maya, 'notify', { questions: 'direct' });
    rig.platform.holders.set('mentor-role', ['maya', 'milo']);
    await help.pass({ hours: 1 });
    await help.ask(ben, 'Two?');
    expect(meets()).toEqual([]);
  });

  it('not at all where all of them want that, and not of what was taken meanwhile', async () => {
    for (const who of [maya, milo]) await help.rig.command(who, 'notify', { questions: 'off' });
    await help.ask(ann, 'One?');
    expect(calls().filter(({ view }) => pingsOf(view).roles.length > 0)).toEqual([]);
    await help.ask(ben, 'Two?');
    await help.take(maya, 'Two?');
    await help.pass({ hours: 1 });
    expect(calls()).toEqual([]);
  });

  it('unless they take a pause, whether by a ping or in private', async () => {
    const { rig } = help;
    const pings = () => calls().map(({ view }) => pingsOf(view));
    await rig.command(milo, 'mentor hours', { pause: 'yes' }, 'home');
    await help.ask(ann, 'One?');
    expect(pings()).toEqual([{ members: ['maya'], roles: [] }]);
    // What was planned for her next morning does not reach her once she takes a pause, too.
    await rig.command(maya, 'notify', { questions: 'direct' });
    await rig.travelTo('2026-11-24T20:00:00Z');
    await help.ask(ben, 'Two?');
    await rig.command(maya, 'mentor hours', { pause: 'yes' }, 'home');
    await rig.travelTo('2026-11-25T08:00:00Z');
    expect(pings()).toHaveLength(1);
    expect([maya, milo].flatMap((who) => help.toldTo(who))).toEqual([]);
    await rig.command(milo, 'mentor hours', { pause: 'no' }, 'home');
    await help.ask(cleo, 'Three?');
    expect(pings().at(-1)).toEqual({ members: ['milo'], roles: [] });
  });
});
