import { type Draft, type Files, readDraft } from './draft.ts';
import { CurriculumFault, type Fault } from './faults.ts';
import { readFiles, readPictures } from './files.ts';
import { lintDraft } from './lint/lint.ts';
import { readStanding } from './proof-standing.ts';
import { joinScenario, type Scenario } from './scenario.ts';
import type { Pictures } from './scenario-draft.ts';
import type { Curriculum, Item, Session } from './schema.ts';
import { findLines } from './yaml-file.ts';

/** Reads and checks a curriculum's directory. Throws one CurriculumFault that holds every fault there is. */
export function loadCurriculum(directory: string): Curriculum {
  return parseCurriculum(readFiles(directory), readPictures(directory));
}

/** Checks the files of a curriculum and joins them. Throws one CurriculumFault that holds every fault there is. */
export function parseCurriculum(files: Files, pictures: Pictures = new Map()): Curriculum {
  const { draft, faults } = readDraft(files, pictures);
  const all: Fault[] = [...faults, ...lintDraft(draft)];
  const curriculum = all.length === 0 ? joinDraft(draft, files) : undefined;
  if (curriculum === undefined) throw new CurriculumFault(all, findLines(files));
  return curriculum;
}

function joinDraft(draft: Draft, files: Files): Curriculum | undefined {
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
    scenarios: bySlug(inOrder(draft.scenarios.flatMap((one) => joinScenario(one) ?? []))),
    proof: readStanding(files, draft),
  };
}

function joinSession({ slug, session, items, materials, pictures }: Draft['sessions'][number]): Session[] {
  if (session === undefined) return [];
  const resolved = session.materials.map(({ title, minutes, file }) => ({
    slug: file.slice('materials/'.length, -'.md'.length),
    title,
    minutes,
    text: materials.get(file) ?? '',
  }));
  return [
    {
      ...session,
      title: ownTitle(session.title),
      slug,
      materials: resolved,
      pictures,
      items: items.map(({ item }) => item),
    },
  ];
}

/** A file's title says the number in the course that this one continues; people read one number for a session, its own. */
function ownTitle(title: string): string {
  return title.replace(/^Session \d+: /, '');
}

/** By the session they belong to, then by name. */
function inOrder(scenarios: readonly Scenario[]): Scenario[] {
  return [...scenarios].sort((one, other) => one.session - other.session || (one.slug < other.slug ? -1 : 1));
}

function bySlug<Thing extends { slug: string }>(things: readonly Thing[]): Map<string, Thing> {
  return new Map(things.map((thing) => [thing.slug, thing]));
}
