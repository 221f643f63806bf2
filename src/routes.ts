import { attendanceRoutes } from './cohorts/attendance-routes.ts';
import { calendarRoutes } from './cohorts/calendar-routes.ts';
import { cohortJobs } from './cohorts/jobs.ts';
import { membershipRoutes } from './cohorts/routes.ts';
import type { Route } from './context.ts';
import type { DeliveryKind, Job } from './deliveries/job.ts';
import { feedRoutes } from './feed/routes.ts';
import { helpRoutes } from './help/routes.ts';
import { learningRoutes } from './learning/routes.ts';
import { homeRoutes } from './linking/home-routes.ts';
import { personRoutes } from './linking/person-routes.ts';
import { mentoringRoutes } from './mentoring/routes.ts';
import { personalRoutes } from './progress/home-routes.ts';
import { progressJobs } from './progress/jobs.ts';
import { progressRoutes } from './progress/routes.ts';
import { quizJobs } from './quizzes/jobs.ts';
import { quizRoutes } from './quizzes/routes.ts';
import { incidentJobs } from './scenarios/incidents/jobs.ts';
import { scenarioRoutes } from './scenarios/routes.ts';
import { staffRoutes } from './workspaces/routes.ts';

/** Every route of the bot: a feature is its folder and a line here. */
export const routes: readonly Route[] = [
  ...helpRoutes,
  ...membershipRoutes,
  ...staffRoutes,
  ...homeRoutes,
  ...personRoutes,
  ...feedRoutes,
  ...calendarRoutes,
  ...attendanceRoutes,
  ...learningRoutes,
  ...quizRoutes,
  ...scenarioRoutes,
  ...progressRoutes,
  ...personalRoutes,
  ...mentoringRoutes,
];

/** What carries out each kind of delivery. */
export const jobs: Readonly<Record<DeliveryKind, Job>> = {
  ...cohortJobs,
  ...quizJobs,
  ...incidentJobs,
  ...progressJobs,
};
