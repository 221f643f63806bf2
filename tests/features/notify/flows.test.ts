import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { paragraph, view } from '../../../src/chat/view.ts';
import { replan } from '../../../src/deliveries/replan.ts';
import { listOddZones } from '../../../src/domain/people/zones-store.ts';
import { remindEach } from '../../../src/features/notify/reminding.ts';
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

it('sends who took part and wants it one message after the close: result, place, new cards and what is next', async () => {
  await stage.travelTo('2026-11-26T22:00:00Z');
  const [round] = await stage.rounds();
  if (round === undefined || round.closesAt === null) throw new Error('no round is open');
  const message = stage.posted(`round/${round.id}`);
  for (const [actor, right] of [
    [ada, 4],
    [ben, 6],
    [cy, 2],
  ] as const) {
    let shown = (await stage.press(actor, message, 'Start')).view;
    for (let done = 0; done < 6; done += 1) shown = (await answerShown(stage, actor, shown, done < right)).view;
    // Offered where somebody is done and the results are days off.
    if (actor === ada) {
      expect((await stage.press(ada, shown, 'Send me my result')).text).toContain(
        'Your result, when a round closes: with your place and what is next',
      );
    }
  }
  await stage.command(dee, 'notify', { results: 'on' });
  await stage.command(cy, 'notify', { results: 'on', quiet: '19-9', zone: 'UTC' });
  await stage.travelTo(round.closesAt.subtract({ seconds: 1 }));
  expect(toldOf('/told')).toEqual([]);
  await stage.travelTo(round.closesAt.add({ minutes: 5 }));
  const [told = '', ...others] = toldOf('/told');
  // Ben did not ask for it, Dee took no part, and it is night for Cy.
  expect(others).toEqual([]);
  expect(told).toContain('ada: # The round of session 2: 4 of 6 right');
  expect(told).toMatch(
    /\d+ points, \*\*place 2 of 3\*\* in Autumn\. What you missed makes \d+ new cards for your reviews\./,
  );
  expect(told).toContain('Next: session 3, <2026-12-01T17:00Z>.');
  expect(told).toContain("[Look at the questions] [Review] [What's next] [No more of these]");
  await stage.travelTo(round.closesAt.add({ hours: 14 }));
  expect(toldOf('/told').map((words) => words.split('\n')[0])).toEqual([
    'ada: # The round of session 2: 4 of 6 right',
    'cy: # The round of session 2: 2 of 6 right',
  ]);
  const mine = stage.platform.messages.find(({ key }) => key.includes('/told'));
  if (mine === undefined) throw new Error('nobody was told');
  expect((await stage.press(ada, mine.view, 'Look at the questions')).text).toContain('1 of 6');
  expect((await stage.press(ada, mine.view, 'No more of these')).text).toContain(
    'Your result, when a round closes: not in private',
  );
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
  const tomorrow = now.add({ hours: 24 });
  const asked = await Promise.all(['a', 'b', 'c', 'd'].map((key) => ask(key)));
  expect(asked.filter((at) => at?.epochMilliseconds === tomorrow.epochMilliseconds)).toHaveLength(2);
  const sent = ['a', 'b', 'c', 'd'].filter((_, index) => asked[index] === undefined);
  expect(sent).toHaveLength(2);
  expect(await ask(sent[0] ?? '')).toBeUndefined();
  expect((await ask('later', now.add({ hours: 23 })))?.epochMilliseconds).toBe(tomorrow.epochMilliseconds);
  expect(await ask('next day', tomorrow)).toBeUndefined();
});

it('reminds nobody of a session that has begun when the bot was down at the time', async () => {
  await say(ada, 'coming');
  const { rows } = await stage.database.db.execute(
    "select useless_at at time zone 'UTC' as until from deliveries where key like '%s02/session-reminder%'",
  );
  expect(String(Object.values(rows[0] ?? {})[0])).toContain('2026-11-26 17:00:00');
});

it('puts off what somebody may not be told now until they may, planned anew or not, and tells it once', async () => {
  const { db } = stage.services;
  const first = await promptAt();
  await stage.command(ada, 'notify', { quiet: '8-20', zone: 'UTC' });
  for (const key of ['one', 'two']) {
    await recordReminder(db, { key, memberId: 'test:w/ben' }, { quiet: null }, first.subtract({ hours: 2 }));
  }
  const toldNow = () => toldOf('checkpoint-prompt').map((words) => words.split(':')[0]);
  await stage.travelTo(first.add({ minutes: 1 }).toString());
  expect(toldNow()).toEqual(['cy', 'dee']);
  // A start, or a change of the calendar, plans anew; what was put off stays.
  await replan(db, cohort, stage.services.curriculum);
  const evening = first.toZonedDateTimeISO('UTC').with({ hour: 20, minute: 0 }).toInstant();
  await stage.travelTo(evening.subtract({ minutes: 1 }).toString());
  expect(toldNow()).toHaveLength(2);
  await stage.travelTo(evening.toString());
  expect(toldNow()).toEqual(['cy', 'dee', 'ada']);
  await stage.travelTo(first.add({ hours: 22, minutes: 1 }).toString());
  expect(toldNow()).toEqual(['cy', 'dee', 'ada', 'ben']);
  await stage.travelTo(first.add({ hours: 24 * 5 }).toString());
  expect(toldNow()).toHaveLength(4);
});

