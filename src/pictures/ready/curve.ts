import { altText, type Drawing } from '../drawing.ts';
import type { Tone } from '../palette.ts';
import { type ChartLine, chart, column, mark, type Part, row, type Tick, words } from '../parts.ts';
import { card } from './card.ts';

export interface CurveLine {
  label: string;
  points: ChartLine['points'];
  /** A line to compare with, like "as sure as right": thin, without points. */
  isCompared?: boolean;
}

export interface CurveFacts {
  name: string;
  title: string;
  note?: string;
  /** What the lines say, each in a few words, like `you: from 40 % to 70 %`: for those who do not see them. */
  says: readonly string[];
  /** Labels of the axes; all positions, those of the points too, are from 0 to 1. */
  x: readonly Tick[];
  y: readonly Tick[];
  lines: readonly CurveLine[];
  height?: number;
}

const TONES: readonly Tone[] = ['series1', 'series2', 'series3', 'series4'];

/** Up to four lines over time, and lines to compare them with. */
export function curve(facts: CurveFacts): Drawing {
  const { name, title, note, says } = facts;
  return { name, alt: altText(title, says), tree: card(title, note, curveParts(facts)), width: 720 };
}

/** Only the lines and what they mean, for a picture that has other things too. */
export function curveParts({ x, y, lines, height = 360 }: Pick<CurveFacts, 'x' | 'y' | 'lines' | 'height'>): Part[] {
  const plain = lines.filter(({ isCompared }) => isCompared !== true);
  const drawn = lines.map((line) => {
    const isDashed = line.isCompared === true;
    const tone = isDashed ? 'quiet' : (TONES[plain.indexOf(line) % TONES.length] ?? 'accent');
    // Points that stand so close would hide their line.
    return { ...line, tone, isDashed, hasDots: !isDashed && line.points.length <= 16 };
  });
  return [
    column(
      drawn.map(({ label, tone, isDashed }) =>
        row([
          mark(isDashed ? 'stroke' : 'disc', { tone, size: 20 }),
          words(label, { size: 24, lines: 1, grows: true }),
        ]),
      ),
      4,
    ),
    chart({
      height,
      x,
      y,
      lines: drawn.map(({ points, tone, isDashed, hasDots }) => ({ points, tone, isDashed, hasDots })),
    }),
  ];
}
