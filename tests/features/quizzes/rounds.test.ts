import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BAR, bar } from '../../../src/chat/bar.ts';
import { worthOf } from '../../../src/features/quizzes/credit.ts';
import { isRight, keyOf, type Response, readAnswer } from '../../../src/features/quizzes/marking.ts';
import {
  type Asked,
  countingAnswers,
  type GivenAnswer,
  isOver,
  leadersOf,
  nextQuestion,
  pointsOf,
  questionsOf,
  type Round,
  strongestDistractor,
  type Taker,
  tally,
} from '../../../src/features/quizzes/rounds.ts';
import {
  anyItem,
  anyRoundId,
  curriculumOf,
  multipleItem,
  orderItem,
  shortItem,
  singleItem,
  sixKinds,
} from './curriculum.ts';

const start = Temporal.Instant.from('2026-11-21T18:00:00Z');
const questions: Asked[] = sixKinds.map((item, at) => ({ at, item }));

function given(
  id: number,
  item: string,
  right: boolean,
  response: Response = { kind: 'typed', typed: '' },
): GivenAnswer {
  return { id, item, right, response, answeredAt: start.add({ seconds: id }) };
}

function taker(name: string, answers: readonly GivenAnswer[], hidden = false): Taker {
  return { memberId: name, name, hidden, answers: countingAnswers(answers, 'cohort') };
}

describe('the answers that count', () => {
  const log = fc.array(fc.record({ item: fc.constantFrom('a', 'b', 'c'), right: fc.boolean() }), { maxLength: 20 });

  it('are the last ones in a cohort’s round and the first ones in practice', () => {
    fc.assert(
      fc.property(log, (entries) => {
        const answers = entries.map(({ item, right }, id) => given(id, item, right));
        const last = countingAnswers(answers, 'cohort');
        const first = countingAnswers(answers, 'practice');
        for (const item of ['a', 'b', 'c']) {
          const own = answers.filter((answer) => answer.item === item);
          expect(last.get(item)).toBe(own.at(-1));
          expect(first.get(item)).toBe(own[0]);
        }
      }),
    );
  });

  it('do not depend on the order in which rows arrive, nor on a row arriving twice', () => {
    fc.assert(
      fc.property(log, fc.nat(), (entries, turn) => {
        const answers = entries.map(({ item, right }, id) => given(id, item, right));
        const turned = [...answers.slice(turn % 20), ...answers.slice(0, turn % 20), ...answers];
        const sorted = (kept: Map<string, GivenAnswer>) => [...kept].sort(([one], [other]) => (one < other ? -1 : 1));
        expect(sorted(countingAnswers(turned, 'cohort'))).toEqual(sorted(countingAnswers(answers, 'cohort')));
        expect(sorted(countingAnswers(turned, 'practice'))).toEqual(sorted(countingAnswers(answers, 'practice')));
      }),
    );
  });
});

describe('the next question', () => {
  it('is one without an answer, the first after the place if there is one, and none when all are answered', () => {
    fc.assert(
      fc.property(fc.subarray(questions), fc.integer({ min: -1, max: 6 }), (done, at) => {
        const answered = new Map(done.map(({ item }) => [item.slug, true]));
        const next = nextQuestion(questions, answered, at);
        const open = questions.filter(({ item }) => !answered.has(item.slug));
        expect(next).toBe(open.find((question) => question.at > at) ?? open[0]);
        expect(next === undefined).toBe(done.length === questions.length);
      }),
    );
  });

  it('is never one that was withdrawn, and the others keep their places', () => {
    const curriculum = curriculumOf([singleItem, shortItem]);
    expect(questionsOf({ items: ['a-single', 'gone', 'f-short'] }, curriculum).map(({ at }) => at)).toEqual([0, 2]);
  });
});

describe('the leaders', () => {
  const anyTakers = fc.array(
    fc.record({ rights: fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }), hidden: fc.boolean() }),
    { maxLength: 12 },
  );

  it('are at most three places by points, ties together, nobody hidden, nobody without a point', () => {
    fc.assert(
      fc.property(anyTakers, (people) => {
        const takers = people.map(({ rights, hidden }, person) => {
          const answers = rights.map((right, at) => given(person * 10 + at, sixKinds[at]?.slug ?? '', right));
          return taker(`person-${person}`, answers, hidden);
        });
        const places = leadersOf(takers, questions);
        const seen = takers.filter(({ hidden }) => !hidden);
        expect(places.length).toBeLessThanOrEqual(3);
        for (const place of places) {
          expect(place.points).toBeGreaterThan(0);
          expect(place.rank).toBe(1 + seen.filter((other) => pointsOf(other, questions) > place.points).length);
          const equal = seen.filter((other) => pointsOf(other, questions) === place.points);
          expect([...place.names].sort()).toEqual(equal.map(({ name }) => name).sort());
        }
        const scoring = seen.filter((one) => pointsOf(one, questions) > 0);
        expect(places.flatMap(({ names }) => names).length).toBeGreaterThanOrEqual(Math.min(3, scoring.length));
      }),
    );
  });

  it('stand by who finished first within a place, and who left something open stands last', () => {
    const all = (from: number) => sixKinds.map(({ slug }, at) => given(from + at, slug, at < 3));
    const late = taker('late', all(100));
    const early = taker('early', all(10));
    const open = taker('open', all(1).slice(0, 3));
    expect(leadersOf([open, late, early], questions)).toEqual([
      {
        rank: 1,
        points: sixKinds.slice(0, 3).reduce((sum, item) => sum + worthOf(item), 0),
        names: ['early', 'late', 'open'],
      },
    ]);
  });
});

