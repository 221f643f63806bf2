import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadCurriculum } from '../../../src/curriculum/load.ts';
import type { Item } from '../../../src/curriculum/schema.ts';
import { thanksForm } from '../../../src/features/mentoring/after-views.ts';
import { listResolvedRequests } from '../../../src/features/mentoring/store.ts';
import { misconceptionsIn } from '../../../src/features/quizzes/learned.ts';
import { answers, rounds } from '../../../src/features/quizzes/tables.ts';
import { plain } from '../../support/platform.ts';
import { type Actor, refusalOf } from '../../support/rig.ts';
import { ann, ben, cleo, createHelp, type Help, maya, milo, organiser } from './stage.ts';

let help: Help;
beforeEach(async () => {
  help = await createHelp();
});
afterEach(async () => {
  expect(help.rig.failures).toEqual([]);
  await help.rig.close();
});

/** A question of the curriculum whose wrong option gives a belief away. */
const item = [...loadCurriculum('curriculum').items.values()].find(
  (one): one is Extract<Item, { kind: 'single' }> => one.kind === 'single' && misconceptionsIn(one).length > 0,
);
if (item === undefined) throw new Error('no item gives a belief away');
const { slug, skill, options } = item;

/** Somebody answers it wrongly in practice. */
async function misses(who: Actor): Promise<void> {
  const { db } = help.rig.services;
  const at = help.rig.now();
  const [id, memberId] = [`practice-${who.id}`, `test:w/${who.id}`];
  const round = {
    id,
    kind: 'practice' as const,
    workspaceId: 'test:w',
    memberId,
    title: 'Practice',
    items: [slug],
    openedAt: at,
  };
  await db.insert(rounds).values(round);
  const option = options.findIndex((one) => !one.right && one.misconception !== undefined);
  const answer = { roundId: id, item: slug, memberId, response: { kind: 'option', option }, right: false } as const;
  await db.insert(answers).values({ ...answer, answeredAt: at, eventId: id });
}

async function helped(question: string): Promise<void> {
  await help.ask(ann, question);
  await help.pass({ minutes: 20 });
  await help.take(maya, question);
  await help.does(maya, 'ask.say', question, { words: 'Because it is reused.' });
}

