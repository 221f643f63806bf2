import { z } from 'zod';
import { reasonAgainst } from '../../access.ts';
import { Refused } from '../../chat/errors.ts';
import { choiceOption, idOption } from '../../chat/input.ts';
import { text } from '../../chat/text.ts';
import type { View } from '../../chat/view.ts';
import { type CohortContext, type Context, cohortRoute, type Route, route } from '../../context.ts';
import { LENSES, type Lens } from '../../curriculum/lenses.ts';
import type { Cohort } from '../../domain/cohorts/cohort.ts';
import { listCohortsOf, wasEnrolled } from '../../domain/cohorts/store.ts';
import { memberIdOf } from '../../domain/people/ids.ts';
import { findProfile, recordTheme } from '../../domain/people/store.ts';
import type { Board } from '../../domain/points/store.ts';
import { drawPicture } from '../../pictures/draw.ts';
import { hide } from '../privacy/routes.ts';
import { boardKeyOf, rankEntries, weekOf } from './boards.ts';
import { listMentorEntries, readScores } from './mentors/board.ts';
import { scoreView } from './mentors/views.ts';
import { readStanding } from './standing.ts';
import { standingPicture } from './standing-picture.ts';
import { listEntries } from './store.ts';
import { leaderboardPicture, leaderboardView, type Period, progressView, standingOf } from './views.ts';

const leaderboard = cohortRoute({
  name: 'leaderboard',
  formerly: ['leaderboard.show'],
  summary: 'You and your neighbours on the board',
  ack: 'update',
  who: 'anyone',
  input: z.object({
    of: choiceOption('Whose board', { learners: 'Learners', mentors: 'Mentors' }).default('learners'),
    period: choiceOption('Which points', { week: 'This week', cohort: 'The whole cohort' }).default('cohort'),
  }),
  run: ({ of, period }, context) => showBoard(context, of, period),
});

async function showBoard(context: CohortContext, of: Board, period: Period): Promise<View> {
  const { db, cohort, asker, now } = context;
  const week = period === 'week' ? weekOf(now, cohort.zone) : undefined;
  const entries =
    of === 'mentors'
      ? await listMentorEntries(db, cohort, await readScores(context, cohort, period, now))
      : await listEntries(db, cohort.id, of, week);
  const own = entries.find(({ memberId }) => memberId === asker.memberId);
  const viewer = {
    memberId: asker.memberId,
    hidden: asker.hidden,
    hiddenPoints: asker.hidden ? own?.points : undefined,
  };
  const board = { cohort, of, period, ranked: rankEntries(entries), viewer };
  const drawing = leaderboardPicture(board);
  return leaderboardView(board, drawing === undefined ? undefined : await drawPicture(drawing, asker.theme));
}

const mentorLines = cohortRoute({
  name: 'leaderboard.mentor',
  ack: 'private',
  who: 'anyone',
  input: z.object({
    mentor: z.string().max(70),
    period: z.enum(['week', 'cohort']).default('cohort'),
    page: z.coerce.number().int().min(1).max(9999).default(1),
  }),
  async run({ mentor: named, period, page }, context) {
    const { db, cohort, asker, now } = context;
    const scores = await readScores(context, cohort, period, now);
    const entries = await listMentorEntries(db, cohort, scores);
    const entry = entries.find(({ memberId, ...one }) =>
      named === 'me' ? memberId === asker.memberId : !one.hidden && boardKeyOf({ memberId, ...one }) === named,
    );
    if (entry === undefined) throw new Refused('They are not on the board of mentors.');
    const mentor = entry.memberId;
    const isSelf = mentor === asker.memberId;
    const score = scores.get(mentor) ?? { mentorId: mentor, points: 0, lines: [], oneSided: 0 };
    const shown = { id: isSelf ? 'me' : boardKeyOf(entry), name: entry.pseudonym ?? entry.name, isSelf };
    return scoreView(cohort, shown, score, { period, page });
  },
});

const lensOption = choiceOption('By what your skills are shown', {
  area: 'By area',
  session: 'By session',
  topic: 'On the map of topics',
  section: 'On the roadmap',
}).default('area');

const progress = route({
  name: 'progress',
  summary: 'Where you stand: sessions, rounds, points, skills, as a picture',
  menu: 'Progress',
  menuInto: 'member',
  ack: 'private',
  who: 'anyone',
  cohort: 'any',
  input: z.object({ member: idOption('member', 'Somebody else (for mentors)').optional(), lens: lensOption }),
  async run({ member, lens }, context) {
    const { db, cohort, asker, workspaceId } = context;
    const wanted = member === undefined ? asker.memberId : memberIdOf(workspaceId, member);
    const profile = await findProfile(db, wanted);
    const memberId = profile?.id ?? wanted;
    const isSelf = memberId === asker.memberId;
    const reason = isSelf ? undefined : reasonAgainst('mentor', asker);
    if (reason !== undefined) throw new Refused(text`You can see your own progress. ${reason}`);
    if (!isSelf && (cohort === undefined || !(await wasEnrolled(db, cohort.id, memberId)))) {
      throw new Refused(
        'I show mentors the people of their own cohort: ask in its channel, about somebody who is or was in it.',
      );
    }
    if (profile === undefined)
      throw new Refused('I have not met this person yet: they have not used any of my commands.');
    return showProgress(context, { id: memberId, name: profile.name, isSelf }, lens);
  },
});

/** Another lens, in the message that shows one's progress already. */
const lensOf = route({
  name: 'progress.by',
  ack: 'update',
  who: 'anyone',
  cohort: 'any',
  input: z.object({ lens: z.enum(LENSES) }),
  run: ({ lens }, context) =>
    showProgress(context, { id: context.asker.memberId, name: context.asker.name, isSelf: true }, lens),
});

/** The ground on which one's pictures stand from now on, everywhere; shown with the one that is there. */
const themeOf = route({
  name: 'progress.theme',
  once: true,
  ack: 'update',
  who: 'anyone',
  cohort: 'any',
  input: z.object({ theme: z.enum(['light', 'dark']), lens: z.enum(LENSES).default('area') }),
  async run({ theme, lens }, context) {
    const { db, asker } = context;
    await recordTheme(db, asker.memberId, theme);
    const self = { id: asker.memberId, name: asker.name, isSelf: true };
    return showProgress({ ...context, asker: { ...asker, theme } }, self, lens);
  },
});

async function showProgress(
  context: Context,
  { id, name, isSelf }: { id: string; name: string; isSelf: boolean },
  lens: Lens,
): Promise<View> {
  const cohort = isSelf ? await findOwnCohort(context) : context.cohort;
  const facts = await readStanding({ ...context, cohort }, id, lens);
  const picture = await drawPicture(standingPicture(standingOf(facts, isSelf ? undefined : name)), context.asker.theme);
  return progressView({ name, isSelf, facts, picture, theme: context.asker.theme });
}

/** The cohort that is meant; where the asker is not in it, their own, wherever it lives: the newest. */
async function findOwnCohort({ db, asker, cohort }: Context): Promise<Cohort | undefined> {
  const own = await listCohortsOf(db, asker.memberId);
  return own.some(({ id }) => id === cohort?.id) ? cohort : (own.at(-1) ?? cohort);
}

export const progressRoutes: readonly Route[] = [progress, lensOf, themeOf, leaderboard, mentorLines, hide];
