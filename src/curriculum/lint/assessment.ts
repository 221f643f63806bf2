import { type Capstone, LEVELS, type Milestone } from '../assessment-schema.ts';
import type { Draft } from '../draft.ts';
import type { Fault } from '../faults.ts';
import type { Area, CurriculumFile } from '../schema.ts';
import { lintUnique } from './frame.ts';

/** What a mentor has for a checkpoint. */
const CHECKPOINT_MINUTES = 15;

/** Checkpoints, the rubric and the capstones: what mentors judge by adds up. */
export function lintAssessment({ areas, curriculum }: Draft): Fault[] {
  return [
    ...(areas ?? []).flatMap(lintCheckpoint),
    ...(curriculum === undefined
      ? []
      : [...lintLevels(curriculum), ...lintRubric(curriculum), ...curriculum.capstones.flatMap(lintMilestones)]),
  ];
}

function lintCheckpoint({ checkpoint }: Area, index: number): Fault[] {
  const sum = checkpoint.verify.steps.reduce((total, { minutes }) => total + minutes, 0);
  if (sum === CHECKPOINT_MINUTES) return [];
  const message = `take ${sum} minutes: write steps of ${CHECKPOINT_MINUTES} minutes in all`;
  return [{ file: 'areas.yaml', path: `[${index}].checkpoint.verify.steps`, message }];
}

function lintLevels({ levels }: CurriculumFile): Fault[] {
  const percents = LEVELS.map((level) => levels[level].percent);
  const isRising = percents.every((percent, index) => index === 0 || percent > (percents[index - 1] ?? 0));
  if (isRising && percents.at(-1) === 100) return [];
  const message = `are worth ${percents.join(', ')} percent: write rising ones that end with 100`;
  return [{ file: 'curriculum.yaml', path: 'levels', message }];
}

function lintRubric({ assessment }: CurriculumFile): Fault[] {
  const file = 'curriculum.yaml';
  const slugs = new Set<string>();
  return assessment.flatMap(({ percent, rows }, index) => {
    const path = `assessment[${index}].rows`;
    const sum = rows.reduce((total, row) => total + row.points, 0);
    const faults: Fault[] = [];
    if (sum !== percent) faults.push({ file, path, message: `have ${sum} points: write ${percent}, the share` });
    for (const [at, { slug }] of rows.entries()) {
      if (slugs.has(slug)) {
        faults.push({ file, path: `${path}[${at}].slug`, message: `"${slug}" is there twice: write another slug` });
      }
      slugs.add(slug);
    }
    return faults;
  });
}

/** From session 9, when people choose, to the weeks after the last session. */
function lintMilestones({ milestones }: Capstone, index: number): Fault[] {
  const file = 'curriculum.yaml';
  const path = `capstones[${index}].milestones`;
  const moments = milestones.map(momentOf);
  const faults = lintUnique(file, path, milestones);
  for (const [at, moment] of moments.entries()) {
    if (at === 0 || moment >= (moments[at - 1] ?? 0)) continue;
    faults.push({ file, path: `${path}[${at}].due`, message: 'comes before the one above it: put them in order' });
  }
  const [first] = milestones;
  if (first !== undefined && !('session' in first.due && first.due.session === 9)) {
    faults.push({ file, path: `${path}[0].due`, message: 'is not session 9: the capstone is chosen there' });
  }
  const last = milestones.at(-1);
  if (last !== undefined && 'session' in last.due) {
    const message = 'ends with a session: write what is delivered in the weeks after';
    faults.push({ file, path: `${path}[${milestones.length - 1}].due`, message });
  }
  return faults;
}

/** Sessions first, then the weeks after the last one. */
function momentOf({ due }: Milestone): number {
  return 'session' in due ? due.session : 12 + due.weeksAfter;
}
