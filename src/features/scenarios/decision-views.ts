import { clip, wholeLetters } from '../../chat/clip.ts';
import { join, type Text, text } from '../../chat/text.ts';
import {
  type Block,
  type Button,
  button,
  code,
  controls,
  footnote,
  heading,
  type Modal,
  paragraph,
  type View,
  view,
} from '../../chat/view.ts';
import type { Fix, Scenario } from '../../curriculum/scenario.ts';
import type { Cause } from '../../curriculum/scenario-schema.ts';
import { tagOf } from '../../domain/seed.ts';
import { boardButton, type Decision, decisionButton, investigationState } from './controls.ts';
import { folded } from './folding.ts';
import type { Investigation, InvestigationRow } from './investigation.ts';
import { type Lettered, letteredCauses, letteredFixes, plainly } from './letters.ts';
import { CONFIDENCES } from './moves.ts';
import { areCausesOpen, isAtFix, isDiagnosed } from './position.ts';
import { counted, letterLines, listed, md } from './texts.ts';

/** How long what somebody types may be. */
export const WORDS_LENGTH = 500;

/** The form of a hypothesis. It opens without looking anything up: scenario and run travel with its button. */
export function guessForm(scenario: Scenario, row: Pick<InvestigationRow, 'id' | 'kind'>): Modal {
  return {
    kind: 'modal',
    title: 'A hypothesis',
    fields: [
      {
        kind: 'choice',
        name: 'cause',
        label: 'What could it be?',
        options: letteredCauses(scenario, row.id).map(({ letter, tag, thing }) => {
          const [label, rest] = inTwo(plainly(thing.text));
          const description = rest === '' ? {} : { description: clip(rest, OPTION_LENGTH) };
          return { label: `${letter} ${label}`, value: tag, ...description };
        }),
        required: true,
      },
      {
        kind: 'choice',
        name: 'sure',
        label: 'How sure are you?',
        options: CONFIDENCES.map((percent) => ({ label: `${percent} %`, value: String(percent) })),
        required: true,
      },
      {
        kind: 'text',
        name: 'words',
        label: 'Why? In a few words',
        hint: 'What you have seen that speaks for it. Costs nothing; the debrief shows how well your certainty fitted.',
        long: true,
        required: false,
        maxLength: WORDS_LENGTH,
      },
    ],
    action: { route: 'debug.guess', state: investigationState(row) },
  };
}

/** An option holds a label and a description, each of this length. */
const OPTION_LENGTH = 100;

/** What fits a label behind its letter, and the rest. */
function inTwo(words: string): [label: string, rest: string] {
  const room = OPTION_LENGTH - 'A '.length;
  if (words.length <= room) return [words, ''];
  const space = words.lastIndexOf(' ', room);
  const label = space > 0 ? words.slice(0, space) : wholeLetters(words, room);
  return [label, words.slice(label.length).trim()];
}

/** The form for a first idea: no cause is named in it. */
export function ideaForm(row: Pick<InvestigationRow, 'id' | 'kind'>): Modal {
  return {
    kind: 'modal',
    title: 'In your own words',
    fields: [
      {
        kind: 'text',
        name: 'words',
        label: 'What do you think it is?',
        hint: 'A sentence is enough. It costs nothing, and the post-mortem keeps it.',
        long: true,
        required: true,
        maxLength: WORDS_LENGTH,
      },
    ],
    action: { route: 'debug.suppose', state: investigationState(row) },
  };
}

/** The causes it could be, or the way to them: first one's own idea. */
export function causesView(investigation: Investigation): View {
  const { scenario, row, at } = investigation;
  if (areCausesOpen(scenario, at)) return diagnoseView(investigation);
  const third = Math.ceil(scenario.budget / 3);
  return view(
    heading('What do you think it is?'),
    paragraph`Say it in your own words first; a list that is read too early does the thinking. The causes to choose from come right after that, or without it once ${third} minutes are spent.`,
    controls(
      button('In your own words', 'debug.suppose.form', investigationState(row), { style: 'primary' }),
      boardButton(row),
      button('Case file', 'debug.case', investigationState(row)),
    ),
  );
}

