import { expect, it } from 'vitest';
import { code, paragraph } from '../../../src/chat/view.ts';
import { loadCurriculum } from '../../../src/curriculum/load.ts';
import { longNote } from '../../../src/features/quizzes/answer-texts.ts';
import { longQuestion, screensOf } from '../../../src/features/quizzes/question-length.ts';
import { questionView } from '../../../src/features/quizzes/question-views.ts';
import { plain } from '../../support/platform.ts';

const lines = (count: number) => Array.from({ length: count }, (_, line) => `step_${line}()`).join('\n');

it('counts the lines that a phone wraps, of prose and of code', () => {
  expect(longQuestion([paragraph`Why?`, code(lines(30))])).toBeUndefined();
  expect(longQuestion([paragraph`Why?`, code(lines(60))])).toBe(3);
  expect(screensOf([code('x'.repeat(470))])).toBeGreaterThan(screensOf([code('x'.repeat(40))]));
  expect(screensOf([paragraph`${'word '.repeat(300)}`])).toBeGreaterThan(1);
});

it('fits every question into two screens of a phone, or says above it that it is long', () => {
  const items = [...loadCurriculum('curriculum').items.values()];
  const long = items.filter((item) => {
    const shown = questionView({ item, at: 0, of: 6, family: 'round', cohort: 'c', round: 'r' }, '');
    const isLong = screensOf(shown.blocks) > 2.3;
    if (isLong) expect(plain(shown), item.slug).toMatch(/A long one: about [34] screens of a phone\./);
    return longNote(item, 'r').length > 0;
  });
  expect(long.length).toBeGreaterThan(4);
  // Long ones are rare: a round is for three minutes on a phone.
  expect(long.length / items.length).toBeLessThan(0.2);
});
