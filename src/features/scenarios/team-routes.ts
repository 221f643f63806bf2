import { z } from 'zod';
import { Refused } from '../../chat/errors.ts';
import { type Route, route } from '../../context.ts';
import { ROLES } from '../../curriculum/scenario-schema.ts';
import { getStanding, makeMove, overView, runInput } from './playing.ts';
import { rolesView } from './thread-views.ts';
import { tellThread } from './threads.ts';

const roles = route({
  name: 'debug.roles',
  ack: 'update',
  who: 'anyone',
  cohort: 'none',
  input: runInput,
  async run(input, context) {
    const standing = await getStanding(input, context);
    if (standing.run.kind === 'solo') throw new Refused('Alone you have every role.');
    return (await overView(standing, context)) ?? rolesView(standing);
  },
});

const take = route({
  name: 'debug.role',
  ack: 'update',
  who: 'anyone',
  cohort: 'none',
  input: z.object({ ...runInput.shape, role: z.enum(ROLES) }),
  async run({ role, ...input }, context) {
    const { standing } = await makeMove(input, { kind: 'role', role }, context);
    await tellThread(standing, context);
    return (await overView(standing, context)) ?? rolesView(standing);
  },
});

export const teamRoutes: readonly Route[] = [roles, take];
