import { cohortRoute, type Route } from '../../context.ts';
import { readRights } from '../../deliveries/rights.ts';
import { findTrouble } from '../../deliveries/troubles-store.ts';
import { listAbsentIn } from '../../domain/cohorts/absent-store.ts';
import { listNamed } from '../../domain/people/store.ts';
import { readMachine } from '../cohorts/machine-reading.ts';
import { doctorView } from './doctor-views.ts';
import { listComing, listLastFailures } from './store.ts';

/** A tick comes every five seconds: what was not settled this long after its time is late. */
const PATIENCE = { minutes: 2 } as const;

const MOST = 25;

const doctor = cohortRoute({
  name: 'organise doctor',
  summary: 'Whether a cohort is well: my rights in its channels, what is late, what comes next',
  ack: 'update',
  who: 'organiser',
  did: null,
  async run(_, context) {
    const { db, cohort, now } = context;
    const [trouble, unsettled, failures, absent, machine, homes] = await Promise.all([
      findTrouble(db, cohort.id),
      listComing(db, cohort.id, MOST),
      listLastFailures(db, cohort.id),
      listAbsentIn(db, cohort.id),
      readMachine(context, cohort, now),
      Promise.all(cohort.homes.map(async (home) => ({ home, rights: await readRights(context, home, cohort) }))),
    ]);
    const since = now.subtract(PATIENCE);
    const late = unsettled.filter(({ dueAt }) => Temporal.Instant.compare(dueAt, since) < 0);
    const next = unsettled.find(({ dueAt }) => Temporal.Instant.compare(dueAt, now) > 0);
    const gone = await listNamed(db, absent);
    return doctorView(cohort, { homes, trouble, late, failures, gone, next }, machine);
  },
});

export const doctorRoutes: readonly Route[] = [doctor];
