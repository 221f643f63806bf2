import type { Db } from '../../database/client.ts';
import type { Cohort } from '../../domain/cohorts/cohort.ts';
import { listEnrolled } from '../../domain/cohorts/store.ts';
import { listMentors } from '../staff/store.ts';
import { chooseAssessor, seatsOf } from './seats.ts';
import { findKept, listSittings, recordSeat } from './store.ts';

/** Gives the free seats of a capstone to mentors of its cohort, as far as there are any. Returns how many were filled. */
export async function fillSeats(db: Db, cohort: Cohort, capstoneId: string, now: Temporal.Instant): Promise<number> {
  const enrolled = await listEnrolled(db, cohort.id);
  const staff = enrolled.filter(({ role }) => role === 'mentor').map(({ memberId }) => memberId);
  const mentors = [...new Set([...staff, ...(await listMentors(db, cohort.id))])];
  for (let filled = 0; ; filled += 1) {
    const kept = await findKept(db, capstoneId);
    if (kept === undefined || seatsOf(kept.seats).free.length === 0) return filled;
    const seated = kept.seats.map(({ memberId }) => memberId);
    const others = mentors.filter((mentor) => mentor !== kept.learnerId);
    const chosen = chooseAssessor(others, seated, await listSittings(db, cohort.id), capstoneId);
    if (chosen === undefined) return filled;
    const sits = await recordSeat(db, capstoneId, { memberId: chosen, how: 'given', at: now });
    if (sits === undefined) return filled;
  }
}
