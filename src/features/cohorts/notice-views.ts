import type { Lack } from '../../chat/platform.ts';

import { command, join, markdown, pinging, type Text, text, time, word } from '../../chat/text.ts';
import { type Block, button, controls, lineBlock, paragraph, type View, view } from '../../chat/view.ts';

import type { CalendarChange, Slot, SlotMove } from '../../domain/cohorts/calendar.ts';
import type { Cohort, Home } from '../../domain/cohorts/cohort.ts';
import { channelOf, whereOf } from '../../domain/cohorts/homes.ts';
import { onward } from '../../domain/onward.ts';
import { platformNameOf } from '../../domain/people/ids.ts';
import { type Named, nameOf } from '../../domain/people/names.ts';
import { changeSentence } from '../calendar/change-views.ts';
import { rightsBlocks } from './rights-views.ts';

/** To somebody who got a place; in a channel it names them, and notifies exactly them. */
export function movedUpView(cohort: Cohort, member: Named | undefined, next: Slot | undefined): View {
  const whom: Text = member === undefined ? text`You have` : text`${pinging(nameOf(member))}, you have`;
  return view(
    paragraph`${whom} a place in **${cohort.name}**: a place is free, and you were next.${next === undefined ? '' : text` The next session is ${time(next.startsAt)}.`}${member === undefined ? text` Everything of it is in ${whereOf(cohort)}.` : ''}`,
    controls(button('Schedule', 'schedule', { cohort: cohort.id }), ...(member === undefined ? [onward()] : [])),
  );
}

/** To the channel, when an organiser changed the calendar: what moves from when to when; all dates are behind a button. */
export function calendarNoticeView(
  { change, moved }: { change: CalendarChange; moved: readonly SlotMove[] },
  cohort: Cohort,
  next: Slot | undefined,
): View {
  return view(
    paragraph`${changeSentence(change, moved, next)}`,
    controls(button('Schedule', 'schedule', { cohort: cohort.id })),
  );
}

export function archivedView(cohort: Cohort): View {
  return view(paragraph`**${cohort.name}** has ended. Thank you, all of you. What was posted stays here to read.`);
}

const ORGANISING = {
  'organise doctor': 'How it stands',
  'organise deliveries': 'What came, and what waits',
  'organise mentors': 'Its mentors',
  'organise organisers': 'The organisers',
} as const;

/** Where an organiser looks next, and then the one next thing. */
function organising(cohort: string, ...names: (keyof typeof ORGANISING)[]): Block {
  return controls(...names.map((name) => button(ORGANISING[name], name, { cohort })), onward());
}

/** To the organisers, in private: what does not arrive, and how it is mended. */
export function troubledView({ name, id }: Cohort, { remedy, of }: { remedy: string; of?: string | undefined }): View {
  const what =
    of === undefined ? text`I can't post for **${name}** any more.` : text`I could not post ${of} for **${name}**.`;
  return view(
    paragraph`${what} ${remedy}`,
    paragraph`I go on trying by myself; what is still of use by then comes late, and nothing comes twice. Where the cohort lives, ${command('organise home')} gives it another channel, and ${command('organise deliveries')} shows what waits.`,
    organising(id, 'organise doctor', 'organise deliveries'),
  );
}

/** To whoever looks after a cohort from now on, in private. */
export function handedOverView({ name, id }: Cohort): View {
  return view(
    paragraph`**${name}** is yours to look after now: I tell you in private when something needs a hand. In the cohort's channel, ${command('organise doctor')} says how it stands and ${command('help')} what you can do.`,
    organising(id, 'organise doctor'),
  );
}

/** To the organisers, in private; to the channel where none of them can be told. */
export function ownerlessView({ name, id }: Cohort, owner: Named): View {
  return view(
    paragraph`${nameOf(owner)}, who looked after **${name}**, has left the ${word('workspace')}. Everything goes on, but nobody is told first when something needs a hand. In the cohort's channel, an organiser takes it over with ${command('organise transfer')}.`,
    organising(id, 'organise doctor', 'organise organisers'),
  );
}

/** To the organisers, in private. */
export function wouldMentorView({ name, id }: Cohort, learner: Named): View {
  return view(
    paragraph`${nameOf(learner)}, who learnt in **${name}**, would mentor next time. In the channel of the next cohort, ${command('organise mentors')} names them.`,
    organising(id, 'organise mentors'),
  );
}

/** To the organisers, in private. */
export function mendedView({ name, id }: Cohort): View {
  return view(
    paragraph`Posts of **${name}** arrive again. ${command('organise deliveries')} shows what came late and what was left out.`,
    organising(id, 'organise deliveries'),
  );
}

