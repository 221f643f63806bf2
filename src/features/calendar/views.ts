import { markdown, type Text, text, time } from '../../chat/text.ts';
import { type Block, footnote, heading, lineBlock, paragraph, type View, view } from '../../chat/view.ts';
import type { Curriculum } from '../../curriculum/schema.ts';
import { sessionTitle } from '../../curriculum/sessions.ts';
import type { Slot } from '../../domain/cohorts/calendar.ts';
import type { Cohort } from '../../domain/cohorts/cohort.ts';
import { progressing } from '../../domain/cohorts/timetable.ts';

export function clock(wall: Temporal.PlainTime): string {
  return wall.toString({ smallestUnit: 'minute' });
}

export function slotList(slots: readonly Slot[], curriculum: Curriculum): Block {
  const line = (slot: Slot): Text =>
    text`${slot.session}. ${time(slot.startsAt)} · ${sessionTitle(curriculum, slot.session)}`;
  return lineBlock(slots.map(line));
}

/** `/schedule`: what is past, what runs, what is next, what is to come. */
export function scheduleView(
  cohort: Cohort,
  slots: readonly Slot[],
  curriculum: Curriculum,
  now: Temporal.Instant,
): View {
  const { over, running, coming } = progressing(slots, curriculum, now);
  const [next, ...later] = coming;
  return view(
    heading(`${cohort.name}: the schedule`),
    ...(cohort.status === 'paused' ? [paragraph`**Paused.** Nothing is posted until an organiser resumes it.`] : []),
    ...(over.length === 0 ? [] : [paragraph`**Past**`, slotList(over, curriculum)]),
    ...(running === undefined ? [] : [paragraph`**Now**`, slotList([running], curriculum)]),
    ...(next === undefined
      ? running === undefined
        ? [paragraph`All sessions are over.`]
        : []
      : [paragraph`**Next**`, slotList([next], curriculum)]),
    ...(later.length === 0 ? [] : [paragraph`**To come**`, slotList(later, curriculum)]),
    footnote`Times are your own. The cohort meets at ${clock(cohort.startTime)}, ${cohort.zone}.`,
  );
}

/** A feed's address as a link; its words are ours. */
export function feedLink(feed: string): Text {
  return text`${markdown(`[subscribe to the dates](${feed})`)}`;
}
