import { hash } from 'node:crypto';
import { type Block, picture } from '../chat/view.ts';
import type { Drawing } from './drawing.ts';
import { lay } from './layout.ts';
import { paint } from './painting.ts';
import type { Theme } from './palette.ts';
import { type Part, panel } from './parts.ts';
import { writeSvg } from './svg.ts';
import { createTypeface } from './typeface.ts';

const MARGIN = 36;

/** Drawn pictures are kept up to this many bytes together; what was asked for last stays longest. */
const KEPT_BYTES = 2_000_000;

const kept = new Map<string, Uint8Array>();
let keptBytes = 0;

/** Pictures are drawn one after the other, so that many at once need no more memory than one. */
let last: Promise<unknown> = Promise.resolve();

const typeface = createTypeface();

/** A PNG of a tree on its own ground, `width` units wide and as high as it needs; twice as many pixels. What has the same content is drawn once. */
export function draw(tree: Part, { width, theme }: { width: number; theme: Theme }): Promise<Uint8Array> {
  const laid = lay(panel(tree, { padding: MARGIN, tone: 'paper', radius: 0 }), width, typeface);
  const svg = writeSvg(laid, { width, height: Math.ceil(laid.height), theme, typeface });
  const key = hash('sha256', svg);
  const drawn = last.then(async () => {
    const png = kept.get(key) ?? (await paint(svg));
    keep(key, png);
    return png;
  });
  last = drawn.catch(() => undefined);
  return drawn;
}

/** A drawing as a block of a View, on the ground that whoever looks at it chose: dark in a channel, where everybody does. */
export async function drawPicture({ name, alt, tree, width, theme }: Drawing, chosen: Theme = 'dark'): Promise<Block> {
  return picture(`${name}.png`, alt, await draw(tree, { width, theme: theme ?? chosen }));
}

function keep(key: string, png: Uint8Array): void {
  if (kept.delete(key)) keptBytes -= png.length;
  kept.set(key, png);
  keptBytes += png.length;
  for (const [oldest, { length }] of kept) {
    if (keptBytes <= KEPT_BYTES) break;
    kept.delete(oldest);
    keptBytes -= length;
  }
}
