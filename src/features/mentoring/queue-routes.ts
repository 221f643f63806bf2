import { z } from 'zod';
import { isStaff } from '../../access.ts';
import { Refused } from '../../chat/errors.ts';
import { choiceOption } from '../../chat/input.ts';
import type { View } from '../../chat/view.ts';
import { type CohortContext, cohortRoute, formRoute, type Route } from '../../context.ts';
import { getRequest } from './asking.ts';
import { requestInput } from './asking-routes.ts';
import { QUESTION_LENGTH } from './asking-views.ts';
import { readBeliefs } from './believing.ts';
import { staffHours } from './checks.ts';
import { act, explain, happen } from './happening.ts';
import { workedBetween } from './hours.ts';
import { findHours, type KnownMentor, listKnownMentors } from './hours-store.ts';
import { lapse } from './lapsing.ts';
import { packetFor } from './packing.ts';
import {
  FILTERS,
  handedView,
  notToText,
  ownQuestionsView,
  queueView,
  releasedView,
  replyForm,
  savedView,
  sentView,
  takenView,
  talkText,
  tooManyText,
} from './queue-views.ts';
import { listSavedReplies } from './replies-store.ts';
import { type HelpRequest, type QueueFilter, shownIn } from './requests.ts';
import { readRoom } from './room-store.ts';
import { listHelpedSkills, listOpenRequests, listRequestsOf, listWaits, lockMember } from './store.ts';
import { talkLink } from './talking.ts';
import { typicalWait, WAIT_DAYS } from './waiting.ts';

const questions = cohortRoute({
  name: 'questions',
  summary: 'The questions that wait for a mentor; for learners, their own',
  ack: 'private',
  who: 'learner',
  input: z.object({ show: choiceOption('Which questions', FILTERS).optional() }),
  async run({ show }, context) {
    const { cohort, asker } = context;
    if (isStaff(asker)) return showQueue(context, show ?? 'all');
    return ownQuestionsView(await listRequestsOf(context.db, cohort.id, asker.memberId), cohort);
  },
});

async function showQueue({ db, cohort, asker, now }: CohortContext, show: QueueFilter['show']): Promise<View> {
  const open = await listOpenRequests(db, cohort.id);
  const named = show === 'skills' ? ((await findHours(db, asker.memberId))?.skills ?? []) : [];
  const skills = new Set(show === 'skills' ? [...named, ...(await listHelpedSkills(db, asker.memberId))] : []);
  const wait = typicalWait(await listWaits(db, cohort.id, now.subtract({ hours: 24 * WAIT_DAYS })));
  return queueView(shownIn(open, { show, mentorId: asker.memberId, skills }), { cohort, show, wait });
}

const take = cohortRoute({
  name: 'ask.take',
  ack: 'private',
  who: 'mentor',
  did: 'took a question',
  input: requestInput,
  async run({ request: id }, context) {
    const before = await lapse(context, context.cohort, await getRequest(context, id), context.now);
    return showTaken(context, await takeIt(context, before));
  },
});

/** Takes a question, once; opens it where it is theirs already. Two at once: one has it, the other reads who. */
async function takeIt(context: CohortContext, before: HelpRequest): Promise<HelpRequest> {
  const { db, cohort, asker, now, eventKey, mail } = context;
  const { id, help } = before;
  if (help.state === 'taken' && help.holder === asker.memberId) return before;
  const taken = await db.transaction(async (tx) => {
    await lockMember(tx, asker.memberId);
    const { capacity, isFull } = await readRoom(tx, asker.memberId, now);
    if (isFull && help.state === 'waiting') throw new Refused(tooManyText(capacity));
    const hours = staffHours(await listKnownMentors(tx, cohort.id), cohort.zone);
    const waited = help.waitingSince === null ? 0 : workedBetween(hours, help.waitingSince, now);
    const told = { kind: 'taken', waited, at: now, by: asker.memberId, cause: `${eventKey}/taken` } as const;
    return happen(tx, cohort, id, told);
  });
  const { request, obstacle } = taken;
  if (obstacle !== undefined && obstacle !== 'yours') throw new Refused(explain(obstacle, request));
  await mail.wake();
  return request;
}

async function showTaken(context: CohortContext, request: HelpRequest): Promise<View> {
  const { db, cohort, curriculum, asker } = context;
  const mentors = await listKnownMentors(db, cohort.id);
  const others = mentors.filter(
    ({ memberId, hours }) => memberId !== asker.memberId && memberId !== request.memberId && hours?.isPaused !== true,
  );
  const skill = request.skill === null ? undefined : curriculum.skills.get(request.skill)?.title;
  const beliefs = await readBeliefs(context, request);
  const saved = await listSavedReplies(db, request, { skill: request.skill, beliefs });
  const packet = await packetFor(context, request);
  return takenView(request, { skill, others, talk: talkText(request, talkLink(request)), packet, saved, beliefs });
}

