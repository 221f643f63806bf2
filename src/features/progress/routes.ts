import { z } from 'zod';
import { reasonAgainst } from '../../access.ts';
import { Refused } from '../../chat/errors.ts';
import { choiceOption, idOption } from '../../chat/input.ts';
import { markdown, text } from '../../chat/text.ts';
import type { View } from '../../chat/view.ts';
import { type CohortContext, cohortRoute, type Route, route } from '../../context.ts';
import { wasEnrolled } from '../../domain/cohorts/store.ts';
import { progressing, readSlots } from '../../domain/cohorts/timetable.ts';
import { memberIdOf } from '../../domain/people/ids.ts';
import { findProfile } from '../../domain/people/store.ts';
import type { Board } from '../../domain/points/store.ts';
import { listSignOffs } from '../checkpoint/store.ts';
import { hide } from '../privacy/routes.ts';
import { readScenarioRecord } from '../scenarios/store.ts';
import { rankEntries, weekOf } from './boards.ts';
import { masteryByArea, weakSkills } from './mastery.ts';
import { listCountedAnswers, listEntries, readRecord } from './store.ts';
import { leaderboardView, type Period, progressView } from './views.ts';

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

async function showBoard({ db, cohort, asker, now }: CohortContext, of: Board, period: Period): Promise<View> {
  const week = period === 'week' ? weekOf(now, cohort.zone) : undefined;
  const entries = await listEntries(db, cohort.id, of, week);
  const own = entries.find(({ memberId }) => memberId === asker.memberId);
  const viewer = {
    memberId: asker.memberId,
    hidden: asker.hidden,
    hiddenPoints: asker.hidden ? own?.points : undefined,
  };
  return leaderboardView({ cohort, of, period, ranked: rankEntries(entries), viewer });
}

const progress = route({
  name: 'progress',
  summary: 'Where you stand: sessions, rounds, points, areas',
  ack: 'private',
  who: 'anyone',
  cohort: 'any',
  input: z.object({ member: idOption('member', 'Somebody else (for mentors)').optional() }),
  async run({ member }, { db, cohort, curriculum, asker, workspaceId, now }) {
    const wanted = member === undefined ? asker.memberId : memberIdOf(workspaceId, member);
    const profile = await findProfile(db, wanted);
    const memberId = profile?.id ?? wanted;
    const isSelf = memberId === asker.memberId;
    const reason = isSelf ? undefined : reasonAgainst('mentor', asker);
    if (reason !== undefined) throw new Refused(text`You can see your own progress. ${markdown(reason)}`);
    if (!isSelf && (cohort === undefined || !(await wasEnrolled(db, cohort.id, memberId)))) {
      throw new Refused(
        'I show mentors the people of their own cohort: ask in its channel, about somebody who is or was in it.',
      );
    }
    if (profile === undefined)
      throw new Refused('I have not met this person yet: they have not used any of my commands.');
    const answers = await listCountedAnswers(db, memberId);
    const entries = cohort === undefined ? [] : await listEntries(db, cohort.id, 'learners');
    const ranked = rankEntries(entries);
    const own = ranked.find((entry) => entry.memberId === memberId);
    const points = entries.find((entry) => entry.memberId === memberId)?.points;
    const slots = cohort === undefined ? [] : await readSlots(db, cohort, curriculum);
    return progressView({
      name: profile.name,
      isSelf,
      cohort,
      attended: cohort === undefined ? undefined : await readRecord(db, cohort.id, memberId),
      held: progressing(slots, curriculum, now).over.length,
      points,
      place: own === undefined ? undefined : { rank: own.rank, of: ranked.length },
      areas: masteryByArea(answers, curriculum),
      weak: weakSkills(answers, curriculum, 5),
      scenarios: await readScenarioRecord(db, memberId),
      signOffs: await listSignOffs(db, memberId),
      curriculum,
    });
  },
});

export const progressRoutes: readonly Route[] = [progress, leaderboard, hide];
