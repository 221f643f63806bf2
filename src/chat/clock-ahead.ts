const SECOND = 1000;

/** When something was asked and when its answer was there, by this machine's clock, in milliseconds of its epoch. */
export interface Asked {
  askedAt: number;
  gotAt: number;
}

/**
 * By how many seconds this machine's clock is ahead of another one that says it is between `earliest` and `latest`, in milliseconds of the
 * epoch; less than 0 where it is behind. What the time under way explains is no difference.
 */
export function secondsAhead(earliest: number, latest: number, { askedAt, gotAt }: Asked): number {
  return (Math.max(askedAt - latest, 0) + Math.min(gotAt - earliest, 0)) / SECOND;
}

/** The same of a server that dates its answers in whole seconds, by the header of that name. Undefined without one. */
export function clockAhead(date: string | null, asked: Asked): number | undefined {
  const said = Date.parse(date ?? '');
  return Number.isNaN(said) ? undefined : secondsAhead(said, said + SECOND, asked);
}
