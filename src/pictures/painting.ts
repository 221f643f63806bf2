import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

/** Pixels are many, and soon of no use: with little room for what is young they are given back after a picture or two. */
const ROOM = { maxYoungGenerationSizeMb: 1, maxOldGenerationSizeMb: 64 };

/** Without a picture for so long, the thread ends and its memory is free. */
const REST_MILLISECONDS = 60_000;

let painter: Worker | undefined;
let resting: NodeJS.Timeout | undefined;

/** An SVG as a PNG, painted in a thread of its own; asked for one after the other. Rejects where it cannot be painted. */
export async function paint(svg: string): Promise<Uint8Array> {
  clearTimeout(resting);
  painter ??= new Worker(new URL('./painter.ts', import.meta.url), { resourceLimits: ROOM });
  const own = painter;
  own.ref();
  try {
    own.postMessage(svg);
    const [png] = await once(own, 'message');
    return png;
  } catch (error) {
    // Whatever it was, the next picture gets a new thread.
    painter = undefined;
    throw error;
  } finally {
    own.unref();
    resting = setTimeout(rest, REST_MILLISECONDS).unref();
  }
}

function rest(): void {
  void painter?.terminate();
  painter = undefined;
}
