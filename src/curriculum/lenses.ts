import type { Curriculum, Item, Skill, Topic } from './schema.ts';

/** The ways to see skills. */
export const LENSES = ['session', 'area', 'topic', 'section'] as const;

export type Lens = (typeof LENSES)[number];

/** One thing that is seen through a lens: a session by its number, everything else by its slug. */
interface LensEntry {
  slug: string;
  title: string;
}

/** What a lens shows, in the order of the course. Sections that are not learnt (books, courses) are left out. */
export function lensEntries(curriculum: Curriculum, lens: Lens): LensEntry[] {
  switch (lens) {
    case 'session':
      return curriculum.sessions.map(({ number, title }) => ({ slug: String(number), title }));
    case 'area':
      return [...curriculum.areas.values()];
    case 'topic':
      return [...curriculum.topics.values()];
    case 'section':
      return [...curriculum.sections.values()].filter(({ part }) => curriculum.parts.get(part)?.skilled === true);
  }
}

/** The skills that a lens shows under one of its entries. */
export function skillsUnder(curriculum: Curriculum, lens: Lens, slug: string): Skill[] {
  return [...curriculum.skills.values()].filter((skill) => isUnder(skill, lens, slug));
}

/** The items that ask for a skill under one of a lens's entries. */
export function itemsUnder(curriculum: Curriculum, lens: Lens, slug: string): Item[] {
  return [...curriculum.items.values()].filter((item) => {
    const skill = curriculum.skills.get(item.skill);
    return skill !== undefined && isUnder(skill, lens, slug);
  });
}

function isUnder(skill: Skill, lens: Lens, slug: string): boolean {
  switch (lens) {
    case 'session':
      return String(skill.session) === slug;
    case 'area':
      return skill.areas.includes(slug);
    case 'topic':
      return skill.topics.includes(slug);
    case 'section':
      return skill.sections.includes(slug);
  }
}

/** The topics in an order in which each comes after those it builds on; of several that could come next, the lowest number. */
export function topicsInOrder(curriculum: Curriculum): Topic[] {
  const ordered: Topic[] = [];
  const waiting = [...curriculum.topics.values()].sort((a, b) => a.number - b.number);
  while (waiting.length > 0) {
    const ready = waiting.findIndex(({ after }) => after.every((slug) => ordered.some((topic) => topic.slug === slug)));
    // The lint refuses circles, so one is always ready.
    ordered.push(...waiting.splice(Math.max(0, ready), 1));
  }
  return ordered;
}
