/** One figure beside its goal. */
export interface Line {
  what: string;
  value: string;
  goal: string;
  isMet: boolean;
  note?: string;
}

export function tell({ what, value, goal, isMet, note }: Line): void {
  const more = note === undefined ? '' : `  (${note})`;
  console.log(
    `${isMet ? '  met' : 'missed'.padStart(5)}  ${what.padEnd(56)} ${value.padStart(10)}  goal ${goal}${more}`,
  );
}
