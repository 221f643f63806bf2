import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { findSubjects } from '../../../src/authoring/preview/find.ts';
import { explainUnknown, preview, previewBlind } from '../../../src/authoring/preview/main.ts';
import { drawModal, drawView } from '../../../src/authoring/preview/terminal.ts';
import { viewsOf } from '../../../src/authoring/preview/views.ts';
import { markdown, text } from '../../../src/chat/text.ts';
import { button, code, controls, facts, footnote, heading, paragraph, view } from '../../../src/chat/view.ts';
import { loadCurriculum, parseCurriculum } from '../../../src/curriculum/load.ts';
import { FIRST, FURTHER, filesOf, smallCurriculum } from '../../curriculum/builder.ts';

const sources = smallCurriculum();
sources[`${FIRST}/materials/long.md`] = `## First\n\n${'Words. '.repeat(400)}\n\n## Second\n\nThe end.${FURTHER}`;
sources[`${FIRST}/session.yaml`].materials.push({ title: 'Long', file: 'materials/long.md', minutes: 5 });
sources['sessions/02-session-2/materials/reading.md'] = `Another one.${FURTHER}`;
sources['sessions/02-session-2/session.yaml'].materials.push({
  title: 'Other',
  file: 'materials/reading.md',
  minutes: 5,
});
const curriculum = parseCurriculum(filesOf(sources));
const plain = { colour: false };

describe('what an author asks for', () => {
  it.each(['a-single', 'A-Single', `curriculum/${FIRST}/items/a-single.yaml`, 'a-single.yaml'])(
    'is an item: %s',
    (name) => {
      expect(findSubjects(curriculum, name)).toMatchObject([{ kind: 'item', item: { slug: 'a-single' } }]);
    },
  );

  it.each(['1', '01', 'session-1', '01-session-1', `curriculum/${FIRST}/`, `curriculum/${FIRST}/session.yaml`])(
    'is a session: %s',
    (name) => {
      expect(findSubjects(curriculum, name)).toMatchObject([{ kind: 'session', session: { number: 1 } }]);
    },
  );

  it('is a material, or each of several with one name', () => {
    expect(findSubjects(curriculum, 'long')).toMatchObject([{ kind: 'material', index: 1 }]);
    expect(findSubjects(curriculum, 'reading')).toHaveLength(2);
    expect(findSubjects(curriculum, '02/reading')).toMatchObject([{ session: { number: 2 } }]);
  });

  it('is offered by its nearest names where nothing is called so', () => {
    expect(preview(curriculum, 'a-singel', plain)).toBeUndefined();
    expect(explainUnknown(curriculum, 'a-singel')).toBe('Nothing is called "a-singel". Did you mean a-single?');
    expect(explainUnknown(curriculum, 'quantum-chromodynamics')).toMatch(/Write the slug of an item/);
  });
});

describe('a reader with fresh eyes', () => {
  const real = loadCurriculum('curriculum');
  const blind = (name: string, ...looks: string[]) => previewBlind(real, name, looks, plain) ?? '';

  it('is shown an item as it is asked, and nothing of its key', () => {
    for (const { slug, explanation } of real.items.values()) {
      const shown = blind(slug);
      expect(shown).toContain('The question, as a round asks it');
      expect(shown).not.toMatch(/── The verdict/);
      expect(shown).not.toContain(explanation.slice(0, 40));
    }
  });

  it('is shown of a scenario the incident and what there is to look at, then what was looked at', () => {
    const first = blind('room-for-twelve');
    expect(first).toContain('Name looks behind room-for-twelve, in order:');
    expect(first).not.toContain('clue noted');
    const [one, two] = real.scenarios.get('room-for-twelve')?.expert.actions ?? [];
    const looked = blind('room-for-twelve', one ?? '', two ?? '', 'causes', 'fixes');
    expect(looked).toContain('noted in your case file');
    expect(looked).toContain('What is the cause?');
    expect(looked).toContain('── Fix F');
    expect(looked).not.toMatch(/── An expert|The expert takes|is right/);
    expect(() => blind('room-for-twelve', 'nowhere')).toThrow('There is no look nowhere:');
  });
});

