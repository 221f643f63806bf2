import { afterEach, beforeEach, expect, it } from 'vitest';
import type { View } from '../../../src/chat/view.ts';
import { recordEntry as recordCapstone, recordSeat } from '../../../src/features/capstone/store.ts';
import { recordEntry as recordCheckpoint, recordRequest } from '../../../src/features/checkpoint/store.ts';
import { recordDraw, recordPairSize, recordTold } from '../../../src/features/pair/store.ts';
import { plain } from '../../support/platform.ts';
import { type Actor, refusalOf } from '../../support/rig.ts';
import { plainItem } from '../quizzes/curriculum.ts';
import {
  ada,
  answerShown,
  ben,
  cohort,
  createStage,
  cy,
  mentor,
  organiser,
  type Stage,
  stranger,
} from '../quizzes/stage.ts';

const adaThere: Actor = { id: 'U-ada', name: 'Ada', at: { platform: 'other', workspace: 'team' } };

let stage: Stage;
beforeEach(async () => {
  stage = await createStage(Array.from({ length: 24 }, (_, at) => plainItem(`item-${at}`, 1 + (at % 2))));
});
afterEach(async () => {
  expect(stage.failures).toEqual([]);
  await stage.close();
});

/** The one next thing of somebody, in its words. */
async function nextOf(actor: Actor): Promise<string> {
  const { text } = await stage.command(actor, 'next');
  return /\*\*(.+?)\.\*\*/.exec(text)?.[1] ?? text;
}

it('asks a learner whether they come, then for the pre-work until they say it is done, then what is good at any time', async () => {
  const first = await stage.command(ada, 'next');
  expect(first.text).toContain('**Say whether you come to Title 2.** It begins <2026-11-26T17:00Z>');
  const said = await stage.press(ada, first.view, "I'm coming");
  expect(said.text).toContain('See you there.');
  const prework = await stage.press(ada, said.view, 'What else');
  expect(prework.text).toContain('**Pre-work for Title 2.** About 30 minutes');
  expect((await stage.press(ada, prework.view, 'Pre-work')).text).toContain('Read it.');
  const done = await stage.press(ada, prework.view, "I've done it");
  expect(done.text).toContain('you are prepared for **Title 2**');
  expect((await stage.press(ada, done.view, 'What else')).text).not.toContain('Pre-work');
  expect(await nextOf(ben)).toBe('Say whether you come to Title 2');
});

it('leads back to the round where it was left, with how much is left, until it is done', async () => {
  await stage.command(mentor, 'quiz post', { session: '1' }, 'home');
  const start = await stage.command(ada, 'next');
  expect(start.text).toContain('**Take the round of session 1.** 6 questions, it closes <2026-11-25T21:00Z>');
  let shown = (await stage.press(ada, start.view, 'Start')).view;
  for (let given = 0; given < 4; given += 1) shown = (await answerShown(stage, ada, shown, true)).view;
  const back = await stage.command(ada, 'next');
  expect(back.text).toContain('**Finish the round of session 1.** 2 of 6 left');
  shown = (await stage.press(ada, back.view, 'Go on')).view;
  for (let given = 0; given < 2; given += 1) shown = (await answerShown(stage, ada, shown, true)).view;
  expect((await stage.press(ada, shown, 'What else')).text).toContain('Say whether you come to Title 2');
});

it('puts a running session before everything, until somebody says they are there', async () => {
  await stage.command(mentor, 'quiz post', { session: '1' }, 'home');
  await stage.travelTo('2026-11-26T17:30:00Z');
  const running = await stage.command(ada, 'next');
  expect(running.text).toContain('**Say that you are here.** Title 2 runs until <2026-11-26T20:30Z>');
  const here = await stage.press(ada, running.view, "I'm here");
  expect((await stage.press(ada, here.view, 'What else')).text).not.toContain('runs until');
});

