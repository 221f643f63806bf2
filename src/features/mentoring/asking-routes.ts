import { z } from 'zod';
import { reasonAgainst } from '../../access.ts';
import { wholeLetters } from '../../chat/clip.ts';
import { Refused } from '../../chat/errors.ts';
import { LONGEST, textOption } from '../../chat/input.ts';
import { text } from '../../chat/text.ts';
import type { View } from '../../chat/view.ts';
import { type CohortContext, cohortRoute, formRoute, type Route, route } from '../../context.ts';
import type { Db } from '../../database/client.ts';
import { idFrom } from '../../domain/ids.ts';
import { offersView } from './after-views.ts';
import {
  getOwnRequest,
  getRequest,
  putInQueue,
  readMissed,
  readStanding,
  refuseTooMany,
  wordsOfQuestion,
} from './asking.ts';
import {
  draftView,
  NO_SKILL,
  QUESTION_LENGTH,
  QUOTE_LENGTH,
  questionForm,
  standingView,
  TRIED_LENGTH,
  whichCohortView,
} from './asking-views.ts';
import { act, explain, happen } from './happening.ts';
import { answeredView, reopenedView, withdrawnView } from './queue-views.ts';
import { type HelpRequest, PLACES, URGENCIES } from './requests.ts';
import { readRoom } from './room-store.ts';
import { listKept, lockMember, recordHelpCohort, recordHelpRequest, recordHelpSkill } from './store.ts';
import { likelySkill, likeOf } from './suggesting.ts';

export const requestInput = z.object({ request: z.string().max(24) });

const ask = formRoute({
  name: 'ask',
  summary: 'Ask the mentors of your cohort a question',
  shortcut: { label: 'Ask a mentor', on: 'anywhere' },
  input: z.object({
    question: textOption('Your question, if you like: the form asks for it', QUESTION_LENGTH, z.string()).default(''),
  }),
  open: ({ question }) => questionForm(question, ''),
});

const askAbout = formRoute({
  name: 'ask.about',
  shortcut: { label: 'Ask a mentor about this', on: 'message' },
  input: z.object({
    words: z.string().max(LONGEST),
    author: z.string().max(200),
    link: z.string().max(500),
    private: z.literal('yes').optional(),
  }),
  open({ words, author, link, private: isPrivate }) {
    const source = `\n— ${[author, link].filter((part) => part !== '').join(', ')}`;
    return questionForm('', `${wholeLetters(words, QUOTE_LENGTH - source.length)}${source}`, isPrivate !== undefined);
  },
});

const send = route({
  name: 'ask.send',
  ack: 'private',
  who: 'learner',
  did: 'wrote a question for the mentors',
  spends: 'question',
  // The bot's own question about which cohort is meant would carry the words in a control's id, which has no room for them.
  cohort: 'found',
  input: z.object({
    question: z.string().trim().min(1, { error: 'is empty: write what you want to know' }).max(QUESTION_LENGTH),
    tried: z.string().max(TRIED_LENGTH).default(''),
    about: z.string().max(QUOTE_LENGTH).default(''),
    urgency: z.enum(URGENCIES).default('soon'),
    // What nobody chose goes where the fewest read it.
    place: z.enum(PLACES).default('private'),
  }),
  async run({ question, tried, about, urgency, place }, context) {
    const { db, asker, now, workspaceId, eventKey, cohort, candidates, curriculum } = context;
    const id = idFrom(`ask/${eventKey}`);
    if (cohort !== undefined) await refuseTooMany({ ...context, cohort }, id, question);
    // In a cohort that is still to be named there is no draft to look at yet: only words count.
    const missed = cohort === undefined ? [] : await readMissed(context, asker.memberId);
    const likely = likelySkill(wordsOfQuestion({ question, about, tried }), missed, curriculum);
    await recordHelpRequest(db, {
      id,
      workspaceId,
      cohortId: cohort?.id ?? null,
      memberId: asker.memberId,
      question,
      about: wordsOrNull(about),
      tried: wordsOrNull(tried),
      urgency,
      place,
      skill: likely.skill?.slug ?? null,
      askedAt: now,
    });
    if (cohort === undefined) return whichCohortView(id, candidates);
    return offer({ ...context, cohort }, id, likely.isGuess);
  },
});

/** Shows its asker what was asked before and a guess of what a question is about, before it is posted; asks at once where there is neither. */
async function offer(context: CohortContext, id: string, isGuess: boolean): Promise<View> {
  const draft = await getOwnRequest(context, id);
  if (draft.help.state !== 'draft') return put(context, id);
  const like = likeOf(draft, await listKept(context.db, draft));
  if (like.length === 0 && !isGuess) return put(context, id);
  const { skills } = await readStanding(context, draft);
  return like.length > 0 ? offersView(draft, like, isGuess ? skills : []) : draftView(draft, skills, isGuess);
}

function wordsOrNull(words: string): string | null {
  return words.trim() === '' ? null : words.trimEnd();
}

