import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Actor } from '../../support/rig.ts';
import { plainItem } from '../quizzes/curriculum.ts';
import { ada, createStage, mentor, type Stage, stranger } from '../quizzes/stage.ts';

const there = { platform: 'other', workspace: 'team' };
const adaThere: Actor = { id: 'U-ada', name: 'Ada', at: there };
let stage: Stage;

beforeAll(async () => {
  stage = await createStage([plainItem('one', 1)]);
});
afterAll(() => stage.close());

it('shows what comes next and where one stands in each cohort', async () => {
  const { text } = await stage.command(ada, 'home');
  expect(text).toContain('# Autumn\nNext: session 2 of 12, Title 2, <2026-11-26T17:00Z>');
  expect(text).toContain('Sessions: there at 0 of 1 so far\nRounds: took part in 0 of 0\nPoints: 0');
  expect(text).toContain('[My progress] [Schedule] [Leaderboard]');
  // A button of a page that was shown before it and its command became one.
  expect((await stage.command(ada, 'home.show')).text).toBe(text);
});

it('says to staff that they are, and to strangers how to join', async () => {
  expect((await stage.command(mentor, 'home')).text).toContain('You: help here as staff');
  const { text } = await stage.command(stranger, 'home');
  expect(text).toContain('You are in no cohort yet.');
  expect(text).not.toContain('Autumn');
});

it('shows the same person the same on their other platform, where its buttons work too', async () => {
  expect((await stage.command(adaThere, 'home')).text).toContain('You are in no cohort yet.');
  const code = /[B-Z2-9]{4}-[B-Z2-9]{4}/.exec((await stage.command(ada, 'link')).text)?.[0] ?? '';
  await stage.command(adaThere, 'link', { code });
  const { text, view } = await stage.command(adaThere, 'home');
  expect(text).toContain('Next: session 2 of 12, Title 2');
  expect(text).toContain('Where: its channel on Test');
  expect((await stage.press(adaThere, view, 'Schedule')).text).toContain('Title 2');
  // Typed there, it is about their own cohort too.
  expect((await stage.command(adaThere, 'progress')).text).toContain('Autumn, 1 of');
});
