import { afterEach, beforeEach, expect, it } from 'vitest';
import { replan } from '../../../src/deliveries/replan.ts';
import { recordReminder } from '../../../src/features/notify/store.ts';
import { plain } from '../../support/platform.ts';
import { type Actor, refusalOf } from '../../support/rig.ts';
import { plainItem } from '../quizzes/curriculum.ts';
import { ada, answerShown, ben, cohort, createStage, cy, dee, type Stage } from '../quizzes/stage.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await createStage(Array.from({ length: 24 }, (_, at) => plainItem(`item-${at}`, 1 + (at % 2))));
  await replan(stage.services.db, cohort, stage.services.curriculum);
});
afterEach(async () => {
  expect(stage.failures).toEqual([]);
  await stage.close();
});

/** The private messages whose keys have these words, as `person: words`. */
function toldOf(words: string): string[] {
  return stage.platform.messages
    .filter(({ channel, key }) => channel.startsWith('dm-') && key.includes(words))
    .map(({ channel, view }) => `${channel.slice(3)}: ${plain(view)}`);
}

const say = (actor: Actor, said: string) =>
  stage.command(actor, 'session.rsvp', { cohort: cohort.id, session: '2', said });

// Session 2 is on 26 November at 18:00 in Berlin, 17:00 UTC.
it('reminds an hour before a session who said they are coming and who wants to hear of all, and nobody else', async () => {
  await say(ada, 'coming');
  await say(ben, 'excused');
  await stage.command(ben, 'notify', { sessions: 'all' });
  await stage.command(cy, 'notify', { sessions: 'all' });
  await stage.travelTo('2026-11-26T15:59:00Z');
  expect(toldOf('session-reminder')).toEqual([]);
  await stage.travelTo('2026-11-26T16:00:00Z');
  const told = toldOf('session-reminder');
  expect(told.map((words) => words.split(':')[0])).toEqual(['ada', 'cy']);
  expect(told[0]).toContain('starts at <2026-11-26T17:00Z>, in @home. You said you are coming.');
  expect(told[0]).toContain("[I can't] [Open the session] [No more of these]");
  expect(told[1]).toContain("[I'm coming]");
  await stage.travelTo('2026-11-26T17:30:00Z');
  expect(toldOf('session-reminder')).toHaveLength(2);
});

it('stops for whoever presses that they want no more, and goes on when they say so', async () => {
  await say(ada, 'coming');
  await stage.travelTo('2026-11-26T16:00:00Z');
  const reminder = stage.platform.messages.find(({ channel }) => channel === 'dm-ada');
  if (reminder === undefined) throw new Error('nobody was reminded');
  const off = await stage.press(ada, reminder.view, 'No more of these');
  expect(off.text).toContain('Sessions, an hour before: none');
  await stage.command(ada, 'session.rsvp', { cohort: cohort.id, session: '3', said: 'coming' });
  // Session 3 is on 1 December.
  await stage.travelTo('2026-12-01T16:30:00Z');
  expect(toldOf('session-reminder')).toHaveLength(1);
  expect((await stage.press(ada, off.view, 'Every session')).text).toContain('every one of yours');
  await stage.travelTo('2026-12-03T16:30:00Z');
  expect(toldOf('session-reminder')).toHaveLength(2);
});

it('reminds three hours before the close who has begun a round and has questions left, with the way back', async () => {
  // The round of session 2 opens after the session.
  await stage.travelTo('2026-11-26T22:00:00Z');
  const [round] = await stage.rounds();
  if (round === undefined || round.closesAt === null) throw new Error('no round is open');
  const message = stage.posted(`round/${round.id}`);
  for (const [actor, answers] of [
    [ada, 4],
    [ben, 6],
    [dee, 5],
  ] as const) {
    let shown = (await stage.press(actor, message, 'Start')).view;
    for (let done = 0; done < answers; done += 1) shown = (await answerShown(stage, actor, shown, true)).view;
  }
  await stage.command(dee, 'notify', { rounds: 'off' });
  const remindAt = round.closesAt.subtract({ hours: 3 });
  await stage.travelTo(remindAt.subtract({ seconds: 1 }));
  expect(toldOf('reminder')).toEqual([]);
  await stage.travelTo(remindAt);
  const [told = '', ...others] = toldOf('/reminder');
  expect(others).toEqual([]);
  expect(told).toMatch(/^ada: \*\*2 questions left\*\* in the round “.*” of Autumn\. It closes at <.*>\./);
  const reminder = stage.platform.messages.find(({ channel }) => channel === 'dm-ada');
  if (reminder === undefined) throw new Error('nobody was reminded');
  expect((await stage.press(ada, reminder.view, 'Go on')).text).toContain('5 of 6');
});

it('keeps still in quiet hours, and is asked for a zone before it can know when they are', async () => {
  expect(refusalOf(await stage.command(ada, 'notify', { quiet: '22-7' }))).toContain('Say where you are');
  expect(refusalOf(await stage.command(ada, 'notify', { zone: 'Asia/Tokyo' }))).toContain('Say the hours too');
  expect(refusalOf(await stage.command(ada, 'notify', { quiet: 'late' }))).toContain('must be hours like `22-7`');
  // 16:00 UTC is 01:00 in Tokyo.
  const kept = await stage.command(ada, 'notify', { quiet: '22-7', zone: 'Asia/Tokyo' });
  expect(kept.text).toContain('Quiet hours: 22:00 to 07:00, Asia/Tokyo');
  expect((await stage.command(ada, 'notify', { sessions: 'all' })).text).toContain('22:00 to 07:00, Asia/Tokyo');
  await stage.travelTo('2026-11-26T16:30:00Z');
  expect(toldOf('session-reminder')).toEqual([]);
  expect((await stage.press(ada, kept.view, 'No quiet hours')).text).toContain('Quiet hours: none');
  await stage.travelTo('2026-12-01T16:30:00Z');
  expect(toldOf('session-reminder')).toHaveLength(1);
});

it('counts reminders in rows: the third of a day is not sent, and one that was counted before a crash still is', async () => {
  const { db } = stage.services;
  const memberId = 'test:w/ada';
  const now = stage.now();
  const ask = (key: string, at = now) => recordReminder(db, { key, memberId }, { quiet: null }, at);
  const asked = await Promise.all(['a', 'b', 'c', 'd'].map((key) => ask(key)));
  expect(asked.filter((isSent) => isSent)).toHaveLength(2);
  const sent = ['a', 'b', 'c', 'd'].filter((_, index) => asked[index]);
  expect(await ask(sent[0] ?? '')).toBe(true);
  expect(await ask('later', now.add({ hours: 23 }))).toBe(false);
  expect(await ask('next day', now.add({ hours: 24 }))).toBe(true);
});

it('reminds nobody of a session that has begun when the bot was down at the time', async () => {
  await say(ada, 'coming');
  const { rows } = await stage.database.db.execute(
    "select useless_at at time zone 'UTC' as until from deliveries where key like '%s02/session-reminder%'",
  );
  expect(String(Object.values(rows[0] ?? {})[0])).toContain('2026-11-26 17:00:00');
});