/** The form for telling the team what only one of them was shown. */
export function relayForm(label: string, row: Pick<InvestigationRow, 'id' | 'kind'>, action: string): Modal {
  return {
    kind: 'modal',
    title: 'Tell your team',
    fields: [
      {
        kind: 'text',
        name: 'words',
        label: 'What does it show?',
        hint: clip(plainly(label), 100),
        long: true,
        required: true,
        maxLength: WORDS_LENGTH,
      },
    ],
    action: { route: 'debug.relay', state: { ...investigationState(row), action } },
  };
}

/** The causes it could be, as lettered lines; letters on the buttons. */
export function diagnoseView(investigation: Investigation): View {
  const { scenario, at, row } = investigation;
  const causes = letteredCauses(scenario, row.id);
  const open = causes.filter(({ thing }) => !at.diagnoses.some(({ cause }) => cause === thing));
  return view(
    heading('What is the cause?'),
    letterLines(causes, ({ text: words }) => words),
    ...(at.diagnoses.length === 0 ? [] : [saidBlock(investigation, causes)]),
    paragraph`It cites your case file: ${counted(at.pinned.length, 'clue')} pinned.`,
    controls(
      ...open.map(({ letter, tag }) => decisionButton(letter, row, { what: 'claim', pick: tag })),
      ...(at.diagnoses.length === 0 ? [] : [decisionButton('Go on without it', row, { what: 'commit', pick: '' })]),
    ),
    controls(boardButton(row), button('Case file', 'debug.case', investigationState(row))),
  );
}

function saidBlock({ at }: Investigation, causes: readonly Lettered<Cause>[]): Block {
  const letters = at.diagnoses.flatMap(({ cause }) => causes.find(({ thing }) => thing === cause)?.letter ?? []);
  return paragraph`Not it: **${letters.join(', ')}**`;
}

/** Asks whether they mean it, with what it costs. */
export function askView(investigation: Investigation, decision: Decision): View | undefined {
  const { row } = investigation;
  const question = questionOf(investigation, decision);
  if (question === undefined) return undefined;
  const { words, label, style, blocks = [] } = question;
  return view(
    { kind: 'text', text: words },
    blocks,
    controls(
      button(label, 'debug.do', { ...investigationState(row), what: decision.what, pick: decision.pick }, { style }),
      boardButton(row, 'Not now'),
    ),
  );
}

interface Question {
  words: Text;
  label: string;
  style: Button['style'];
  blocks?: Block[];
}

function questionOf({ scenario, at, row }: Investigation, { what, pick }: Decision): Question | undefined {
  switch (what) {
    case 'claim': {
      const chosen = letteredCauses(scenario, row.id).find(({ tag }) => tag === pick);
      if (chosen === undefined) return undefined;
      const cited = at.pinned.flatMap((pinned) => scenario.clues.find(({ id }) => id === pinned) ?? []);
      const blocks =
        cited.length === 0
          ? [paragraph`Your case file is empty: without evidence even the right cause is worth little.`]
          : [paragraph`It cites:`, listed(cited.map((clue) => text`${md(clue.text)}`))];
      const words = text`Your diagnosis: **${chosen.letter}** ${md(chosen.thing.text)}\nA wrong one costs 10 points.`;
      return { words, blocks, label: `It is ${chosen.letter}`, style: 'primary' };
    }
    case 'commit':
      return {
        words: text`Go on to the fixes without knowing the cause? You can't come back to the diagnosis, and only the fix will count.`,
        label: 'Go on without it',
        style: 'danger',
      };
    case 'fix': {
      const chosen = letteredFixes(scenario, row.id).find(({ tag }) => tag === pick);
      if (chosen === undefined) return undefined;
      return {
        words: text`Deploy **${chosen.letter}** ${md(chosen.thing.title)}? A fix that fails costs 6 points.`,
        label: `Deploy ${chosen.letter}`,
        style: 'primary',
      };
    }
    case 'hint': {
      const hint = scenario.hints[Number(pick)];
      if (hint === undefined) return undefined;
      return {
        words: text`A hint costs ${counted(hint.cost, 'point')}. It is number ${Number(pick) + 1} of ${scenario.hints.length}.`,
        label: 'Show it',
        style: 'secondary',
      };
    }
    case 'give-up':
      return {
        words: text`Give up? The investigation ends here, with the score it has.`,
        label: 'Give up',
        style: 'danger',
      };
  }
}

