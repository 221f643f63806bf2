import type { Draft } from '../draft.ts';
import type { Fault } from '../faults.ts';
import { lintAssessment } from './assessment.ts';
import { lintFrame } from './frame.ts';
import { lintGivenAway } from './given-away.ts';
import { lintHours } from './hours.ts';
import { lintItem } from './item.ts';
import { lintLikes } from './like.ts';
import { lintReading } from './reading.ts';
import { lintReferences } from './references.ts';
import { lintScenario } from './scenario.ts';
import { lintScenariosGivenAway } from './scenarios-given-away.ts';
import { lintSelftest } from './selftest.ts';
import { lintSession } from './session.ts';
import { lintTexts } from './texts.ts';
import { lintTracks } from './tracks.ts';

/** Checks that no schema can make: what the files say of one another, and what an item says of itself. Pure. */
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
    ...draft.sessions.flatMap(lintReading),
    ...lintHours(draft),
    ...items.flatMap(({ file, item }) => lintItem(file, item)),
    ...lintGivenAway(items.map(({ item }) => item)),
    ...lintLikes(items),
    ...draft.scenarios.flatMap((scenario) => lintScenario(scenario, draft)),
    ...lintScenariosGivenAway(draft.scenarios),
  ];
}
