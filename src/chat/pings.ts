import type { Text } from './text.ts';
import type { View } from './view.ts';

/** Whom a view notifies, by the platform's ids; nobody, as a rule. */
export interface Pings {
  members: readonly string[];
  roles: readonly string[];
}

/** Reads from a view whom it is meant to notify: its pinging mentions, each once. Nothing that people typed counts as one. */
export function pingsOf({ blocks }: View): Pings {
  const texts = blocks.flatMap((block): Text[] => {
    if (block.kind === 'facts') return block.facts.map(({ value }) => value);
    return 'text' in block ? [block.text] : [];
  });
  const idsOf = (wanted: 'member' | 'role') => [
    ...new Set(
      texts
        .flat()
        .flatMap((inline) => (inline.kind === 'mention' && inline.pings && inline.of === wanted ? inline.id : [])),
    ),
  ];
  return { members: idsOf('member'), roles: idsOf('role') };
}
