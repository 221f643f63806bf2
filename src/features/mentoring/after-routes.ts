import { z } from 'zod';
import { Refused } from '../../chat/errors.ts';
import { type CohortContext, cohortRoute, formRoute, type Route } from '../../context.ts';
import { findCohort } from '../../domain/cohorts/store.ts';
import { keepForm, MARKS, ratedView, solvedView, THANKS_LENGTH, thanksForm } from './after-views.ts';
import { getOwnRequest } from './asking.ts';
import { requestInput } from './asking-routes.ts';
import { QUESTION_LENGTH } from './asking-views.ts';
import { readBeliefs } from './believing.ts';
import { act, GONE, happen } from './happening.ts';
import type { Mark } from './help.ts';
import type { HelpRequest } from './requests.ts';
import { listKept } from './store.ts';

/** After a question: how it went, thanks, and what is kept for whoever asks the like. */

const withCohort = z.object({ ...requestInput.shape, cohort: z.string().max(20).optional() });

const stateFrom = ({ request, cohort }: z.output<typeof withCohort>) => ({
  request,
  ...(cohort === undefined ? {} : { cohort }),
});

const rate = cohortRoute({
  name: 'ask.rate',
  ends: true,
  ack: 'update',
  who: 'learner',
  // Nobody is told who said which: with the points of a mentor beside it, that somebody said anything would tell.
  did: null,
  input: z.object({ ...requestInput.shape, mark: z.enum(Object.keys(MARKS) as [Mark, ...Mark[]]) }),
  async run({ request: id, mark }, context) {
    await getOwnRequest(context, id);
    return ratedView(await act(context, id, { kind: 'rated', mark }, ['rated']));
  },
});

const thank = formRoute({ name: 'ask.thank', input: withCohort, open: (input) => thanksForm(stateFrom(input)) });

const thanks = cohortRoute({
  name: 'ask.thanks',
  ends: true,
  ack: 'update',
  who: 'learner',
  did: 'thanked a mentor',
  input: z.object({
    ...requestInput.shape,
    words: z.string().trim().min(1, { error: 'is empty: write a line' }).max(THANKS_LENGTH),
    shown: z.enum(['yes', 'no']).default('no'),
  }),
  async run({ request: id, words, shown }, context) {
    await getOwnRequest(context, id);
    return ratedView(await act(context, id, { kind: 'thanked', words, isShown: shown === 'yes' }, ['rated']));
  },
});

const keep = formRoute({ name: 'ask.keep', input: withCohort, open: (input) => keepForm(stateFrom(input)) });

const kept = cohortRoute({
  name: 'ask.kept',
  ends: true,
  ack: 'update',
  who: 'learner',
  did: 'let an answered question be kept',
  input: z.object({
    ...requestInput.shape,
    words: z.string().trim().min(1, { error: 'is empty: write what solved it' }).max(QUESTION_LENGTH),
  }),
  async run({ request: id, words }, context) {
    const request = await getOwnRequest(context, id);
    if (request.help.mark !== 'solved') throw new Refused('Only what is solved can be kept: say first that it is.');
    const beliefs = await readBeliefs(context, request);
    return ratedView(await act(context, id, { kind: 'kept', words, beliefs }, ['rated']));
  },
});

const solved = cohortRoute({
  name: 'ask.solved',
  ends: true,
  ack: 'update',
  who: 'learner',
  did: 'was helped by what was kept',
  input: z.object({ ...requestInput.shape, like: z.string().max(24) }),
  async run({ request: id, like }, context) {
    const request = await getOwnRequest(context, id);
    if (request.help.state === 'draft') await credit(context, like, request);
    return solvedView(request);
  },
});

/** Whoever solved a question that was kept is credited once for each question that it answered, in the cohort in which they solved it. */
async function credit({ db, asker, now }: CohortContext, like: string, request: HelpRequest): Promise<void> {
  const { id } = request;
  const old = (await listKept(db, request)).find((one) => one.id === like);
  const cohort = await findCohort(db, old?.cohortId ?? '');
  if (cohort === undefined) throw new Refused(GONE);
  const told = { kind: 'reused', at: now, by: asker.memberId, cause: `ask/${like}/reused/${id}` } as const;
  await happen(db, cohort, like, told);
}

export const afterRoutes: readonly Route[] = [rate, thank, thanks, keep, kept, solved];
