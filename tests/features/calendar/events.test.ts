import { afterEach, beforeEach, expect, it } from 'vitest';
import { plain } from '../../support/platform.ts';
import { plainItem } from '../quizzes/curriculum.ts';
import { cohort, createStage, organiser, type Stage } from '../quizzes/stage.ts';

/** Sessions among a workspace's own events, where an organiser wants that. */

let stage: Stage;
beforeEach(async () => {
  stage = await createStage([plainItem('first', 1)]);
});
afterEach(() => stage.close());

/** Days by session, as the events have them; those that were called off are left out. */
function standing(): string[] {
  return stage.platform.events
    .filter(({ isCalledOff }) => !isCalledOff)
    .map(({ title, startsAt }) => `${title} ${startsAt.toString().slice(0, 10)}`)
    .toSorted();
}

const change = async (options: Record<string, string>, command = 'organise edit') => {
  await stage.confirm(organiser, command, options, 'home');
  await stage.travelTo(stage.now());
};

it('makes none unless an organiser wants them, tells once which right lacks, and makes those of the coming weeks when it is there', async () => {
  const planned = () => stage.query("select key from deliveries where kind = 'event'");
  expect(await planned()).toEqual([]);
  stage.platform.isEventless = true;
  await change({ events: 'on' });
  expect((await planned()).length).toBeGreaterThan(9);
  await stage.travelTo(stage.now().add({ hours: 48 }));
  const told = stage.platform.messages
    .filter(({ channel }) => channel === 'dm-olga')
    .filter(({ view }) => plain(view).includes('Create Events is missing'));
  expect(told).toHaveLength(1);
  expect(stage.posted(`${cohort.id}/s02/start`)).toBeDefined();
  expect(stage.failures).toEqual([]);
  stage.platform.isEventless = false;
  await change({ session: '3', to: '2026-12-02' }, 'organise move');
  expect(standing()[0]).toContain('2026-12-02');
  expect(standing()).toHaveLength(6);
  expect(stage.platform.events[0]).toMatchObject({ channel: 'home', workspace: 'w' });
});

it('makes each once, moves it with the calendar, calls it off when that rests or it is not wanted, and makes it again', async () => {
  stage.platform.faults.push('lost-answer');
  await change({ events: 'on' });
  await stage.travelTo(stage.now().add({ minutes: 5 }));
  const before = standing();
  expect(before.length).toBeGreaterThan(4);
  expect(new Set(before.map((event) => event.slice(0, -10))).size).toBe(before.length);
  await change({ session: '2', to: '2026-11-28' }, 'organise move');
  expect(standing()).not.toEqual(before);
  expect(standing().join()).toContain('2026-11-28');
  expect(standing()).toHaveLength(before.length);
  await stage.command(organiser, 'organise pause', {}, 'home');
  await stage.travelTo(stage.now());
  expect(standing()).toEqual([]);
  await stage.command(organiser, 'organise resume', {}, 'home');
  await stage.travelTo(stage.now());
  expect(standing().join()).toContain('2026-11-28');
  await change({ name: 'Late autumn' });
  expect(standing().every((event) => event.startsWith('Late autumn: '))).toBe(true);
  await change({ events: 'off' });
  expect(standing()).toEqual([]);
  await change({ events: 'on' });
  expect(standing()).toHaveLength(before.length);
  await change({}, 'organise archive');
  expect(standing()).toEqual([]);
});
