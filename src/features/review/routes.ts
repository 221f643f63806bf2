import { z } from 'zod';
import { Refused } from '../../chat/errors.ts';
import { choiceOption, numberOption, textOption } from '../../chat/input.ts';
import { command, text } from '../../chat/text.ts';
import type { View } from '../../chat/view.ts';
import { type Context, formRoute, type Route, route } from '../../context.ts';
import { findByTag } from '../../domain/seed.ts';
import { changeRhythm } from '../../domain/streaks/store.ts';
import { drawPicture } from '../../pictures/draw.ts';
import { timeOption, WHEN_LENGTH, weekdaysInput, zoneInput } from '../calendar/inputs.ts';
import { suggestZones } from '../calendar/zones.ts';
import { readWishes } from '../notify/store.ts';
import { typedForm } from '../quizzes/answer-controls.ts';
import { markResponse } from '../quizzes/answering.ts';
import { heldText } from '../quizzes/held.ts';
import { readHeld } from '../quizzes/holding.ts';
import { MOST_DRAWS } from './asking.ts';
import type { Card } from './cards.ts';
import { type Askable, findAskable, readLeeches, readToday } from './gathering.ts';
import { GRADES, memoryCurve, remember } from './memory.ts';
import { memoryPicture, memoryView } from './memory-views.ts';
import { EVERY_DAY, type Settings } from './schedule.ts';
import { readSettings, recordSettings } from './settings-store.ts';
import { settingsView } from './settings-views.ts';
import { findCard, listCards, recordReview } from './store.ts';
import { gradedView, questionState, questionView, shownView, todayView, verdictView } from './views.ts';

/** Weekdays, or words for some of them; `none` for no day. */
const daysInput = z.string().transform((typed, context) => {
  const words = typed.trim().toLowerCase();
  if (/^(every ?day|daily|all)$/.test(words)) return [...EVERY_DAY];
  if (/^(none|never|off)$/.test(words)) return [];
  if (words === 'weekdays') return [1, 2, 3, 4, 5];
  if (/^weekends?$/.test(words)) return [6, 7];
  const read = weekdaysInput.safeParse(typed);
  if (read.success) return read.data;
  context.addIssue({ code: 'custom', message: 'must be days like `mon-fri` or `Tue, Thu`, `every day` or `none`' });
  return z.NEVER;
});

const settings = {
  days: textOption('Days on which I ask you: mon-fri, Tue, Thu, every day, none', WHEN_LENGTH, daysInput).optional(),
  at: timeOption('The hour at which I ask you, like 8:30').optional(),
  zone: textOption('Your time zone: type a city', WHEN_LENGTH, zoneInput).optional(),
  most: numberOption('Cards a day at most, 1-50', { min: 1, max: 50 }).optional(),
  pause: choiceOption('Stop asking for now, or go on', { yes: 'Pause', no: 'Go on' }).optional(),
};

const settingsInput = z.object(settings);

type Chosen = z.output<typeof settingsInput>;

const review = route({
  name: 'review',
  summary: 'Review what you missed, card by card; or choose when I ask you',
  ack: 'private',
  who: 'anyone',
  cohort: 'none',
  input: settingsInput,
  complete: { zone: (typed, { now }) => suggestZones(typed, now) },
  run: (chosen, context) =>
    Object.values(chosen).some((value) => value !== undefined) ? choose(chosen, context) : showNext(false, context),
});

const when = route({
  name: 'review.settings',
  once: true,
  ack: 'update',
  who: 'anyone',
  cohort: 'none',
  input: settingsInput,
  run: (chosen, context) => choose(chosen, context),
});

/** At what hour somebody is asked who chose only the days. */
const USUAL_HOUR = new Temporal.PlainTime(8);

async function choose({ days, at, zone, most, pause }: Chosen, { db, asker, now }: Context): Promise<View> {
  const before = await readSettings(db, asker.memberId);
  const chosen: Settings = {
    days: days ?? (at !== undefined && before.days.length === 0 ? EVERY_DAY : before.days),
    at: at ?? before.at ?? (days === undefined || days.length === 0 ? null : USUAL_HOUR),
    zone: zone ?? before.zone,
    most: most ?? before.most,
    isPaused: pause === undefined ? before.isPaused : pause === 'yes',
  };
  await changeRhythm(db, asker.memberId, now, (tx) => recordSettings(tx, asker.memberId, chosen, now));
  return settingsView(chosen, await readWishes(db, asker.memberId), now);
}

const more = z.enum(['yes']).optional();

const next = route({
  name: 'card.next',
  ack: 'update',
  who: 'anyone',
  cohort: 'none',
  input: z.object({ more }),
  run: (input, context) => showNext(input.more === 'yes', context),
});

async function showNext(isMore: boolean, context: Context): Promise<View> {
  const { db, asker, now } = context;
  const today = await readToday(context, asker.memberId, now);
  const [upcoming] = await listCards(db, asker.memberId);
  return todayView(today, isMore, upcoming?.dueAt);
}

const cardInput = z.object({
  card: z.string().regex(/^[a-z0-9]{1,24}$/, { error: 'is not a card' }),
  /** How often it had been reviewed when it was shown. */
  at: z.coerce.number().int().min(0).max(9999),
  more,
});

type CardInput = z.output<typeof cardInput>;

/** One's own card. */
async function getCard({ card }: Pick<CardInput, 'card'>, { db, asker }: Context): Promise<Card> {
  const kept = await findCard(db, card, asker.memberId);
  if (kept === undefined) throw new Refused(text`I don't know this card. ${command('review')} shows yours.`);
  return kept;
}

