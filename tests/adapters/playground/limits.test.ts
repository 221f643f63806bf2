import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { assertFits, MESSAGE_CONTROLS, splitView } from '../../../src/adapters/playground/limits.ts';
import { type Inline, markdown, type Text } from '../../../src/chat/text.ts';
import { type Block, button, type View, view } from '../../../src/chat/view.ts';

const inline: fc.Arbitrary<Inline> = fc.oneof(
  fc.string({ maxLength: 9000, size: 'max', unit: fc.constantFrom('a', ' ', '\n', '*', '🙂', 'é') }).map(markdown),
  fc
    .string({ maxLength: 9000, size: 'max', unit: fc.constantFrom('b', ' ', '\n', '`', '🙂') })
    .map((text): Inline => ({ kind: 'typed', text })),
  fc.constant<Inline>({ kind: 'mention', of: 'member', id: 'ada' }),
);
const inlines = fc.array(inline, { maxLength: 5 });
const block: fc.Arbitrary<Block> = fc.oneof(
  inlines.map((text): Block => ({ kind: 'text', text })),
  inlines.map((text): Block => ({ kind: 'footnote', text })),
  fc.string({ maxLength: 15_000, size: 'max' }).map((source): Block => ({ kind: 'code', source, language: 'python' })),
  fc
    .array(inlines, { maxLength: 4 })
    .map((values): Block => ({ kind: 'facts', facts: values.map((value) => ({ label: 'F', value })) })),
  fc.integer({ min: 0, max: 60 }).map(
    (count): Block => ({
      kind: 'controls',
      controls: Array.from({ length: count }, (_, at) => button(`B${at}`, `r${at}`)),
    }),
  ),
  fc.constant<Block>({ kind: 'divider' }),
);

function words(text: Text): string {
  return text.map((one) => (one.kind === 'markdown' ? one.markdown : one.kind === 'typed' ? one.text : '@')).join('');
}

/** All that a reader could read, without what only separates. */
function content(views: readonly View[]): string {
  return views
    .flatMap(({ blocks }) => blocks)
    .map((one) => {
      if (one.kind === 'code') return one.source;
      if (one.kind === 'controls')
        return one.controls.map((control) => (control.kind === 'button' ? control.label : '')).join();
      if (one.kind === 'facts') return one.facts.map(({ value }) => words(value)).join('');
      return 'text' in one ? words(one.text) : '';
    })
    .join('');
}

describe('splitting', () => {
  test('loses no text, tears no character and makes only messages that fit', () => {
    fc.assert(
      fc.property(fc.array(block, { maxLength: 6 }), (blocks) => {
        const views = splitView(view(...blocks));
        for (const one of views) {
          assertFits(one);
          expect(content([one])).toBe(content([one]).toWellFormed());
        }
        const commas = (text: string) => text.replaceAll(',', '');
        expect(commas(content(views))).toBe(commas(content([view(...blocks)])));
      }),
      { numRuns: 200 },
    );
  });

  test('leaves a view that fits as it is', () => {
    const small = view({ kind: 'divider' });
    expect(splitView(small)).toEqual([small]);
    expect(splitView(view())).toEqual([view()]);
  });

  test('closes a fence that it cuts and opens it again', () => {
    const source = `Before\n\`\`\`python\n${'x = 1\n'.repeat(1500)}\`\`\`\nAfter`;
    const parts = splitView(view({ kind: 'text', text: [markdown(source)] })).map((part) => content([part]));
    expect(parts).toHaveLength(2);
    for (const part of parts) expect(part.match(/```/g)).toHaveLength(2);
    expect(parts[1]).toMatch(/^```python\nx = 1\n/);
  });

  test('tears no mark-up of a line', () => {
    const lines: Text = Array.from(
      { length: 300 },
      (_, at): Text => [markdown('- **'), { kind: 'typed', text: `name ${at} ${'n'.repeat(30)}` }, markdown('**\n')],
    ).flat();
    for (const part of splitView(view({ kind: 'text', text: lines }))) {
      expect(content([part])).toMatch(/^(- \*\*name \d+ n+\*\*\n)+$/);
    }
  });

  test('spreads controls over messages', () => {
    const buttons = Array.from({ length: 60 }, (_, at) => button(`B${at}`, `r${at}`));
    const counts = splitView(view({ kind: 'controls', controls: buttons })).map(({ blocks }) =>
      blocks.reduce((sum, one) => sum + (one.kind === 'controls' ? one.controls.length : 0), 0),
    );
    expect(counts).toEqual([MESSAGE_CONTROLS, MESSAGE_CONTROLS, 10]);
  });
});
