import { controls, paragraph, view } from '../../chat/view.ts';
import { cohortRoute, type Route } from '../../context.ts';
import { recordWouldMentorNotice } from '../../deliveries/notices.ts';
import { onward } from '../../domain/onward.ts';

const offer = cohortRoute({
  name: 'mentor offer',
  summary: 'Say that you would mentor in the next cohort: the organisers hear of it',
  ack: 'private',
  who: 'learner',
  did: 'offered to mentor in the next cohort',
  async run(_, { db, cohort, asker, now }) {
    await recordWouldMentorNotice(db, cohort.id, asker.memberId, now);
    return view(
      paragraph`Thank you. The organisers of **${cohort.name}** hear that you would, once, and can name you as a mentor of the next cohort.`,
      controls(onward()),
    );
  },
});

export const offerRoutes: readonly Route[] = [offer];
