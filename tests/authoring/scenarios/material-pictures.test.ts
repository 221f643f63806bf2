import { globSync, mkdirSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import {
  drawFrom,
  drawMaterials,
  findDrawings,
  isDrawnFrom,
  pictureOf,
} from '../../../src/authoring/scenarios/material-pictures.ts';
import { hasFonts, LARGEST_PNG } from '../../../src/authoring/scenarios/picture.ts';

const curriculum = join(import.meta.dirname, '..', '..', '..', 'curriculum');
const square = (colour: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="900" height="20"><rect width="900" height="20" fill="${colour}"/></svg>`;

/** A curriculum's directory with one drawing. */
function withDrawing(svg: string): { directory: string; path: string } {
  const directory = mkdtempSync(join(tmpdir(), 'materials-'));
  const path = 'sessions/01-one/materials/square.svg';
  mkdirSync(join(directory, 'sessions/01-one/materials'), { recursive: true });
  writeFileSync(join(directory, path), svg);
  return { directory, path };
}

it('draws a picture once, and again when its drawing has changed', () => {
  const { directory, path } = withDrawing(square('red'));
  expect(drawMaterials(directory)).toEqual([path]);
  expect(drawMaterials(directory)).toEqual([]);
  writeFileSync(join(directory, path), square('blue'));
  expect(drawMaterials(directory)).toEqual([path]);
  expect(isDrawnFrom(readFileSync(join(directory, pictureOf(path))), square('blue'))).toBe(true);
});

it('knows from which drawing a picture comes, whatever the line ends', () => {
  const png = drawFrom(`${square('red')}\n`);
  expect(isDrawnFrom(png, `${square('red')}\r\n`)).toBe(true);
  expect(isDrawnFrom(png, square('blue'))).toBe(false);
  expect(isDrawnFrom(undefined, square('red'))).toBe(false);
});

it('leaves the picture whole when it notes where it comes from', () => {
  const png = Buffer.from(drawFrom(square('red')));
  const chunks: string[] = [];
  let pixels = Buffer.alloc(0);
  for (let at = 8; at < png.length; at += png.readUInt32BE(at) + 12) {
    const kind = png.toString('latin1', at + 4, at + 8);
    chunks.push(kind);
    if (kind === 'IDAT') pixels = Buffer.concat([pixels, png.subarray(at + 8, at + 8 + png.readUInt32BE(at))]);
  }
  expect(chunks.slice(0, 2)).toEqual(['IHDR', 'tEXt']);
  expect(chunks.at(-1)).toBe('IEND');
  expect(inflateSync(pixels).length).toBeGreaterThan(0);
});

it.runIf(hasFonts())('refuses a picture that is too large for a phone', () => {
  const words = Array.from({ length: 900 }, (_, n) => `<text x="${(n % 30) * 30}" y="${n}">${n}%</text>`).join('');
  const { directory } = withDrawing(
    `<svg xmlns="http://www.w3.org/2000/svg" width="2700" height="2700" viewBox="0 0 900 900">${words}</svg>`,
  );
  expect(() => drawMaterials(directory)).toThrow(/makes a PNG of \d+ bytes/);
});

describe.each(findDrawings(curriculum))('%s', (path) => {
  const svg = readFileSync(join(curriculum, path), 'utf8');

  it('has the picture that was drawn from it, small enough for a phone', () => {
    const target = join(curriculum, pictureOf(path));
    expect(isDrawnFrom(readFileSync(target), svg), 'run npm run curriculum:pictures').toBe(true);
    expect(statSync(target).size).toBeLessThanOrEqual(LARGEST_PNG);
  });

  it('is as wide as all others, with words that can be read on a phone', () => {
    expect(svg).toMatch(/^<svg [^>]*width="900"/);
    const sizes = [...svg.matchAll(/font-size="(\d+)"/g)].map(([, size]) => Number(size));
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(20);
  });
});

it('has a drawing for each picture of the materials', () => {
  const pictures = globSync('sessions/*/materials/*.png', { cwd: curriculum }).sort();
  expect(pictures).toEqual(findDrawings(curriculum).map(pictureOf));
});
