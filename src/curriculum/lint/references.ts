import { unknown } from '../../chat/nearest.ts';
import type { Draft, SessionDraft } from '../draft.ts';
import type { Fault } from '../faults.ts';
import type { Item, Skill } from '../schema.ts';

/** Every name that one file uses and another defines. A file that could not be read is not asked. */
export function lintReferences(draft: Draft): Fault[] {
  return [
    ...(draft.skills ?? []).flatMap((skill, index) => lintSkill(draft, skill, index)),
    ...lintParts(draft),
    ...lintCoverage(draft),
    ...draft.sessions.flatMap((session) => lintSessionNames(draft, session)),
    ...draft.sessions.flatMap((session) =>
      session.items.flatMap(({ file, item }) => [
        ...lintItemSkill(draft, session, file, item),
        ...lintMisconceptions(draft, file, item),
      ]),
    ),
  ];
}

function lintSkill(draft: Draft, skill: Skill, index: number): Fault[] {
  return [
    ...lintNames('skills.yaml', `[${index}].areas`, 'area', skill.areas, draft.areas),
    ...lintNames('skills.yaml', `[${index}].topics`, 'topic', skill.topics, draft.topics),
    ...lintNames('skills.yaml', `[${index}].sections`, 'section', skill.sections, draft.roadmap?.sections),
  ];
}

function lintParts({ roadmap }: Draft): Fault[] {
  return (roadmap?.sections ?? []).flatMap(({ part }, index) =>
    lintName('roadmap.yaml', `sections[${index}].part`, 'part', part, roadmap?.parts),
  );
}

/** A lens through which nothing can be seen is a hole in the course. */
function lintCoverage({ skills, areas, topics, roadmap }: Draft): Fault[] {
  if (skills === undefined) return [];
  const faults: Fault[] = [];
  for (const { slug } of areas ?? []) {
    if (!skills.some((skill) => skill.areas.includes(slug))) faults.push(uncovered('area', 'areas', slug));
  }
  for (const { slug } of topics ?? []) {
    if (!skills.some((skill) => skill.topics.includes(slug))) faults.push(uncovered('topic', 'topics', slug));
  }
  const skilled = new Set(roadmap?.parts.filter((part) => part.skilled).map(({ slug }) => slug));
  for (const { slug, part } of roadmap?.sections ?? []) {
    if (!skilled.has(part)) continue;
    if (!skills.some((skill) => skill.sections.includes(slug))) faults.push(uncovered('section', 'sections', slug));
  }
  return faults;
}

function uncovered(noun: string, field: string, slug: string): Fault {
  return {
    file: 'skills.yaml',
    path: '',
    message: `no skill has the ${noun} ${slug}: write it in the ${field} of one`,
  };
}

function lintSessionNames(draft: Draft, { folder, number, session }: SessionDraft): Fault[] {
  if (session === undefined) return [];
  const file = `${folder}/session.yaml`;
  const faults = lintNames(file, 'skills', 'skill', session.skills, draft.skills);
  for (const [index, slug] of session.skills.entries()) {
    const skill = draft.skills?.find((candidate) => candidate.slug === slug);
    if (skill === undefined || skill.session === number) continue;
    const message = `${slug} is taught in session ${skill.session}: take it out, or change its session in skills.yaml`;
    faults.push({ file, path: `skills[${index}]`, message });
  }
  for (const skill of draft.skills ?? []) {
    if (skill.session !== number || session.skills.includes(skill.slug)) continue;
    faults.push({ file, path: 'skills', message: `${skill.slug} is taught here, says skills.yaml: write it in` });
  }
  if (draft.curriculum === undefined) return faults;
  const module = draft.curriculum.modules.find(({ slug }) => slug === session.module);
  if (module === undefined) {
    faults.push({ file, path: 'module', message: unknown('module', session.module, draft.curriculum.modules) });
  } else if (!module.sessions.includes(number)) {
    const message = `${module.slug} has the sessions ${module.sessions.join(' and ')}: write the module of ${number}`;
    faults.push({ file, path: 'module', message });
  }
  return faults;
}

function lintItemSkill(draft: Draft, { session, folder }: SessionDraft, file: string, item: Item): Fault[] {
  const faults = lintName(file, 'skill', 'skill', item.skill, draft.skills);
  if (faults.length > 0 || session === undefined || session.skills.includes(item.skill)) return faults;
  const message = `${item.skill} is not one of this session's skills: write one that ${folder}/session.yaml lists`;
  return [{ file, path: 'skill', message }];
}

function lintMisconceptions(draft: Draft, file: string, item: Item): Fault[] {
  const known = draft.misconceptions?.map(({ entry }) => entry);
  return misconceptionsOf(item).flatMap(({ path, slug }) => lintName(file, path, 'misconception', slug, known));
}

/** Every misconception that an answer to this item can give away, and where it is named. */
export function misconceptionsOf(item: Item): { path: string; slug: string }[] {
  switch (item.kind) {
    case 'single':
    case 'multiple':
    case 'prints':
    case 'fix':
      return item.options.flatMap(({ misconception }, index) =>
        misconception === undefined ? [] : [{ path: `options[${index}].misconception`, slug: misconception }],
      );
    case 'line':
      return item.decoys.map(({ misconception }, index) => ({
        path: `decoys[${index}].misconception`,
        slug: misconception,
      }));
    case 'order':
      return [{ path: 'misconception', slug: item.misconception }];
    case 'short':
      return item.rejects.map(({ misconception }, index) => ({
        path: `rejects[${index}].misconception`,
        slug: misconception,
      }));
  }
}

type Known = readonly { slug: string }[] | undefined;

/** Each of these slugs once, and each one that there is. */
export function lintNames(file: string, path: string, noun: string, slugs: readonly string[], known: Known): Fault[] {
  return slugs.flatMap((slug, index) => {
    const at = `${path}[${index}]`;
    if (slugs.indexOf(slug) < index) return [{ file, path: at, message: `${slug} is there twice: write it once` }];
    return lintName(file, at, noun, slug, known);
  });
}

function lintName(file: string, path: string, noun: string, slug: string, known: Known): Fault[] {
  if (known === undefined || known.some((thing) => thing.slug === slug)) return [];
  return [{ file, path, message: unknown(noun, slug, known) }];
}
