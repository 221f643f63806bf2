import { inflateSync } from 'node:zlib';

/** The tables of a font, each under its four letters. */
export type FontTables = ReadonlyMap<string, Buffer>;

/** The tables of a WOFF file (https://www.w3.org/TR/WOFF/): a header of 44 bytes, then 20 bytes a table, which is compressed where that is shorter. */
export function readWoff(file: Buffer): FontTables {
  if (file.toString('latin1', 0, 4) !== 'wOFF') throw new Error('This is no WOFF file.');
  const tables = new Map<string, Buffer>();
  for (let at = 44; at < 44 + 20 * file.readUInt16BE(12); at += 20) {
    const from = file.readUInt32BE(at + 4);
    const packed = file.readUInt32BE(at + 8);
    const bytes = file.subarray(from, from + packed);
    tables.set(file.toString('latin1', at, at + 4), packed < file.readUInt32BE(at + 12) ? inflateSync(bytes) : bytes);
  }
  return tables;
}
