import { markdown, type Text, text, time } from '../../chat/text.ts';
import {
  bullets,
  button,
  controls,
  footnote,
  heading,
  lineBlock,
  paragraph,
  type View,
  view,
} from '../../chat/view.ts';
import type { Session } from '../../curriculum/schema.ts';
import type { Slot } from '../../domain/cohorts/calendar.ts';
import type { Cohort, Home } from '../../domain/cohorts/cohort.ts';
import { channelOf } from '../../domain/cohorts/homes.ts';

/** What the calendar posts around one session. */

export function preworkView(cohort: Cohort, session: Session, slot: Slot, which: string): View {
  const minutes = session.prework.reduce((sum, step) => sum + step.minutes, 0);
  return view(
    heading(`Pre-work: ${session.title}`),
    paragraph`**${time(slot.startsAt)}** · ${which}.`,
    ...(session.prework.length === 0
      ? [paragraph`No pre-work this time. What the session is for:`, bullets(session.objectives)]
      : [
          paragraph`${session.prework.length === 1 ? 'One thing' : `${session.prework.length} things`} before you come, about ${minutes} minutes.${shortOn(session)}`,
          lineBlock(session.prework.map((step) => text`- **${markdown(step.title)}** (${step.minutes} min)`)),
        ]),
    controls(
      button(
        'Open the session',
        'session',
        { cohort: cohort.id, number: String(session.number) },
        { style: 'primary' },
      ),
      button("I'm coming", 'session.rsvp', { cohort: cohort.id, session: String(session.number), said: 'coming' }),
      button('Schedule', 'schedule', { cohort: cohort.id }),
    ),
  );
}

/** What to do for whoever has no time for all of it. */
function shortOn({ prework }: Session): Text {
  const [first] = prework;
  if (first === undefined || prework.length === 1) return text``;
  return text` If you have only ${first.minutes}, do *${markdown(first.title)}*.`;
}

/** `coming`: how many have said so. */
export function reminderView(
  cohort: Cohort,
  session: Session,
  slot: Slot,
  { which, coming }: { which: string; coming: number },
): View {
  const state = { cohort: cohort.id, session: String(session.number) };
  return view(
    heading(text`${time(slot.startsAt, 'time')}: ${session.title}`),
    paragraph`${markdown(which.replace(/^s/, 'S'))} begins soon. Are you coming?${coming === 0 ? '' : coming === 1 ? ' One of you is.' : ` ${coming} of you are.`}`,
    controls(
      button("I'm coming", 'session.rsvp', { ...state, said: 'coming' }, { style: 'primary' }),
      button("I can't", 'session.rsvp', { ...state, said: 'excused' }),
    ),
  );
}

/** The message in the channel whose thread the session lives in, or which the agenda follows where it got no thread. */
export function startView(
  cohort: Cohort,
  session: Session,
  slot: Slot,
  { which, agendaIn }: { which: string; agendaIn: 'thread' | 'channel' },
): View {
  return view(
    heading(session.title),
    paragraph`**${cohort.name}**, ${which}, begins. It lasts until ${time(slot.startsAt.add({ minutes: session.minutes }), 'time')}; ${markdown(agendaIn === 'thread' ? 'the thread is below' : 'the agenda is below')}.`,
    controls(
      button("I'm here", 'session.here', { cohort: cohort.id, session: String(session.number) }, { style: 'primary' }),
    ),
  );
}

/** The first message in the session's thread, or in the channel where there is none. */
export function agendaView(cohort: Cohort, session: Session, home: Home): View {
  return view(
    heading('What it is for'),
    bullets(session.objectives),
    ...(session.agenda.length === 0
      ? []
      : [
          heading('Agenda'),
          lineBlock(session.agenda.map((step) => text`- ${step.minutes} min · ${markdown(step.title)}`)),
        ]),
    controls(
      button("I'm here", 'session.here', { cohort: cohort.id, session: String(session.number) }, { style: 'primary' }),
      button('Open the session', 'session', { cohort: cohort.id, number: String(session.number) }),
    ),
    footnote`When the session is over, its round opens in ${channelOf(home)}.`,
  );
}

/** The answer to an RSVP. */
export function rsvpView(said: 'coming' | 'excused', others: number): View {
  const company =
    others === 0 ? text`` : others === 1 ? text` One other is coming.` : text` ${others} others are coming.`;
  return view(
    said === 'coming'
      ? paragraph`See you there.${company}`
      : paragraph`Thank you for saying so: you are excused.${company} The round stays open for a day after the session.`,
    footnote`You can change this until the session starts.`,
  );
}

export function presentView(fresh: boolean, points: number | undefined, session: Session): View {
  return view(
    fresh
      ? paragraph`You are here: **${session.title}**.${points === undefined ? '' : text` That is ${points} points.`}`
      : paragraph`You are already down as here.`,
  );
}
