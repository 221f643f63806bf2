import type { Job } from '../../deliveries/job.ts';
import { postHome, resultOf, tellPerson } from '../../deliveries/posting.ts';
import { remind } from '../notify/reminding.ts';
import { findGraduationView, graduationKey, listFinished } from './graduating.ts';
import { findCertificate, findWish } from './store.ts';
import { graduationAskView, revokedView } from './views.ts';

/** A week before graduation, in private: to those who have finished and have not said whether they want to be named. */
const ask: Job<'graduation-ask'> = async (delivery, cohort, services, now) => {
  const people = [];
  for (const memberId of await listFinished(services, cohort)) {
    const wish = await findWish(services.db, cohort.id, memberId);
    if (wish === undefined) people.push({ memberId, reminder: graduationAskView(cohort) });
  }
  return remind(services, delivery, people, (_, { course }) => course === 'on', now);
};

const graduation: Job<'graduation'> = async (_, cohort, services) => {
  const shown = await findGraduationView(services, cohort);
  if (shown === undefined) return { outcome: 'skipped', note: 'nobody’s capstone is assessed' };
  return resultOf(await postHome(services, cohort, shown, graduationKey(cohort)));
};

/** To the holder that their certificate was revoked, and why. */
const told: Job<'certificate-told'> = async ({ key, detail }, cohort, services) => {
  const certificate = await findCertificate(services.db, detail.certificate);
  if (certificate === undefined) return { outcome: 'skipped', note: 'it is gone' };
  const isTold = await tellPerson(services, certificate.memberId, revokedView(cohort, certificate), key);
  return isTold ? { outcome: 'posted' } : { outcome: 'skipped', note: 'they take no direct messages from me' };
};

export const certificateJobs = { 'graduation-ask': ask, graduation, 'certificate-told': told };
