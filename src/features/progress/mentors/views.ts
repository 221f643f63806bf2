import { markdown, type Text, text, time } from '../../../chat/text.ts';
import {
  button,
  controls,
  facts,
  footnote,
  heading,
  lineBlock,
  paragraph,
  type View,
  view,
} from '../../../chat/view.ts';
import type { Cohort } from '../../../domain/cohorts/cohort.ts';
import {
  type Line,
  type MentorEvent,
  type MentorScore,
  PAIR_AHEAD,
  PAIR_WEEK,
  REPLY_WEEK,
  THERE_WEEK,
  WORTH,
} from './formula.ts';

/** How many lines a page has, the newest first. */
const PAGE = 15;

/** What a mentor's points are made of. No learner is named, and what did not help is not there: a low mark is shown to nobody. */
export function scoreView(
  cohort: Cohort,
  mentor: { id: string; name: string; isSelf: boolean },
  score: MentorScore,
  { period, page }: { period: 'week' | 'cohort'; page: number },
): View {
  const lines = score.lines.filter(({ points, less }) => points > 0 || less !== undefined).toReversed();
  const pages = Math.max(1, Math.ceil(lines.length / PAGE));
  const at = Math.min(page, pages);
  const turn = (label: string, to: number) =>
    button(label, 'leaderboard.mentor', { cohort: cohort.id, mentor: mentor.id, period, page: String(to) });
  return view(
    heading(`${mentor.isSelf ? 'Your points' : mentor.name}: ${score.points}`),
    lines.length === 0
      ? paragraph`Nothing that counts ${period === 'week' ? 'this week' : 'yet'}. Questions that are solved, checkpoints, reviews and assessments do.`
      : lineBlock(lines.slice((at - 1) * PAGE, at * PAGE).map(lineText)),
    ...(pages > 1 ? [footnote`Page ${at} of ${pages}, the newest first.`] : []),
    ...(score.oneSided === 0
      ? []
      : [
          facts([
            'Not counted',
            `${score.oneSided} points: one learner alone counts for at most ${PAIR_AHEAD} more than all others`,
          ]),
        ]),
    footnote`A question counts when its asker says that it is solved or helped (${WORTH.help}), ${WORTH.timely} more within a working day, ${WORTH.nextRight} when their next answer on it is right; a checkpoint ${WORTH.checkpoint}, a review ${WORTH.review}, an assessment ${WORTH.assessment}; a reply that you kept and that helped again ${WORTH.reply}, at most ${REPLY_WEEK} a week; being there ${WORTH.there}, at most ${THERE_WEEK} a week. One learner brings at most ${PAIR_WEEK} a week. The number of messages counts for nothing.`,
    controls(
      ...(at > 1 ? [turn('Newer', at - 1)] : []),
      ...(at < pages ? [turn('Older', at + 1)] : []),
      button('The board', 'leaderboard', { cohort: cohort.id, of: 'mentors', period }),
    ),
  );
}

function lineText({ event, points, less }: Line): Text {
  return text`- ${time(event.at, 'date')}: ${whatWords(event)}${lessWords(less)} · **${markdown(String(points))}**`;
}

function whatWords(event: MentorEvent): string {
  switch (event.kind) {
    case 'help':
      return `a question helped with${event.isTimely ? ', within a working day' : ''}`;
    case 'next-right':
      return 'the next answer on such a question was right';
    case 'checkpoint':
      return 'a checkpoint verified';
    case 'review':
      return 'a post-mortem reviewed';
    case 'assessment':
      return 'a capstone assessed';
    case 'reply':
      return event.what === 'saved' ? 'a saved reply helped again' : 'an answer that was kept solved another question';
    case 'there':
      return event.what === 'session' ? 'there at a session' : 'a round opened';
  }
}

function lessWords(less: Line['less']): string {
  switch (less) {
    case undefined:
      return '';
    case 'week':
      return ' (as much as a week may bring)';
    case 'mutual':
      return ' (a quarter: the two help each other)';
  }
}
