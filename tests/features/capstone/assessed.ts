import type { Curriculum } from '../../../src/curriculum/schema.ts';
import type { Db } from '../../../src/database/client.ts';
import { rowsOf } from '../../../src/features/capstone/rubric.ts';
import { findOwn, recordEntry, recordHandedIn, recordMark, recordSeat } from '../../../src/features/capstone/store.ts';

/** Makes somebody's capstone one that two mentors have assessed, every row as strong. */
export async function recordAssessed(
  db: Db,
  curriculum: Curriculum,
  { cohortId, memberId, mentors }: { cohortId: string; memberId: string; mentors: readonly string[] },
  at: Temporal.Instant,
): Promise<void> {
  const id = `capstone-${memberId}`.slice(0, 24);
  const event = (word: string) => `${id}/${word}`;
  const option = curriculum.capstones[0]?.slug ?? '';
  const said = { words: 'x', links: ['https://a.example'], at };
  const whose = { id, cohortId, memberId };
  await recordEntry(db, whose, {
    ...said,
    kind: 'chosen',
    about: option,
    title: 'The faster loop',
    eventId: event('a'),
  });
  await recordEntry(db, whose, { ...said, kind: 'submitted', eventId: event('b') });
  for (const mentor of mentors) {
    const kept = await recordSeat(db, id, { memberId: mentor, how: 'took', at });
    const seat = kept?.seats.find((one) => one.memberId === mentor);
    if (kept === undefined || seat === undefined) throw new Error('a mentor got no seat');
    for (const { slug: row } of rowsOf(curriculum)) {
      const mark = { assessorId: seat.id, memberId: mentor, row, level: 'strong', words: 'Good.', at } as const;
      await recordMark(db, kept, { ...mark, eventId: event(`${mentor}/${row}`) });
    }
    await recordHandedIn(db, id, seat.id, at);
  }
  if ((await findOwn(db, cohortId, memberId)) === undefined) throw new Error('nothing was kept');
}
