import { placeOf } from '../../domain/cohorts/cohort.ts';

/** One person of a cohort, as the export shows them. */
export interface ExportFacts {
  name: string;
  externalId: string;
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

/** RFC 4180, one line a person, in the order in which they joined. */
export function exportCsv(people: readonly ExportFacts[], capacity: number | null, sessions: number): string {
  const numbers = Array.from({ length: sessions }, (_, index) => index + 1);
  const header = [
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
  ];
  const learners = people.filter(({ leftAt, role }) => leftAt === null && role === 'learner');
  const lines = people.map((person) => {
    const standing = person.leftAt === null ? (placeOf(learners, capacity, person)?.kind ?? 'in') : 'left';
    return [
      person.name,
      person.externalId,
      person.role,
      standing,
      person.joinedAt.toString(),
      person.leftAt?.toString() ?? '',
      ...numbers.map((number) => person.attendance[String(number)] ?? ''),
      String(person.answered),
      String(person.right),
      String(person.points),
    ];
  });
  return `${[header, ...lines].map((cells) => cells.map(cell).join(',')).join('\r\n')}\r\n`;
}

/** Quoted where it must be. A text that a spreadsheet would run as a formula gets an apostrophe before it. */
function cell(value: string): string {
  const inert = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}
