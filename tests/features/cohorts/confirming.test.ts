import { afterAll, beforeAll, expect, it } from 'vitest';
import { claimPost, releaseClaim } from '../../../src/deliveries/posts-store.ts';
import { controlOf, plain } from '../../support/platform.ts';
import { type Actor, createRig, type Rig, refusalOf } from '../../support/rig.ts';
import { curriculumOf, plainItem } from '../quizzes/curriculum.ts';

const olga: Actor = { id: 'olga', name: 'Olga', manages: true };
let rig: Rig;

beforeAll(async () => {
  rig = await createRig(curriculumOf([plainItem('a', 1)]), '2026-11-21T12:00:00Z');
});
afterAll(() => rig.close());

it('says that a cohort is created also while the queue is announcing it, and announces it once', async () => {
  const options = { name: 'Autumn', start: '2026-11-24', days: 'Tue', time: '18:00', zone: 'Europe/Berlin' };
  const { view } = await rig.command(olga, 'cohort create', { ...options, channel: 'home' });
  const draft = controlOf(view, 'Create the cohort').action.state['draft'] ?? '';
  const { db } = rig.services;
  await claimPost(db, `${draft}/announce`, 'test:w', rig.now());
  const confirmed = await rig.press(olga, view, 'Create the cohort');
  expect(plain(confirmed.view)).toContain('is created and announced');
  // The process that was posting it failed, so the queue posts it.
  await releaseClaim(db, `${draft}/announce`);
  await expect
    .poll(() => rig.platform.messages.filter(({ key }) => key.endsWith('/announce')).length, { timeout: 20_000 })
    .toBe(1);
  expect(rig.failures).toEqual([]);
});

it('creates one of two cohorts of one name that are confirmed at the same moment, and says so to the other organiser', async () => {
  const options = { name: 'Same', start: '2026-11-24', days: 'Tue', time: '18:00', zone: 'Europe/Berlin' };
  const previews = [
    await rig.command(olga, 'cohort create', { ...options, channel: 'a' }),
    await rig.command(olga, 'cohort create', { ...options, name: 'same', channel: 'b' }),
  ];
  const confirmed = await Promise.all(previews.map(({ view }) => rig.press(olga, view, 'Create the cohort')));
  const [refused, ...others] = confirmed.filter(({ reply }) => reply.kind === 'refusal');
  expect(others).toEqual([]);
  expect(refused && refusalOf(refused)).toMatch(
    /^There is a cohort called \*\*same\*\* already\. Give this one another `name`\.$/i,
  );
  expect((await rig.command(olga, 'cohort list')).text.match(/Same/gi)).toHaveLength(1);
  expect(rig.failures).toEqual([]);
});
