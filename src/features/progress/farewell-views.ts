import { join, type Text, text } from '../../chat/text.ts';
import { type Block, button, controls, paragraph, type View, view } from '../../chat/view.ts';
import type { Cohort } from '../../domain/cohorts/cohort.ts';
import type { ScenarioRecord } from '../scenarios/store.ts';
import type { Attended } from './store.ts';

/** What somebody did in a course that is over. */
interface Done {
  attended: Attended;
  /** Sessions of the whole course. */
  sessions: number;
  scenarios: ScenarioRecord;
  signOffs: number;
}

/** In private, after the last round has closed. */
export function farewellView(cohort: Cohort, done: Done): View {
  return view(
    paragraph`**${cohort.name} has come to its end.** ${doneText(done)}`,
    paragraph`What is next is yours to choose: months of your own, a few cards a week that keep what you learnt, or the other side of the next cohort.`,
    nextSteps(cohort.id),
    controls(button('No more of these', 'notify', { course: 'off' })),
  );
}

function doneText({ attended, sessions, scenarios, signOffs }: Done): Text {
  const parts = [
    ...(attended.present === 0 ? [] : [`were at ${attended.present} of ${sessions} sessions`]),
    ...(attended.roundsTaken === 0 ? [] : [`took ${attended.roundsTaken} of ${attended.rounds} rounds`]),
    ...(scenarios.fixed === 0
      ? []
      : [`put ${scenarios.fixed === 1 ? 'one incident' : `${scenarios.fixed} incidents`} right`]),
    ...(signOffs === 0 ? [] : [`have ${signOffs === 1 ? 'one checkpoint' : `${signOffs} checkpoints`} signed off`]),
  ];
  return parts.length === 0 ? text`Everything of it stays open to you.` : text`You ${listed(parts)}.`;
}

/** `a`, `a and b`, `a, b and c`. */
function listed(parts: readonly string[]): Text {
  if (parts.length < 2) return join(parts, '');
  return text`${join(parts.slice(0, -1), ', ')} and ${parts.at(-1) ?? ''}`;
}

/** The ways on after a course, also below the picture of the way through it. */
export function nextSteps(cohortId: string): Block {
  return controls(
    button('My roadmap', 'roadmap', {}, { style: 'primary' }),
    button('Keep reviewing', 'review'),
    button("I'd mentor next time", 'mentor offer', { cohort: cohortId }),
    button('How it went', 'progress', { cohort: cohortId }),
  );
}
