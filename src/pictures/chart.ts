import { layWords, lineHeight, naturalWidth } from './measure.ts';
import { type Chart, type ChartLine, words } from './parts.ts';
import { type Laid, moved, type Shape, stroke } from './shapes.ts';
import type { Typeface } from './typeface.ts';

const SIZE = 22;
const LABEL = 12;
/** Room for points that lie on the edge. */
const EDGE = 8;

/** Lines over a quiet grid; labels of the left axis stand before it, those of the lower one below. */
export function layChart({ height, x, y, lines }: Chart, width: number, typeface: Typeface): Laid {
  const label = (text: string, align: 'start' | 'middle' | 'end' = 'end') =>
    words(text, { size: SIZE, tone: 'quiet', lines: 1, align });
  const widest = Math.max(0, ...y.map((tick) => naturalWidth(label(tick.label), typeface)));
  const left = Math.min(widest, width / 4) + (y.length === 0 ? 0 : LABEL);
  const below = x.length === 0 ? 0 : lineHeight(SIZE) + LABEL;
  const plot = { left, top: EDGE, width: width - left - EDGE, height: height - below - 2 * EDGE };
  const across = (share: number) => round(plot.left + share * plot.width);
  const down = (share: number) => round(plot.top + (1 - share) * plot.height);
  const shapes: Shape[] = y.flatMap(({ at, label: text }) => [
    stroke(`M${plot.left} ${down(at)}H${width - EDGE}`, 'line', 2),
    moved(0, down(at) - lineHeight(SIZE) / 2, layWords(label(text), left - LABEL, typeface)),
  ]);
  for (const { at, label: text } of x) {
    const own = Math.min(naturalWidth(label(text), typeface) + 1, plot.width / Math.max(1, x.length - 1));
    const from = Math.min(Math.max(0, across(at) - own / 2), width - own);
    shapes.push(moved(from, plot.top + plot.height + LABEL, layWords(label(text, 'middle'), own, typeface)));
  }
  for (const line of lines) shapes.push(...drawLine(line, across, down));
  return { height, shapes };
}

type Along = (share: number) => number;

function drawLine({ points, tone, isDashed, hasDots }: ChartLine, across: Along, down: Along): Shape[] {
  const [first, ...others] = points.map(([x, y]) => [across(x), down(y)] as const);
  if (first === undefined) return [];
  const path = `M${first.join(' ')}${others.map((point) => `L${point.join(' ')}`).join('')}`;
  const dots = hasDots || others.length === 0 ? [first, ...others] : [];
  return [
    stroke(path, tone, isDashed ? 3 : 5, isDashed),
    ...dots.map(([x, y]): Shape => ({ kind: 'disc', x, y, radius: 7, tone })),
  ];
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
