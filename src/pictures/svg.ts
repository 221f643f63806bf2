import { PALETTE, type Theme, type Tone } from './palette.ts';
import type { Laid, Shape } from './shapes.ts';
import type { Typeface } from './typeface.ts';

/** Pixels a unit: 720 units become 1,080 pixels, which is what a message on a phone or on a large screen shows. */
const SCALE = 1.5;
/** More pixels would take longer than 25 ms: a picture of more than one and a third times its width in height gets fewer a unit. */
const MOST_PIXELS = 1_500_000;

interface Sheet {
  width: number;
  height: number;
  theme: Theme;
  typeface: Typeface;
}

/** Shapes as SVG. Letters become curves, so that no font of any machine matters. */
export function writeSvg({ shapes }: Laid, { width, height, theme, typeface }: Sheet): string {
  const colour = (tone: Tone) => PALETTE[theme][tone];
  const scale = Math.min(SCALE, Math.sqrt(MOST_PIXELS / (width * height)));
  const size = `width="${Math.round(scale * width)}" height="${Math.round(scale * height)}" viewBox="0 0 ${width} ${height}" preserveAspectRatio="none"`;
  const ground = `<rect width="${width}" height="${height}" fill="${colour('paper')}"/>`;
  const body = shapes.map((shape) => writeShape(shape, colour, typeface)).join('');
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size}>${ground}${body}</svg>`;
}

function writeShape(shape: Shape, colour: (tone: Tone) => string, typeface: Typeface): string {
  switch (shape.kind) {
    case 'group': {
      const inside = shape.shapes.map((one) => writeShape(one, colour, typeface)).join('');
      return inside === '' ? '' : `<g transform="translate(${round(shape.x)} ${round(shape.y)})">${inside}</g>`;
    }
    case 'rectangle':
      return `<rect ${box(shape)} fill="${colour(shape.tone)}"/>`;
    case 'frame':
      return `<rect ${box(shape)} fill="none" stroke="${colour(shape.tone)}" stroke-width="2"/>`;
    case 'disc':
      return `<circle cx="${round(shape.x)}" cy="${round(shape.y)}" r="${round(shape.radius)}" fill="${colour(shape.tone)}"/>`;
    case 'stroke': {
      const dashes = shape.isDashed ? ` stroke-dasharray="${2 * shape.width} ${3 * shape.width}"` : '';
      return `<path d="${shape.path}" fill="none" stroke="${colour(shape.tone)}" stroke-width="${round(shape.width)}" stroke-linecap="round" stroke-linejoin="round"${dashes}/>`;
    }
    case 'letters':
      return writeLetters(shape, colour, typeface);
  }
}

function writeLetters(
  { x, baseline, size, weight, tone, text }: Extract<Shape, { kind: 'letters' }>,
  colour: (tone: Tone) => string,
  typeface: Typeface,
): string {
  const scale = (size / typeface.unitsPerEm).toFixed(6);
  let pen = 0;
  let paths = '';
  for (const letter of text) {
    const glyph = typeface.find(letter.codePointAt(0) ?? 0, weight);
    if (glyph === undefined) continue;
    if (glyph.path !== '') paths += `<path transform="translate(${pen} 0)" d="${glyph.path}"/>`;
    pen += glyph.advance;
  }
  return `<g transform="translate(${round(x)} ${round(baseline)}) scale(${scale} -${scale})" fill="${colour(tone)}">${paths}</g>`;
}

function box({
  x,
  y,
  width,
  height,
  radius,
}: {
  x: number;
  y: number;
  width: number;
  height: number;
  radius: number;
}): string {
  return `x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" rx="${round(radius)}"`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
