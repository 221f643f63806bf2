import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Actor, refusalOf } from '../../support/rig.ts';
import { sixKinds } from '../quizzes/curriculum.ts';
import { ada, cohort, createStage, organiser, type Stage } from '../quizzes/stage.ts';

/** Organisers and mentors by name, for platforms whose roles give no rights. */

const hal: Actor = { id: 'hal', name: 'Hal' };
const eve: Actor = { id: 'eve', name: 'Eve' };
const halThere: Actor = { id: 'U-hal', name: 'Hal', at: { platform: 'other', workspace: 'team' } };
let stage: Stage;

beforeAll(async () => {
  stage = await createStage(sixKinds);
});
afterAll(() => stage.close());

const inHome = (actor: Actor, name: string, options: Record<string, string> = {}) =>
  stage.command(actor, name, options, 'home');

it('understands a command under the name it had, and says the one it has', async () => {
  const renamed = '`/cohort organisers` is called `/organise organisers` now.';
  const now = await inHome(organiser, 'organise organisers');
  expect(now.text).toContain('Organisers here');
  expect(now.text).not.toContain('is called');
  const before = await inHome(organiser, 'cohort organisers');
  expect(before.text).toBe(`${now.text}\n(${renamed})`);
  expect(refusalOf(await inHome(eve, 'cohort organisers'))).toMatch(
    /for organisers.*is called `\/organise organisers` now/s,
  );
  const { view } = await inHome(organiser, 'help');
  const { text } = await stage.press(organiser, view, 'For organisers');
  expect(text).toContain('/organise pause');
  expect(text).not.toContain('/cohort pause');
});

it('makes somebody an organiser by name until that is taken back', async () => {
  expect(refusalOf(await inHome(hal, 'organise pause'))).toContain('for organisers');
  const named = await inHome(organiser, 'organise organisers', { add: 'hal' });
  expect(named.text).toContain('@hal is an organiser now.');
  // They were named before they had used anything.
  expect((await inHome(organiser, 'organise organisers')).text).toContain('- by name: @hal');
  expect((await inHome(hal, 'organise pause')).text).toContain('is paused');
  expect((await inHome(hal, 'organise resume')).text).toContain('the schedule');
  expect(refusalOf(await inHome(hal, 'organise organisers', { add: 'eve' }))).toContain('may manage this workspace');
  expect((await inHome(organiser, 'organise organisers', { remove: 'hal' })).text).toContain(
    'no longer an organiser by name',
  );
  expect(refusalOf(await inHome(hal, 'organise pause'))).toContain('for organisers');
  expect((await inHome(organiser, 'organise organisers', { remove: 'hal' })).text).toContain(
    'was not an organiser by name',
  );
});

it('makes somebody a mentor of the cohort by name until that is taken back', async () => {
  expect(refusalOf(await inHome(eve, 'quiz results'))).toContain('for the mentors');
  expect((await inHome(organiser, 'organise mentors', { add: 'eve' })).text).toContain('- by name: @eve');
  expect((await inHome(eve, 'quiz results')).reply.kind).toBe('view');
  expect((await inHome(eve, 'cohort join')).text).toContain('as staff');
  expect((await inHome(ada, 'cohort show')).text).toContain('Mentors: @mentors, @eve');
  await inHome(organiser, 'organise mentors', { remove: 'eve' });
  expect(refusalOf(await inHome(eve, 'quiz results'))).toContain('for the mentors');
  expect(refusalOf(await inHome(eve, 'organise mentors', { add: 'eve' }))).toContain('for organisers');
});

it('gives the mentors of this home another role', async () => {
  const former: Actor = { id: 'mia', name: 'Mia', roles: ['mentors'] };
  expect((await inHome(former, 'quiz results')).reply.kind).toBe('view');
  expect((await inHome(organiser, 'organise mentors', { role: 'experts' })).text).toContain('everybody in @experts');
  expect(refusalOf(await inHome(former, 'quiz results'))).toContain('for the mentors');
  expect((await inHome({ ...former, roles: ['experts'] }, 'quiz results')).reply.kind).toBe('view');
});

it('knows a mentor by either of their accounts', async () => {
  await inHome(organiser, 'organise mentors', { add: 'hal' });
  const code = /[B-Z2-9]{4}-[B-Z2-9]{4}/.exec((await stage.command(halThere, 'link')).text)?.[0] ?? '';
  expect((await inHome(hal, 'link', { code })).text).toContain('are one person now');
  expect((await inHome(hal, 'quiz results')).reply.kind).toBe('view');
  await inHome(organiser, 'organise mentors', { remove: 'hal' });
  expect(refusalOf(await inHome(hal, 'quiz results'))).toContain('for the mentors');
  expect(stage.failures).toEqual([]);
  expect(cohort.homes).toHaveLength(1);
});
