import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { observedDifficulties } from '../../../src/features/quizzes/difficulty.ts';
import { anyItem, printsItem, shortItem } from './curriculum.ts';

function observe(item: typeof printsItem | typeof shortItem, answered: number, right: number) {
  return observedDifficulties([item], new Map([[item.slug, { answered, right }]]))[0];
}

describe('what answers say about a label', () => {
  it('is nothing while there are fewer than twenty', () => {
    expect(observe({ ...shortItem, difficulty: 5 }, 19, 19)).toMatchObject({ answered: 19, share: 1 });
    expect(observe({ ...shortItem, difficulty: 5 }, 19, 19)).not.toHaveProperty('suggested');
    expect(observe({ ...shortItem, difficulty: 5 }, 20, 20)).toMatchObject({ suggested: 1 });
  });

  it('is nothing as long as chance explains the difference', () => {
    expect(observe({ ...shortItem, difficulty: 3 }, 20, 9)).not.toHaveProperty('suggested');
    expect(observe({ ...shortItem, difficulty: 3 }, 400, 180)).toMatchObject({ suggested: 4 });
  });

  it('takes luck out where there is a click', () => {
    const options = printsItem.options.length;
    const lucky = Math.round(1000 / options);
    expect(observe({ ...printsItem, difficulty: 3 }, 1000, lucky)).toMatchObject({ suggested: 5 });
    expect(observe({ ...shortItem, difficulty: 3 }, 1000, lucky)).toMatchObject({ suggested: options > 3 ? 5 : 4 });
  });

  it('never makes an item harder because more were right, and is about items that were answered', () => {
    fc.assert(
      fc.property(
        anyItem,
        fc.integer({ min: 20, max: 400 }),
        fc.integer({ min: 0, max: 400 }),
        (item, answered, some) => {
          const right = some % answered;
          const labels = [right, right + 1].map((count) =>
            observedDifficulties([{ ...item, difficulty: 5 }], new Map([[item.slug, { answered, right: count }]])),
          );
          const [one = 5, more = 5] = labels.map(([observed]) => observed?.suggested);
          expect(more).toBeLessThanOrEqual(one);
          expect(observedDifficulties([item], new Map([['another', { answered, right }]]))).toEqual([]);
        },
      ),
    );
  });

  it('names first what is furthest off', () => {
    const [near, far] = [
      { ...shortItem, slug: 'near', difficulty: 4 },
      { ...shortItem, slug: 'far', difficulty: 1 },
    ];
    const tallies = new Map([near, far].map(({ slug }) => [slug, { answered: 200, right: 20 }]));
    expect(observedDifficulties([near, far], tallies).map(({ item }) => item.slug)).toEqual(['far', 'near']);
  });
});
