import { z } from 'zod';
import { textOption } from '../../chat/input.ts';
import type { View } from '../../chat/view.ts';
import { type Context, type Route, route } from '../../context.ts';
import { listWishes, recordWish } from '../../domain/streaks/store.ts';
import { isSameRhythm, type Wish } from '../../domain/streaks/wishes.ts';
import { drawPicture } from '../../pictures/draw.ts';
import { WHEN_LENGTH, weekdaysInput, zoneInput } from '../calendar/inputs.ts';
import { suggestZones } from '../calendar/zones.ts';
import { streakPicture } from './picture.ts';
import { listLearnt } from './store.ts';
import { streakOf } from './streak.ts';
import { streakView } from './views.ts';

const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7];

const daysInput = z.string().transform((typed, context) => {
  if (/^\s*(every ?day|daily|all)\s*$/i.test(typed)) return EVERY_DAY;
  const days = weekdaysInput.safeParse(typed);
  if (days.success) return days.data;
  context.addIssue({ code: 'custom', message: 'must be weekdays like `mon-fri`, or `every day`' });
  return z.NEVER;
});

const streak = route({
  name: 'streak',
  summary: 'Your streak: the days on which you learnt, by your own clock',
  ack: 'private',
  who: 'anyone',
  cohort: 'none',
  input: z.object({
    days: textOption('Your days, like mon-fri, or "every day"', WHEN_LENGTH, daysInput).optional(),
    zone: textOption('Where you are: type a city', WHEN_LENGTH, zoneInput).optional(),
  }),
  complete: { zone: (typed, { now }) => suggestZones(typed, now) },
  run: (wished, context) => showStreak(wished, context),
});

/** Other days, chosen in the message that shows the streak. */
const chooseDays = route({
  name: 'streak.days',
  once: true,
  ack: 'update',
  who: 'anyone',
  cohort: 'none',
  input: z.object({ days: z.string().max(WHEN_LENGTH).pipe(daysInput) }),
  run: (wished, context) => showStreak(wished, context),
});

async function showStreak(
  { days, zone }: { days?: readonly number[] | undefined; zone?: string | undefined },
  { db, asker, now }: Context,
): Promise<View> {
  const before = await listWishes(db, asker.memberId);
  const last = before.at(-1) ?? before[0];
  const wish: Wish = { days: days ?? last.days, zone: zone ?? last.zone, since: now };
  const isNew = !isSameRhythm(wish, last);
  if (isNew) await recordWish(db, asker.memberId, before, wish);
  const found = streakOf(await listLearnt(db, asker.memberId), isNew ? [...before, wish] : before, now);
  const picture = found.days.length === 0 ? undefined : await drawPicture(streakPicture(found), asker.theme);
  return streakView(found, isNew ? wish : last, picture);
}

export const streakRoutes: readonly Route[] = [streak, chooseDays];
