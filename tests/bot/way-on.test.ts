import { afterAll, beforeAll, expect, it } from 'vitest';
import type { View } from '../../src/chat/view.ts';
import { endsWork } from '../../src/domain/onward.ts';
import { recordDraw, recordTold } from '../../src/features/pair/store.ts';
import { routes } from '../../src/routes.ts';
import { plainItem } from '../features/quizzes/curriculum.ts';
import { ada, cohort, createStage, mentor, organiser, type Stage, takeRound } from '../features/quizzes/stage.ts';
import { plain } from '../support/platform.ts';
import type { Actor } from '../support/rig.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await createStage(Array.from({ length: 12 }, (_, at) => plainItem(`item-${at}`, 1)));
});
afterAll(() => stage.close());

const hasWayOn = (view: View) => view.blocks.some((block) => block.kind === 'controls' && block.controls.length > 0);
/** It carries the one next thing, with a button of its own, and one to whatever else there is. */
const leadsOn = (view: View) => /\*\*Next: .+\.\*\* .+\n\[.+\] \[What else\]/.test(plain(view)) && !endsWork(view);

it('gives no private answer that is a dead end', async () => {
  const ends: string[] = [];
  let views = 0;
  for (const route of routes) {
    for (const actor of [ada, mentor, organiser] satisfies Actor[]) {
      const state = 'cohort' in route.input.shape ? { cohort: cohort.id } : {};
      const { reply } = await stage.command(actor, route.name, state);
      if (reply.kind !== 'view') continue;
      views += 1;
      if (!hasWayOn(reply)) ends.push(`${route.name}: ${plain(reply)}`);
    }
  }
  expect(views).toBeGreaterThan(40);
  expect(ends).toEqual([]);
});

it('says what comes next where a piece of work ends: a round, its result, a practice set, a word about a session, a question, a pair, a capstone, settings', async () => {
  await stage.command(ada, 'cohort join', { cohort: cohort.id });
  await stage.command(mentor, 'quiz post', { session: '1' }, 'home');
  const ended: Record<string, View> = {
    round: await takeRound(stage, ada, stage.posted('round/'), 6),
    coming: (await stage.command(ada, 'session.rsvp', { cohort: cohort.id, session: '9', said: 'coming' })).view,
    question: (await stage.command(ada, 'ask.send', { question: 'Why?' }, 'home')).view,
    settings: (await stage.command(ada, 'notify')).view,
    hidden: (await stage.command(ada, 'progress.hide', { hidden: 'no' })).view,
    code: (await stage.command(ada, 'link')).view,
    review: (await stage.command(mentor, 'review')).view,
    asking: (await stage.command(ada, 'review', { days: 'mon-fri' })).view,
    memory: (await stage.command(ada, 'review.memory')).view,
    streak: (await stage.command(ada, 'streak')).view,
    met: await sayMet(),
    handedIn: await handIn(),
  };
  await stage.travelTo('2026-11-26T09:00:00Z');
  const closing = stage.platform.messages.findLast(({ view }) => plain(view).includes('took part'));
  if (closing === undefined) throw new Error('the round has no outcome');
  ended['result'] = (await stage.press(ada, closing.view, 'My result')).view;
  const [set] = await stage.query(`select id from rounds where kind = 'practice' and member_id = 'test:w/olga'`);
  expect(set).toBeDefined();
  ended['practice'] = (await stage.command(organiser, 'practice.summary', { round: String(set?.['id']) })).view;
  expect(Object.keys(ended).filter((what) => !leadsOn(ended[what] as View))).toEqual([]);
});

it('gives what somebody did even where what comes next cannot be read, and leads to it', async () => {
  await stage.query('alter table prework_done rename to gone');
  const said = { cohort: cohort.id, session: '9', said: 'coming' };
  const answer = await stage.command(ada, 'session.rsvp', said);
  await stage.query('alter table gone rename to prework_done');
  expect(answer.text).toContain('See you there.');
  expect(answer.text).toContain("[What's next]");
  expect(stage.failures.splice(0)).toHaveLength(1);
});

/** What Ada reads after she said that she and Ben have met. */
async function sayMet(): Promise<View> {
  const { db } = stage.services;
  const reason = { isAgain: false, shared: 'unknown', isNear: true, isOdd: false } as const;
  const draw = { id: 'pairs2345', cohortId: cohort.id, session: 1, drawnAt: stage.now(), tellAt: stage.now() };
  await recordDraw(db, draw, undefined, async () => [{ ids: ['test:w/ada', 'test:w/ben'], odd: [], reason }]);
  await recordTold(db, 'pairs2345', stage.now());
  return (await stage.command(ada, 'pair.met', { cohort: cohort.id, round: 'pairs2345', said: 'met' })).view;
}

/** What Ada reads after she handed in her capstone. */
async function handIn(): Promise<View> {
  const option = stage.services.curriculum.capstones[0]?.slug ?? '';
  await stage.command(ada, 'capstone.chosen', { option, title: 'Mine', words: 'Small.' }, 'home');
  const links = 'https://example.org/mine';
  return (await stage.command(ada, 'capstone.submitted', { words: 'Look.', links }, 'home')).view;
}
