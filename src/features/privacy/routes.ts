import { z } from 'zod';
import { route } from '../../context.ts';
import { recordHidden } from './store.ts';
import { hiddenView } from './views.ts';

export const hide = route({
  name: 'progress.hide',
  once: true,
  ack: 'private',
  who: 'anyone',
  cohort: 'none',
  input: z.object({ hidden: z.enum(['yes', 'no']) }),
  async run({ hidden }, { db, asker }) {
    await recordHidden(db, asker.memberId, hidden === 'yes');
    return hiddenView(hidden === 'yes');
  },
});
