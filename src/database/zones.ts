/** Names of time zones as rows have them: each was known when it was written, and lists of zones change from year to year. */

/** The zone of whoever has none that is known. */
const NOWHERE = 'UTC';

/** Asking the clock for a zone takes a while, and rows name the same few. */
const asked = new Map<string, boolean>();

/** Whether this program's clock knows a zone. */
export function isZone(name: string): boolean {
  const known = asked.get(name) ?? canTell(name);
  asked.set(name, known);
  return known;
}

/** A zone as a row has it; UTC for one that is not known here, so that what is wrong with one person's row stops nothing for others. */
export function zoneOrUtc(name: string): string {
  return isZone(name) ? name : NOWHERE;
}

function canTell(name: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name);
    return true;
  } catch {
    return false;
  }
}
