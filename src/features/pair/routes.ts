import { z } from 'zod';
import { Refused } from '../../chat/errors.ts';
import { choiceOption, textOption } from '../../chat/input.ts';
import { command, markdown, text } from '../../chat/text.ts';
import type { View } from '../../chat/view.ts';
import { type CohortContext, type Context, cohortRoute, type Route, route } from '../../context.ts';
import { morningAfter } from '../../deliveries/mornings.ts';
import { replan } from '../../deliveries/replan.ts';
import { lockCohort, readPairSize } from '../../domain/cohorts/store.ts';
import { listNamed } from '../../domain/people/store.ts';
import { dateInput, dateOption, WHEN_LENGTH, zoneInput } from '../calendar/inputs.ts';
import { suggestZones } from '../calendar/zones.ts';
import { parseHours } from '../notify/reminders.ts';
import { readWishes } from '../notify/store.ts';
import { reasonOut } from './candidates.ts';
import { aboutOf, drawPairs } from './drawing.ts';
import { moduleOf } from './modules.ts';
import {
  findOwnGroup,
  findPairRound,
  type KeptGroup,
  listGroups,
  listPairRounds,
  type PairRound,
  readMeetings,
  recordMeeting,
  recordPairSize,
} from './store.ts';
import { metView, organisePairsView, pairView, type RoundFacts, whyView, wishesView } from './views.ts';
import { type PairWishes, readPairWishes, recordPairWishes } from './wishes-store.ts';

const show = cohortRoute({
  name: 'pair show',
  summary: 'Your pair for this module; the hours that suit you',
  ack: 'private',
  who: 'learner',
  input: z.object({ page: z.literal('mine').optional() }),
  async run({ page }, context) {
    const { db, cohort, asker } = context;
    const own = page === 'mine' ? undefined : await findOwnGroup(db, cohort.id, asker.memberId);
    if (own === undefined) return showWishes(context, await readPairWishes(db, asker.memberId));
    const named = await listNamed(db, own.group.memberIds);
    return pairView(await aboutOf(context, cohort, own.round), own.group, named, asker.memberId);
  },
});

async function showWishes({ db, cohort, asker, now }: Context, wishes: PairWishes): Promise<View> {
  const zone = cohort?.zone ?? wishes.hours?.zone ?? 'UTC';
  const next = morningAfter(now, zone, 1).toZonedDateTimeISO(zone).toPlainDate();
  const of =
    cohort === undefined
      ? undefined
      : { id: cohort.id, name: cohort.name, hasPairs: (await readPairSize(db, cohort.id)) !== null };
  return wishesView(wishes, reasonOut(wishes, asker.hidden, next), of);
}

const hoursInput = z.string().transform((typed, context) => {
  const found = /^(none|off)$/i.test(typed.trim()) ? ('none' as const) : parseHours(typed);
  if (found !== undefined) return found;
  context.addIssue({ code: 'custom', message: 'must be hours like `18-21`, or `none`' });
  return z.NEVER;
});

const hours = route({
  name: 'pair hours',
  ends: true,
  once: true,
  summary: 'The hours at which a pair may meet you, in your zone',
  ack: 'private',
  who: 'anyone',
  did: 'said at which hours a pair may meet them',
  cohort: 'found',
  input: z.object({
    hours: textOption('Hours of any day, like 18-21; "none" to take them back', WHEN_LENGTH, hoursInput),
    zone: textOption('Your time zone: type a city', WHEN_LENGTH, zoneInput).optional(),
  }),
  complete: { zone: (typed, { now }) => suggestZones(typed, now) },
  async run({ hours: said, zone }, context) {
    const { db, asker } = context;
    if (said === 'none') return showWishes(context, await recordPairWishes(db, asker.memberId, { hours: null }));
    const before = await readPairWishes(db, asker.memberId);
    const where = zone ?? before.hours?.zone ?? (await readWishes(db, asker.memberId)).quiet?.zone;
    if (where === undefined) {
      throw new Refused(
        text`Say where you are, so that I know when that is: ${command('pair hours', { hours: '18-21', zone: 'Europe/Berlin' })}.`,
      );
    }
    return showWishes(context, await recordPairWishes(db, asker.memberId, { hours: { ...said, zone: where } }));
  },
});

const untilInput = z.string().transform((typed, context) => {
  if (/^(none|back)$/i.test(typed.trim())) return 'none' as const;
  const day = dateInput.safeParse(typed);
  if (day.success) return day.data;
  context.addIssue({ code: 'custom', message: 'must be a date like 2027-01-03, or `none` when you are back' });
  return z.NEVER;
});

