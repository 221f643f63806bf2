import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeCommands } from '../../../src/chat/route.ts';
import { loadCurriculum } from '../../../src/curriculum/load.ts';
import { routes } from '../../../src/routes.ts';
import { type Actor, createRig, type Rig, refusalOf } from '../../support/rig.ts';

const organiser: Actor = { id: 'olga', name: 'Olga', manages: true };
const mentor: Actor = { id: 'maya', name: 'Maya', roles: ['mentors-a'] };
const ann: Actor = { id: 'ann', name: 'Ann' };
const ben: Actor = { id: 'ben', name: 'Ben' };
let rig: Rig;

beforeAll(async () => {
  rig = await createRig(loadCurriculum('curriculum'), '2026-11-21T12:00:00Z');
  for (const [name, channel] of [
    ['A', 'home-a'],
    ['B', 'home-b'],
  ] as const) {
    const options = {
      name,
      channel,
      start: '2026-11-24',
      days: 'Tue',
      time: '18:00',
      zone: 'UTC',
      mentors: `mentors-${name.toLowerCase()}`,
    };
    const preview = await rig.command(organiser, 'cohort create', options);
    await rig.press(organiser, preview.view, 'Create the cohort');
  }
  await rig.command(mentor, 'cohort join', {}, 'home-a');
  await rig.command(ann, 'cohort join', {}, 'home-a');
  await rig.command(ben, 'cohort join', {}, 'home-b');
});
afterAll(() => rig.close());

it('shows a mentor the people of their own cohort only', async () => {
  expect((await rig.command(mentor, 'progress', { member: 'ann' }, 'home-a')).text).toContain('Where Ann stands');
  expect(refusalOf(await rig.command(mentor, 'progress', { member: 'ben' }, 'home-a'))).toContain('their own cohort');
  expect(refusalOf(await rig.command(mentor, 'progress', { member: 'ben' }, 'home-b'))).toContain('for the mentors');
  expect(refusalOf(await rig.command(mentor, 'progress', { member: 'ben' }, 'elsewhere'))).toContain(
    'their own cohort',
  );
  expect(refusalOf(await rig.command(ann, 'progress', { member: 'ben' }, 'home-a'))).toContain('your own progress');
});

it('names nobody who is hidden to anybody but staff', async () => {
  await rig.command(ben, 'progress.hide', { hidden: 'yes' });
  const seen = async (who: Actor) => (await rig.command(who, 'cohort show', {}, 'home-b')).text;
  expect(await seen({ id: 'sam', name: 'Sam' })).toContain('Learners: 1\n');
  expect(await seen(organiser)).toContain('Learners: 1: Ben');
});

it('takes no question for a cohort that its asker is not in, typed in that cohort’s channel', async () => {
  const typed = { question: 'Why?', about: '', place: 'thread' };
  expect(refusalOf(await rig.command(ben, 'ask.send', typed, 'home-a'))).toContain('for people in the cohort');
  expect(rig.platform.messages.filter(({ key }) => key.startsWith('ask/'))).toEqual([]);
});

it('takes a mentor’s rights away with the role', async () => {
  expect((await rig.command(mentor, 'quiz results', {}, 'home-a')).text).not.toContain('for the mentors');
  const former: Actor = { ...mentor, roles: [] };
  expect(refusalOf(await rig.command(former, 'quiz results', {}, 'home-a'))).toContain('for the mentors');
  expect(refusalOf(await rig.command(former, 'session.part', { number: '1', part: 'agenda' }, 'home-a'))).toContain(
    'for the mentors',
  );
});

it('changes nothing when the organiser confirms again after a pause', async () => {
  const options = { name: 'C', channel: 'home-c', start: '2026-11-24', days: 'Tue', time: '18:00', zone: 'UTC' };
  const preview = await rig.command(organiser, 'cohort create', options);
  await rig.press(organiser, preview.view, 'Create the cohort');
  await rig.command(organiser, 'organise pause', {}, 'home-c');
  await rig.press(organiser, preview.view, 'Create the cohort');
  expect(refusalOf(await rig.confirm(organiser, 'organise shift', { days: '7' }, 'home-c'))).toContain('is paused');
  await rig.travelTo('2026-11-24T18:30:00Z');
  const keys = rig.platform.messages.filter(({ channel }) => channel === 'home-c').map(({ key }) => key.slice(13, 20));
  expect(keys).toEqual(['announc', 'notice/']);
});

it('shows hidden people their own points', async () => {
  await rig.command(ann, 'progress.hide', { hidden: 'yes' }, 'home-a');
  expect((await rig.command(ann, 'progress', {}, 'home-a')).text).toMatch(/Points: 0$/m);
});

it('asks somebody who is in several cohorts which they mean', async () => {
  await rig.command(ann, 'cohort join', {}, 'home-b');
  const asked = await rig.command(ann, 'progress', {}, 'elsewhere');
  expect(asked.text).toContain('Which cohort do you mean?');
  expect((await rig.command(ann, 'help', {}, 'elsewhere')).text).toContain('`/quiz start`');
});

it('describes each option in words of its own', () => {
  const commands = describeCommands(routes);
  const skip = commands.find(({ path }) => path.join(' ') === 'organise skip');
  expect(skip?.options[0]?.description).toContain('without a session');
});
