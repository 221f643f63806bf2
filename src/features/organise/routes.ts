import { z } from 'zod';
import { Refused } from '../../chat/errors.ts';
import { idOption } from '../../chat/input.ts';
import { command, mention, text, word } from '../../chat/text.ts';
import { paragraph, type View, view } from '../../chat/view.ts';
import { type CohortContext, cohortRoute, type Route } from '../../context.ts';
import { getSessionNumber, sessionOption, suggestSessions } from '../../curriculum/sessions.ts';
import { recordHomeNotice, recordMovedUp } from '../../deliveries/notices.ts';
import { findTrouble } from '../../deliveries/troubles-store.ts';
import { channelOf, homeIn } from '../../domain/cohorts/homes.ts';
import { listEnrolled } from '../../domain/cohorts/store.ts';
import { progressing, readSlots } from '../../domain/cohorts/timetable.ts';
import { idFrom } from '../../domain/ids.ts';
import { memberIdOf } from '../../domain/people/ids.ts';
import { nameOf } from '../../domain/people/names.ts';
import { findPersonId, getNamed } from '../../domain/people/store.ts';
import { moveIn, takeBack } from '../cohorts/announcing.ts';
import { recordLeave } from '../cohorts/store.ts';
import { findAtHome } from '../linking/homes-store.ts';
import { takeOutOfTeams } from '../scenarios/incidents/opening.ts';
import { auditRoutes } from './audit-routes.ts';
import { doctorRoutes } from './doctor-routes.ts';
import { editRoutes } from './edit-routes.ts';
import { previewOf } from './previewing.ts';
import { listComing, listLastFailures, listSettled, recordDropped, recordHomeMoved, recordRetry } from './store.ts';
import { transferRoutes } from './transfer-routes.ts';
import { deliveriesView, previewView } from './views.ts';

/** What organisers see and mend by themselves. */

const COMING = 8;

const SETTLED = 12;

const list = cohortRoute({
  name: 'organise deliveries',
  summary: 'What the calendar will post, what it posted, what it could not and why',
  ack: 'update',
  who: 'organiser',
  did: null,
  run: (_, context) => showDeliveries(context),
});

async function showDeliveries({ db, cohort, now }: CohortContext): Promise<View> {
  const [coming, settled, failures, trouble] = [
    await listComing(db, cohort.id, COMING),
    await listSettled(db, cohort.id, SETTLED),
    await listLastFailures(db, cohort.id),
    await findTrouble(db, cohort.id),
  ];
  return deliveriesView(cohort, { coming, settled, failures, trouble }, now);
}

const keyInput = z.object({ key: z.string().max(100) });

const retry = cohortRoute({
  name: 'organise.retry',
  ends: true,
  ack: 'update',
  who: 'organiser',
  did: 'let a message be posted after all',
  input: keyInput,
  async run({ key }, context) {
    const { db, cohort, mail, now } = context;
    if (!(await recordRetry(db, cohort.id, key, now))) throw new Refused(SETTLED_OTHERWISE);
    await mail.wake();
    return showDeliveries(context);
  },
});

const drop = cohortRoute({
  name: 'organise.drop',
  ends: true,
  ack: 'update',
  who: 'organiser',
  did: 'left a message out',
  input: keyInput,
  async run({ key }, context) {
    const { db, cohort, now } = context;
    if (!(await recordDropped(db, cohort.id, key, now))) throw new Refused(SETTLED_OTHERWISE);
    return showDeliveries(context);
  },
});

const SETTLED_OTHERWISE = text`That has changed meanwhile. ${command('organise deliveries')} shows how it stands.`;

const preview = cohortRoute({
  name: 'organise preview',
  summary: 'Exactly what will be posted around a session, and when',
  ack: 'private',
  who: 'organiser',
  did: null,
  input: z.object({ session: sessionOption('Which session, 1-12; the next one where left out').optional() }),
  complete: { session: (typed, { curriculum }) => suggestSessions(typed, curriculum) },
  async run({ session: called }, context) {
    const { cohort, curriculum } = context;
    const session = called === undefined ? await getNextSession(context) : getSessionNumber(curriculum, called);
    const previewed = await previewOf(context, cohort, session);
    if (previewed.messages.length === 0) throw new Refused(text`There is no session ${session}.`);
    return previewView(cohort, session, previewed);
  },
});

