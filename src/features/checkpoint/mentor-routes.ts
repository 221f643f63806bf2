import { z } from 'zod';
import { Refused } from '../../chat/errors.ts';
import { text } from '../../chat/text.ts';
import type { View } from '../../chat/view.ts';
import { type CohortContext, cohortRoute, formRoute, type Route } from '../../context.ts';
import { isLearnerSomewhere } from '../../domain/cohorts/store.ts';
import type { InvestigationRow } from '../scenarios/investigation.ts';
import { listInvestigations } from '../scenarios/store.ts';
import { act, requestInput } from './acting.ts';
import {
  DECISIONS,
  type Decision,
  decidedView,
  decisionForm,
  guideView,
  openRequestView,
  stepsOf,
  waitingView,
} from './mentor-views.ts';
import { type CheckpointRequest, findRequest, listTicks, listWaiting, recordTick } from './store.ts';
import { kept, WORDS_LENGTH } from './views.ts';

const waiting = cohortRoute({
  name: 'checkpoint waiting',
  summary: 'The checkpoints that wait for a mentor',
  ack: 'update',
  who: 'mentor',
  did: null,
  run: async (_, { db, cohort, curriculum }) => waitingView(cohort, await listWaiting(db, cohort.id), curriculum),
});

const open = cohortRoute({
  name: 'checkpoint.open',
  ack: 'update',
  who: 'mentor',
  did: null,
  input: z.object(requestInput),
  run: async ({ request }, context) => showToMentor(await getRequest(request, context), context),
});

async function getRequest(id: string, { db, cohort }: CohortContext): Promise<CheckpointRequest> {
  const request = await findRequest(db, id);
  if (request?.cohortId === cohort.id) return request;
  throw new Refused(text`There is no such request in **${cohort.name}**.`);
}

/** The guide to who has it, the request to everybody else. */
async function showToMentor(request: CheckpointRequest, context: CohortContext): Promise<View> {
  const { db, curriculum, asker } = context;
  const area = curriculum.areas.get(request.area);
  const runs = await listEvidenceRuns(request, context);
  const { holder, ended } = request.standing;
  if (area === undefined || ended !== undefined || holder?.memberId !== asker.memberId) {
    return openRequestView(request, area, runs, curriculum);
  }
  await refuseLearners(context);
  const ticked = await listTicks(db, request.id, asker.memberId);
  return guideView(request, area, { runs, ticked }, curriculum);
}

/** The investigations that the learner gave as evidence. */
async function listEvidenceRuns(request: CheckpointRequest, { db }: CohortContext): Promise<InvestigationRow[]> {
  const given = new Set(request.entries.flatMap(({ runs }) => runs));
  return given.size === 0 ? [] : (await listInvestigations(db, request.learnerId)).filter(({ id }) => given.has(id));
}

/** The guide says what good answers hold, and whoever organises a workspace of their own may be a learner in another one. */
async function refuseLearners({ db, asker }: CohortContext): Promise<void> {
  if (!(await isLearnerSomewhere(db, asker.memberId))) return;
  throw new Refused(
    'You learn in a cohort of this course, so its verifications stay closed to you: they say what good answers hold.',
  );
}

const take = cohortRoute({
  name: 'checkpoint.take',
  ack: 'update',
  who: 'mentor',
  did: 'took a checkpoint to verify',
  input: z.object(requestInput),
  async run({ request }, context) {
    await refuseLearners(context);
    const before = await getRequest(request, context);
    // A second press finds it taken already.
    const isMine = before.standing.holder?.memberId === context.asker.memberId;
    return showToMentor(isMine ? before : await act(context, request, 'taken'), context);
  },
});

const tick = cohortRoute({
  name: 'checkpoint.tick',
  ack: 'update',
  who: 'mentor',
  // What is ticked is the mentor's own.
  did: null,
  input: z.object({ ...requestInput, step: z.coerce.number().int().min(0).max(20), on: z.enum(['yes', 'no']) }),
  async run({ request: id, step, on }, context) {
    const { db, asker, curriculum } = context;
    const request = await getRequest(id, context);
    const area = curriculum.areas.get(request.area);
    const isMine = request.standing.holder?.memberId === asker.memberId;
    if (isMine && area !== undefined && step < stepsOf(area)) {
      await recordTick(db, { requestId: id, memberId: asker.memberId, step }, on === 'yes');
    }
    return showToMentor(request, context);
  },
});

const release = cohortRoute({
  name: 'checkpoint.release',
  ends: true,
  ack: 'update',
  who: 'mentor',
  did: 'gave a checkpoint back',
  input: z.object(requestInput),
  async run({ request }, context) {
    await act(context, request, 'released');
    return waitingView(context.cohort, await listWaiting(context.db, context.cohort.id), context.curriculum);
  },
});

const how = z.enum(Object.keys(DECISIONS) as [Decision, ...Decision[]]);

const decide = formRoute({
  name: 'checkpoint.decide',
  input: z.object({ ...requestInput, cohort: z.string().max(20), how, bare: z.enum(['yes']).optional() }),
  open: ({ request, cohort, how: decision, bare }) => decisionForm(decision, { cohort, request }, bare === 'yes'),
});

/** Whether somebody has a request and has ticked nothing of its verification. */
async function isBare(id: string, context: CohortContext): Promise<boolean> {
  const { db, asker } = context;
  const { holder, ended } = (await getRequest(id, context)).standing;
  if (ended !== undefined || holder?.memberId !== asker.memberId) return false;
  return (await listTicks(db, id, asker.memberId)).length === 0;
}

const decided = cohortRoute({
  name: 'checkpoint.decided',
  ack: 'update',
  who: 'mentor',
  did: 'decided on a checkpoint',
  input: z.object({
    ...requestInput,
    how,
    words: z
      .string()
      .trim()
      .min(1, { error: 'is empty: write a line of reason' })
      .max(WORDS_LENGTH, { error: `has more than ${WORDS_LENGTH} characters` }),
    anyway: z.enum(['yes', 'no']).default('no'),
  }),
  async run({ request, how: decision, words, anyway }, context) {
    await refuseLearners(context);
    if (decision === 'signed-off' && anyway === 'no' && (await isBare(request, context))) {
      throw new Refused(
        text`Nothing of the verification is ticked yet. Open the request again and tick what you have verified, or choose in the form to sign it off all the same.${kept(words, '')}`,
      );
    }
    return decidedView(decision, await act(context, request, decision, { words }, kept(words, '')));
  },
});

export const mentorRoutes: readonly Route[] = [waiting, open, take, tick, release, decide, decided];
