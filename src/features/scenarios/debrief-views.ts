import { markdownBlocks } from '../../chat/markdown.ts';
import { join, markdown, type Text, text, time } from '../../chat/text.ts';
import {
  type Block,
  button,
  controls,
  file,
  footnote,
  heading,
  type Modal,
  paragraph,
  type View,
  view,
} from '../../chat/view.ts';
import type { Scenario } from '../../curriculum/scenario.ts';
import type { Mitigation } from '../../curriculum/scenario-schema.ts';
import type { Curriculum } from '../../curriculum/schema.ts';
import { onward } from '../../domain/onward.ts';
import { POINTS } from '../../domain/points/points.ts';
import { investigationState } from './controls.ts';
import { type Debrief, debrief, expertSteps, type PathStep, type Worth } from './debrief.ts';
import { type Investigation, nameIn, type Outcome } from './investigation.ts';
import { BLANKS, type Blanks, postMortem } from './post-mortems/post-mortem.ts';
import { scoreFacts } from './score-views.ts';
import { counted, listed, md, minutes } from './texts.ts';

/** The pages of a debrief, in order. */
export const PAGES = ['path', 'cause', 'after'] as const;

export type Page = (typeof PAGES)[number];

const PAGE_WORDS: Readonly<Record<Page, string>> = { path: 'Your path', cause: 'The cause', after: 'What follows' };

const OUTCOME_WORDS: Readonly<Record<Outcome, string>> = {
  fixed: 'Fixed',
  'gave-up': 'Handed over without a fix',
  closed: 'Closed before it was fixed',
};

/** What somebody sees when their investigation is over; the debrief where it is open. */
export function endedView(
  investigation: Investigation,
  about: { paid: number; isDebriefOpen: boolean; note?: Text },
): View {
  const { row } = investigation;
  const told = debrief(investigation.scenario, investigation.at);
  const { score } = told;
  const isReplay = row.cohortId !== null && row.memberId !== null && about.paid === 0;
  return view(
    ...(about.note === undefined ? [] : [{ kind: 'text' as const, text: about.note }]),
    heading(text`${OUTCOME_WORDS[row.outcome ?? investigation.at.ended ?? 'closed']}: **${score.total} of 100**`),
    scoreFacts(investigation, told),
    ...(about.paid > 0
      ? [
          paragraph`That is ${counted(about.paid, 'point')} on the board, ${score.total} % of the ${POINTS.scenario} that an investigation can earn.`,
        ]
      : []),
    ...(about.isDebriefOpen || row.closesAt === null
      ? []
      : [paragraph`The debrief comes when the incident closes, ${time(row.closesAt)}: others are still at it.`]),
    controls(
      ...(about.isDebriefOpen ? PAGES.map((page) => pageButton(investigation, page)) : []),
      ...(about.isDebriefOpen ? [button('Post-mortem', 'debug.post-mortem', investigationState(row))] : []),
      ...(about.isDebriefOpen ? [] : [button('Case file', 'debug.case', investigationState(row))]),
      onward(),
    ),
    ...(isReplay ? [footnote`A scenario earns points once; after that it is practice.`] : []),
  );
}

function pageButton({ row }: Investigation, page: Page, disabled = false) {
  return button(PAGE_WORDS[page], 'debug.debrief', { ...investigationState(row), page }, { disabled });
}

/** One page of the debrief. */
export function debriefView(investigation: Investigation, page: Page, curriculum: Curriculum): View {
  return view(
    pageBlocks(investigation, page, curriculum),
    controls(
      ...PAGES.map((other) => pageButton(investigation, other, other === page)),
      button('Post-mortem', 'debug.post-mortem', investigationState(investigation.row)),
      onward(),
    ),
  );
}

function pageBlocks(investigation: Investigation, page: Page, curriculum: Curriculum): Block[] {
  const { scenario, at } = investigation;
  switch (page) {
    case 'path':
      return pathBlocks(investigation, debrief(scenario, at), curriculum);
    case 'cause':
      return [heading('The cause'), ...causeBlocks(scenario)];
    case 'after':
      return [heading('What follows'), ...afterBlocks(scenario)];
  }
}

