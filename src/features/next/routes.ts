import { type Route, route } from '../../context.ts';
import { readThings } from './looking.ts';
import { nextView } from './views.ts';

const next = route({
  name: 'next',
  summary: 'The one next thing for you, and why, with a button',
  ack: 'private',
  who: 'anyone',
  cohort: 'none',
  run: async (_, context) => nextView(await readThings(context)),
});

export const nextRoutes: readonly Route[] = [next];
