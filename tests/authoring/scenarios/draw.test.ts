import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { hasFonts, LARGEST_PNG, renderPicture } from '../../../src/authoring/scenarios/picture.ts';
import { findPythons, NAMES } from '../../../src/python/native.ts';

const shared = join(import.meta.dirname, '../../../curriculum/scenarios/shared');
const pythons = await findPythons(NAMES);
const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

const PROGRAM = `
import math, sys
sys.path.insert(0, ${JSON.stringify(shared)})
import draw
draw.lines("lines.svg", "Resident memory <of> the workers", "minutes", "MB", {
    "worker 1": [(i, 80 + 3 * math.sin(i)) for i in range(40)],
    "worker 3": [(i, 80 + 8.2 * i) for i in range(40)],
}, marks=[(10, "deploy"), (12, "cache warmed")])
draw.lines("many.svg", "A peak among many", "s", "ms", {"p99": [(i, 9000 if i == 7777 else i % 7) for i in range(20000)]})
draw.lines("flat.svg", "Nothing", "s", "MB", {"a": [(0, 0), (1, 0)]})
draw.flame("flame.svg", "Where the time goes", {
    ("main", "serve", "parse"): 500, ("main", "serve", "render", "a_function_with_a_name_that_is_long"): 41, ("main", "gc"): 9,
})
draw.timeline("timeline.svg", "Tasks", [("reader", 0, 2, "running"), ("reader", 2, 9, "waiting"), ("writer", 5, 5, "gc")], "seconds")
draw.bars("bars.svg", "Latency", [("p50", 1.2), ("p99 & up", 2700.0), ("none", 0)], "ms")
`;

function draw(executable: string): Map<string, string> {
  const folder = mkdtempSync(join(tmpdir(), 'pythia-draw-'));
  folders.push(folder);
  const { stderr, status } = spawnSync(executable, ['-B', '-c', PROGRAM], { cwd: folder, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return new Map(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}

/** What stands in a chart, in its order. */
function wordsOf(svg: string | undefined): string[] {
  return [...(svg ?? '').matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, words]) => words ?? '');
}

describe.runIf(pythons.length > 0)('a chart', () => {
  const [first, ...others] = pythons;
  const charts = first === undefined ? new Map<string, string>() : draw(first.executable);

  it('is the same on every Python', () => {
    for (const { executable } of others) expect(draw(executable)).toEqual(charts);
  });

  it('names axes, lines and moments where they are', () => {
    const words = wordsOf(charts.get('lines.svg'));
    expect(words).toEqual(
      expect.arrayContaining([
        'Resident memory &lt;of&gt; the workers',
        'minutes',
        'MB',
        'worker 3',
        'deploy',
        '100',
        '0',
      ]),
    );
    // Colour is never the only difference.
    expect(charts.get('lines.svg')).toContain('stroke-dasharray="12 5"');
  });

  it('loses no peak when it thins what nobody could see', () => {
    const svg = charts.get('many.svg') ?? '';
    expect(svg.length).toBeLessThan(30_000);
    expect(wordsOf(svg)).toContain('10\u2009000');
    const points = /points="([^"]+)"/.exec(svg)?.[1]?.split(' ') ?? [];
    const heights = points.map((point) => Number(point.split(',')[1]));
    expect(heights.filter((height) => height < 150)).toHaveLength(1);
  });

  it('gives each function its share of the samples, and clips names that do not fit', () => {
    const words = wordsOf(charts.get('flame.svg'));
    expect(words).toEqual(expect.arrayContaining(['all 550 samples', 'main 100 %', 'serve 98 %', 'parse 91 %']));
    expect(words.some((word) => /^a_f\w*…$/.test(word))).toBe(true);
  });

  it('has a row for each task and a key for what it does', () => {
    const words = wordsOf(charts.get('timeline.svg'));
    expect(words).toEqual(expect.arrayContaining(['reader', 'writer', 'running', 'waiting', 'gc', 'seconds']));
  });

  it('writes each value with its unit', () => {
    expect(wordsOf(charts.get('bars.svg'))).toEqual(
      expect.arrayContaining(['1.2 ms', '2\u2009700 ms', '0 ms', 'p99 &amp; up']),
    );
  });

  it.runIf(hasFonts())('becomes a picture that a phone loads in a moment', () => {
    expect(charts.size).toBe(6);
    for (const svg of charts.values()) {
      const png = renderPicture(svg);
      expect(png.length).toBeLessThan(LARGEST_PNG);
      expect(png.length).toBeGreaterThan(3000);
    }
  });
});
