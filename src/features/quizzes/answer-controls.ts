import { clip } from '../../chat/clip.ts';
import { type Block, type Button, button, controls, type Field, type Modal, paragraph } from '../../chat/view.ts';
import type { Item, ShortItem } from '../../curriculum/schema.ts';
import { matchingRule } from './answer-texts.ts';
import { letteredLines, TYPED_LENGTH } from './marking.ts';

/** An item as it is answered somewhere: in a round, in practice, on a card. */
export interface Answering {
  item: Item;
  /** Under which id its letters are drawn. */
  drawn: string;
  /** Its routes are `….draft`, `….answer` and, for a typed answer, `….form`. */
  family: string;
  /** What every control carries besides the answer. */
  state: Record<string, string>;
}

/** What was pressed so far, where an answer takes several presses. */
export function draftBlocks(item: Item, draft: string): Block[] {
  if (draft === '') return [];
  const letters = [...draft];
  return item.kind === 'order'
    ? [paragraph`So far: **${letters.join(' → ')}**`]
    : [paragraph`Chosen: **${letters.join(', ')}**`];
}

/** The controls that answer an item, with the letters pressed so far: for each kind what it takes. */
export function answerControls({ item, drawn, family, state }: Answering, draft: string): Block[] {
  const letters = letteredLines(item, drawn).map(({ letter }) => letter);
  const press = (letter: string, drafted: string, options: { style?: Button['style']; disabled?: boolean } = {}) =>
    button(letter, `${family}.draft`, { ...state, draft: drafted }, options);
  const submit = (disabled: boolean) =>
    button('Submit', `${family}.answer`, { ...state, answer: draft }, { style: 'primary', disabled });
  switch (item.kind) {
    case 'single':
    case 'prints':
    case 'fix':
    case 'line':
      return [controls(...letters.map((letter) => button(letter, `${family}.answer`, { ...state, answer: letter })))];
    case 'multiple': {
      const toggles = letters.map((letter) => {
        const isChosen = draft.includes(letter);
        const toggled = isChosen ? draft.replace(letter, '') : [...draft, letter].sort().join('');
        return press(letter, toggled, { style: isChosen ? 'primary' : 'secondary' });
      });
      return [controls(...toggles), controls(submit(draft === ''))];
    }
    case 'order': {
      // A letter that is used keeps its place but does nothing; its state only has to differ from every other one's.
      const steps = letters.map((letter) => press(letter, draft + letter, { disabled: draft.includes(letter) }));
      const undo = draft === '' ? [] : [press('Undo', draft.slice(0, -1))];
      const reset = draft.length < 2 ? [] : [press('Reset', '')];
      return [controls(...steps), controls(submit(draft.length < letters.length), ...undo, ...reset)];
    }
    case 'short':
      return [controls(button('Answer', `${family}.form`, state, { style: 'primary' }))];
  }
}

/** The form of a typed answer; `also` are fields below it. */
export function typedForm(item: ShortItem, action: Modal['action'], also: readonly Field[] = []): Modal {
  return {
    kind: 'modal',
    title: clip(item.title, 45),
    fields: [
      {
        kind: 'text',
        name: 'answer',
        label: FIELD_LABELS[item.matching],
        hint: matchingRule(item),
        long: false,
        required: true,
        maxLength: TYPED_LENGTH,
      },
      ...also,
    ],
    action,
  };
}

const FIELD_LABELS = { text: 'Your answer', number: 'Your answer, a number', code: 'Your answer, in Python' } as const;
