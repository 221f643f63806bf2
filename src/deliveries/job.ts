import type { Services } from '../context.ts';
import type { Cohort } from '../domain/cohorts/cohort.ts';

export type DeliveryKind =
  | 'announce'
  | 'prework'
  | 'reminder'
  | 'start'
  | 'round'
  | 'close'
  | 'scenario'
  | 'debrief'
  | 'digest'
  | 'notice';

/** One thing that must be posted at one time, exactly once. */
export interface Delivery {
  key: string;
  cohortId: string;
  kind: DeliveryKind;
  session: number | null;
  detail: unknown;
  dueAt: Temporal.Instant;
  uselessAt: Temporal.Instant | null;
}

export type JobResult = { outcome: 'posted' } | { outcome: 'skipped'; note: string };

/** Posts what one delivery is about. It may run again after a crash at any line, and must then do only what is missing. */
export type Job = (delivery: Delivery, cohort: Cohort, services: Services, now: Temporal.Instant) => Promise<JobResult>;
