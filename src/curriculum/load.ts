import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { type Draft, type Files, readDraft } from './draft.ts';
import { CurriculumFault, type Fault } from './faults.ts';
import { lintDraft } from './lint.ts';
import type { Curriculum, Item, Session } from './schema.ts';

/** Reads and checks a curriculum's directory. Throws one CurriculumFault that holds every fault there is. */
export function loadCurriculum(directory: string): Curriculum {
  return parseCurriculum(readFiles(directory));
}

/** Checks the files of a curriculum and joins them. Throws one CurriculumFault that holds every fault there is. */
export function parseCurriculum(files: Files): Curriculum {
  const { draft, faults } = readDraft(files);
  const all: Fault[] = [...faults, ...lintDraft(draft)];
  const curriculum = all.length === 0 ? joinDraft(draft) : undefined;
  if (curriculum === undefined) throw new CurriculumFault(all);
  return curriculum;
}

/** The files below a directory, unchecked. Throws a CurriculumFault when there is no such directory. */
export function readFiles(directory: string): Map<string, string> {
  if (!existsSync(directory)) {
    throw new CurriculumFault([
      { file: directory, path: '', message: 'is not there: name the curriculum’s directory' },
    ]);
  }
  const files = new Map<string, string>();
  for (const entry of readdirSync(directory, { recursive: true, withFileTypes: true })) {
    const full = join(entry.parentPath, entry.name);
    const path = relative(directory, full).replaceAll(sep, '/');
    // Editors and file managers leave hidden files behind; they are nobody's curriculum.
    if (!entry.isFile() || path.split('/').some((name) => name.startsWith('.'))) continue;
    files.set(
      path,
      readFileSync(full, 'utf8')
        .replace(/^\uFEFF/, '')
        .replaceAll('\r\n', '\n'),
    );
  }
  return files;
}

function joinDraft(draft: Draft): Curriculum | undefined {
  const { curriculum, skills, areas, topics, roadmap, tracks, selftest, misconceptions } = draft;
  if (!curriculum || !skills || !areas || !topics || !roadmap || !tracks || !selftest || !misconceptions)
    return undefined;
  const sessions = draft.sessions.flatMap(joinSession).sort((a, b) => a.number - b.number);
  return {
    ...curriculum,
    tracks,
    selftest,
    sessions,
    skills: bySlug(skills),
    areas: bySlug(areas),
    topics: bySlug(topics),
    parts: bySlug(roadmap.parts),
    sections: bySlug(roadmap.sections),
    misconceptions: bySlug(misconceptions.map(({ entry }) => entry)),
    items: bySlug(sessions.flatMap((session): readonly Item[] => session.items)),
  };
}

function joinSession({ slug, session, items, materials }: Draft['sessions'][number]): Session[] {
  if (session === undefined) return [];
  const resolved = session.materials.map(({ title, minutes, file }) => ({
    slug: file.slice('materials/'.length, -'.md'.length),
    title,
    minutes,
    text: materials.get(file) ?? '',
  }));
  return [{ ...session, slug, materials: resolved, items: items.map(({ item }) => item) }];
}

function bySlug<Thing extends { slug: string }>(things: readonly Thing[]): Map<string, Thing> {
  return new Map(things.map((thing) => [thing.slug, thing]));
}
