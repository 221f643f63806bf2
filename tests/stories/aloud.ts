/** How what was posted reads aloud: moments as people say them, distances from now, places and people by their names. */

const MINUTE = 60_000;

/** `in 24 hours`, `3 days ago`. */
function distance(from: Temporal.Instant, to: Temporal.Instant): string {
  const minutes = Math.round((to.epochMilliseconds - from.epochMilliseconds) / MINUTE);
  const many = Math.abs(minutes);
  const [count, unit] =
    many < 60 ? [many, 'minute'] : many < 72 * 60 ? [Math.round(many / 60), 'hour'] : [Math.round(many / 1440), 'day'];
  const words = `${count} ${unit}${count === 1 ? '' : 's'}`;
  return minutes < 0 ? `${words} ago` : `in ${words}`;
}

/** The words as one would read them out at this moment, in this zone. */
export function aloud(
  words: string,
  { now, zone, names }: { now: Temporal.Instant; zone: string; names: Readonly<Record<string, string>> },
): string {
  const say = (at: Temporal.Instant, style: 'full' | 'date' | 'time' | 'ago') => {
    const local = at.toZonedDateTimeISO(zone);
    const day = local.toLocaleString('en-GB', { weekday: 'short', day: 'numeric', month: 'short' });
    const clock = local.toPlainTime().toString({ smallestUnit: 'minute' });
    return { full: `${day}, ${clock}`, date: day, time: clock, ago: distance(now, at) }[style];
  };
  const seconds = (typed: string) => Temporal.Instant.fromEpochMilliseconds(1000 * Number(typed));
  const discord = { F: 'full', f: 'full', D: 'date', d: 'date', t: 'time', R: 'ago' } as const;
  const named = Object.entries(names).toSorted(([one], [other]) => other.length - one.length);
  const spoken = words
    .replace(/<t:(\d+):([FfDdtR])>/g, (_, at, style: keyof typeof discord) => say(seconds(at), discord[style]))
    .replace(/<!date\^(\d+)\^([^|]*)\|[^>]*>/g, (_, at, format: string) =>
      say(
        seconds(at),
        format.includes('ago') ? 'ago' : format.includes('long_full') ? 'date' : format === '{time}' ? 'time' : 'full',
      ),
    )
    // The plain reading tells a moment and its distance alike: the second of two is the distance.
    .replace(
      /<(\d{4}-[^>]*Z)>, <\1>/g,
      (_, at) => `${say(Temporal.Instant.from(at), 'full')}, ${distance(now, Temporal.Instant.from(at))}`,
    )
    .replace(/(?<= at )<(\d{4}-[^>]*Z)>/g, (_, at) => say(Temporal.Instant.from(at), 'time'))
    .replace(/<(\d{4}-[^>]*Z)>/g, (_, at) => say(Temporal.Instant.from(at), 'full'));
  return named.reduce((said, [id, name]) => said.replaceAll(id, name), spoken);
}
