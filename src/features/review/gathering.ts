import type { Services } from '../../context.ts';
import type { Curriculum, Track } from '../../curriculum/schema.ts';
import { parseMemberId } from '../../domain/people/ids.ts';
import { findTrack } from '../../domain/tracks/store.ts';
import { scenarioWeight, weighingBy } from '../../domain/tracks/weighing.ts';
import { type HeldItems, heldItems } from '../quizzes/held.ts';
import { readItemsNear } from '../quizzes/held-store.ts';
import { misconceptionsIn } from '../quizzes/learned.ts';
import { readLearned } from '../quizzes/learning.ts';
import { type Debriefed, readDebriefed } from '../scenarios/debriefed.ts';
import { todaysCards } from './asking.ts';
import { type Card, type Subject, subjectOf, troublesOf } from './cards.ts';
import { isLeech } from './memory.ts';
import { dayOf, endOfDay, type Settings, startOfDay } from './schedule.ts';
import { readSettings } from './settings-store.ts';
import { countAsked, listCards, listDue, recordTroubles } from './store.ts';

type Reading = Pick<Services, 'db' | 'curriculum'>;

/** A card with what it asks about. */
export interface Askable {
  card: Card;
  subject: Subject;
}

/** What somebody has before them today. */
export interface Today {
  settings: Settings;
  /** In the order in which they are asked; no more than they chose for a day. */
  cards: readonly Askable[];
  /** What is due beyond that. */
  more: readonly Askable[];
  /** How many they have answered today. */
  asked: number;
}

/**
 * Makes cards of whatever somebody missed since, and returns what is due today. Misses of a round are there once it is
 * closed, and nothing is asked that is held back from them now.
 */
export async function readToday(services: Reading, memberId: string, now: Temporal.Instant): Promise<Today> {
  const { db, curriculum } = services;
  const learned = await readLearned(services, memberId, now);
  const debriefed = await readDebriefed(services, memberId, now);
  await recordTroubles(db, memberId, troublesOf(learned, debriefed), now);
  const settings = await readSettings(db, memberId);
  const { zone, most } = settings;
  const gate = { held: await readHeldFor(services, memberId, now), debriefed };
  const due = (await listDue(db, memberId, endOfDay(now, zone))).flatMap((card): Askable[] => {
    const subject = subjectOf(card, curriculum);
    return subject === undefined || isHeld(subject, gate, curriculum) ? [] : [{ card, subject }];
  });
  const asked = await countAsked(db, memberId, startOfDay(dayOf(now, zone), zone));
  const track = await findTrack(db, memberId, curriculum);
  const weights = new Map(due.map(({ card, subject }) => [card.id, weightOn(track, subject)]));
  const cards = due.map(({ card }) => card);
  const chosen = new Set(todaysCards(cards, most, asked, ({ id }) => weights.get(id) ?? 1).map(({ id }) => id));
  return {
    settings,
    cards: due.filter(({ card }) => chosen.has(card.id)),
    more: due.filter(({ card }) => !chosen.has(card.id)),
    asked,
  };
}

/** How much a card counts on somebody's track: as much as the skill it is about. A belief is of no one skill. */
function weightOn(track: Track | undefined, subject: Subject): number {
  switch (subject.kind) {
    case 'item':
      return weighingBy(track)(subject.item.skill);
    case 'scenario':
      return scenarioWeight(subject.scenario, track);
    case 'belief':
      return 1;
  }
}

interface Gate {
  held: HeldItems;
  debriefed: readonly Debriefed[];
}

function isHeld(subject: Subject, { held, debriefed }: Gate, { items }: Pick<Curriculum, 'items'>): boolean {
  switch (subject.kind) {
    case 'item':
      return held.has(subject.item.slug);
    case 'belief':
      return isBeliefHeld(subject.belief.slug, held, items);
    case 'scenario':
      return !debriefed.some(({ scenario }) => scenario.slug === subject.scenario.slug);
  }
}

/** Whether a belief may not be spoken of: it may say of an option that is asked in a round that it is wrong. */
function isBeliefHeld(belief: string, held: HeldItems, items: Curriculum['items']): boolean {
  return [...held.keys()].some((slug) => {
    const item = items.get(slug);
    return item !== undefined && misconceptionsIn(item).includes(belief);
  });
}

/** A card with its subject. `held`: it may not be told now. Undefined: it was withdrawn. */
export async function findAskable(
  services: Reading,
  card: Card,
  now: Temporal.Instant,
): Promise<Askable | 'held' | undefined> {
  const { curriculum } = services;
  const subject = subjectOf(card, curriculum);
  if (subject === undefined) return undefined;
  const held = await readHeldFor(services, card.memberId, now);
  const debriefed = subject.kind === 'scenario' ? await readDebriefed(services, card.memberId, now) : [];
  return isHeld(subject, { held, debriefed }, curriculum) ? 'held' : { card, subject };
}

async function readHeldFor({ db, curriculum }: Reading, memberId: string, now: Temporal.Instant): Promise<HeldItems> {
  const { workspaceId } = parseMemberId(memberId);
  return heldItems(await readItemsNear(db, { memberId, workspaceId }, now), curriculum);
}

/** How many cards somebody has before them today, of those that are made already: for what only counts them. */
export async function countToday(
  { db, curriculum }: Reading,
  memberId: string,
  now: Temporal.Instant,
): Promise<number> {
  const { zone, most } = await readSettings(db, memberId);
  const due = (await listDue(db, memberId, endOfDay(now, zone))).filter((card) => subjectOf(card, curriculum));
  const asked = await countAsked(db, memberId, startOfDay(dayOf(now, zone), zone));
  return todaysCards(due, most, asked).length;
}

/** A card that keeps slipping, for whoever helps: what it is about, and how often it was missed. */
export interface Leech {
  subject: Subject;
  misses: number;
  lastAt: Temporal.Instant;
}

/** The cards that somebody keeps missing, the worst first. */
export async function readLeeches({ db, curriculum }: Reading, memberId: string): Promise<Leech[]> {
  const cards = await listCards(db, memberId);
  const leeches = cards.filter(isLeech).flatMap((card): Leech[] => {
    const subject = subjectOf(card, curriculum);
    return subject === undefined || card.lastAt === null ? [] : [{ subject, misses: card.misses, lastAt: card.lastAt }];
  });
  return leeches.sort((one, other) => other.misses - one.misses);
}

/** The same as a mentor who helps them may read it: without beliefs that would tell of a question which is open near either of them. */
export async function readLeechesFor(
  services: Reading,
  memberId: string,
  reader: { memberId: string; workspaceId: string },
  now: Temporal.Instant,
): Promise<Leech[]> {
  const { db, curriculum } = services;
  const near = heldItems(await readItemsNear(db, reader, now), curriculum);
  const held = new Map([...(await readHeldFor(services, memberId, now)), ...near]);
  return (await readLeeches(services, memberId)).filter(
    ({ subject }) => subject.kind !== 'belief' || !isBeliefHeld(subject.belief.slug, held, curriculum.items),
  );
}