it('shows mentors the questions that wait and those they took, and nobody else', async () => {
  await stage.command(ada, 'ask.send', { question: 'Why is this slow?', place: 'thread' }, 'home');
  expect(await nextOf(mentor)).toBe('A question waits for a mentor');
  expect(await nextOf({ id: 'max', name: 'Max', roles: ['mentors'] })).toBe('A question waits for a mentor');
  expect(await nextOf(cy)).not.toContain('question');
  await stage.travelTo(stage.now());
  await stage.press(mentor, stage.posted('ask/'), "I'll take it", {}, 'home');
  expect(await nextOf(mentor)).toBe('Answer Ada');
  const [row] = await stage.query('select id from help_requests');
  const about = { cohort: cohort.id, request: String(row?.['id']) };
  await stage.command(mentor, 'ask.say', { ...about, words: 'Because.' });
  expect(await nextOf(mentor)).not.toBe('Answer Ada');
  await stage.command(ada, 'ask.say', { ...about, words: 'Because of what?' });
  expect(await nextOf(mentor)).toBe('Answer Ada');
});

it('tells organisers what did not arrive, with the way to mend it, and learners nothing of it', async () => {
  stage.platform.gone.add('home');
  await stage.command(mentor, 'next');
  await stage.query(`insert into deliveries (key, cohort_id, kind, due_at, queued_at, settled_at, outcome)
    values ('lost', '${cohort.id}', 'announce', '2026-11-24T20:00Z', '2026-11-24T20:00Z', '2026-11-24T20:01Z', 'failed') returning key`);
  const shown = await stage.command(organiser, 'next');
  expect(shown.text).toContain('**One post of Autumn did not arrive.** People wait for it');
  expect((await stage.press(organiser, shown.view, 'See what is wrong')).text).toContain('what the calendar posts');
  expect(await nextOf(ada)).not.toContain('arrive');
  stage.platform.gone.delete('home');
  await stage.travelTo('2026-12-02T20:02:00Z');
  expect(await nextOf(organiser)).not.toContain('arrive');
});

it('offers a stranger the cohorts that are here', async () => {
  const shown = await stage.command(stranger, 'next');
  expect(shown.text).toContain('**Join a cohort.** One is here');
  expect((await stage.press(stranger, shown.view, 'Cohorts here')).text).toContain('Cohorts here');
});

it('goes on with what was left in a cohort of another platform, on the platform that somebody is on', async () => {
  await stage.command(mentor, 'quiz post', { session: '1' }, 'home');
  const begun = await stage.press(ada, stage.posted('round/'), 'Start', {}, 'home');
  await answerShown(stage, ada, begun.view, true);
  const code = /[B-Z2-9]{4}-[B-Z2-9]{4}/.exec((await stage.command(ada, 'link')).text)?.[0] ?? '';
  const linked = await stage.command(adaThere, 'link', { code });
  expect(linked.text).toContain('**Next: Finish the round of session 1.** 5 of 6 left');
  let shown = (await stage.press(adaThere, linked.view, 'Go on')).view;
  for (let given = 1; given < 6; given += 1) shown = (await answerShown(stage, adaThere, shown, true)).view;
  expect(plain(shown)).toContain('You are done: all 6 are in');
  expect(plain(shown)).toContain('**Next: Say whether you come to Title 2.**');
  const coming = await stage.press(adaThere, shown, "I'm coming");
  expect(coming.text).toContain('See you there.');
  const prework = await stage.press(adaThere, coming.view, 'Pre-work');
  expect(prework.text).toContain('Read it.');
  const page = await stage.command(adaThere, 'home');
  expect((await stage.press(adaThere, page.view, 'My progress')).text).toContain('Where you stand');
  // Whoever is in no cohort of that name has no way in by its name.
  const stranger: Actor = { id: 'U-sam', name: 'Sam', at: { platform: 'other', workspace: 'team' } };
  expect(refusalOf(await stage.command(stranger, 'schedule', { cohort: cohort.id }))).toContain('no cohort here');
});

