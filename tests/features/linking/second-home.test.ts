import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Actor, refusalOf } from '../../support/rig.ts';
import { plainItem } from '../quizzes/curriculum.ts';
import { createStage, organiser, type Stage } from '../quizzes/stage.ts';

/** What the organiser of a cohort's second home may not do. */

const there = { platform: 'other', workspace: 'team' };
const oskar: Actor = { id: 'U-oskar', name: 'Oskar', manages: true, at: there };
let stage: Stage;

beforeEach(async () => {
  stage = await createStage([plainItem('one', 1)]);
  const { text } = await stage.command(organiser, 'organise link', {}, 'home');
  const code = /[B-Z2-9]{4}-[B-Z2-9]{4}/.exec(text)?.[0] ?? '';
  expect(text).toContain('Exporting everybody’s data and ending the cohort stay with the organisers here.');
  await stage.command(oskar, 'organise link', { code }, 'C1');
});
afterEach(() => stage.close());

it('leaves the export and the end to the organisers where the cohort began', async () => {
  expect(refusalOf(await stage.command(oskar, 'organise export', {}, 'C1'))).toContain('can export it');
  expect(refusalOf(await stage.command(oskar, 'organise archive', {}, 'C1'))).toContain('can end it');
  expect(refusalOf(await stage.command(oskar, 'organise archive', { sure: 'yes' }, 'C1'))).toContain('can end it');
  expect((await stage.command(oskar, 'organise pause', {}, 'C1')).reply.kind).toBe('view');
  expect((await stage.command(organiser, 'organise export', {}, 'home')).reply.kind).toBe('view');
});

it('gives both to the second home once the first is gone', async () => {
  await stage.handler.removed('test', 'w');
  expect((await stage.command(oskar, 'organise export', {}, 'C1')).reply.kind).toBe('view');
});

it('opens no run sheet to a learner who organises a workspace of their own', async () => {
  const own: Actor = { id: 'U-ada', name: 'Ada', at: there };
  await stage.command(own, 'cohort join', {}, 'C1');
  const manages = { ...own, manages: true };
  const said = refusalOf(await stage.command(manages, 'session.part', { number: '1', part: 'agenda' }, 'elsewhere'));
  expect(said).toContain('You learn in a cohort of this course');
  expect((await stage.command(oskar, 'session.part', { number: '1', part: 'agenda' }, 'C1')).reply.kind).toBe('view');
});
