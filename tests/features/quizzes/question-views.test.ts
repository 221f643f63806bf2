import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeAction } from '../../../src/chat/action.ts';
import { clip } from '../../../src/chat/clip.ts';
import type { Control, View } from '../../../src/chat/view.ts';
import type { Item } from '../../../src/curriculum/schema.ts';
import { matchingRule, valueText, versions } from '../../../src/features/quizzes/answer-texts.ts';
import { keyOf, letteredLines, writeAnswer } from '../../../src/features/quizzes/marking.ts';
import { answerForm, type Question, questionView } from '../../../src/features/quizzes/question-views.ts';
import { controlOf, plain, plainText } from '../../support/platform.ts';
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

function ask(item: Item, round: string, family: Question['family'] = 'round'): Question {
  return { family, cohort: 'abcdefghjkmn', round, at: 5, of: 6, item };
}

function controlsOf({ blocks }: View): Control[] {
  return blocks.flatMap((block) => (block.kind === 'controls' ? block.controls : []));
}

/** The same item, as far as people may see it before they answer, with another key. */
function withOtherKey(item: Item, turn: number): Item {
  switch (item.kind) {
    case 'single':
    case 'prints':
    case 'fix':
    case 'multiple': {
      const turned = item.options.map((option, index) => {
        const { right = false, misconception } = item.options[(index + turn) % item.options.length] ?? {};
        const { misconception: _, ...rest } = option;
        return { ...rest, right, ...(misconception === undefined ? {} : { misconception }) };
      });
      return { ...item, options: turned };
    }
    case 'line': {
      const lines = [item.line, ...item.decoys.map((decoy) => decoy.line)];
      const turned = lines.map((_, index) => lines[(index + turn) % lines.length] ?? 1);
      const decoys = item.decoys.map((decoy, index) => ({ ...decoy, line: turned[index + 1] ?? 1 }));
      return { ...item, line: turned[0] ?? 1, fix: 'another fix', decoys };
    }
    case 'order': {
      const by = turn % item.steps.length;
      return { ...item, steps: [...item.steps.slice(by), ...item.steps.slice(0, by)] };
    }
    case 'short':
      return { ...item, answer: String(turn), also: ['something else'], rejects: [] };
  }
}

/** The steps are never shown solved: for the one key that is what would be shown, something else must be. */
function isShownSolved(item: Item, roundId: string): boolean {
  if (item.kind !== 'order') return false;
  const steps = item.steps;
  return [...steps.keys()].some((by) => {
    const turned = [...steps.slice(by), ...steps.slice(0, by)];
    const shown = letteredLines(item, roundId).map(({ value }) => steps[value]);
    return turned.join('\n') === shown.join('\n');
  });
}

describe('what stands in a question', () => {
  it('is the same whatever the key is, in its words and in every control', () => {
    fc.assert(
      fc.property(anyItem, anyRoundId, fc.integer({ min: 1, max: 9 }), (item, round, turn) => {
        fc.pre(!isShownSolved(item, round));
        const other = withOtherKey(item, turn);
        for (const family of ['round', 'practice'] as const) {
          for (const draft of ['', 'A', 'BA', 'CAB']) {
            expect(questionView(ask(other, round, family), draft)).toEqual(
              questionView(ask(item, round, family), draft),
            );
          }
        }
        if (item.kind === 'short' && other.kind === 'short') {
          expect(answerForm({ ...ask(other, round), item: other })).toEqual(answerForm({ ...ask(item, round), item }));
        }
      }),
      { numRuns: 400 },
    );
  });

  it('holds no explanation, no misconception, no fix and no typed answer', () => {
    for (const item of everyKind) {
      const words = JSON.stringify(questionView(ask(item, 'abcdefghjkmn'), ''));
      for (const secret of ['mechanism', 'first-idea', 'other-idea', 'a + b', '409', 'twelfth', 'sources', 'right"']) {
        expect(words).not.toContain(secret);
      }
    }
  });

  it('fits every control into a platform’s id, each another one, and labels of letters show no option', () => {
    fc.assert(
      fc.property(anyItem, anyRoundId, fc.constantFrom('', 'A', 'AB', 'CABD', 'FEDCBA'), (item, round, draft) => {
        for (const family of ['round', 'practice'] as const) {
          const controls = controlsOf(questionView(ask(item, round, family), draft));
          const ids = controls.map((control) => encodeAction(control.action));
          expect(new Set(ids).size).toBe(ids.length);
          const labels = controls.map((control) => (control.kind === 'button' ? control.label : ''));
          expect(labels.every((label) => /^([A-F]|Submit|Undo|Reset|Answer|All questions)$/.test(label))).toBe(true);
        }
        if (item.kind === 'short') encodeAction(answerForm({ ...ask(item, round), item }).action);
      }),
    );
  });
});