describe('an item', () => {
  const shown = preview(curriculum, 'c-prints', plain) ?? '';

  it('is shown as it is asked, with its program and its buttons, and without the key', () => {
    const [, question = ''] = shown.split('── ');
    expect(question).toContain(
      'The question, as a round asks it · Discord: 1 message, Slack: 1 message, playground: 1 message',
    );
    expect(question).toContain('┃     print(a + b)');
    expect(question).toContain('┃ [ A ]  [ B ]  [ C ]');
    expect(question).not.toContain('Because.');
  });

  it('is followed by the verdict on each answer, one of which is right', () => {
    const verdicts = shown.split('── ').slice(2);
    expect(verdicts.map((verdict) => verdict.slice(0, 'The verdict on A'.length))).toEqual(
      ['A', 'B', 'C'].map((letter) => `The verdict on ${letter}`),
    );
    expect(verdicts.filter((verdict) => verdict.includes('┃ Right'))).toHaveLength(1);
    expect(verdicts.filter((verdict) => verdict.includes('┃ Not quite'))).toHaveLength(2);
    for (const verdict of verdicts) expect(verdict).toContain('Because.');
  });

  it.each([
    ['b-multiple', 3],
    ['d-line', 3],
    ['e-order', 2],
    ['f-short', 4],
  ])('of any kind has every verdict that its author has thought of: %s', (slug, count) => {
    const [subject] = findSubjects(curriculum, slug);
    if (subject === undefined) throw new Error(`no ${slug}`);
    const verdicts = viewsOf(subject, curriculum).filter(({ title }) => title.startsWith('The verdict'));
    expect(new Set(verdicts.map(({ title }) => title)).size).toBe(count);
    expect(preview(curriculum, slug, plain)).toContain('┃ Right');
  });

  it('that is typed shows its form', () => {
    expect(preview(curriculum, 'f-short', plain)).toContain('The form for the answer · a form');
  });
});

it('shows a session with its parts and its list of materials', () => {
  const shown = preview(curriculum, '1', plain) ?? '';
  for (const part of ['Its pre-work', 'Its practice', 'Its run sheet', 'Its materials']) expect(shown).toContain(part);
  expect(preview(curriculum, '3', plain)).not.toContain('Its materials');
});

it('tells how many messages a long text takes', () => {
  const long = smallCurriculum();
  long[`${FIRST}/session.yaml`].prework[0].text = 'Words. '.repeat(550);
  long[`${FIRST}/session.yaml`].prework.push({ title: 'More', minutes: 5, text: 'Words. '.repeat(550) });
  const shown = preview(parseCurriculum(filesOf(long)), '1', plain) ?? '';
  expect(shown).toMatch(/Its pre-work · Discord: [23] messages, Slack: 1 message, playground: 2 messages/);
  expect(shown).toContain('(the next message)');
});

it('shows a material page by page', () => {
  const shown = preview(curriculum, 'long', plain) ?? '';
  expect(shown).toContain('── Page 1 of 2');
  expect(shown).toContain('── Page 2 of 2');
  expect(shown).toContain('( Previous )  [ Next ]  [ Back ]');
});

describe('a terminal', () => {
  const shown = view(
    heading('Title'),
    paragraph`**${'A *name*'}** and *this* and ${markdown('`x ** 2 ** 3`')} and [here](https://www.python.org).`,
    code('a = 1\n\nb = "**"'),
    facts(['Label', text`value`]),
    controls(button('Yes', 'a', {}, { style: 'primary' }), button('No', 'b', {}, { disabled: true })),
    footnote`The end.`,
  );

  it('that is none gets plain words, with the mark-up gone that a chat would hide', () => {
    const words = drawView(shown, plain);
    expect(stripVTControlCharacters(words)).toBe(words);
    expect(words.split('\n')).toEqual([
      '┃ Title',
      '┃ =====',
      '┃',
      '┃ A *name* and this and `x ** 2 ** 3` and here (https://www.python.org).',
      '┃',
      '┃     a = 1',
      '┃',
      '┃     b = "**"',
      '┃',
      '┃ Label: value',
      '┃',
      '┃ [ Yes ]  ( No )',
      '┃',
      '┃ The end.',
    ]);
  });

  it('gets the same words in colour', () => {
    const words = drawView(shown, { colour: true });
    expect(words).toContain('\u001b[1mA *name*\u001b[22m');
    expect(stripVTControlCharacters(words).replaceAll('`', '')).toBe(
      drawView(shown, plain).replace('┃ =====\n', '').replaceAll('`', ''),
    );
  });

  it('is not steered by what stands in a text', () => {
    const words = drawView(view(paragraph`a${'\u001b[2J'}b`, code('\u001b[2J')), plain);
    expect(words).toBe('┃ a·[2Jb\n┃\n┃     ·[2J');
  });

  it('gets long lines broken between words, lists with a margin', () => {
    const words = drawView(view(paragraph`${markdown(`- ${'word '.repeat(40).trim()}`)}`), plain).split('\n');
    expect(words.length).toBeGreaterThan(1);
    for (const line of words) expect(line.length).toBeLessThanOrEqual(90);
    expect(words[1]).toMatch(/^┃ {3}word/);
  });

  it('gets a form with its fields', () => {
    const field = {
      kind: 'text' as const,
      name: 'a',
      label: 'Answer',
      hint: 'A number.',
      long: false,
      required: true,
      maxLength: 20,
    };
    const words = drawModal(
      { kind: 'modal', title: 'Form', fields: [field], action: { route: 'a', state: {} } },
      plain,
    );
    expect(words).toContain('┃ Answer\n┃ A number.\n┃ [ ________________________ ] at most 20 characters');
  });
});