/** The root cause and the mechanism behind it. */
export function causeBlocks({ debrief: told }: Scenario): Block[] {
  return [...markdownBlocks(told.cause), paragraph`**The mechanism**`, ...markdownBlocks(told.mechanism)];
}

/** The fix, prevention, monitoring, and where to read on. */
export function afterBlocks({ debrief: told }: Scenario): Block[] {
  return [
    paragraph`**The fix**`,
    ...markdownBlocks(told.fix),
    paragraph`**Prevention**`,
    ...markdownBlocks(told.prevention),
    paragraph`**Monitoring**`,
    ...markdownBlocks(told.monitoring),
    paragraph`**Read on:** ${join(
      told.links.map(({ title, url }) => text`${markdown(`[${title}](${url})`)}`),
      ', ',
    )}`,
  ];
}

const WORTH_WORDS: Readonly<Record<Worth, string>> = {
  needed: '✓',
  supports: '✓',
  opens: '→',
  'nothing-new': '·',
  'dead-end': '✗',
};

/** What was looked at, found and missed, beside an expert’s path. */
export function pathBlocks(investigation: Investigation, told: Debrief, curriculum: Curriculum): Block[] {
  const { scenario } = investigation;
  const { path, expert } = told;
  return [
    heading('Your path'),
    scoreFacts(investigation, told),
    ...(path.length === 0 ? [paragraph`Nothing was looked at.`] : [listed(path.map(stepLine))]),
    ...timeBlocks(told),
    ...foundBlocks(investigation, told),
    ...expertPath(scenario, expert),
    ...harmBlocks(told),
    ...wrongBlocks(told, curriculum),
    ...calibrationBlocks(told),
  ];
}

/** An expert's path, for whoever took none of their own. */
export function expertBlocks(scenario: Scenario): Block[] {
  return expertPath(scenario, expertSteps(scenario));
}

function expertPath({ expert }: Scenario, steps: readonly PathStep[]): Block[] {
  return [
    paragraph`**An expert’s path**, ${minutes(expert.cost)}`,
    listed(steps.map(stepLine)),
    ...(expert.why === undefined ? [] : [paragraph`${md(expert.why)}`]),
  ];
}

/** Where the minutes went; nothing where there were none. */
function timeBlocks({ path, wasted }: Debrief): Block[] {
  if (path.length === 0) return [];
  return [paragraph`${wasted === 0 ? 'No look was a dead end.' : `${minutes(wasted)} went into dead ends.`}`];
}

const EFFECT_WORDS: Readonly<Record<Mitigation['effect'], string>> = {
  stops: '✓',
  eases: '·',
  nothing: '✗',
  harms: '✗',
};

/** What was done against the harm while the cause was unknown, and what would have stopped it. */
function harmBlocks({ mitigated, missedStops }: Debrief): Block[] {
  const taken = mitigated.map(
    ({ mitigation, at }) =>
      text`${EFFECT_WORDS[mitigation.effect]} minute ${at}, **${md(mitigation.label)}**: ${md(mitigation.outcome)}`,
  );
  const missed = missedStops.map(
    ({ label, outcome }) => text`→ **${md(label)}** would have stopped it: ${md(outcome)}`,
  );
  if (taken.length + missed.length === 0) return [];
  return [paragraph`**The harm**`, listed([...taken, ...missed])];
}

/** What was found, and what of the nearest proof was not cited, and why. */
function foundBlocks(investigation: Investigation, { needs, supporting, basis }: Debrief): Block[] {
  const { cited, uncited, unseen, kept } = needs;
  const whole = basis.cited === basis.needed;
  return [
    ...listUnder(whole ? 'You proved it' : 'You were on the way to a proof', cited),
    ...listUnder('Well cited besides', supporting),
    ...listUnder('Seen but not cited', uncited),
    ...kept.map(
      ({ clue, action, by }) =>
        paragraph`**Kept, not told:** ${nameIn(investigation, by)} was shown **${md(action.label)}** and did not relay it. ${md(clue.text)}`,
    ),
    ...listUnder('Never seen', unseen),
  ];
}

