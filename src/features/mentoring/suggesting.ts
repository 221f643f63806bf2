import type { Curriculum, Skill } from '../../curriculum/schema.ts';

/** How many skills are offered for a question. */
const OFFERED_SKILLS = 8;

/**
 * The skills that a question may be about, the likeliest first: by the words that it shares with their names and with those
 * of their questions' tags, then those that the asker missed last. `missed` are slugs, newest first.
 */
export function suggestSkills(
  words: string,
  missed: readonly string[],
  { skills }: Pick<Curriculum, 'skills'>,
): Skill[] {
  const said = wordsOf(words);
  const missedAt = new Map(missed.map((slug, index) => [slug, index] as const).reverse());
  const all = [...skills.values()].map((skill) => {
    const own = wordsOf(`${skill.slug.replaceAll('-', ' ')} ${skill.title}`);
    const shared = [...own].filter((word) => said.has(word) || isWithin(word, said));
    // A word that many skills have says less than one that only this skill has.
    const score = shared.reduce((sum, word) => sum + 1 / (commonness(skills).get(word) ?? 1), 0);
    return { skill, score, missed: missedAt.get(skill.slug) };
  });
  const named = all
    .filter(({ score }) => score > 0)
    .sort((one, other) => other.score - one.score || (one.missed ?? Infinity) - (other.missed ?? Infinity));
  const recent = all
    .filter(({ score, missed: at }) => score === 0 && at !== undefined)
    .sort((one, other) => (one.missed ?? 0) - (other.missed ?? 0));
  return [...named, ...recent].slice(0, OFFERED_SKILLS).map(({ skill }) => skill);
}

/**
 * The skill that a question is taken to be about. `isGuess` where what its asker missed says so and not their words: that is
 * theirs to see first, because a question's skill stands where others read it.
 */
export function likelySkill(
  words: string,
  missed: readonly string[],
  curriculum: Pick<Curriculum, 'skills'>,
): { skill: Skill | undefined; isGuess: boolean } {
  const [skill] = suggestSkills(words, missed, curriculum);
  const [named] = suggestSkills(words, [], curriculum);
  return { skill, isGuess: skill !== named };
}

/** Whether a long word stands within another one, as `refcounting` does in `getrefcount`. */
function isWithin(word: string, said: ReadonlySet<string>): boolean {
  const root = word.replace(/(?:ing|ed|er)$/, '');
  return root.length >= 6 && [...said].some((one) => one.length > root.length && one.includes(root));
}

const counted = new WeakMap<ReadonlyMap<string, Skill>, ReadonlyMap<string, number>>();

/** In how many skills each word stands. It follows from the curriculum, which does not change, so it is counted once. */
function commonness(skills: ReadonlyMap<string, Skill>): ReadonlyMap<string, number> {
  const known = counted.get(skills);
  if (known !== undefined) return known;
  const counts = new Map<string, number>();
  for (const { slug, title } of skills.values()) {
    for (const word of wordsOf(`${slug.replaceAll('-', ' ')} ${title}`)) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  counted.set(skills, counts);
  return counts;
}

/** The words of a text that say what it is about, without the endings of plurals. */
export function wordsOf(text: string): Set<string> {
  const words = text
    .toLowerCase()
    .normalize('NFKD')
    .match(/[\p{L}_][\p{L}\p{N}_]*/gu);
  return new Set(
    (words ?? [])
      .filter((word) => !EMPTY.has(word))
      .map(stem)
      .filter((word) => word.length > 1),
  );
}

function stem(word: string): string {
  return word.length > 2 && word.endsWith('s') && !word.endsWith('ss') ? word.slice(0, -1) : word;
}

const EMPTY: ReadonlySet<string> = new Set(
  'a an and are as at be but by can code do does did for from get has have how if in into is it its me my no not of on one or our python question so sys than that the then there this to up use used using was we what when where which who why will with you your'.split(
    ' ',
  ),
);

/** How alike two texts are by the words that say what they are about: 0 for nothing shared, 1 for the same. */
export function likeness(one: string, other: string): number {
  const [mine, theirs] = [wordsOf(one), wordsOf(other)];
  if (mine.size === 0 || theirs.size === 0) return 0;
  const shared = [...mine].filter((word) => theirs.has(word)).length;
  return shared / Math.sqrt(mine.size * theirs.size);
}

/** How alike a question must be to be offered: less, where both are about the same skill. */
const LIKE = 0.5;

const LIKE_IN_SKILL = 0.25;

/** Those of the questions that were kept that are like another one, the likest first, at most three. */
export function likeOf<Asked extends { id: string; question: string; skill: string | null }>(
  asked: { id: string; question: string; skill: string | null },
  kept: readonly Asked[],
): Asked[] {
  return kept
    .filter(({ id }) => id !== asked.id)
    .map((one) => ({ one, like: likeness(asked.question, one.question) }))
    .filter(({ one, like }) => like >= (one.skill !== null && one.skill === asked.skill ? LIKE_IN_SKILL : LIKE))
    .sort((a, b) => b.like - a.like)
    .slice(0, 3)
    .map(({ one }) => one);
}

/** The kept questions that may help whoever takes another one, at most three: those of people who believed the same first, then the likest. */
export function answersFor<
  Kept extends { id: string; question: string; skill: string | null; help: { beliefs: readonly string[] } },
>(
  asked: { id: string; question: string; skill: string | null },
  beliefs: readonly string[],
  kept: readonly Kept[],
): Kept[] {
  const others = kept.filter(({ id }) => id !== asked.id);
  const same = others
    .filter(({ help }) => help.beliefs.some((belief) => beliefs.includes(belief)))
    .toSorted((one, other) => likeness(asked.question, other.question) - likeness(asked.question, one.question));
  const like = likeOf(asked, others).filter((one) => !same.includes(one));
  return [...same, ...like].slice(0, 3);
}
