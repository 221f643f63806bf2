import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { plain } from '../../support/platform.ts';
import type { Actor } from '../../support/rig.ts';
import { plainItem, sixKinds } from '../quizzes/curriculum.ts';
import { ada, ben, createStage, organiser, type Stage } from '../quizzes/stage.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await createStage([...sixKinds, plainItem('second', 2)]);
  await stage.confirm(organiser, 'organise edit', { capacity: '4' }, 'home');
});
afterEach(() => stage.close());

const [eve, fin]: [Actor, Actor] = [
  { id: 'eve', name: 'Eve' },
  { id: 'fin', name: 'Fin' },
];
const to = (person: string) =>
  stage.platform.messages.filter(({ channel }) => channel === `dm-${person}`).map(({ view }) => plain(view));
const toOlga = (words: string) => to('olga').filter((one) => one.includes(words));
const join = (actor: Actor) => stage.command(actor, 'cohort join', {}, 'home');
const hours = (count: number) => stage.travelTo(stage.now().add({ hours: count }));
/** Goes on hour by hour, as the program does by itself. */
async function live(count: number): Promise<void> {
  for (let hour = 0; hour < count; hour += 1) await hours(1);
}

describe('who has left the workspace', () => {
  it('keeps the place for a day, then it goes to whoever waited longest; the organiser is told once', async () => {
    await join(eve);
    await live(1);
    stage.platform.left.add('ben');
    await live(25);
    expect(toOlga('left the workspace')).toEqual([
      "Ben has left the workspace. What they did for **Autumn** is kept. A place of theirs goes to whoever waited longest a day after they left; whoever comes back joins again.\n[How it stands] [What's next]",
    ]);
    const shown = await stage.command(organiser, 'cohort show', {}, 'home');
    expect(shown.text).toContain('⚠ Left the workspace: Ben.');
    expect((await stage.command(ada, 'cohort show', {}, 'home')).text).not.toContain('⚠');
    expect(to('eve')).toEqual([]);
    await live(25);
    expect(to('eve').join()).toContain('a place in **Autumn**');
    expect(toOlga('left the workspace')).toHaveLength(1);
    stage.platform.left.delete('ben');
    expect((await join(ben)).text).toContain('number 1 on the waiting list');
    expect(stage.failures).toEqual([]);
  }, 60_000);

  it('keeps the place when they are back within the day', async () => {
    await join(eve);
    await stage.handler.left('test', 'w', 'ben');
    await live(30);
    expect(to('eve')).toEqual([]);
    expect(toOlga('left the workspace')).toEqual([]);
    expect((await stage.command(organiser, 'cohort show', {}, 'home')).text).not.toContain('⚠');
  }, 60_000);

  it('is noticed at once where the platform says so', async () => {
    await join(eve);
    await live(1);
    stage.platform.left.add('ben');
    await stage.handler.left('test', 'w', 'ben');
    await stage.handler.left('test', 'w', 'nobody');
    await stage.travelTo(stage.now());
    expect(toOlga('Ben has left the workspace')).toHaveLength(1);
    await live(26);
    expect(to('eve').join()).toContain('a place in **Autumn**: a place is free, and you were next.');
    expect(toOlga('left the workspace')).toHaveLength(1);
    expect(stage.failures).toEqual([]);
  }, 60_000);

  it('gets no place that comes free: it goes on to the next, and the organiser reads whom it passed', async () => {
    await join(eve);
    await join(fin);
    stage.platform.left.add('eve');
    await stage.command(ada, 'cohort leave', {}, 'home');
    await stage.travelTo(stage.now());
    expect(to('eve')).toEqual([]);
    expect(to('fin').join()).toContain('a place in **Autumn**');
    await stage.travelTo(stage.now());
    expect(toOlga('Eve has left the workspace')).toHaveLength(1);
  });

  it('is nobody where the platform does not say', async () => {
    await join(eve);
    stage.platform.left.add('ben');
    stage.platform.isSilent = true;
    await live(50);
    expect(to('eve')).toEqual([]);
    expect(toOlga('left the workspace')).toEqual([]);
  }, 60_000);
});

