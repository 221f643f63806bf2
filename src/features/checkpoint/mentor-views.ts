import { clip } from '../../chat/clip.ts';
import { command, text } from '../../chat/text.ts';
import {
  type Block,
  button,
  controls,
  type Field,
  heading,
  lineBlock,
  type Modal,
  paragraph,
  type View,
  view,
} from '../../chat/view.ts';
import type { Area, Curriculum } from '../../curriculum/schema.ts';
import type { Cohort } from '../../domain/cohorts/cohort.ts';
import { whereOf } from '../../domain/cohorts/homes.ts';
import { onward } from '../../domain/onward.ts';
import type { InvestigationRow } from '../scenarios/investigation.ts';
import { plainly } from '../scenarios/letters.ts';
import { md } from '../scenarios/texts.ts';
import type { CheckpointRequest } from './store.ts';
import { evidenceBlock, historyBlocks, standingText, titleOf } from './texts.ts';
import { stateOf, WORDS_LENGTH } from './views.ts';

/** What a mentor sees of checkpoints that wait. */

/** What a select holds. */
const OPTIONS = 25;

/** `/checkpoint waiting`: the requests of a cohort, the longest-waiting first. */
export function waitingView(cohort: Cohort, waiting: readonly CheckpointRequest[], curriculum: Curriculum): View {
  if (waiting.length === 0) return view(paragraph`No checkpoint of **${cohort.name}** waits for a mentor.`);
  const shown = waiting.slice(0, OPTIONS);
  return view(
    heading(`Checkpoints that wait: ${waiting.length}`),
    lineBlock(
      shown.map(
        (request, index) =>
          text`${index + 1}. **${request.learner}**: ${md(titleOf(request.area, curriculum))}, ${standingText(request.standing)}`,
      ),
    ),
    controls({
      kind: 'select',
      name: 'request',
      placeholder: 'Open one',
      options: shown.map(({ id, learner, area }, index) => ({
        label: clip(`${index + 1} ${learner}: ${plainly(titleOf(area, curriculum))}`, 100),
        value: id,
      })),
      action: { route: 'checkpoint.open', state: { cohort: cohort.id } },
    }),
  );
}

/** To a mentor in private, in the morning. */
export function waitingNoticeView(cohort: Cohort, count: number): View {
  return view(
    paragraph`**${count === 1 ? 'One checkpoint waits' : `${count} checkpoints wait`}** for a mentor in **${cohort.name}**. Each takes about 15 minutes with the learner.`,
    // No button leads there: a direct message on Discord does not show which roles somebody has.
    paragraph`In ${whereOf(cohort)}, ${command('checkpoint waiting')} shows ${count === 1 ? 'it' : 'them'}.`,
    controls(button('No more of these', 'notify', { course: 'off' })),
  );
}

/** A request before somebody takes it. */
export function openRequestView(
  request: CheckpointRequest,
  area: Area | undefined,
  runs: readonly InvestigationRow[],
  curriculum: Curriculum,
): View {
  const { standing } = request;
  return view(
    ...requestBlocks(request, area, runs, curriculum),
    controls(
      ...(standing.ended === undefined
        ? [button('I’ll verify it', 'checkpoint.take', stateOf(request), { style: 'primary' })]
        : []),
      button('What else waits', 'checkpoint waiting', { cohort: request.cohortId }),
    ),
  );
}

function requestBlocks(
  request: CheckpointRequest,
  area: Area | undefined,
  runs: readonly InvestigationRow[],
  curriculum: Curriculum,
): Block[] {
  return [
    heading(text`${request.learner}: ${md(titleOf(request.area, curriculum))}`),
    paragraph`Where it stands: ${standingText(request.standing)}.`,
    ...(area === undefined ? [] : [paragraph`${md(area.checkpoint.statement)}`, evidenceBlock(area)]),
    ...historyBlocks(request, new Map(runs.map((run) => [run.id, run])), curriculum),
  ];
}

