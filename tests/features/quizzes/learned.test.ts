import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  beliefsOf,
  type Learned,
  learnedFrom,
  misconceptionsIn,
  standingsOf,
  strengthsOf,
} from '../../../src/features/quizzes/learned.ts';
import { readLearned } from '../../../src/features/quizzes/learning.ts';
import { misconceptionsOf } from '../../../src/features/quizzes/marking.ts';
import { curriculumOf, everyKind, plainItem, singleItem } from './curriculum.ts';
import { ada, answerShown, ben, createStage, mentor, type Stage, stranger, takeRound } from './stage.ts';

const noon = Temporal.Instant.from('2026-11-24T12:00:00Z');

/** Answers by the minute, newest first: `a+` is right, `a-` gives away the first idea, `a?` gives nothing away. */
function learned(...answers: string[]): Learned[] {
  return answers.map((answer, index) => ({
    round: `round${index}`,
    kind: 'practice',
    item: plainItem(answer.slice(0, -1), Number(answer.slice(1, -1)) || 1),
    right: answer.endsWith('+'),
    beliefs: answer.endsWith('-') ? ['first-idea'] : [],
    answeredAt: noon.subtract({ minutes: index }),
  }));
}

describe('how somebody stands in a skill', () => {
  it('follows from the last answer to each of its items', () => {
    const [one, other] = standingsOf(learned('a1+', 'b2?', 'a1?', 'c1?'));
    expect(one).toMatchObject({ skill: 'skill-1', answered: 2, right: 1, lastAt: noon });
    expect(other).toMatchObject({ skill: 'skill-2', answered: 1, right: 0 });
  });

  it('is weak where much is missed or a belief is held, strong where several are right, and else neither', () => {
    const standings = standingsOf(
      learned('a4-', 'a1+', 'b1+', 'a2+', 'a3+', 'b3?', 'c3?', 'b4+', 'c4+', 'd4+', 'a5+', 'b5+', 'c5?'),
    );
    const { strong, weak } = strengthsOf(standings);
    expect(strong.map(({ skill }) => skill)).toEqual(['skill-1']);
    expect(weak.map(({ skill }) => skill)).toEqual(['skill-4', 'skill-3']);
  });
});

describe('a belief that was given away', () => {
  it('is overcome by two right answers, later, to items that would give it away', () => {
    expect(beliefsOf(learned('a1-'))).toMatchObject([{ belief: 'first-idea', times: 1, isOvercome: false }]);
    expect(beliefsOf(learned('b1+', 'a1-', 'c1+'))).toMatchObject([{ rightSince: 1, isOvercome: false }]);
    expect(beliefsOf(learned('c1+', 'b1+', 'a1-', 'a1-'))).toMatchObject([
      { times: 2, rightSince: 2, isOvercome: true },
    ]);
  });

  it('is held again by whoever gives it away again', () => {
    expect(beliefsOf(learned('a1-', 'c1+', 'b1+', 'a1-'))).toMatchObject([
      { times: 2, lastAt: noon, rightSince: 0, isOvercome: false },
    ]);
  });

  it('is one of those that its item names, whatever the kind of the item', () => {
    for (const item of everyKind) {
      const wrong = misconceptionsOf(item, { kind: 'options', options: [0, 1, 2, 3] });
      expect(misconceptionsIn(item)).toEqual(expect.arrayContaining(wrong));
      expect(misconceptionsIn(item).length).toBeGreaterThan(0);
    }
  });
});

it('says nothing of a question that was withdrawn or is held back', () => {
  const answer = {
    round: 'r',
    kind: 'cohort',
    response: { kind: 'option', option: 0 },
    certainty: null,
    answeredAt: noon,
  } as const;
  const answers = ['a-single', 'gone', 'free'].map((item) => ({ ...answer, item, right: false }));
  const held = new Map([['a-single', noon]]);
  const said = learnedFrom(answers, held, curriculumOf([singleItem, { ...singleItem, slug: 'free' }]));
  expect(said.map(({ item }) => item.slug)).toEqual(['free']);
  expect(said[0]?.beliefs).toEqual(['first-idea']);
});

describe('what is kept', () => {
  let stage: Stage;
  beforeEach(async () => {
    stage = await createStage(Array.from({ length: 12 }, (_, at) => plainItem(`item-${at}`, 1)));
  });
  afterEach(async () => {
    expect(stage.failures).toEqual([]);
    await stage.close();
  });

  const read = (who: { id: string }, reader?: { memberId: string; workspaceId: string }) =>
    readLearned(stage.services, `test:w/${who.id}`, stage.now(), reader);

  it('tells of a round after its close and not before, of the last answer to each question, newest first', async () => {
    await stage.command(mentor, 'quiz post', { session: '1' });
    await takeRound(stage, ada, stage.posted('round/'), 4);
    expect(await read(ada)).toEqual([]);
    await stage.travelTo('2026-11-25T21:05:00Z');
    const told = await read(ada);
    expect(told.map(({ right }) => right)).toEqual([false, false, true, true, true, true]);
    expect(told[0]).toMatchObject({ kind: 'cohort', beliefs: [expect.stringMatching(/idea/)] });
    const moments = told.map(({ answeredAt }) => answeredAt);
    expect([...moments].sort((one, other) => Temporal.Instant.compare(other, one))).toEqual(moments);
    expect(await read(ben)).toEqual([]);
  });

  it('tells of practice at once, but not while a round near the person or near the reader asks the same', async () => {
    const started = (await stage.command(stranger, 'quiz start', { session: '1' })).view;
    await answerShown(stage, stranger, started, false);
    expect(await read(stranger)).toMatchObject([{ kind: 'practice', right: false }]);
    const far = { ...stranger, at: { platform: 'test', workspace: 'far' }, id: 'zoe' };
    const elsewhere = (await stage.command(far, 'quiz start', { session: '1' })).view;
    await answerShown(stage, far, elsewhere, false);
    await stage.query(
      `insert into rounds (id, kind, workspace_id, cohort_id, title, items, opened_at, closes_at, shown_finished)
       select 'open23456789', 'cohort', 'test:w', 'cohort234567', 'Open', array_agg(distinct item),
         '${stage.now()}', '${stage.now().add({ hours: 24 })}', 0 from answers`,
    );
    expect(await read(stranger)).toEqual([]);
    const zoe = 'test:far/zoe';
    expect(await readLearned(stage.services, zoe, stage.now())).toHaveLength(1);
    const reader = { memberId: 'test:w/mia', workspaceId: 'test:w' };
    expect(await readLearned(stage.services, zoe, stage.now(), reader)).toEqual([]);
  });
});
