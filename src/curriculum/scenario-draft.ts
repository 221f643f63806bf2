import type { Fault } from './faults.ts';
import { type ScenarioFile, scenarioFile } from './scenario-schema.ts';
import { slug as slugSchema } from './words.ts';
import type { ReadYaml } from './yaml-file.ts';

/** The pictures of a curriculum: path below its directory, with forward slashes, to the PNG's bytes. */
export type Pictures = ReadonlyMap<string, Uint8Array>;

/** What could be read of one scenario. */
export interface ScenarioDraft {
  /** `scenarios/stuck-pool`. */
  folder: string;
  slug: string;
  scenario: ScenarioFile | undefined;
  /** Texts by path below `program`. */
  program: ReadonlyMap<string, string>;
  /** By the fix's id: texts by path below its folder. */
  fixes: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** Texts by name below `evidence`. */
  evidence: ReadonlyMap<string, string>;
  pictures: Pictures;
}

/** The folder that every scenario uses, which is not a scenario itself. */
const SHARED = 'shared';

/** What a scenario has beside its folders; the scripts are the proof's. */
const FILES = ['scenario.yaml', 'check.py', 'capture.py'];

/**
 * Reads `scenarios/<slug>/` with everything in it. Judging what a scenario says of itself is left to lint. A folder without a
 * `scenario.yaml` is a scenario that is still being captured: nobody is asked about it yet.
 */
export function readScenarios(
  files: ReadonlyMap<string, string>,
  pictures: Pictures,
  read: ReadYaml,
  faults: Fault[],
): ScenarioDraft[] {
  const root = 'scenarios/';
  const paths = [...files.keys()].filter((path) => path.startsWith(root));
  const names = new Set(paths.map((path) => path.slice(root.length).split('/')[0] ?? ''));
  return [...names].sort().flatMap((name) => {
    const folder = `${root}${name}`;
    if (name === SHARED || !files.has(`${folder}/scenario.yaml`)) return [];
    const slug = slugSchema.safeParse(name);
    if (!slug.success) {
      faults.push({ file: folder, path: '', message: 'is no scenario: name the folder like stuck-pool' });
      return [];
    }
    const mine = below(files, `${folder}/`);
    faults.push(...explainPlaces(folder, [...mine.keys()]));
    return [
      {
        folder,
        slug: slug.data,
        scenario: read(`${folder}/scenario.yaml`, scenarioFile),
        program: below(mine, 'program/'),
        fixes: byFolder(below(mine, 'fixes/')),
        evidence: below(mine, 'evidence/'),
        pictures: below(pictures, `${folder}/evidence/`),
      },
    ];
  });
}

function explainPlaces(folder: string, paths: readonly string[]): Fault[] {
  const missing = FILES.slice(1).filter((file) => !paths.includes(file));
  const astray = paths.filter((path) => !FILES.includes(path) && !/^(program|evidence)\/.|^fixes\/[^/]+\/./.test(path));
  return [
    ...missing.map((file) => ({
      file: `${folder}/${file}`,
      path: '',
      message: 'is missing: write it; README.md shows how',
    })),
    ...astray.map((path) => ({
      file: `${folder}/${path}`,
      path: '',
      message: 'has no place here: move it to program, fixes/<fix> or evidence, or delete it',
    })),
  ];
}

/** What stands below a folder, by the rest of its path. */
function below<Content>(files: ReadonlyMap<string, Content>, folder: string): Map<string, Content> {
  const found = [...files].filter(([path]) => path.startsWith(folder));
  return new Map(
    found
      .map(([path, content]) => [path.slice(folder.length), content] as const)
      .sort(([one], [other]) => (one < other ? -1 : 1)),
  );
}

function byFolder(files: ReadonlyMap<string, string>): Map<string, ReadonlyMap<string, string>> {
  const folders = new Set([...files.keys()].map((path) => path.split('/')[0] ?? ''));
  return new Map([...folders].map((folder) => [folder, below(files, `${folder}/`)]));
}
