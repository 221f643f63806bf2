import type { Services } from '../../context.ts';
import type { Job, JobResult } from '../../deliveries/job.ts';
import type { Cohort } from '../../domain/cohorts/cohort.ts';
import { type Checked, silentCheck, waitingCheck } from './checks.ts';
import { happen, recordCheck } from './happening.ts';
import { isOpen, NUDGES } from './help.ts';
import { listKnownMentors } from './hours-store.ts';
import { lapse, listen } from './lapsing.ts';
import type { HelpRequest } from './requests.ts';
import type { Told } from './rows.ts';
import { findHelpRequest } from './store.ts';

const MOVED_ON = { outcome: 'skipped', note: 'something has happened since' } as const satisfies JobResult;

const POSTED = { outcome: 'posted' } as const satisfies JobResult;

/** Looks at a question at the moment at which it may need something. */
export const check: Job<'help-check'> = async ({ detail: about }, cohort, services, now) => {
  const request = await findHelpRequest(services.db, about.request);
  if (request === undefined || !isOpen(request.help) || cohort.status === 'archived') return MOVED_ON;
  switch (about.check) {
    case 'lock':
      return (await lapse(services, cohort, request, now)).help.state === 'waiting' ? POSTED : MOVED_ON;
    case 'waiting':
      return escalate(services, cohort, request, now);
    case 'silent':
      return nudge(services, cohort, await listen(services, cohort, request, now), now);
  }
};

/** Nobody has taken it for a working day, or for two: the mentors hear of it again, then the organisers. */
async function escalate(
  services: Services,
  cohort: Cohort,
  request: HelpRequest,
  now: Temporal.Instant,
): Promise<JobResult> {
  const next = waitingCheck(request.help, await listKnownMentors(services.db, cohort.id), cohort.zone);
  if (next === undefined || (await isEarly(services, cohort, request, next, now))) return MOVED_ON;
  const { escalated, waitingSince } = request.help;
  const to = escalated.length === 0 ? 'mentors' : 'organisers';
  const cause = `ask/${request.id}/escalated/${waitingSince?.epochMilliseconds}/${to}`;
  return tell(services, cohort, request, { kind: 'escalated', to, at: now, by: null, cause });
}

/** After how many days it is looked whether whoever was away is back: they may be no mentor any more. */
const LOOK_DAYS = 7;

/** Nobody has said a word for a week: whoever's turn it is is asked, three times, a week apart; then it is closed. */
async function nudge(
  services: Services,
  cohort: Cohort,
  request: HelpRequest,
  now: Temporal.Instant,
): Promise<JobResult> {
  const next = silentCheck(request.help, await listKnownMentors(services.db, cohort.id), cohort.zone);
  if (next === undefined || (await isEarly(services, cohort, request, next, now))) return MOVED_ON;
  if (next.isAway === true) {
    await lookAgain(services, cohort, request, { ...next, dueAt: now.add({ hours: 24 * LOOK_DAYS }) });
    return MOVED_ON;
  }
  const { nudges, aliveAt, turn } = request.help;
  const cause = `ask/${request.id}/silent/${aliveAt?.epochMilliseconds}/${nudges}`;
  const what = nudges < NUDGES ? ({ kind: 'nudged', turn } as const) : ({ kind: 'closed' } as const);
  return tell(services, cohort, request, { ...what, at: now, by: null, cause });
}

/** Whether it is too early by how the request stands now, because of a word since, or of other hours: then it is looked at again in time. */
async function isEarly(
  services: Services,
  cohort: Cohort,
  request: HelpRequest,
  next: Checked,
  now: Temporal.Instant,
): Promise<boolean> {
  if (Temporal.Instant.compare(now, next.dueAt) >= 0) return false;
  await lookAgain(services, cohort, request, next);
  return true;
}

async function lookAgain({ db }: Services, cohort: Cohort, { id }: HelpRequest, next: Checked): Promise<void> {
  await recordCheck(db, cohort.id, id, { ...next, name: `${next.name}/${next.dueAt.epochMilliseconds}` });
}

async function tell({ db }: Services, cohort: Cohort, { id }: HelpRequest, told: Told): Promise<JobResult> {
  return (await happen(db, cohort, id, told)).obstacle === undefined ? POSTED : MOVED_ON;
}
