import { view } from '../../chat/view.ts';
import { type Route, route } from '../../context.ts';
import { takeUnreached } from '../notify/store.ts';
import { unreachedNote } from '../notify/views.ts';
import { readThings } from './looking.ts';
import { nextView } from './views.ts';

const next = route({
  name: 'next',
  summary: 'The one next thing for you, and why, with a button',
  ack: 'private',
  who: 'anyone',
  cohort: 'none',
  async run(_, context) {
    const { db, asker } = context;
    const shown = nextView(await readThings(context));
    return (await takeUnreached(db, asker.memberId)) ? view(...shown.blocks, unreachedNote) : shown;
  },
});

export const nextRoutes: readonly Route[] = [next];
