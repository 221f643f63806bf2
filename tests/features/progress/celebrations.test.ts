import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { recordDelivery } from '../../../src/deliveries/store.ts';
import { recordDraft } from '../../../src/features/cohorts/store.ts';
import { celebrationBlocks } from '../../../src/features/progress/celebration-views.ts';
import {
  type Celebration,
  chooseCelebration,
  finishedParts,
  overcomeBeliefs,
} from '../../../src/features/progress/celebrations.ts';
import { growthBy } from '../../../src/features/progress/growth.ts';
import type { Learned } from '../../../src/features/quizzes/learned.ts';
import { plain } from '../../support/platform.ts';
import { refusalOf } from '../../support/rig.ts';
import { plainItem, singleItem } from '../quizzes/curriculum.ts';
import {
  ada,
  answerShown,
  ben,
  cohort,
  createStage,
  isQuestion,
  mentor,
  organiser,
  type Stage,
  takeRound,
} from '../quizzes/stage.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await createStage(Array.from({ length: 12 }, (_, at) => plainItem(`item-${at}`, 1)));
});
afterEach(async () => {
  expect(stage.failures).toEqual([]);
  await stage.close();
});

const HOME = { workspaceId: 'test:w', mentorRole: null };

const FIRST = 'Your first round, every question answered.';

it('is glad of a first round once, where the person goes on, and not in the middle of it', async () => {
  await stage.command(mentor, 'quiz post', { session: '1' }, 'home');
  const message = stage.posted('round/');
  const { view } = await stage.press(ada, message, 'Start');
  await answerShown(stage, ada, view, true);
  expect((await stage.command(ada, 'next')).text).not.toContain(FIRST);
  const done = await takeRound(stage, ada, message, 6);
  // Answers are marked without a look at all that.
  expect(plain(done)).not.toContain(FIRST);
  expect((await stage.press(ada, done, 'What else')).text).toContain(FIRST);
  expect((await stage.press(ada, done, 'What else')).text).not.toContain(FIRST);
  expect((await stage.command(ben, 'next')).text).not.toContain(FIRST);
});

it('never stands above a question', async () => {
  await stage.command(mentor, 'quiz post', { session: '1' }, 'home');
  await takeRound(stage, ada, stage.posted('round/'), 6);
  await stage.travelTo('2026-11-26T09:00:00Z');
  await stage.command(mentor, 'quiz post', { session: '1' }, 'home');
  const second = stage.platform.messages.findLast(({ key }) => key.startsWith('round/'));
  if (second === undefined) throw new Error('there is no second round');
  const asked = await stage.press(ada, second.view, 'Start');
  expect(isQuestion(asked.view)).toBe(true);
  expect(asked.text).not.toContain(FIRST);
  expect((await stage.command(ada, 'next')).text).toContain(FIRST);
});

it('is glad once, of two presses at the same moment', async () => {
  await stage.command(mentor, 'quiz post', { session: '1' }, 'home');
  await takeRound(stage, ada, stage.posted('round/'), 6);
  const said = await Promise.all([1, 2, 3].map(() => stage.command(ada, 'next')));
  expect(said.filter(({ text }) => text.includes(FIRST))).toHaveLength(1);
});

