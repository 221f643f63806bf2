import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { replan } from '../../../src/deliveries/replan.ts';
import { plain } from '../../support/platform.ts';
import { type Actor, refusalOf } from '../../support/rig.ts';
import { plainItem } from '../quizzes/curriculum.ts';
import { ada, ben, cohort, createStage, cy, dee, mentor, organiser, type Stage } from '../quizzes/stage.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await createStage(Array.from({ length: 24 }, (_, at) => plainItem(`item-${at}`, 1 + (at % 2))));
  await replan(stage.services.db, cohort, stage.services.curriculum);
});
afterEach(async () => {
  expect(stage.failures).toEqual([]);
  await stage.close();
});

const organise = (options: Record<string, string> = {}) =>
  stage.command(organiser, 'pair rounds', { cohort: cohort.id, ...options });

const own = (actor: Actor) => stage.command(actor, 'pair show', { cohort: cohort.id });

/** The private messages with these words, as `person: words`. */
function toldOf(words: string): string[] {
  return stage.platform.messages
    .filter(({ channel, view }) => channel.startsWith('dm-') && plain(view).includes(words))
    .map(({ channel, view }) => `${channel.slice(3)}: ${plain(view)}`);
}

function messageTo(actor: Actor, words: string) {
  const found = stage.platform.messages.findLast(
    ({ channel, view }) => channel === `dm-${actor.id}` && plain(view).includes(words),
  );
  if (found === undefined) throw new Error(`${actor.name} was not told "${words}"`);
  return found.view;
}

const inChannel = (words: string) =>
  stage.platform.messages.filter(({ channel, view }) => channel === 'home' && plain(view).includes(words));

/** Session 1 began on 24 November at 17:00 UTC; its pairs are told in the next morning, at nine in Berlin. */
const MORNING = '2026-11-25T08:00:00Z';

it('pairs nobody until an organiser says so, then draws when a module begins and tells each in the next morning', async () => {
  expect((await organise()).text).toContain('Nobody is paired.');
  await stage.travelTo('2026-12-05T12:00:00Z');
  expect(toldOf('You are')).toEqual([]);
  // Session 5 opens the third module, on 8 December.
  const on = await stage.press(organiser, (await organise()).view, 'Pairs');
  expect(on.text).toContain('Pairs in each module');
  await stage.command(dee, 'pair.in', { in: 'yes' });
  await stage.travelTo('2026-12-08T17:30:00Z');
  expect((await organise()).text).toMatch(/is drawn and told <2026-12-09T08:00Z>:\n- @\w+, @\w+\n- @\w+, @\w+\n/);
  expect(toldOf('You are a pair')).toEqual([]);
  expect((await own(ada)).text).toContain('Pairs, and you');
  await stage.travelTo('2026-12-09T08:00:00Z');
  const told = toldOf('You are a pair');
  expect(told.map((words) => words.split(':')[0]).toSorted()).toEqual(['ada', 'ben', 'cy', 'dee']);
  const [out, ...more] = inChannel('The pairs for');
  expect(more).toEqual([]);
  if (out === undefined) throw new Error('the channel was not told');
  expect(plain(out.view)).not.toMatch(/Ada|Ben|Cy|Dee|@/);
  const mine = await stage.press(ada, out.view, 'My pair');
  expect(`ada: ${mine.text}`).toBe(told.find((words) => words.startsWith('ada')));
  // Who is whose pair is the same from both sides.
  const partner = /: @(\w+) and you/.exec(mine.text)?.[1] ?? '';
  expect(told.find((words) => words.startsWith(partner))).toContain('@ada and you');
});

