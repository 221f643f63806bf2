import { z } from 'zod';
import { isStaff } from '../../access.ts';
import { Refused } from '../../chat/errors.ts';
import { text, time } from '../../chat/text.ts';
import { cohortRoute, type Route } from '../../context.ts';
import { sessionMinutes } from '../../curriculum/sessions.ts';
import { listEnrolled } from '../../domain/cohorts/store.ts';
import { readSlots } from '../../domain/cohorts/timetable.ts';
import { POINTS } from '../../domain/points/points.ts';
import { recordPoints } from '../../domain/points/store.ts';
import { presentView, rsvpView } from './around-views.ts';
import { listAttendance, recordAttendance } from './store.ts';

const sessionInput = z.coerce.number().int().min(1).max(12);

const rsvp = cohortRoute({
  name: 'session.rsvp',
  ack: 'private',
  who: 'learner',
  input: z.object({ session: sessionInput, said: z.enum(['coming', 'excused']) }),
  async run({ session, said }, { db, cohort, curriculum, asker, now, eventKey }) {
    const slot = (await readSlots(db, cohort, curriculum))[session - 1];
    if (slot === undefined || Temporal.Instant.compare(slot.startsAt, now) <= 0) {
      throw new Refused(text`Session ${session} has started. Press **I'm here** in its thread when you come.`);
    }
    await recordAttendance(db, {
      cohortId: cohort.id,
      session,
      memberId: asker.memberId,
      said,
      at: now,
      eventId: eventKey,
    });
    const learners = (await listEnrolled(db, cohort.id)).filter(({ role }) => role === 'learner');
    const coming = (await listAttendance(db, cohort.id)).filter(
      (row) => row.session === session && row.said === 'coming',
    );
    const others = learners.filter(
      ({ memberId }) => memberId !== asker.memberId && coming.some((row) => row.memberId === memberId),
    );
    return rsvpView(said, others.length);
  },
});

/** Presence can be said from a quarter of an hour before the session until it ends. */
const EARLY_MINUTES = 15;

const here = cohortRoute({
  name: 'session.here',
  ack: 'private',
  who: 'learner',
  input: z.object({ session: sessionInput }),
  async run({ session }, { db, cohort, curriculum, asker, now, eventKey }) {
    const slot = (await readSlots(db, cohort, curriculum))[session - 1];
    const about = curriculum.sessions[session - 1];
    if (slot === undefined || about === undefined) throw new Refused(text`There is no session ${session}.`);
    const endsAt = slot.startsAt.add({ minutes: sessionMinutes(curriculum, session) });
    if (Temporal.Instant.compare(now, slot.startsAt.subtract({ minutes: EARLY_MINUTES })) < 0) {
      throw new Refused(text`Session ${session} has not started: it begins ${time(slot.startsAt)}.`);
    }
    if (Temporal.Instant.compare(now, endsAt) >= 0) {
      throw new Refused(text`Session ${session} ended ${time(endsAt)}, so I can't put you down as present.`);
    }
    // A mentor may have put it down, and then it is paid.
    const down = (await listAttendance(db, cohort.id)).find(
      (row) => row.session === session && row.memberId === asker.memberId,
    );
    if (down?.said === 'present') return presentView(false, undefined, about);
    const staff = isStaff(asker);
    const points = staff ? POINTS.mentorPresent : POINTS.present;
    const fresh = await db.transaction(async (tx) => {
      const said = {
        cohortId: cohort.id,
        session,
        memberId: asker.memberId,
        said: 'present',
        at: now,
        eventId: eventKey,
      } as const;
      const isFresh = await recordAttendance(tx, said);
      await recordPoints(tx, [
        {
          cohortId: cohort.id,
          memberId: asker.memberId,
          board: staff ? 'mentors' : 'learners',
          points,
          reason: staff ? 'mentor-present' : 'present',
          source: `present:${cohort.id}:${session}:${asker.memberId}`,
          at: now,
        },
      ]);
      return isFresh;
    });
    return presentView(fresh, staff ? undefined : points, about);
  },
});

export const attendanceRoutes: readonly Route[] = [rsvp, here];
