import type { z } from 'zod';
import type { Services } from '../context.ts';
import type { Cohort } from '../domain/cohorts/cohort.ts';
import type { DeliveryKind, KINDS } from './kinds.ts';

type About<Shape> = { [Part in keyof Shape]: z.output<Shape[Part]> };

/** What must be posted at one time, exactly once, and what it is about. */
export type DueOf<K extends DeliveryKind> = {
  [One in K]: { key: string; cohortId: string; kind: One; dueAt: Temporal.Instant } & About<
    (typeof KINDS)[One]['about']['shape']
  >;
}[K];

/** A delivery with the moment after which it is of no use any more. */
export type DeliveryOf<K extends DeliveryKind> = DueOf<K> & { uselessAt: Temporal.Instant | null };

export type Due = DueOf<DeliveryKind>;

export type Delivery = DeliveryOf<DeliveryKind>;

export type JobResult = { outcome: 'posted' } | { outcome: 'skipped'; note: string };

/** Posts what one delivery is about. It may run again after a crash at any line, and must then do only what is missing. */
export type Job<K extends DeliveryKind> = (
  delivery: DeliveryOf<K>,
  cohort: Cohort,
  services: Services,
  now: Temporal.Instant,
) => Promise<JobResult>;

/** What carries out each kind. */
export type Jobs = { readonly [K in DeliveryKind]: Job<K> };