function listUnder(title: string, clues: readonly { text: string }[]): Block[] {
  if (clues.length === 0) return [];
  return [paragraph`**${title}**`, listed(clues.map((clue) => text`${md(clue.text)}`))];
}

function clueList(clues: readonly { text: string }[]): Text {
  return join(
    clues.map((clue) => text`${md(clue.text)}`),
    ' ',
  );
}

function stepLine({ action, at, worth, clues }: PathStep): Text {
  const found = clues.length === 0 ? '' : text` ${clueList(clues)}`;
  const why = worth === 'dead-end' ? text` ${md(action.deadEnd ?? '')}` : '';
  const about = { needed: '', supports: '', opens: ' opened the way.', 'nothing-new': ' nothing new.', 'dead-end': '' };
  return text`${WORTH_WORDS[worth]} minute ${at}, **${md(action.label)}** (${action.cost}):${about[worth]}${found}${why}`;
}

function wrongBlocks({ wrongCauses, failedFixes }: Debrief, curriculum: Curriculum): Block[] {
  const causes = wrongCauses.map(({ text: words, why, misconception }) => {
    const belief = misconception === undefined ? undefined : curriculum.misconceptions.get(misconception);
    const behind = belief === undefined ? '' : text` Behind it: “${md(belief.belief)}” ${md(belief.correction)}`;
    return text`${md(words)} ${md(why)}${behind}`;
  });
  const fixes = failedFixes.map(({ title, why }) => text`**${md(title)}:** ${md(why)}`);
  return [
    ...(causes.length === 0 ? [] : [paragraph`**Why it was not that**`, listed(causes)]),
    ...(fixes.length === 0 ? [] : [paragraph`**Why those fixes failed**`, listed(fixes)]),
  ];
}

function calibrationBlocks({ calibration: { hypotheses, brier } }: Debrief): Block[] {
  if (brier === undefined) return [];
  const lines = hypotheses.map(
    ({ cause, confidence, at }) =>
      text`minute ${at}: ${confidence} % for ${md(cause.text)} ${cause.right ? '(right)' : '(wrong)'}`,
  );
  return [
    paragraph`**How well your certainty fitted:** Brier score ${brier.toFixed(2)} (0 is perfect, 0.25 is a coin’s). It stands beside the score, not in it.`,
    listed(lines),
  ];
}

/** The post-mortem so far, as a file, with the way to fill it in. */
export function postMortemView(
  { scenario, at, row }: Investigation,
  about: { blanks: Blanks | undefined; status: Text; mayHandIn: boolean },
): View {
  return view(
    heading('Post-mortem'),
    paragraph`The timeline is written from your log; what only people know is left to you.`,
    { kind: 'text', text: about.status },
    file(`post-mortem-${scenario.slug}.md`, postMortem(scenario, at, about.blanks)),
    controls(
      ...(about.mayHandIn
        ? [button('Fill it in', 'debug.post-mortem.form', investigationState(row), { style: 'primary' })]
        : []),
      button('Debrief', 'debug.debrief', { ...investigationState(row), page: 'path' }),
    ),
  );
}

/** How long one blank's answer may be. */
export const BLANK_LENGTH = 1500;

/** The form for the blanks. A blank left empty keeps what was written before. */
export function postMortemForm(row: Parameters<typeof investigationState>[0]): Modal {
  return {
    kind: 'modal',
    title: 'Post-mortem',
    fields: BLANKS.map(({ name, label, hint }) => ({
      kind: 'text',
      name,
      label,
      hint: `${hint}. Empty keeps what you wrote before.`,
      long: true,
      required: false,
      maxLength: BLANK_LENGTH,
    })),
    action: { route: 'debug.post-mortem.send', state: investigationState(row) },
  };
}
