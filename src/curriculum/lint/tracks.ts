import type { Draft } from '../draft.ts';
import type { Fault } from '../faults.ts';
import { paces } from '../roadmap-months.ts';
import type { Track } from '../schema.ts';
import { lintUnique } from './frame.ts';
import { lintNames } from './references.ts';

const FILE = 'tracks.yaml';

/** The three tracks: what they name is there, and their roadmaps take the months they promise. */
export function lintTracks({ tracks, skills, curriculum }: Draft): Fault[] {
  if (tracks === undefined) return [];
  const faults = lintUnique(FILE, '', tracks);
  if (tracks.length !== 3) faults.push({ file: FILE, path: '', message: `has ${tracks.length} entries: write 3` });
  for (const [index, track] of tracks.entries()) {
    const at = `[${index}]`;
    for (const [place, stage] of track.roadmap.entries()) {
      faults.push(...lintNames(FILE, `${at}.roadmap[${place}].skills`, 'skill', stage.skills, skills));
    }
    faults.push(
      ...track.focus.flatMap((focus, place) =>
        lintNames(FILE, `${at}.focus[${place}].skills`, 'skill', focus.skills, skills),
      ),
      ...lintWeighedOnce(track, at),
      ...lintSessions(track, at),
      ...lintFocusIsLearnt(track, at),
    );
    if (curriculum !== undefined) faults.push(...lintMonths(track, at, curriculum.pace.roadmapMonths));
  }
  return faults;
}

function lintWeighedOnce({ focus }: Track, at: string): Fault[] {
  const first = new Map<string, number>();
  const faults: Fault[] = [];
  for (const [index, { skills }] of focus.entries()) {
    for (const [place, skill] of skills.entries()) {
      const before = first.get(skill);
      if (before !== undefined && before !== index) {
        const message = `${skill} is in focus[${before}] already: write it in one of the two`;
        faults.push({ file: FILE, path: `${at}.focus[${index}].skills[${place}]`, message });
      }
      first.set(skill, before ?? index);
    }
  }
  return faults;
}

function lintSessions({ sessions }: Track, at: string): Fault[] {
  return sessions.flatMap(({ session }, index) => {
    if (sessions.findIndex((other) => other.session === session) === index) return [];
    const message = `${session} is there twice: write it once`;
    return [{ file: FILE, path: `${at}.sessions[${index}].session`, message }];
  });
}

/** A track must put first what its roadmap teaches. */
function lintFocusIsLearnt({ focus, roadmap }: Track, at: string): Fault[] {
  const learnt = new Set(roadmap.flatMap(({ skills }) => skills));
  return focus.flatMap(({ skills }, index) =>
    skills.flatMap((skill, place) => {
      if (learnt.has(skill)) return [];
      const message = `${skill} is in no stage of the roadmap: write it in one`;
      return [{ file: FILE, path: `${at}.focus[${index}].skills[${place}]`, message }];
    }),
  );
}

function lintMonths({ roadmap }: Track, at: string, months: { least: number; most: number }): Fault[] {
  const { slowest, fastest } = paces(roadmap, months);
  if (slowest >= 4 && fastest <= 10) return [];
  const total = roadmap.reduce((sum, { hours }) => sum + hours, 0);
  const message =
    `takes ${total} hours, ${slowest} hours a week in ${months.most} months and ${fastest} in ${months.least}: ` +
    'write stages that take 4 to 10 hours a week';
  return [{ file: FILE, path: `${at}.roadmap`, message }];
}
