import type { Services } from '../../context.ts';
import type { Job, JobResult } from '../../deliveries/job.ts';
import type { Cohort } from '../../domain/cohorts/cohort.ts';
import { lapse } from './lapsing.ts';
import { findHelpRequest } from './store.ts';

const MOVED_ON = { outcome: 'skipped', note: 'something has happened since' } as const satisfies JobResult;

/** Looks at a question at the moment at which it may need something. */
export const check: Job<'help-check'> = async ({ detail: about }, cohort, services, now) => {
  switch (about.check) {
    case 'lock':
      return lock(services, cohort, about.request, now);
    case 'waiting':
    case 'silent':
      return MOVED_ON;
  }
};

async function lock(services: Services, cohort: Cohort, id: string, now: Temporal.Instant): Promise<JobResult> {
  const request = await findHelpRequest(services.db, id);
  if (request === undefined) return MOVED_ON;
  const after = await lapse(services, cohort, request, now);
  return after.help.state === 'waiting' ? { outcome: 'posted' } : MOVED_ON;
}
