import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ProofStanding } from '../../../src/curriculum/proven.ts';
import type { Machine } from '../../../src/features/cohorts/machine.ts';
import { doctorView } from '../../../src/features/organise/doctor-views.ts';
import { plain } from '../../support/platform.ts';
import { refusalOf } from '../../support/rig.ts';
import { plainItem } from '../quizzes/curriculum.ts';
import { ada, cohort, createStage, organiser, type Stage } from '../quizzes/stage.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await createStage([plainItem('first', 1)]);
  await stage.confirm(organiser, 'organise shift', { days: '1' }, 'home');
  await stage.travelTo(stage.now());
});
afterEach(() => stage.close());

const doctor = async () => (await stage.command(organiser, 'organise doctor', {}, 'home')).text;

const MACHINE: Machine = {
  now: Temporal.Instant.from('2026-11-24T12:00:00Z'),
  databaseAhead: 0,
  platforms: [],
  zoneRules: '2026a',
  queue: { waiting: 0, oldestSeconds: 0, untouchedSeconds: 0 },
  sessions: 12,
  items: 1,
  proof: { isRecorded: true, proven: 1, sources: 0, pythons: [], changed: [] },
};

const THREADS = {
  what: 'Create Public Threads is missing',
  loss: 'sessions and teams get no thread',
  remedy: 'Give my role Create Public Threads there.',
};

describe('the doctor', () => {
  it('says in one line that all is well, and what comes next', async () => {
    expect(await doctor()).toMatch(
      /^✓ \*\*Autumn\*\* is well: I have every right I need in @home, and nothing is late\. Next comes .+, <2026-11-2.+>\.\n\[Look again\] \[What is posted\]\n\(My clock says <2026-11-24T21:00Z>, together with the database’s and Test’s; time zone rules of 20\d\d[a-z]; in the queue nothing waits; 12 sessions and \d+ questions, checked at my start\. There is no record of what of them was proven\.\)$/,
    );
    expect(refusalOf(await stage.command(ada, 'organise doctor', {}, 'home'))).toContain('for organisers');
  });

  it('names what lacks in a home, what fails because of it, and what mends it, once for all of one remedy', async () => {
    const files = { ...THREADS, what: 'Attach Files is missing', loss: 'no file can be posted' };
    stage.platform.lacks.set('home', [THREADS, files]);
    const words = await doctor();
    expect(words).toContain('# Autumn: what needs a hand');
    expect(words).toContain(
      '⚠ In @home something is missing:\n- Create Public Threads is missing: sessions and teams get no thread.\n- Attach Files is missing: no file can be posted.\nGive my role Create Public Threads there.\nNext comes',
    );
  });

  it('says that a channel is gone, what does not arrive, and what is late', async () => {
    stage.platform.gone.add('home');
    await stage.confirm(organiser, 'organise shift', { days: '1' }, 'home');
    await stage.travelTo(stage.now());
    expect(await doctor()).not.toContain('Late, and being tried');
    await stage.travelTo(stage.now().add({ minutes: 3 }));
    const words = await doctor();
    expect(words).toContain('⚠ Posts do not arrive since');
    expect(words).toContain('- I can’t post there: nothing of the cohort arrives.\nThat channel is gone.');
    expect(words).toContain('⚠ Late, and being tried:\n- a notice, due <');
  });

  it('says where a cohort is on Slack that the commands there can’t be seen, and what is done after an update', () => {
    const wordsOn = (...names: string[]) => {
      const platforms = names.map((name) => ({ name, health: { state: 'serving' as const }, clockAhead: 0 }));
      const looked = { homes: [], trouble: undefined, late: [], failures: [], gone: [], next: undefined };
      return plain(doctorView(cohort, looked, { ...MACHINE, platforms }));
    };
    expect(wordsOn('discord', 'slack')).toContain(
      'after an update, an admin installs me anew from the current manifest',
    );
    expect(wordsOn('discord')).not.toContain('manifest');
  });

  it('says so where a platform does not say what may be done', async () => {
    stage.platform.isSilent = true;
    expect(await doctor()).toContain('I could not look at what I may do in @home just now.');
  });
});

