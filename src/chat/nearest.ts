/** The sentence for a name that nothing has, with the names that are most like it. */
export function unknown(noun: string, slug: string, known: Iterable<{ slug: string }>): string {
  const close = nearest(slug, known);
  const offer =
    close.length === 0
      ? `write one that is there, or add it to the curriculum first`
      : `did you mean ${close.join(' or ')}?`;
  return `there is no ${noun} "${slug}": ${offer}`;
}

/** At most three slugs that are like this one, at most `most` letters away, the closest first; none where nothing is close. */
export function nearest(
  slug: string,
  known: Iterable<{ slug: string }>,
  most: number = Math.max(3, slug.length / 3),
): string[] {
  const like = [...known].map((thing) => ({ slug: thing.slug, distance: distance(slug, thing.slug) }));
  const three = like.sort((a, b) => a.distance - b.distance).slice(0, 3);
  return three.filter((candidate) => candidate.distance <= most).map((it) => it.slug);
}

/** How many letters must change to make one word the other. */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [i, letter] of [...from].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...to].entries()) {
      const replaced = (row[j] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
