import fc from 'fast-check';
import { expect, it } from 'vitest';
import { encodePng } from '../../src/pictures/png.ts';
import { decodePng } from './png.ts';

const size = fc.record({ width: fc.integer({ min: 1, max: 40 }), height: fc.integer({ min: 1, max: 40 }) });

async function roundTrip(width: number, height: number, colourAt: (at: number) => number) {
  const colours = Array.from({ length: width * height }, (_, at) => colourAt(at));
  const rgba = Buffer.from(colours.flatMap((colour) => [colour >>> 16, (colour >>> 8) & 0xff, colour & 0xff, 0xff]));
  const decoded = decodePng(await encodePng({ width, height, rgba }));
  expect([decoded.width, decoded.height]).toEqual([width, height]);
  return colours.map((colour, at) => ({ colour, seen: decoded.at(at % width, Math.floor(at / width)) }));
}

it('keeps every pixel of a picture with at most 256 colours', async () => {
  const palette = fc.array(fc.integer({ min: 0, max: 0xffffff }), { minLength: 1, maxLength: 256 });
  await fc.assert(
    fc.asyncProperty(size, palette, fc.infiniteStream(fc.nat()), async ({ width, height }, colours, picks) => {
      const picked = [...picks.take(width * height)].map((pick) => colours[pick % colours.length] ?? 0);
      for (const { colour, seen } of await roundTrip(width, height, (at) => picked[at] ?? 0)) {
        expect(seen).toBe(colour.toString(16).padStart(6, '0'));
      }
    }),
    { numRuns: 60 },
  );
});

it('brings a photograph near its colours', async () => {
  const noise = (at: number) => (Math.imul(at + 1, 0x9e3779b1) >>> 7) & 0xffffff;
  for (const { colour, seen } of await roundTrip(120, 120, noise)) {
    const channels = [16, 8, 0].map((bit) =>
      Math.abs(((colour >>> bit) & 0xff) - ((Number.parseInt(seen, 16) >>> bit) & 0xff)),
    );
    expect(Math.max(...channels)).toBeLessThan(64);
  }
});
