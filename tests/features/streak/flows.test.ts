import { afterEach, beforeEach, expect, it } from 'vitest';
import { refusalOf } from '../../support/rig.ts';
import { plainItem } from '../quizzes/curriculum.ts';
import { ada, answerShown, createStage, type Stage, stranger } from '../quizzes/stage.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await createStage([plainItem('one', 9), plainItem('two', 9)]);
});
afterEach(async () => {
  expect(stage.failures).toEqual([]);
  await stage.close();
});

async function answerOne(): Promise<void> {
  const { view } = await stage.command(ada, 'quiz start', { session: '9' });
  await answerShown(stage, ada, view, false);
}

it('says to somebody who has done nothing how it begins, without a picture', async () => {
  const { text } = await stage.command(stranger, 'streak');
  expect(text).toContain('Your first day is the one on which you answer a question');
  expect(text).toContain('In a row: 0 days');
  expect(text).not.toContain('streak.png');
});

it('counts a wrong answer too: learning is what counts', async () => {
  await answerOne();
  const { text } = await stage.command(ada, 'streak');
  expect(text).toContain('**Today is done.** 1 day in a row.');
  expect(text).toContain('<streak.png: 1 day in a row: longest 1; learnt: 1 of the days shown.>');
  expect(text).toContain('Freezes: 0 of 2, the next after 4 days of learning');
  // The zone of the cohort, before one says where one is.
  expect(text).toContain('Your clock: Europe/Berlin');
});

it('keeps other days and another zone, and shows them in the message that is there', async () => {
  await answerOne();
  const shown = await stage.command(ada, 'streak', { zone: 'Asia/Tokyo' });
  expect(shown.text).toContain('Your clock: Asia/Tokyo');
  const chosen = await stage.press(ada, shown.view, 'Your days', { days: 'every day' });
  expect(chosen.text).toContain('Your days: every day');
  expect((await stage.command(ada, 'streak')).text).toMatch(/Your days: every day\nYour clock: Asia\/Tokyo/);
  expect(refusalOf(await stage.command(ada, 'streak', { days: 'sometimes' }))).toContain('must be weekdays like');
});
