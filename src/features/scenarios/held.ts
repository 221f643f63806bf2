import { type Text, text, time } from '../../chat/text.ts';
import type { Scenario } from '../../curriculum/scenario.ts';
import type { Curriculum } from '../../curriculum/schema.ts';
import type { Nearby } from './held-store.ts';
import type { Incident } from './investigation.ts';

/**
 * Why nothing that gives away a scenario's solution may reach somebody now. `own`: it is open in their cohort, and their
 * run of it is the one of that incident. `near`: it is open in a cohort near them. `planned`: it is about to be, for them.
 */
export type Held =
  | { kind: 'own'; incident: Incident }
  | { kind: 'near'; until: Temporal.Instant }
  | { kind: 'planned'; opensAt: Temporal.Instant };

/** Whether a scenario is held back from somebody, and why; undefined where it is free. One's own incident comes first. */
export function heldBack(
  { slug }: Pick<Scenario, 'slug'>,
  { open, planned }: Nearby,
  curriculum: Pick<Curriculum, 'scenarios'>,
): Held | undefined {
  const own = open.find(({ mine }) => mine);
  if (own !== undefined) return { kind: 'own', incident: own };
  const last = open.at(-1);
  if (last !== undefined) return { kind: 'near', until: last.closesAt };
  const due = planned.find(({ session, had }) => nextScenario(curriculum, session, new Set(had))?.slug === slug);
  return due && { kind: 'planned', opensAt: due.opensAt };
}

/** The scenario that the calendar opens for a session: the first of it that the cohort has not had. */
export function nextScenario(
  { scenarios }: Pick<Curriculum, 'scenarios'>,
  session: number,
  had: ReadonlySet<string>,
): Scenario | undefined {
  return [...scenarios.values()].find((one) => one.session === session && !had.has(one.slug));
}

/** What somebody is told when they ask for something that is held back. */
export function heldText(held: Held): Text {
  switch (held.kind) {
    case 'own':
      return text`Your cohort is at this incident until ${time(held.incident.closesAt)}. Everything about it opens for you then.`;
    case 'near':
      return text`A cohort here is at this scenario until ${time(held.until)}, so its answers stay closed until then. What you have done is kept.`;
    case 'planned':
      return text`This is the next incident of your cohort: it opens ${time(held.opensAt)}. Wait for the others; what you have done is kept.`;
  }
}
