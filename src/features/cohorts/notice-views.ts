import { markdown, pinging, type Text, text, time } from '../../chat/text.ts';
import { button, controls, paragraph, type View, view } from '../../chat/view.ts';
import type { CalendarChange, Slot } from '../../domain/cohorts/calendar.ts';
import type { Cohort } from '../../domain/cohorts/cohort.ts';
import { platformNameOf } from '../../domain/people/ids.ts';
import { type Named, nameOf } from '../../domain/people/names.ts';
import { scheduleView } from '../calendar/views.ts';

/** To somebody who got a place; in a channel it names them, and notifies exactly them. */
export function movedUpView(cohort: Cohort, member: Named | undefined, next: Slot | undefined): View {
  const whom: Text = member === undefined ? text`You have` : text`${pinging(nameOf(member))}, you have`;
  return view(
    paragraph`${whom} a place in **${cohort.name}**: somebody left, and you were next.${next === undefined ? '' : text` The next session is ${time(next.startsAt)}.`}`,
    controls(button('Schedule', 'schedule', { cohort: cohort.id })),
  );
}

/** To the channel, when an organiser changed the calendar. */
export function calendarNoticeView(
  change: CalendarChange,
  ...[cohort, slots, curriculum, now]: Parameters<typeof scheduleView>
): View {
  return view(paragraph`${changeSentence(change)}`, scheduleView(cohort, slots, curriculum, now).blocks);
}

function changeSentence(change: CalendarChange): Text {
  switch (change.kind) {
    case 'skip':
      return text`**The calendar has changed**: there is no session on ${change.date.toString()}; it and the later ones move on by one.`;
    case 'move':
      return text`**The calendar has changed**: session ${change.session} has moved.`;
    case 'shift':
      return text`**The calendar has changed**: all coming sessions are ${Math.abs(change.days)} ${Math.abs(change.days) === 1 ? 'day' : 'days'} ${change.days < 0 ? 'earlier' : 'later'}.`;
    case 'pause':
      return text`**The cohort pauses.** Nothing is posted until it is resumed.`;
    case 'resume':
      return text`**The cohort goes on.** These are the dates now:`;
  }
}

export function archivedView(cohort: Cohort): View {
  return view(paragraph`**${cohort.name}** has ended. Thank you, all of you. What was posted stays here to read.`);
}

/** To the organisers, in private: what does not arrive, and how it is mended. */
export function troubledView({ name }: Cohort, { remedy, of }: { remedy: string; of: string }): View {
  return view(
    paragraph`I could not post ${of} for **${name}**. ${remedy}`,
    paragraph`I go on trying by myself; what is still of use by then comes late, and nothing comes twice. In the cohort's server or workspace, ${markdown('`/organise home`')} gives it another channel, and ${markdown('`/organise deliveries`')} shows what waits.`,
  );
}

/** To the organisers, in private. */
export function mendedView({ name }: Cohort): View {
  return view(
    paragraph`Posts of **${name}** arrive again. ${markdown('`/organise deliveries`')} shows what came late and what was left out.`,
  );
}

/** To the organisers, in private: a session that began without its thread, and how the next one gets one. */
export function threadlessView({ name }: Cohort, { remedy, session }: { remedy: string; session: number }): View {
  return view(
    paragraph`Session ${session} of **${name}** began without a thread, so its agenda stands in the channel. ${remedy}`,
  );
}

/** To the homes that are left, or to the one that is back. */
export function homeNoticeView(kind: 'home-closed' | 'home-back', workspaceId: string, cohort: Cohort): View {
  const where = platformNameOf(workspaceId);
  if (kind === 'home-closed') {
    return view(
      paragraph`**${cohort.name}** lives here alone now: its home on ${where} is closed. Everything goes on.`,
    );
  }
  return view(
    cohort.status === 'paused'
      ? paragraph`I am back on ${where}. **${cohort.name}** is paused; an organiser lets it go on with ${markdown('`/organise resume`')}.`
      : paragraph`I am back on ${where}: what **${cohort.name}** does is posted there too from now on.`,
  );
}
