import type { Route } from '../../context.ts';
import { afterRoutes } from './after-routes.ts';
import { askingRoutes } from './asking-routes.ts';
import { hoursRoutes } from './hours-routes.ts';
import { offerRoutes } from './offer-routes.ts';
import { queueRoutes } from './queue-routes.ts';
import { snippetRoutes } from './snippet-routes.ts';

export const mentoringRoutes: readonly Route[] = [
  ...askingRoutes,
  ...queueRoutes,
  ...snippetRoutes,
  ...hoursRoutes,
  ...afterRoutes,
  ...offerRoutes,
];
