import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import { loadCurriculum } from '../../src/curriculum/load.ts';
import type { Curriculum } from '../../src/curriculum/schema.ts';
import { isRight, readAnswer, writeAnswer } from '../../src/features/quizzes/marking.ts';
import { demoPlayers } from '../../src/program/demo.ts';
import { answerOf, planActs, type Seen } from '../../src/program/demo-script.ts';

let curriculum: Curriculum;
beforeAll(() => {
  curriculum = loadCurriculum(process.env['CURRICULUM_DIR'] ?? 'curriculum');
});

const postedAt = Temporal.Instant.from('2027-03-01T18:00:00Z');
const seen = (route: string, state: Record<string, string>, message = '7'): Seen => ({
  message,
  channel: 'demo-cohort',
  postedAt,
  action: { route, state: { cohort: 'demo', ...state } },
});
const learners = demoPlayers.filter((player) => player.kind === 'learner');

it('answers every item so that it is read, and marked as it was meant', () => {
  const [all, none] = [1.5, -1].map(
    (knows) => ({ kind: 'learner', id: 'x', comes: 1, takes: 1, finishes: 1, knows }) as const,
  );
  for (const item of curriculum.items.values()) {
    for (const [learner, right] of [
      [all, true],
      [none, false],
    ] as const) {
      if (learner === undefined) continue;
      const answer = writeAnswer(item, 'round1', answerOf(item, learner, 'round1'));
      const response = readAnswer(item, 'round1', answer);
      expect(response, item.slug).toBeDefined();
      if (response !== undefined) expect(isRight(item, response), `${item.slug}: ${answer}`).toBe(right);
    }
  }
});

it('knows as much as was said of each', () => {
  const items = [...curriculum.items.values()];
  const shares = learners.map((learner) => {
    const right = items.filter((item) => isRight(item, answerOf(item, learner, 'round2'))).length;
    return right / items.length;
  });
  for (const [index, share] of shares.entries()) {
    expect(Math.abs(share - (learners[index]?.knows ?? 0))).toBeLessThan(0.12);
  }
  expect(shares).toEqual([...shares].sort((one, other) => other - one));
});

it('does the same with the same, each thing once, after it was posted and in its order', () => {
  const routes = fc.constantFrom(
    'cohort join',
    'session.rsvp',
    'session.here',
    'round.start',
    'ask.answered',
    'elsewhere',
  );
  const anything = fc.array(
    fc.record({ route: routes, session: fc.integer({ min: 1, max: 12 }), message: fc.integer({ min: 1, max: 9 }) }),
  );
  fc.assert(
    fc.property(anything, (drawn) => {
      const controls = drawn.map(({ route, session, message }) =>
        seen(route, { session: String(session), round: `r${session}`, said: 'coming' }, String(message)),
      );
      const acts = planActs(controls, demoPlayers, curriculum);
      expect(planActs(controls, demoPlayers, curriculum)).toEqual(acts);
      expect(planActs([...controls, ...controls], demoPlayers, curriculum)).toEqual(acts);
      expect(new Set(acts.map(({ id }) => id)).size).toBe(acts.length);
      const moments = acts.map(({ at }) => at.epochMilliseconds);
      expect(moments).toEqual([...moments].sort((one, other) => one - other));
      for (const moment of moments) expect(moment).toBeGreaterThanOrEqual(postedAt.epochMilliseconds);
    }),
  );
});

it('says one thing about one session: who is coming is not excused', () => {
  const both = ['coming', 'excused'].map((said) => seen('session.rsvp', { session: '3', said }));
  const people = planActs(both, demoPlayers, curriculum).map(({ person }) => person);
  expect([...people].sort()).toEqual(learners.map(({ id }) => id).sort());
});

it("leaves other people's questions to other people", () => {
  expect(planActs([seen('ask.answered', { request: 'somebody' })], demoPlayers, curriculum)).toEqual([]);
});
