import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import * as builder from '../../curriculum/builder.ts';
import { PNG, scenarioData, scenarioSources } from '../../features/scenarios/fixture.ts';

/** The items of session 1, one of each kind, by their titles; and what is right, as it is shown behind a letter. */
export const RIGHT: Readonly<Record<string, readonly string[]>> = {
  'A single choice': ['the first one'],
  'A multiple choice': ['holds one', 'holds two'],
  'A printed line': ['3'],
  'A wrong line': ['line 4'],
  'A right order': ['One', 'Two', 'Three', 'Four'],
  'A short answer': ['1000'],
  'A fixed program': ['b = 3'],
};

export const POOL = 'The pool that stops at lunch';
export const CACHE = 'The cache that never forgets';

const titles = Object.keys(RIGHT);

/** Writes the curriculum of the walk into a new folder: an item of each kind, two pages to read, two scenarios. */
export function writeCurriculum(): string {
  const folder = mkdtempSync(join(tmpdir(), 'pythia-curriculum-'));
  const sources = builder.smallCurriculum();
  const { SINGLE, MULTIPLE, PRINTS, LINE, ORDER, SHORT, FIX, FIRST } = builder;
  for (const [index, file] of [SINGLE, MULTIPLE, PRINTS, LINE, ORDER, SHORT, FIX].entries()) {
    sources[file].title = titles[index];
  }
  const wrong = (text: string, other: string) => [
    { text, misconception: 'wrong-idea' },
    { text: other, misconception: 'other-idea' },
  ];
  sources[SINGLE].options = [{ text: 'the first one', right: true }, ...wrong('the other one', 'none of both')];
  sources[MULTIPLE].options = [
    { text: 'holds one', right: true },
    { text: 'holds two', right: true },
    ...wrong('fails one', 'fails two'),
  ];
  sources[PRINTS].options = [{ text: '3', right: true }, ...wrong('12', 'nothing')];
  const page = (title: string) => `## ${title}\n\n${'Read this, slowly and twice. '.repeat(50)}`;
  sources[`${FIRST}/materials/reading.md`] =
    `# Reading\n\n${page('The first page')}\n\n![A single white dot on nothing at all, as small as it gets](dot.png)\n\n${page('The second page')}${builder.FURTHER}`;
  Object.assign(sources, scenarioSources('stuck-pool'));
  Object.assign(sources, scenarioSources('full-cache', { ...scenarioData(), title: CACHE }));
  for (const [file, text] of builder.filesOf(sources)) write(folder, file, text);
  write(folder, `${FIRST}/materials/dot.png`, PNG);
  for (const slug of ['stuck-pool', 'full-cache']) write(folder, `scenarios/${slug}/evidence/memory.png`, PNG);
  return folder;
}

function write(folder: string, file: string, content: string | Uint8Array): void {
  const path = join(folder, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}
