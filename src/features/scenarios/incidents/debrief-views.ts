import { bar } from '../../../chat/bar.ts';
import { text } from '../../../chat/text.ts';
import { type Block, button, controls, heading, lineBlock, paragraph, type View, view } from '../../../chat/view.ts';
import type { Scenario } from '../../../curriculum/scenario.ts';
import type { Curriculum } from '../../../curriculum/schema.ts';
import { onward } from '../../../domain/onward.ts';
import { investigationState } from '../controls.ts';
import { debrief } from '../debrief.ts';
import { afterBlocks, causeBlocks, expertBlocks, PAGES, type Page, pathBlocks } from '../debrief-views.ts';
import type { Incident, Investigation } from '../investigation.ts';
import { counted, md, minutes } from '../texts.ts';

/** What the debrief of an incident tells one person. */
interface Told {
  /** Their own investigation, where they took part. */
  own: Investigation | undefined;
  /** Everybody else's, of whom only counts are told. */
  others: readonly Investigation[];
  curriculum: Curriculum;
}

/** One page of the debrief of an incident, for everybody of its cohort after the close: their own path beside the others', the cause, what follows. */
export function incidentDebriefView(incident: Incident, scenario: Scenario, page: Page, told: Told): View {
  const titles = {
    path: told.own === undefined ? 'The paths' : 'Your path',
    cause: 'The cause',
    after: 'What follows',
  };
  const state = { cohort: incident.cohortId, incident: incident.id };
  return view(
    paragraph`**${md(scenario.title)}**`,
    pageBlocks(scenario, page, told),
    controls(
      ...PAGES.map((one) =>
        button(titles[one], 'incident.debrief', { ...state, page: one }, { disabled: one === page }),
      ),
      ...(told.own === undefined ? [] : [button('Post-mortem', 'debug.post-mortem', investigationState(told.own.row))]),
      onward(),
    ),
  );
}

function pageBlocks(scenario: Scenario, page: Page, { own, others, curriculum }: Told): Block[] {
  switch (page) {
    case 'path':
      return own === undefined
        ? [heading('The paths'), ...expertBlocks(scenario), ...othersBlocks(scenario, others, curriculum)]
        : [...pathBlocks(own, debrief(scenario, own.at), curriculum), ...othersBlocks(scenario, others, curriculum)];
    case 'cause':
      return [heading('The cause'), ...causeBlocks(scenario)];
    case 'after':
      return [heading('What follows'), ...afterBlocks(scenario)];
  }
}

/** How many of the first looks are spelled out. */
const LOOKS = 3;

/** How the others went about it, in numbers: nobody is told whose path it was. */
function othersBlocks(scenario: Scenario, others: readonly Investigation[], curriculum: Curriculum): Block[] {
  const took = others.filter(({ at }) => at.done.length + at.diagnoses.length > 0);
  if (took.length === 0) return [];
  const fixed = took.filter(({ row }) => row.outcome === 'fixed');
  const spent = fixed.map(({ at }) => at.spent).toSorted((one, other) => one - other)[Math.floor(fixed.length / 2)];
  return [
    paragraph`**The others:** ${counted(took.length, 'investigation')}, ${fixed.length} with the right fix${spent === undefined ? '' : `, as a rule within ${minutes(spent)}`}.`,
    ...firstLooks(took),
    ...beliefBlocks(scenario, took, curriculum),
  ];
}

function firstLooks(took: readonly Investigation[]): Block[] {
  const first = took.flatMap(({ at }) => at.done.slice(0, 1).map(({ action }) => action));
  if (first.length === 0) return [];
  const looks = [...Map.groupBy(first, ({ id }) => id).values()].toSorted((one, other) => other.length - one.length);
  const lines = looks.slice(0, LOOKS).flatMap((same) => {
    const [action] = same;
    return action === undefined ? [] : [text`${bar(same.length, first.length)} ${same.length} · ${md(action.label)}`];
  });
  return [lineBlock([text`Where they looked first:`, ...lines])];
}

/** The wrong cause that most of them named first, and the belief behind it. */
function beliefBlocks(scenario: Scenario, took: readonly Investigation[], curriculum: Curriculum): Block[] {
  const wrong = took.flatMap(({ at }) => at.diagnoses.slice(0, 1).flatMap(({ cause }) => (cause.right ? [] : [cause])));
  const most = [...Map.groupBy(wrong, (cause) => scenario.causes.indexOf(cause)).values()].toSorted(
    (one, other) => other.length - one.length,
  )[0];
  const [cause] = most ?? [];
  if (most === undefined || cause === undefined) return [];
  const belief = cause.misconception === undefined ? undefined : curriculum.misconceptions.get(cause.misconception);
  const behind = belief === undefined ? text`` : text` Behind it: “${md(belief.belief)}”`;
  return [paragraph`Most named wrongly at first (${most.length}): ${md(cause.text)}${behind}`];
}
