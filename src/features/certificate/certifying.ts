/** What stands on a certificate: what its holder agreed to, as it was on the day. What was not agreed to is not there. */
export interface Shown {
  /** As the holder wrote it. */
  name: string;
  course: string;
  cohort: string;
  /** What the holder calls the capstone. */
  capstone?: string;
  /** Of 100. */
  points?: number;
  /** Checkpoints that are signed off, and how many there are. */
  checkpoints?: { signed: number; of: number };
}

/** What of somebody's record may stand on a certificate beside their name. */
export interface Agreed {
  capstone: boolean;
  points: boolean;
  checkpoints: boolean;
}

/** The record of somebody whose capstone is assessed. */
export interface Earned {
  course: string;
  cohort: string;
  capstone: string;
  points: number;
  checkpoints: { signed: number; of: number };
}

/** What a certificate shows: the name, the course and the cohort, and of the rest only what was agreed to. */
export function shownOn(name: string, earned: Earned, agreed: Agreed): Shown {
  return {
    name,
    course: earned.course,
    cohort: earned.cohort,
    ...(agreed.capstone ? { capstone: earned.capstone } : {}),
    ...(agreed.points ? { points: Math.round(earned.points) } : {}),
    ...(agreed.checkpoints ? { checkpoints: earned.checkpoints } : {}),
  };
}

/** What a certificate says, after the name: a sentence without its end. */
export function sentenceOf({ cohort, capstone }: Shown, write = (typed: string) => typed): string {
  const project = capstone === undefined ? 'a capstone' : `the capstone “${write(capstone)}”`;
  return `took part in the cohort “${write(cohort)}” and finished ${project}, which two mentors assessed independently`;
}

/** The figures of a certificate: what, and how much. */
export function figuresOf({ points, checkpoints }: Shown): (readonly [label: string, value: string])[] {
  return [
    ...(points === undefined ? [] : [['assessment', `${points} of 100`] as const]),
    ...(checkpoints === undefined
      ? []
      : [['expert checkpoints', `${checkpoints.signed} of ${checkpoints.of}`] as const]),
  ];
}
