import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { loadCurriculum } from '../../../src/curriculum/load.ts';
import { rows } from '../../../src/database/client.ts';
import { scenarioWeight, weighingBy } from '../../../src/domain/tracks/weighing.ts';
import { recordTroubles } from '../../../src/features/review/store.ts';
import { plain } from '../../support/platform.ts';
import { type Actor, createRig, type Rig, refusalOf } from '../../support/rig.ts';

const curriculum = loadCurriculum('curriculum');
const ann: Actor = { id: 'ann', name: 'Ann' };

let rig: Rig;
beforeEach(async () => {
  rig = await createRig(curriculum, '2026-12-01T09:00:00Z');
});
afterEach(async () => {
  expect(rig.failures).toEqual([]);
  await rig.close();
});

const query = (source: string) => rows(rig.services.db, sql.raw(source));
const told = () => rig.platform.messages.filter(({ channel }) => channel === 'dm-ann').map(({ view }) => plain(view));

it('is laid by track and hours, a press each, and shows the month that it is, all months, and a picture', async () => {
  const tracks = await rig.command(ann, 'roadmap');
  expect(tracks.text).toContain('**Data engineering**');
  const hours = await rig.press(ann, tracks.view, 'Choose a track', { track: 'general' });
  expect(hours.text).toContain('**General.** Two hours that happen');
  const laid = await rig.press(ann, hours.view, 'Hours a week', { hours: '6' });
  expect(laid.text).toContain('**Month 1 of 8: The object model');
  expect(laid.text).toContain('<my-roadmap.png: General: the roadmap: The object model now · 0 of 5;');
  expect(laid.text).toContain('→ **1.** <2026-12-01T09:00Z>: ○ The object model');
  const month = await rig.press(ann, laid.view, 'This month');
  expect(month.text).toContain('# Month 1 of 8');
  expect(month.text).toContain('**There when it is done:** A page of your own wrong predictions');
  expect(month.text).toContain('0 of 5 skills shown');
});

it('is laid at once when both are typed, and again from today with what is done left out', async () => {
  const first = await rig.command(ann, 'roadmap', { track: 'general', hours: '6' });
  const month = await rig.press(ann, first.view, 'This month');
  const ticked = await rig.press(ann, month.view, 'Done');
  expect(ticked.text).toContain('✓ Done, as you said.');
  await rig.travelTo('2027-01-15T09:00:00Z');
  const less = await rig.press(ann, (await rig.command(ann, 'roadmap')).view, 'I have less time now');
  expect(less.text).toContain('What is done stays done; the rest is laid anew from today.');
  const anew = await rig.press(ann, less.view, 'Hours a week', { hours: '4' });
  expect(anew.text).toContain('→ **1.** <2027-01-15T09:00Z>: ○ Iterators, generators and closures');
  expect(anew.text).toContain('After these months:');
  expect(await query('select id from roadmaps')).toHaveLength(2);
  expect((await rig.command(ann, 'next')).text).toContain('**Month 1 of your roadmap: Iterators');
});

it('can be ticked and unticked by hand, and says the stage is not there where it is no more', async () => {
  const laid = await rig.command(ann, 'roadmap', { track: 'general', hours: '10' });
  const month = await rig.press(ann, laid.view, 'This month');
  const done = await rig.press(ann, month.view, 'Done');
  const undone = await rig.press(ann, done.view, 'Not done yet');
  expect(undone.text).toContain('you said it is not done');
  expect(refusalOf(await rig.command(ann, 'roadmap.tick', { month: '1', stage: '20', done: 'yes' }))).toContain(
    'not on your roadmap',
  );
});

it('tells of a new month in private, once, to who wants it, and no more after the last', async () => {
  const laid = await rig.command(ann, 'roadmap', { track: 'general', hours: '20' });
  await rig.travelTo('2027-01-02T09:00:00Z');
  expect(told()).toEqual([]);
  const on = await rig.press(ann, laid.view, 'Tell me each month');
  expect(on.text).toContain('Your roadmap: when a month begins');
  await rig.travelTo('2027-02-01T09:01:00Z');
  expect(told()).toHaveLength(1);
  expect(told()[0]).toMatch(/^\*\*Month 3 of 6: /);
  expect(told()[0]).toContain('[This month] [I have less time now] [No more of these]');
  await rig.travelTo('2027-12-01T09:00:00Z');
  expect(told()).toHaveLength(4);
  expect((await rig.command(ann, 'roadmap')).text).toContain('**The months are over, and 9 stages are open.**');
  expect(await query('select next_at from roadmaps')).toEqual([{ next_at: null }]);
});

it('waits for the end of quiet hours, and tells of no month that is long past', async () => {
  await rig.command(ann, 'notify', { months: 'on', quiet: '8-11', zone: 'UTC' });
  await rig.command(ann, 'roadmap', { track: 'general', hours: '20' });
  await rig.travelTo('2027-01-01T10:00:00Z');
  expect(told()).toEqual([]);
  await rig.travelTo('2027-01-01T12:30:00Z');
  expect(told()).toHaveLength(1);
});

