import { altText, type Drawing } from '../drawing.ts';
import { arcs, type Part } from '../parts.ts';
import { card } from './card.ts';

export interface GraphTopic {
  slug: string;
  title: string;
  /** Slugs of what to learn first; only those that come earlier in the list are drawn. */
  after: readonly string[];
  /** How much of it is learnt, from 0 to 1; undefined where nothing is known. */
  share: number | undefined;
  /** Like `7 of 9`; may be empty. */
  note: string;
}

export interface TopicGraphFacts {
  name: string;
  title: string;
  note?: string;
  /** In an order in which each comes after what it builds on. */
  topics: readonly GraphTopic[];
}

/** A map of what builds on what: a ring for each, closed as far as it is learnt, and bows from what comes first. */
export function topicGraph({ name, title, note, topics }: TopicGraphFacts): Drawing {
  const alt = altText(
    title,
    topics.map((topic) => `${topic.title} ${topic.note === '' ? 'not begun' : topic.note}`),
  );
  return { name, alt, tree: card(title, note, [topicArcs(topics)]), width: 720 };
}

/** Only the graph, for a picture that has other things too. */
export function topicArcs(topics: readonly GraphTopic[]): Part {
  const place = new Map(topics.map(({ slug }, index) => [slug, index]));
  return arcs({
    nodes: topics.map(({ title, note, share }) => ({ label: title, note, share })),
    arrows: topics.flatMap(({ after }, to) =>
      after.flatMap((slug) => {
        const from = place.get(slug);
        return from === undefined || from >= to ? [] : [[from, to] as const];
      }),
    ),
  });
}
