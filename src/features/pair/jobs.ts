import type { Job } from '../../deliveries/job.ts';
import { postHome } from '../../deliveries/posting.ts';
import { listNamed } from '../../domain/people/store.ts';
import { remind } from '../notify/reminding.ts';
import { aboutOf, drawPairs, pairRoundId } from './drawing.ts';
import { listGroups, outKey, readMeetings, recordTold } from './store.ts';
import { didYouMeetView, pairsOutView, pairView } from './views.ts';

/** When a module begins its pairs are drawn; until they are told an organiser may draw again. */
const pairs: Job<'pairs'> = async ({ session }, cohort, services, now) => {
  await drawPairs(services, cohort, session, now);
  const groups = await listGroups(services.db, pairRoundId(cohort.id, session));
  return groups.length > 0 ? { outcome: 'posted' } : { outcome: 'skipped', note: 'fewer than two people take part' };
};

/**
 * Tells each of a module's pairs in private, and the channel that they are out. Whoever is in their quiet hours hears of it
 * later.
 */
const pairsOut: Job<'pairs-out'> = async (delivery, cohort, services, now) => {
  const { db } = services;
  const { detail } = delivery;
  if (cohort.status !== 'active') return { outcome: 'skipped', note: 'the cohort rests or has ended' };
  const round = await recordTold(db, detail.round, now);
  const groups = await listGroups(db, detail.round);
  if (round === undefined || groups.length === 0)
    return { outcome: 'skipped', note: 'fewer than two people take part' };
  const about = await aboutOf(services, cohort, round);
  await postHome(services, cohort, pairsOutView(about, groups.length), outKey(round.id));
  const people = [];
  for (const group of groups) {
    const named = await listNamed(db, group.memberIds);
    for (const memberId of group.memberIds)
      people.push({ memberId, reminder: pairView(about, group, named, memberId) });
  }
  await remind(services, delivery, people, (_, wishes) => wishes.pairs === 'on', now);
  return { outcome: 'posted' };
};

/** Two days later, in private: did you meet? Nobody is asked of whose pair somebody has said so. */
const pairsMet: Job<'pairs-met'> = async (delivery, cohort, services, now) => {
  const { db } = services;
  const { detail } = delivery;
  if (cohort.status !== 'active') return { outcome: 'skipped', note: 'the cohort rests or has ended' };
  const { met, said } = await readMeetings(db, detail.round);
  const open = (await listGroups(db, detail.round)).filter(({ number }) => !met.has(number));
  const people = [];
  for (const group of open) {
    const named = await listNamed(db, group.memberIds);
    for (const memberId of group.memberIds.filter((one) => !said.has(one))) {
      people.push({ memberId, reminder: didYouMeetView(cohort, detail.round, named, memberId) });
    }
  }
  return remind(services, delivery, people, (_, wishes) => wishes.pairs === 'on', now);
};

export const pairJobs = { pairs, 'pairs-out': pairsOut, 'pairs-met': pairsMet };
