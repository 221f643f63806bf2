import { walkToRisk } from './walk/at-risk.ts';
import { walkToChanges, walkToSession } from './walk/calendar.ts';
import { walkToCapstones } from './walk/capstones.ts';
import { walkToCertificates } from './walk/certificates.ts';
import { walkToCheckpoints } from './walk/checkpoints.ts';
import { walkToCohort, walkToSecondCohort, walkToStaff, walkToTheEnd } from './walk/cohort.ts';
import { walkToAttendance, walkToLearning, walkToProgress, walkToRoadmap } from './walk/learning.ts';
import { walkToMentors } from './walk/mentors.ts';
import { walkToPairing, walkToPairs } from './walk/pairs.ts';
import { walkToPractice, walkToRounds, walkToSelftest } from './walk/quizzes.ts';
import { walkToCards, walkToPrivacy, walkToRecall } from './walk/review.ts';
import { walkAlone, walkInTeams, walkToReview } from './walk/scenarios.ts';
import type { Stage } from './walk/stage.ts';

/** One walk through the whole bot, chapter by chapter, the same on every platform. */
export const WALK: Readonly<Record<string, (stage: Stage) => Promise<void>>> = {
  'a cohort': walkToCohort,
  'its staff': walkToStaff,
  'what there is to learn': walkToLearning,
  practice: walkToPractice,
  'the self-test': walkToSelftest,
  'hours for pairs': walkToPairing,
  'cards to review': walkToCards,
  'the first session': walkToSession,
  'the first pairs': walkToPairs,
  rounds: walkToRounds,
  'an investigation alone': walkAlone,
  'a second cohort': walkToSecondCohort,
  'questions to mentors': walkToMentors,
  'an incident for teams': walkInTeams,
  'what is recalled': walkToRecall,
  'a post-mortem': walkToReview,
  attendance: walkToAttendance,
  'where everybody stands': walkToProgress,
  'who is slipping': walkToRisk,
  'a roadmap': walkToRoadmap,
  'what is kept': walkToPrivacy,
  'changes of the calendar': walkToChanges,
  checkpoints: walkToCheckpoints,
  capstones: walkToCapstones,
  certificates: walkToCertificates,
  'the end': walkToTheEnd,
};
