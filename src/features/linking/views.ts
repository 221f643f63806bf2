import { command, commandElsewhere, text, time } from '../../chat/text.ts';
import { footnote, heading, paragraph, type View, view } from '../../chat/view.ts';
import type { Cohort, Home } from '../../domain/cohorts/cohort.ts';
import { whereOf } from '../../domain/cohorts/homes.ts';
import { platformNameOf } from '../../domain/people/ids.ts';
import { type Named, nameOf } from '../../domain/people/names.ts';
import { CODE_MINUTES, showCode } from './codes.ts';

/** A code that gives a cohort a second home. */
export function cohortCodeView(cohort: Cohort, code: string, now: Temporal.Instant): View {
  return view(
    heading(showCode(code)),
    paragraph`Type ${commandElsewhere('organise link', { code: showCode(code) })} in the channel on the other platform where **${cohort.name}** is to live too. You must be an organiser there.`,
    paragraph`It works once, until ${time(now.add({ minutes: CODE_MINUTES }), 'time')}.`,
    footnote`From then on everything is posted in both channels at the same moment, and organisers and mentors of either may do what they may: see everybody’s progress, name mentors, open rounds, move sessions, pause. Exporting everybody’s data and ending the cohort stay with the organisers here.`,
  );
}

/** A code that makes two accounts one person. */
export function personCodeView(code: string, workspaceId: string, now: Temporal.Instant): View {
  return view(
    heading(showCode(code)),
    paragraph`Type ${commandElsewhere('link', { code: showCode(code) })} with your account on the other platform. From then on both are one person: one record, one line on the board.`,
    paragraph`It works once, until ${time(now.add({ minutes: CODE_MINUTES }), 'time')}. Give it to nobody: whoever uses it becomes you.`,
    footnote`What both accounts have done, like an answer to the same question, counts once: as it was done here, on ${platformNameOf(workspaceId)}.`,
  );
}

/** This event's code was shown before; nobody can show it again. */
export function codeShownView(name: string): View {
  return view(paragraph`I have shown you that code already, and can't again. ${command(name)} makes a new one.`);
}

/** The cohort has one home more. `problem` says why nothing could be posted there yet. */
export function homeOpenedView(cohort: Cohort, home: Home, problem: string | undefined): View {
  return view(
    paragraph`**${cohort.name}** lives here too now: ${whereOf(cohort)}. People join with the button in the announcement; one place each, wherever they come from.`,
    ...(problem === undefined ? [] : [paragraph`I could not announce it here yet. ${problem} I try again by myself.`]),
    footnote`${home.mentorRole === null ? text`Who mentors it here: ${command('organise mentors')}. ` : ''}Somebody who is on both platforms links their accounts with ${command('link')}. ${command('organise unlink')} takes this home away again.`,
  );
}

export function homeClosedView(cohort: Pick<Cohort, 'name' | 'homes'>, wasOpen: boolean): View {
  const where = whereOf(cohort);
  return view(
    wasOpen
      ? paragraph`**${cohort.name}** lives in ${where} alone now. What was posted in the other channel stays there to read, and a message there says where it goes on. Whoever is in it only there keeps place and points, and can still use and leave it; what is posted reaches them no more.`
      : paragraph`**${cohort.name}** lives in ${where}, and has no other home.`,
  );
}

export function linkedView(primary: Named, fresh: boolean): View {
  const where = platformNameOf(primary.workspaceId);
  return view(
    fresh
      ? paragraph`You and **${nameOf(primary)}** on ${where} are one person now: one record, one line on the board, one place in each cohort. I write to you where you were last.`
      : paragraph`You and **${nameOf(primary)}** on ${where} are one person already.`,
    ...(fresh ? [footnote`An organiser can undo this with ${command('organise separate')}.`] : []),
  );
}

/** Two people again. `waiting` says who of them has no place any more, because somebody else got it meanwhile. */
export function separatedView(
  one: Named,
  other: Named,
  waiting: readonly { memberId: string; cohort: string; number: number }[],
): View {
  const idOf = ({ workspaceId, externalId }: Named) => `${workspaceId}/${externalId}`;
  const lost = waiting.map(({ memberId, cohort, number }) => {
    const who = memberId === idOf(one) ? one : other;
    return paragraph`${nameOf(who)} waits for **${cohort}** now, as number ${number}: the place was given to somebody else while the two were one. ${command('organise edit')} gives the cohort more places.`;
  });
  return view(
    paragraph`${nameOf(one)} on ${platformNameOf(one.workspaceId)} and ${nameOf(other)} on ${platformNameOf(other.workspaceId)} are two people again. Each has the answers and points that were theirs before, with what rounds that closed since have paid for them; what was done since is with ${nameOf(one)}.`,
    ...lost,
  );
}
