import { z } from 'zod';
import { Refused } from '../../chat/errors.ts';
import type { Route } from '../../context.ts';
import { ROLES } from '../../curriculum/scenario-schema.ts';
import { investigationRoute, makeMove, overView } from './playing.ts';
import { rolesView } from './thread-views.ts';
import { tellThread } from './threads.ts';

const roles = investigationRoute({
  name: 'debug.roles',
  async run(investigation, _, context) {
    if (investigation.row.kind === 'solo') throw new Refused('Alone you have every role.');
    return (await overView(investigation, context)) ?? rolesView(investigation, context.asker.memberId);
  },
});

const take = investigationRoute({
  name: 'debug.role',
  tells: true,
  more: { role: z.enum(ROLES) },
  async run(before, { role }, context) {
    const { investigation } = await makeMove(before, { kind: 'role', role }, context);
    await tellThread(investigation, context);
    return (await overView(investigation, context)) ?? rolesView(investigation, context.asker.memberId);
  },
});

export const teamRoutes: readonly Route[] = [roles, take];