/** One of the fixes with what it changes, and the letters of all. */
export function fixesView(investigation: Investigation, tag: string | undefined, note?: Text): View {
  const { scenario, row, at } = investigation;
  const fixes = letteredFixes(scenario, row.id);
  const untried = fixes.filter(({ thing }) => !at.fixes.some(({ fix }) => fix === thing));
  const shown = untried.find((fix) => fix.tag === tag) ?? untried[0];
  const tried = at.fixes.flatMap(({ fix }) => fixes.find(({ thing }) => thing === fix)?.letter ?? []);
  return view(
    ...(note === undefined ? [] : [{ kind: 'text' as const, text: note }]),
    heading('What do you deploy?'),
    letterLines(fixes, ({ title }) => title),
    ...(tried.length === 0 ? [] : [paragraph`Failed: **${tried.join(', ')}**`]),
    ...(shown === undefined ? [] : [paragraph`**${shown.letter}** changes:`, code(folded(shown.thing.diff), 'diff')]),
    controls(
      ...untried.map(({ letter, tag: other }) =>
        button(letter, 'debug.fixes', { ...investigationState(row), fix: other }, { disabled: other === shown?.tag }),
      ),
    ),
    controls(
      ...(shown === undefined
        ? []
        : [decisionButton(`Deploy ${shown.letter}`, row, { what: 'fix', pick: shown.tag }, 'primary')]),
      boardButton(row),
    ),
    footnote`All of them look right to somebody. A letter shows its diff; nothing is deployed before you say so.`,
  );
}

/** What a diagnosis came to. The evidence against a wrong one is told only as far as they have seen it. */
export function diagnosedText({ at, scenario }: Investigation): Text {
  const last = at.diagnoses.at(-1);
  if (last === undefined) return text``;
  if (last.cause.right)
    return text`**That is the cause**: ${at.diagnoses.length === 1 ? 'first try' : `try ${at.diagnoses.length}`}, ${at.spent} of ${scenario.budget} minutes. Now put it right.`;
  if (last.refutedBy.length === 0)
    return text`**That is not it.** Nothing you have seen so far speaks against it: look on.`;
  const seen = join(
    last.refutedBy.map((clue) => text`${md(clue.text)}`),
    ' ',
  );
  return text`**That is not it.** You have seen what speaks against it: ${seen}`;
}

/** What a failed fix came to. */
export function failedText(fix: Fix): Text {
  return text`**${md(fix.title)}** was deployed and failed: ${md(fix.outcome)}`;
}

/** The way on after a decision. */
export function wayOn(investigation: Investigation): Button[] {
  const { row, at } = investigation;
  if (isAtFix(at))
    return [button('Fixes', 'debug.fixes', investigationState(row), { style: 'primary' }), boardButton(row)];
  return [
    boardButton(row),
    ...(isDiagnosed(at) ? [] : [button('Diagnose', 'debug.diagnose', investigationState(row))]),
  ];
}

/** The name by which a form's button leads back to an action. */
export function actionByTag(scenario: Scenario, tag: string) {
  return scenario.actions.find(({ id }) => tagOf(id) === tag);
}
