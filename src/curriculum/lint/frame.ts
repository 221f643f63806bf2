import { unknown } from '../../chat/nearest.ts';
import type { Draft } from '../draft.ts';
import type { Fault } from '../faults.ts';
import type { CurriculumFile, Topic } from '../schema.ts';

/** The topic map that the course was designed on: each topic with the ones that come first. It is a decision, not data. */
const topicMap: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    'object-model': [],
    memory: ['concurrency', 'cpython'],
    concurrency: ['iterators'],
    metaprogramming: ['object-model'],
    'type-system': ['iterators'],
    iterators: ['object-model'],
    cpython: ['metaprogramming'],
    packaging: ['type-system'],
    testing: ['design'],
    design: ['type-system'],
  }),
);

const SESSIONS = Array.from({ length: 12 }, (_, index) => index + 1);

/** The frame: how many there are of everything, and that the calendar's twelve sessions are all there. */
export function lintFrame(draft: Draft): Fault[] {
  return [
    ...(draft.curriculum === undefined ? [] : lintCurriculumFile(draft.curriculum)),
    ...lintList('areas.yaml', draft.areas, 11),
    ...lintList('topics.yaml', draft.topics, 10),
    ...(draft.topics === undefined ? [] : lintTopicMap(draft.topics)),
    ...lintUnique('skills.yaml', '', draft.skills ?? []),
    ...lintUnique('roadmap.yaml', 'parts', draft.roadmap?.parts ?? []),
    ...lintUnique('roadmap.yaml', 'sections', draft.roadmap?.sections ?? []),
    ...lintSessionNumbers(draft),
    ...lintUniqueItems(draft),
    ...lintUniqueMisconceptions(draft),
  ];
}

function lintCurriculumFile(curriculum: CurriculumFile): Fault[] {
  const file = 'curriculum.yaml';
  const { phases, modules, capstones, assessment } = curriculum;
  const faults = [
    ...lintUnique(file, 'phases', phases),
    ...lintUnique(file, 'modules', modules),
    ...lintUnique(file, 'capstones', capstones),
    ...lintUnique(file, 'assessment', assessment),
    ...lintShares(file, 'phases', phases),
    ...lintShares(file, 'modules', modules),
  ];
  if (phases.length !== 3) faults.push({ file, path: 'phases', message: `there are ${phases.length}: write 3` });
  if (modules.length !== 6) faults.push({ file, path: 'modules', message: `there are ${modules.length}: write 6` });
  for (const [index, { sessions, phase }] of modules.entries()) {
    if (sessions.length !== 2) {
      faults.push({
        file,
        path: `modules[${index}].sessions`,
        message: `has ${sessions.length}: write two session numbers`,
      });
    }
    const its = phases.find(({ slug }) => slug === phase);
    if (its === undefined) {
      faults.push({ file, path: `modules[${index}].phase`, message: unknown('phase', phase, phases) });
    } else if (!sessions.every((number) => its.sessions.includes(number))) {
      faults.push({
        file,
        path: `modules[${index}].sessions`,
        message: `are not all in phase ${phase}: write two of ${its.sessions.join(', ')}`,
      });
    }
  }
  const letters = capstones.map(({ letter }) => letter).join('');
  if (letters !== 'ABC') faults.push({ file, path: 'capstones', message: 'write three, with the letters A, B and C' });
  const percent = assessment.reduce((sum, criterion) => sum + criterion.percent, 0);
  if (percent !== 100)
    faults.push({ file, path: 'assessment', message: `sums to ${percent} percent: write shares of 100` });
  return faults;
}

/** Every session belongs to exactly one phase and to exactly one module. */
function lintShares(file: string, path: string, owners: readonly { sessions: readonly number[] }[]): Fault[] {
  const owned = owners.flatMap(({ sessions }) => sessions);
  return SESSIONS.flatMap((number) => {
    const times = owned.filter((session) => session === number).length;
    if (times === 1) return [];
    return [{ file, path, message: `session ${number} is in ${times} of them: write it in exactly one` }];
  });
}

