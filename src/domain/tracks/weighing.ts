import { weightOf } from '../../curriculum/roadmap-months.ts';
import type { Scenario } from '../../curriculum/scenario.ts';
import type { Track } from '../../curriculum/schema.ts';

/** How much a skill (a slug) counts for somebody: 1, or more where their track puts it first. */
export type Weigh = (skill: string) => number;

/** All skills count the same: for who is on no track. */
export const evenly: Weigh = () => 1;

export function weighingBy(track: Track | undefined): Weigh {
  return track === undefined ? evenly : (skill) => weightOf(track, skill);
}

/** A scenario that was written for a track counts most on it; any other one as much as the skill of it that counts most. */
const WRITTEN_FOR_IT = 3;

export function scenarioWeight(
  { skills, tracks }: Pick<Scenario, 'skills' | 'tracks'>,
  track: Track | undefined,
): number {
  if (track === undefined) return 1;
  if (tracks.includes(track.slug)) return WRITTEN_FOR_IT;
  return Math.max(1, ...skills.map((skill) => weightOf(track, skill)));
}
