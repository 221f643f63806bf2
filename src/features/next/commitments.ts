import type { Context } from '../../context.ts';
import { milestoneAt } from '../../deliveries/plan.ts';
import type { Cohort } from '../../domain/cohorts/cohort.ts';
import { readPairSize } from '../../domain/cohorts/store.ts';
import { readSlots } from '../../domain/cohorts/timetable.ts';
import { listNamed } from '../../domain/people/store.ts';
import { nextMilestone } from '../capstone/project.ts';
import { findOwn, listKept } from '../capstone/store.ts';
import { listRequests } from '../checkpoint/store.ts';
import { MEET_DAYS } from '../pair/candidates.ts';
import { findOwnGroup, readMeetings } from '../pair/store.ts';
import { namesOf, othersOf } from '../pair/views.ts';
import { readPairWishes } from '../pair/wishes-store.ts';
import { isDebriefOpen } from '../scenarios/investigation.ts';
import { listEntries } from '../scenarios/post-mortems/store.ts';
import { listInvestigations } from '../scenarios/store.ts';
import type { Thing, Whose } from './things.ts';

/** What somebody has taken on with others: their pair, their capstone, checkpoints, post-mortems. */

/** A pair that has not met for so long is let be. */
const PAIR_DAYS = 12;

/** A learner's pair: that nobody knows their hours, that they are to meet, whether they did. */
export async function pairThings(cohort: Cohort, whose: Whose, { db, asker, now }: Context): Promise<Thing[]> {
  if ((await readPairSize(db, cohort.id)) === null) return [];
  const wishes = await readPairWishes(db, asker.memberId);
  const isIn = wishes.takesPart ?? !asker.hidden;
  const things: Thing[] = isIn && wishes.hours === null ? [{ kind: 'hours', cohort: whose }] : [];
  const own = await findOwnGroup(db, cohort.id, asker.memberId);
  const toldAt = own?.round.toldAt ?? null;
  if (own === undefined || toldAt === null || isBefore(toldAt.add({ hours: 24 * PAIR_DAYS }), now)) return things;
  const { round, group } = own;
  const { met, said } = await readMeetings(db, round.id);
  if (met.has(group.number)) return things;
  const names = namesOf(othersOf(await listNamed(db, group.memberIds), asker.memberId), asker.memberId);
  const isAsked = !said.has(asker.memberId) && isBefore(toldAt.add({ hours: 24 * MEET_DAYS }), now);
  return [...things, { kind: 'meet', cohort: whose, round: round.id, names, isAsked }];
}

/** A milestone is named so many days before it is due. */
const MILESTONE_DAYS = 7;

/** So long after the last milestone a capstone is no longer spoken of, done or not. */
const LATE_DAYS = 14;

/** A learner's capstone: that one is to be chosen, its next milestone, that it is to be handed in. */
export async function capstoneThings(cohort: Cohort, whose: Whose, context: Context): Promise<Thing[]> {
  const { db, asker, curriculum, now } = context;
  const slots = await readSlots(db, cohort, curriculum);
  const isNear = (at: Temporal.Instant, days: number) => isBefore(at, now.add({ hours: 24 * days }));
  const dues = curriculum.capstones
    .flatMap(({ milestones }) => milestones.flatMap(({ due }) => milestoneAt(due, slots, cohort.zone) ?? []))
    .sort(Temporal.Instant.compare);
  const [first, last] = [dues[0], dues.at(-1)];
  if (first === undefined || last === undefined || isNear(last, -LATE_DAYS)) return [];
  const own = await findOwn(db, cohort.id, asker.memberId);
  if (own === undefined) return isNear(first, 1) ? [{ kind: 'choose', cohort: whose }] : [];
  const option = curriculum.capstones.find(({ slug }) => slug === own.project.option);
  if (option === undefined || own.project.submitted !== undefined) return [];
  const { title } = own.project;
  const next = nextMilestone(option, own.project);
  if (next === undefined) return [{ kind: 'submit', cohort: whose, title }];
  const dueAt = milestoneAt(next.due, slots, cohort.zone);
  if (dueAt === undefined || !isNear(dueAt, MILESTONE_DAYS)) return [];
  return [{ kind: 'milestone', cohort: whose, milestone: next.slug, title: next.title, dueAt }];
}

/** The capstones of a cohort that a mentor sits for and has not handed in. */
export async function assessmentThings(cohort: Cohort, whose: Whose, { db, asker }: Context): Promise<Thing[]> {
  const open = (await listKept(db, cohort.id)).filter(({ seats }) =>
    seats.some(({ memberId, handedInAt }) => memberId === asker.memberId && handedInAt === undefined),
  );
  return open.length === 0 ? [] : [{ kind: 'assess', cohort: whose, capstones: open.length }];
}

/** Checkpoints about which a mentor asked for more. */
export async function fromCheckpoints({ db, asker, curriculum }: Context): Promise<readonly Thing[]> {
  return (await listRequests(db, asker.memberId)).flatMap(({ area: slug, standing, entries }): Thing[] => {
    const area = curriculum.areas.get(slug);
    if (standing.turn !== 'learner' || area === undefined) return [];
    const mentor = entries.findLast(({ kind }) => kind === 'asked')?.name ?? standing.holder?.name ?? 'A mentor';
    return [{ kind: 'asked', area: slug, title: area.title, mentor, since: standing.since }];
  });
}

/** A post-mortem that was not written within so many days is let be. */
const WRITE_DAYS = 14;

/** Incidents of a cohort that are over and have no post-mortem, and those about which a mentor said something. */
export async function fromPostMortems({ db, asker, curriculum, now }: Context): Promise<readonly Thing[]> {
  const since = now.subtract({ hours: 24 * WRITE_DAYS });
  const things: Thing[] = [];
  for (const row of await listInvestigations(db, asker.memberId)) {
    const { id, kind, scenario, cohortId, closedAt } = row;
    const title = curriculum.scenarios.get(scenario)?.title;
    const isRecent = closedAt !== null && isBefore(since, closedAt);
    if (title === undefined || cohortId === null || !isRecent || !isDebriefOpen({ row }, now)) continue;
    const last = (await listEntries(db, id)).at(-1);
    if (last === undefined) things.push({ kind: 'post-mortem', run: id, of: kind, title, isCommented: false });
    else if (last.kind === 'commented')
      things.push({ kind: 'post-mortem', run: id, of: kind, title, isCommented: true });
  }
  return things;
}

function isBefore(one: Temporal.Instant, other: Temporal.Instant): boolean {
  return Temporal.Instant.compare(one, other) <= 0;
}
