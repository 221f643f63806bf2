import { layWords, naturalWidth } from './measure.ts';
import { type ArcNode, type Arcs, words } from './parts.ts';
import { type Laid, moved, type Shape, stroke } from './shapes.ts';
import type { Typeface } from './typeface.ts';

const ROW = 64;
const RADIUS = 15;
const THICK = 6;
/** How far the longest arrow bends to the left. */
const BEND = 68;

/** Rings under each other, each with its label on the right; on the left, bows lead from one to what builds on it. */
export function layArcs({ nodes, arrows }: Arcs, width: number, typeface: Typeface): Laid {
  const longest = Math.max(1, ...arrows.map(([from, to]) => to - from));
  const bend = (rows: number) => BEND * Math.sqrt(rows / longest);
  const x = (arrows.length === 0 ? 0 : BEND * 0.75) + RADIUS + 4;
  const middle = (index: number) => index * ROW + ROW / 2;
  const bows = arrows.map(([from, to]) => {
    const [top, end] = [middle(from), middle(to)];
    const side = x - RADIUS - THICK / 2;
    const out = side - bend(to - from);
    return stroke(`M${side} ${top + 4}C${out} ${top + 4} ${out} ${end - 4} ${side} ${end - 4}`, 'track', 4);
  });
  const left = x + RADIUS + 18;
  const rows = nodes.flatMap((node, index) => [
    ...ring(node, x, middle(index)),
    ...label(node, left, index * ROW, width - left, typeface),
  ]);
  return { height: nodes.length * ROW, shapes: [...bows, ...rows] };
}

function ring({ share }: ArcNode, x: number, y: number): Shape[] {
  const empty = stroke(arc(x, y, 1), 'track', THICK);
  if (share === undefined || share <= 0) return [empty];
  const isWhole = share >= 1;
  return [
    empty,
    stroke(arc(x, y, Math.min(share, 1)), isWhole ? 'good' : 'accent', THICK),
    ...(isWhole ? [{ kind: 'disc', x, y, radius: RADIUS / 2.2, tone: 'good' } as const] : []),
  ];
}

/** A part of a circle that begins at the top and runs clockwise. */
function arc(x: number, y: number, share: number): string {
  // A whole turn would end where it begins, and nothing would be drawn.
  const angle = 2 * Math.PI * Math.min(share, 0.9999);
  const end = [x + RADIUS * Math.sin(angle), y - RADIUS * Math.cos(angle)].map((one) => one.toFixed(2)).join(' ');
  return `M${x} ${y - RADIUS}A${RADIUS} ${RADIUS} 0 ${share > 0.5 ? 1 : 0} 1 ${end}`;
}

function label(
  { label: text, note, share }: ArcNode,
  x: number,
  y: number,
  width: number,
  typeface: Typeface,
): Shape[] {
  const tone = share === undefined ? 'quiet' : 'ink';
  const beside = words(note, { size: 22, tone: 'quiet', lines: 1, align: 'end' });
  const own = note === '' ? 0 : naturalWidth(beside, typeface) + 20;
  const name = layWords(words(text, { size: 25, tone, lines: 1 }), width - own, typeface);
  const said = layWords(beside, own, typeface);
  return [moved(x, y + (ROW - name.height) / 2, name), moved(x + width - own, y + (ROW - said.height) / 2, said)];
}
