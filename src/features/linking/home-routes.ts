import { z } from 'zod';
import { Refused } from '../../chat/errors.ts';
import { idOption, textOption } from '../../chat/input.ts';
import { text, word } from '../../chat/text.ts';
import { controls, paragraph, type View, view } from '../../chat/view.ts';
import { type CohortContext, type Context, cohortRoute, type Route, route } from '../../context.ts';
import type { Db } from '../../database/client.ts';
import { recordHomeNotice } from '../../deliveries/notices.ts';
import { cohortChoice } from '../../domain/cohorts/choice.ts';
import type { Cohort, Home } from '../../domain/cohorts/cohort.ts';
import { homeIn } from '../../domain/cohorts/homes.ts';
import { claimName, findCohort, lockCohort } from '../../domain/cohorts/store.ts';
import { readSlots } from '../../domain/cohorts/timetable.ts';
import { platformNameOf } from '../../domain/people/ids.ts';
import { announceNow } from '../cohorts/announcing.ts';
import { CODE_LENGTH, codeInput, makeCode, reasonAgainstTried, tryOf } from './asking.ts';
import { useCode } from './codes-store.ts';
import { findAtHome, recordHome, recordHomeClosed } from './homes-store.ts';
import { codeShownView, cohortCodeView, homeClosedView, homeOpenedView } from './views.ts';

/** A cohort's second home, on another platform or in another workspace. */

const link = route({
  name: 'organise link',
  formerly: ['cohort link'],
  summary: 'Let a cohort live on another platform too: get a code, then type it there',
  ack: 'private',
  who: 'organiser',
  did: ({ code }) => (code === undefined ? 'asked for a code for another home' : 'made a channel another home'),
  cohort: 'none',
  input: z.object({
    code: textOption(
      'The code from the other platform; leave it out to get one here',
      CODE_LENGTH,
      codeInput,
    ).optional(),
    mentors: idOption('role', 'The {role} of the mentors here, with a code').optional(),
    cohort: z.string().max(20).optional(),
  }),
  async run({ code, mentors }, context) {
    if (code !== undefined) return openHome(context, code, mentors ?? null);
    const { workspaceId, now } = context;
    const candidates = context.candidates.filter((one) => homeIn(one, workspaceId) !== undefined);
    const [cohort, ...others] = candidates;
    if (cohort === undefined)
      throw new Refused('There is no cohort here to link. To bring one here from elsewhere, give its `code`.');
    if (others.length > 0) {
      const question = text`Which cohort is to live on the other platform too?`;
      return cohortChoice(question, candidates, { route: 'organise link', state: {} });
    }
    const made = await makeCode(context, 'cohort', cohort.id);
    return made === undefined ? codeShownView('organise link') : cohortCodeView(cohort, made, now);
  },
});

/** Uses a code from the workspace where the cohort lives: this channel becomes its home here. */
async function openHome(context: Context, code: string, mentorRole: string | null): Promise<View> {
  const { db, mail, workspaceId, event, now, curriculum } = context;
  const home: Home = { workspaceId, channel: event.place.channel, mentorRole };
  const tried = await db.transaction(async (tx) => {
    const used = await useCode(tx, tryOf(context, 'cohort', code));
    if (used.kind === 'found') await settleIn(tx, used.subject, home, now);
    return used;
  });
  if (tried.kind === 'wrong' || tried.kind === 'blocked') throw new Refused(reasonAgainstTried(tried, 'organise link'));
  const cohort = await findCohort(db, tried.subject);
  if (cohort === undefined) throw new Refused('That cohort no longer exists.');
  const problem = await announceNow(context, cohort, await readSlots(db, cohort, curriculum));
  await mail.wake();
  return homeOpenedView(cohort, home, problem);
}

/** Makes the channel a home, or throws why it can't be one: then the code is still good. */
async function settleIn(tx: Db, cohortId: string, home: Home, now: Temporal.Instant): Promise<void> {
  const cohort = await lockCohort(tx, cohortId);
  if (cohort === undefined || cohort.status === 'archived') throw new Refused('That cohort is over.');
  const { name } = cohort;
  if (homeIn(cohort, home.workspaceId) !== undefined) {
    throw new Refused(
      text`**${name}** lives in this ${word('workspace')} already. Use the code on the other platform.`,
    );
  }
  const other = await findAtHome(tx, home);
  if (other !== undefined) {
    throw new Refused(text`This channel is the home of **${other}** already. Use the code in another one.`);
  }
  if (!(await claimName(tx, { id: cohortId, name, workspaceId: home.workspaceId, homes: [] }))) {
    throw new Refused(text`There is a cohort called **${name}** here already, and people would mix the two up.`);
  }
  await recordHome(tx, cohortId, home, now);
  await recordHomeNotice(tx, cohortId, { kind: 'home-opened', workspaceId: home.workspaceId }, now);
}

const unlink = cohortRoute({
  name: 'organise unlink',
  formerly: ['cohort unlink'],
  summary: 'Take the second home of a cohort away; nobody loses their place',
  ack: 'private',
  who: 'organiser',
  did: 'took a home away',
  input: z.object({ home: z.string().max(100).optional() }),
  async run({ home: wanted }, context) {
    const { cohort, workspaceId } = context;
    const second = cohort.homes.filter((home) => home.workspaceId !== cohort.workspaceId);
    const meant = wanted ?? (second.some((home) => home.workspaceId === workspaceId) ? workspaceId : undefined);
    const [only, ...others] = meant === undefined ? second : second.filter((home) => home.workspaceId === meant);
    if (only === undefined) return homeClosedView(cohort, false);
    if (others.length > 0) return whichHomeView(cohort, second);
    return closeHome(context, only);
  },
});

async function closeHome({ db, cohort, mail, now }: CohortContext, home: Home): Promise<View> {
  const homes = cohort.homes.filter((one) => one.workspaceId !== home.workspaceId);
  const closed = await db.transaction(async (tx) => {
    // A cohort that was created elsewhere and has lost that home lives only here: closing this one would leave it without any.
    if (((await lockCohort(tx, cohort.id))?.homes.length ?? 0) < 2) return false;
    const isClosed = await recordHomeClosed(tx, cohort.id, home.workspaceId, now);
    const notice = { kind: 'home-closed', workspaceId: home.workspaceId, channel: home.channel } as const;
    if (isClosed) await recordHomeNotice(tx, cohort.id, notice, now);
    return isClosed;
  });
  if (!closed) return homeClosedView(cohort, false);
  await mail.wake();
  return homeClosedView({ ...cohort, homes }, true);
}

function whichHomeView(cohort: Cohort, homes: readonly Home[]): View {
  const options = homes.map(({ workspaceId }) => ({ label: platformNameOf(workspaceId), value: workspaceId }));
  const action = { route: 'organise unlink', state: { cohort: cohort.id } };
  return view(
    paragraph`Which home of **${cohort.name}** is to be taken away?`,
    controls({ kind: 'select', name: 'home', placeholder: 'Choose a home', options, action }),
  );
}

export const homeRoutes: readonly Route[] = [link, unlink];
