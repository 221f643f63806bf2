import { join } from 'node:path';
import { readDraft } from '../../curriculum/draft.ts';
import type { Fault } from '../../curriculum/faults.ts';
import { readFiles, readPictures } from '../../curriculum/files.ts';
import type { ScenarioDraft } from '../../curriculum/scenario-draft.ts';
import type { ScenarioFile } from '../../curriculum/scenario-schema.ts';

/** A scenario as its author has it, which may not be whole yet. */
export interface Authored {
  slug: string;
  /** `scenarios/stuck-pool`. */
  folder: string;
  /** The same, on this machine. */
  directory: string;
  /** Undefined when there is no scenario.yaml yet. */
  draft: ScenarioDraft | undefined;
  /** The text of `check.py` and of `capture.py`, where they are. */
  check: string | undefined;
  capture: string | undefined;
  /** What is wrong with what could be read. */
  faults: readonly Fault[];
}

/** One whose scenario.yaml could be read. */
export type Readable = Authored & { draft: { scenario: ScenarioFile } };

/** The scenarios of a curriculum, or those that are named. Throws when one is named that is not there. */
export function readAuthored(curriculum: string, named: readonly string[] = []): Authored[] {
  const files = readFiles(curriculum);
  const { draft, faults } = readDraft(files, readPictures(curriculum));
  const all = findFolders(files).map((slug): Authored => {
    const folder = `scenarios/${slug}`;
    return {
      slug,
      folder,
      directory: join(curriculum, folder),
      draft: draft.scenarios.find((one) => one.slug === slug),
      check: files.get(`${folder}/check.py`),
      capture: files.get(`${folder}/capture.py`),
      faults: faults.filter(({ file }) => file === folder || file.startsWith(`${folder}/`)),
    };
  });
  const unknown = named.find((slug) => !all.some((one) => one.slug === slug));
  if (unknown !== undefined) throw new Error(`${unknown} is no scenario: write the name of a folder in scenarios`);
  if (all.length === 0) throw new Error('there are no scenarios: write one in scenarios/<name>');
  return all.filter(({ slug }) => named.length === 0 || named.includes(slug));
}

/** Every folder of a scenario, whether or not it is whole. `shared` holds what they have in common. */
function findFolders(files: ReadonlyMap<string, string>): string[] {
  const names = [...files.keys()].flatMap((path) => /^scenarios\/([^/]+)\//.exec(path)?.[1] ?? []);
  return [...new Set(names)].filter((name) => name !== 'shared').sort();
}

/** Whether its scenario.yaml could be read. */
export function isReadable(authored: Authored): authored is Readable {
  return authored.draft?.scenario !== undefined;
}
