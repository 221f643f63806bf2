import { afterEach, beforeEach, expect, it } from 'vitest';
import { listCards } from '../../../src/features/review/store.ts';
import { refusalOf } from '../../support/rig.ts';
import { actAll, ada, ben, createStage, diagnose, type Stage } from '../scenarios/stage.ts';

/** What an incident leaves behind comes back as cards, when its debrief is open and not before. */

let stage: Stage;
beforeEach(async () => {
  stage = await createStage();
});
afterEach(async () => {
  expect(stage.failures).toEqual([]);
  await stage.close();
});

const kinds = async (person: string) =>
  (await listCards(stage.services.db, `test:w/${person}`)).map(({ kind, subject }) => `${kind} ${subject}`).sort();

it('asks for the cause of an incident that was given up, and for the belief behind a wrong diagnosis', async () => {
  const begun = (await stage.command(ada, 'debug start', { scenario: 'stuck-pool' })).view;
  const board = (await stage.press(ada, begun, 'Begin')).view;
  const looked = await actAll(stage, ada, board, ['threads', 'parent', 'lock']);
  await diagnose(stage, ada, looked, 'leak');
  expect((await stage.command(ada, 'review')).text).toContain('So far there are none');
  const asked = (await stage.press(ada, looked, 'Give up')).view;
  await stage.press(ada, asked, 'Give up');
  const shown = await stage.command(ada, 'review');
  expect(shown.text).toContain('Review, 1 of 1 · The pool that stops');
  expect(shown.text).toContain('From a debrief');
  expect(await kinds('ada')).toEqual(['belief wrong-idea', 'scenario stuck-pool']);
  const told = await stage.press(ada, shown.view, 'Show the answer');
  expect(told.text).toContain(stage.scenario.debrief.cause.slice(0, 20));
  expect(refusalOf(await stage.press(ben, shown.view, 'Show the answer'))).toContain("I don't know this card");
});
