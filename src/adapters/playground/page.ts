import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { bundle } from './bundle.ts';
import { common, sendCompressed } from './http.ts';

/** The page and what it needs, in one answer: on a slow network each further request would cost its own way there and back. */
export interface Page {
  /** `first` is what the page shows before it has asked for anything; null where there is nothing yet. */
  send(request: IncomingMessage, response: ServerResponse, first: object | null): Promise<void>;
  /** Sends the drawing of the page, if that is what the path asks for. */
  sendMark(path: string, response: ServerResponse): boolean;
}

/** Reads the page's files once, and makes one document of them. */
export function createPage(): Page {
  const folder = join(import.meta.dirname, 'page');
  const read = (file: string) => readFileSync(join(folder, file), 'utf8');
  const style = read('style.css');
  const script = bundle('main.js', read);
  const [head = '', tail = ''] = read('index.html')
    .replace('<link rel="stylesheet" href="/page/style.css">', () => `<style>${style}</style>`)
    .replace('<script type="module" src="/page/main.js"></script>', () => `<script type="module">${script}</script>`)
    .split('<!-- what is known already -->');
  const policy = common['content-security-policy'].concat(
    `; script-src '${hashOf(script)}'; style-src '${hashOf(style)}'`,
  );
  const mark = read('mark.svg');

  return {
    async send(request, response, first) {
      // In a data block nothing is run, and nothing may end it.
      const known = JSON.stringify(first).replaceAll('<', '\\u003c');
      const document = `${head}<script type="application/json" id="first">${known}</script>${tail}`;
      await sendCompressed(request, response, 200, document, {
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': policy,
      });
    },
    sendMark(path, response) {
      if (path !== '/page/mark.svg') return false;
      response.writeHead(200, { ...common, 'content-type': 'image/svg+xml', 'cache-control': 'max-age=3600' });
      response.end(mark);
      return true;
    },
  };
}

function hashOf(source: string): string {
  return `sha256-${createHash('sha256').update(source).digest('base64')}`;
}
