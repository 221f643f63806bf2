import { bigint, customType, text } from 'drizzle-orm/pg-core';
import { isZone, zoneOrUtc } from './zones.ts';

/** A moment for SQL, to the millisecond and never later, as the columns keep it: Postgres alone would round up. */
export function moment(at: Temporal.Instant): string {
  return at.toString({ fractionalSecondDigits: 3, roundingMode: 'floor' });
}

/** A moment, to the millisecond. Stored with time zone, read and written as Temporal on both drivers. */
export const instant = customType<{ data: Temporal.Instant; driverData: string }>({
  dataType: () => 'timestamp (3) with time zone',
  toDriver: moment,
  // pg answers a Date unless told otherwise, PGlite too; drizzle asks both for text. `2026-11-21 18:00:00+00` is not ISO.
  fromDriver: (value) => Temporal.Instant.from(value.replace(' ', 'T')),
});

/** A calendar day without a zone. */
export const day = customType<{ data: Temporal.PlainDate; driverData: string }>({
  dataType: () => 'date',
  toDriver: (value) => value.toString(),
  fromDriver: (value) => Temporal.PlainDate.from(value),
});

/** A wall-clock time without a zone. */
export const wallTime = customType<{ data: Temporal.PlainTime; driverData: string }>({
  dataType: () => 'time (0)',
  toDriver: (value) => value.toString(),
  fromDriver: (value) => Temporal.PlainTime.from(value),
});

/** A time zone by its IANA name. Nothing else is written; one that is not known here, as lists of zones change, is read as UTC. */
export const zoneName = customType<{ data: string; driverData: string }>({
  dataType: () => 'text',
  toDriver: (name) => {
    if (!isZone(name)) throw new RangeError('that is not the name of a time zone');
    return name;
  },
  fromDriver: zoneOrUtc,
});

/** What each row of a table that is only added to has: its place in the order, when it was added, and the event that added it, which does so once. */
export function addedColumns() {
  return {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    at: instant().notNull(),
    eventId: text('event_id').notNull().unique(),
  };
}