describe('pressing letters', () => {
  const draftOf = (view: View, label: string) => controlOf(view, label).action.state['draft'] ?? '';

  it('toggles statements, and offers to submit what is chosen', () => {
    const question = ask(multipleItem, 'abcdefghjkmn');
    const none = questionView(question, '');
    expect(controlOf(none, 'Submit')).toMatchObject({ disabled: true });
    const one = questionView(question, draftOf(none, 'C'));
    const two = questionView(question, draftOf(one, 'A'));
    expect(plain(two)).toContain('Chosen: **A, C**');
    expect(controlOf(two, 'A')).toMatchObject({ style: 'primary' });
    expect(controlOf(two, 'B')).toMatchObject({ style: 'secondary' });
    expect(controlOf(two, 'Submit')).toMatchObject({ disabled: false, action: { state: { answer: 'AC' } } });
    expect(draftOf(two, 'A')).toBe('C');
  });

  it('builds an order, takes the last step back, starts anew, and submits only when it is whole', () => {
    const question = ask(orderItem, 'abcdefghjkmn');
    let view = questionView(question, '');
    for (const letter of 'CADB') {
      expect(controlOf(view, 'Submit')).toMatchObject({ disabled: true });
      expect(controlOf(view, letter)).toMatchObject({ disabled: false });
      view = questionView(question, draftOf(view, letter));
      expect(controlOf(view, letter)).toMatchObject({ disabled: true });
    }
    expect(plain(view)).toContain('So far: **C → A → D → B**');
    expect(controlOf(view, 'Submit')).toMatchObject({ disabled: false, action: { state: { answer: 'CADB' } } });
    expect(draftOf(view, 'Undo')).toBe('CAD');
    expect(draftOf(view, 'Reset')).toBe('');
  });

  it('ignores what no control of mine would send', () => {
    const question = ask(orderItem, 'abcdefghjkmn');
    expect(questionView(question, 'CCZ!C')).toEqual(questionView(question, 'C'));
  });
});

it('shows outputs as they are printed, programs with numbered lines where a line is asked for', () => {
  const letter = writeAnswer(printsItem, 'abcdefghjkmn', keyOf(printsItem));
  expect(plain(questionView(ask(printsItem, 'abcdefghjkmn'), ''))).toContain(`**${letter}.**\n    0\n    1\n`);
  const line = plain(questionView(ask(lineItem, 'abcdefghjkmn'), ''));
  expect(line).toContain('    4  print(a - b)');
  expect(line).toContain('**B.** line 2: `b = 2`');
});

it('shows a change as the lines that it puts in place of numbered ones', () => {
  const letter = writeAnswer(fixItem, 'abcdefghjkmn', keyOf(fixItem));
  const words = plain(questionView(ask(fixItem, 'abcdefghjkmn'), ''));
  expect(words).toContain('    2      total = 0\n');
  expect(words).toContain(`**${letter}.** Lines 3–4 become\n        for x in xs:\n            total += x\n`);
  const asked = (question: string) => plain(questionView(ask({ ...fixItem, question }, 'abcdefghjkmn'), ''));
  expect(asked('It adds nothing up.')).toContain('*Which change repairs it?*');
  expect(asked('Which change makes it add up?')).toContain('*Press a letter.*');
  const one = plain(questionView(ask({ ...fixItem, replaces: { from: 4, to: 4 } }, 'abcdefghjkmn'), ''));
  expect(one).toContain(`**${letter}.** Line 4 becomes\n`);
});

it('tells a change on one line by the first line that says something new', () => {
  expect(plainText(valueText(fixItem, 1))).toBe('`total += x …`');
  expect(plainText(valueText({ ...fixItem, options: [{ text: '    total = 1', right: true }] }, 0))).toBe(
    '`total = 1`',
  );
  expect(plainText(valueText(fixItem, 7))).toBe('(no longer there)');
});

it('says in words how tolerant a typed answer is, short enough for a form', () => {
  for (const matching of ['text', 'number', 'code'] as const) {
    for (const any_case of [true, false]) expect(matchingRule({ matching, any_case }).length).toBeLessThan(101);
  }
  const form = answerForm({ ...ask(shortItem, 'abcdefghjkmn'), item: { ...shortItem, title: 'A'.repeat(60) } });
  expect(form.title).toHaveLength(45);
  expect(form.fields[0]).toMatchObject({ name: 'answer', required: true, maxLength: 200 });
  expect(plain(questionView(ask(shortItem, 'abcdefghjkmn'), ''))).toContain('12_345 and 12,345 are the same');
});

it('names the versions an item is about', () => {
  expect(versions(singleItem)).toBe('');
  expect(versions({ ...singleItem, python: '>=3.13' })).toBe('CPython 3.13 or later');
  expect(versions({ ...singleItem, python: '>=3.12,<3.14', requires: ['64bit'] })).toBe('CPython 3.12, 3.13, 64-bit');
  // No Python of 3.15 that proves items has threads.
  expect(versions({ ...singleItem, requires: ['threads'] })).toBe('CPython 3.11 to 3.14');
  expect(versions({ ...singleItem, python: '>=3.15' })).toBe('CPython 3.15 or later');
});

it('cuts long words without breaking mark-up or characters', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 2, max: 40 }), (words, length) => {
      const cut = clip(words, length);
      expect(cut.length).toBeLessThanOrEqual(length);
      expect(cut.isWellFormed()).toBe(true);
      if (words.length <= length) expect(cut).toBe(words);
    }),
  );
});

it('numbers the lines of the code where the words name one', () => {
  const code = 'a = 1\nb = 2\nprint(a + b)';
  const shown = (item: Item) => plain(questionView(ask(item, 'some-round'), ''));
  const bare = { ...singleItem, code };
  expect(shown(bare)).toContain('a = 1\n');
  expect(shown(bare)).not.toContain('1  a = 1');
  expect(shown({ ...bare, question: 'What does line 3 print?' })).toContain('3  print(a + b)');
  expect(shown({ ...bare, explanation: 'Lines 1 and 2 bind names.' })).toContain('2  b = 2');
  const options = bare.options.map((option) => ({ ...option, text: `${option.text}, in line 2` }));
  expect(shown({ ...bare, options })).toContain('2  b = 2');
  // The line of another file, or of a program that is quoted, is no line of this one.
  expect(shown({ ...bare, question: 'It stops in line 14 of `jobs.py`. Why?' })).not.toContain('1  a = 1');
});
