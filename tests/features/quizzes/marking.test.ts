import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Item } from '../../../src/curriculum/schema.ts';
import {
  differences,
  isRight,
  keyOf,
  letteredLines,
  misconceptionsOf,
  Response,
  readAnswer,
  readDraft,
  writeAnswer,
} from '../../../src/features/quizzes/marking.ts';
import {
  anyItem,
  anyRoundId,
  everyKind,
  fixItem,
  lineItem,
  multipleItem,
  orderItem,
  printsItem,
  shortItem,
  singleItem,
} from './curriculum.ts';

/** An answer that somebody could give: letters for lettered items, a text for others. */
function anyAnswer(item: Item, roundId: string): fc.Arbitrary<string> {
  const letters = letteredLines(item, roundId).map(({ letter }) => letter);
  switch (item.kind) {
    case 'single':
    case 'prints':
    case 'fix':
    case 'line':
      return fc.constantFrom(...letters);
    case 'multiple':
      return fc.subarray(letters, { minLength: 1 }).map((chosen) => chosen.join(''));
    case 'order':
      return fc.shuffledSubarray(letters, { minLength: letters.length }).map((chosen) => chosen.join(''));
    case 'short':
      return fc.string({ minLength: 1, maxLength: 200 }).filter((typed) => typed.trim() !== '');
  }
}

const answered = fc
  .tuple(anyItem, anyRoundId)
  .chain(([item, roundId]) => anyAnswer(item, roundId).map((answer) => ({ item, roundId, answer })));

describe('the lettered lines', () => {
  it('show every option once, under letters from A on, the same each time', () => {
    fc.assert(
      fc.property(anyItem, anyRoundId, (item, roundId) => {
        const lines = letteredLines(item, roundId);
        expect(lines.map(({ letter }) => letter).join('')).toBe('ABCDEF'.slice(0, lines.length));
        expect(new Set(lines.map(({ value }) => value)).size).toBe(lines.length);
        expect(letteredLines(item, roundId)).toEqual(lines);
      }),
    );
  });

  it('never show steps in the right order', () => {
    fc.assert(
      fc.property(anyItem, anyRoundId, (item, roundId) => {
        fc.pre(item.kind === 'order');
        const letters = letteredLines(item, roundId).map(({ letter }) => letter);
        const asShown = readAnswer(item, roundId, letters.join(''));
        expect(asShown && isRight(item, asShown)).toBe(false);
      }),
    );
  });

  it('show the lines of a program from top to bottom', () => {
    expect(letteredLines(lineItem, 'some-round')).toEqual([
      { letter: 'A', value: 1 },
      { letter: 'B', value: 2 },
      { letter: 'C', value: 4 },
    ]);
  });

  it('differ between rounds, so that letters are not worth remembering', () => {
    const orders = Array.from({ length: 40 }, (_, round) =>
      letteredLines(singleItem, `round-${round}`)
        .map(({ value }) => value)
        .join(''),
    );
    expect(new Set(orders).size).toBeGreaterThan(10);
  });
});

