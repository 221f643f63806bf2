import { attendanceRoutes } from './cohorts/attendance-routes.ts';
import { calendarRoutes } from './cohorts/calendar-routes.ts';
import { cohortJobs } from './cohorts/jobs.ts';
import { membershipRoutes } from './cohorts/routes.ts';
import type { Route } from './context.ts';
import type { DeliveryKind, Job } from './deliveries/job.ts';
import { helpRoutes } from './help/routes.ts';
import { learningRoutes } from './learning/routes.ts';
import { mentoringRoutes } from './mentoring/routes.ts';
import { progressJobs } from './progress/jobs.ts';
import { progressRoutes } from './progress/routes.ts';
import { quizJobs } from './quizzes/jobs.ts';
import { quizRoutes } from './quizzes/routes.ts';

/** Every route of the bot: a feature is its folder and a line here. */
export const routes: readonly Route[] = [
  ...helpRoutes,
  ...membershipRoutes,
  ...calendarRoutes,
  ...attendanceRoutes,
  ...learningRoutes,
  ...quizRoutes,
  ...progressRoutes,
  ...mentoringRoutes,
];

/** What carries out each kind of delivery. */
export const jobs: Readonly<Record<DeliveryKind, Job>> = { ...cohortJobs, ...quizJobs, ...progressJobs };
