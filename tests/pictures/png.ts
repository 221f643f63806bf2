import { inflateSync } from 'node:zlib';

export interface Decoded {
  width: number;
  height: number;
  /** `rrggbb` at a place. */
  at(x: number, y: number): string;
}

/** A PNG with a palette, read as strictly as the format asks; throws where it is broken. */
export function decodePng(png: Uint8Array): Decoded {
  const bytes = Buffer.from(png);
  const chunks = new Map<string, Buffer>();
  for (let at = 8; at < bytes.length; at += 12 + bytes.readUInt32BE(at)) {
    const size = bytes.readUInt32BE(at);
    chunks.set(bytes.toString('latin1', at + 4, at + 8), bytes.subarray(at + 8, at + 8 + size));
  }
  const [header, palette, data] = ['IHDR', 'PLTE', 'IDAT'].map((type) => {
    const found = chunks.get(type);
    if (found === undefined) throw new Error(`There is no ${type}.`);
    return found;
  }) as [Buffer, Buffer, Buffer];
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const rows = inflateSync(data);
  if (rows.length !== (width + 1) * height) throw new Error('The rows have another size than the picture.');
  const indices = Buffer.alloc(width * height);
  for (let y = 0; y < height; y++) {
    const filter = rows[y * (width + 1)];
    if (filter !== 0 && filter !== 2) throw new Error(`Row ${y} has filter ${filter}.`);
    for (let x = 0; x < width; x++) {
      const above = filter === 2 && y > 0 ? (indices[(y - 1) * width + x] ?? 0) : 0;
      indices[y * width + x] = (rows[y * (width + 1) + 1 + x] ?? 0) + above;
    }
  }
  const at = (x: number, y: number) => {
    const index = indices[y * width + x] ?? 0;
    if (3 * index + 3 > palette.length) throw new Error('An index points beyond the palette.');
    return palette.toString('hex', 3 * index, 3 * index + 3);
  };
  return { width, height, at };
}
