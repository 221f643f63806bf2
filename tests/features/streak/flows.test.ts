import { afterEach, beforeEach, expect, it } from 'vitest';
import { recordWish } from '../../../src/domain/streaks/store.ts';
import { type Actor, refusalOf } from '../../support/rig.ts';
import { plainItem } from '../quizzes/curriculum.ts';
import { ada, answerShown, ben, createStage, cy, type Stage, stranger } from '../quizzes/stage.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await createStage([plainItem('one', 9), plainItem('two', 9)]);
});
afterEach(async () => {
  expect(stage.failures).toEqual([]);
  await stage.close();
});

async function answerOne(actor = ada): Promise<void> {
  const { view } = await stage.command(actor, 'quiz start', { session: '9' });
  await answerShown(stage, actor, view, false);
}

it('says to somebody who has done nothing how it begins, without a picture', async () => {
  const { text } = await stage.command(stranger, 'streak');
  expect(text).toContain('Your first day is the one on which you answer a question');
  expect(text).toContain('In a row: 0 days');
  expect(text).not.toContain('streak.png');
});

it('counts a wrong answer too: learning is what counts', async () => {
  await answerOne();
  const { text } = await stage.command(ada, 'streak');
  expect(text).toContain('**Today is done.** 1 day in a row.');
  expect(text).toContain('<streak.png: 1 day in a row: longest 1; learnt: 1 of the days shown.>');
  expect(text).toContain('Freezes: 0 of 2, the next after 4 days of learning');
  // The zone of the cohort, before one says where one is.
  expect(text).toContain('Your clock: Europe/Berlin');
});

it('keeps other days and another zone, and shows them in the message that is there', async () => {
  await answerOne();
  const shown = await stage.command(ada, 'streak', { zone: 'Asia/Tokyo' });
  expect(shown.text).toContain('Your clock: Asia/Tokyo');
  const chosen = await stage.press(ada, shown.view, 'Your days', { days: 'every day' });
  expect(chosen.text).toContain('Your days: every day');
  expect((await stage.command(ada, 'streak')).text).toMatch(/Your days: every day\nYour clock: Asia\/Tokyo/);
  expect(refusalOf(await stage.command(ada, 'streak', { days: 'sometimes' }))).toContain('must be weekdays like');
});

it('keeps the past as it was when the days of reviews or the zone of quiet hours change, and follows them from then on', async () => {
  // On Friday at 22:00 in Berlin, which is a Saturday in Tokyo, and on Monday.
  await stage.travelTo('2026-11-27T21:00:00Z');
  for (const actor of [ada, ben, cy]) await answerOne(actor);
  await stage.travelTo('2026-11-30T12:00:00Z');
  for (const actor of [ada, ben, cy]) await answerOne(actor);
  const streak = async (actor: Actor) => (await stage.command(actor, 'streak')).text;
  expect(await streak(ada)).toContain('In a row: 2 days');

  await stage.command(ada, 'review', { days: 'every day' });
  expect(await streak(ada)).toMatch(/In a row: 2 days.*Your days: every day/s);
  await stage.command(ada, 'review', { zone: 'Asia/Tokyo' });
  expect(await streak(ada)).toMatch(/In a row: 2 days.*Your clock: Asia\/Tokyo/s);

  await stage.command(ben, 'notify', { quiet: '22-7', zone: 'Asia/Tokyo' });
  expect(await streak(ben)).toMatch(/In a row: 2 days.*Your clock: Asia\/Tokyo/s);
  await stage.command(ben, 'notify', { quiet: 'none' });
  expect(await streak(ben)).toMatch(/In a row: 2 days.*Your clock: Europe\/Berlin/s);

  await stage.command(cy, 'notify', { sessions: 'off' });
  expect(await stage.query(`select 1 from streak_wishes where member_id = 'test:w/cy'`)).toEqual([]);
  // Whoever chose for the streak itself keeps that.
  await stage.command(cy, 'streak', { zone: 'Europe/Lisbon' });
  await stage.command(cy, 'notify', { quiet: '22-7', zone: 'Asia/Tokyo' });
  await stage.command(cy, 'review', { days: 'every day' });
  expect(await streak(cy)).toMatch(/In a row: 2 days.*Your days: Mon.*Your clock: Europe\/Lisbon/s);
});

it('keeps the past as it was when somebody who said no zone leaves their cohort for another', async () => {
  await stage.travelTo('2026-11-27T21:00:00Z');
  await answerOne();
  const copied = 'workspace_id, status, starts_on, weekdays, start_time, certainty, events, created_by, created_at';
  await stage.query(`insert into cohorts (id, name, zone, ${copied})
    select 'winter234567', 'Winter', 'Asia/Tokyo', ${copied} from cohorts limit 1`);
  await stage.query(`insert into homes (cohort_id, workspace_id, channel, since)
    values ('winter234567', 'test:w', 'winter', '${stage.now()}')`);
  await stage.travelTo('2026-11-30T12:00:00Z');
  await answerOne();
  const streak = async () => (await stage.command(ada, 'streak')).text;
  expect(await streak()).toMatch(/In a row: 2 days.*Your clock: Europe\/Berlin/s);
  await stage.command(ada, 'cohort join', { cohort: 'winter234567' });
  expect(await streak()).toMatch(/In a row: 2 days.*Your clock: Europe\/Berlin/s);
  await stage.query(
    `update enrolments set left_at = '${stage.now()}' where member_id = 'test:w/ada' and cohort_id <> 'winter234567'`,
  );
  expect(await streak()).toMatch(/In a row: 2 days.*Your clock: Asia\/Tokyo/s);
});

it.each(['constructor', 'CONSTRUCTOR', 'toString', '__proto__', 'prototype', 'valueOf', 'hasOwnProperty'])(
  'takes %s for no time zone, and suggests none for it',
  async (zone) => {
    for (const name of ['streak', 'review']) {
      expect(refusalOf(await stage.command(ada, name, { zone })), name).toContain('must be a time zone');
      expect(await stage.complete(ada, name, 'zone', { zone }), name).toEqual([]);
    }
    expect(refusalOf(await stage.command(ada, 'notify', { quiet: '22-7', zone }))).toContain('must be a time zone');
  },
);

it('writes down no zone that the clock does not know, whoever asks for it', async () => {
  const wish = { days: [1], zone: 'Mars/Olympus', since: stage.now() };
  await expect(recordWish(stage.services.db, 'test:w/ada', [], wish)).rejects.toThrow();
});
