import { promisify } from 'node:util';
import { crc32, deflate } from 'node:zlib';

const compress = promisify(deflate);

/** Four bytes a pixel (red, green, blue, alpha), row by row. */
export interface Pixels {
  width: number;
  height: number;
  rgba: Uint8Array;
}

/** Slower levels take twice as long for a tenth fewer bytes. */
const LEVEL = 3;

/** A PNG with a palette (https://www.w3.org/TR/png-3/): calm pictures have few colours, so a byte a pixel will do. Opaque. */
export async function encodePng(pixels: Pixels): Promise<Uint8Array> {
  const { width, height } = pixels;
  const { palette, indices } = indexColours(pixels);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // Eight bits an index, colours from the palette.
  header.set([8, 3, 0, 0, 0], 8);
  const data = await compress(indices, { level: LEVEL });
  return Buffer.concat([SIGNATURE, chunk('IHDR', header), chunk('PLTE', palette), chunk('IDAT', data), chunk('IEND')]);
}

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

function chunk(type: string, data: Uint8Array = new Uint8Array()): Buffer {
  const frame = Buffer.alloc(8 + data.length + 4);
  frame.writeUInt32BE(data.length, 0);
  frame.write(type, 4, 'latin1');
  frame.set(data, 8);
  frame.writeUInt32BE(crc32(frame.subarray(4, 8 + data.length)), 8 + data.length);
  return frame;
}

const MOST_COLOURS = 256;

/** Filters of a row: its indices as they are, or its difference from the row above. */
const PLAIN = 0;
const AS_ABOVE = 2;

/** A byte for each row's filter and one for each pixel's colour. Where edges blend into too many colours, neighbours become one. */
function indexColours({ width, height, rgba }: Pixels): { palette: Buffer; indices: Buffer } {
  // Signed, since numbers beyond 31 bits are slow.
  const pixels = new Int32Array(rgba.buffer, rgba.byteOffset, width * height);
  const bytes = Buffer.from(rgba.buffer, rgba.byteOffset, rgba.length);
  const isAsAbove = (y: number) =>
    y > 0 && bytes.compare(bytes, 4 * (y - 1) * width, 4 * y * width, 4 * y * width, 4 * (y + 1) * width) === 0;
  // Most rows of a calm picture are like the one above, and cost nothing.
  const rows = Array.from({ length: height }, (_, y) => y).filter((y) => !isAsAbove(y));
  const places = new Uint16Array(rows.length * width);
  const { palette, indexOf } = reduce(gather(pixels, rows, width, places));
  const indices = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y++) indices[y * (width + 1)] = AS_ABOVE;
  let from = 0;
  for (const y of rows) {
    let to = y * (width + 1);
    indices[to++] = PLAIN;
    for (const end = from + width; from < end; from++) indices[to++] = indexOf[places[from] as number] as number;
  }
  return { palette: paletteOf(palette), indices };
}

/** Slots of a table of colours, a power of two. A `Map` takes ten times as long. */
const SLOTS = 8192;
/** More colours than this are a photograph: lower bits are then left away, so that a colour is found near where it belongs. */
const CROWDED = 4096;

/** The different colours of some rows; for each pixel of them, `places` gets the place of its colour among those. */
function gather(pixels: Int32Array, rows: readonly number[], width: number, places: Uint16Array): number[] {
  for (let mask = -1; ; mask = (mask << 1) & 0xfefefefe) {
    const keys = new Int32Array(SLOTS);
    const values = new Int16Array(SLOTS).fill(-1);
    const colours: number[] = [];
    let to = 0;
    for (const y of rows) {
      let slot = -1;
      for (let at = y * width; at < (y + 1) * width && colours.length < CROWDED; at++) {
        const colour = (pixels[at] as number) & mask;
        if (slot < 0 || keys[slot] !== colour) {
          slot = Math.imul(colour, 0x9e3779b1) >>> 19;
          while (values[slot] !== -1 && keys[slot] !== colour) slot = (slot + 1) % SLOTS;
          if (values[slot] === -1) {
            keys[slot] = colour;
            values[slot] = colours.length;
            colours.push(colour);
          }
        }
        places[to++] = values[slot] as number;
      }
    }
    if (colours.length < CROWDED) return colours;
  }
}

/** A palette that is small enough: those colours become one that differ only in their lowest bits. */
function reduce(colours: readonly number[]): { palette: number[]; indexOf: Uint8Array } {
  for (let lost = 0; ; lost++) {
    const mask = (0x01010101 * (0xff & (0xff << lost))) | 0;
    const palette = new Map<number, { index: number; colour: number }>();
    for (const colour of colours) {
      if (!palette.has(colour & mask)) palette.set(colour & mask, { index: palette.size, colour });
    }
    if (palette.size > MOST_COLOURS) continue;
    const indexOf = Uint8Array.from(colours, (colour) => palette.get(colour & mask)?.index ?? 0);
    return { palette: [...palette.values()].map(({ colour }) => colour), indexOf };
  }
}

/** Pixels lie in memory as the machine counts, red first on every machine that Node runs on. */
function paletteOf(colours: readonly number[]): Buffer {
  return Buffer.from(colours.flatMap((colour) => [0, 8, 16].map((bit) => (colour >>> bit) & 0xff)));
}
