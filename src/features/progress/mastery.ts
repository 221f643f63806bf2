import { type Lens, lensEntries, skillsUnder } from '../../curriculum/lenses.ts';
import type { Curriculum } from '../../curriculum/schema.ts';

/** The answer that counts of one person to one item in one round. */
export interface CountedAnswer {
  item: string;
  right: boolean;
}

/** How somebody does in what a lens shows under one entry: a session, an area, a topic, a section of the roadmap. */
export interface Mastery {
  slug: string;
  title: string;
  /** Different items answered, and of those how many right the last time. */
  answered: number;
  right: number;
}

/** How somebody does through a lens, from their last answer to each item; what they answered nothing of has zeros. */
export function masteryBy(lens: Lens, answers: readonly CountedAnswer[], curriculum: Curriculum): Mastery[] {
  const results = [...lastAnswers(answers)].map(([item, right]) => ({
    skill: curriculum.items.get(item)?.skill,
    right,
  }));
  return lensEntries(curriculum, lens).map(({ slug, title }) => {
    const skills = new Set(skillsUnder(curriculum, lens, slug).map((skill) => skill.slug));
    const own = results.filter(({ skill }) => skill !== undefined && skills.has(skill));
    return { slug, title, answered: own.length, right: own.filter(({ right }) => right).length };
  });
}

/** The skills whose last answer was wrong, the most recent first. */
export function weakSkills(answers: readonly CountedAnswer[], curriculum: Curriculum, most: number): string[] {
  const lastByItem = lastAnswers(answers);
  const missed = [...lastByItem].filter(([, right]) => !right).map(([item]) => curriculum.items.get(item)?.skill);
  const titles = missed
    .reverse()
    .map((skill) => (skill === undefined ? undefined : curriculum.skills.get(skill)?.title));
  return [...new Set(titles.filter((title) => title !== undefined))].slice(0, most);
}

/** The last answer to each item, in the order in which they were given. */
function lastAnswers(answers: readonly CountedAnswer[]): Map<string, boolean> {
  const last = new Map<string, boolean>();
  for (const { item, right } of answers) {
    last.delete(item);
    last.set(item, right);
  }
  return last;
}
