import { command, type Text, text, time } from '../../chat/text.ts';
import {
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
import { weekdayNames } from '../calendar/inputs.ts';
import type { Wishes } from '../notify/reminders.ts';
import { isQuiet } from '../notify/reminders.ts';
import { EVERY_DAY, nextAskAt, type Settings } from './schedule.ts';

/** When somebody is asked, with a choice for each. */
export function settingsView(settings: Settings, wishes: Wishes, now: Temporal.Instant): View {
  const { days, at, zone, most, isPaused } = settings;
  const next = nextAskAt(settings, now);
  const zoned = zone.replaceAll('_', ' ');
  return view(
    heading('When I ask you'),
    facts(
      ['Days', days.length === 0 ? 'none: you come by yourself' : daysText(days)],
      ['Hour', at === null ? 'none chosen' : text`${at.toString({ smallestUnit: 'minute' })}, ${zoned} time`],
      ['Cards a day', `at most ${most}`],
      ...(next === undefined ? [] : [['Next', text`${time(next)}`] as const]),
    ),
    ...noteBlocks(settings, wishes, next),
    controls(
      select('days', 'Days', [
        ['every day', 'Every day'],
        ['mon-fri', 'Monday to Friday'],
        ['mon wed fri', 'Monday, Wednesday, Friday'],
        ['sat sun', 'Saturday and Sunday'],
        ['none', 'Never unasked'],
      ]),
    ),
    controls(
      select(
        'at',
        'Hour',
        HOURS.map((hour) => [hour, hour]),
      ),
    ),
    controls(
      select(
        'most',
        'Cards a day',
        ['5', '10', '15', '20', '30'].map((most) => [most, `At most ${most}`]),
      ),
    ),
    controls(
      button('Review now', 'card.next', {}, { style: 'primary' }),
      isPaused
        ? button('Go on asking', 'review.settings', { pause: 'no' })
        : button('Pause', 'review.settings', { pause: 'yes' }),
      onward(),
    ),
    footnote`Or typed: ${command('review', { days: 'mon-fri', at: '8:30', zone: 'Europe/Berlin', most: '10' })}. I ask in private; ${command('notify')} has your quiet hours.`,
  );
}

function noteBlocks({ isPaused, at, days }: Settings, wishes: Wishes, next: Temporal.Instant | undefined) {
  if (isPaused) return [paragraph`**Paused.** Cards wait, and none is lost.`];
  if (at === null || days.length === 0)
    return [paragraph`Choose the days and an hour, and I ask you then, in private.`];
  if (wishes.reviews === 'off') {
    return [paragraph`You switched these messages off in ${command('notify')}: nothing comes until they are on.`];
  }
  if (next !== undefined && wishes.quiet !== null && isQuiet(wishes.quiet, next)) {
    return [paragraph`**That is in your quiet hours**: I ask when they are over.`];
  }
  return [];
}

const HOURS = Array.from({ length: 24 }, (_, hour) => `${String((hour + 6) % 24).padStart(2, '0')}:00`);

function select(
  name: string,
  placeholder: string,
  options: readonly (readonly [value: string, label: string])[],
): Select {
  return {
    kind: 'select',
    name,
    placeholder,
    options: options.map(([value, label]) => ({ value, label })),
    action: { route: 'review.settings', state: {} },
  };
}

function daysText(days: readonly number[]): Text {
  return text`${days.length === EVERY_DAY.length ? 'every day' : weekdayNames(days)}`;
}
