import { afterEach, beforeEach, expect, it } from 'vitest';
import { decodeAction, encodeAction } from '../../../src/chat/action.ts';
import { readCalibration } from '../../../src/features/quizzes/learning.ts';
import { controlOf, plain } from '../../support/platform.ts';
import { plainItem, shortItem } from './curriculum.ts';
import { ada, answerShown, cohort, createStage, isQuestion, mentor, organiser, roundOf, type Stage } from './stage.ts';

/** How sure somebody is, said before the answer or not at all. */

let stage: Stage;
beforeEach(async () => {
  stage = await createStage(Array.from({ length: 12 }, (_, at) => plainItem(`item-${at}`, 1)));
});
afterEach(async () => {
  expect(stage.failures).toEqual([]);
  await stage.close();
});

const asking = () => stage.query('update cohorts set certainty = true');
const said = () => stage.query('select certainty, "right" from answers order by id');

it('is not asked where a cohort has not chosen it', async () => {
  const shown = await stage.command(ada, 'quiz start', { session: '1' });
  expect(shown.text).not.toContain('How sure');
});

it('takes one more tap where somebody likes, and an answer still one', async () => {
  await asking();
  const shown = (await stage.command(ada, 'quiz start', { session: '1' })).view;
  expect(plain(shown)).toContain('How sure are you? If you like, say it first.');
  expect(plain(shown)).toContain('Sure: +3 if right, −6 if wrong');
  const quick = await answerShown(stage, ada, shown, true);
  expect(quick.text).toContain('Right');
  expect(quick.text).not.toContain('You said');
  const next = (await stage.press(ada, quick.view, 'Next')).view;
  const chosen = (await stage.press(ada, next, 'Likely')).view;
  expect(controlOf(chosen, 'Likely')).toMatchObject({ style: 'primary' });
  const changed = (await stage.press(ada, chosen, 'Sure')).view;
  const told = await answerShown(stage, ada, changed, false);
  expect(told.text).toContain('You said *sure*: **−6**.');
  const third = (await stage.press(ada, told.view, 'Next')).view;
  const taken = (await stage.press(ada, (await stage.press(ada, third, 'Guess')).view, 'Guess')).view;
  await answerShown(stage, ada, taken, true);
  expect(await said()).toEqual([
    { certainty: null, right: true },
    { certainty: 'sure', right: false },
    { certainty: null, right: true },
  ]);
});

it('may be changed with the answer until a round closes, and is marked then, in private', async () => {
  await asking();
  await stage.command(mentor, 'quiz post', { session: '1' });
  let shown = (await stage.press(ada, stage.posted('round/'), 'Start')).view;
  shown = (await stage.press(ada, shown, 'Likely')).view;
  shown = (await answerShown(stage, ada, shown, true)).view;
  while (isQuestion(shown)) {
    shown = (await stage.press(ada, shown, 'Guess')).view;
    shown = (await answerShown(stage, ada, shown, false)).view;
  }
  const back = (await stage.press(ada, shown, 'Change', { at: '0' })).view;
  expect(controlOf(back, 'Likely')).toMatchObject({ style: 'primary' });
  await answerShown(stage, ada, (await stage.press(ada, back, 'Sure')).view, true);
  expect(await readCalibration(stage.services, 'test:w/ada')).toEqual({ said: [], mark: 0 });
  await stage.travelTo('2026-11-25T21:05:00Z');
  const result = await stage.press(ada, stage.posted('round/'), 'My result');
  expect(result.text).toContain('**How sure you were:** +3 (right when sure 1 of 1, guess 0 of 5).');
  expect(await readCalibration(stage.services, 'test:w/ada')).toMatchObject({
    said: [
      { certainty: 'sure', answered: 1, right: 1 },
      { certainty: 'guess', answered: 5, right: 0 },
    ],
    mark: 3,
  });
  expect(plain(stage.posted(`round/${roundOf(stage.posted('round/'))}/results`))).not.toContain('sure');
  expect(await stage.points()).toEqual({ Ada: 10 });
});

it('is asked with a typed answer, in its form', async () => {
  await stage.close();
  stage = await createStage([shortItem]);
  await asking();
  const shown = (await stage.command(ada, 'quiz start', { session: '1' })).view;
  const { modal } = await stage.press(ada, shown, 'Answer');
  expect(modal.fields.map(({ name }) => name)).toEqual(['answer', 'sure']);
  const { route, state } = decodeAction(encodeAction(modal.action));
  const told = await stage.command(ada, route, { ...state, answer: '4096', sure: 'l' });
  expect(told.text).toContain('You said *likely*: **+2**.');
});

it('is chosen for a cohort at its creation and later', async () => {
  const draft = await stage.command(organiser, 'cohort create', {
    name: 'Sure',
    start: '2026-12-08',
    days: 'Tue',
    time: '18:00',
    zone: 'UTC',
    channel: 'other',
    certainty: 'on',
  });
  expect(draft.text).toContain('How sure people are: asked with each answer, if they like');
  const edited = await stage.command(organiser, 'organise edit', { cohort: cohort.id, certainty: 'on' });
  expect(edited.text).toContain('How sure people are: **asked, if they like**');
  await stage.press(organiser, edited.view, 'Change it');
  expect((await stage.command(ada, 'quiz start', { session: '1' })).text).toContain('How sure are you?');
});