it('shows a cohort’s track to who chose none, and puts what they chose before it', async () => {
  const olga: Actor = { id: 'olga', name: 'Olga', manages: true };
  const preview = await rig.command(olga, 'cohort create', {
    name: 'Autumn',
    channel: 'home',
    start: '2026-12-08',
    days: 'Tue, Thu',
    time: '18:00',
    zone: 'Europe/Berlin',
  });
  await rig.press(olga, preview.view, 'Create the cohort');
  await rig.command(ann, 'cohort join', {}, 'home');
  expect(refusalOf(await rig.command(ann, 'organise track', { track: 'general' }, 'home'))).toContain('organisers');
  const set = await rig.command(olga, 'organise track', { track: 'distributed-systems' }, 'home');
  expect(set.text).toContain('**Autumn** is on the track **Distributed systems** now');
  expect((await rig.command(ann, 'roadmap')).text).toContain('**Distributed systems** (yours now)');
  await rig.command(ann, 'roadmap', { track: 'general' });
  expect((await rig.command(ann, 'roadmap')).text).toContain('**General** (yours now)');
});

it('puts first in practice, among incidents and in what comes next what the track does', async () => {
  const ben: Actor = { id: 'ben', name: 'Ben' };
  const track = curriculum.tracks.find(({ slug }) => slug === 'distributed-systems');
  const weigh = weighingBy(track);
  await rig.command(ann, 'roadmap', { track: 'distributed-systems' });
  const share = async (who: Actor) => {
    for (let time = 0; time < 3; time += 1) await rig.command(who, 'quiz start');
    const [found] = await query(
      `select jsonb_agg(item) as items from rounds, unnest(items) as item where member_id = 'test:w/${who.id}'`,
    );
    const items = found?.['items'];
    const skills = (Array.isArray(items) ? items : []).map((slug) => curriculum.items.get(String(slug))?.skill ?? '');
    return skills.filter((skill) => weigh(skill) > 1).length / skills.length;
  };
  expect(await share(ann)).toBeGreaterThan(0.8);
  expect(await share(ben)).toBeLessThan(0.8);
  for (const who of [ann, ben]) await rig.command(who, 'debug start');
  const begun = await query('select member_id, scenario from investigations order by member_id');
  const weights = begun.map(({ scenario }) => {
    const found = curriculum.scenarios.get(String(scenario));
    return found === undefined ? 0 : scenarioWeight(found, track);
  });
  expect(weights[0]).toBe(3);
  expect(begun[1]?.['scenario']).toBe([...curriculum.scenarios.keys()][0]);
});

it('names as practice the missed skill that the track puts first, not the one missed last', async () => {
  await rig.command(ann, 'selftest');
  const [heavy, light] = ['gil', 'string-interning'].map((skill) =>
    [...curriculum.items.values()].find((item) => item.skill === skill),
  );
  if (heavy === undefined || light === undefined) throw new Error('a skill has no item');
  for (const [at, item] of [heavy, light].entries()) {
    await query(`insert into rounds (id, kind, workspace_id, member_id, title, items, opened_at)
      values ('r${at}', 'practice', 'test:w', 'test:w/ann', 'Practice', '{${item.slug}}', '2026-12-01T09:00Z') returning id`);
    await query(`insert into answers (round_id, item, member_id, response, "right", answered_at, event_id)
      values ('r${at}', '${item.slug}', 'test:w/ann', '{"kind":"typed","typed":"x"}', false, '2026-12-01T09:0${at}Z', 'e${at}') returning id`);
  }
  const practised = async () => /Practise ([^*\n]+)/.exec((await rig.command(ann, 'next')).text)?.[1];
  const titled = (item: { skill: string }) => curriculum.skills.get(item.skill)?.title ?? '';
  expect(await practised()).toContain(titled(light));
  await rig.command(ann, 'roadmap', { track: 'data-engineering' });
  expect(await practised()).toContain(titled(heavy));
});

it('asks first among cards what the track puts first, where there is no room for all', async () => {
  const cards = ['string-interning', 'gil'].map((skill, at) => {
    const item = [...curriculum.items.values()].find((one) => one.skill === skill);
    if (item === undefined) throw new Error('a skill has no item');
    const found = rig.now().subtract({ hours: 12 - at });
    return {
      kind: 'item',
      subject: item.slug,
      source: 'practice',
      seenAs: null,
      at: found,
      title: item.title,
    } as const;
  });
  const first = async (who: Actor, id: string) => {
    // The light one is due some hours longer.
    for (const card of cards) await recordTroubles(rig.services.db, id, [card], card.at);
    await rig.command(who, 'review', { most: '1' });
    return (await rig.command(who, 'review')).text;
  };
  await rig.command(ann, 'roadmap', { track: 'data-engineering' });
  expect(await first(ann, 'test:w/ann')).toContain(cards[1]?.title);
  const ben: Actor = { id: 'ben', name: 'Ben' };
  await rig.command(ben, 'review');
  expect(await first(ben, 'test:w/ben')).toContain(cards[0]?.title);
});