it('ends the course with a picture and a next step, for who took part', async () => {
  await stage.command(ada, 'session.here', { cohort: cohort.id, session: '1' }, 'home');
  await stage.travelTo('2027-01-08T12:00:00Z');
  await stage.query(`insert into attendance (cohort_id, session, member_id, said, at, event_id)
    values ('${cohort.id}', 12, 'test:w/ada', 'present', '2026-12-31T17:00Z', 'there')`);
  const { text } = await stage.command(ada, 'next');
  expect(text).toMatch(
    /You have come to the end of the course[\s\S]*<progress.png: Your way through the course[\s\S]*\[I'd mentor next time\]/,
  );
  expect((await stage.command(ada, 'next')).text).not.toContain('end of the course');
  expect((await stage.command(ben, 'next')).text).not.toContain('end of the course');
});

const now = Temporal.Instant.from('2026-12-01T12:00:00Z');
const ago = (hours: number) => now.subtract({ hours });
const celebration: fc.Arbitrary<Celebration> = fc.record({
  kind: fc.constantFrom('course', 'incident', 'round', 'module', 'belief'),
  about: fc.constantFrom('', 'one', 'two'),
  at: fc.integer({ min: -50, max: 1000 }).map(ago),
});

it('chooses one thing that is new and fresh, and never a second within a day', () => {
  fc.assert(
    fc.property(fc.array(celebration), fc.array(celebration), (happened, told) => {
      const chosen = chooseCelebration(happened, told, now);
      if (chosen === undefined) return;
      expect(happened).toContain(chosen);
      expect(told.filter(({ kind, about }) => kind === chosen.kind && about === chosen.about)).toEqual([]);
      expect(told.every(({ at }) => Temporal.Instant.compare(at, ago(20)) <= 0)).toBe(true);
      expect(Temporal.Instant.compare(chosen.at, ago(14 * 24))).toBeGreaterThanOrEqual(0);
      expect(Temporal.Instant.compare(chosen.at, now)).toBeLessThanOrEqual(0);
    }),
  );
  const round: Celebration = { kind: 'round', about: '', at: ago(3) };
  const belief: Celebration = { kind: 'belief', about: 'x', at: ago(9) };
  expect(chooseCelebration([belief, round], [], now)).toBe(round);
  expect(chooseCelebration([belief, round], [{ ...round, at: ago(21) }], now)).toBe(belief);
  expect(chooseCelebration([belief, round], [{ ...round, at: ago(19) }], now)).toBeUndefined();
});

it('has a belief overcome that caught somebody twice and was answered rightly twice since', () => {
  const answer = (right: boolean, hours: number): Learned => ({
    round: 'r',
    kind: 'practice',
    item: singleItem,
    right,
    beliefs: right ? [] : ['first-idea'],
    answeredAt: ago(hours),
  });
  const newestFirst = [answer(true, 1), answer(true, 2), answer(false, 3), answer(false, 4)];
  expect(overcomeBeliefs(newestFirst)).toEqual([{ kind: 'belief', about: 'first-idea', at: ago(1) }]);
  expect(overcomeBeliefs(newestFirst.slice(0, 3))).toEqual([]);
  expect(overcomeBeliefs(newestFirst.slice(1))).toEqual([]);
});

it('has a module done by who took part in all of it, and the course over when its last session is', () => {
  const modules = [
    { slug: 'm1', sessions: [1, 2] },
    { slug: 'm2', sessions: [3, 4] },
  ];
  const walked = (...tookPart: boolean[]) =>
    tookPart.map((took, at) => ({ session: at + 1, endedAt: ago(100 - at), tookPart: took }));
  const parts = (...tookPart: boolean[]) => finishedParts('c', walked(...tookPart), modules).map(({ about }) => about);
  expect(parts(true)).toEqual([]);
  expect(parts(true, true)).toEqual(['c/m1']);
  expect(parts(true, false, true, true)).toEqual(['c/m2', 'c']);
  expect(parts(false, false, false, false)).toEqual([]);
});

it('has words for each, and none for a belief that the curriculum has no more', () => {
  const { curriculum } = stage.services;
  const said = (kind: Celebration['kind'], about = '') =>
    plain({ kind: 'view', blocks: celebrationBlocks({ kind, about, at: now }, curriculum, undefined) });
  const [module] = curriculum.modules;
  expect(said('module', `c/${module?.slug}`)).toContain(
    `Module 1 of ${curriculum.modules.length} done: ${module?.title}.`,
  );
  expect(said('incident')).toContain('Your first incident put right.');
  expect(said('belief', 'first-idea')).toContain('A belief overcome.');
  expect(said('belief', 'gone')).toBe('');
});

it('ends the course in private with what somebody did and the ways on, and tells organisers once who would mentor', async () => {
  await stage.command(organiser, 'next');
  await stage.command(mentor, 'quiz post', { session: '1' });
  await takeRound(stage, ada, stage.posted('round/'), 6);
  await stage.travelTo('2026-11-25T21:05:00Z');
  const dueAt = stage.now();
  await recordDelivery(stage.services.db, { key: 'c/farewell', cohortId: cohort.id, kind: 'farewell', dueAt });
  await stage.travelTo(dueAt.add({ minutes: 1 }));
  const to = (id: string) => stage.platform.messages.filter(({ channel }) => channel === `dm-${id}`);
  const [farewell] = to('ada').filter(({ view }) => plain(view).includes('has come to its end'));
  if (farewell === undefined) throw new Error('nobody was told');
  expect(plain(farewell.view)).toContain('You took 1 of 1 rounds and answered 6 questions.');
  expect(plain(farewell.view)).toContain("[My roadmap] [Keep reviewing] [I'd mentor next time] [How it went]");
  expect(to('mia')).toEqual([]);
  expect((await stage.press(ada, farewell.view, 'My roadmap')).text).toContain('Which way?');
  for (let time = 0; time < 2; time += 1) {
    const said = await stage.press(ada, farewell.view, "I'd mentor next time");
    expect(said.text).toContain('Thank you. The organisers of **Autumn** hear');
    await stage.travelTo(stage.now().add({ minutes: 1 }));
  }
  const told = to('olga').filter(({ view }) => plain(view).includes('would mentor next time'));
  expect(told.map(({ view }) => plain(view))).toEqual([expect.stringContaining('@ada, who learnt in **Autumn**')]);
});

it('offers the cohort of alumni that an organiser named, with one press, to whoever is not in it', async () => {
  const { db } = stage.services;
  const lounge = { ...cohort, id: 'lounge234567', name: 'Lounge', homes: [{ ...HOME, channel: 'lounge' }] };
  await recordDraft(db, lounge);
  await stage.command(ben, 'cohort join', { cohort: lounge.id });
  const name = (alumni: string) => stage.confirm(organiser, 'organise edit', { alumni }, 'home');
  expect(refusalOf(await stage.command(organiser, 'organise edit', { alumni: 'Longe' }, 'home'))).toContain(
    'There is no other cohort **Longe** here. Did you mean Lounge?',
  );
  expect((await name('lounge')).text).toContain('whoever took part may join **Lounge**, and is offered it at the end');
  expect(refusalOf(await stage.command(organiser, 'organise edit', { alumni: 'Lounge' }, 'home'))).toContain(
    'is like that already',
  );
  const suggested = await stage.complete(organiser, 'organise edit', 'alumni', { alumni: 'lo', cohort: cohort.id });
  expect(suggested.map(({ label }) => label)).toEqual(['Lounge']);
  await recordDelivery(db, { key: 'c/farewell', cohortId: cohort.id, kind: 'farewell', dueAt: stage.now() });
  await stage.travelTo(stage.now().add({ minutes: 1 }));
  const farewellTo = (who: string) => {
    const found = stage.platform.messages.findLast(
      ({ channel, key }) => channel === `dm-${who}` && key.includes('farewell'),
    );
    if (found === undefined) throw new Error(`${who} was not told`);
    return found.view;
  };
  expect(plain(farewellTo('ben'))).not.toContain('[Join the alumni]');
  expect(plain(farewellTo('ada'))).toContain('Whoever was here goes on in **Lounge**.');
  const joined = await stage.press(ada, farewellTo('ada'), 'Join the alumni');
  expect(joined.text).toContain('Welcome to **Lounge**');
  expect((await name('none')).text).toContain('no cohort of alumni');
});

it('finds where somebody grew most, from as many answers at the beginning as at the end, and nowhere without growth', () => {
  const { curriculum } = stage.services;
  const items = [...curriculum.items.keys()];
  const answered = (rights: readonly boolean[]) =>
    rights.map((right, at) => ({ item: items[at % items.length] ?? '', right }));
  fc.assert(
    fc.property(fc.array(fc.boolean(), { maxLength: 24 }), (rights) => {
      const grown = growthBy('session', answered(rights), curriculum);
      const of = Math.floor(rights.length / 2);
      const count = (some: readonly boolean[]) => some.filter((right) => right).length;
      const [before, after] = [count(rights.slice(0, of)), count(rights.slice(rights.length - of))];
      expect(grown === undefined).toBe(of < 3 || after <= before);
      if (grown !== undefined) expect(grown).toMatchObject({ before, after, of });
    }),
  );
});
