import { afterEach, beforeEach, expect, it } from 'vitest';
import { recordAttendance } from '../../../src/features/sessions/store.ts';
import { type Actor, refusalOf } from '../../support/rig.ts';
import { plainItem } from '../quizzes/curriculum.ts';
import { ada, ben, cohort, createStage, mentor, organiser, type Stage, takeRound } from '../quizzes/stage.ts';

/** One person's accounts on two platforms, through the commands. */

const there = { platform: 'other', workspace: 'team' };
const adaThere: Actor = { id: 'U-ada', name: 'Ada L.', at: there };
const benThere: Actor = { id: 'U-ben', name: 'Ben', at: there };
const adaThird: Actor = { id: 'ada3', name: 'Ada', at: { platform: 'other', workspace: 'third' } };
const oskar: Actor = { id: 'U-oskar', name: 'Oskar', manages: true, at: there };
let stage: Stage;

beforeEach(async () => {
  stage = await createStage([plainItem('one', 1), plainItem('two', 1)]);
});
afterEach(() => stage.close());

const codeOf = async (actor: Actor) =>
  /[B-Z2-9]{4}-[B-Z2-9]{4}/.exec((await stage.command(actor, 'link')).text)?.[0] ?? '';
const join = async (maker: Actor, user: Actor) => stage.command(user, 'link', { code: await codeOf(maker) });

it('refuses what makes no one person of two accounts, and keeps the code good', async () => {
  const code = await codeOf(ada);
  expect(refusalOf(await stage.command(ada, 'link', { code }))).toContain('your own code');
  expect(refusalOf(await stage.command(ben, 'link', { code }))).toContain('has an account in this workspace already');
  expect((await stage.command(adaThere, 'link', { code })).text).toContain('are one person now');
  expect(refusalOf(await join(ben, adaThere))).toContain('linked to another one already');
  expect(refusalOf(await join(adaThird, ada))).toContain('linked to another one already');
  expect((await join(ada, adaThere)).text).toContain('are one person already');
});

it('takes a third account to the same person, from a code of either', async () => {
  await join(ada, adaThere);
  expect((await join(adaThere, adaThird)).text).toContain('You and **Ada** on Test are one person now');
  expect((await stage.command(adaThird, 'home')).text).toContain('# Autumn');
  expect(refusalOf(await join(benThere, ada))).toContain('linked to another one already');
});

it('changes nothing when the same event comes again', async () => {
  const code = await codeOf(ada);
  const person = { manages: false, roles: [], locale: 'en-GB', ...adaThere };
  const event = { id: 'same', place: { ...there, channel: 'C' }, person, action: { route: 'link', state: { code } } };
  const replies = [await stage.handler.handle(event).reply, await stage.handler.handle(event).reply];
  expect(replies[1]).toEqual(replies[0]);
  expect(await stage.query('select count(*)::int as n from links')).toEqual([{ n: 1 }]);
});

it('is undone by an organiser of either side, for good, and can be done again', async () => {
  await stage.command(mentor, 'quiz post', { session: '1' }, 'home');
  await takeRound(stage, ada, stage.posted('round/'), 2);
  await stage.travelTo('2026-11-26T12:00:00Z');
  await join(adaThere, ada);
  expect((await stage.command(ada, 'progress', {}, 'home')).text).toContain('Points: 20');
  expect((await stage.command(organiser, 'progress', { member: 'ada' }, 'home')).text).toContain('Where Ada stands');
  expect(refusalOf(await stage.command(mentor, 'organise separate', { member: 'ada' }))).toContain('for organisers');
  expect(refusalOf(await stage.command(oskar, 'organise separate', { member: 'U-ben' }))).toContain(
    'linked to no other',
  );
  const undone = await stage.command(oskar, 'organise separate', { member: 'U-ada' });
  expect(undone.text).toContain('are two people again');
  expect((await stage.command(ada, 'progress', {}, 'home')).text).toContain('Points: 20');
  expect((await stage.command(adaThere, 'home')).text).toContain('in no cohort yet');
  expect(refusalOf(await stage.command(organiser, 'organise separate', { member: 'ada' }))).toContain(
    'linked to no other',
  );
  expect((await join(ada, adaThere)).text).toContain('are one person now');
});

