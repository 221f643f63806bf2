import { layArcs } from './arcs.ts';
import { layChart } from './chart.ts';
import { layWords, naturalWidth } from './measure.ts';
import type { Mark, Panel, Part, Stack } from './parts.ts';
import { type Laid, moved, type Shape, stroke } from './shapes.ts';
import type { Typeface } from './typeface.ts';

/** A part at a width: its height follows. */
export function lay(part: Part, width: number, typeface: Typeface): Laid {
  switch (part.kind) {
    case 'words':
      return layWords(part, width, typeface);
    case 'column':
      return layColumn(part, width, typeface);
    case 'row':
      return layRow(part, width, typeface);
    case 'panel':
      return layPanel(part, width, typeface);
    case 'bar':
      return layBar(part, width);
    case 'mark':
      return layMark(part);
    case 'space':
      return { height: part.size, shapes: [] };
    case 'rule':
      return { height: 2, shapes: [{ kind: 'rectangle', x: 0, y: 0, width, height: 2, radius: 0, tone: 'line' }] };
    case 'chart':
      return layChart(part, width, typeface);
    case 'arcs':
      return layArcs(part, width, typeface);
  }
}

function layColumn({ parts, gap }: Stack, width: number, typeface: Typeface): Laid {
  const shapes: Shape[] = [];
  let y = 0;
  for (const part of parts) {
    const laid = lay(part, width, typeface);
    shapes.push(moved(0, y, laid));
    y += laid.height + gap;
  }
  return { height: Math.max(0, y - gap), shapes };
}

function layRow({ parts, gap, widths, align }: Stack, width: number, typeface: Typeface): Laid {
  const wanted = parts.map((part, index) => widths[index] ?? ownWidth(part, typeface));
  const taken = wanted.reduce<number>((sum, own) => sum + (own ?? 0), 0) + gap * (parts.length - 1);
  const rest = Math.max(0, width - taken) / Math.max(1, wanted.filter((own) => own === undefined).length);
  let x = 0;
  const laid = parts.map((part, index) => {
    const own = Math.min(wanted[index] ?? rest, Math.max(0, width - x));
    const placed = { x, laid: lay(part, own, typeface) };
    x += own + gap;
    return placed;
  });
  const height = Math.max(0, ...laid.map((one) => one.laid.height));
  const top = (own: number) => (align === 'top' ? 0 : (height - own) / 2);
  return { height, shapes: laid.map((one) => moved(one.x, top(one.laid.height), one.laid)) };
}

/** How wide a part wants to be in a row; undefined for what takes the rest. */
function ownWidth(part: Part, typeface: Typeface): number | undefined {
  if (part.kind === 'words') return part.grows ? undefined : naturalWidth(part, typeface);
  if (part.kind === 'mark' || part.kind === 'space') return part.size;
  if (part.kind !== 'row') return undefined;
  const own = part.parts.map((member, index) => part.widths[index] ?? ownWidth(member, typeface));
  if (own.includes(undefined)) return undefined;
  return own.reduce<number>((sum, one) => sum + (one ?? 0), part.gap * (part.parts.length - 1));
}

function layPanel({ part, padding, tone, radius, border }: Panel, width: number, typeface: Typeface): Laid {
  const inside = lay(part, width - 2 * padding, typeface);
  const size = { width, height: inside.height + 2 * padding };
  return {
    height: size.height,
    shapes: [
      { kind: 'rectangle', x: 0, y: 0, ...size, radius, tone },
      ...(border === undefined ? [] : [{ kind: 'frame', x: 0, y: 0, ...size, radius, tone: border } as const]),
      moved(padding, padding, inside),
    ],
  };
}

/** Never empty where there is something, and never full where something is missing. */
function layBar({ share, tone, height }: Extract<Part, { kind: 'bar' }>, width: number): Laid {
  const bounded = Math.min(1, Math.max(0, share));
  const least = bounded === 0 ? 0 : height;
  const filled = bounded === 1 ? width : Math.min(Math.max(width * bounded, least), width - height / 2);
  const box = { x: 0, y: 0, height, radius: height / 2 };
  const track: Shape = { kind: 'rectangle', ...box, width, tone: 'track' };
  return { height, shapes: filled === 0 ? [track] : [track, { kind: 'rectangle', ...box, width: filled, tone }] };
}

function layMark({ sign, tone, size }: Mark): Laid {
  const middle = size / 2;
  const thick = Math.max(2, size / 9);
  const radius = middle - thick / 2;
  const ring = stroke(circlePath(middle, middle, radius), tone, thick);
  switch (sign) {
    case 'disc':
      return { height: size, shapes: [{ kind: 'disc', x: middle, y: middle, radius: middle, tone }] };
    case 'ring':
      return { height: size, shapes: [ring] };
    case 'half':
      return { height: size, shapes: [ring, { kind: 'disc', x: middle, y: middle, radius: radius / 2, tone }] };
    case 'stroke':
      return { height: size, shapes: [stroke(`M${size * 0.2} ${middle}H${size * 0.8}`, tone, thick * 1.4)] };
    case 'tick':
      return {
        height: size,
        shapes: [
          { kind: 'disc', x: middle, y: middle, radius: middle, tone },
          stroke(
            `M${size * 0.29} ${size * 0.52}L${size * 0.44} ${size * 0.67}L${size * 0.71} ${size * 0.36}`,
            'paper',
            thick,
          ),
        ],
      };
  }
}

function circlePath(x: number, y: number, radius: number): string {
  return `M${x - radius} ${y}a${radius} ${radius} 0 1 1 ${2 * radius} 0a${radius} ${radius} 0 1 1 ${-2 * radius} 0`;
}
