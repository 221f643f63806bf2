import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';

/**
 * A database as a first start leaves it, so that a first start need not take seconds to make one. Migrations that came
 * after it are run on top of it, as on any older database. `npm run database:image` makes it anew.
 */
export const imageFile = join(import.meta.dirname, 'image.tar.zst');

/** A window over the whole: Postgres keeps three copies of its catalogue. */
const WINDOW_LOG = 26;

/** Writes the image to a directory that is not there yet: whole or not at all, and for this user alone. */
export function unpackImage(directory: string): void {
  const begun = `${directory}.new`;
  rmSync(begun, { recursive: true, force: true });
  mkdirSync(begun, { recursive: true, mode: 0o700 });
  const tar = readImage();
  for (const { path, isFolder, bytes } of readTar(tar)) {
    const target = join(begun, path);
    if (isFolder) mkdirSync(target, { recursive: true, mode: 0o700 });
    else writeFileSync(target, bytes, { mode: 0o600 });
  }
  // Forty megabytes that a first start would else keep until the next collection.
  if (tar.buffer instanceof ArrayBuffer) tar.buffer.transfer(0);
  rmSync(directory, { recursive: true, force: true });
  renameSync(begun, directory);
}

/** The image as a tar archive. */
export function readImage(): Buffer<ArrayBuffer> {
  // In one piece: the pieces would stay behind as garbage.
  const options = { chunkSize: 2 ** WINDOW_LOG, params: { [constants.ZSTD_d_windowLogMax]: WINDOW_LOG } };
  return zstdDecompressSync(readFileSync(imageFile), options);
}

interface Entry {
  path: string;
  isFolder: boolean;
  bytes: Buffer;
}

const BLOCK = 512;

/** The files and folders of a tar archive as PGlite writes it: https://www.gnu.org/software/tar/manual/html_node/Standard.html */
function* readTar(tar: Buffer): Generator<Entry> {
  const text = (from: number, length: number) =>
    tar
      .subarray(from, from + length)
      .toString('utf8')
      .replace(/\0.*$/s, '');
  for (let at = 0; at + BLOCK <= tar.length && tar[at] !== 0; ) {
    const size = Number.parseInt(text(at + 124, 12), 8);
    const prefix = text(at + 345, 155);
    const path = join(prefix, text(at, 100));
    const start = at + BLOCK;
    yield { path, isFolder: text(at + 156, 1) === '5', bytes: tar.subarray(start, start + size) };
    at = start + Math.ceil(size / BLOCK) * BLOCK;
  }
}

export function packImage(tar: Uint8Array): Buffer {
  return zstdCompressSync(tar, {
    params: {
      [constants.ZSTD_c_compressionLevel]: 19,
      [constants.ZSTD_c_enableLongDistanceMatching]: 1,
      [constants.ZSTD_c_windowLog]: WINDOW_LOG,
    },
  });
}
