import { clip } from '../../chat/clip.ts';
import type { Suggestion } from '../../chat/event.ts';
import { nearest } from '../../chat/nearest.ts';
import type { Area, Curriculum } from '../../curriculum/schema.ts';

/** The competency area that somebody calls by its number, its slug or words of its title; or a sentence that says what to type. */
export function areaCalled(typed: string, { areas }: Pick<Curriculum, 'areas'>): Area | { fault: string } {
  const wanted = typed.trim().toLowerCase();
  const all = [...areas.values()];
  const exact = all.find(
    ({ number, slug, title }) => String(number) === wanted || slug === wanted || title.toLowerCase() === wanted,
  );
  if (exact !== undefined) return exact;
  const like = all.filter(({ title, slug }) => title.toLowerCase().includes(wanted) || slug.includes(wanted));
  const [only, ...more] = like;
  return only !== undefined && more.length === 0 ? only : { fault: noneCalled(typed.trim(), all) };
}

function noneCalled(typed: string, areas: readonly Area[]): string {
  const close = new Set(nearest(typed.toLowerCase(), areas));
  const titles = areas.filter(({ slug }) => close.has(slug)).map(({ title }) => `“${title}”`);
  const what = `No area is called “${typed}”`;
  if (titles.length > 0) return `${what}: did you mean ${titles.join(' or ')}?`;
  return `${what}. Type the number of one, or words of its title; left out, all of them are there to choose from.`;
}

/** Areas for what somebody has typed so far. */
export function suggestAreas(typed: string, { areas }: Pick<Curriculum, 'areas'>): Suggestion[] {
  const wanted = typed.trim().toLowerCase();
  return [...areas.values()]
    .filter(({ number, title }) => String(number).startsWith(wanted) || title.toLowerCase().includes(wanted))
    .map(({ number, title, slug }) => ({ label: clip(`${number} · ${title}`, 100), value: slug }));
}

/** How many checkpoints the end of a module points to. */
const POINTED_TO = 3;

/** The areas for which the sessions of a module prepare most, by how many of its skills are theirs; at most three. */
export function areasOfModule(sessions: readonly number[], { areas, skills }: Curriculum): Area[] {
  const taught = [...skills.values()].filter(({ session }) => sessions.includes(session));
  const counted = [...areas.values()].map((area) => ({
    area,
    count: taught.filter((skill) => skill.areas.includes(area.slug)).length,
  }));
  return counted
    .filter(({ count }) => count > 0)
    .toSorted((a, b) => b.count - a.count || a.area.number - b.area.number)
    .slice(0, POINTED_TO)
    .map(({ area }) => area);
}
