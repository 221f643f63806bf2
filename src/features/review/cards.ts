import type { Scenario } from '../../curriculum/scenario.ts';
import type { Curriculum, Item, Misconception } from '../../curriculum/schema.ts';
import { beliefsOf, type Learned } from '../quizzes/learned.ts';
import type { Debriefed } from '../scenarios/debriefed.ts';
import type { Memory } from './memory.ts';

/** What a card is about: a question that was missed, a belief that was given away, an incident whose cause was not found at once. */
export type Kind = 'item' | 'belief' | 'scenario';

/** Where somebody missed it first. */
export type Source = 'round' | 'practice' | 'debrief';

/** One thing that a person reviews, with what is remembered of it. */
export interface Card extends Memory {
  id: string;
  memberId: string;
  kind: Kind;
  /** The slug of the item, the misconception or the scenario. */
  subject: string;
  source: Source;
  /** Under which id its letters were drawn when they were last seen; null where there were none. */
  seenAs: string | null;
  madeAt: Temporal.Instant;
}

/** Something that went wrong, of which a card is made; where there is one already, it was missed again. */
export interface Trouble {
  kind: Kind;
  subject: string;
  source: Source;
  seenAs: string | null;
  at: Temporal.Instant;
}

/** What somebody missed, one trouble a subject, each as it was last. Takes answers and debriefs newest first. */
export function troublesOf(learned: readonly Learned[], debriefed: readonly Debriefed[]): Trouble[] {
  const held = beliefsOf(learned).filter(({ isOvercome }) => !isOvercome);
  const troubles = [
    ...learned.flatMap(({ item, right, round, kind, answeredAt: at }): Trouble[] =>
      right ? [] : [{ kind: 'item', subject: item.slug, source: sourceOf(kind), seenAs: round, at }],
    ),
    ...held.map(({ belief, lastAt }): Trouble => {
      const where = learned.find(({ beliefs }) => beliefs.includes(belief));
      const source = where === undefined ? 'practice' : sourceOf(where.kind);
      return { kind: 'belief', subject: belief, source, seenAs: null, at: lastAt };
    }),
    ...debriefed.flatMap(troublesIn),
  ];
  const latest = new Map<string, Trouble>();
  for (const trouble of troubles) {
    const key = keyOf(trouble);
    const other = latest.get(key);
    if (other === undefined || Temporal.Instant.compare(other.at, trouble.at) < 0) latest.set(key, trouble);
  }
  return [...latest.values()];
}

/** Names what a card or a trouble is about, among those of one person. */
export function keyOf({ kind, subject }: Pick<Trouble, 'kind' | 'subject'>): string {
  return `${kind}/${subject}`;
}

function sourceOf(kind: Learned['kind']): Source {
  return kind === 'cohort' ? 'round' : 'practice';
}

function troublesIn({ scenario, told, isFixed, endedAt: at }: Debriefed): Trouble[] {
  const common = { source: 'debrief', seenAs: null, at } as const;
  const beliefs = told.wrongCauses.flatMap(({ misconception }) => misconception ?? []);
  const isMissed = !isFixed || told.wrongCauses.length > 0 || told.failedFixes.length > 0;
  return [
    ...(isMissed ? [{ ...common, kind: 'scenario' as const, subject: scenario.slug }] : []),
    ...beliefs.map((subject) => ({ ...common, kind: 'belief' as const, subject })),
  ];
}

/** What a card asks about, as it is in the curriculum now. */
export type Subject =
  | { kind: 'item'; item: Item }
  | { kind: 'belief'; belief: Misconception }
  | { kind: 'scenario'; scenario: Scenario };

/** Undefined where it was withdrawn: such a card is not asked any more. */
export function subjectOf(
  { kind, subject }: Pick<Card, 'kind' | 'subject'>,
  { items, misconceptions, scenarios }: Pick<Curriculum, 'items' | 'misconceptions' | 'scenarios'>,
): Subject | undefined {
  switch (kind) {
    case 'item': {
      const item = items.get(subject);
      return item && { kind, item };
    }
    case 'belief': {
      const belief = misconceptions.get(subject);
      return belief && { kind, belief };
    }
    case 'scenario': {
      const scenario = scenarios.get(subject);
      return scenario && { kind, scenario };
    }
  }
}