describe('what the program itself lacks', () => {
  const proof: ProofStanding = {
    isRecorded: true,
    proven: 290,
    sources: 3,
    pythons: ['3.12', '3.13'],
    changed: ['first', 'second', 'third', 'fourth', 'fifth', 'sixth'],
  };
  const toOlga = (words: string) =>
    stage.platform.messages
      .filter(({ channel }) => channel === 'dm-olga')
      .map(({ view }) => plain(view))
      .filter((one) => one.includes(words));
  const hours = (count: number) => stage.travelTo(stage.now().add({ hours: count }));

  it('is shown with how it is now and what mends it: clocks, the proof, a platform that is in trouble', async () => {
    stage.platform.aheadSeconds = -12.4;
    stage.platform.health = () => ({ state: 'troubled', reason: 'it does not take the token' });
    Object.assign(stage.services.curriculum, { proof });
    const words = await doctor();
    expect(words).toContain('⚠ Test does not serve me as it should: it does not take the token.');
    expect(words).toContain(
      '⚠ My clock and Test’s are not together. Mine is 12 seconds behind Test’s, so what is due comes that much late. Both machines should set it by NTP.',
    );
    expect(words).toContain(
      '⚠ The curriculum has changed since it was proven. Not proven as they are now: first, second, third, fourth, fifth and 1 more. In my folder, npm run curriculum:check says which commands prove them.',
    );
    expect(words).toContain(', together with the database’s; time zone rules');
    expect(words).toContain(
      'Of questions, incidents and the code in texts 290 are proven by running them on CPython 3.12, 3.13, 3 by their sources; 6 have changed since.',
    );
  });

  it('is told to the organiser once, to be passed on, and once more when it is well again', async () => {
    stage.platform.aheadSeconds = 40;
    Object.assign(stage.services.curriculum, { proof });
    await hours(25);
    await hours(25);
    await hours(1);
    expect(toOlga('whoever operates me').sort()).toEqual([
      "My clock and Test’s are not together. Mine is 40 seconds ahead of Test’s, so what is due comes that much early. Both machines should set it by NTP.\nPlease pass this on to whoever operates me, if that is not you. I tell you once more when it is well again.\n[How it stands] [What's next]",
      expect.stringContaining('The curriculum has changed since it was proven. Not proven as they are now: first,'),
    ]);
    expect((await stage.command(organiser, 'cohort show', {}, 'home')).text).toContain(
      'My clock and Test’s are not together.',
    );
    stage.platform.aheadSeconds = 0;
    await hours(2);
    await hours(2);
    expect(toOlga('well again: ')).toEqual([
      "This is well again: My clock and Test’s are not together. Thank you.\n[How it stands] [What's next]",
    ]);
    stage.platform.aheadSeconds = 40;
    for (const count of [25, 1, 1]) await hours(count);
    expect(toOlga('Mine is 40 seconds ahead')).toHaveLength(2);
    expect(stage.failures).toEqual([]);
  });

  it('is told for one cohort of a workspace, however many there are', async () => {
    const preview = await stage.command(organiser, 'cohort create', { name: 'Winter', zone: 'UTC', channel: 'winter' });
    await stage.press(organiser, preview.view, 'Create the cohort');
    stage.platform.aheadSeconds = 40;
    for (const count of [25, 25, 1, 1]) await hours(count);
    expect(toOlga('Mine is 40 seconds ahead')).toHaveLength(1);
  });
});

describe('rights that lack when pre-work is posted', () => {
  const toOlga = () =>
    stage.platform.messages
      .filter(({ channel }) => channel === 'dm-olga')
      .map(({ view }) => plain(view))
      .filter((words) => words.includes('I looked at what I may do'));

  it('are told to the organiser, once for the same ones, and again when they are others', async () => {
    stage.platform.lacks.set('home', [THREADS]);
    await stage.travelTo(stage.now().add({ hours: 24 * 7 }));
    expect(toOlga()).toEqual([
      "I looked at what I may do where **Autumn** lives.\n⚠ In @home something is missing:\n- Create Public Threads is missing: sessions and teams get no thread.\nGive my role Create Public Threads there.\n`/organise doctor` in that channel looks again.\n[How it stands] [What's next]",
    ]);
    stage.platform.lacks.set('home', [{ ...THREADS, what: 'Attach Files is missing' }]);
    await stage.travelTo(stage.now().add({ hours: 24 * 7 }));
    expect(toOlga()).toHaveLength(2);
    stage.platform.isSilent = true;
    await stage.travelTo(stage.now().add({ hours: 24 * 7 }));
    expect(toOlga()).toHaveLength(2);
    expect(stage.failures).toEqual([]);
  });
});

describe('the preview of a new cohort', () => {
  const create = (channel: string) =>
    stage.command(organiser, 'cohort create', {
      name: 'Winter',
      start: '2026-12-01',
      days: 'Tue',
      time: '18:00',
      zone: 'Europe/Berlin',
      channel,
    });

  it('names the rights that will be missing, and still lets it be created', async () => {
    stage.platform.lacks.set('winter', [THREADS]);
    const preview = await create('winter');
    expect(preview.text).toContain('⚠ In @winter something is missing:\n- Create Public Threads is missing');
    const created = await stage.press(organiser, preview.view, 'Create the cohort');
    expect(created.text).toContain('**Winter** is created');
  });

  it('says who lives in the channel already', async () => {
    expect((await create('home')).text).toContain('⚠ **Autumn** lives in that channel already.');
    await stage.command(organiser, 'organise archive', { sure: 'yes' }, 'home');
    expect((await create('home')).text).not.toContain('lives in that channel already');
  });

  it('says nothing of rights where none is missing', async () => {
    expect((await create('winter')).text).not.toMatch(/⚠|missing/);
  });
});
