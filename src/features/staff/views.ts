import { command, join, mention, type Text, text, word } from '../../chat/text.ts';
import { button, controls, footnote, lineBlock, paragraph, type View, view } from '../../chat/view.ts';
import type { Cohort } from '../../domain/cohorts/cohort.ts';
import { mentorsOf } from '../../domain/cohorts/homes.ts';
import { type Named, nameOf } from '../../domain/people/names.ts';

/** Who is an organiser here. `done` says what has just changed. */
export function organisersView(role: string | null, named: readonly Named[], done: readonly Text[]): View {
  return view(
    ...(done.length === 0 ? [] : [lineBlock(done)]),
    lineBlock([
      text`**Organisers here**`,
      text`- everybody who may manage this ${word('workspace')}`,
      ...(role === null ? [] : [text`- everybody in ${mention('role', role)}`]),
      ...(named.length === 0 ? [] : [text`- by name: ${join(named.map(nameOf), ', ')}`]),
    ]),
    ...(role === null ? [] : [controls(button('By name only', 'organisers.norole'))]),
    footnote`${command('organise organisers')} takes somebody to add or to remove, or a ${word('role')}.`,
  );
}

/** Who mentors a cohort, beside what has just changed. */
export function mentorsView(cohort: Cohort, named: readonly Named[], done: readonly Text[]): View {
  const roles = cohort.homes.flatMap(mentorsOf);
  return view(
    ...(done.length === 0 ? [] : [lineBlock(done)]),
    roles.length === 0 && named.length === 0
      ? paragraph`**${cohort.name}** has no mentors yet.`
      : lineBlock([
          text`**The mentors of ${cohort.name}**`,
          ...roles.map((role) => text`- everybody in ${role}`),
          ...(named.length === 0 ? [] : [text`- by name: ${join(named.map(nameOf), ', ')}`]),
        ]),
    footnote`${command('organise mentors')} takes somebody to add or to remove, or the ${word('role')} they have here.`,
  );
}
