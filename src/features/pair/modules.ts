import type { Curriculum } from '../../curriculum/schema.ts';

/** The title of the module to which a session belongs. */
export function moduleOf({ modules }: Curriculum, session: number): string {
  return modules.find(({ sessions }) => sessions.includes(session))?.title ?? 'this module';
}
