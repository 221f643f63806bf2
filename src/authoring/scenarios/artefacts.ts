import type { Fault } from '../../curriculum/faults.ts';
import { artefactOf } from '../../curriculum/scenario.ts';
import type { ScenarioDraft } from '../../curriculum/scenario-draft.ts';
import { type Clue, readPattern, type ScenarioFile, type Shows } from '../../curriculum/scenario-schema.ts';

/** A scenario with evidence that may be newer than what lies in its folder. */
export type Shown = Pick<ScenarioDraft, 'folder' | 'program' | 'evidence' | 'pictures'>;

/** Files that actions show but that are missing, and clues that can't be read off what their actions show. */
export function checkArtefacts(scenario: ScenarioFile, shown: Shown): Fault[] {
  return [
    ...scenario.actions.flatMap(({ id, shows }) => checkShows(id, shows, shown)),
    ...scenario.clues.flatMap((clue) => clue.seenIn.flatMap((id) => checkClue(clue, id, scenario, shown))),
  ];
}

function checkShows(id: string, shows: Shows, shown: Shown): Fault[] {
  if (artefactOf(shows, shown) !== undefined) return [];
  return [
    fault(shown, `actions.${id}`, `shows ${describe(shows)}, which is not there or is empty: ${adviseOn(shows)}`),
  ];
}

function adviseOn(shows: Shows): string {
  return shows.kind === 'evidence' ? 'let capture.py write it' : 'name a file of the program, and lines that it has';
}

function checkClue(clue: Clue, id: string, scenario: ScenarioFile, shown: Shown): Fault[] {
  const action = scenario.actions.find((one) => one.id === id);
  const place = `clues.${clue.id}`;
  // News are words of the file itself, which lint reads.
  if (scenario.injects.some((inject) => inject.id === id)) return [];
  if (action === undefined) return [fault(shown, place, `is seen in ${id}, which is no action: write one that is`)];
  const text = artefactOf(action.shows, shown)?.text;
  // A missing file is reported once, with its action.
  if (text === undefined) return [];
  const where = `${id}, in ${describe(action.shows)}`;
  const faults: Fault[] = [];
  if (readPattern(clue.match)?.test(text) !== true) {
    const isCutOff = readPattern(clue.match)?.test(`${text}\n`) === true;
    const advice = isCutOff
      ? 'the line break at the end is cut off, so do not ask for it'
      : 'write a pattern that is in every capture, or let capture.py show it';
    faults.push(fault(shown, place, `is not in what ${where}, shows: ${advice}. Its match is ${clue.match}`));
  }
  const found = clue.absent === undefined ? undefined : readPattern(clue.absent)?.exec(text);
  if (found !== undefined && found !== null) {
    const line = text.slice(0, found.index).split('\n').length;
    const advice = 'the clue is not true of this capture';
    faults.push(fault(shown, place, `${clue.absent} must be absent from ${where}, but is in line ${line}: ${advice}`));
  }
  return faults;
}

function describe(shows: Shows): string {
  switch (shows.kind) {
    case 'source':
      return `program/${shows.file}`;
    case 'evidence':
      return shows.picture === undefined
        ? `evidence/${shows.file}`
        : `evidence/${shows.file} with evidence/${shows.picture.file}`;
    case 'said':
      return 'what somebody says';
  }
}

function fault({ folder }: Shown, path: string, message: string): Fault {
  return { file: `${folder}/scenario.yaml`, path, message };
}