const where = cohortRoute({
  name: 'ask.where',
  ack: 'update',
  who: 'learner',
  did: ({ first }) => (first === undefined ? 'asked the mentors a question' : 'said for which cohort a question is'),
  // What was looked at first was paid for when it was written, or when its cohort was named; it is posted once.
  spends: ({ first }) => (first === undefined ? undefined : 'question'),
  // `first` where the cohort is chosen: nobody has seen yet what else would have been shown before.
  input: z.object({ ...requestInput.shape, first: z.literal('yes').optional() }),
  async run({ request: id, first }, context) {
    const { db, asker, cohort, curriculum } = context;
    await refuseTooMany(context, id, '');
    const isNamed = await recordHelpCohort(db, id, asker.memberId, cohort.id);
    if (first === undefined) return put(context, id);
    const draft = await getOwnRequest(context, id);
    const missed = await readMissed(context, asker.memberId);
    const { skill, isGuess } = likelySkill(wordsOfQuestion(draft), missed, curriculum);
    if (isNamed && isGuess) await recordHelpSkill(db, id, skill?.slug ?? null);
    return offer(context, id, isGuess);
  },
});

/** Asks, once, and tells the asker where they stand. */
async function put(context: CohortContext, id: string): Promise<View> {
  return standingView(await readStanding(context, await putInQueue(context, id)));
}

const stand = cohortRoute({
  name: 'ask.stand',
  ack: 'update',
  who: 'learner',
  input: requestInput,
  async run({ request }, context) {
    return showOwn(context, request);
  },
});

/** How a question of one's own stands; one that was not asked yet can be. */
async function showOwn(context: CohortContext, id: string): Promise<View> {
  const standing = await readStanding(context, await getOwnRequest(context, id));
  const { request, skills } = standing;
  return request.help.state === 'draft' ? draftView(request, skills, false) : standingView(standing);
}

const skill = cohortRoute({
  name: 'ask.skill',
  once: true,
  ack: 'update',
  who: 'learner',
  did: 'said what a question is about',
  input: z.object({ ...requestInput.shape, skill: z.string().max(80) }),
  async run({ request: id, skill: slug }, context) {
    await getOwnRequest(context, id);
    if (slug !== NO_SKILL && !context.curriculum.skills.has(slug))
      throw new Refused('There is no such skill any more.');
    await recordHelpSkill(context.db, id, slug === NO_SKILL ? null : slug);
    return showOwn(context, id);
  },
});

const withdraw = cohortRoute({
  name: 'ask.withdraw',
  ack: 'update',
  who: 'learner',
  did: 'took a question back',
  input: requestInput,
  async run({ request: id }, context) {
    await getOwnRequest(context, id);
    await act(context, id, { kind: 'withdrawn' }, ['withdrawn']);
    return withdrawnView();
  },
});

const answered = cohortRoute({
  name: 'ask.answered',
  ack: 'private',
  who: 'learner',
  did: 'said that a question is answered',
  input: requestInput,
  async run({ request: id }, context) {
    const { isOwn } = await getConcerned(context, id);
    return answeredView(await act(context, id, { kind: 'resolved' }, ['resolved']), isOwn);
  },
});

const reopen = cohortRoute({
  name: 'ask.reopen',
  ack: 'update',
  who: 'learner',
  did: 'opened a question again',
  input: requestInput,
  async run({ request: id }, context) {
    const { request } = await getConcerned(context, id);
    return reopenedView(await openAgain(context, request));
  },
});

/** Opens a question again, once: whoever helped goes on where they have room, and else it waits for all mentors. */
async function openAgain(context: CohortContext, { id, help }: HelpRequest): Promise<HelpRequest> {
  const { db, cohort, asker, now, eventKey, mail } = context;
  const { request, obstacle } = await db.transaction(async (tx) => {
    const isQueued = help.holder !== null && !(await hasRoom(tx, help.holder, now));
    const cause = `${eventKey}/reopened`;
    return happen(tx, cohort, id, { kind: 'reopened', isQueued, at: now, by: asker.memberId, cause });
  });
  if (obstacle !== undefined && obstacle !== 'waiting' && obstacle !== 'taken')
    throw new Refused(explain(obstacle, request));
  if (obstacle === undefined) await mail.wake();
  return request;
}

async function hasRoom(tx: Db, memberId: string, now: Temporal.Instant): Promise<boolean> {
  await lockMember(tx, memberId);
  const { isFull, isPaused } = await readRoom(tx, memberId, now);
  return !isFull && !isPaused;
}

/** A question whose end is for its asker and for mentors to say. */
async function getConcerned(context: CohortContext, id: string): Promise<{ request: HelpRequest; isOwn: boolean }> {
  const request = await getRequest(context, id);
  const isOwn = request.memberId === context.asker.memberId;
  const reason = isOwn ? undefined : reasonAgainst('mentor', context.asker);
  if (reason !== undefined) throw new Refused(text`Only who asked, or a mentor, can say that. ${reason}`);
  return { request, isOwn };
}

export const askingRoutes: readonly Route[] = [ask, askAbout, send, where, stand, skill, withdraw, answered, reopen];
