import type { z } from 'zod';
import type { Fault } from './faults.ts';
import { type Pictures, readScenarios, type ScenarioDraft } from './scenario-draft.ts';
import {
  type Area,
  areasFile,
  type CurriculumFile,
  curriculumFile,
  type Item,
  itemFile,
  type Misconception,
  misconceptionsFile,
  roadmapFile,
  type Selftest,
  type SessionFile,
  type Skill,
  selftestFile,
  sessionFile,
  skillsFile,
  type Topic,
  type Track,
  topicsFile,
  tracksFile,
} from './schema.ts';
import { slug as slugSchema } from './words.ts';
import { type ReadYaml, yamlReader } from './yaml-file.ts';

/** The files of a curriculum: path below its directory, with forward slashes, to text. */
export type Files = ReadonlyMap<string, string>;

/** What could be read of a curriculum. A file that could not be read is undefined here, so that nothing about it is reported twice. */
export interface Draft {
  curriculum: CurriculumFile | undefined;
  skills: readonly Skill[] | undefined;
  areas: readonly Area[] | undefined;
  topics: readonly Topic[] | undefined;
  roadmap: z.output<typeof roadmapFile> | undefined;
  tracks: readonly Track[] | undefined;
  selftest: Selftest | undefined;
  /** Undefined when one of the catalogue's files could not be read. */
  misconceptions: readonly { file: string; entry: Misconception }[] | undefined;
  sessions: readonly SessionDraft[];
  scenarios: readonly ScenarioDraft[];
}

export interface SessionDraft {
  /** `sessions/01-how-python-runs`. */
  folder: string;
  /** What the folder's name says. */
  number: number;
  slug: string;
  session: SessionFile | undefined;
  /** In the order of their file names. */
  items: readonly { file: string; item: Item }[];
  /** The slugs of items whose file could not be read. */
  unread: readonly string[];
  /** Texts by path within the folder: `materials/bytecode.md`. */
  materials: ReadonlyMap<string, string>;
  /** Pictures of the materials by their own name: `frames.png`. */
  pictures: Pictures;
}

const folderName = /^(\d{2})-([a-z0-9]+(?:-[a-z0-9]+)*)$/;

/** Reads every file by its schema and says what is wrong with each. Judging what the files say of one another is left to lint. */
export function readDraft(files: Files, pictures: Pictures = new Map()): { draft: Draft; faults: Fault[] } {
  const faults: Fault[] = [];
  const read = yamlReader(files, faults);
  const draft = {
    curriculum: read('curriculum.yaml', curriculumFile),
    skills: read('skills.yaml', skillsFile),
    areas: read('areas.yaml', areasFile),
    topics: read('topics.yaml', topicsFile),
    roadmap: read('roadmap.yaml', roadmapFile),
    tracks: read('tracks.yaml', tracksFile),
    selftest: read('selftest.yaml', selftestFile),
    misconceptions: readMisconceptions(files, read),
    sessions: readSessions(files, pictures, read, faults),
    scenarios: readScenarios(files, pictures, read, faults),
  };
  return { draft, faults };
}

function readMisconceptions(files: Files, read: ReadYaml): Draft['misconceptions'] {
  const found: { file: string; entry: Misconception }[] = [];
  let whole = true;
  for (const file of below(files, 'misconceptions/')) {
    const catalogue = read(file, misconceptionsFile);
    if (catalogue === undefined) whole = false;
    for (const [slug, words] of Object.entries(catalogue ?? {})) found.push({ file, entry: { slug, ...words } });
  }
  return whole ? found : undefined;
}

function readSessions(files: Files, pictures: Pictures, read: ReadYaml, faults: Fault[]): SessionDraft[] {
  const paths = below(files, 'sessions/');
  const folders = new Set(paths.map((path) => path.split('/').slice(0, 2).join('/')));
  return [...folders].flatMap((folder) => {
    const name = folderName.exec(folder.slice('sessions/'.length));
    if (name?.[1] === undefined || name[2] === undefined) {
      faults.push({ file: folder, path: '', message: 'is no session: name the folder like 03-bytecode-in-practice' });
      return [];
    }
    const number = Number(name[1]);
    const mine = below(files, `${folder}/`);
    const unread: string[] = [];
    return [
      {
        folder,
        number,
        slug: name[2],
        session: read(`${folder}/session.yaml`, sessionFile),
        items: mine.flatMap((path) => readItem(read, folder, path, number, faults, unread)),
        unread,
        materials: readMaterials(files, folder, mine, faults),
        pictures: readPictures(pictures, folder, faults),
      },
    ];
  });
}

function readItem(
  read: ReadYaml,
  folder: string,
  file: string,
  session: number,
  faults: Fault[],
  unread: string[],
): { file: string; item: Item }[] {
  if (!file.startsWith(`${folder}/items/`)) return [];
  const slug = slugSchema.safeParse(/^([^/]+)\.yaml$/.exec(file.slice(`${folder}/items/`.length))?.[1]);
  if (!slug.success) {
    faults.push({ file, path: '', message: 'is no item: name the file like cycle-waits-for-the-collector.yaml' });
    return [];
  }
  const item = read(file, itemFile);
  if (item !== undefined) return [{ file, item: { ...item, slug: slug.data, session } satisfies Item }];
  unread.push(slug.data);
  return [];
}

function readMaterials(files: Files, folder: string, paths: readonly string[], faults: Fault[]): Map<string, string> {
  const materials = new Map<string, string>();
  for (const file of paths) {
    const path = file.slice(folder.length + 1);
    if (path === 'session.yaml' || path.startsWith('items/')) continue;
    // The source of a picture lies beside it.
    if (/^materials\/[a-z0-9-]+\.svg$/.test(path)) continue;
    if (!path.startsWith('materials/')) {
      faults.push({ file, path: '', message: 'has no place here: move it to items or materials, or delete it' });
      continue;
    }
    // A title on the first line is for those who read the file itself; in chat the title of session.yaml stands over it.
    const text = (files.get(file) ?? '').trim().replace(/^# .*\n*/, '');
    if (text === '') faults.push({ file, path: '', message: 'is empty: write the material' });
    materials.set(path, text);
  }
  return materials;
}

function readPictures(pictures: Pictures, folder: string, faults: Fault[]): Map<string, Uint8Array> {
  const found = new Map<string, Uint8Array>();
  for (const [file, png] of pictures) {
    if (!file.startsWith(`${folder}/`)) continue;
    const name = /^materials\/([a-z0-9-]+\.png)$/.exec(file.slice(folder.length + 1))?.[1];
    if (name === undefined) faults.push({ file, path: '', message: 'has no place here: move it to materials' });
    else found.set(name, png);
  }
  return found;
}

function below(files: Files, folder: string): string[] {
  return [...files.keys()].filter((path) => path.startsWith(folder)).sort();
}
