import { z } from 'zod';
import { Refused } from '../../chat/errors.ts';
import { choiceOption, textOption } from '../../chat/input.ts';
import { command, join, type Text, text, time } from '../../chat/text.ts';
import type { View } from '../../chat/view.ts';
import { type Context, type Route, route } from '../../context.ts';
import type { Curriculum, Item } from '../../curriculum/schema.ts';
import { getSessionNumber, sessionOption, suggestSessions } from '../../curriculum/sessions.ts';
import { idFrom } from '../../domain/ids.ts';
import { findTrack } from '../../domain/tracks/store.ts';
import { weighingBy } from '../../domain/tracks/weighing.ts';
import { findTaking, recordPracticeAnswer, type Taking } from './answer-store.ts';
import {
  answerInput,
  askInput,
  asksCertainty,
  draftRoute,
  GONE,
  markAnswer,
  roundInput,
  typingRoute,
} from './answering.ts';
import { choosePractice, itemsWithin, type Scope, sessionsWithItems } from './choosing.ts';
import { practiceWorthOf } from './credit.ts';
import { heldText } from './held.ts';
import { readHeld } from './holding.ts';
import { missedItems } from './learned.ts';
import { readLearned } from './learning.ts';
import { questionView, summaryView, verdictView } from './question-views.ts';
import { countingAnswers, nextQuestion, questionsOf, type Round } from './rounds.ts';
import { listKnown, recordPractice } from './store.ts';
import { suggestTitles } from './suggestions.ts';

/** Practice: a round for one person, with the verdict after every answer. */

const TITLE_LENGTH = 100;

const title = z.string().trim().min(1);

const start = route({
  name: 'quiz start',
  summary: 'Practise alone: up to five questions, each explained at once',
  ack: 'private',
  who: 'anyone',
  spends: 'practice',
  cohort: 'any',
  input: z.object({
    session: sessionOption('Only questions of this session, 1-12').optional(),
    area: textOption('Only questions of this competency area', TITLE_LENGTH, title).optional(),
    topic: textOption('Only questions of this topic', TITLE_LENGTH, title).optional(),
    only: choiceOption('Only some of them', { missed: 'What I missed' }).optional(),
  }),
  complete: {
    session: (typed, { curriculum }) => suggestSessions(typed, curriculum),
    area: (typed, { curriculum }) => suggestTitles(typed, 'area', curriculum),
    topic: (typed, { curriculum }) => suggestTitles(typed, 'topic', curriculum),
  },
  async run({ session: called, area, topic, only }, context) {
    const { curriculum } = context;
    return startPractice(
      {
        session: called === undefined ? undefined : getSessionNumber(curriculum, called),
        area: area === undefined ? undefined : getSlug('area', area, curriculum.areas),
        topic: topic === undefined ? undefined : getSlug('topic', topic, curriculum.topics),
        missed: only === 'missed',
      },
      context,
    );
  },
});

/** Platforms let people type what they like instead of picking a suggestion. */
function getSlug(option: string, typed: string, entries: ReadonlyMap<string, { slug: string; title: string }>): string {
  const wanted = typed.toLowerCase();
  const found = [...entries.values()].find((entry) => entry.slug === wanted || entry.title.toLowerCase() === wanted);
  if (found !== undefined) return found.slug;
  const titles = [...entries.values()].map((entry) => entry.title);
  throw new Refused(text`There is no ${option} “${typed}”. Choose one of: ${join(titles, '; ')}.`);
}

const again = route({
  name: 'practice.again',
  ack: 'update',
  who: 'anyone',
  spends: 'practice',
  cohort: 'any',
  input: roundInput,
  async run({ round }, context) {
    return startPractice(scopeOf((await getOwn(round, context)).round, context.curriculum), context);
  },
});

/** What the practice round was about: its title is made of it. */
function scopeOf(round: Round, curriculum: Curriculum): Scope {
  const session = round.session ?? undefined;
  const areas = [undefined, ...curriculum.areas.keys()];
  const topics = [undefined, ...curriculum.topics.keys()];
  const scopes = [false, true].flatMap((missed) =>
    areas.flatMap((area) => topics.map((topic): Scope => ({ session, area, topic, missed }))),
  );
  return scopes.find((scope) => titleOf(scope, curriculum) === round.title) ?? { session };
}

