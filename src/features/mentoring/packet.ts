import { clip } from '../../chat/clip.ts';
import { type Text, text } from '../../chat/text.ts';
import { type Block, lineBlock, paragraph, view } from '../../chat/view.ts';
import type { Curriculum } from '../../curriculum/schema.ts';
import type { Drawing } from '../../pictures/drawing.ts';
import { type ListRow, listCard } from '../../pictures/ready/list-card.ts';
import { type Learned, standingsOf, strengthsOf } from '../quizzes/learned.ts';
import { plainly } from '../scenarios/letters.ts';

/** What whoever takes a question is told of its asker, so that they need not ask. */
export interface Packet {
  name: string;
  /** What they answered, newest first, as far as it may be told to who reads it. */
  learned: readonly Learned[];
  /** Scenarios that they have ended, newest first. */
  scenarios: readonly { title: string; score: number | null; path: readonly string[] }[];
  /** What they keep missing in review, the worst first: by its title, a belief in its words. */
  leeches: readonly { of: 'item' | 'belief' | 'scenario'; title: string; misses: number }[];
  sessions: { present: number; madeUp: number; over: number };
  /** The clock that they live by: their own where they have said it, else the cohort's. */
  clock: { zone: string; isOwn: boolean };
  /** What this mentor has talked about with them before, newest first. */
  talks: readonly { question: string }[];
  /** What solved the like for others, in the words of those who asked; `isSame` where they believed the same. */
  answers: readonly { question: string; answer: string; isSame: boolean }[];
}

const MISSES = 4;

const SKILLS = 3;

/** The packet as a picture: what was missed last with the belief behind it, then where they are weak and strong. */
export function packetPicture(packet: Packet, { skills, misconceptions }: Curriculum): Drawing | undefined {
  const misses = packet.learned.filter(({ right }) => !right).slice(0, MISSES);
  const { weak, strong } = strengthsOf(standingsOf(packet.learned));
  const rows: ListRow[] = [
    ...misses.map(({ item, beliefs }): ListRow => {
      const belief = beliefs.map((slug) => misconceptions.get(slug)?.belief).find((one) => one !== undefined);
      const believes = belief === undefined ? {} : { below: `Believes: ${plainly(belief)}` };
      return { sign: 'ring', tone: 'warn', label: plainly(item.title), ...believes };
    }),
    ...weak.slice(0, SKILLS).map((one): ListRow => skillRow('half', one)),
    ...strong.slice(0, SKILLS).map((one): ListRow => skillRow('tick', one)),
  ];
  if (rows.length === 0) return undefined;
  return listCard({
    name: 'packet',
    title: packet.name,
    note: 'What was missed last, then weak and strong skills',
    rows,
  });

  function skillRow(
    sign: 'half' | 'tick',
    { skill, right, answered }: { skill: string; right: number; answered: number },
  ): ListRow {
    const tone = sign === 'tick' ? 'good' : 'accent';
    return { sign, tone, label: plainly(skills.get(skill)?.title ?? skill), note: `${right} of ${answered} right` };
  }
}

/** What does not stand in the picture, a line each. */
export function packetBlocks(packet: Packet, now: Temporal.Instant): Block[] {
  const { leeches, scenarios, sessions, clock, talks, answers, name } = packet;
  const madeUp = sessions.madeUp === 0 ? '' : `, ${sessions.madeUp} made up`;
  const lines: Text[] = [
    text`For them it is ${localTime(now, clock.zone)}${clock.isOwn ? '' : ', if they live by the cohort’s clock'}.`,
    ...(sessions.over === 0 ? [] : [text`There at ${sessions.present} of ${sessions.over} sessions${madeUp}.`]),
    ...leeches.slice(0, 3).map(leechText),
    ...scenarios
      .slice(0, 3)
      .map(({ title, score, path }) => text`Scenario **${title}**: ${score ?? 0} of 100. ${pathText(path)}`),
    ...talks
      .slice(0, 3)
      .map(({ question }) => text`You have helped them before: “${clip(question.replace(/\s+/g, ' '), 100)}”`),
    ...answers
      .slice(0, 2)
      .map(
        ({ question, answer, isSame }) =>
          text`What solved “${clip(question.replace(/\s+/g, ' '), 80)}” for somebody${isSame ? ' with the same belief' : ''}: ${clip(answer.replace(/\s+/g, ' '), 200)}`,
      ),
  ];
  return [...view(paragraph`**About ${name}**, for your eyes:`).blocks, lineBlock(lines)];
}

function leechText({ of, title, misses }: Packet['leeches'][number]): Text {
  return of === 'belief'
    ? text`Keeps believing “${title}”: ${misses} times.`
    : text`Keeps missing **${title}**: ${misses} times.`;
}

function localTime(now: Temporal.Instant, zone: string): string {
  return now.toZonedDateTimeISO(zone).toPlainTime().toString({ smallestUnit: 'minute' });
}

/** How many steps of a path are named. */
const STEPS = 6;

/** The way that somebody took through an incident, its first steps by name. */
function pathText(path: readonly string[]): Text {
  if (path.length === 0) return text`They looked at nothing.`;
  const more = path.length - STEPS;
  return text`Their path: ${path.slice(0, STEPS).join(' → ')}${more > 0 ? `, and ${more} more ${more === 1 ? 'step' : 'steps'}` : ''}.`;
}