describe('what the daily checkup finds', () => {
  const THREADS = {
    what: 'Create Public Threads is missing',
    loss: 'sessions and teams get no thread',
    remedy: 'Give my role Create Public Threads there.',
  };

  it('asks for each person once a day, though what lacks is looked at every hour', async () => {
    stage.platform.lacks.set('home', [THREADS]);
    await live(1);
    const asked: string[] = [];
    const { findPerson } = stage.platform;
    stage.platform.findPerson = (workspace, person) => {
      asked.push(person);
      return findPerson(workspace, person);
    };
    await live(4);
    expect(asked.filter((person) => person === 'ben')).toHaveLength(1);
  });

  it('is told once, once more when it is there again, and anew when it is lost anew', async () => {
    await live(1);
    stage.platform.lacks.set('home', [THREADS]);
    await live(30);
    expect(toOlga('Create Public Threads is missing')).toHaveLength(1);
    expect((await stage.command(organiser, 'cohort show', {}, 'home')).text).toContain(
      '⚠ Create Public Threads is missing.',
    );
    stage.platform.lacks.delete('home');
    await live(3);
    expect(toOlga('In @home I may do again everything that **Autumn** needs.')).toHaveLength(1);
    expect((await stage.command(organiser, 'cohort show', {}, 'home')).text).not.toContain('⚠');
    stage.platform.lacks.set('home', [THREADS]);
    await live(26);
    expect(toOlga('Create Public Threads is missing')).toHaveLength(2);
  }, 60_000);
});

describe('whoever looks after a cohort and leaves', () => {
  const words = (channel: string) =>
    stage.platform.messages
      .filter((message) => message.channel === channel)
      .map(({ view }) => plain(view))
      .filter((one) => one.includes('who looked after **Autumn**'));

  it('is told once to the other organisers, with the command that takes it over', async () => {
    await stage.command(organiser, 'organise organisers', { add: 'fin' }, 'home');
    await stage.command(fin, 'help', {}, 'home');
    await stage.command(organiser, 'organise organisers', { add: 'fin' }, 'home');
    stage.platform.left.add('olga');
    await live(50);
    expect(words('dm-fin')).toEqual([
      "@olga, who looked after **Autumn**, has left the workspace. Everything goes on, but nobody is told first when something needs a hand. In the cohort's channel, an organiser takes it over with `/organise transfer`.\n[How it stands] [The organisers] [What's next]",
    ]);
    expect(words('home')).toEqual([]);
    expect(words('dm-olga')).toEqual([]);
  }, 60_000);

  it('is told in the channel, once, where there is no other organiser by name', async () => {
    stage.platform.left.add('olga');
    await live(50);
    expect(words('home')).toHaveLength(1);
  }, 60_000);
});

describe('what is told to organisers', () => {
  const THERE = { platform: 'other', workspace: 'team' };
  const oskar: Actor = { id: 'oskar', name: 'Oskar', manages: true, at: THERE };

  it('reaches those on the other platform while the first one takes nothing at all, and is told after two minutes of tries', async () => {
    const { text } = await stage.command(organiser, 'organise link', {}, 'home');
    await stage.command(oskar, 'organise link', { code: /[B-Z2-9]{4}-[B-Z2-9]{4}/.exec(text)?.[0] ?? '' }, 'C1');
    await stage.command(oskar, 'organise organisers', { add: 'oskar' }, 'C1');
    await live(1);
    const { post } = stage.platform;
    stage.platform.post = () => Promise.reject(new Error('status 401'));
    await stage.confirm(organiser, 'organise shift', { days: '1' }, 'home');
    const toOskar = (said: string) =>
      stage.other.messages.filter(({ channel, view }) => channel === 'dm-oskar' && plain(view).includes(said));
    for (let tries = 0; tries < 6; tries += 1) await live(1);
    expect(toOskar('I could not post')).toHaveLength(0);
    for (let tries = 0; tries < 4; tries += 1) await live(1);
    expect(toOskar('whoever runs me finds the reason in my log')).toHaveLength(1);
    stage.platform.post = post;
    await live(72);
    expect(toOskar('arrive again')).toHaveLength(1);
    expect(toOskar('I could not post')).toHaveLength(1);
  }, 60_000);
});