function titleOf({ session, area, topic, missed }: Scope, curriculum: Curriculum): string {
  const parts = [
    session === undefined ? undefined : `Session ${session}`,
    area === undefined ? undefined : curriculum.areas.get(area)?.title,
    topic === undefined ? undefined : curriculum.topics.get(topic)?.title,
    missed === true ? 'what I missed' : undefined,
  ].filter((part) => part !== undefined);
  return parts.length === 0 ? 'Practice' : `Practice: ${parts.join(' · ')}`;
}

async function startPractice(scope: Scope, context: Context): Promise<View> {
  const { db, curriculum, asker, workspaceId, cohort, eventKey, now } = context;
  const pool = itemsWithin(curriculum, scope);
  if (pool.length === 0) throw new Refused(nothingYet(scope, curriculum));
  const held = await readHeld(context);
  const missed = scope.missed === true ? await listMissed(context) : undefined;
  if (missed !== undefined && !pool.some(({ slug }) => missed.has(slug))) throw new Refused(NOTHING_MISSED);
  const free = pool.filter(({ slug }) => !held.has(slug) && missed?.has(slug) !== false);
  if (free.length === 0) throw new Refused(afterClose(pool.flatMap(({ slug }) => held.get(slug) ?? [])));
  const known = await listKnown(db, asker.memberId);
  const track = await findTrack(db, asker.memberId, curriculum);
  const round = await recordPractice(db, {
    id: idFrom(eventKey),
    kind: 'practice',
    workspaceId,
    cohortId: cohort?.id ?? null,
    memberId: asker.memberId,
    session: scope.session ?? null,
    title: titleOf(scope, curriculum),
    items: choosePractice(free, known, eventKey, weighingBy(track)).map(({ slug }) => slug),
    openedAt: now,
    closesAt: null,
    closedAt: null,
    shownFinished: 0,
  });
  return practiceView({ round, answers: [] }, context);
}

/** What the asker answered wrong the last time, of what they may be told now. */
async function listMissed(context: Context): Promise<ReadonlySet<string>> {
  const { asker, workspaceId, now } = context;
  const { memberId } = asker;
  return missedItems(await readLearned(context, memberId, now, { memberId, workspaceId }));
}

const NOTHING_MISSED = text`There is nothing that you missed the last time and that I may ask now. ${command('quiz start')} asks new questions.`;

async function assertFree({ slug }: Pick<Item, 'slug'>, context: Context): Promise<void> {
  const held = await readHeld(context);
  if (held.has(slug)) throw new Refused(heldText(held.get(slug)));
}

/** Where there is nothing, and where there is something on the same. */
function nothingYet(scope: Scope, curriculum: Curriculum): Text {
  const { session, ...rest } = scope;
  const all = sessionsWithItems(curriculum);
  if (all.length === 0) return text`There are no questions yet. They come with the sessions.`;
  const found = [...new Set(itemsWithin(curriculum, rest).map((item) => item.session))].sort((a, b) => a - b);
  const some = found.length > 0 ? found : all;
  const hint = text`${sessionsText(some)} some: ${command('quiz start', { session: String(some[0]) })}.`;
  if (session === undefined) return text`There are no questions on that yet. ${hint}`;
  const isNarrow = rest.area !== undefined || rest.topic !== undefined;
  if (!isNarrow) return text`Session ${session} has no questions yet. ${hint}`;
  return found.length === 0
    ? text`No session has questions on this yet. ${hint}`
    : text`Session ${session} has none on this; ${sessionsText(found).replace('S', 's')} some: ${command('quiz start', { session: String(found[0]) })}.`;
}

/** `Sessions 2, 4 and 6 have`. */
function sessionsText(numbers: readonly number[]): string {
  const last = numbers.at(-1);
  if (numbers.length === 1) return `Session ${last} has`;
  return `Sessions ${numbers.slice(0, -1).join(', ')} and ${last} have`;
}

