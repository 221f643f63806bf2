import { afterAll, beforeAll, expect, it } from 'vitest';
import type { View } from '../../src/chat/view.ts';
import { findByTag } from '../../src/domain/seed.ts';
import { keyOf, writeAnswer } from '../../src/features/quizzes/marking.ts';
import { curriculumOf, plainItem } from '../features/quizzes/curriculum.ts';
import { plain, type TestMessage, type TestPlatform } from '../support/platform.ts';
import { type Actor, createRig, type Rig, refusalOf } from '../support/rig.ts';

/** One cohort that lives on two platforms: one calendar, one round, one board; and one person with an account on each. */

const there = { platform: 'other', workspace: 'team' };
const olga: Actor = { id: 'olga', name: 'Olga', manages: true };
const oskar: Actor = { id: 'U-oskar', name: 'Oskar', manages: true, at: there };
const ann: Actor = { id: 'ann', name: 'Ann' };
const ben: Actor = { id: 'U-ben', name: 'Ben', at: there };
const annThere: Actor = { id: 'U-ann', name: 'Ann M.', at: there };
const maya: Actor = { id: 'U-maya', name: 'Maya', at: there, roles: ['S-mentors'] };

const items = [1, 2].flatMap((session) => ['a', 'b'].map((letter) => plainItem(`s${session}-${letter}`, session)));
const curriculum = curriculumOf(items);
let rig: Rig;

beforeAll(async () => {
  rig = await createRig(curriculum, '2026-11-21T12:00:00Z');
});
afterAll(() => rig.close());

const here = (suffix: string) => newest(rig.platform, suffix);
const elsewhere = (suffix: string) => newest(rig.other, suffix);

/** The newest message whose key goes on like this, in whichever home. */
function newest(platform: TestPlatform, part: string): TestMessage {
  const isIt = (key: string) => (part.endsWith('/') ? key.includes(part) : key.split('@')[0]?.endsWith(part));
  const message = platform.messages.findLast(({ key }) => isIt(key));
  if (message === undefined) throw new Error(`nothing was posted under …${part}`);
  return message;
}

