import { afterAll, beforeAll, expect, it } from 'vitest';
import { claimPost, releaseClaim } from '../../../src/deliveries/posts-store.ts';
import { controlOf, plain } from '../../support/platform.ts';
import { type Actor, createRig, type Rig } from '../../support/rig.ts';
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
  // Whoever was posting it failed: the queue does.
  await releaseClaim(db, `${draft}/announce`);
  await expect
    .poll(() => rig.platform.messages.filter(({ key }) => key.endsWith('/announce')).length, { timeout: 20_000 })
    .toBe(1);
  expect(rig.failures).toEqual([]);
});
