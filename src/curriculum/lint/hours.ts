import type { Draft } from '../draft.ts';
import type { Fault } from '../faults.ts';
import type { CurriculumFile, SessionFile } from '../schema.ts';

/** Compares the hours that sessions ask for with those that `curriculum.yaml` promises: people plan their weeks by it. */
export function lintHours({ curriculum, sessions }: Draft): Fault[] {
  return sessions.flatMap(({ folder, session }) => {
    if (session === undefined) return [];
    const file = `${folder}/session.yaml`;
    return [
      ...lintReads(file, session),
      ...(curriculum === undefined ? [] : lintPromise(file, session, curriculum.pace)),
    ];
  });
}

/** Minutes of pre-work, and of what there is to read besides. */
function preparationMinutes({ prework, materials }: SessionFile): number {
  const besides = materials.filter(({ file }) => !prework.some(({ reads }) => reads === file));
  return sum(prework) + sum(besides);
}

/** Minutes of the tasks that are for everybody. */
function coreMinutes({ practice }: SessionFile): number {
  return sum(practice.filter(({ core }) => core));
}

function lintPromise(file: string, session: SessionFile, pace: CurriculumFile['pace']): Fault[] {
  const { preparationHoursPerWeek, practiceHoursPerWeek, sessionsPerWeek } = pace;
  function lint(path: string, minutes: number, what: string, promised: { least: number; most: number }): Fault[] {
    const [least, most] = [promised.least, promised.most].map((hours) => (hours * 60) / sessionsPerWeek);
    if (least === undefined || most === undefined || (minutes >= least && minutes <= most)) return [];
    return [
      { file, path, message: `asks for ${minutes} minutes of ${what}: curriculum.yaml promises ${least} to ${most}` },
    ];
  }
  return [
    ...(session.prework.length === 0
      ? []
      : lint('prework', preparationMinutes(session), 'pre-work and reading', preparationHoursPerWeek)),
    ...(session.practice.length === 0
      ? []
      : lint('practice', coreMinutes(session), 'core practice', practiceHoursPerWeek)),
  ];
}

/** A step that is for reading a text names one that is there, and gives it the time that the text takes. */
function lintReads(file: string, { prework, materials }: SessionFile): Fault[] {
  return prework.flatMap((step, index) => {
    if (step.reads === undefined) return [];
    const path = `prework[${index}].reads`;
    const material = materials.find((one) => one.file === step.reads);
    if (material === undefined)
      return [{ file, path, message: `is ${step.reads}: name one of the session's materials` }];
    if (step.minutes >= material.minutes) return [];
    return [{ file, path, message: `takes ${material.minutes} minutes to read: give the step as many` }];
  });
}

function sum(steps: readonly { minutes: number }[]): number {
  return steps.reduce((total, { minutes }) => total + minutes, 0);
}
