/** How long questions waited for a mentor lately, in milliseconds of mentors' working hours. */
export interface TypicalWait {
  median: number;
  /** Nine in ten waited no longer than this. */
  most: number;
  of: number;
}

/** Below so many waits nothing is said of the next one. */
const LEAST_WAITS = 5;

/** Over how many days waits are looked at. */
export const WAIT_DAYS = 30;

/** The median and the 90th percentile, by nearest rank; undefined where there is no history yet. */
export function typicalWait(waits: readonly number[]): TypicalWait | undefined {
  if (waits.length < LEAST_WAITS) return undefined;
  const sorted = waits.toSorted((one, other) => one - other);
  const rank = (share: number) => sorted[Math.ceil(share * sorted.length) - 1] ?? 0;
  return { median: rank(0.5), most: rank(0.9), of: sorted.length };
}

/** A stretch of time as people say it: "12 minutes", "3 hours", "2 working days". A working day has eight hours. */
export function workingTime(milliseconds: number): string {
  const minutes = Math.round(milliseconds / 60_000);
  if (minutes < 1) return 'less than a minute';
  if (minutes < 60) return amount(minutes, 'minute');
  if (minutes < 16 * 60) return amount(Math.round(minutes / 60), 'hour');
  return amount(Math.round(minutes / 480), 'working day');
}

function amount(count: number, unit: string): string {
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
