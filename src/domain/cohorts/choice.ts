import type { Action } from '../../chat/action.ts';
import type { Text } from '../../chat/text.ts';
import { controls, paragraph, type View, view } from '../../chat/view.ts';
import type { Cohort } from './cohort.ts';

/** Asks which cohort is meant; the choice runs `action` with the cohort's id as `cohort`. */
export function cohortChoice(question: Text, cohorts: readonly Pick<Cohort, 'id' | 'name'>[], action: Action): View {
  const options = cohorts.slice(0, 25).map(({ id, name }) => ({ label: name, value: id }));
  return view(
    paragraph`${question}`,
    controls({ kind: 'select', name: 'cohort', placeholder: 'Choose a cohort', options, action }),
  );
}
