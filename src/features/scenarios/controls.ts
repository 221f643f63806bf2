import { clip } from '../../chat/clip.ts';
import { type Button, button, type Option } from '../../chat/view.ts';
import type { Action, Scenario } from '../../curriculum/scenario.ts';
import { GROUPS, type Group } from '../../curriculum/scenario-schema.ts';
import type { InvestigationRow } from './investigation.ts';
import { plainly } from './letters.ts';

/** The state that every control of an investigation carries. */
export function investigationState({ id, kind }: Pick<InvestigationRow, 'id' | 'kind'>): Record<string, string> {
  return { run: id, of: kind };
}

const GROUP_WORDS: Readonly<Record<Group, string>> = {
  observe: 'Observe',
  ask: 'Ask',
  inspect: 'Inspect',
  read: 'Read',
  experiment: 'Experiment',
};

/** Actions as the options of a select, group by group. */
export function actionOptions(actions: readonly Action[], describe: (action: Action) => string): Option[] {
  const grouped = GROUPS.flatMap((group) => actions.filter((action) => action.group === group));
  return grouped.map((action) => ({
    label: clip(`${GROUP_WORDS[action.group]} · ${plainly(action.label)}`, 100),
    value: action.id,
    description: describe(action),
  }));
}

/** A decision that costs something, so people are asked to confirm. `pick` is the tag or the number of what is chosen. */
export interface Decision {
  what: 'claim' | 'commit' | 'fix' | 'hint' | 'give-up';
  pick: string;
}

/** Leads to a question asking whether they mean it. */
export function decisionButton(
  label: string,
  row: Pick<InvestigationRow, 'id' | 'kind'>,
  { what, pick }: Decision,
  style: Button['style'] = 'secondary',
): Button {
  return button(label, 'debug.ask', { ...investigationState(row), what, pick }, { style });
}

/** Back to the board. */
export function boardButton(
  row: Pick<InvestigationRow, 'id' | 'kind'>,
  label = 'Board',
  style: Button['style'] = 'secondary',
): Button {
  return button(label, 'debug.board', investigationState(row), { style });
}

/** What the select of scenarios offers. */
export function scenarioOption({ slug, title, session, difficulty }: Scenario, note: string): Option {
  return {
    label: clip(plainly(title), 100),
    value: slug,
    description: `Session ${session}, difficulty ${difficulty}${note === '' ? '' : `, ${note}`}`,
  };
}
