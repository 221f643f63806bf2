/** The first second of 2015, from which Discord counts: https://docs.discord.com/developers/reference#snowflakes. */
const EPOCH = 1_420_070_400_000n;

/** How long ago an id was made, by this machine's clock; nothing when it is not one of Discord's. */
export function ageOf(id: string): number | undefined {
  if (!/^\d{17,20}$/.test(id)) return undefined;
  return Date.now() - Number((BigInt(id) >> 22n) + EPOCH);
}

/** When an id was given. */
export function timeOf(id: string): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(Number((BigInt(id) >> 22n) + EPOCH));
}

/**
 * The first id that Discord could have given at that moment. A moment to come is a rehearsal's, whose clock runs ahead of
 * Discord's: then it is an hour ago.
 */
export function snowflakeAt(moment: Temporal.Instant): string {
  const now = Date.now();
  const milliseconds = moment.epochMilliseconds > now ? now - 3_600_000 : moment.epochMilliseconds;
  const since = BigInt(milliseconds) - EPOCH;
  return String((since > 0n ? since : 0n) << 22n);
}