it('leaves out who hides, who said no and who is away, and takes them in when they say so', async () => {
  await stage.command(ben, 'pair away', { until: '2026-11-26' });
  await organise({ size: 'pairs' });
  await stage.travelTo(MORNING);
  expect(toldOf('You are').map((words) => words.split(':')[0])).toEqual(['ada', 'cy']);
  expect((await own(dee)).text).toContain('you hide from boards');
  expect((await own(ben)).text).toContain('Away: 2026-11-24 to 2026-11-26');
  const said = await stage.press(cy, (await stage.command(cy, 'pair show', { page: 'mine' })).view, "Don't pair me");
  expect(said.text).toContain('you said that you want no pair');
  await stage.press(dee, (await own(dee)).view, 'Pair me');
  // Session 3 opens the second module, on 1 December.
  await stage.travelTo('2026-12-02T08:00:00Z');
  const second = toldOf('You are three').map((words) => words.split(':')[0]);
  expect(second.toSorted()).toEqual(['ada', 'ben', 'dee']);
  expect(refusalOf(await stage.command(ben, 'pair away', { until: '2026-11-20', from: '2026-11-22' }))).toContain(
    '`until` lies before `from`',
  );
});

it('brings people together whose hours meet, says when that is, and why these people', async () => {
  for (const [who, hours, zone] of [
    [ada, '18-21', 'Europe/Berlin'],
    [ben, '9-12', 'Asia/Tokyo'],
    [cy, '12-15', 'America/New_York'],
    [dee, '9-12', 'Asia/Tokyo'],
  ] as const) {
    expect((await stage.command(who, 'pair hours', { hours, zone })).text).toContain(zone.replaceAll('_', ' '));
  }
  await stage.command(dee, 'pair.in', { in: 'yes' });
  await organise({ size: 'pairs' });
  await stage.travelTo(MORNING);
  // 18 to 21 in Berlin is 17 to 20 UTC, as is 12 to 15 in New York.
  expect(messageTo(ada, '@cy and you')).toBeDefined();
  const told = messageTo(cy, '@ada and you');
  expect(plain(told)).toContain('Both free: <2026-11-25T17:00Z> to <2026-11-25T20:00Z>, any day');
  const why = await stage.press(cy, told, 'Why us?');
  expect(why.text).toContain('You have not been together before');
  expect(why.text).toContain('You are all free <2026-11-25T17:00Z>');
  expect(why.text).toContain('near each other');
  await stage.travelTo('2026-12-02T08:00:00Z');
  const second = messageTo(ada, 'You are a pair');
  expect(plain(second)).toContain('at no hour that you both said');
  expect(refusalOf(await stage.command(ada, 'pair hours', { hours: 'late' }))).toContain('must be hours like `18-21`');
  expect((await stage.command(ada, 'pair hours', { hours: '19-20' })).text).toContain('19:00 to 20:00, Europe/Berlin');
  expect((await stage.command(ada, 'pair hours', { hours: 'none' })).text).toContain('not said yet');
  expect(refusalOf(await stage.command(mentor, 'pair hours', { hours: '18-21' }))).toContain('Say where you are');
});

it('asks two days later whether they met, not those who have said so, and counts pairs that did', async () => {
  await stage.command(dee, 'pair.in', { in: 'yes' });
  await organise({ size: 'pairs' });
  await stage.travelTo(MORNING);
  const partner = /: @(\w+) and you/.exec(plain(messageTo(ada, 'You are a pair')))?.[1];
  const thanks = await stage.press(ada, messageTo(ada, 'You are a pair'), 'We met');
  expect(thanks.text).toContain('you met');
  await stage.repeat(ada, messageTo(ada, 'You are a pair'), 'We met', thanks.eventId);
  await stage.travelTo('2026-11-27T08:05:00Z');
  const asked = toldOf('Did you and').map((words) => words.split(':')[0] ?? '');
  expect(asked.toSorted()).toEqual(['ben', 'cy', 'dee'].filter((id) => id !== partner).toSorted());
  const [one = ''] = asked;
  const actor = [ben, cy, dee].find(({ id }) => id === one) ?? ben;
  expect((await stage.press(actor, messageTo(actor, 'Did you and'), 'Not yet')).text).toContain('Not yet, then');
  expect((await organise()).text).toContain(': 1 of 2 met');
  await stage.press(actor, messageTo(actor, 'Did you and'), 'We met');
  expect((await organise()).text).toContain(': 2 of 2 met');
  expect(refusalOf(await stage.press(mentor, messageTo(actor, 'Did you and'), 'We met'))).toContain('You have no pair');
});

