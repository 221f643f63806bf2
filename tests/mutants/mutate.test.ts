import { describe, expect, it } from 'vitest';
import { mutantsOf, sampled } from './mutate.ts';

const source = `import { a } from './a.ts';

/** True when x === 1. */
interface Box<T> {
  size: 1 | 2;
}

export function isBig(x: number, boxes: readonly Box<string>[]): boolean {
  // x > 3
  if (x === 10 && boxes.some((box) => box.size > 1)) return true;
  return text\`more than 5 < 6\` === 'a && b';
}
`;

describe('the changes', () => {
  const made = mutantsOf('a.ts', source).map(({ line, from, to }) => `${line}: ${from} -> ${to}`);

  it('are made to what decides', () => {
    expect(made).toEqual([
      '10: === -> !==',
      '10: > -> >=',
      '10: && -> ||',
      '10: true -> false',
      '10: .some( -> .every(',
      '10: 10 -> 11',
      '10: 1 -> 2',
      '11: === -> !==',
    ]);
  });

  it('change one place and leave everything else', () => {
    for (const { source: changed, from, to } of mutantsOf('a.ts', source)) {
      expect(changed).not.toBe(source);
      expect(changed.length - source.length).toBe(to.length - from.length);
    }
  });

  it('are sampled the same for the same seed, and another way for another', () => {
    const all = mutantsOf('a.ts', source);
    const lines = (seed: number) => sampled(all, 3, seed).map(({ from }) => from);
    expect(lines(1)).toEqual(lines(1));
    expect(new Set([1, 2, 3, 4, 5].map((seed) => lines(seed).join())).size).toBeGreaterThan(1);
  });
});
