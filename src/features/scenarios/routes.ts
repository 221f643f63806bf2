import type { Route } from '../../context.ts';
import { decisionRoutes } from './decision-routes.ts';
import { incidentRoutes } from './incidents/routes.ts';
import { playRoutes } from './play-routes.ts';
import { reviewRoutes } from './post-mortems/routes.ts';
import { startRoutes } from './start-routes.ts';
import { teamRoutes } from './team-routes.ts';

export const scenarioRoutes: readonly Route[] = [
  ...startRoutes,
  ...playRoutes,
  ...decisionRoutes,
  ...teamRoutes,
  ...incidentRoutes,
  ...reviewRoutes,
];