/** One's own card, if its subject is there and may be told now. */
async function getAskable({ card }: Pick<CardInput, 'card'>, context: Context): Promise<Askable> {
  const kept = await getCard({ card }, context);
  const askable = await findAskable(context, kept, context.now);
  if (askable === undefined) throw new Refused(WITHDRAWN);
  if (askable === 'held') {
    throw new Refused(heldText(kept.kind === 'item' ? (await readHeld(context)).get(kept.subject) : undefined));
  }
  return askable;
}

const WITHDRAWN = text`What this card asks about has been withdrawn. ${command('review')} goes on with the others.`;

const questionInput = z.object({
  ...cardInput.shape,
  /** Which of the ways to draw the letters. */
  draw: z.coerce.number().int().min(0).max(MOST_DRAWS),
  /** The tag of the question: a form opens before anything is looked up. */
  item: z.string().max(20),
  /** Where the card stands among those of today. */
  place: z.string().max(20).default(''),
});

type QuestionInput = z.output<typeof questionInput>;

/** The same question with other letters pressed. Says nothing of the answer, so it looks up only whose card it is. */
const draft = route({
  name: 'card.draft',
  ack: 'update',
  who: 'anyone',
  cohort: 'none',
  input: z.object({ ...questionInput.shape, draft: z.string().max(20) }),
  async run(input, context) {
    const card = await getCard(input, context);
    if (card.reviews !== input.at) return showNext(input.more === 'yes', context);
    const { item, drawn } = getQuestion(input, context);
    return questionView(card, { item, drawn, place: input.place, more: input.more === 'yes' }, input.draft);
  },
});

/** The question that a control carries, with the id under which its letters were drawn. */
function getQuestion({ card, at, draw, item: tag }: QuestionInput, { curriculum }: Pick<Context, 'curriculum'>) {
  const item = findByTag(curriculum.items, tag);
  if (item === undefined) throw new Refused(WITHDRAWN);
  return { item, drawn: `${card}-${at}-${draw}` };
}

const form = formRoute({
  name: 'card.form',
  input: questionInput,
  open(input, context) {
    const { item, drawn } = getQuestion(input, context);
    if (item.kind !== 'short') throw new Refused(CHANGED);
    const { card, at, more: isMore } = input;
    const state = questionState({ id: card, reviews: at }, { item, drawn, place: '', more: isMore === 'yes' });
    return typedForm(item, { route: 'card.answer', state });
  },
});

const answer = route({
  name: 'card.answer',
  ack: 'update',
  who: 'anyone',
  cohort: 'none',
  input: z.object({
    ...questionInput.shape,
    item: questionInput.shape.item.optional(),
    answer: z.string().max(1000).default(''),
    /** Said instead of an answer, and as much worth. */
    unknown: z.literal('yes').optional(),
  }),
  async run(input, context) {
    const { db, curriculum, eventKey: eventId, now } = context;
    const { card, subject } = await getAskable(input, context);
    if (subject.kind !== 'item') throw new Refused(CHANGED);
    const { item } = subject;
    const drawn = `${card.id}-${input.at}-${input.draw}`;
    const given = input.unknown === 'yes' ? undefined : markResponse(item, drawn, input.answer);
    const grade = given?.right === true ? 'good' : 'again';
    const review = { cause: 'asked', grade, seenAs: drawn, at: now, eventId } as const;
    const isNew = card.reviews === input.at && (await recordReview(db, card, review));
    const after = isNew ? remember(card, review) : card;
    const about = { after, isRepeated: !isNew, more: input.more === 'yes', now };
    return verdictView(item, { drawn, ...given }, about, curriculum);
  },
});

const CHANGED = text`This card has changed since it was shown. ${command('review')} shows it anew.`;

const show = route({
  name: 'card.show',
  ack: 'update',
  who: 'anyone',
  cohort: 'none',
  input: cardInput,
  async run(input, context) {
    const { card, subject } = await getAskable(input, context);
    // Questions are answered; a button of before that was so leads to the question.
    if (card.reviews !== input.at || subject.kind === 'item') return showNext(input.more === 'yes', context);
    return shownView(card, subject, input.more === 'yes');
  },
});

const grade = route({
  name: 'card.grade',
  ack: 'update',
  who: 'anyone',
  cohort: 'none',
  input: z.object({ ...cardInput.shape, grade: z.enum(GRADES) }),
  async run(input, context) {
    const { db, eventKey: eventId, now } = context;
    const { card, subject } = await getAskable(input, context);
    if (subject.kind === 'item') throw new Refused(CHANGED);
    const review = { cause: 'asked', grade: input.grade, seenAs: null, at: now, eventId } as const;
    const isNew = card.reviews === input.at && (await recordReview(db, card, review));
    const after = isNew ? remember(card, review) : card;
    return gradedView({ after, isRepeated: !isNew, more: input.more === 'yes', now });
  },
});

/** The curve reaches so many days ahead. */
const CURVE_DAYS = 30;

const memory = route({
  name: 'review.memory',
  ack: 'update',
  who: 'anyone',
  cohort: 'none',
  async run(_, context) {
    const { db, asker, now } = context;
    const { cards: due } = await readToday(context, asker.memberId, now);
    const cards = await listCards(db, asker.memberId);
    const facts = {
      cards: cards.length,
      begun: cards.filter(({ lastAt }) => lastAt !== null).length,
      due: due.length,
      curve: memoryCurve(cards, now, CURVE_DAYS),
      leeches: await readLeeches(context, asker.memberId),
    };
    const drawing = memoryPicture(facts);
    return memoryView(facts, drawing === undefined ? undefined : await drawPicture(drawing, asker.theme));
  },
});

export const reviewRoutes: readonly Route[] = [review, when, next, draft, form, answer, show, grade, memory];