function lintList(file: string, list: readonly { number: number; slug: string }[] | undefined, due: number): Fault[] {
  if (list === undefined) return [];
  const faults = lintUnique(file, '', list);
  if (list.length !== due) faults.push({ file, path: '', message: `has ${list.length} entries: write ${due}` });
  for (const [index, { number }] of list.entries()) {
    if (number === index + 1) continue;
    faults.push({
      file,
      path: `[${index}].number`,
      message: `is ${number}: write ${index + 1}, its place in the list`,
    });
  }
  return faults;
}

function lintTopicMap(topics: readonly Topic[]): Fault[] {
  const file = 'topics.yaml';
  const faults: Fault[] = [];
  for (const [index, { slug, after }] of topics.entries()) {
    const due = topicMap.get(slug);
    if (due === undefined) {
      const message = `"${slug}" is not on the topic map: write one of ${[...topicMap.keys()].join(', ')}`;
      faults.push({ file, path: `[${index}].slug`, message });
    } else if ([...after].sort().join() !== [...due].sort().join()) {
      faults.push({ file, path: `[${index}].after`, message: `is not the topic map's: write [${due.join(', ')}]` });
    }
  }
  const circle = findCircle(topics);
  if (circle !== undefined) {
    faults.push({
      file,
      path: '',
      message: `goes round in a circle, ${circle.join(' after ')}: take one of these edges out`,
    });
  }
  return faults;
}

/** The topics of a circle, the first one repeated at the end; undefined when the graph has none. */
function findCircle(topics: readonly Topic[]): string[] | undefined {
  const edges = new Map(topics.map(({ slug, after }) => [slug, after]));
  const done = new Set<string>();
  function visit(slug: string, path: readonly string[]): string[] | undefined {
    if (path.includes(slug)) return [...path.slice(path.indexOf(slug)), slug];
    if (done.has(slug)) return undefined;
    for (const before of edges.get(slug) ?? []) {
      const circle = visit(before, [...path, slug]);
      if (circle !== undefined) return circle;
    }
    done.add(slug);
    return undefined;
  }
  for (const slug of edges.keys()) {
    const circle = visit(slug, []);
    if (circle !== undefined) return circle;
  }
  return undefined;
}

function lintSessionNumbers(draft: Draft): Fault[] {
  const faults: Fault[] = [];
  const seen = new Set<number>();
  for (const { folder, number } of draft.sessions) {
    if (!SESSIONS.includes(number)) {
      faults.push({ file: folder, path: '', message: 'is none of the twelve: name the folder 01-… to 12-…' });
    } else if (seen.has(number)) {
      faults.push({
        file: folder,
        path: '',
        message: `is a second session ${number}: give it another number, or delete it`,
      });
    }
    seen.add(number);
  }
  for (const number of SESSIONS) {
    if (seen.has(number)) continue;
    const message = `session ${number} is missing: write ${String(number).padStart(2, '0')}-some-name/session.yaml`;
    faults.push({ file: 'sessions', path: '', message });
  }
  return faults;
}

function lintUniqueItems(draft: Draft): Fault[] {
  const first = new Map<string, string>();
  const faults: Fault[] = [];
  for (const { file, item } of draft.sessions.flatMap(({ items }) => items)) {
    const other = first.get(item.slug);
    if (other !== undefined)
      faults.push({ file, path: '', message: `has the name of ${other}: rename one of the two` });
    else first.set(item.slug, file);
  }
  return faults;
}

function lintUniqueMisconceptions(draft: Draft): Fault[] {
  const first = new Map<string, string>();
  const faults: Fault[] = [];
  for (const { file, entry } of draft.misconceptions ?? []) {
    const other = first.get(entry.slug);
    if (other !== undefined) {
      faults.push({ file, path: entry.slug, message: `is in ${other} already: use that one, or write another slug` });
    } else first.set(entry.slug, file);
  }
  return faults;
}

/** Every slug of a list once. */
export function lintUnique(file: string, path: string, list: readonly { slug: string }[]): Fault[] {
  return list.flatMap(({ slug }, index) => {
    const before = list.findIndex((other) => other.slug === slug);
    if (before === index) return [];
    return [{ file, path: `${path}[${index}].slug`, message: `"${slug}" is there twice: write another slug` }];
  });
}