/** How many steps the guide of an area has: those of the verification, then its questions. */
export function stepsOf({ checkpoint: { verify } }: Area): number {
  return verify.steps.length + verify.questions.length;
}

/** The verification as a guide to tick through, for the mentor who has the request. */
export function guideView(
  request: CheckpointRequest,
  area: Area,
  { runs, ticked }: { runs: readonly InvestigationRow[]; ticked: readonly number[] },
  curriculum: Curriculum,
): View {
  const { steps, questions } = area.checkpoint.verify;
  const state = stateOf(request);
  const mark = (step: number) => (ticked.includes(step) ? '☑' : '☐');
  return view(
    ...requestBlocks(request, area, runs, curriculum),
    heading(`The verification: ${ticked.length} of ${stepsOf(area)} done`),
    lineBlock(
      steps.map(({ minutes, text: words }, at) => text`${mark(at)} **${at + 1}.** (${minutes} min) ${md(words)}`),
    ),
    ...questions.map(({ ask, good }, index) => {
      const at = steps.length + index;
      return paragraph`${mark(at)} **${at + 1}.** *${md(ask)}*\nA good answer: ${md(good)}`;
    }),
    controls(
      ...Array.from({ length: stepsOf(area) }, (_, step) =>
        button(`${mark(step)} ${step + 1}`, 'checkpoint.tick', {
          ...state,
          step: String(step),
          on: ticked.includes(step) ? 'no' : 'yes',
        }),
      ),
    ),
    controls(
      button(
        'Sign it off',
        'checkpoint.decide',
        { ...state, how: 'signed-off', ...(ticked.length === 0 ? { bare: 'yes' } : {}) },
        { style: 'primary' },
      ),
      button('Ask for more', 'checkpoint.decide', { ...state, how: 'asked' }),
      button('Decline', 'checkpoint.decide', { ...state, how: 'declined' }, { style: 'danger' }),
      button('Give it back', 'checkpoint.release', state),
    ),
  );
}

/** What a mentor can decide, with the words that the form of each uses. */
export const DECISIONS = {
  'signed-off': {
    title: 'Sign it off',
    label: 'One line of reason',
    hint: 'It is on the record, and the learner reads it.',
  },
  asked: {
    title: 'Ask for more',
    label: 'What is missing?',
    hint: 'The learner reads it and adds evidence; it stays yours.',
  },
  declined: {
    title: 'Decline',
    label: 'Why not this time, and what would change it?',
    hint: 'The learner reads it, and can ask again.',
  },
} as const;

export type Decision = keyof typeof DECISIONS;

/** The form of a decision; `isBare` where nothing of the verification is ticked, which a sign-off asks about. */
export function decisionForm(how: Decision, state: Record<string, string>, isBare: boolean): Modal {
  const { title, label, hint } = DECISIONS[how];
  return {
    kind: 'modal',
    title,
    fields: [
      { kind: 'text', name: 'words', label, hint, long: true, required: true, maxLength: WORDS_LENGTH },
      ...(isBare && how === 'signed-off' ? [ANYWAY] : []),
    ],
    action: { route: 'checkpoint.decided', state: { ...state, how } },
  };
}

const ANYWAY: Field = {
  kind: 'choice',
  name: 'anyway',
  label: 'Nothing is ticked yet: sign off all the same?',
  options: [
    { label: 'No', value: 'no' },
    { label: 'Yes, I have verified it', value: 'yes' },
  ],
  value: 'no',
  required: true,
};

/** What a mentor reads after deciding. */
export function decidedView(how: Decision, { learner, cohortId }: CheckpointRequest): View {
  const said = {
    'signed-off': text`Signed off, and on the record with your name. **${learner}** is told.`,
    asked: text`**${learner}** is asked for more. You hear of it when there is.`,
    declined: text`Declined. **${learner}** is told why.`,
  } as const;
  return view(
    paragraph`${said[how]}`,
    controls(button('What else waits', 'checkpoint waiting', { cohort: cohortId }), onward()),
  );
}