function afterClose(closings: readonly Temporal.Instant[]): Text {
  const first = closings.reduce<Temporal.Instant | undefined>(
    (least, closing) => (least !== undefined && Temporal.Instant.compare(least, closing) <= 0 ? least : closing),
    undefined,
  );
  const when = first === undefined ? text`later` : text`${time(first)}`;
  return text`These questions are being asked in a cohort's round, so their answers stay closed for now. It ends ${when}; practise them then.`;
}

/** The next question of a practice round, or how it went. */
function practiceView({ round, answers }: Taking, context: Context): View {
  const { curriculum, cohort } = context;
  const questions = questionsOf(round, curriculum);
  const counting = countingAnswers(answers, 'practice');
  const next = nextQuestion(questions, counting);
  if (next === undefined) return summaryView(round, cohort?.id, questions, counting, curriculum);
  const question = {
    ...next,
    family: 'practice',
    cohort: cohort?.id,
    round: round.id,
    of: round.items.length,
    certainty: asksCertainty(cohort),
  } as const;
  return questionView(question, '');
}

async function getOwn(roundId: string, { db, asker }: Context): Promise<Taking> {
  const taking = await findTaking(db, roundId, asker.memberId);
  if (taking === undefined || taking.round.memberId !== asker.memberId) throw new Refused(GONE);
  return taking;
}

const ask = route({
  name: 'practice.ask',
  ack: 'update',
  who: 'anyone',
  cohort: 'any',
  input: askInput,
  async run({ round: roundId, at }, context) {
    const { round, answers } = await getOwn(roundId, context);
    const { curriculum, cohort } = context;
    const asked = questionsOf(round, curriculum).find((question) => question.at === at);
    if (asked === undefined) return practiceView({ round, answers }, context);
    const question = {
      ...asked,
      family: 'practice',
      cohort: cohort?.id,
      round: roundId,
      of: round.items.length,
      certainty: asksCertainty(cohort),
    } as const;
    const counting = countingAnswers(answers, 'practice');
    const answer = counting.get(asked.item.slug);
    if (answer === undefined) return questionView(question, '');
    await assertFree(asked.item, context);
    const next = nextQuestion(questionsOf(round, curriculum), counting, at);
    return verdictView(question, answer, { wasAnswered: true, paid: 0, next }, curriculum);
  },
});

const draft = draftRoute('practice');

const form = typingRoute('practice');

const answer = route({
  name: 'practice.answer',
  ack: 'update',
  who: 'anyone',
  cohort: 'any',
  input: answerInput,
  async run(input, context) {
    const { db, asker, cohort, curriculum, now } = context;
    const { question, response, right, certainty } = markAnswer('practice', input, context);
    const { item, round: roundId, at } = question;
    await assertFree(item, context);
    const recorded = await recordPracticeAnswer(db, {
      roundId,
      at,
      item: item.slug,
      memberId: asker.memberId,
      response,
      right,
      certainty,
      answeredAt: now,
      payTo: asker.learner ? cohort?.id : undefined,
      worth: practiceWorthOf(item),
    });
    if (recorded === undefined) throw new Refused(GONE);
    const { round, answers, outcome, paid } = recorded;
    const counting = countingAnswers(answers, 'practice');
    const given = counting.get(item.slug);
    if (outcome === 'closed' || given === undefined) throw new Refused(heldText(undefined));
    const next = nextQuestion(questionsOf(round, curriculum), counting, at);
    return verdictView(question, given, { wasAnswered: outcome === 'kept', paid, next }, curriculum);
  },
});

const summary = route({
  name: 'practice.summary',
  ack: 'update',
  who: 'anyone',
  cohort: 'any',
  input: roundInput,
  async run({ round: roundId }, context) {
    const { round, answers } = await getOwn(roundId, context);
    const questions = questionsOf(round, context.curriculum);
    return summaryView(round, context.cohort?.id, questions, countingAnswers(answers, 'practice'), context.curriculum);
  },
});

export const practiceRoutes: readonly Route[] = [start, again, ask, draft, form, answer, summary];
