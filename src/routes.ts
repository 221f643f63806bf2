import type { Route } from './context.ts';
import type { Jobs } from './deliveries/job.ts';
import { atRiskJobs } from './features/at-risk/jobs.ts';
import { atRiskRoutes } from './features/at-risk/routes.ts';
import { feedRoutes } from './features/calendar/feed-routes.ts';
import { calendarRoutes } from './features/calendar/routes.ts';
import { capstoneJobs } from './features/capstone/jobs.ts';
import { capstoneRoutes } from './features/capstone/routes.ts';
import { certificateJobs } from './features/certificate/jobs.ts';
import { certificateRoutes } from './features/certificate/routes.ts';
import { checkpointJobs } from './features/checkpoint/jobs.ts';
import { checkpointRoutes } from './features/checkpoint/routes.ts';
import { cohortJobs } from './features/cohorts/jobs.ts';
import { membershipRoutes } from './features/cohorts/routes.ts';
import { helpRoutes } from './features/help/routes.ts';
import { homeRoutes } from './features/linking/home-routes.ts';
import { personRoutes } from './features/linking/person-routes.ts';
import { mentoringJobs } from './features/mentoring/jobs.ts';
import { mentoringRoutes } from './features/mentoring/routes.ts';
import { nextRoutes } from './features/next/routes.ts';
import { notifyJobs } from './features/notify/jobs.ts';
import { notifyRoutes } from './features/notify/routes.ts';
import { organiseRoutes } from './features/organise/routes.ts';
import { pairJobs } from './features/pair/jobs.ts';
import { pairRoutes } from './features/pair/routes.ts';
import { privacyRoutes } from './features/privacy/routes.ts';
import { celebrating } from './features/progress/celebrating.ts';
import { progressJobs } from './features/progress/jobs.ts';
import { pageRoutes } from './features/progress/page-routes.ts';
import { progressRoutes } from './features/progress/routes.ts';
import { quizJobs } from './features/quizzes/jobs.ts';
import { quizRoutes } from './features/quizzes/routes.ts';
import { reviewJobs } from './features/review/jobs.ts';
import { reviewRoutes } from './features/review/routes.ts';
import { roadmapRoutes } from './features/roadmap/routes.ts';
import { incidentJobs } from './features/scenarios/incidents/jobs.ts';
import { scenarioRoutes } from './features/scenarios/routes.ts';
import { selftestRoutes } from './features/selftest/routes.ts';
import { attendanceRoutes } from './features/sessions/attendance-routes.ts';
import { correctingRoutes } from './features/sessions/correcting-routes.ts';
import { learningRoutes } from './features/sessions/routes.ts';
import { staffRoutes } from './features/staff/routes.ts';
import { streakRoutes } from './features/streak/routes.ts';

/** Routes whose private answers may begin with something to celebrate: where one looks back, or a piece of work has ended. */
const CELEBRATING: ReadonlySet<string> = new Set([
  'next',
  'progress',
  'round.start',
  'incident.debrief',
  'debug.board',
  'debug.do',
]);

/** Every route of the bot: a feature is its folder and a line here. */
const all: readonly Route[] = [
  ...helpRoutes,
  ...membershipRoutes,
  ...staffRoutes,
  ...organiseRoutes,
  ...homeRoutes,
  ...personRoutes,
  ...feedRoutes,
  ...calendarRoutes,
  ...attendanceRoutes,
  ...correctingRoutes,
  ...learningRoutes,
  ...quizRoutes,
  ...scenarioRoutes,
  ...selftestRoutes,
  ...roadmapRoutes,
  ...progressRoutes,
  ...pageRoutes,
  ...nextRoutes,
  ...mentoringRoutes,
  ...checkpointRoutes,
  ...capstoneRoutes,
  ...certificateRoutes,
  ...notifyRoutes,
  ...pairRoutes,
  ...reviewRoutes,
  ...privacyRoutes,
  ...atRiskRoutes,
  ...streakRoutes,
];

export const routes: readonly Route[] = all.map((route) => (CELEBRATING.has(route.name) ? celebrating(route) : route));

/** What carries out each kind of delivery. */
export const jobs: Jobs = {
  ...cohortJobs,
  ...quizJobs,
  ...incidentJobs,
  ...checkpointJobs,
  ...capstoneJobs,
  ...mentoringJobs,
  ...certificateJobs,
  ...notifyJobs,
  ...pairJobs,
  ...atRiskJobs,
  ...progressJobs,
  ...reviewJobs,
};
