import { afterEach, beforeEach, expect, it } from 'vitest';
import { recordRequest } from '../../../src/features/checkpoint/store.ts';
import type { Actor } from '../../support/rig.ts';
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
  const prework = await stage.press(ada, said.view, "What's next");
  expect(prework.text).toContain('**Pre-work for Title 2.** About 30 minutes');
  expect((await stage.press(ada, prework.view, 'Pre-work')).text).toContain('Read it.');
  const done = await stage.press(ada, prework.view, "I've done it");
  expect(done.text).toContain('you are prepared for **Title 2**');
  expect((await stage.press(ada, done.view, "What's next")).text).not.toContain('Pre-work');
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
  expect((await stage.press(ada, shown, "What's next")).text).toContain('Say whether you come to Title 2');
});

it('puts a running session before everything, until somebody says they are there', async () => {
  await stage.command(mentor, 'quiz post', { session: '1' }, 'home');
  await stage.travelTo('2026-11-26T17:30:00Z');
  const running = await stage.command(ada, 'next');
  expect(running.text).toContain('**Say that you are here.** Title 2 runs until <2026-11-26T20:30Z>');
  const here = await stage.press(ada, running.view, "I'm here");
  expect((await stage.press(ada, here.view, "What's next")).text).not.toContain('runs until');
});

it('shows mentors the questions that wait and those they took, and nobody else', async () => {
  await stage.command(ada, 'ask.send', { question: 'Why is this slow?' }, 'home');
  expect(await nextOf(mentor)).toBe('A question waits for a mentor');
  expect(await nextOf({ id: 'max', name: 'Max', roles: ['mentors'] })).toBe('A question waits for a mentor');
  expect(await nextOf(cy)).not.toContain('question');
  await stage.travelTo(stage.now());
  await stage.press(mentor, stage.posted('ask/'), "I'll take it", {}, 'home');
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
  await stage.travelTo('2026-12-02T20:02:00Z');
  expect(await nextOf(organiser)).not.toContain('arrive');
});

it('offers a stranger the cohorts that are here', async () => {
  const shown = await stage.command(stranger, 'next');
  expect(shown.text).toContain('**Join a cohort.** One is here');
  expect((await stage.press(stranger, shown.view, 'Cohorts here')).text).toContain('Cohorts here');
});

it('knows on another platform what is open, and says where; what was begun goes on there', async () => {
  await stage.command(mentor, 'quiz post', { session: '1' }, 'home');
  const code = /[B-Z2-9]{4}-[B-Z2-9]{4}/.exec((await stage.command(ada, 'link')).text)?.[0] ?? '';
  const linked = await stage.command(adaThere, 'link', { code });
  const shown = await stage.press(adaThere, linked.view, "What's next");
  expect(shown.text).toContain('- Take the round of session 1: 6 questions');
  expect(shown.text).toContain('In its channel on Test.');
  expect(shown.text).not.toContain('[Start]');
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

it('shows mentors the checkpoints that wait for one, with the way to them', async () => {
  const asked = { memberId: 'test:w/ada', words: 'I did it.', links: [], runs: [], at: stage.now(), eventId: 'asked' };
  const area = [...stage.services.curriculum.areas.keys()][0] ?? '';
  await recordRequest(stage.services.db, cohort, { id: 'request2345', area }, asked);
  const shown = await stage.command(mentor, 'next');
  expect(shown.text).toContain('**A checkpoint waits for a mentor.** The oldest in Autumn since <2026-11-24T21:');
  expect((await stage.press(mentor, shown.view, 'Checkpoints')).text).toContain('Checkpoints that wait: 1');
  expect(await nextOf(ada)).not.toContain('heckpoint');
});
