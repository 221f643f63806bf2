import { z } from 'zod';
import { reasonAgainst } from '../../access.ts';
import { Refused } from '../../chat/errors.ts';
import { LONGEST, textOption } from '../../chat/input.ts';
import { markdown, text } from '../../chat/text.ts';
import { type CohortContext, cohortRoute, formRoute, type Route, route } from '../../context.ts';
import { editHome, orUnderway, postHome, tellPerson } from '../../deliveries/posting.ts';
import { whereOf } from '../../domain/cohorts/homes.ts';
import { idFrom } from '../../domain/ids.ts';
import {
  countOpenBeside,
  findHelpRequest,
  type HelpRequest,
  listOpenRequests,
  recordAnswered,
  recordHelpCohort,
  recordHelpRequest,
  recordReleased,
  recordTaken,
} from './store.ts';
import {
  answeredView,
  askedView,
  QUESTION_LENGTH,
  QUOTE_LENGTH,
  questionForm,
  queueView,
  releasedView,
  requestView,
  takenNoticeView,
  takenView,
  whichCohortView,
} from './views.ts';

const requestInput = z.object({ request: z.string().max(24) });

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
    return questionForm('', `${words.slice(0, QUOTE_LENGTH - source.length)}${source}`, isPrivate !== undefined);
  },
});

const send = route({
  name: 'ask.send',
  ack: 'private',
  who: 'learner',
  spends: 'question',
  // The bot's own question about which cohort is meant would carry the words in a control's id, which has no room for them.
  cohort: 'found',
  input: z.object({
    question: z.string().trim().min(1, { error: 'is empty: write what you want to know' }).max(QUESTION_LENGTH),
    about: z.string().max(QUOTE_LENGTH).default(''),
  }),
  async run({ question, about }, context) {
    const { db, asker, now, workspaceId, eventKey, cohort, candidates } = context;
    const id = idFrom(`ask/${eventKey}`);
    if (cohort !== undefined) await refuseTooMany({ ...context, cohort }, id, question);
    await recordHelpRequest(db, {
      id,
      workspaceId,
      cohortId: cohort?.id ?? null,
      memberId: asker.memberId,
      question,
      about: about.trim() === '' ? null : about,
      askedAt: now,
    });
    if (cohort !== undefined) return put({ ...context, cohort }, id);
    return whichCohortView(id, candidates);
  },
});

const where = cohortRoute({
  name: 'ask.where',
  ack: 'update',
  who: 'learner',
  spends: 'question',
  input: requestInput,
  async run({ request }, context) {
    await refuseTooMany(context, request, '');
    await recordHelpCohort(context.db, request, context.asker.memberId, context.cohort.id);
    return put(context, request);
  },
});

/** What one person may have waiting in a cohort's queue. */
const OPEN_QUESTIONS = 5;

/** Keeps room in the queue: nobody fills it alone. The words of a question that is refused are given back. */
async function refuseTooMany({ db, cohort, asker }: CohortContext, id: string, question: string): Promise<void> {
  if ((await countOpenBeside(db, id, asker.memberId, cohort.id)) < OPEN_QUESTIONS) return;
  const kept = question === '' ? text`` : text`${markdown('\n\n')}You wrote: ${question}`;
  throw new Refused(
    text`${OPEN_QUESTIONS} questions of yours wait for an answer in **${cohort.name}**. Press **It's answered** under one that is, then ask the next.${kept}`,
  );
}

/** Puts a question into the channel, once, and tells its asker how many wait. */
async function put(context: CohortContext, id: string) {
  const { db, cohort } = context;
  const request = await getRequest(context, id);
  await postHome(context, cohort, requestView(request), postKey(id));
  const open = await listOpenRequests(db, cohort.id);
  const before = open.findIndex((one) => one.id === id);
  return askedView(Math.max(before, 0));
}

const postKey = (id: string) => `ask/${id}`;

/** A question of this very cohort. */
async function getRequest({ db, cohort }: CohortContext, id: string): Promise<HelpRequest> {
  const request = await findHelpRequest(db, id);
  if (request === undefined || request.cohortId !== cohort.id) throw new Refused('That question no longer exists.');
  return request;
}

async function show(context: CohortContext, request: HelpRequest): Promise<void> {
  await editHome(context, context.cohort, requestView(request), postKey(request.id));
}

const take = cohortRoute({
  name: 'ask.take',
  ack: 'private',
  who: 'mentor',
  did: 'took a question',
  input: requestInput,
  async run({ request: id }, context) {
    const { db, asker, now } = context;
    await getRequest(context, id);
    await recordTaken(db, id, asker.memberId, now);
    const request = await getRequest(context, id);
    if (request.answeredAt !== null) throw new Refused('That question has been answered.');
    if (request.takenBy !== asker.memberId)
      throw new Refused(text`**${request.mentor ?? 'Somebody'}** has it already.`);
    await show(context, request);
    if (request.memberId !== asker.memberId) await tellAsker(context, request);
    return takenView(request);
  },
});

/** People who take no direct messages see it in the channel. */
async function tellAsker(context: CohortContext, request: HelpRequest): Promise<void> {
  const { memberId, name } = context.asker;
  const key = `${postKey(request.id)}/taken/${memberId}`;
  await orUnderway(
    tellPerson(context, request.memberId, takenNoticeView(request, name, whereOf(context.cohort)), key),
    true,
  );
}

const release = cohortRoute({
  name: 'ask.release',
  ack: 'update',
  who: 'mentor',
  did: 'gave a question back',
  input: requestInput,
  async run({ request: id }, context) {
    await getRequest(context, id);
    await recordReleased(context.db, id, context.asker.memberId);
    const request = await getRequest(context, id);
    if (request.answeredAt !== null) throw new Refused('That question has been answered.');
    if (request.takenBy !== null) throw new Refused(text`**${request.mentor ?? 'Somebody else'}** has it, not you.`);
    await show(context, request);
    return releasedView();
  },
});

const answered = cohortRoute({
  name: 'ask.answered',
  ack: 'private',
  who: 'learner',
  input: requestInput,
  async run({ request: id }, context) {
    const { db, asker, now } = context;
    const { memberId } = await getRequest(context, id);
    const isOwn = memberId === asker.memberId;
    const reason = isOwn ? undefined : reasonAgainst('mentor', asker);
    if (reason !== undefined) throw new Refused(text`Only who asked, or a mentor, can say that. ${reason}`);
    await recordAnswered(db, id, asker.memberId, now);
    const request = await getRequest(context, id);
    await show(context, request);
    return answeredView(request, isOwn);
  },
});

const questions = cohortRoute({
  name: 'questions',
  summary: 'The questions that wait for a mentor',
  ack: 'private',
  who: 'mentor',
  did: null,
  async run(_, { db, cohort }) {
    return queueView(await listOpenRequests(db, cohort.id), cohort);
  },
});

export const mentoringRoutes: readonly Route[] = [ask, askAbout, send, where, take, release, answered, questions];
