import { parentPort } from 'node:worker_threads';
import { Resvg } from '@resvg/resvg-js';
import { encodePng } from './png.ts';

/** What runs in the thread that paints: an SVG comes in, a PNG goes out. What fails there ends the thread, and is told to who asked. */
parentPort?.on('message', async (svg: string) => {
  const image = new Resvg(svg, { font: { loadSystemFonts: false } }).render();
  parentPort?.postMessage(await encodePng({ width: image.width, height: image.height, rgba: image.pixels }));
});
