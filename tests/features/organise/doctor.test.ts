import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { plain } from '../../support/platform.ts';
import { refusalOf } from '../../support/rig.ts';
import { plainItem } from '../quizzes/curriculum.ts';
import { ada, createStage, organiser, type Stage } from '../quizzes/stage.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await createStage([plainItem('first', 1)]);
  await stage.confirm(organiser, 'organise shift', { days: '1' }, 'home');
  await stage.travelTo(stage.now());
});
afterEach(() => stage.close());

const doctor = async () => (await stage.command(organiser, 'organise doctor', {}, 'home')).text;

const THREADS = {
  what: 'Create Public Threads is missing',
  loss: 'sessions and teams get no thread',
  remedy: 'Give my role Create Public Threads there.',
};

describe('the doctor', () => {
  it('says in one line that all is well, and what comes next', async () => {
    expect(await doctor()).toMatch(
      /^✓ \*\*Autumn\*\* is well: I have every right I need in @home, and nothing is late\. Next comes .+, <2026-11-2.+>\.\n\[Look again\] \[What is posted\]\n\(My clock says <2026-11-24T21:00Z>, the database's <2.+Z>; time zone rules of 20\d\d[a-z]; in the queue nothing waits; 12 sessions and \d+ questions, checked at my start\.\)$/,
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

  it('says so where a platform does not say what may be done', async () => {
    stage.platform.isSilent = true;
    expect(await doctor()).toContain('I could not look at what I may do in @home just now.');
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
      'I looked at what I may do where **Autumn** lives.\n⚠ In @home something is missing:\n- Create Public Threads is missing: sessions and teams get no thread.\nGive my role Create Public Threads there.\n`/organise doctor` in that channel looks again.',
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