it('stands first on the page of each person', async () => {
  await stage.command(mentor, 'quiz post', { session: '1' }, 'home');
  const { text, view } = await stage.command(ada, 'home');
  expect(text).toMatch(/^# Your page\n\*\*Take the round of session 1\.\*\*/);
  expect((await stage.press(ada, view, 'Start')).text).toContain('1 of 6');
  expect((await stage.command(organiser, 'home')).text).not.toContain('You are in no cohort yet');
});

it('offers what was missed in practice as cards to review, once nothing sooner is open', async () => {
  await stage.command(ada, 'session.rsvp', { cohort: cohort.id, session: '2', said: 'excused' });
  let shown = (await stage.command(stranger, 'quiz start')).view;
  shown = (await answerShown(stage, stranger, shown, false)).view;
  await stage.travelTo('2026-11-25T21:30:00Z');
  const offered = await stage.command(stranger, 'next');
  expect(offered.text).toMatch(/\*\*Review (one card|\d cards)\.\*\*/);
  expect((await stage.press(stranger, offered.view, 'Review')).reply.kind).toBe('view');
});

it('leads back to practice that was left half-way, the newest first, until it is done or two weeks old', async () => {
  const next = () => stage.command(stranger, 'next');
  const answer = async (begun: View, times: number) => {
    let shown = (await answerShown(stage, stranger, begun, true)).view;
    for (let given = 1; given < times; given += 1) {
      shown = (await answerShown(stage, stranger, (await stage.press(stranger, shown, 'Next')).view, true)).view;
    }
  };
  const begin = async (session: string) => (await stage.command(stranger, 'quiz start', { session })).view;
  await answer(await begin('2'), 1);
  await stage.travelTo(stage.now().add({ minutes: 1 }));
  await answer(await begin('1'), 2);
  // One that was only looked at is not begun.
  await begin('2');
  const shown = await next();
  expect(shown.text).toContain('**Finish “Practice: Session 1”.** 3 of 5 questions left');
  const back = await stage.press(stranger, shown.view, 'Go on');
  expect(back.text).toContain('# 3 of 5');
  await answer(back.view, 3);
  const older = await next();
  expect(older.text).toContain('**Finish “Practice: Session 2”.** 4 of 5 questions left');
  expect(older.text).not.toContain('Session 1');
  await stage.travelTo(stage.now().add({ hours: 15 * 24 }));
  expect((await next()).text).not.toContain('Finish');
});

it('does not lead to practice while a round asks what is left of it', async () => {
  const { view } = await stage.command(stranger, 'quiz start', { session: '2' });
  await answerShown(stage, stranger, view, true);
  expect((await stage.command(stranger, 'next')).text).toContain('Finish “Practice');
  await stage.query(
    `insert into rounds (id, kind, workspace_id, cohort_id, title, items, opened_at, closes_at)
     select 'open23456789', 'cohort', workspace_id, '${cohort.id}', 'Open', items, opened_at, opened_at + interval '1 day' from rounds`,
  );
  expect((await stage.command(stranger, 'next')).text).not.toContain('Finish “Practice');
});

it('shows mentors the checkpoints that wait for one, with the way to them', async () => {
  const asked = { memberId: 'test:w/ada', words: 'I did it.', links: [], runs: [], at: stage.now(), eventId: 'asked' };
  const area = [...stage.services.curriculum.areas.keys()][0] ?? '';
  await recordRequest(stage.services.db, cohort, { id: 'request2345', area }, asked);
  const shown = await stage.command(mentor, 'next');
  expect(shown.text).toContain('**A checkpoint waits for a mentor.** The oldest in Autumn since <2026-11-24T21:');
  expect((await stage.press(mentor, shown.view, 'Checkpoints')).text).toContain('Checkpoints that wait: 1');
  expect(await nextOf(ada)).not.toContain('heckpoint');
});

it('tells a learner that a mentor asked more about a checkpoint, and leads to it, until they have answered', async () => {
  const { db, curriculum } = stage.services;
  const [slug = '', { title = '' } = {}] = [...curriculum.areas][0] ?? [];
  const entry = (id: string, eventId: string) =>
    ({ memberId: `test:w/${id}`, words: 'More.', links: [], runs: [], at: stage.now(), eventId }) as const;
  await recordRequest(db, cohort, { id: 'request2345', area: slug }, entry('ada', 'one'));
  await recordCheckpoint(db, cohort, 'request2345', 'taken', entry('mia', 'two'));
  expect((await stage.command(ada, 'next')).text).not.toContain('checkpoint');
  await recordCheckpoint(db, cohort, 'request2345', 'asked', entry('mia', 'three'));
  const shown = await stage.command(ada, 'next');
  expect(shown.text).toContain(`**Answer Mia about your checkpoint: ${title}.**`);
  expect((await stage.press(ada, shown.view, 'The checkpoint')).text).toContain(title);
  await recordCheckpoint(db, cohort, 'request2345', 'added', entry('ada', 'four'));
  expect((await stage.command(ada, 'next')).text).not.toContain('about your checkpoint');
});

it('knows a pair: the hours that nobody said, then whom to meet, then whether they met', async () => {
  const { db } = stage.services;
  const has = async (words: string) => (await stage.command(ada, 'next')).text.includes(words);
  expect(await has('a pair')).toBe(false);
  await recordPairSize(db, cohort.id, 2);
  expect(await has('Say at which hours a pair may meet you')).toBe(true);
  await stage.command(ada, 'pair hours', { hours: '18-21', zone: 'Europe/Berlin' });
  expect(await has('a pair')).toBe(false);
  const reason = { isAgain: false, shared: 'unknown', isNear: true, isOdd: false } as const;
  const draw = { id: 'pairs2345', cohortId: cohort.id, session: 1, drawnAt: stage.now(), tellAt: stage.now() };
  await recordDraw(db, draw, undefined, async () => [{ ids: ['test:w/ada', 'test:w/ben'], odd: [], reason }]);
  await recordTold(db, 'pairs2345', stage.now());
  expect(await has('Meet @ben')).toBe(true);
  await stage.query(`update pair_rounds set told_at = told_at - interval '2 days'`);
  const asked = await stage.command(ada, 'next');
  expect(asked.text).toContain('Say whether you and @ben met');
  await stage.command(ada, 'pair.met', { cohort: cohort.id, round: 'pairs2345', said: 'not-yet' });
  expect(await has('Meet @ben')).toBe(true);
  await stage.command(ben, 'pair.met', { cohort: cohort.id, round: 'pairs2345', said: 'met' });
  expect(await has('@ben')).toBe(false);
  await stage.query(`delete from pair_meetings`);
  await stage.query(`update pair_rounds set told_at = told_at - interval '11 days'`);
  expect(await has('@ben')).toBe(false);
});

it('knows a capstone: that one is to be chosen, its next milestone in its last week, that it is to be handed in', async () => {
  const { db, curriculum } = stage.services;
  const [option] = curriculum.capstones;
  if (option === undefined) throw new Error('there is no capstone');
  const has = async (words: string) => (await stage.command(ada, 'next')).text.includes(words);
  expect(await has('Choose your capstone')).toBe(false);
  // The first milestone is due at session 9, on 22 December.
  await stage.travelTo('2026-12-21T18:00:00Z');
  const chooses = await stage.command(ada, 'next');
  expect(chooses.text).toContain('Choose your capstone');
  const own = { id: 'capstone2345', cohortId: cohort.id, memberId: 'test:w/ada' };
  const said = { words: '', links: [], at: stage.now() };
  await recordCapstone(db, own, { ...said, kind: 'chosen', about: option.slug, title: 'A tracer', eventId: 'one' });
  const named: boolean[] = [];
  for (const { slug } of option.milestones) {
    const { text } = await stage.command(ada, 'next');
    expect(text).not.toContain('Hand in your capstone');
    named.push(text.includes('A milestone of your capstone'));
    await recordCapstone(db, own, { ...said, kind: 'delivered', about: slug, eventId: slug });
  }
  // Two are due within a week.
  expect(named).toEqual([true, true, false, false, false]);
  expect(await has('Hand in your capstone: A tracer')).toBe(true);
  await recordCapstone(db, own, { ...said, kind: 'submitted', links: ['https://example.org'], eventId: 'last' });
  expect(await has('capstone')).toBe(false);
  await recordSeat(db, own.id, { memberId: 'test:w/mia', how: 'took', at: stage.now() });
  expect((await stage.command(mentor, 'next')).text).toContain('Assess a capstone');
  // The last milestone is due two weeks after the last session, on 14 January.
  const isToChoose = async () => (await stage.command(ben, 'next')).text.includes('Choose your capstone');
  expect(await isToChoose()).toBe(true);
  await stage.travelTo('2027-01-29T18:00:00Z');
  expect(await isToChoose()).toBe(false);
});
