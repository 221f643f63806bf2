import { z } from 'zod';
import { Refused } from '../../chat/errors.ts';
import type { Who } from '../../chat/route.ts';
import { command, text } from '../../chat/text.ts';
import { type Context, formRoute, type Route, route } from '../../context.ts';
import { explainUnfit } from '../../curriculum/matching.ts';
import type { Curriculum, Item } from '../../curriculum/schema.ts';
import type { Cohort } from '../../domain/cohorts/cohort.ts';
import { findByTag } from '../../domain/seed.ts';
import { CERTAINTY_LETTERS, type Certainty, certaintyOf } from './certainty.ts';
import { isRight, type Response, readAnswer, TYPED_LENGTH } from './marking.ts';
import { answerForm, type Question, questionView } from './question-views.ts';

/** What the routes of practice, of cohort rounds and of the self-test share: questions travel in their controls. */

const roundId = z.string().regex(/^[a-z0-9]{1,24}$/, { error: 'does not name a round' });

const place = z.coerce.number().int().min(0).max(99);

/** A control about a round as a whole. */
export const roundInput = z.object({ round: roundId });

/** A control that leads to one of its questions. */
export const askInput = z.object({ round: roundId, at: place });

/** A control that carries its question. */
export const questionInput = z.object({
  round: roundId,
  at: place,
  of: place,
  item: z.string().max(20),
  cohort: z.string().max(20).optional(),
  /** How sure: absent where it is not asked, empty where it was not said. */
  sure: z.enum(['', ...Object.values(CERTAINTY_LETTERS)]).optional(),
});

const draftInput = z.object({ ...questionInput.shape, draft: z.string().max(20) });

export const answerInput = z.object({ ...questionInput.shape, answer: z.string().max(1000) });

/** Reads the question back from a control. */
export function readQuestion(
  family: Question['family'],
  input: z.output<typeof questionInput>,
  { curriculum }: { curriculum: Curriculum },
): Question {
  const item = findByTag(curriculum.items, input.item);
  if (item === undefined) throw new Refused(WITHDRAWN);
  const { cohort, round, at, of, sure } = input;
  const certainty = sure === undefined ? undefined : certaintyOf(sure);
  return { family, cohort, round, at, of, item, certainty };
}

const WITHDRAWN = text`This question has been withdrawn: it no longer counts for anybody.`;

/** Where a cohort asks how sure people are: not said yet. Undefined where it is not asked. */
export function asksCertainty(cohort: Pick<Cohort, 'certainty'> | undefined): null | undefined {
  return cohort?.certainty === true ? null : undefined;
}

/** Shows a question again with other letters pressed. Looks nothing up. */
export function draftRoute(family: Question['family']): Route {
  return route({
    name: `${family}.draft`,
    ack: 'update',
    who: WHO[family],
    cohort: 'found',
    input: draftInput,
    run: (input, context) => questionView(readQuestion(family, input, context), input.draft),
  });
}

/** The form of a question whose answer is typed. */
export function typingRoute(family: Question['family']): Route {
  return formRoute({
    name: `${family}.form`,
    input: questionInput,
    open(input, context) {
      const question = readQuestion(family, input, context);
      if (question.item.kind !== 'short') throw new Refused(CHANGED);
      return answerForm({ ...question, item: question.item });
    },
  });
}

const WHO = { round: 'learner', practice: 'anyone', selftest: 'anyone' } as const satisfies Record<
  Question['family'],
  Who
>;

const CHANGED = text`This question has changed since it was shown. Open it again.`;

/** An answer that has been read and marked. */
export interface Marked {
  question: Question;
  response: Response;
  right: boolean;
  certainty: Certainty | undefined;
}

export function markAnswer(
  family: Question['family'],
  input: z.output<typeof answerInput>,
  context: Pick<Context, 'curriculum'>,
): Marked {
  const question = readQuestion(family, input, context);
  const certainty = question.certainty ?? undefined;
  return { question, certainty, ...markResponse(question.item, question.round, input.answer) };
}

/** The same; undefined where it would be refused, which is told once it is known who asks. */
export function markIfFit(...given: Parameters<typeof markAnswer>): Marked | undefined {
  try {
    return markAnswer(...given);
  } catch (error) {
    if (error instanceof Refused) return undefined;
    throw error;
  }
}

/**
 * Reads and marks what was pressed or typed, with the letters as they were drawn under an id. Refuses whatever cannot be an answer
 * of this kind, which then does not count: in practice and on cards the first answer does.
 */
export function markResponse(item: Item, drawn: string, answer: string): { response: Response; right: boolean } {
  refuseUnfit(item, answer);
  const response = readAnswer(item, drawn, answer);
  if (response !== undefined) return { response, right: isRight(item, response) };
  throw new Refused(item.kind === 'short' ? text`Type an answer of at most 200 characters.` : CHANGED);
}

function refuseUnfit(item: Item, answer: string): void {
  const typed = answer.trim();
  if (item.kind !== 'short' || typed === '' || typed.length > TYPED_LENGTH) return;
  const unfit = explainUnfit(item, typed);
  if (unfit !== undefined) throw new Refused(text`${unfit} You typed “${typed}”, which has not been counted.`);
}

export const GONE = text`I don't know this round. Start a new one with ${command('quiz start')}.`;
