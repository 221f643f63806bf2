/** A reply that a mentor has saved. */
export interface SavedReply {
  /** The event of the reply. */
  event: number;
  requestId: string;
  authorId: string;
  author: string;
  words: string;
  /** The slug of what the question was about to which it was said first. */
  skill: string | null;
  /** The misconceptions (slugs) that its asker had of that. */
  beliefs: readonly string[];
  /** How often it was said again. */
  uses: number;
  /** How many of those who it was said to again said that it was solved, or helped. */
  helped: number;
}

/** What a reply is looked for with: the skill of a question, and what its asker believes of it. */
export interface Wanted {
  skill: string | null;
  beliefs: readonly string[];
}

/** Whether a reply was said to somebody who believed the same. */
export function sharesBelief(reply: Pick<SavedReply, 'beliefs'>, { beliefs }: Pick<Wanted, 'beliefs'>): boolean {
  return reply.beliefs.some((belief) => beliefs.includes(belief));
}

/**
 * The replies that may help with a question, the likeliest first: said to somebody who believed the same, about the same skill; then
 * those that helped most often, were said most often, and are newest.
 */
export function repliesFor(wanted: Wanted, saved: readonly SavedReply[]): SavedReply[] {
  const isSame = ({ skill }: SavedReply) => skill !== null && skill === wanted.skill;
  const rank = (reply: SavedReply) => 2 * Number(sharesBelief(reply, wanted)) + Number(isSame(reply));
  return saved
    .filter((reply) => rank(reply) > 0)
    .toSorted(
      (one, other) =>
        rank(other) - rank(one) || other.helped - one.helped || other.uses - one.uses || other.event - one.event,
    );
}
