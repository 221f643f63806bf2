import type { Who } from './chat/route.ts';
import { command, type Text, text, word } from './chat/text.ts';
import type { Asker } from './context.ts';

/** The one place that decides who may do what: the reason why not, or undefined. */
export function reasonAgainst(who: Who, asker: Asker): Text | undefined {
  switch (who) {
    case 'anyone':
      return undefined;
    case 'learner':
      if (asker.learner || isStaff(asker)) return undefined;
      return asker.waiting
        ? text`You are on the waiting list of this cohort. It moves up by itself when somebody leaves.`
        : text`This is for people in the cohort. Join it with ${command('cohort join')}.`;
    case 'mentor':
      if (isStaff(asker)) return undefined;
      return text`This is for the mentors of the cohort. An organiser names them with ${command('organise mentors')}.`;
    case 'organiser':
      if (asker.organiser) return undefined;
      return text`This is for organisers: people who may manage this ${word('workspace')}, and whoever they name with ${command('organise organisers')}.`;
  }
}

/** Whether somebody is staff, and so takes no learner's place and earns for the mentors' board. */
export function isStaff(asker: Pick<Asker, 'mentor' | 'organiser'>): boolean {
  return asker.mentor || asker.organiser;
}

/** Whether somebody has a place on record, whatever the platform can say of them at this moment. */
export function isKnown(asker: Pick<Asker, 'learner' | 'waiting' | 'mentor' | 'organiser'>): boolean {
  return asker.learner || asker.waiting || isStaff(asker);
}

/** Whether `/help` lists it, its options are completed and it may run. */
export function may(who: Who, asker: Asker): boolean {
  return reasonAgainst(who, asker) === undefined;
}
