import type { Route } from '../../context.ts';
import { askingRoutes } from './asking-routes.ts';
import { queueRoutes } from './queue-routes.ts';

export const mentoringRoutes: readonly Route[] = [...askingRoutes, ...queueRoutes];