describe('after a question', () => {
  it('the asker is asked in private how it went unless they want no such words, and a third message of a day waits', async () => {
    const asked = () =>
      help.rig.platform.messages.filter(
        ({ channel, view }) => channel === 'dm-ann' && plain(view).includes('How did it go?'),
      );
    await help.rig.command(ann, 'notify', { talks: 'off' }, 'home');
    await helped('Why is id reused?');
    await help.does(maya, 'ask.answered', 'Why is id reused?');
    await help.pass({ minutes: 1 });
    expect(asked()).toEqual([]);
    await help.rig.command(ann, 'notify', { talks: 'on' }, 'home');
    for (const question of ['Why two?', 'Why three?', 'Why four?']) {
      await helped(question);
      await help.does(maya, 'ask.answered', question);
      await help.pass({ minutes: 1 });
    }
    expect(asked()).toHaveLength(2);
    await help.pass({ hours: 25 });
    expect(asked()).toHaveLength(3);
    const [first] = asked();
    if (first === undefined) throw new Error('nobody was asked');
    expect((await help.rig.press(ann, first.view, 'No more of these')).text).toContain(
      'Questions you asked or took: nothing unasked',
    );
  });

  it('the asker says how it went, and nobody is told who said what', async () => {
    await helped('Why is id reused?');
    const over = await help.does(ann, 'ask.answered', 'Why is id reused?');
    expect(over.text).toContain(
      'How did it go? Nobody is told who said what; *solved* and *helped* count for **Maya** alike.',
    );
    expect(refusalOf(await help.does(ben, 'ask.rate', 'Why is id reused?', { mark: 'not-yet' }))).toContain(
      'Only who asked',
    );
    const said = help.rig.platform.messages.length;
    expect((await help.does(ann, 'ask.rate', 'Why is id reused?', { mark: 'not-yet' })).text).toContain(
      '[Open it again]',
    );
    expect(help.rig.platform.messages).toHaveLength(said);
    for (const who of [maya, milo]) {
      for (const show of ['all', 'oldest', 'mine', 'skills']) {
        expect((await help.rig.command(who, 'questions', { show }, 'home')).text).not.toContain('yet');
      }
    }
    // What was not enough yet may turn out to be; what is solved is not taken back.
    expect((await help.does(ann, 'ask.rate', 'Why is id reused?', { mark: 'solved' })).text).toContain('Good to hear.');
    await help.does(ann, 'ask.rate', 'Why is id reused?', { mark: 'not-yet' });
    expect(await listResolvedRequests(help.rig.services.db, help.cohort)).toMatchObject([{ help: { mark: 'solved' } }]);
  });

  it('is asked how it went in private where the mentor says that it is answered', async () => {
    await helped('Why?');
    await help.does(maya, 'ask.answered', 'Why?');
    expect(help.toldTo(ann).at(-1)).toContain('**Maya** says that your question is answered: “Why?”');
    expect(help.toldTo(ann).at(-1)).toContain('[It is solved] [It helped] [Not yet]');
  });

  it('thanks reach the mentor only where the asker says so', async () => {
    for (const [question, shown] of [
      ['One?', 'yes'],
      ['Two?', 'no'],
    ] as const) {
      await helped(question);
      await help.does(ann, 'ask.answered', question);
      await help.does(ann, 'ask.rate', question, { mark: 'helped' });
      const told = await help.does(ann, 'ask.thanks', question, { words: `Thanks for *${question}*`, shown });
      expect(told.text).not.toContain('[Say thanks]');
    }
    const thanked = help.toldTo(maya).filter((words) => words.includes('thanks you'));
    expect(thanked).toEqual(["**Ann** thanks you for “One?”:\nThanks for *One?*\n[What's next] [No more of these]"]);
  });

  it('thanks that the mentor does not read are promised to count nowhere', () => {
    const field = thanksForm({}).fields.find(({ name }) => name === 'shown');
    expect(field?.kind === 'choice' && field.options.map(({ label }) => label)).toEqual([
      'The mentor, with my name',
      'Nobody',
    ]);
  });

  it('thanks that come in quiet hours are put off until these are over, and come once', async () => {
    await help.rig.command(maya, 'notify', { quiet: '8-20', zone: 'UTC' });
    await helped('One?');
    await help.does(ann, 'ask.answered', 'One?');
    await help.does(ann, 'ask.rate', 'One?', { mark: 'helped' });
    await help.does(ann, 'ask.thanks', 'One?', { words: 'Thanks.', shown: 'yes' });
    const thanked = () => help.toldTo(maya).filter((words) => words.includes('thanks you'));
    expect(thanked()).toEqual([]);
    await help.rig.travelTo('2026-11-24T19:59:00Z');
    expect(thanked()).toEqual([]);
    await help.rig.travelTo('2026-11-24T20:00:00Z');
    expect(thanked()).toHaveLength(1);
    await help.rig.travelTo('2026-11-26T20:00:00Z');
    expect(thanked()).toHaveLength(1);
  });

  it('is there for the board: who helped whom, how long it had waited in working hours, how it went', async () => {
    // Ten to five in the afternoon in Berlin: ten minutes of the twenty are worked.
    await help.rig.travelTo('2026-11-24T15:50:00Z');
    await helped('Why is id reused?');
    await help.does(ann, 'ask.answered', 'Why is id reused?');
    await help.does(ann, 'ask.rate', 'Why is id reused?', { mark: 'helped' });
    await help.ask(ben, 'Open?');
    const [given, ...more] = await listResolvedRequests(help.rig.services.db, help.cohort);
    expect(more).toEqual([]);
    expect(given).toMatchObject({ memberId: 'test:w/ann', help: { holder: 'test:w/maya', mark: 'helped' } });
    const taken = given?.help.events.find(({ kind }) => kind === 'taken');
    expect(taken?.kind === 'taken' && Math.round(taken.waited / 60_000)).toBe(10);
  });
});

