import { draw } from '../../src/pictures/draw.ts';
import { bars } from '../../src/pictures/ready/bars.ts';
import { tell } from './lines.ts';

const GOAL_MILLISECONDS = 25;
/** What is in use may be larger by this much after all pictures than after the first tenth. */
const FLAT_MEGABYTES = 30;

/** How long a picture of eleven bars takes once everything is loaded, and whether many of them leave memory as it was. */
export async function measurePictures(count: number): Promise<void> {
  const times: number[] = [];
  let early = 0;
  const start = process.cpuUsage();
  for (let at = 0; at < count; at++) {
    const rows = Array.from({ length: 11 }, (_, area) => ({
      label: `Area ${area}, ${at}`,
      share: area / 11,
      note: `${area} of 11`,
    }));
    const { tree, width } = bars({ name: 'bars', title: `Picture ${at}`, rows });
    const before = performance.now();
    await draw(tree, { width, theme: 'dark' });
    times.push(performance.now() - before);
    if (at === Math.floor(count / 10)) early = residentMegabytes();
  }
  const used = process.cpuUsage(start);
  const processor = (used.user + used.system) / 1000 / count;
  const typical = times.toSorted((one, other) => one - other)[count >> 1] ?? 0;
  tell({
    what: 'a picture of eleven bars, the middle one of all',
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
}

function residentMegabytes(): number {
  return Math.round(process.memoryUsage.rss() / 1e6);
}
