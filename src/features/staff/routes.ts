import { z } from 'zod';
import { Refused } from '../../chat/errors.ts';
import { idOption } from '../../chat/input.ts';
import { mention, type Text, text, word } from '../../chat/text.ts';
import type { View } from '../../chat/view.ts';
import { type CohortContext, type Context, cohortRoute, type Route, route } from '../../context.ts';
import { homeIn } from '../../domain/cohorts/homes.ts';
import { findCohort } from '../../domain/cohorts/store.ts';
import { memberIdOf } from '../../domain/people/ids.ts';
import { listNamed } from '../../domain/people/store.ts';
import {
  listMentors,
  type Naming,
  readOrganisers,
  recordMentor,
  recordMentorRole,
  recordOrganiser,
  recordOrganiserRole,
  removeMentor,
  removeOrganiser,
} from './store.ts';
import { mentorsView, organisersView } from './views.ts';

/** Who may what, by role and by name. On Slack no role can be given rights, so people and user groups are named. */

const organisers = route({
  name: 'organise organisers',
  formerly: ['cohort organisers'],
  summary: 'Who is an organiser here; name somebody, or a {role} whose members are',
  ack: 'private',
  who: 'organiser',
  did: ({ add, remove, role }) => ((add ?? remove ?? role) === undefined ? undefined : 'changed the organisers'),
  cohort: 'none',
  input: z.object({
    add: idOption('member', 'Somebody who becomes an organiser').optional(),
    remove: idOption('member', 'Somebody to remove').optional(),
    role: idOption('role', 'The {role} whose members are organisers').optional(),
  }),
  async run({ add, remove, role }, context) {
    const { db, workspaceId } = context;
    if ((add ?? remove ?? role) !== undefined) refuseUnlessManaging(context);
    const done = await nameStaff(['an', 'organiser'], { add, remove }, context, {
      record: (naming) => recordOrganiser(db, workspaceId, naming),
      remove: (memberId) => removeOrganiser(db, workspaceId, memberId),
    });
    if (role !== undefined) {
      await recordOrganiserRole(db, workspaceId, role);
      done.push(text`Everybody in ${mention('role', role)} is an organiser now.`);
    }
    return showOrganisers(context, done);
  },
});

const noRole = route({
  name: 'organisers.norole',
  ack: 'update',
  who: 'organiser',
  did: 'let only people by name be organisers',
  cohort: 'none',
  async run(_, context) {
    refuseUnlessManaging(context);
    await recordOrganiserRole(context.db, context.workspaceId, null);
    return showOrganisers(context, [text`No ${word('role')} makes organisers any more.`]);
  },
});

function refuseUnlessManaging({ event }: Context): void {
  if (event.person.manages) return;
  throw new Refused(text`Only people who may manage this ${word('workspace')} can change who its organisers are.`);
}

async function showOrganisers({ db, workspaceId }: Context, done: readonly Text[]): Promise<View> {
  const { role, memberIds } = await readOrganisers(db, workspaceId);
  return organisersView(role, await listNamed(db, memberIds), done);
}

const mentors = cohortRoute({
  name: 'organise mentors',
  formerly: ['cohort mentors'],
  summary: 'Who mentors the cohort; name somebody, or the {role} mentors have here',
  ack: 'private',
  who: 'organiser',
  did: ({ add, remove, role }) => ((add ?? remove ?? role) === undefined ? undefined : 'changed the mentors'),
  input: z.object({
    add: idOption('member', 'Somebody who becomes a mentor').optional(),
    remove: idOption('member', 'Somebody to remove').optional(),
    role: idOption('role', 'The {role} of the mentors in this {workspace}').optional(),
  }),
  async run({ add, remove, role }, context) {
    const { db, cohort, workspaceId } = context;
    const done = await nameStaff(['a', 'mentor'], { add, remove }, context, {
      record: (naming) => recordMentor(db, cohort.id, naming),
      remove: (memberId) => removeMentor(db, cohort.id, memberId),
    });
    if (role !== undefined) {
      if (homeIn(cohort, workspaceId) === undefined) throw new Refused(text`**${cohort.name}** has no home here.`);
      await recordMentorRole(db, cohort.id, workspaceId, role);
      done.push(text`Everybody in ${mention('role', role)} is a mentor now.`);
    }
    return showMentors(context, done);
  },
});

/** Makes somebody staff by name, or takes that from somebody, and tells what was done. */
async function nameStaff(
  [article, what]: readonly ['a' | 'an', string],
  { add, remove }: { add: string | undefined; remove: string | undefined },
  { workspaceId, asker, now }: Context,
  named: { record: (naming: Naming) => Promise<void>; remove: (memberId: string) => Promise<boolean> },
): Promise<Text[]> {
  const done: Text[] = [];
  if (add !== undefined) {
    await named.record({ memberId: memberIdOf(workspaceId, add), namedBy: asker.memberId, namedAt: now });
    done.push(text`${mention('member', add)} is ${article} ${what} now.`);
  }
  if (remove !== undefined) {
    const wasNamed = await named.remove(memberIdOf(workspaceId, remove));
    const who = mention('member', remove);
    done.push(
      wasNamed
        ? text`${who} is no longer ${article} ${what} by name.`
        : text`${who} was not ${article} ${what} by name.`,
    );
  }
  return done;
}

async function showMentors({ db, cohort }: CohortContext, done: readonly Text[]): Promise<View> {
  const kept = (await findCohort(db, cohort.id)) ?? cohort;
  return mentorsView(kept, await listNamed(db, await listMentors(db, cohort.id)), done);
}

export const staffRoutes: readonly Route[] = [organisers, noRole, mentors];
