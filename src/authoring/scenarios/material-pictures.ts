import { createHash } from 'node:crypto';
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { crc32 } from 'node:zlib';
import { readConfig } from '../../config.ts';
import { hasFonts, LARGEST_PNG, renderPicture } from './picture.ts';

/** The keyword of the PNG's text chunk that says from which SVG it was drawn. */
const KEYWORD = 'svg-sha256';

/** The signature and the header, which has to come first: https://www.w3.org/TR/png-3/#5ChunkOrdering */
const HEADER_END = 33;

/** The drawings of all materials, by their paths below the curriculum's directory. */
export function findDrawings(directory: string): string[] {
  return globSync('sessions/*/materials/*.svg', { cwd: directory })
    .map((path) => path.split(sep).join('/'))
    .sort();
}

/** Redraws each picture whose SVG has changed; says which, and throws where one would be too large for a phone. */
export function drawMaterials(directory: string): string[] {
  return findDrawings(directory).filter((path) => {
    const svg = readFileSync(join(directory, path), 'utf8');
    const target = join(directory, pictureOf(path));
    if (isDrawnFrom(read(target), svg)) return false;
    const png = drawFrom(svg);
    if (png.length > LARGEST_PNG) {
      throw new Error(`${path} makes a PNG of ${png.length} bytes: draw it with less, ${LARGEST_PNG} is the most`);
    }
    writeFileSync(target, png);
    return true;
  });
}

/** Where the picture of a drawing lies. */
export function pictureOf(path: string): string {
  return path.replace(/\.svg$/, '.png');
}

/** The picture of an SVG, with a note of where it came from. */
export function drawFrom(svg: string): Uint8Array {
  const png = renderPicture(svg);
  const note = textChunk(KEYWORD, digest(svg));
  return Buffer.concat([png.subarray(0, HEADER_END), note, png.subarray(HEADER_END)]);
}

/** Whether a picture was drawn from just this SVG. Its pixels can't tell: they depend on the machine's fonts. */
export function isDrawnFrom(png: Uint8Array | undefined, svg: string): boolean {
  if (png === undefined) return false;
  const note = textChunk(KEYWORD, digest(svg));
  return Buffer.from(png.subarray(HEADER_END, HEADER_END + note.length)).equals(note);
}

function digest(svg: string): string {
  return createHash('sha256').update(svg.replaceAll('\r\n', '\n')).digest('hex');
}

/** https://www.w3.org/TR/png-3/#11tEXt */
function textChunk(keyword: string, text: string): Buffer {
  const body = Buffer.from(`tEXt${keyword}\0${text}`, 'latin1');
  const chunk = Buffer.alloc(body.length + 8);
  chunk.writeUInt32BE(body.length - 4, 0);
  body.copy(chunk, 4);
  chunk.writeUInt32BE(crc32(body), body.length + 4);
  return chunk;
}

function read(path: string): Uint8Array | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}

function main(): void {
  if (!hasFonts()) {
    console.error('There are no fonts here, so all words would be missing: install DejaVu.');
    process.exitCode = 1;
    return;
  }
  const drawn = drawMaterials(readConfig().curriculumDir);
  for (const path of drawn) console.log(`${pictureOf(path)}: drawn`);
  if (drawn.length === 0) console.log('All pictures of the materials are as their drawings say.');
}

if (import.meta.main) main();