const extend = cohortRoute({
  name: 'ask.extend',
  ack: 'update',
  who: 'mentor',
  did: 'kept a question for longer',
  input: requestInput,
  async run({ request: id }, context) {
    const before = await lapse(context, context.cohort, await getRequest(context, id), context.now);
    return showTaken(context, await act(context, before.id, { kind: 'extended' }));
  },
});

const release = cohortRoute({
  name: 'ask.release',
  ack: 'update',
  who: 'mentor',
  did: 'gave a question back',
  input: requestInput,
  async run({ request: id }, context) {
    await getRequest(context, id);
    await act(context, id, { kind: 'released', isLapsed: false }, ['waiting']);
    return releasedView();
  },
});

const hand = cohortRoute({
  name: 'ask.hand',
  ack: 'update',
  who: 'mentor',
  did: 'handed a question over',
  input: z.object({ ...requestInput.shape, to: z.string().max(200) }),
  async run({ request: id, to }, context) {
    const { db, cohort } = context;
    await getRequest(context, id);
    const mentor = (await listKnownMentors(db, cohort.id)).find(({ memberId }) => memberId === to);
    if (mentor === undefined) throw new Refused('They are no mentor of this cohort. Choose another one.');
    await handTo(context, id, mentor);
    return handedView(mentor.name);
  },
});

/** Hands a question over to somebody who has room for it, once. */
async function handTo(context: CohortContext, id: string, { memberId: to, name }: KnownMentor): Promise<void> {
  const { db, cohort, asker, now, eventKey, mail } = context;
  const { request, obstacle } = await db.transaction(async (tx) => {
    await lockMember(tx, to);
    const told = { kind: 'handed-over', to, at: now, by: asker.memberId, cause: `${eventKey}/handed-over` } as const;
    return happen(tx, cohort, id, told, async (also) => {
      const { capacity, isFull, isPaused } = await readRoom(also, to, now);
      if (isPaused || isFull) throw new Refused(notToText(name, isPaused ? 'paused' : capacity));
    });
  });
  if (obstacle === 'yours') return;
  if (obstacle !== undefined) throw new Refused(explain(obstacle, request));
  await mail.wake();
}

const reply = formRoute({
  name: 'ask.reply',
  input: z.object({ ...requestInput.shape, cohort: z.string().max(20).optional() }),
  open: ({ request, cohort }) => replyForm({ request, ...(cohort === undefined ? {} : { cohort }) }),
});

const say = cohortRoute({
  name: 'ask.say',
  ack: 'private',
  who: 'learner',
  did: 'said something about a question',
  spends: 'reply',
  input: z.object({
    ...requestInput.shape,
    words: z.string().trim().min(1, { error: 'is empty: write something' }).max(QUESTION_LENGTH),
  }),
  async run({ request: id, words }, context) {
    await getRequest(context, id);
    return showSent(context, await act(context, id, { kind: 'spoke', words }));
  },
});

/** What was said last; a mentor may save it where somebody would find it again, by its skill or by what its asker believes. */
async function showSent(context: CohortContext, request: HelpRequest): Promise<View> {
  const { asker } = context;
  if (asker.memberId === request.memberId) return sentView(request, undefined);
  const isFound = request.skill !== null || (await readBeliefs(context, request)).length > 0;
  const said = request.help.events.findLast(({ kind, by }) => kind === 'spoke' && by === asker.memberId);
  return sentView(request, isFound ? said?.id : undefined);
}

const replyInput = z.object({ ...requestInput.shape, reply: z.string().regex(/^\d{1,15}$/) });

const save = cohortRoute({
  name: 'ask.save',
  ack: 'update',
  who: 'mentor',
  did: 'kept a reply for others',
  input: replyInput,
  async run({ request: id, reply: typed }, context) {
    const request = await getRequest(context, id);
    const said = request.help.events.find((one) => one.id === Number(typed));
    if (said?.kind !== 'spoke' || said.by !== context.asker.memberId)
      throw new Refused('Only what you said yourself can be kept.');
    await act(context, id, { kind: 'saved', event: said.id, beliefs: await readBeliefs(context, request) });
    return savedView(context.curriculum.skills.get(request.skill ?? '')?.title ?? 'the same');
  },
});

const use = cohortRoute({
  name: 'ask.use',
  ack: 'private',
  who: 'mentor',
  did: 'said a saved reply',
  spends: 'reply',
  input: replyInput,
  async run({ request: id, reply: typed }, context) {
    const request = await getRequest(context, id);
    const { skill } = request;
    const beliefs = await readBeliefs(context, request);
    const saved = await listSavedReplies(context.db, request, { skill, beliefs });
    const found = saved.find(({ event }) => event === Number(typed));
    if (found === undefined) throw new Refused('That reply is not kept any more.');
    return sentView(await act(context, id, { kind: 'spoke', words: found.words, from: found.event }), undefined);
  },
});

export const queueRoutes: readonly Route[] = [questions, take, extend, release, hand, reply, say, save, use];