describe('an answer', () => {
  it('comes back from letters as it went, whatever the item, and survives JSON', () => {
    fc.assert(
      fc.property(answered, ({ item, roundId, answer }) => {
        const response = readAnswer(item, roundId, answer);
        if (response === undefined) throw new Error('not read');
        expect(writeAnswer(item, roundId, response)).toBe(item.kind === 'short' ? answer.trim() : answer);
        expect(Response.parse(JSON.parse(JSON.stringify(response)))).toEqual(response);
      }),
    );
  });

  it('is right exactly when it is the key, and then gives no misconception away', () => {
    fc.assert(
      fc.property(answered, ({ item, roundId, answer }) => {
        fc.pre(item.kind !== 'short');
        const response = readAnswer(item, roundId, answer);
        if (response === undefined) throw new Error('not read');
        const right = JSON.stringify(response) === JSON.stringify(keyOf(item));
        expect(isRight(item, response)).toBe(right);
        if (right) expect(misconceptionsOf(item, response)).toEqual([]);
        else if (item.kind === 'single' || item.kind === 'fix' || item.kind === 'line') {
          expect(misconceptionsOf(item, response)).toHaveLength(1);
        }
      }),
    );
  });

  it('keeps the same authored index whatever letter a round gave it', () => {
    fc.assert(
      fc.property(anyItem, anyRoundId, anyRoundId, (item, one, other) => {
        const key = keyOf(item);
        expect(readAnswer(item, one, writeAnswer(item, one, key))).toEqual(key);
        expect(readAnswer(item, other, writeAnswer(item, other, key))).toEqual(key);
        expect(isRight(item, key)).toBe(true);
      }),
    );
  });

  it('is not read when it does not fit the item', () => {
    const round = 'some-round';
    for (const answer of ['', 'Z', 'AB', 'a', '1', 'AA', 'A ']) {
      expect(readAnswer(singleItem, round, answer)).toBeUndefined();
      expect(readAnswer(printsItem, round, answer)).toBeUndefined();
      expect(readAnswer(lineItem, round, answer)).toBeUndefined();
      expect(readAnswer(fixItem, round, answer)).toBeUndefined();
    }
    for (const answer of ['', 'AA', 'AZ', 'ABCDEFG']) expect(readAnswer(multipleItem, round, answer)).toBeUndefined();
    for (const answer of ['', 'ABC', 'ABCDA', 'ABCC']) expect(readAnswer(orderItem, round, answer)).toBeUndefined();
    for (const answer of ['', '   ', 'x'.repeat(201)]) expect(readAnswer(shortItem, round, answer)).toBeUndefined();
  });

  it('never throws on what a forged control carries', () => {
    fc.assert(
      fc.property(anyItem, anyRoundId, fc.string({ maxLength: 20 }), (item, roundId, forged) => {
        const response = readAnswer(item, roundId, forged);
        if (response !== undefined) isRight(item, response);
        const draft = readDraft(item, roundId, forged);
        expect(readDraft(item, roundId, draft)).toBe(draft);
      }),
    );
  });

  it('of an older version of the item is wrong, and not an error', () => {
    for (const item of everyKind) {
      for (const other of everyKind) {
        if (item.kind === other.kind) continue;
        const isSameShape = new Set([item.kind, other.kind]).isSubsetOf(new Set(['single', 'prints', 'fix']));
        if (!isSameShape) expect(isRight(item, keyOf(other))).toBe(false);
        misconceptionsOf(item, keyOf(other));
        writeAnswer(item, 'some-round', keyOf(other));
      }
    }
    expect(isRight(singleItem, { kind: 'option', option: 17 })).toBe(false);
    expect(misconceptionsOf(singleItem, { kind: 'option', option: 17 })).toEqual([]);
  });
});

it('marks several statements all or nothing, and tells what was missed and what was wrong', () => {
  expect(isRight(multipleItem, { kind: 'options', options: [0, 2, 5] })).toBe(true);
  expect(isRight(multipleItem, { kind: 'options', options: [0, 2] })).toBe(false);
  expect(isRight(multipleItem, { kind: 'options', options: [0, 1, 2, 5] })).toBe(false);
  expect(differences(multipleItem, { kind: 'options', options: [0, 1] })).toEqual({ missed: [2, 5], wrong: [1] });
  expect(misconceptionsOf(multipleItem, { kind: 'options', options: [0, 1, 3, 4] })).toEqual([
    'first-idea',
    'other-idea',
  ]);
});

it('reads typed answers tolerantly and knows the foreseen wrong ones', () => {
  for (const typed of ['4096', ' 4_096 ', '4,096', 'two to the twelfth']) {
    const response = readAnswer(shortItem, 'some-round', typed);
    expect(response && isRight(shortItem, response)).toBe(true);
  }
  expect(misconceptionsOf(shortItem, { kind: 'typed', typed: '4095' })).toEqual(['other-idea']);
  expect(misconceptionsOf(shortItem, { kind: 'typed', typed: '7' })).toEqual([]);
});

it('gives one misconception away with any wrong order and any wrong line', () => {
  expect(misconceptionsOf(orderItem, { kind: 'steps', steps: [1, 0, 2, 3] })).toEqual(['first-idea']);
  expect(misconceptionsOf(lineItem, { kind: 'line', line: 1 })).toEqual(['other-idea']);
});
