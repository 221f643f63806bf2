import { command, text } from '../../chat/text.ts';
import { button, controls, facts, footnote, heading, paragraph, type View, view } from '../../chat/view.ts';
import { weekdayNames } from '../calendar/inputs.ts';
import type { DaysOff } from './hours.ts';
import type { StatedHours } from './stated-hours.ts';

export const PAUSES = {
  yes: 'a pause: no questions until you are back',
  no: 'you are back',
} as const satisfies Record<'yes' | 'no', string>;

/** When somebody mentors, as far as the bot knows. */
export function hoursView(
  hours: StatedHours,
  { held, isStated, skills }: { held: number; isStated: boolean; skills: readonly string[] },
): View {
  const { zone, days, from, until, holidays, isPaused, capacity } = hours;
  const clock = (at: Temporal.PlainTime) => at.toString({ smallestUnit: 'minute' });
  return view(
    heading('When you mentor'),
    isStated ? [] : [paragraph`You have not said yet. Until you do I take office hours for yours.`],
    isPaused ? [paragraph`**You take a pause.** Nothing waits for you meanwhile.`] : [],
    facts(
      ['Days', weekdayNames(days)],
      ['Hours', text`${clock(from)} to ${clock(until)}, ${zone.replaceAll('_', ' ')}`],
      ['Off', holidays.length === 0 ? 'no days' : holidays.map(offText).join('; ')],
      ['Questions at once', `${held} now, at most ${capacity}`],
      [
        'Skills',
        skills.length === 0 ? 'what you have helped with' : `${skills.join(', ')}, and what you have helped with`,
      ],
    ),
    controls(
      isPaused
        ? button("I'm back", 'mentor hours', { pause: 'no' }, { style: 'primary' })
        : button('Take a pause', 'mentor hours', { pause: 'yes' }),
      ...(holidays.length === 0 ? [] : [button('No days off', 'mentor hours', { off: 'none' })]),
      button('How I hear of questions', 'notify'),
    ),
    footnote`What questions wait, whose turn it is and when somebody else is told counts in these hours. ${command('mentor hours', { hours: '9-17', days: 'Mon-Fri' })} changes them.`,
  );
}

function offText({ from, until }: DaysOff): string {
  return from.equals(until) ? from.toString() : `${from.toString()} to ${until.toString()}`;
}