describe('a question whose words leave open what it is about', () => {
  const title = loadCurriculum('curriculum').skills.get(skill)?.title ?? '';
  const inChannel = () =>
    help.rig.platform.messages.filter(({ channel }) => channel === 'home').map(({ view }) => plain(view));

  it('is shown to its asker with a guess from what they missed, and stands nowhere until they ask', async () => {
    await misses(ann);
    const before = inChannel().length;
    const draft = await help.ask(ann, 'Hm?');
    expect(draft.text).toContain('has not been asked yet');
    expect(draft.text).toContain(`Is it about **${title}**?`);
    expect(draft.text).toContain(`[About: ${title} ▾`);
    expect(inChannel()).toHaveLength(before);
    expect((await help.rig.command(maya, 'questions', {}, 'home')).text).toContain('Nobody waits');
    await help.rig.press(ann, draft.view, 'Ask the mentors', {}, 'home');
    await help.settle();
    expect(inChannel().slice(before).join()).toContain(`About: ${title}`);
  });

  it('tells nobody what they missed where the asker says something else', async () => {
    await misses(ann);
    const draft = await help.ask(ann, 'Hm?');
    const other = await help.rig.press(ann, draft.view, `About: ${title}`, { skill: 'none' }, 'home');
    expect(other.text).toContain('has not been asked yet');
    expect(other.text).toContain('[What is it about? ▾');
    const asked = await help.rig.press(ann, other.view, 'Ask the mentors', {}, 'home');
    expect(asked.text).toContain('waits for a mentor');
    await help.settle();
    expect(inChannel().join('')).not.toContain(title);
  });

  it('is asked at once where words say it, or nothing was missed', async () => {
    await misses(ann);
    expect((await help.ask(ann, 'What is a metaclass for?')).text).toContain('waits for a mentor');
    expect((await help.ask(ben, 'Hm, hm?')).text).toContain('waits for a mentor');
  });
});

