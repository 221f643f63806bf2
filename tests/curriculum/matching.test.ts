import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonical, findReject, matchesShort } from '../../src/curriculum/matching.ts';

type Matching = Parameters<typeof canonical>[1];

describe('what counts as the same', () => {
  it.each<[Matching, string, string]>([
    ['text', 'LOAD_FAST', 'load_fast'],
    ['text', 'the heap', '  The   heap. '],
    ['text', 'heap', '"heap"'],
    ['text', 'heap', '`heap`.'],
    ['text', 'heap', '“heap”'],
    ['text', "it's", 'it’s'],
    ['text', 'a b', 'a\u00a0b'],
    ['text', '...', '…'],
    ['number', '1000', '1_000'],
    ['number', '1000', '1,000'],
    ['number', '1000', ' 1 000. '],
    ['number', '1234567', '1,234,567'],
    ['number', '-5', '−5'],
    ['number', '5', '+5'],
    ['number', '3', '3.0'],
    ['number', '0.5', '.5'],
    ['number', '1000', '1e3'],
    ['number', '0', '-0.00'],
    ['number', '255', '0xFF'],
    ['number', '-2', '-0b10'],
    ['number', '65535', '0xff_ff'],
    ['number', '007', '7'],
    ['code', "d['a']", 'd["a"]'],
    ['code', 'f( x , y )', 'f(x,y)'],
    ['code', 'x = 1', '`x=1`'],
    ['code', "d['a']", 'd[“a”]'],
  ])('%s: %s and %s', (matching, answer, typed) => {
    expect(matchesShort({ answer, also: [], matching }, typed)).toBe(true);
  });

  it.each<[Matching, string, string]>([
    ['text', 'heap', 'the heap'],
    ['text', 'heap', ''],
    ['text', '.', ''],
    ['number', '1000', '1,00'],
    ['number', '15', '1,5'],
    ['number', '3', '3.01'],
    ['number', '5', '-5'],
    ['number', '10', '1'],
    ['number', '0.1', '0.01'],
    ['number', '18446744073709551616', '18446744073709551617'],
    ['number', '0', 'e5'],
    ['number', '0', '.'],
    ['number', '0', '0x_'],
    ['number', '0', '_'],
    ['number', '3', 'three'],
    ['code', 'X', 'x'],
    ['code', "'a'", 'a'],
  ])('%s: not %s and %s', (matching, answer, typed) => {
    expect(matchesShort({ answer, also: [], matching }, typed)).toBe(false);
  });

  it('takes the other right texts too', () => {
    const item = { answer: '3', also: ['three'], matching: 'text' } as const;
    expect(matchesShort(item, 'Three')).toBe(true);
  });

  it('reads every spelling of a whole number as that number', () => {
    fc.assert(
      fc.property(fc.bigInt(), fc.bigInt(), (one, other) => {
        const spelt = one.toLocaleString('en-GB');
        expect(canonical(spelt, 'number')).toBe(canonical(String(one), 'number'));
        expect(canonical(String(one), 'number') === canonical(String(other), 'number')).toBe(one === other);
      }),
    );
  });

  it('answers any text at all', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.constantFrom<Matching>('text', 'number', 'code'),
        (typed, matching) => {
          expect(matchesShort({ answer: typed, also: [], matching }, typed)).toBe(true);
        },
      ),
    );
  });
});

it('finds the misconception behind a wrong answer that was foreseen', () => {
  const item = { rejects: [{ text: '2', misconception: 'counts-from-one' }], matching: 'number' } as const;
  expect(findReject(item, ' 2. ')).toBe('counts-from-one');
  expect(findReject(item, '4')).toBeUndefined();
});
