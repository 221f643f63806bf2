import { command, type Text, text } from '../../chat/text.ts';
import {
  type Block,
  button,
  controls,
  facts,
  footnote,
  heading,
  paragraph,
  type Select,
  type View,
  view,
} from '../../chat/view.ts';
import { onward } from '../../domain/onward.ts';
import type { Wish } from '../../domain/streaks/wishes.ts';
import { weekdayNames } from '../calendar/inputs.ts';
import { daysText, MOST_FREEZES, type Streak } from './streak.ts';

/** `/streak`: how it stands, the last weeks as a picture, and what can be chosen. */
export function streakView(streak: Streak, { days, zone }: Wish, picture: Block | undefined): View {
  const { length, longest, freezes } = streak;
  return view(
    heading('Your streak'),
    paragraph`${sayingOf(streak)}`,
    ...(picture === undefined ? [] : [picture]),
    facts(
      ['In a row', daysText(length)],
      ...(longest > length ? [['Longest', daysText(longest)] as const] : []),
      ['Freezes', freezesText(freezes, streak.untilFreeze)],
      ['Your days', days.length === 7 ? 'every day' : text`${weekdayNames(days)}`],
      ['Your clock', zone.replaceAll('_', ' ')],
    ),
    controls(chooseDays),
    controls(button('Practise', 'quiz start', {}, { style: 'primary' }), button('Review', 'review'), onward()),
    footnote`A question, a card, an incident or a session keeps a day; until 03:00 it is still the day before. On a journey no day is missed: say where you are with ${command('streak', { zone: 'Asia/Tokyo' })}.`,
  );
}

function freezesText(freezes: number, untilFreeze: number | undefined): string {
  if (untilFreeze === undefined) return `${freezes}, as many as can be had: each stands in for a missed day`;
  return `${freezes} of ${MOST_FREEZES}, the next after ${daysText(untilFreeze)} of learning`;
}

/** What matters now, in one or two sentences; no word of reproach. */
function sayingOf({ length, longest, freezes, days }: Streak): Text {
  const today = days.at(-1)?.mark;
  if (days.length === 0) return text`Your first day is the one on which you answer a question, whenever you like.`;
  if (today === 'kept' || today === 'extra') return text`**Today is done.** ${daysText(length)} in a row.`;
  if (length === 0) return text`A new streak begins with your next question. Your longest is ${daysText(longest)}.`;
  if (today === 'open') {
    const safe = freezes > 0 ? ' If today does not work out, a freeze stands in for it.' : '';
    return text`**${daysText(length)} in a row.** One question keeps today.${safe}`;
  }
  return text`**${daysText(length)} in a row.** Today is a day of rest.`;
}

const chooseDays: Select = {
  kind: 'select',
  name: 'days',
  placeholder: 'Your days',
  options: [
    { label: 'Monday to Friday', value: 'mon-fri' },
    { label: 'Every day', value: 'every day' },
    { label: 'Monday, Wednesday, Friday', value: 'mon wed fri' },
    { label: 'Saturday and Sunday', value: 'sat sun' },
  ],
  action: { route: 'streak.days', state: {} },
};
