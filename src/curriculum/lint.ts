import type { Draft } from './draft.ts';
import type { Fault } from './faults.ts';
import { lintAssessment } from './lint-assessment.ts';
import { lintFrame } from './lint-frame.ts';
import { lintGivenAway } from './lint-given-away.ts';
import { lintItem } from './lint-item.ts';
import { lintReferences } from './lint-references.ts';
import { lintScenario } from './lint-scenario.ts';
import { lintScenariosGivenAway } from './lint-scenarios-given-away.ts';
import { lintSelftest } from './lint-selftest.ts';
import { lintSession } from './lint-session.ts';
import { lintTexts } from './lint-texts.ts';
import { lintTracks } from './lint-tracks.ts';

/** What no schema can see: what the files say of one another, and what an item says of itself. Pure. */
export function lintDraft(draft: Draft): Fault[] {
  const items = draft.sessions.flatMap((session) => session.items);
  return [
    ...lintFrame(draft),
    ...lintAssessment(draft),
    ...lintTracks(draft),
    ...lintSelftest(draft),
    ...lintReferences(draft),
    ...lintTexts('curriculum.yaml', draft.curriculum),
    ...lintTexts('skills.yaml', draft.skills),
    ...lintTexts('areas.yaml', draft.areas),
    ...lintTexts('topics.yaml', draft.topics),
    ...lintTexts('roadmap.yaml', draft.roadmap),
    ...lintTexts('tracks.yaml', draft.tracks),
    ...lintTexts('selftest.yaml', draft.selftest),
    ...(draft.misconceptions ?? []).flatMap(({ file, entry }) => lintTexts(file, entry, [entry.slug])),
    ...draft.sessions.flatMap(lintSession),
    ...items.flatMap(({ file, item }) => lintItem(file, item)),
    ...lintGivenAway(items.map(({ item }) => item)),
    ...draft.scenarios.flatMap((scenario) => lintScenario(scenario, draft)),
    ...lintScenariosGivenAway(draft.scenarios),
  ];
}
