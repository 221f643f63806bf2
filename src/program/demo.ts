import type { ChannelSeed, Persona, RoleSeed } from '../adapters/playground/index.ts';
import type { Services } from '../context.ts';
import { replan } from '../deliveries/replan.ts';
import type { Cohort } from '../domain/cohorts/cohort.ts';
import { findCohort, recordStatus } from '../domain/cohorts/store.ts';
import { readSlots } from '../domain/cohorts/timetable.ts';
import { memberIdOf, workspaceIdOf } from '../domain/people/ids.ts';
import { recordMember } from '../domain/people/store.ts';
import { announce } from '../features/cohorts/announcing.ts';
import { recordDraft, recordJoin } from '../features/cohorts/store.ts';
import type { Player } from './demo-script.ts';

/** What the playground starts with: people to be, channels to talk in, and a cohort about to begin. */

export const demoRoles: readonly RoleSeed[] = [{ id: 'mentors', name: 'Mentors' }];

export const demoPersonas: readonly Persona[] = [
  { id: 'organiser', name: 'Demo Organiser', manages: true, roles: [], note: 'organiser' },
  { id: 'mentor', name: 'Demo Mentor', manages: false, roles: ['mentors'], note: 'mentor' },
  { id: 'learner-1', name: 'Demo Learner One', manages: false, roles: [], note: 'learner' },
  { id: 'learner-2', name: 'Demo Learner Two', manages: false, roles: [], note: 'learner' },
  { id: 'learner-3', name: 'Demo Learner Three', manages: false, roles: [], note: 'learner' },
];

/** They take part by a script, each in their own way, so that a cohort is alive when only time is moved. */
export const scriptedPersonas: readonly Persona[] = [
  { id: 'ines', name: 'Ines Carvalho', note: 'learner' },
  { id: 'tomas', name: 'Tomas Novotny', note: 'learner' },
  { id: 'wanjiru', name: 'Wanjiru Kamau', note: 'learner' },
  { id: 'yuki', name: 'Yuki Mori', note: 'learner' },
  { id: 'paul', name: 'Paul Achterberg', note: 'mentor' },
].map((one) => ({
  ...one,
  manages: false,
  roles: one.note === 'mentor' ? ['mentors'] : [],
  isScripted: true,
}));

export const demoPlayers: readonly Player[] = [
  { kind: 'learner', id: 'ines', comes: 0.95, takes: 1, finishes: 1, knows: 0.85 },
  { kind: 'learner', id: 'tomas', comes: 0.85, takes: 0.9, finishes: 0.9, knows: 0.65 },
  { kind: 'learner', id: 'wanjiru', comes: 0.9, takes: 0.95, finishes: 1, knows: 0.55 },
  { kind: 'learner', id: 'yuki', comes: 0.6, takes: 0.6, finishes: 0.7, knows: 0.4 },
  { kind: 'mentor', id: 'paul' },
];

export const demoChannels: readonly ChannelSeed[] = [
  { id: 'demo-cohort', name: 'demo-cohort', topic: 'The home of the demo cohort: its calendar posts here' },
  { id: 'new-cohort', name: 'new-cohort', topic: 'Free: the home of a cohort of your own, if you start one' },
  { id: 'general', name: 'general', topic: 'Everybody. Type / to see what Pythia can do' },
];

const DEMO_COHORT = 'demo';

/** Starts the demo cohort, once: twice a week at 18:00, its first session tomorrow. */
export async function seedDemo(services: Services, zone: string): Promise<void> {
  const { db, curriculum, clock } = services;
  // A start that was killed in the middle left a draft: everything below may be done again.
  const kept = await findCohort(db, DEMO_COHORT);
  if (kept !== undefined && kept.status !== 'draft') return;
  const now = clock();
  const workspaceId = workspaceIdOf('playground', 'local');
  const tomorrow = now.toZonedDateTimeISO(zone).toPlainDate().add({ days: 1 });
  const cohort: Cohort = {
    id: DEMO_COHORT,
    workspaceId,
    name: 'Demo cohort',
    status: 'draft',
    homes: [{ workspaceId, channel: 'demo-cohort', mentorRole: 'mentors' }],
    startsOn: tomorrow,
    weekdays: [tomorrow.dayOfWeek, tomorrow.add({ days: 3 }).dayOfWeek].sort((one, other) => one - other),
    startTime: Temporal.PlainTime.from('18:00'),
    zone,
    capacity: 12,
    createdBy: memberIdOf(workspaceId, 'organiser'),
    createdAt: now,
  };
  await recordDraft(db, cohort);
  for (const { id, name, note } of demoPersonas) {
    const memberId = memberIdOf(workspaceId, id);
    await recordMember(db, { id: memberId, workspaceId, externalId: id, name, seenAt: now });
    if (note !== 'organiser') await recordJoin(db, cohort.id, memberId, note === 'mentor' ? 'mentor' : 'learner', now);
  }
  // Before anything is planned: pre-work may be due at once, and should not be the first thing people read.
  const active: Cohort = { ...cohort, status: 'active' };
  await announce(services, active, await readSlots(db, active, curriculum));
  await db.transaction(async (tx) => {
    await recordStatus(tx, cohort.id, ['draft'], 'active');
    await replan(tx, active, curriculum);
  });
}