/** To the organisers, in private: few of them operate me, so it is written to be passed on. */
export function amissView({ id }: Cohort, { what, remedy }: { what: string; remedy: string }): View {
  return view(
    paragraph`${what}. ${remedy}`,
    paragraph`Please pass this on to whoever operates me, if that is not you. I tell you once more when it is well again.`,
    organising(id, 'organise doctor'),
  );
}

/** To the organisers, in private. */
export function amissOverView({ id }: Cohort, { what }: { what: string }): View {
  return view(paragraph`This is well again: ${what}. Thank you.`, organising(id, 'organise doctor'));
}

/** To the organisers, in private, while there is time to mend it. */
export function lackingView(
  { name, id }: Cohort,
  { home, lacks }: { home: Pick<Home, 'workspaceId' | 'channel'>; lacks: readonly Lack[] },
): View {
  return view(
    paragraph`I looked at what I may do where **${name}** lives.`,
    rightsBlocks(home, { kind: 'known', lacks }),
    paragraph`${command('organise doctor')} in that channel looks again.`,
    organising(id, 'organise doctor'),
  );
}

/** To the organisers, in private. */
export function lacksMendedView({ name, id }: Cohort, home: Pick<Home, 'workspaceId' | 'channel'>): View {
  return view(
    paragraph`In ${channelOf(home)} I may do again everything that **${name}** needs. Thank you.`,
    organising(id, 'organise doctor'),
  );
}

/** To the organisers, in private: whoever is gone keeps nobody waiting for long. */
export function absentView({ name, id }: Cohort, gone: readonly Named[]): View {
  const have = gone.length === 1 ? 'has' : 'have';
  return view(
    paragraph`${join(
      gone.map((one) => one.name),
      ', ',
    )} ${markdown(have)} left the ${word('workspace')}. What they did for **${name}** is kept. A place of theirs goes to whoever waited longest a day after they left; whoever comes back joins again.`,
    organising(id, 'organise doctor'),
  );
}

/** To the organisers, in private: a session that began without its thread, and how the next one gets one. */
export function threadlessView({ name, id }: Cohort, { remedy, session }: { remedy: string; session: number }): View {
  return view(
    paragraph`Session ${session} of **${name}** began without a thread, so its agenda stands in the channel. ${remedy}`,
    organising(id, 'organise doctor'),
  );
}

/** In the channel that was a home until now. */
export function closedHereView(cohort: Cohort): View {
  return view(
    paragraph`**${cohort.name}** goes on in ${whereOf(cohort)} alone: nothing more is posted here. Whoever is in it only here keeps place and points, and commands of their own work here as before. To see what is posted, join there and make both accounts one with ${command('link')}.`,
    controls(
      button('My progress', 'progress', { cohort: cohort.id }),
      button('Leave', 'cohort leave', { cohort: cohort.id, first: 'ask' }),
    ),
  );
}

/** To the channel, when nobody changed the calendar and dates are others all the same. */
export function replannedView(
  cohort: Cohort,
  { moved, fresh, gone }: { moved: readonly SlotMove[]; fresh: readonly number[]; gone: readonly number[] },
  slots: readonly Slot[],
): View {
  const added = slots.filter(({ session }) => fresh.includes(session));
  return view(
    paragraph`**The calendar changes:** the rules of time zones, or the course itself, are others than before.`,
    lineBlock([
      ...moved.map(({ session, from, to }) => text`- Session ${session} moves from ${time(from)} to ${time(to)}.`),
      ...added.map(({ session, startsAt }) => text`- Session ${session} is new: ${time(startsAt)}.`),
      ...gone.map((session) => text`- Session ${session} is not held any more.`),
    ]),
    controls(button('Schedule', 'schedule', { cohort: cohort.id })),
  );
}

/** To the organisers, in private: I was removed from one of a cohort's workspaces. */
export function removedView(workspaceId: string, { name, id }: Cohort): View {
  const where = platformNameOf(workspaceId);
  return view(
    paragraph`I was removed from ${where}, so **${name}** lives on here alone. Nobody has lost a place or points. Whoever may does this to undo it: invite me there again and use any command there once. The channel is a home again by itself; after thirty days without me, names and typed words of that side go.`,
    organising(id, 'organise doctor'),
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
      ? paragraph`I am back on ${where}. **${cohort.name}** is paused; an organiser lets it go on with ${command('organise resume')}.`
      : paragraph`I am back on ${where}: what **${cohort.name}** does is posted there too from now on.`,
  );
}
