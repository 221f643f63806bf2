import { join, type Part, type Text, text, time } from '../../chat/text.ts';
import { type Block, button, controls, lineBlock, paragraph, type View, view } from '../../chat/view.ts';
import type { Slot } from '../../domain/cohorts/calendar.ts';
import type { Cohort, Place } from '../../domain/cohorts/cohort.ts';
import { whereOf } from '../../domain/cohorts/homes.ts';
import { onward } from '../../domain/onward.ts';
import type { Brought } from './bringing.ts';

/** Who of a list came in, who waits, who was in already, and who did not come in and why. */
export function broughtView(cohort: Cohort, brought: readonly Brought[]): View {
  const named = (kind: 'in' | 'staff' | 'already') => brought.flatMap((one) => (one.kind === kind ? [one.name] : []));
  const waiting = brought.flatMap((one) => (one.kind === 'waits' ? [`${one.name} (number ${one.number})`] : []));
  const refused = brought.flatMap((one) => (one.kind === 'not' ? [text`- ${one.typed}: ${one.why}.`] : []));
  const fresh = brought.filter(({ kind }) => kind === 'in' || kind === 'waits' || kind === 'staff').length;
  return view(
    paragraph`**${cohort.name}**: ${fresh === 0 ? 'nobody new' : `${fresh} came in`}. ${fresh === 0 ? '' : 'Each is told in private.'}`,
    ...listBlocks('In', named('in')),
    ...listBlocks('On the waiting list', waiting),
    ...listBlocks('As staff, without a learner’s place', named('staff')),
    ...listBlocks('Were in already', named('already')),
    ...(refused.length === 0 ? [] : [paragraph`**Not brought in**`, lineBlock(refused)]),
    controls(
      button('Show', 'cohort show', { cohort: cohort.id }),
      button('More people', 'cohort.people', { cohort: cohort.id }),
    ),
  );
}

function listBlocks(title: string, names: readonly string[]): Block[] {
  return names.length === 0 ? [] : [paragraph`**${title}**: ${names.join(', ')}`];
}

/** To somebody whom an organiser brought in; in a channel it names them. */
export function broughtInView(cohort: Cohort, place: Place | undefined, next: Slot | undefined, whom?: Part): View {
  const you: Text = whom === undefined ? text`You` : text`${whom}, you`;
  const when: Part = next === undefined ? '' : text` The next session is ${time(next.startsAt)}.`;
  const what =
    place?.kind === 'waiting'
      ? text`are number ${place.number} on the waiting list of **${cohort.name}**: an organiser put you there. I write to you when a place is yours.`
      : text`are in **${cohort.name}**: an organiser brought you in. Everything is posted in ${whereOf(cohort)}.${when}`;
  return view(
    paragraph`${join([you, what], ' ')}`,
    controls(
      button('Schedule', 'schedule', { cohort: cohort.id }),
      button('Leave', 'cohort leave', { cohort: cohort.id, first: 'ask' }),
      ...(whom === undefined ? [onward()] : []),
    ),
  );
}