it('puts a reminder of a session off within its hour only, and never beyond its start', async () => {
  for (const who of [ada, ben]) await say(who, 'coming');
  await stage.command(ada, 'notify', { quiet: '12-17:30', zone: 'Europe/Berlin' });
  await stage.command(ben, 'notify', { quiet: '12-18', zone: 'Europe/Berlin' });
  await stage.travelTo('2026-11-26T16:29:00Z');
  expect(toldOf('session-reminder')).toEqual([]);
  await stage.travelTo('2026-11-26T16:31:00Z');
  expect(toldOf('session-reminder').map((words) => words.split(':')[0])).toEqual(['ada']);
  await stage.travelTo('2026-11-26T20:00:00Z');
  expect(toldOf('session-reminder')).toHaveLength(1);
});

async function promptAt(): Promise<Temporal.Instant> {
  const { rows } = await stage.services.db.execute(
    "select to_char(min(due_at) at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') as at from deliveries where kind = 'checkpoint-prompt'",
  );
  return Temporal.Instant.from(String(rows[0]?.['at']));
}

it('tells somebody whom a reminder did not reach, once and where they are, and again only after one has reached them', async () => {
  const note = 'A reminder of mine did not reach you: you take no direct messages from me.';
  stage.platform.gone.add('dm-ada');
  await stage.command(ada, 'notify', { sessions: 'all' });
  expect((await stage.command(ada, 'next')).text).not.toContain(note);
  await stage.travelTo('2026-11-26T16:30:00Z');
  expect((await stage.command(ben, 'next')).text).not.toContain(note);
  expect((await stage.command(ada, 'next')).text).toContain(note);
  expect((await stage.command(ada, 'next')).text).not.toContain(note);
  // Session 3 is on 1 December: told before, so not again.
  await stage.travelTo('2026-12-01T16:30:00Z');
  expect((await stage.command(ada, 'next')).text).not.toContain(note);
  stage.platform.gone.delete('dm-ada');
  await stage.travelTo('2026-12-03T16:30:00Z');
  expect(toldOf('session-reminder').filter((words) => words.startsWith('ada'))).toHaveLength(1);
  stage.platform.gone.add('dm-ada');
  await stage.travelTo('2026-12-08T16:30:00Z');
  expect((await stage.command(ada, 'next')).text).toContain(note);
}, 30_000);

it('says that what somebody asked for is answered at any hour and does not count among the reminders', async () => {
  const { text } = await stage.command(ada, 'notify');
  expect(text).toContain('At most 2 reminders a day reach you.');
  expect(text).toContain('Answers to what you asked or handed in come at any hour and do not count.');
});

it('reminds the others where one person’s row names a zone that is none, and counts their hours in UTC', async () => {
  for (const actor of [ada, ben, cy]) {
    await say(actor, 'coming');
    await stage.command(actor, 'notify', { quiet: '22-7', zone: 'Europe/Berlin' });
    await stage.command(actor, 'streak', { zone: 'Asia/Tokyo' });
  }
  const odd = 'function Object() { [native code] }';
  for (const table of ['reminder_wishes', 'streak_wishes'])
    await stage.services.db.execute(sql`update ${sql.identifier(table)} set zone = ${odd} where member_id like '%ada'`);
  expect(await listOddZones(stage.services.db)).toEqual([{ zone: odd, rows: 3 }]);
  await stage.travelTo('2026-11-26T16:00:00Z');
  expect(toldOf('session-reminder').map((words) => words.split(':')[0])).toEqual(['ada', 'ben', 'cy']);
  expect((await stage.command(ada, 'notify')).text).toContain('22:00 to 07:00, UTC');
  expect((await stage.command(ada, 'streak')).text).toContain('Your clock: UTC');
  expect((await stage.command(ada, 'progress', { cohort: cohort.id })).text).not.toContain('broke');
});

it('reminds the others where one message fails, and that one at the next try', async () => {
  const { services } = stage;
  let isBroken = true;
  const post: typeof services.mail.post = async (workspace, to, shown, key) => {
    if (isBroken && to.kind === 'person' && to.person === 'ada') throw new Error('a fault');
    return services.mail.post(workspace, to, shown, key);
  };
  const people = [ada, ben].map(({ id }) => ({ memberId: `test:w/${id}`, reminder: view(paragraph`Look.`) }));
  const send = () =>
    remindEach({ ...services, mail: { ...services.mail, post } }, 'look', people, () => true, stage.now());
  await expect(send()).rejects.toThrow('a fault');
  expect(toldOf('look')).toEqual([expect.stringContaining('ben: Look.')]);
  isBroken = false;
  await send();
  expect(toldOf('look').map((words) => words.split(':')[0])).toEqual(['ben', 'ada']);
});
