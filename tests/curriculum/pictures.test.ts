import { expect, it } from 'vitest';
import { markdownBlocks } from '../../src/chat/markdown.ts';
import { CurriculumFault } from '../../src/curriculum/faults.ts';
import { parseCurriculum } from '../../src/curriculum/load.ts';
import { materialView } from '../../src/features/sessions/views.ts';
import { FIRST, FURTHER, filesOf, smallCurriculum } from './builder.ts';

const png = new Uint8Array([137, 80, 78, 71]);
const ALT = 'Two lists refer to each other, and nothing else refers to either.';

/** The faults of a curriculum whose first session has one material with this text, and these pictures. */
function faultsWith(text: string, pictures: Record<string, Uint8Array>): string[] {
  try {
    read(text, pictures);
    return [];
  } catch (error) {
    if (!(error instanceof CurriculumFault)) throw error;
    return error.faults.map(({ file, message }) => `${file}: ${message}`);
  }
}

function read(text: string, pictures: Record<string, Uint8Array>) {
  const sources = smallCurriculum();
  const material = `${FIRST}/materials/cycles.md`;
  sources[`${FIRST}/session.yaml`].materials = [{ title: 'Cycles', file: 'materials/cycles.md', minutes: 10 }];
  for (const name of Object.keys(sources)) if (name.startsWith(`${FIRST}/materials/`)) delete sources[name];
  sources[material] = text + FURTHER;
  sources[`${FIRST}/materials/cycle.svg`] = '<svg/>';
  return parseCurriculum(filesOf(sources), new Map(Object.entries(pictures)));
}

it('shows a picture where a material has it on a line of its own', () => {
  const { sessions } = read(`Before.\n\n![${ALT}](cycle.png)\n\nAfter.`, { [`${FIRST}/materials/cycle.png`]: png });
  const [first] = sessions;
  if (first === undefined) throw new Error('there is no first session');
  const kinds = materialView(first, 0, 0)?.blocks.map(({ kind }) => kind);
  expect(kinds?.slice(0, 4)).toEqual(['heading', 'text', 'picture', 'text']);
  expect(markdownBlocks(`![${ALT}](cycle.png)`, first.pictures)).toEqual([
    { kind: 'picture', name: 'cycle.png', alt: ALT, png },
  ]);
});

it('refuses a picture that is not there, one that nobody shows, and one without words', () => {
  const shown = `![${ALT}](cycle.png)`;
  expect(faultsWith(shown, {})).toEqual([
    `${FIRST}/materials/cycles.md: shows cycle.png, which is not in ${FIRST}/materials`,
  ]);
  const there = { [`${FIRST}/materials/cycle.png`]: png };
  expect(faultsWith('Nothing.', there)).toEqual([
    `${FIRST}/materials/cycle.png: is shown nowhere: show it, or delete it`,
  ]);
  expect(faultsWith('![A cycle](cycle.png)', there)).toEqual([
    `${FIRST}/materials/cycles.md: shows cycle.png without saying what is to be seen: write a sentence`,
  ]);
  expect(faultsWith(shown, { ...there, [`${FIRST}/cover.png`]: png })).toEqual([
    `${FIRST}/cover.png: has no place here: move it to materials`,
  ]);
});

it('refuses a picture from elsewhere, and one within a sentence', () => {
  const there = { [`${FIRST}/materials/cycle.png`]: png };
  const own = `![${ALT}](cycle.png)`;
  expect(faultsWith(`${own}\n\n![${ALT}](https://example.org/a.png)`, there)[0]).toMatch(
    /has an image that is not ours/,
  );
  expect(faultsWith(`${own}\n\nSee ![${ALT}](cycle.png).`, there)[0]).toMatch(/has an image that is not ours/);
});