it('lets an organiser draw again until the pairs are told, once for each press, and never after', async () => {
  await stage.command(dee, 'pair.in', { in: 'yes' });
  const on = await organise({ size: 'pairs' });
  const drawn = async () =>
    (await organise()).text
      .match(/^- .*$/gm)
      ?.toSorted()
      .join(' ');
  await stage.travelTo('2026-11-24T21:05:00Z');
  const before = await organise();
  const seen = new Set([await drawn()]);
  let last = on;
  for (let draw = 0; draw < 6; draw += 1) {
    last = await stage.press(organiser, before.view, 'Draw again');
    seen.add(await drawn());
  }
  expect(last.text).toContain('Drawn again.');
  expect(seen.size).toBeGreaterThan(1);
  const kept = await drawn();
  await stage.repeat(organiser, before.view, 'Draw again', last.eventId);
  expect(await drawn()).toBe(kept);
  expect((await stage.query('select draw from pair_rounds'))[0]).toEqual({ draw: 7 });
  await stage.travelTo(MORNING);
  expect(toldOf('You are a pair')).toHaveLength(4);
  expect(refusalOf(await stage.press(organiser, before.view, 'Draw again'))).toContain('have been told, so they stay');
  expect((await own(ada)).text).toContain(kept?.includes('@ada, @ben') ? '@ben and you' : '@');
});

it('tells nobody in their quiet hours, but afterwards, and nobody twice', async () => {
  await stage.command(ada, 'notify', { quiet: '22-7', zone: 'America/Los_Angeles' });
  await stage.command(ben, 'notify', { pairs: 'off' });
  await organise({ size: 'threes' });
  // Nine in Berlin is midnight in Los Angeles, where the quiet hours end at 15:00 UTC.
  await stage.travelTo('2026-11-25T14:00:00Z');
  expect(toldOf('You are').map((words) => words.split(':')[0])).toEqual(['cy']);
  await stage.travelTo('2026-11-25T18:00:00Z');
  expect(toldOf('You are').map((words) => words.split(':')[0])).toEqual(['cy', 'ada']);
  await stage.travelTo('2026-11-26T12:00:00Z');
  expect(toldOf('You are')).toHaveLength(2);
  expect((await own(ben)).text).toContain('You are three');
});

it('draws nothing for a cohort that rests, and takes back what is planned when it is switched off', async () => {
  await organise({ size: 'pairs' });
  const planned = () => stage.query(`select key from deliveries where kind = 'pairs' and queued_at is null`);
  expect(await planned()).toHaveLength(5);
  await organise({ size: 'off' });
  expect(await planned()).toEqual([]);
  await organise({ size: 'pairs' });
  await stage.command(organiser, 'organise pause', { cohort: cohort.id });
  await stage.travelTo(MORNING);
  expect(toldOf('You are')).toEqual([]);
  expect(inChannel('The pairs for')).toEqual([]);
});

it('pairs the others where one person’s row names a zone that is none, and takes theirs for UTC', async () => {
  for (const [who, hours, zone] of [
    [ada, '18-21', 'UTC'],
    [ben, '18-21', 'UTC'],
    [cy, '9-12', 'Asia/Tokyo'],
    [dee, '9-12', 'Asia/Tokyo'],
  ] as const)
    await stage.command(who, 'pair hours', { hours, zone });
  await stage.command(dee, 'pair.in', { in: 'yes' });
  await stage.command(cy, 'notify', { quiet: '1-2', zone: 'Asia/Tokyo' });
  await stage.services.db.execute(sql`update pair_wishes set zone = 'constructor' where member_id like '%ada'`);
  await stage.services.db.execute(sql`update reminder_wishes set zone = 'constructor'`);
  await organise({ size: 'pairs' });
  await stage.travelTo(MORNING);
  expect(messageTo(ada, '@ben and you')).toBeDefined();
  expect(messageTo(cy, '@dee and you')).toBeDefined();
  expect(plain(messageTo(ada, '@ben and you'))).toContain('Both free: <2026-11-25T18:00Z> to <2026-11-25T21:00Z>');
});