const away = route({
  name: 'pair away',
  ends: true,
  once: true,
  summary: 'When you are away: you get no pair that is told then',
  ack: 'private',
  who: 'anyone',
  did: 'said whether they are away for pairs',
  cohort: 'found',
  input: z.object({
    until: textOption('The last day, like 2027-01-03; "none" when you are back', WHEN_LENGTH, untilInput),
    from: dateOption('The first day; today if left out').optional(),
  }),
  async run({ until, from }, context) {
    const { db, asker, cohort, now } = context;
    if (until === 'none') return showWishes(context, await recordPairWishes(db, asker.memberId, { away: null }));
    const first = from ?? now.toZonedDateTimeISO(cohort?.zone ?? 'UTC').toPlainDate();
    if (Temporal.PlainDate.compare(first, until) > 0) {
      throw new Refused(text`${markdown('`until`')} lies before ${markdown('`from`')}. Give the last day of it.`);
    }
    return showWishes(context, await recordPairWishes(db, asker.memberId, { away: { from: first, until } }));
  },
});

const takesPart = route({
  name: 'pair.in',
  ends: true,
  once: true,
  ack: 'update',
  who: 'anyone',
  did: 'said whether they want a pair',
  cohort: 'found',
  input: z.object({ in: z.enum(['yes', 'no']) }),
  async run({ in: said }, context) {
    const { db, asker } = context;
    return showWishes(context, await recordPairWishes(db, asker.memberId, { takesPart: said === 'yes' }));
  },
});

const roundInput = z.object({ round: z.string().max(24) });

const why = cohortRoute({
  name: 'pair.why',
  ack: 'private',
  who: 'learner',
  input: roundInput,
  async run({ round: id }, context) {
    const { round, group } = await getOwn(context, id);
    return whyView(await aboutOf(context, context.cohort, round), group);
  },
});

const met = cohortRoute({
  name: 'pair.met',
  ack: 'private',
  who: 'learner',
  did: 'said whether a pair met',
  input: roundInput.extend({ said: z.enum(['met', 'not-yet']) }),
  async run({ round: id, said }, context) {
    const { db, cohort, asker, now, eventKey } = context;
    const { group } = await getOwn(context, id);
    const meeting = { roundId: id, number: group.number, memberId: asker.memberId, said, at: now, eventId: eventKey };
    await recordMeeting(db, meeting);
    return metView(cohort, id, said);
  },
});

/** The asker's own group of a round that was told. */
async function getOwn(
  { db, cohort, asker }: CohortContext,
  id: string,
): Promise<{ round: PairRound; group: KeptGroup }> {
  const round = await findPairRound(db, id);
  if (round === undefined || round.cohortId !== cohort.id || round.toldAt === null) {
    throw new Refused('There are no such pairs here.');
  }
  const group = (await listGroups(db, id)).find(({ memberIds }) => memberIds.includes(asker.memberId));
  if (group === undefined) throw new Refused('You have no pair in that module.');
  return { round, group };
}

const organise = cohortRoute({
  name: 'pair rounds',
  formerly: ['organise pairs'],
  summary: 'Pairs in each module: switch them on or off, see who met',
  ack: 'update',
  who: 'organiser',
  did: ({ size }) => (size === undefined ? undefined : 'said who meets in pairs'),
  input: z.object({
    size: choiceOption('Who meets in each module', { pairs: 'Pairs', threes: 'Threes', off: 'Nobody' }).optional(),
  }),
  async run({ size }, context) {
    if (size === undefined) return showPairs(context);
    const { db, cohort, curriculum, mail } = context;
    const wanted = ({ pairs: 2, threes: 3, off: null } as const)[size];
    await db.transaction(async (tx) => {
      const locked = await lockCohort(tx, cohort.id);
      if (locked === undefined || locked.status === 'archived') throw new Refused(text`**${cohort.name}** is over.`);
      await recordPairSize(tx, cohort.id, wanted);
      await replan(tx, locked, curriculum);
    });
    await mail.wake();
    return showPairs(context);
  },
});

const redraw = cohortRoute({
  name: 'pairs.redraw',
  ends: true,
  ack: 'update',
  who: 'organiser',
  did: 'drew pairs again',
  input: roundInput,
  async run({ round: id }, context) {
    const { db, cohort, asker, now, eventKey } = context;
    const round = await findPairRound(db, id);
    if (round === undefined || round.cohortId !== cohort.id) throw new Refused('There are no such pairs here.');
    const drawn = await drawPairs(context, cohort, round.session, now, { memberId: asker.memberId, eventKey });
    if (drawn === 'told') throw new Refused('These pairs have been told, so they stay. The next module gets new ones.');
    return showPairs(context, 'Drawn again.');
  },
});

async function showPairs({ db, cohort, curriculum }: CohortContext, done = ''): Promise<View> {
  const rounds: RoundFacts[] = [];
  for (const round of await listPairRounds(db, cohort.id)) {
    const groups = await listGroups(db, round.id);
    const named = await Promise.all(groups.map(({ memberIds }) => listNamed(db, memberIds)));
    const { met: together } = await readMeetings(db, round.id);
    rounds.push({
      module: moduleOf(curriculum, round.session),
      round,
      groups: groups.map(({ reason }, index) => ({ names: named[index] ?? [], reason })),
      met: together.size,
    });
  }
  return organisePairsView(cohort, await readPairSize(db, cohort.id), rounds, done);
}

export const pairRoutes: readonly Route[] = [show, hours, away, takesPart, why, met, organise, redraw];