describe('a tally', () => {
  it('counts everybody once for each choice, and knows which is right', () => {
    fc.assert(
      fc.property(anyItem, anyRoundId, fc.array(fc.nat({ max: 5 }), { maxLength: 30 }), (item, roundId, presses) => {
        fc.pre(['single', 'prints', 'fix', 'line'].includes(item.kind));
        const answers = presses.flatMap((press, id) => {
          const response = readAnswer(item, roundId, 'ABCDEF'[press] ?? '');
          return response === undefined ? [] : [given(id, item.slug, isRight(item, response), response)];
        });
        const counted = tally(item, roundId, answers);
        expect(counted.choices.reduce((sum, { count }) => sum + count, 0)).toBe(answers.length);
        expect(counted.choices.filter(({ right }) => right)).toHaveLength(1);
        expect(counted.choices.find(({ right }) => right)?.count).toBe(counted.right);
        const strongest = strongestDistractor(counted);
        for (const { right, count } of counted.choices) {
          if (!right) expect(count).toBeLessThanOrEqual(strongest?.count ?? 0);
        }
      }),
    );
  });

  it('is the same under whatever letters a round showed, when told by the choice', () => {
    const answers = [0, 1, 1, 2].map((option, id) => given(id, 'a-single', option === 1, { kind: 'option', option }));
    for (const round of ['one', 'two', 'three']) {
      const counted = tally(singleItem, round, answers);
      expect(counted.choices.map(({ count }) => count).sort()).toEqual([0, 1, 1, 2]);
      expect(counted.right).toBe(2);
      expect(strongestDistractor(counted)?.count).toBe(1);
    }
  });

  it('counts each letter of several statements', () => {
    const answers = [[0, 2, 5], [0], [1]].map((options, id) =>
      given(id, 'b-multiple', options.length === 3, { kind: 'options', options }),
    );
    const counted = tally(multipleItem, 'round', answers);
    expect(counted.choices.reduce((sum, { count }) => sum + count, 0)).toBe(5);
    expect(counted.choices.filter(({ right }) => right)).toHaveLength(3);
    expect(strongestDistractor(counted)).toMatchObject({ count: 1, misconception: 'first-idea' });
  });

  it('tells foreseen wrong answers apart and repeats no other words of anybody', () => {
    const typed = ['4096', '4_096', '4095', 'my secret guess'];
    const answers = typed.map((words, id) => {
      const response = { kind: 'typed', typed: words } as const;
      return given(id, 'f-short', isRight(shortItem, response), response);
    });
    expect(tally(shortItem, 'round', answers).choices).toEqual([
      { label: '4096', right: true, count: 2 },
      { label: '4095', right: false, count: 1, misconception: 'other-idea' },
      { label: 'other', right: false, count: 1 },
    ]);
  });

  it('of an order counts the right one and the others', () => {
    const answers = [
      given(1, 'e-order', true, keyOf(orderItem)),
      given(2, 'e-order', false, { kind: 'steps', steps: [1, 0, 2, 3] }),
    ];
    expect(tally(orderItem, 'round', answers).choices.map(({ count }) => count)).toEqual([1, 1]);
  });
});

it('draws bars of one length: empty for nobody, full for everybody, in between for some', () => {
  fc.assert(
    fc.property(fc.nat({ max: 500 }), fc.nat({ max: 500 }), (one, other) => {
      const [part, whole] = [Math.min(one, other), Math.max(one, other)];
      const drawn = bar(part, whole);
      expect(drawn).toHaveLength(BAR);
      expect(drawn.startsWith('█')).toBe(part > 0);
      expect(drawn.endsWith('█')).toBe(part > 0 && part === whole);
    }),
  );
});

it('is over at its closing time to the millisecond, and when it was closed', () => {
  const round = { closedAt: null, closesAt: start } as Round;
  expect(isOver(round, start.subtract({ milliseconds: 1 }))).toBe(false);
  expect(isOver(round, start)).toBe(true);
  expect(isOver({ ...round, closedAt: start }, start.subtract({ hours: 1 }))).toBe(true);
  expect(isOver({ ...round, closesAt: null }, start)).toBe(false);
});
