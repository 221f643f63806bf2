import { type Outline, outlineOf, pathOf } from './outline.ts';
import type { FontTables } from './woff.ts';

/** One letter of a font, in the font's own units (y grows upwards). */
export interface Glyph {
  /** How far the pen moves on. */
  advance: number;
  /** An SVG path; empty for a space. */
  path: string;
}

/** A font's letters by code point. Reads a letter when it is first asked for. */
export interface Font {
  unitsPerEm: number;
  has(codePoint: number): boolean;
  /** Undefined where the font has no such letter. */
  find(codePoint: number): Glyph | undefined;
}

/** A TrueType font from its tables (https://learn.microsoft.com/typography/opentype/spec/): `cmap`, `hmtx`, `loca`, `glyf`. Throws where one is missing. */
export function createFont(tables: FontTables): Font {
  const table = (tag: string): Buffer => {
    const found = tables.get(tag);
    if (found === undefined) throw new Error(`The font has no table ${tag}.`);
    return found;
  };
  const [head, metrics, loca, glyf] = [table('head'), table('hmtx'), table('loca'), table('glyf')];
  const indices = readCharacters(table('cmap'));
  const hasLongOffsets = head.readInt16BE(50) === 1;
  const offset = (index: number) => (hasLongOffsets ? loca.readUInt32BE(4 * index) : 2 * loca.readUInt16BE(2 * index));
  const outline = (index: number): Outline => outlineOf(glyf.subarray(offset(index), offset(index + 1)), outline);
  const last = table('hhea').readUInt16BE(34) - 1;
  const glyphs = new Map<number, Glyph>();
  return {
    unitsPerEm: head.readUInt16BE(18),
    has: (codePoint) => indices.has(codePoint),
    find(codePoint) {
      const index = indices.get(codePoint);
      if (index === undefined) return undefined;
      const known = glyphs.get(codePoint);
      if (known !== undefined) return known;
      const glyph = { advance: metrics.readUInt16BE(4 * Math.min(index, last)), path: pathOf(outline(index)) };
      glyphs.set(codePoint, glyph);
      return glyph;
    },
  };
}

/** Which glyph stands for which code point: the segments of format 4, and the groups of format 12 for what is beyond 16 bits. */
function readCharacters(cmap: Buffer): Map<number, number> {
  const indices = new Map<number, number>();
  for (let table = 0; table < cmap.readUInt16BE(2); table++) {
    const at = cmap.readUInt32BE(4 + 8 * table + 4);
    const format = cmap.readUInt16BE(at);
    if (format === 4) readSegments(cmap, at, indices);
    if (format === 12) readGroups(cmap, at, indices);
  }
  return indices;
}

function readSegments(cmap: Buffer, at: number, indices: Map<number, number>): void {
  const doubled = cmap.readUInt16BE(at + 6);
  const ends = at + 14;
  const starts = ends + doubled + 2;
  const deltas = starts + doubled;
  const ranges = deltas + doubled;
  for (let segment = 0; segment < doubled; segment += 2) {
    const start = cmap.readUInt16BE(starts + segment);
    const end = cmap.readUInt16BE(ends + segment);
    const delta = cmap.readUInt16BE(deltas + segment);
    const range = cmap.readUInt16BE(ranges + segment);
    for (let code = start; code <= end && code < 0xffff; code++) {
      const raw = range === 0 ? code : cmap.readUInt16BE(ranges + segment + range + 2 * (code - start));
      const index = raw === 0 ? 0 : (raw + delta) & 0xffff;
      if (index !== 0) indices.set(code, index);
    }
  }
}

function readGroups(cmap: Buffer, at: number, indices: Map<number, number>): void {
  for (let group = 0; group < cmap.readUInt32BE(at + 12); group++) {
    const from = at + 16 + 12 * group;
    const start = cmap.readUInt32BE(from);
    for (let code = start; code <= cmap.readUInt32BE(from + 4); code++) {
      indices.set(code, cmap.readUInt32BE(from + 8) + code - start);
    }
  }
}
