import { placeOf } from '../../domain/cohorts/cohort.ts';
import type { Sheet } from './sheets.ts';

/** One person of a cohort, as the export shows them. */
export interface ExportFacts {
  name: string;
  /** `discord:123456789012345678`: with its platform before it, no program takes it for a number. */
  id: string;
  role: 'learner' | 'mentor';
  joinedAt: Temporal.Instant;
  leftAt: Temporal.Instant | null;
  /** By session number: what they said last. */
  attendance: Readonly<Record<string, string>>;
  /** Items answered in the cohort's rounds, and how many of those right. */
  answered: number;
  right: number;
  points: number;
}

/** One line a person, in the order in which they joined. */
export function peopleSheet(people: readonly ExportFacts[], capacity: number | null, sessions: number): Sheet {
  const numbers = Array.from({ length: sessions }, (_, index) => index + 1);
  const learners = people.filter(({ leftAt, role }) => leftAt === null && role === 'learner');
  return {
    name: 'People',
    columns: [
      'name',
      'id',
      'role',
      'standing',
      'joined',
      'left',
      ...numbers.map((number) => `session ${number}`),
      'answered',
      'right',
      'points',
    ],
    rows: people.map((person) => [
      person.name,
      person.id,
      person.role,
      person.leftAt === null ? (placeOf(learners, capacity, person)?.kind ?? 'in') : 'left',
      person.joinedAt.toString(),
      person.leftAt?.toString() ?? '',
      ...numbers.map((number) => person.attendance[String(number)] ?? ''),
      person.answered,
      person.right,
      person.points,
    ]),
  };
}

/** One answer that counted in a round that is closed. */
export interface AnswerFacts {
  name: string;
  id: string;
  session: number;
  closedAt: Temporal.Instant;
  item: string;
  answeredAt: Temporal.Instant;
  right: boolean;
  points: number;
}

/** One line an answer, in the order of rounds. */
export function answersSheet(answers: readonly AnswerFacts[]): Sheet {
  return {
    name: 'Answers',
    columns: ['name', 'id', 'session', 'round closed', 'item', 'answered', 'right', 'points'],
    rows: answers.map((answer) => [
      answer.name,
      answer.id,
      answer.session,
      answer.closedAt.toString(),
      answer.item,
      answer.answeredAt.toString(),
      answer.right ? 'yes' : 'no',
      answer.points,
    ]),
  };
}
