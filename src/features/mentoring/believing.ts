import type { CohortContext } from '../../context.ts';
import { type Learned, standingsOf } from '../quizzes/learned.ts';
import { readLearned } from '../quizzes/learning.ts';
import type { HelpRequest } from './requests.ts';

/** What an asker believes of what their question is about: the misconceptions (slugs) of its skill that they gave away and have not overcome; of a question about no skill all of them. */
export async function readBeliefs(
  context: Pick<CohortContext, 'db' | 'curriculum' | 'asker' | 'workspaceId' | 'now'>,
  { memberId, skill }: Pick<HelpRequest, 'memberId' | 'skill'>,
): Promise<string[]> {
  const { asker, workspaceId, now } = context;
  return beliefsAbout(skill, await readLearned(context, memberId, now, { memberId: asker.memberId, workspaceId }));
}

/** The same, of what somebody answered, newest first. */
export function beliefsAbout(skill: string | null, learned: readonly Learned[]): string[] {
  const standings = standingsOf(learned).filter((one) => skill === null || one.skill === skill);
  return [...new Set(standings.flatMap(({ beliefs }) => beliefs))];
}
