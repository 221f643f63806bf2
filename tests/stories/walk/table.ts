import type { Seen } from './records.ts';

export const PLATFORMS = ['playground', 'discord', 'slack'] as const;
export type PlatformName = (typeof PLATFORMS)[number];

/** A route on a platform: what people saw of it, in words; undefined is a hole. */
export interface Row {
  route: string;
  cells: Readonly<Record<PlatformName, string | undefined>>;
}

/** Routes by platforms, from what was really seen: an answer that was shown and was no refusal. */
export function tableOf(routes: readonly string[], seen: readonly Seen[]): Row[] {
  const shown = new Map<string, Set<string>>();
  for (const { platform, route, reply, shown: kind } of seen) {
    if (kind === undefined || reply === 'refusal' || reply === 'pending') continue;
    const key = `${platform} ${route}`;
    shown.set(key, (shown.get(key) ?? new Set()).add(kind));
  }
  const cell = (platform: PlatformName, route: string): string | undefined => {
    const own = shown.get(`${platform} ${route}`);
    return own && [...own].toSorted().join(', ');
  };
  return routes.map((route) => ({
    route,
    cells: { playground: cell('playground', route), discord: cell('discord', route), slack: cell('slack', route) },
  }));
}

export function holesOf(rows: readonly Row[]): string[] {
  return rows.flatMap(({ route, cells }) =>
    PLATFORMS.filter((platform) => cells[platform] === undefined).map((platform) => `${route} on ${platform}`),
  );
}

/** The table for people to read. */
export function writeTable(rows: readonly Row[]): string {
  const holes = holesOf(rows).length;
  return [
    '# Every route on every platform',
    '',
    `${rows.length} routes, ${rows.length * PLATFORMS.length} cells, ${holes} ${holes === 1 ? 'hole' : 'holes'}. A cell says how people saw the answer: as a`,
    '`message`, as their own message `rewritten`, as a `form`, as a `page`. Made by tests/stories/routes-table.test.ts from what was seen.',
    '',
    '| route | playground | Discord | Slack |',
    '|---|---|---|---|',
    ...rows.map(({ route, cells }) => {
      const words = PLATFORMS.map((platform) => cells[platform] ?? '**hole**');
      return `| \`${route}\` | ${words.join(' | ')} |`;
    }),
    '',
  ].join('\n');
}
