import { nearest } from '../../chat/nearest.ts';
import type { Scenario } from '../../curriculum/scenario.ts';
import type { Curriculum, Item, Session } from '../../curriculum/schema.ts';

/** What an author can look at. */
export type Subject =
  | { kind: 'item'; item: Item }
  | { kind: 'session'; session: Session }
  | { kind: 'scenario'; scenario: Scenario }
  /** `index` is the material's place in the session's list. */
  | { kind: 'material'; session: Session; index: number };

/**
 * Everything that goes by this name: an item's, a material's or a scenario's slug, a session's slug, number (`2`) or folder
 * (`02-some-name`). Several when sessions share a material's name; `02/reading` names one of them. A path is as good as a slug.
 */
export function findSubjects(curriculum: Curriculum, name: string): Subject[] {
  const wanted = nameIn(name);
  return namedSubjects(curriculum).flatMap(({ names, subject }) => (names.includes(wanted) ? [subject] : []));
}

/** Slugs that are like this one. */
export function nearestSubjects(curriculum: Curriculum, name: string): string[] {
  const slugs = new Set(namedSubjects(curriculum).map(({ names }) => names[0] ?? ''));
  return nearest(
    nameIn(name),
    [...slugs].map((slug) => ({ slug })),
  );
}

/** Shells complete paths, so `curriculum/sessions/02-some-name/items/cycle-gc.yaml` is taken for `cycle-gc`. */
function nameIn(name: string): string {
  const path = name.trim().toLowerCase().replace(/\/+$/, '');
  const parts = path.split('/');
  const last = (parts.at(-1) ?? '').replace(/\.(yaml|md)$/, '');
  if (parts.length > 2) return last === 'session' || last === 'scenario' ? (parts.at(-2) ?? '') : last;
  return path.replace(/\.(yaml|md)$/, '');
}

function namedSubjects(curriculum: Curriculum): { names: readonly string[]; subject: Subject }[] {
  const items = [...curriculum.items.values()].map((item) => ({
    names: [item.slug],
    subject: { kind: 'item', item } satisfies Subject,
  }));
  const sessions = curriculum.sessions.map((session) => ({
    names: [session.slug, String(session.number), twoDigits(session), `${twoDigits(session)}-${session.slug}`],
    subject: { kind: 'session', session } satisfies Subject,
  }));
  const materials = curriculum.sessions.flatMap((session) =>
    session.materials.map(({ slug }, index) => ({
      names: [slug, `${twoDigits(session)}/${slug}`, `${session.number}/${slug}`],
      subject: { kind: 'material', session, index } satisfies Subject,
    })),
  );
  const scenarios = [...curriculum.scenarios.values()].map((scenario) => ({
    names: [scenario.slug, `scenarios/${scenario.slug}`],
    subject: { kind: 'scenario', scenario } satisfies Subject,
  }));
  return [...items, ...sessions, ...materials, ...scenarios];
}

function twoDigits({ number }: Session): string {
  return String(number).padStart(2, '0');
}
