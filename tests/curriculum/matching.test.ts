import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonical, explainUnfit, findReject, matchesShort, type Rule } from '../../src/curriculum/matching.ts';

type Matching = Rule['matching'];

const NUMBER: Rule = { matching: 'number', answer: '3' };

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
    ['number', '5', '\u200b5'],
    ['number', '5', '\u200e5\u200f'],
    ['number', '5', '\ufeff5'],
    ['number', '5', '«5»'],
    ['number', '5', '5;'],
    ['number', '5', '5?'],
    ['text', 'yes', '\u200eyes?'],
    ['code', 'test_retry', 'Test_retry'],
    ['code', 'test_retry', '\u200b«test_retry»;'],
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
    ['number', '3', 'three'],
    ['number', '25', 'Twenty-five'],
    ['number', '101', 'a hundred and one'],
    ['number', '8000', 'eight thousand'],
    ['number', '2', 'twice'],
    ['number', '0', 'none'],
    ['number', '63', 'about 63'],
    ['number', '63', '~63'],
    ['number', '9', '9 more'],
    ['number', '1100', "1'100"],
    ['number', '63.4', '63,4'],
    ['number', '36', '3*4*3 = 36'],
    ['number', '36', '= 36'],
    ['code', 'run', '`run()`'],
    ['code', 'run', 'def run():'],
    ['code', 'run', 'async def run'],
    ['code', 'Run', 'class Run.'],
    ['code', 'run', '“run”.'],
    ['text', '3.17', 'v3.17'],
    ['text', '3.17', 'Python 3.17.'],
    ['text', '1.4.10', '==1.4.10'],
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
    ['number', '4', 'three'],
    ['code', 'X', 'x'],
    ['code', "'a'", 'a'],
    ['number', '36', '36 = 3*4*3'],
    ['number', '100', 'a'],
    ['number', '1', 'one hundred'],
    ['code', 'run', 'Run'],
    ['code', 'run', 'runs'],
    ['text', '3.17', '3.1'],
    ['text', '3.17', 'java 3.17'],
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
        expect(canonical(spelt, NUMBER)).toBe(canonical(String(one), NUMBER));
        expect(canonical(String(one), NUMBER) === canonical(String(other), NUMBER)).toBe(one === other);
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
  const item = { answer: '1', rejects: [{ text: '2', misconception: 'counts-from-one' }], matching: 'number' } as const;
  expect(findReject(item, ' 2. ')).toBe('counts-from-one');
  expect(findReject(item, '4')).toBeUndefined();
});

describe('what cannot be an answer of this kind', () => {
  const units = ['ms'];
  it.each<[Rule, string, RegExp]>([
    [NUMBER, 'many', /^Type a number/],
    [NUMBER, 'it depends on the build', /^Type a number/],
    [NUMBER, '3 or 4', /^Type one number/],
    [NUMBER, '3-4', /^Type one number/],
    [NUMBER, '63/100', /^Type one number/],
    [NUMBER, '3*4*3', /^Type one number/],
    [NUMBER, '3 apples', /^Type the number alone\.$/],
    [{ ...NUMBER, units }, '1.1 s', /^Type the number alone, counted in ms\.$/],
    [{ ...NUMBER, units }, '1.100', /^A point stands before a fraction here/],
    [{ matching: 'code', answer: 'run' }, 'the second one', /^Type the name alone/],
    [{ matching: 'code', answer: 'run' }, '12', /^Type the name alone/],
    [{ matching: 'text', answer: '3.17' }, 'the next one', /^Type a version/],
  ])('is told before it counts: %j %s', (rule, typed, sentence) => {
    expect(explainUnfit(rule, typed)).toMatch(sentence);
  });

  it.each<[Rule, string]>([
    [NUMBER, '4'],
    [NUMBER, 'twelve'],
    [NUMBER, '-1e3'],
    [{ ...NUMBER, units }, '3 milliseconds'],
    [{ ...NUMBER, answer: '1.125' }, '1.100'],
    [{ matching: 'code', answer: 'run' }, 'walk'],
    [{ matching: 'code', answer: 'a + b' }, 'b + a'],
    [{ matching: 'text', answer: '3.17' }, '4.0'],
    [{ matching: 'text', answer: 'the heap' }, 'the stack'],
  ])('is not what is only wrong: %j %s', (rule, typed) => {
    expect(explainUnfit(rule, typed)).toBeUndefined();
  });

  it('never depends on whether the number is right', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer(), fc.string(), (answer, other, around) => {
        const typed = (value: number) => `${value} ${around}`;
        const unfit = (value: number) => explainUnfit({ matching: 'number', answer: String(answer) }, typed(value));
        expect(unfit(answer) === undefined).toBe(unfit(other) === undefined);
      }),
    );
  });
});
