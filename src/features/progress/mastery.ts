import type { Curriculum } from '../../curriculum/schema.ts';

/** The answer that counts of one person to one item in one round. */
export interface CountedAnswer {
  item: string;
  right: boolean;
}

export interface AreaMastery {
  slug: string;
  title: string;
  /** Different items answered, and of those how many right the last time. */
  answered: number;
  right: number;
}

/** How somebody does in each competency area, from their last answer to each item; areas without answers are left out. */
export function masteryByArea(answers: readonly CountedAnswer[], curriculum: Curriculum): AreaMastery[] {
  const results = [...lastAnswers(answers)].flatMap(([slug, right]) => {
    const item = curriculum.items.get(slug);
    const skill = item === undefined ? undefined : curriculum.skills.get(item.skill);
    return (skill?.areas ?? []).map((area) => ({ area, right }));
  });
  return [...curriculum.areas.values()].flatMap(({ slug, title }) => {
    const own = results.filter(({ area }) => area === slug);
    if (own.length === 0) return [];
    return [{ slug, title, answered: own.length, right: own.filter(({ right }) => right).length }];
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
