import { type Lens, lensEntries, skillsUnder } from '../../curriculum/lenses.ts';
import type { Curriculum } from '../../curriculum/schema.ts';
import type { CountedAnswer } from './mastery.ts';

/** Where somebody answers better than they did: right answers of as many at the beginning and at the end. */
export interface Growth {
  title: string;
  before: number;
  after: number;
  of: number;
}

/** Fewer answers at each end say nothing. */
const LEAST = 3;

/** The entry of a lens in which somebody's later answers are better than their earlier ones, most of all; takes answers oldest first. */
export function growthBy(lens: Lens, answers: readonly CountedAnswer[], curriculum: Curriculum): Growth | undefined {
  const grown = lensEntries(curriculum, lens).flatMap(({ slug, title }): Growth[] => {
    const skills = new Set(skillsUnder(curriculum, lens, slug).map((skill) => skill.slug));
    const own = answers.filter(({ item }) => skills.has(curriculum.items.get(item)?.skill ?? ''));
    const of = Math.floor(own.length / 2);
    const before = own.slice(0, of).filter(({ right }) => right).length;
    const after = own.slice(own.length - of).filter(({ right }) => right).length;
    return of < LEAST || after <= before ? [] : [{ title, before, after, of }];
  });
  const [most] = grown.toSorted((one, other) => gain(other) - gain(one) || other.of - one.of);
  return most;
}

function gain({ before, after, of }: Growth): number {
  return (after - before) / of;
}
