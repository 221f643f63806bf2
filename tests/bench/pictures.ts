import { standingPicture } from '../../src/features/progress/standing-picture.ts';
import { draw } from '../../src/pictures/draw.ts';
import type { Drawing } from '../../src/pictures/drawing.ts';
import { column, words } from '../../src/pictures/parts.ts';
import { fullStanding, KINDS } from '../pictures/kinds.ts';
import { tell } from './lines.ts';

const GOAL_MILLISECONDS = 25;
/** What is in use may be larger by this much after all pictures than after the first tenth. */
const FLAT_MEGABYTES = 30;

/** How often each kind is drawn. */
const EACH = 25;

/**
 * How long the fullest picture of `/progress` takes once everything is loaded, whether many of them leave memory as it was, and which
 * other kind takes longest.
 */
export async function measurePictures(count: number): Promise<void> {
  const times: number[] = [];
  let early = 0;
  const start = process.cpuUsage();
  for (let at = 0; at < count; at++) {
    times.push(await measure(standingPicture(fullStanding(at))));
    if (at === Math.floor(count / 10)) early = residentMegabytes();
  }
  const used = process.cpuUsage(start);
  const processor = (used.user + used.system) / 1000 / count;
  const typical = middleOf(times);
  tell({
    what: 'the fullest picture of /progress, the middle one of all',
    value: `${typical.toFixed(1)} ms`,
    goal: `<= ${GOAL_MILLISECONDS} ms`,
    isMet: typical <= GOAL_MILLISECONDS,
    note: `quickest ${Math.min(...times).toFixed(1)} ms; ${processor.toFixed(1)} ms of processor time each`,
  });
  const grown = residentMegabytes() - early;
  tell({
    what: `resident memory after ${count} pictures, more than after a tenth`,
    value: `${grown} MB`,
    goal: `<= ${FLAT_MEGABYTES} MB`,
    isMet: grown <= FLAT_MEGABYTES,
    note: `${residentMegabytes()} MB at the end`,
  });
  const kinds = await measureKinds();
  const [[slowest, longest] = ['', 0], ...others] = kinds;
  tell({
    what: `the slowest of the ${kinds.length} kinds of pictures: ${slowest}`,
    value: `${longest.toFixed(1)} ms`,
    goal: `<= ${GOAL_MILLISECONDS} ms`,
    isMet: longest <= GOAL_MILLISECONDS,
    note: others.map(([name, took]) => `${name} ${took.toFixed(1)}`).join(', '),
  });
}

/** The middle of all times for each kind, the slowest first. No two pictures are the same, as each has a number below it. */
async function measureKinds(): Promise<(readonly [name: string, took: number])[]> {
  const kinds: (readonly [string, number])[] = [];
  for (const [name, { drawing }] of Object.entries(KINDS)) {
    const times: number[] = [];
    for (let at = 0; at < EACH; at++) {
      times.push(await measure({ ...drawing, tree: column([drawing.tree, words(String(at))]) }));
    }
    kinds.push([name, middleOf(times)]);
  }
  return kinds.sort(([, one], [, other]) => other - one);
}

async function measure({ tree, width, theme = 'dark' }: Drawing): Promise<number> {
  const before = performance.now();
  await draw(tree, { width, theme });
  return performance.now() - before;
}

function middleOf(times: readonly number[]): number {
  return times.toSorted((one, other) => one - other)[times.length >> 1] ?? 0;
}

function residentMegabytes(): number {
  return Math.round(process.memoryUsage.rss() / 1e6);
}
