import type { Fault } from '../faults.ts';
import { artefactOf } from '../scenario.ts';
import { changedLines, diffOfFix } from '../scenario-diff.ts';
import type { ScenarioDraft } from '../scenario-draft.ts';
import { type Clue, readPattern, type ScenarioFile, type Shows } from '../scenario-schema.ts';

/** What a scenario says of its files: every artefact is there, shows the clues it is said to show, and every fix changes something. */
export function lintScenarioFiles(draft: ScenarioDraft): Fault[] {
  const { scenario, folder } = draft;
  if (scenario === undefined) return [];
  const file = `${folder}/scenario.yaml`;
  const artefacts = new Map([
    ...scenario.actions.map(({ id, shows }) => [id, artefactOf(shows, draft)?.text] as const),
    ...scenario.injects.flatMap(({ id, text }) => (id === undefined ? [] : [[id, text] as const])),
  ]);
  return [
    ...scenario.actions.flatMap(({ shows }, index) => lintShows(draft, file, `actions[${index}]`, shows)),
    ...scenario.clues.flatMap((clue, index) => lintClue(file, `clues[${index}]`, clue, artefacts)),
    ...lintFixFiles(draft, scenario, file),
    ...lintChangedSources(draft, scenario, file),
  ];
}

/** What a chat takes as one file, and what a person reads of it. */
const LONGEST_EVIDENCE = 20_000;

const LARGEST_PICTURE = 500_000;

function lintShows(draft: ScenarioDraft, file: string, path: string, shows: Shows): Fault[] {
  const { folder, program, evidence, pictures } = draft;
  switch (shows.kind) {
    case 'source': {
      const source = program.get(shows.file);
      if (source === undefined) return [missing(file, `${path}.source`, `${folder}/program/${shows.file}`)];
      const count = source.trimEnd().split('\n').length;
      if (shows.lines !== undefined && shows.lines.last > count) {
        const message = `ends with line ${shows.lines.last}, but ${shows.file} has ${count} lines: write lines that it has`;
        return [{ file, path: `${path}.lines`, message }];
      }
      return lintText(file, `${path}.source`, artefactOf(shows, draft)?.text);
    }
    case 'evidence': {
      const text = evidence.get(shows.file);
      const faults =
        text === undefined
          ? [missing(file, `${path}.evidence`, `${folder}/evidence/${shows.file}`)]
          : lintText(file, `${path}.evidence`, text);
      if (shows.picture === undefined) return faults;
      const at = `${path}.picture`;
      const png = pictures.get(shows.picture.file);
      if (png === undefined) return [...faults, missing(file, at, `${folder}/evidence/${shows.picture.file}`)];
      if (!isPng(png)) return [...faults, { file, path: at, message: 'is no PNG: draw it anew' }];
      if (png.length <= LARGEST_PICTURE) return faults;
      return [
        ...faults,
        { file, path: at, message: `has ${png.length} bytes: draw one of at most ${LARGEST_PICTURE}` },
      ];
    }
    case 'said':
      return [];
  }
}

function missing(file: string, path: string, wanted: string): Fault {
  return { file, path, message: `there is no ${wanted}: write or capture that file` };
}

function lintText(file: string, path: string, text: string | undefined): Fault[] {
  if (text === undefined || text.trim() === '') return [{ file, path, message: 'shows nothing: capture it anew' }];
  if (text.length <= LONGEST_EVIDENCE) return [];
  return [{ file, path, message: `shows ${text.length} characters: cut it to at most ${LONGEST_EVIDENCE}` }];
}

/** https://www.w3.org/TR/png-3/#5PNG-file-signature */
const PNG_SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

function isPng(bytes: Uint8Array): boolean {
  return PNG_SIGNATURE.every((byte, index) => bytes[index] === byte);
}

function lintClue(file: string, path: string, clue: Clue, artefacts: ReadonlyMap<string, string | undefined>): Fault[] {
  return clue.seenIn.flatMap((action) => {
    const text = artefacts.get(action);
    // An action that is missing, or shows nothing, is reported elsewhere.
    if (text === undefined) return [];
    const faults: Fault[] = [];
    if (readPattern(clue.match)?.test(text) !== true) {
      faults.push({ file, path: `${path}.match`, message: `is not in what ${action} shows: write what is there` });
    }
    if (clue.absent !== undefined && readPattern(clue.absent)?.test(text) === true) {
      faults.push({ file, path: `${path}.absent`, message: `is in what ${action} shows: write what is not there` });
    }
    return faults;
  });
}

/** A file that a right fix changes always has something to find, so a clue of the case is in it. */
function lintChangedSources({ program, fixes }: ScenarioDraft, scenario: ScenarioFile, file: string): Fault[] {
  const changed = new Set(
    scenario.fixes.flatMap(({ id, right }) =>
      right ? [...(fixes.get(id) ?? [])].flatMap(([name, text]) => (program.get(name) === text ? [] : [name])) : [],
    ),
  );
  return scenario.actions.flatMap(({ id, shows }, index) => {
    if (shows.kind !== 'source' || !changed.has(shows.file)) return [];
    if (scenario.clues.some(({ kind, seenIn }) => kind !== 'beside' && seenIn.includes(id))) return [];
    const message = `shows ${shows.file}, which a right fix changes, and no clue: write a needed or supporting one`;
    return [{ file, path: `actions[${index}]`, message }];
  });
}

/** A larger change is not small, and nobody reads it on a phone. */
const MOST_CHANGED_LINES = 40;

function lintFixFiles({ folder, program, fixes }: ScenarioDraft, scenario: ScenarioFile, file: string): Fault[] {
  const faults: Fault[] = [];
  for (const [index, { id }] of scenario.fixes.entries()) {
    const path = `fixes[${index}]`;
    const texts = fixes.get(id);
    if (texts === undefined) {
      faults.push({ file, path, message: `there is no ${folder}/fixes/${id}: write the files that it changes` });
      continue;
    }
    const diff = diffOfFix(program, texts);
    const changed = changedLines(diff);
    if (changed === 0) faults.push({ file, path, message: `changes nothing in program: write another fixes/${id}` });
    if (changed > MOST_CHANGED_LINES) {
      const message = `changes ${changed} lines: write a fix of at most ${MOST_CHANGED_LINES}, for phones`;
      faults.push({ file, path, message });
    }
    if (diff.includes('```')) {
      faults.push({ file, path, message: 'has ``` in its diff, which ends the block: write it another way' });
    }
  }
  for (const id of fixes.keys()) {
    if (scenario.fixes.some((fix) => fix.id === id)) continue;
    faults.push({
      file: `${folder}/fixes/${id}`,
      path: '',
      message: 'is listed nowhere: write it in fixes, or delete it',
    });
  }
  return faults;
}
