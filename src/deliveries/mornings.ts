const MORNING = '09:00';

/** Nine in the morning of a zone, so many days after the day of a moment there. */
export function morningAfter(at: Temporal.Instant, zone: string, days: number): Temporal.Instant {
  return at
    .toZonedDateTimeISO(zone)
    .toPlainDate()
    .add({ days })
    .toZonedDateTime({ timeZone: zone, plainTime: MORNING })
    .toInstant();
}
