import { Resvg } from '@resvg/resvg-js';

/** What a phone loads in a moment. Charts with few colours have half of it. */
export const LARGEST_PNG = 80_000;

const FONT = 'DejaVu Sans';

/** A chart as a PNG of its own size, in the machine's fonts. Throws where it is not an SVG. */
export function renderPicture(svg: string): Uint8Array {
  return new Resvg(svg, { font: { loadSystemFonts: true, defaultFontFamily: FONT } }).render().asPng();
}

let known: boolean | undefined;

/** Whether words can be drawn here: without a font the renderer leaves them out and says nothing. */
export function hasFonts(): boolean {
  known ??= drawsWords();
  return known;
}

function drawsWords(): boolean {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><text y="30" font-size="30" font-family="${FONT}">M</text></svg>`;
  const image = new Resvg(svg, { font: { loadSystemFonts: true, defaultFontFamily: FONT } }).render();
  return image.pixels.some((value) => value !== 0);
}