describe('what is kept', () => {
  const QUESTION = 'Why is the id of a list reused?';

  async function kept(): Promise<void> {
    await helped(QUESTION);
    await help.does(ann, 'ask.answered', QUESTION);
    expect(refusalOf(await help.does(ann, 'ask.kept', QUESTION, { words: 'x' }))).toContain('Only what is solved');
    await help.does(ann, 'ask.rate', QUESTION, { mark: 'solved' });
    const told = await help.does(ann, 'ask.kept', QUESTION, { words: 'The memory was free again.' });
    expect(told.text).toContain('kept for whoever asks the like');
  }

  it('is offered to the next one before their question is posted, without a name', async () => {
    await kept();
    const offered = await help.ask(ben, 'Why are ids of lists reused?');
    expect(offered.text).toContain('Before it is posted: this was asked before.');
    expect(offered.text).toContain('The memory was free again.');
    expect(offered.text).not.toContain('Ann');
    expect(help.said('home').join()).not.toContain('Why are ids');
    const state = { cohort: help.cohort };
    expect((await help.rig.press(ben, offered.view, 'That solves it', state)).text).toContain('was not posted');
    await help.rig.press(ben, offered.view, 'That solves it', state);
    const [old] = await listResolvedRequests(help.rig.services.db, help.cohort);
    expect(old?.help.events.filter(({ kind }) => kind === 'reused')).toHaveLength(1);
    expect((await help.rig.press(ben, offered.view, 'Ask the mentors', state)).text).toContain('waits for a mentor');
    await help.settle();
    expect(help.said('home').join()).toContain('Why are ids');
  });

  /** Another cohort of the same workspace, in a channel of its own, in which Ben is too. */
  async function winter(): Promise<string> {
    const preview = await help.rig.command(organiser, 'cohort create', {
      name: 'Winter',
      channel: 'second',
      start: '2027-03-02',
      days: 'Tue, Thu',
      time: '18:00',
      zone: 'Europe/Berlin',
      mentors: 'mentor-role',
    });
    await help.rig.press(organiser, preview.view, 'Create the cohort');
    await help.rig.command(ben, 'cohort join', {}, 'second');
    const { rows } = await help.rig.database.db.execute("select id from cohorts where name = 'Winter'");
    return String(rows[0]?.['id']);
  }

  const asks = (question: string, channel: string) =>
    help.rig.command(ben, 'ask.send', { question, place: 'thread' }, channel);

  it('solves the question of another cohort too, and is credited where it was solved', async () => {
    await kept();
    await winter();
    const offered = await asks('Why are ids of lists reused?', 'second');
    expect(offered.text).toContain('The memory was free again.');
    expect((await help.rig.press(ben, offered.view, 'That solves it')).text).toContain('was not posted');
    const [old] = await listResolvedRequests(help.rig.services.db, help.cohort);
    expect(old?.help.events.filter(({ kind }) => kind === 'reused')).toHaveLength(1);
    await help.settle();
    expect(help.toldTo(maya).join()).toContain('What you solved has helped again');
    const forged = { request: await help.idOf('Why are ids'), like: await help.idOf('Why are ids') };
    expect(refusalOf(await help.rig.command(ben, 'ask.solved', forged, 'second'))).toContain('no longer exists');
  });

  it('is offered, and a guess is shown, once whoever is in several cohorts has said which one is meant', async () => {
    await kept();
    await misses(ben);
    const cohort = await winter();
    const which = await asks('Why are ids of lists reused?', 'lobby');
    expect(which.text).toContain('Which cohort');
    const offered = await help.rig.press(ben, which.view, 'Choose a cohort', { cohort });
    expect(offered.text).toContain('Before it is posted: this was asked before.');
    const vague = await help.rig.press(ben, (await asks('Hm?', 'lobby')).view, 'Choose a cohort', { cohort });
    expect(vague.text).toContain('has not been asked yet');
    expect(vague.text).toContain('Is it about **');
    await help.settle();
    expect(help.said('second').join()).not.toMatch(/Hm\?|Why are ids/);
    for (const shown of [offered, vague])
      expect((await help.rig.press(ben, shown.view, 'Ask the mentors')).text).toContain('waits for a mentor');
  });

  it('is asked at once with the cohort where nothing like it was kept and nothing is guessed', async () => {
    const cohort = await winter();
    const which = await asks('How do generators end?', 'lobby');
    const asked = await help.rig.press(ben, which.view, 'Choose a cohort', { cohort });
    expect(asked.text).toContain('waits for a mentor');
  });

  it('is one for all homes of a cohort, and so are saved replies', async () => {
    await kept();
    await help.ask(ann, 'How do symbol tables come about?');
    await help.take(maya, 'symbol');
    const said = await help.does(maya, 'ask.say', 'symbol', { words: 'Look at symtable.' });
    await help.rig.press(maya, said.view, 'Keep this reply', { cohort: help.cohort });
    const at = { platform: 'other', workspace: 'team' };
    const { text } = await help.rig.command(organiser, 'organise link', {}, 'home');
    const code = /[B-Z2-9]{4}-[B-Z2-9]{4}/.exec(text)?.[0] ?? '';
    await help.rig.command({ id: 'U-oskar', name: 'Oskar', manages: true, at }, 'organise link', { code }, 'C1');
    const nora: Actor = { id: 'U-nora', name: 'Nora', at };
    await help.rig.command(nora, 'cohort join', {}, 'C1');
    const ask = (question: string) => help.rig.command(nora, 'ask.send', { question, place: 'private' }, 'C1');
    expect((await ask('Why are ids of lists reused?')).text).toContain('The memory was free again.');
    await ask('When are symbol tables made?');
    await help.settle();
    expect(plain((await help.take(milo, 'When are')).view)).toContain('▾ Look at symtable.]');
  });

  it('does not stand in the way of another question', async () => {
    await kept();
    expect((await help.ask(ben, 'How do generators end?')).text).toContain('waits for a mentor');
  });

  it('is shown to whoever takes the like, with what else there is to know', async () => {
    await kept();
    const asked = await help.ask(ann, 'Why are ids of lists reused so soon?');
    await help.rig.press(ann, asked.view, 'Ask the mentors', { cohort: help.cohort });
    await help.settle();
    const taken = await help.take(maya, 'so soon');
    expect(taken.text).toContain('**About Ann**, for your eyes:');
    expect(taken.text).toContain(`What solved “${QUESTION}” for somebody: The memory was free again.`);
    expect(taken.text).toContain(`You have helped them before: “${QUESTION}”`);
  });

  it('replies too: a mentor saves one with a button, another says it, and its author is named', async () => {
    await help.ask(ann, 'How do symbol tables come about?');
    await help.take(maya, 'symbol');
    const said = await help.does(maya, 'ask.say', 'symbol', { words: 'Look at symtable.' });
    const saved = await help.rig.press(maya, said.view, 'Keep this reply', { cohort: help.cohort });
    expect(saved.text).toContain('Any mentor who takes a question about **Symbol tables** can send it');
    await help.ask(ben, 'When are symbol tables made?');
    const taken = await help.take(milo, 'When are');
    expect(plain(taken.view)).toContain('[Say a saved reply … ▾ Look at symtable.]');
    const reply = /"value":"(\d+)","description":"Maya"/.exec(JSON.stringify(taken.view))?.[1] ?? '';
    await help.does(milo, 'ask.use', 'When are', { reply });
    expect(help.rig.platform.messages.at(-1) && plain(help.rig.platform.messages.at(-1)?.view ?? taken.view)).toContain(
      '**Milo**:\nLook at symtable.',
    );
    expect(JSON.stringify((await help.take(milo, 'When are')).view)).toContain('Maya, said again once');
    expect(refusalOf(await help.does(milo, 'ask.use', 'When are', { reply: '999' }))).toContain('not kept any more');
    expect(refusalOf(await help.does(milo, 'ask.save', 'symbol', { reply }))).toContain('what you said yourself');
    // Who asked is helped: its author is told, once, and it counts.
    await help.does(ben, 'ask.answered', 'When are');
    await help.does(ben, 'ask.rate', 'When are', { mark: 'helped' });
    const told = help.toldTo(maya).filter((words) => words.includes('has helped again'));
    expect(told).toEqual([expect.stringContaining('Milo said it: “Look at symtable.”')]);
    expect(told.join()).not.toContain('Ben');
    const board = await help.rig.command(maya, 'leaderboard', { of: 'mentors' }, 'home');
    expect(board.text).toMatch(/Milo[^\n]*5 points[\s\S]*Maya[^\n]*3 points/);
  });

  it('a mentor’s own words in the thread at one press, once, and nobody else’s', async () => {
    const { rig } = help;
    await help.ask(ann, 'What is the symbol table for?');
    await help.take(maya, 'symbol');
    const channel = rig.platform.threads[0]?.channel ?? '';
    const keep = (who: Actor, state: Record<string, string>) =>
      rig.command(
        who,
        'ask.keep-words',
        { words: 'Print the table of the inner function.', channel, ...state },
        'home',
      );
    expect(refusalOf(await keep(maya, { by: 'ann' }))).toContain('Only what you wrote yourself');
    expect(refusalOf(await keep(maya, { by: '' }))).toContain('Only what you wrote yourself');
    expect(refusalOf(await keep(ann, { by: 'ann' }))).toContain('for the mentors');
    expect(refusalOf(await keep(maya, { by: 'maya', channel: 'home' }))).toContain('open this menu on what you wrote');
    expect((await keep(maya, { by: 'maya' })).text).toContain('Kept. Any mentor who takes a question about');
    await keep(maya, { by: 'maya' });
    await help.settle();
    // It stands in the thread already: nothing is said there again.
    expect(help.said(channel).join()).not.toContain('Print the table');
    await help.ask(ben, 'When are symbol tables made?');
    const taken = await help.take(milo, 'When are');
    const offered = /"options":\[([^\]]*Print the table[^\]]*)\]/.exec(JSON.stringify(taken.view))?.[1] ?? '';
    expect(offered.match(/Print the table/g)).toHaveLength(1);
    expect(offered).toContain('"description":"Maya');
    const event = /"value":"(\d+)"/.exec(offered)?.[1] ?? '';
    await help.does(milo, 'ask.use', 'When are', { reply: event });
    await help.does(ben, 'ask.answered', 'When are');
    await help.does(ben, 'ask.rate', 'When are', { mark: 'solved' });
    expect(help.toldTo(maya).filter((words) => words.includes('has helped again'))).toHaveLength(1);
  });

  it('replies to a question about no skill too, where what its asker believes leads to them, and else not', async () => {
    await misses(ann);
    for (const [who, question] of [
      [ann, 'Believed?'],
      [cleo, 'Unknown?'],
    ] as const) {
      await help.ask(who, question);
      await help.does(who, 'ask.skill', question, { skill: 'none' });
      await help.does(who, 'ask.where', question);
      await help.take(maya, question);
    }
    const known = await help.does(maya, 'ask.say', 'Believed?', { words: 'Count who holds it.' });
    expect((await help.rig.press(maya, known.view, 'Keep this reply', { cohort: help.cohort })).text).toContain(
      'Kept.',
    );
    const unknown = await help.does(maya, 'ask.say', 'Unknown?', { words: 'Say more.' });
    expect(unknown.text).not.toContain('Keep this reply');
    expect((await help.does(ann, 'ask.say', 'Believed?', { words: 'Thanks.' })).text).not.toContain('Keep this reply');
  });

  it('finds a reply by the belief behind a question, whatever it is about, and says so', async () => {
    for (const who of [ann, ben]) await misses(who);
    await help.ask(ann, 'How does that go?');
    await help.does(ann, 'ask.skill', 'How does', { skill });
    await help.does(ann, 'ask.where', 'How does');
    await help.take(maya, 'How does');
    const said = await help.does(maya, 'ask.say', 'How does', { words: 'Count who holds it.' });
    await help.rig.press(maya, said.view, 'Keep this reply', { cohort: help.cohort });
    await help.does(ann, 'ask.answered', 'How does');
    await help.does(ann, 'ask.rate', 'How does', { mark: 'solved' });
    await help.does(ann, 'ask.kept', 'How does', { words: 'Counting.' });
    await help.ask(ben, 'Something else entirely?');
    await help.does(ben, 'ask.skill', 'Something else', { skill: 'none' });
    await help.does(ben, 'ask.where', 'Something else');
    const taken = await help.take(milo, 'Something else');
    expect(/"description":"(Maya[^"]*)"/.exec(JSON.stringify(taken.view))?.[1]).toBe('Maya, to the same belief');
    expect(taken.text).toContain('What solved “How does that go?” for somebody with the same belief: Counting.');
    await help.ask(cleo, 'And something else?');
    await help.does(cleo, 'ask.skill', 'And something', { skill: 'none' });
    expect((await help.take(milo, 'And something')).text).not.toContain('Say a saved reply');
  });
});
