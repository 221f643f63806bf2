import { Refused } from '../../chat/errors.ts';
import { markdown, text } from '../../chat/text.ts';
import type { CohortContext, Context } from '../../context.ts';
import type { Skill } from '../../curriculum/schema.ts';
import { progressing, readSlots } from '../../domain/cohorts/timetable.ts';
import { readLearned } from '../quizzes/learning.ts';
import type { Standing } from './asking-views.ts';
import { follow, GONE } from './happening.ts';
import { isOpen } from './help.ts';
import { type HelpRequest, placeInLine } from './requests.ts';
import { findHelpRequest, listOpenRequests, listRequestsOf, listWaits, lockHelpRequest } from './store.ts';
import { suggestSkills } from './suggesting.ts';
import { typicalWait, WAIT_DAYS } from './waiting.ts';

/** A question of this very cohort. */
export async function getRequest(
  { db, cohort }: Pick<CohortContext, 'db' | 'cohort'>,
  id: string,
): Promise<HelpRequest> {
  const request = await findHelpRequest(db, id);
  if (request === undefined || request.cohortId !== cohort.id) throw new Refused(GONE);
  return request;
}

/** The same, of the person who asks. */
export async function getOwnRequest(context: CohortContext, id: string): Promise<HelpRequest> {
  const request = await getRequest(context, id);
  if (request.memberId !== context.asker.memberId) throw new Refused('Only who asked can do that.');
  return request;
}

/** What one person may have open in a cohort's queue. */
const OPEN_QUESTIONS = 5;

/** Keeps room in the queue: nobody fills it alone. The words of a question that is refused are given back. */
export async function refuseTooMany({ db, cohort, asker }: CohortContext, id: string, question: string): Promise<void> {
  const own = await listRequestsOf(db, cohort.id, asker.memberId);
  if (own.filter((one) => one.id !== id && isOpen(one.help)).length < OPEN_QUESTIONS) return;
  const kept = question === '' ? text`` : text`${markdown('\n\n')}You wrote: ${question}`;
  throw new Refused(
    text`${OPEN_QUESTIONS} questions of yours wait for an answer in **${cohort.name}**. Press **It's answered** under one that is, then ask the next.${kept}`,
  );
}

/** Asks what was written down, once: it goes into the queue, and is posted where it is for everybody. */
export async function putInQueue(context: CohortContext, id: string): Promise<HelpRequest> {
  const { db, cohort, asker, now, mail } = context;
  const asked = await db.transaction(async (tx) => {
    const request = await lockHelpRequest(tx, id);
    if (request === undefined || request.cohortId !== cohort.id) throw new Refused(GONE);
    if (request.memberId !== asker.memberId) throw new Refused('Only who asked can do that.');
    if (request.help.state !== 'draft') return request;
    return follow(tx, cohort, request, { kind: 'asked', at: now, by: asker.memberId, cause: `ask/${id}/asked` });
  });
  await mail.wake();
  return asked;
}

/** All the words of a question. */
export function wordsOfQuestion({ question, about, tried }: Pick<HelpRequest, 'question' | 'about' | 'tried'>): string {
  return [question, about, tried].join('\n');
}

/** The skills (slugs) that somebody missed, as far as they were told, the newest first. */
export async function readMissed(context: Context, memberId: string): Promise<string[]> {
  const learned = await readLearned(context, memberId, context.now);
  return [...new Set(learned.filter(({ right }) => !right).map(({ item }) => item.skill))];
}

/** How a request stands, for whoever asked it. */
export async function readStanding(context: CohortContext, request: HelpRequest): Promise<Standing> {
  const { db, cohort, now, curriculum } = context;
  const open = await listOpenRequests(db, cohort.id);
  const waits = await listWaits(db, cohort.id, now.subtract({ hours: 24 * WAIT_DAYS }));
  const missed = await readMissed(context, request.memberId);
  const suggested = suggestSkills(wordsOfQuestion(request), missed, curriculum);
  const likely = suggested.length > 0 ? suggested : await readTaught(context);
  const chosen = request.skill === null ? undefined : curriculum.skills.get(request.skill);
  const skills = chosen === undefined || likely.includes(chosen) ? likely : [chosen, ...likely];
  return { request, before: placeInLine(open, request.id), wait: typicalWait(waits), skills };
}

/** How many skills fit into one choice, beside one that was chosen before and none of them. */
const MOST_OFFERED = 23;

/** The skills of the session that runs or ran last, of the first one before that: where neither words nor misses say what a question is about. */
async function readTaught({ db, cohort, now, curriculum }: CohortContext): Promise<Skill[]> {
  const { running, over, coming } = progressing(await readSlots(db, cohort, curriculum), curriculum, now);
  const session = (running ?? over.at(-1) ?? coming[0])?.session;
  return [...curriculum.skills.values()].filter((one) => one.session === session).slice(0, MOST_OFFERED);
}
