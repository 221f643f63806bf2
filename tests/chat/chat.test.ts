import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ACTION_LENGTH, decodeAction, encodeAction } from '../../src/chat/action.ts';
import { choiceOption, describeInput, explainInput, idOption, numberOption, textOption } from '../../src/chat/input.ts';
import { markdownBlocks } from '../../src/chat/markdown.ts';
import { join, markdown, text, time } from '../../src/chat/text.ts';

describe('actions', () => {
  const name = fc.stringMatching(/^[a-z]{1,10}( [a-z]{1,8}|\.[a-z]{1,8})?$/);
  const state = fc.dictionary(fc.stringMatching(/^[a-z]{1,6}$/), fc.string({ maxLength: 12 }), { maxKeys: 3 });

  it('come back as they went, or refuse to go because they are too long', () => {
    fc.assert(
      fc.property(name, state, (route, given) => {
        const action = { route, state: { ...given } };
        const length = `${route}?${new URLSearchParams(given)}`.length;
        if (length > ACTION_LENGTH) return;
        expect(decodeAction(encodeAction(action))).toEqual(action);
      }),
    );
    expect(() => encodeAction({ route: 'a', state: { b: 'c'.repeat(100) } })).toThrow(RangeError);
  });

  it('read anything from outside without failing in an unforeseen way', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 100 }), (id) => {
        expect(typeof decodeAction(id).route).toBe('string');
      }),
    );
    expect(() => decodeAction('')).toThrow('refused');
    expect(() => decodeAction('x'.repeat(101))).toThrow('refused');
  });
});

describe('texts', () => {
  it('mark what a person typed, and keep our own words as markdown', () => {
    const at = Temporal.Instant.from('2026-11-24T17:00:00Z');
    expect(text`**${'*Ann*'}** comes ${time(at)}, ${3} of ${markdown('`x`')}`).toEqual([
      { kind: 'markdown', markdown: '**' },
      { kind: 'typed', text: '*Ann*' },
      { kind: 'markdown', markdown: '** comes ' },
      { kind: 'time', at, style: 'full' },
      { kind: 'markdown', markdown: ', ' },
      { kind: 'markdown', markdown: '3' },
      { kind: 'markdown', markdown: ' of ' },
      { kind: 'markdown', markdown: '`x`' },
    ]);
    expect(join(['a', 'b'], ', ')).toEqual([
      { kind: 'typed', text: 'a' },
      { kind: 'markdown', markdown: ', ' },
      { kind: 'typed', text: 'b' },
    ]);
  });
});

describe('inputs', () => {
  const input = z.object({
    name: textOption('A name', 100, z.string().min(2, { error: 'is too short' })),
    many: numberOption('How many', { min: 1, max: 9 }).optional(),
    of: choiceOption('Which', { one: 'One', two: 'Two' }).default('one'),
    channel: idOption('channel', 'Where').optional(),
    cohort: z.string().optional(),
  });

  it('describe their options in order, and leave a control’s own state out', () => {
    expect(describeInput(input)).toEqual([
      { name: 'name', kind: 'string', description: 'A name', required: true, choices: [], maxLength: 100 },
      { name: 'many', kind: 'integer', description: 'How many', required: false, choices: [], min: 1, max: 9 },
      {
        name: 'of',
        kind: 'string',
        description: 'Which',
        required: false,
        choices: [
          { value: 'one', label: 'One' },
          { value: 'two', label: 'Two' },
        ],
      },
      { name: 'channel', kind: 'channel', description: 'Where', required: false, choices: [] },
    ]);
  });

  it('say in a sentence what is wrong', () => {
    const explain = (given: unknown) => explainInput(input.safeParse(given).error as z.ZodError);
    expect(explain({})).toBe('`name` is missing.');
    expect(explain({ name: 'x' })).toBe('`name` is too short.');
    expect(explain({ name: 'xy', many: '12' })).toBe('`many` must be a whole number from 1 to 9.');
    expect(explain({ name: 'xy', many: 'a lot' })).toBe('`many` must be a whole number from 1 to 9.');
    expect(explain({ name: 'x', many: '12', of: 'three' })).toBe(
      '`name` is too short. `many` must be a whole number from 1 to 9. `of` must be one of one, two.',
    );
    expect(explain({ name: 'xy', of: 'three' })).toBe('`of` must be one of one, two.');
    expect(explain({ name: 'xy', channel: '<@1>' })).toBe('`channel` is not a channel.');
    const forged = z.object({
      step: z.coerce.number().int().max(3),
      on: z.enum(['yes']),
      words: z.string().min(1).max(2),
    });
    const said = (given: unknown) => explainInput(forged.safeParse(given).error as z.ZodError);
    expect(said({ step: 'x', on: 'no', words: '' })).toBe(
      '`step` must be a number. `on` is not one of the choices. `words` must not be empty.',
    );
    expect(said({ step: '1.5', on: 'yes', words: 'abc' })).toBe(
      '`step` must be a whole number. `words` must be at most 2 characters.',
    );
    expect(said({ step: '4', on: 'yes', words: 'a' })).toBe('`step` must be at most 3.');
  });
});

describe('markdown as blocks', () => {
  it('takes code, headings and rules out of the text, and dedents code in lists', () => {
    const source =
      'Read this:\n\n```python\nx = 1\n\n# not a heading\n```\n\n## Then\n- first\n- ```\n  y\n  ```\n---\nend';
    expect(
      markdownBlocks(source).map((block) => [
        block.kind,
        'source' in block ? block.source : 'text' in block ? block.text : [],
      ]),
    ).toEqual([
      ['text', [markdown('Read this:')]],
      ['code', 'x = 1\n\n# not a heading'],
      ['heading', [markdown('Then')]],
      ['text', [markdown('- first')]],
      ['code', 'y'],
      ['divider', []],
      ['text', [markdown('end')]],
    ]);
  });
});
