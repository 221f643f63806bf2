import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';

/** What happened, for the pages that are open. `reply` names the event a message answers. */
export type News =
  | { kind: 'message' | 'edited'; message: object; reply?: string }
  | { kind: 'removed'; channel: string; message: string }
  | { kind: 'failed'; reply: string }
  | { kind: 'channel'; channel: object }
  | { kind: 'extras'; isOn: boolean }
  | { kind: 'clock'; clock: object };

/** The open pages. */
export interface Streams {
  open(persona: string, response: ServerResponse): void;
  /** Tells everybody, or only `to`. */
  tell(news: News, to?: string | null): void;
  /** Up to where everything was told: a page that knows this position has missed nothing. */
  position(): string;
  close(): void;
}

/** Each page holds one open; more than this is no person. */
const MOST = 100;

/** A proxy in between may close a stream that is silent for half a minute. */
const BEAT_MS = 25_000;

/**
 * Server-sent events. Nothing is kept for a page that was away: every stream begins with the position, and a page that
 * knows another one asks for everything anew.
 */
export function createStreams(): Streams {
  const run = randomUUID();
  let count = 0;
  const position = () => `${run}/${count}`;
  const open = new Set<{ persona: string; response: ServerResponse }>();
  return {
    open(persona, response) {
      if (open.size >= MOST) {
        response.writeHead(503, { 'retry-after': '60', 'content-type': 'text/plain; charset=utf-8' });
        response.end('Too many pages are open here. Close some, and load this one anew.');
        return;
      }
      const stream = { persona, response };
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
      response.write(`retry: 1000\n\nevent: hello\ndata: ${JSON.stringify({ position: position() })}\n\n`);
      const beat = setInterval(() => response.write(': still here\n\n'), BEAT_MS);
      beat.unref();
      open.add(stream);
      response.on('close', () => {
        clearInterval(beat);
        open.delete(stream);
      });
    },
    tell({ kind, ...rest }, to = null) {
      count += 1;
      const chunk = `id: ${position()}\nevent: ${kind}\ndata: ${JSON.stringify(rest)}\n\n`;
      for (const { persona, response } of open) if (to === null || to === persona) response.write(chunk);
    },
    position,
    close() {
      for (const { response } of open) response.end();
    },
  };
}
