import { join, markdown, type Text, text } from '../../chat/text.ts';
import { type Block, button, controls, paragraph, type View, view } from '../../chat/view.ts';
import type { Cohort } from '../../domain/cohorts/cohort.ts';
import type { ScenarioRecord } from '../scenarios/store.ts';
import type { Growth } from './growth.ts';
import type { Attended } from './store.ts';

/** What somebody did in a course that is over. */
interface Done {
  attended: Attended;
  /** Sessions of the whole course. */
  sessions: number;
  scenarios: ScenarioRecord;
  signOffs: number;
  /** Different questions that they answered, in rounds and alone. */
  questions: number;
  /** Where they answer better at the end than at the beginning, most of all. */
  grown: Growth | undefined;
}

/** In private, after the last round has closed. */
export function farewellView(cohort: Cohort, done: Done, alumni: Alumni | undefined): View {
  return view(
    paragraph`**${cohort.name} has come to its end.** ${doneText(done)}${grownText(done.grown)}`,
    paragraph`${nextText(alumni)}`,
    nextSteps(cohort.id, alumni),
    controls(button('No more of these', 'notify', { course: 'off' })),
  );
}

/** The cohort that somebody may join after the course. */
export type Alumni = Pick<Cohort, 'id' | 'name'>;

/** What can come after a course, in words; the buttons of `nextSteps` do it. */
export function nextText(alumni: Alumni | undefined): Text {
  const ways = text`months of your own, a few cards a week that keep what you learnt, or the other side of the next cohort.`;
  return alumni === undefined
    ? text`What is next is yours to choose: ${ways}`
    : text`Whoever was here goes on in **${alumni.name}**. Besides, there are ${ways}`;
}

function grownText(grown: Done['grown']): Text {
  if (grown === undefined) return text``;
  const { title, before, after, of } = grown;
  return text` You grew most in **${markdown(title)}**: of your first ${of} answers ${before} ${markdown(before === 1 ? 'was' : 'were')} right, of your last ${of} it was ${after}.`;
}

function doneText({ attended, sessions, questions, scenarios, signOffs }: Done): Text {
  const parts = [
    ...(attended.present === 0 ? [] : [`were at ${attended.present} of ${sessions} sessions`]),
    ...(attended.roundsTaken === 0 ? [] : [`took ${attended.roundsTaken} of ${attended.rounds} rounds`]),
    ...(questions === 0 ? [] : [`answered ${questions === 1 ? 'one question' : `${questions} questions`}`]),
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
export function nextSteps(cohortId: string, alumni: Alumni | undefined): Block {
  return controls(
    ...(alumni === undefined
      ? []
      : [button('Join the alumni', 'cohort join', { cohort: alumni.id }, { style: 'primary' })]),
    button('My roadmap', 'roadmap', {}, alumni === undefined ? { style: 'primary' } : {}),
    button('Keep reviewing', 'review'),
    button("I'd mentor next time", 'mentor offer', { cohort: cohortId }),
    button('How it went', 'progress', { cohort: cohortId }),
  );
}