it('pays nobody twice for what both accounts have done or do', async () => {
  await stage.travelTo('2026-11-26T17:30:00Z');
  await stage.query(
    `insert into homes (cohort_id, workspace_id, channel, since) values ('${cohort.id}', 'other:team', 'C1', now())`,
  );
  const here = (actor: Actor, channel: string) => stage.command(actor, 'session.here', { session: '2' }, channel);
  await stage.command(adaThere, 'cohort join', {}, 'C1');
  await here(ada, 'home');
  await here(adaThere, 'C1');
  await join(ada, adaThere);
  await here(adaThere, 'C1');
  await here(ada, 'home');
  expect((await stage.command(ben, 'leaderboard', {}, 'home')).text).toContain('@ada · 5 points');
  expect((await stage.command(oskar, 'cohort show', {}, 'C1')).text).toContain('Learners: 4: Ada, Ben, Cy, Dee');
});

it('lets what was under way in the moment of the link follow, and go back with the rest', async () => {
  await stage.command(adaThere, 'help');
  await join(ada, adaThere);
  const said = { cohortId: cohort.id, session: 2, memberId: 'other:team/U-ada', said: 'coming' } as const;
  await recordAttendance(stage.services.db, { ...said, at: stage.now(), eventId: 'late' });
  await stage.travelTo(stage.now().add({ seconds: 5 }));
  const who = () => stage.query(`select member_id as who from attendance`);
  expect(await who()).toEqual([{ who: 'test:w/ada' }]);
  await stage.travelTo(stage.now().add({ seconds: 5 }));
  expect(await stage.query('select count(*)::int as n from links')).toEqual([{ n: 2 }]);
  await stage.command(organiser, 'organise separate', { member: 'ada' });
  expect(await who()).toEqual([{ who: 'other:team/U-ada' }]);
  expect(refusalOf(await stage.command(organiser, 'organise separate', { member: 'ada' }))).toContain(
    'linked to no other',
  );
});

it('pays after a separation what rounds that closed meanwhile owe, and says who waits now', async () => {
  const { text } = await stage.command(organiser, 'organise link', {}, 'home');
  await stage.command(oskar, 'organise link', { code: /[B-Z2-9]{4}-[B-Z2-9]{4}/.exec(text)?.[0] ?? '' }, 'C1');
  await stage.command(adaThere, 'cohort join', {}, 'C1');
  await stage.confirm(organiser, 'organise edit', { capacity: '5' }, 'home');
  await stage.command(mentor, 'quiz post', { session: '1' }, 'home');
  const round = stage.posted('round/');
  await takeRound(stage, ada, round, 2);
  await takeRound(stage, adaThere, round, 2);
  await join(ada, adaThere);
  await stage.command({ id: 'eve', name: 'Eve' }, 'cohort join', {}, 'home');
  await stage.travelTo(stage.now().add({ hours: 25 }));
  const paid = () =>
    stage.query(
      `select member_id as who, sum(points)::int as points from ledger where reason = 'round' group by 1 order by 1`,
    );
  expect(await paid()).toEqual([{ who: 'test:w/ada', points: 20 }]);
  const apart = await stage.command(organiser, 'organise separate', { member: 'ada' });
  expect(apart.text).toContain('waits for **Autumn** now, as number 1: the place was given to somebody else');
  expect(await paid()).toEqual([
    { who: 'other:team/U-ada', points: 20 },
    { who: 'test:w/ada', points: 20 },
  ]);
});

it('keeps what either account said about a session: only being there twice is once too often', async () => {
  const { db } = stage.services;
  await stage.command(adaThere, 'help');
  const [here, far] = ['test:w/ada', 'other:team/U-ada'];
  const said = [
    { memberId: here, session: 1, said: 'coming' },
    { memberId: far, session: 1, said: 'excused' },
    { memberId: here, session: 2, said: 'present' },
    { memberId: far, session: 2, said: 'excused' },
    { memberId: here, session: 3, said: 'present' },
    { memberId: far, session: 3, said: 'present' },
  ] as const;
  for (const [index, one] of said.entries()) {
    await recordAttendance(db, { ...one, cohortId: cohort.id, at: stage.now(), eventId: `said-${index}` });
  }
  await join(ada, adaThere);
  expect(await stage.query('select member_id as who, session, said from attendance order by id')).toEqual(
    said.slice(0, 5).map(({ session, said }) => ({ who: here, session, said })),
  );
});
