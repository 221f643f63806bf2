import type { Services } from '../../context.ts';
import { examine, type Finding } from '../../deliveries/checkups.ts';
import { type Checkup, findCheckup, findUnexamined } from '../../deliveries/checkups-store.ts';
import {
  recordAbsentNotice,
  recordAmissNotice,
  recordMovedUp,
  recordOwnerlessNotice,
} from '../../deliveries/notices.ts';
import { listAbsent, listAccountsOf, recordAbsent, recordPresent } from '../../domain/cohorts/absent-store.ts';
import type { Cohort } from '../../domain/cohorts/cohort.ts';
import { findCohort, findEldest, listLearnerIds } from '../../domain/cohorts/store.ts';
import { getNamed } from '../../domain/people/store.ts';
import { findAmiss } from './machine.ts';
import { readMachine } from './machine-reading.ts';
import { recordLeave } from './store.ts';

/** How long whoever is gone keeps the place, should they come back. */
const KEPT = { hours: 24 } as const;

/** How long after one checkup a cohort has the next one; where something was found, people wait to hear that it is well again. */
const EVERY = { hours: 24 } as const;
const AGAIN = { hours: 1 } as const;

/**
 * Looks after one cohort a call: once a day at its rights and at who is still there. Called every few seconds, it asks one
 * question when no cohort is due.
 */
export async function lookAfter(services: Services, now: Temporal.Instant): Promise<void> {
  const due = await findUnexamined(services.db, { since: now.subtract(EVERY), again: now.subtract(AGAIN) });
  const cohort = due === undefined ? undefined : await findCohort(services.db, due);
  if (cohort === undefined) return;
  const before = await findCheckup(services.db, cohort.id);
  const findings = [
    ...(await findOwnerless(services, cohort, now)),
    ...(await findOfMachine(services, cohort, before, now)),
  ];
  await examine(services, cohort, now, findings);
  if (isOfAnotherDay(before?.at, now)) await noticeAbsent(services, cohort.id, now);
}

/** Each person is asked for once a day, however often rights are looked at. */
function isOfAnotherDay(last: Temporal.Instant | undefined, now: Temporal.Instant): boolean {
  const dayOf = (moment: Temporal.Instant) => moment.toZonedDateTimeISO('UTC').toPlainDate();
  return last === undefined || !dayOf(last).equals(dayOf(now));
}

/** Whoever looks after a cohort and is nowhere any more can't be told anything: somebody else has to take it over. */
async function findOwnerless(services: Services, cohort: Cohort, now: Temporal.Instant): Promise<Finding[]> {
  const owner = cohort.createdBy;
  if (await isSomewhere(services, owner)) return [];
  const { name } = await getNamed(services.db, owner);
  const what = `${name}, who looked after it, has left`;
  return [{ key: 'owner', what, tell: (tx) => recordOwnerlessNotice(tx, cohort.id, owner, now) }];
}

/** What the program lacks is told for one cohort of a workspace; another one goes on with what was told for it. */
async function findOfMachine(
  services: Services,
  cohort: Cohort,
  before: Checkup | undefined,
  now: Temporal.Instant,
): Promise<Finding[]> {
  const first = await findEldest(services.db, cohort.workspaceId);
  const wasTold = Object.keys(before?.found ?? {}).some((key) => !key.includes('/') && key !== 'owner');
  if (first !== cohort.id && !wasTold) return [];
  return findAmiss(await readMachine(services, cohort, now)).map(({ key, what, remedy }) => ({
    key,
    what,
    tell: (tx) => recordAmissNotice(tx, cohort.id, { kind: 'amiss', what, remedy }, now),
  }));
}

/** Asks for each learner where they have accounts, and tells the organisers who is nowhere any more. */
async function noticeAbsent(services: Services, cohortId: string, now: Temporal.Instant): Promise<void> {
  const { db, mail } = services;
  const gone: string[] = [];
  for (const memberId of await listLearnerIds(db, cohortId)) {
    if (await isSomewhere(services, memberId)) await recordPresent(db, memberId);
    else if ((await recordAbsent(db, memberId, now)).includes(cohortId)) gone.push(memberId);
  }
  if (gone.length === 0) return;
  await recordAbsentNotice(db, cohortId, gone, now);
  await mail.wake();
}

/** Somebody left a workspace, as its platform says: where they are in no other one, the organisers are told at once. */
export async function noticeLeft(services: Services, personId: string, now: Temporal.Instant): Promise<void> {
  if (await isSomewhere(services, personId)) return;
  const told = await services.db.transaction(async (tx) => {
    const cohortIds = await recordAbsent(tx, personId, now);
    for (const cohortId of cohortIds) await recordAbsentNotice(tx, cohortId, [personId], now);
    return cohortIds.length;
  });
  if (told > 0) await services.mail.wake();
}

/** Whether a person is still in a workspace, by any account of theirs. Where a platform does not say, they are. */
export async function isSomewhere({ db, mail }: Services, personId: string): Promise<boolean> {
  for (const { workspaceId, externalId } of await listAccountsOf(db, personId)) {
    const found = await mail.findPerson(workspaceId, externalId).catch(() => 'unknown' as const);
    if (found !== undefined) return true;
  }
  return false;
}

/** Gives on the places of those who have been gone for a day and are still gone. */
export async function offerPlacesOn(services: Services, now: Temporal.Instant): Promise<void> {
  for (const { cohortId, memberId } of await listAbsent(services.db, now.subtract(KEPT))) {
    if (await isSomewhere(services, memberId)) await recordPresent(services.db, memberId);
    else await passOn(services, cohortId, memberId, now);
  }
}

/** Takes somebody out who can't be reached any more; whoever moves up is told. */
export async function passOn(
  { db, mail }: Services,
  cohortId: string,
  memberId: string,
  now: Temporal.Instant,
): Promise<void> {
  const { movedUp } = await recordLeave(db, cohortId, memberId, now, (tx, up) =>
    recordMovedUp(
      tx,
      up.map((one) => ({ cohortId, memberId: one })),
      now,
    ),
  );
  if (movedUp.length > 0) await mail.wake();
}