async function getNextSession({ db, cohort, curriculum, now }: CohortContext): Promise<number> {
  const [next] = progressing(await readSlots(db, cohort, curriculum), curriculum, now).coming;
  if (next === undefined)
    throw new Refused(text`Every session of **${cohort.name}** has begun. Say which: 1-${curriculum.sessions.length}.`);
  return next.session;
}

/** Nothing has changed unless the new channel took the announcement. */
const home = cohortRoute({
  name: 'organise home',
  summary: 'Give a cohort another channel: it is announced there, and what is open goes on there',
  ack: 'private',
  who: 'organiser',
  did: 'gave the cohort another channel',
  input: z.object({ channel: idOption('channel', 'The new home channel') }),
  async run({ channel }, context) {
    const { db, cohort, workspaceId, mail, eventKey, now } = context;
    const old = homeIn(cohort, workspaceId);
    if (old === undefined) throw new Refused(text`**${cohort.name}** has no channel here. ${LINK}`);
    if (old.channel === channel) throw new Refused(text`**${cohort.name}** lives in ${channelOf(old)} already.`);
    const moved = { ...old, channel };
    const other = await findAtHome(db, moved);
    if (other !== undefined) {
      throw new Refused(text`**${other}** lives in that channel. Choose one of its own for **${cohort.name}**.`);
    }
    const cause = idFrom(eventKey);
    await moveIn(context, cohort, moved, cause);
    const carryOut = db.transaction(async (tx) => {
      if (!(await recordHomeMoved(tx, cohort.id, moved)))
        throw new Refused(text`**${cohort.name}** has left this ${word('workspace')}.`);
      await recordHomeNotice(tx, cohort.id, { kind: 'home-moved', workspaceId }, now);
    });
    await carryOut.catch((error: unknown) => takeBack(context, cohort, cause, error));
    await mail.wake();
    return view(
      paragraph`**${cohort.name}** lives in ${mention('channel', channel)} now and is announced there. Rounds and incidents that are open go on there; the calendar posts there from now on.`,
    );
  },
});

const LINK = text`${command('organise link')} gives it one.`;

const remove = cohortRoute({
  name: 'organise remove',
  summary: 'Take somebody out of a cohort; their answers and points are kept',
  ack: 'private',
  who: 'organiser',
  did: 'took somebody out',
  input: z.object({ member: idOption('member', 'Who') }),
  async run({ member: externalId }, context) {
    const { db, cohort, workspaceId, mail, now } = context;
    const personId = await findPersonId(db, memberIdOf(workspaceId, externalId));
    if (personId === undefined) throw new Refused(text`They have used nothing here yet, so they are in no cohort.`);
    const enrolled = await listEnrolled(db, cohort.id);
    if (!enrolled.some(({ memberId }) => memberId === personId)) {
      throw new Refused(text`${nameOf(await getNamed(db, personId))} is not in **${cohort.name}**.`);
    }
    await takeOutOfTeams({ db, mail }, { cohortId: cohort.id, memberId: personId });
    const { left, movedUp } = await recordLeave(db, cohort.id, personId, now, (tx, up) =>
      recordMovedUp(
        tx,
        up.map((memberId) => ({ cohortId: cohort.id, memberId })),
        now,
      ),
    );
    const named = nameOf(await getNamed(db, personId));
    if (!left) throw new Refused(text`${named} is not in **${cohort.name}**.`);
    if (movedUp.length > 0) await mail.wake();
    return view(
      paragraph`${named} is out of **${cohort.name}**.${movedUp.length === 0 ? '' : ' The place goes to whoever waited longest, who will be told.'} Joining again undoes it.`,
    );
  },
});

export const organiseRoutes: readonly Route[] = [
  ...doctorRoutes,
  list,
  retry,
  drop,
  preview,
  ...editRoutes,
  ...auditRoutes,
  ...transferRoutes,
  home,
  remove,
];
