import fc from 'fast-check';
import { expect, it } from 'vitest';
import { lay } from '../../src/pictures/layout.ts';
import { widthOf } from '../../src/pictures/measure.ts';
import { bar, column, mark, panel, row, words } from '../../src/pictures/parts.ts';
import type { Shape } from '../../src/pictures/shapes.ts';
import { createTypeface } from '../../src/pictures/typeface.ts';
import { STAND_IN, writable } from '../../src/pictures/writable.ts';

const typeface = createTypeface();
const anyText = fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' }), fc.lorem());

it.each([
  ['Ana Lima', 'Ana Lima'],
  ['Żółć Gęślą', 'Żółć Gęślą'],
  ['Nguyễn Văn Ánh', 'Nguyễn Văn Ánh'],
  ['Привет, Ελένη', 'Привет, Ελένη'],
  ['𝓐𝓷𝓪 ✨', 'Ana'],
  ['Ｍａｘ', 'Max'],
  ['Ana 🎉👩‍👩‍👧 Lima', 'Ana Lima'],
  ['Ana\u202e\u200b Lima', 'Ana Lima'],
  ['李雷', STAND_IN],
  ['🎉', STAND_IN],
  ['', ''],
  ['   ', ''],
])('writes %s as %s', (typed, written) => {
  expect(writable(typed, typeface.has)).toBe(written);
});

it('writes nothing but letters that it has, whatever somebody is called', () => {
  fc.assert(
    fc.property(anyText, (typed) => {
      const written = writable(typed, typeface.has);
      expect([...written].filter((letter) => !typeface.has(letter.codePointAt(0) ?? 0))).toEqual([]);
      expect(written === '').toBe(typed.trim() === '');
    }),
    { numRuns: 500 },
  );
});

it('draws letters as the font has them: straight, round, and put together of others', () => {
  const contours = (letter: string) =>
    (typeface.find(letter.codePointAt(0) ?? 0, 400)?.path ?? '').split('Z').filter((path) => path !== '');
  const [stem = '', ...more] = contours('I');
  expect(more).toEqual([]);
  const corners = [...stem.matchAll(/[ML](-?[\d.]+) (-?[\d.]+)/g)].map(([, x, y]) => `${x} ${y}`);
  expect(new Set(corners).size).toBe(4);
  expect(stem).not.toContain('Q');
  expect(contours('o')).toHaveLength(2);
  expect(contours('o').every((contour) => contour.includes('Q'))).toBe(true);
  // An e and what stands above it.
  expect(contours('é').length).toBeGreaterThan(contours('e').length);
  expect(contours(' ')).toEqual([]);
});

/** Every line of letters with the place of its left edge on the sheet. */
function linesOf(shapes: readonly Shape[], x = 0): { text: string; from: number; to: number }[] {
  return shapes.flatMap((shape) => {
    if (shape.kind === 'group') return linesOf(shape.shapes, x + shape.x);
    if (shape.kind !== 'letters') return [];
    const from = x + shape.x;
    return [{ text: shape.text, from, to: from + widthOf(shape.text, shape.size, shape.weight, typeface) }];
  });
}

it('keeps every line inside its sheet, whatever is typed, in as many lines as there may be', () => {
  fc.assert(
    fc.property(anyText, anyText, fc.integer({ min: 1, max: 4 }), (one, other, lines) => {
      const label = words(one, { lines, grows: true });
      const tree = panel(column([words(one, { lines }), row([mark('tick'), label, words(other, { lines: 1 })])]));
      for (const { from, to } of linesOf(lay(tree, 720, typeface).shapes)) {
        expect(from).toBeGreaterThanOrEqual(0);
        expect(to).toBeLessThanOrEqual(721);
      }
      expect(linesOf(lay(words(one, { lines }), 300, typeface).shapes).length).toBeLessThanOrEqual(lines);
    }),
    { numRuns: 300 },
  );
});

it('leaves no word out that has room, and says with an ellipsis where it does', () => {
  const text = 'Memory management and performance of long running services';
  const whole = linesOf(lay(words(text), 300, typeface).shapes).map((line) => line.text);
  expect(whole.length).toBeGreaterThan(1);
  expect(whole.join(' ')).toBe(text);
  const [short, ...more] = linesOf(lay(words(text, { lines: 1 }), 300, typeface).shapes);
  expect(more).toEqual([]);
  expect(short?.text).toMatch(/^Memory manage.*…$/);
});

it('shows a little where there is a little, and a gap where something is missing', () => {
  const filled = (share: number) => {
    const [, front] = lay(bar(share), 400, typeface).shapes;
    return front?.kind === 'rectangle' ? front.width : 0;
  };
  expect(filled(0)).toBe(0);
  expect(filled(1)).toBe(400);
  fc.assert(
    fc.property(fc.double({ min: 0.0001, max: 0.9999, noNaN: true }), (share) => {
      expect(filled(share)).toBeGreaterThan(10);
      expect(filled(share)).toBeLessThan(395);
    }),
  );
});