const isRound = ({ key }: TestMessage) => /^round\/[^/#@]+(@other:team)?$/.test(key);

function roundOn(platform: TestPlatform): TestMessage {
  const message = platform.messages.findLast(isRound);
  if (message === undefined) throw new Error('no round was posted');
  return message;
}

/** Answers the questions of a round, the first `rights` of them right. */
async function takeRound(actor: Actor, message: View, channel: string, rights: number): Promise<void> {
  let shown = (await rig.press(actor, message, 'Start', {}, channel)).view;
  for (let asked = 0; ; asked += 1) {
    const buttons = shown.blocks.flatMap((block) => (block.kind === 'controls' ? block.controls : []));
    const state = buttons.find(({ action }) => action.route === 'round.answer')?.action.state;
    if (state === undefined) return;
    const item = findByTag(curriculum.items, state['item'] ?? '');
    if (item === undefined) throw new Error('an unknown item');
    const key = writeAnswer(item, state['round'] ?? '', keyOf(item));
    const letter = asked < rights ? key : (['A', 'B', 'C'].find((other) => other !== key) ?? '');
    shown = (await rig.press(actor, shown, letter, {}, channel)).view;
  }
}

it('is created on one platform and gets its second home with a code, which works once', async () => {
  const options = { name: 'Autumn', start: '2026-11-24', days: 'Tue', time: '18:00', zone: 'Europe/Berlin' };
  const preview = await rig.command(olga, 'cohort create', { ...options, channel: 'home', capacity: '2' });
  await rig.press(olga, preview.view, 'Create the cohort');
  const given = await rig.command(olga, 'organise link', {}, 'home');
  const code = /[B-Z2-9]{4}-[B-Z2-9]{4}/.exec(given.text)?.[0] ?? '';
  expect(code).not.toBe('');
  expect(refusalOf(await rig.command(ben, 'organise link', { code }, 'C-python'))).toContain('for organisers');
  const linked = await rig.command(oskar, 'organise link', { code, mentors: 'S-mentors' }, 'C-python');
  // Where the reader is it is a channel, elsewhere a name.
  expect(linked.text).toContain('**Autumn** lives here too now: its channel on Test and @C-python.');
  expect(refusalOf(await rig.command(oskar, 'organise link', { code }, 'C-second'))).toContain('That code is not good');
  await rig.travelTo(rig.now());
  expect(rig.other.messages.map(({ channel, key }) => [channel, key.slice(13)])).toEqual([
    ['C-python', 'announce@other:team'],
  ]);
  expect(plain(elsewhere('/announce').view)).toContain('Mentors: @S-mentors');
  expect(rig.other.links).toMatchObject([{ channel: 'C-python', title: 'Autumn: the calendar' }]);
  // The other home's announcement was posted before there was a second one, and stays as it is.
  expect(rig.platform.messages.filter(({ key }) => key.endsWith('/announce'))).toHaveLength(1);
});

it('has one list of places, whichever side people come from, and mentors by each side’s role', async () => {
  await rig.press(ann, here('/announce').view, 'Join');
  expect((await rig.press(ben, elsewhere('/announce').view, 'Join')).text).toContain('Welcome to **Autumn**');
  expect((await rig.press(maya, elsewhere('/announce').view, 'Join')).text).toContain('as staff');
  expect((await rig.press(annThere, elsewhere('/announce').view, 'Join')).text).toContain(
    'number 1 on the waiting list',
  );
  expect((await rig.command(ann, 'cohort show', {}, 'home')).text).toMatch(
    /Learners: 2: Ann, Ben\nWaiting: 1: Ann M\./,
  );
  // Found in the channel of either home, by the role of the home the event comes from.
  expect((await rig.command(maya, 'quiz results', {}, 'C-python')).text).toContain('no round');
  const imposter: Actor = { id: 'ivo', name: 'Ivo', roles: ['S-mentors'] };
  expect(refusalOf(await rig.command(imposter, 'quiz results', {}, 'home'))).toContain('for the mentors');
});

it('posts each thing in both homes at the same moment, each with a thread of its own', async () => {
  await rig.travelTo('2026-11-24T17:05:00Z');
  for (const kind of ['/s01/prework', '/s01/reminder/', '/s01/start']) {
    expect(plain(here(kind).view)).toBe(plain(elsewhere(kind).view));
  }
  expect(rig.platform.threads).toHaveLength(1);
  expect(rig.other.threads).toHaveLength(1);
  expect(plain(elsewhere('/start/agenda').view)).toContain('its round opens in @C-python');
  expect(plain(here('/start/agenda').view)).toContain('its round opens in @home');
  expect((await rig.press(ann, here('/s01/start').view, "I'm here", {}, 'home')).text).toContain('5 points');
  expect((await rig.press(ben, elsewhere('/s01/start').view, "I'm here", {}, 'C-python')).text).toContain('5 points');
});

it('asks the same round on both and counts everybody once', async () => {
  await rig.travelTo('2026-11-24T21:00:00Z');
  expect(plain(roundOn(rig.platform).view)).toBe(plain(roundOn(rig.other).view));
  await takeRound(ann, roundOn(rig.platform).view, 'home', 2);
  await takeRound(ben, roundOn(rig.other).view, 'C-python', 1);
  await rig.travelTo('2026-11-24T21:01:00Z');
  expect(plain(roundOn(rig.platform).view)).toContain('Finished: 2');
  expect(plain(roundOn(rig.other).view)).toContain('Finished: 2');
});

it('makes the person who is on both one: one record, one place, one line', async () => {
  const given = await rig.command(ann, 'link', {}, 'lobby');
  const code = /[B-Z2-9]{4}-[B-Z2-9]{4}/.exec(given.text)?.[0] ?? '';
  expect(refusalOf(await rig.command(ann, 'link', { code }))).toContain('your own code');
  const linked = await rig.command(annThere, 'link', { code: code.toLowerCase().replace('-', ' ') }, 'C-lobby');
  expect(linked.text).toContain('You and **Ann** on Test are one person now');
  expect((await rig.command(annThere, 'cohort show', {}, 'C-python')).text).toMatch(
    /Learners: 2: Ann, Ben\n(?!Waiting)/,
  );
  // What she answered there is hers here.
  const again = await rig.press(annThere, roundOn(rig.other).view, 'Start', {}, 'C-python');
  expect(again.text).toContain('You are done');
  expect((await rig.press(annThere, elsewhere('/s01/start').view, "I'm here", {}, 'C-python')).reply.kind).toBe(
    'refusal',
  );
});

it('closes with the same results on both and one board, each side’s people by their names on the other', async () => {
  await rig.travelTo('2026-11-25T22:00:00Z');
  const [moment, there] = [rig.platform, rig.other].map((on) =>
    on.messages.findLast(({ key }) => /\/results(@|$)/.test(key)),
  );
  expect(moment === undefined ? '' : plain(moment.view)).toContain(': 2 of 2 took part');
  expect(there === undefined ? '' : plain(there.view)).toBe(plain(moment?.view ?? roundOn(rig.platform).view));
  expect(plain(roundOn(rig.platform).view)).toBe(plain(roundOn(rig.other).view));
  const board = (await rig.command(ann, 'leaderboard', {}, 'home')).text;
  expect(board).toContain('**1.** @ann · 25 points **← you**\n**2.** Ben · 15 points');
  const other = (await rig.command(annThere, 'leaderboard', {}, 'C-python')).text;
  expect(other).toContain('**1.** Ann · 25 points **← you**\n**2.** @U-ben · 15 points');
});

it('writes to a person where they were last', async () => {
  await rig.command(annThere, 'cohort leave', {}, 'C-python');
  const cem: Actor = { id: 'cem', name: 'Cem' };
  await rig.press(cem, here('/announce').view, 'Join');
  await rig.command(annThere, 'cohort join', {}, 'C-python');
  await rig.command(cem, 'cohort leave', {}, 'home');
  await rig.travelTo(rig.now());
  expect(elsewhere('/moved-up/').channel).toBe('dm-U-ann');
  expect(rig.platform.messages.filter(({ channel }) => channel.startsWith('dm-'))).toEqual([]);
});

it('goes on in one home while the other can’t be reached, and posts there as soon as it can, once', async () => {
  // Two tries of the pre-work fail there.
  rig.other.faults.push('lost', 'unreachable');
  await rig.travelTo('2026-11-29T17:01:00Z');
  expect(rig.platform.messages.filter(({ key }) => key.includes('/s02/prework'))).toHaveLength(1);
  await expect
    .poll(() => rig.other.messages.filter(({ key }) => key.includes('/s02/prework')).length, { timeout: 20_000 })
    .toBe(1);
  await rig.travelTo('2026-11-30T09:00:00Z');
  expect(plain(here('/digest/').view)).toContain('@ann · 25 points');
  expect(plain(elsewhere('/digest/').view)).toContain('Ann · 25 points');
  expect(rig.platform.messages.filter(({ key }) => key.includes('/s02/prework'))).toHaveLength(1);
  rig.failures.length = 0;
});

it('lives on in its other home when the bot is removed from one, and in both when it is back', async () => {
  await rig.handler.removed('other', 'team');
  await rig.handler.removed('other', 'team');
  await rig.travelTo('2026-12-01T17:05:00Z');
  expect(plain(here('/home-closed/').view)).toContain('its home on Other is closed');
  const told = rig.platform.messages.filter(({ key }) => key.includes('/home-closed/'));
  expect(told.map(({ channel }) => channel).sort()).toEqual(['dm-olga', 'home']);
  expect(here('/s02/start').channel).toBe('home');
  expect(rig.other.messages.some(({ key }) => key.includes('/s02/start'))).toBe(false);
  expect((await rig.command(ben, 'schedule', {}, 'C-python')).text).toContain('Autumn: the schedule');
  await rig.travelTo('2026-12-01T21:00:00Z');
  expect(plain(elsewhere('/home-back/').view)).toContain('I am back on Other');
  expect(roundOn(rig.other).key).not.toBe('');
  expect(plain(roundOn(rig.platform).view)).toBe(plain(roundOn(rig.other).view));
});

it('gives the second home up when an organiser says so, and nobody loses their place', async () => {
  expect((await rig.command(oskar, 'organise unlink', {}, 'C-python')).text).toContain('alone now');
  expect((await rig.command(ben, 'cohort show', {}, 'C-python')).text).toContain('# Autumn');
  expect((await rig.command(olga, 'organise unlink', {}, 'home')).text).toContain('has no other home');
  expect((await rig.command(olga, 'cohort show', {}, 'home')).text).toMatch(/Learners: 2: Ben, Ann/);
  expect(rig.failures).toEqual([]);
});
