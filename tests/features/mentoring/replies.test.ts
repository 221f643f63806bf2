import { expect, it } from 'vitest';
import { repliesFor, type SavedReply } from '../../../src/features/mentoring/replies.ts';
import { answersFor } from '../../../src/features/mentoring/suggesting.ts';

let made = 0;
function reply(about: Partial<SavedReply>): SavedReply {
  made += 1;
  const nobody = { requestId: 'q', authorId: 'max', author: 'Max', words: 'So.' };
  return { event: made, ...nobody, skill: null, beliefs: [], uses: 0, helped: 0, ...about };
}

it('finds replies by skill and by belief: both first, then the belief, then the skill; of equals what helped', () => {
  const other = reply({ skill: 'mro', beliefs: ['mro-is-depth-first'] });
  const bySkill = reply({ skill: 'gil', beliefs: ['gil-makes-safe'], uses: 9 });
  const helpful = reply({ skill: 'gil', uses: 2, helped: 2 });
  const byBelief = reply({ skill: 'threads', beliefs: ['gil-is-per-thread'] });
  const byBoth = reply({ skill: 'gil', beliefs: ['gil-is-per-thread'] });
  const all = [other, bySkill, helpful, byBelief, byBoth];
  const found = repliesFor({ skill: 'gil', beliefs: ['gil-is-per-thread'] }, all);
  expect(found).toEqual([byBoth, byBelief, helpful, bySkill]);
  expect(repliesFor({ skill: null, beliefs: ['gil-is-per-thread'] }, all).map(({ skill }) => skill)).toEqual([
    'gil',
    'threads',
  ]);
  // Two questions about no skill are not about the same one.
  expect(repliesFor({ skill: null, beliefs: [] }, [reply({})])).toEqual([]);
});

it('finds kept answers by belief, however they were worded, before those that are worded alike', () => {
  const asked = { id: 'new', question: 'Why is the id of a list reused?', skill: 'refcounting' };
  const kept = (id: string, question: string, beliefs: readonly string[] = []) => ({
    id,
    question,
    skill: 'refcounting',
    help: { beliefs },
  });
  const alike = kept('alike', 'Why are ids of lists reused?');
  const same = kept('same', 'What does del do?', ['del-frees']);
  const far = kept('far', 'How do generators end?', ['other']);
  expect(answersFor(asked, ['del-frees'], [alike, same, far])).toEqual([same, alike]);
  expect(answersFor(asked, [], [alike, same, far])).toEqual([alike]);
});
