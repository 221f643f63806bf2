import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

/** Asks the browser for the password unless it came with the request. Returns whether it asked. */
export function asksForPassword(request: IncomingMessage, response: ServerResponse, password: string): boolean {
  const [scheme = '', encoded = ''] = (request.headers.authorization ?? '').split(' ');
  const said = Buffer.from(encoded, 'base64').toString('utf8');
  // Any name will do: people choose who they are on the page.
  const given = said.slice(said.indexOf(':') + 1);
  if (scheme.toLowerCase() === 'basic' && said.includes(':') && isSame(given, password)) return false;
  response
    .writeHead(401, { 'www-authenticate': 'Basic realm="Pythia", charset="UTF-8"', 'content-type': 'text/plain' })
    .end('The playground asks for its password: PLAYGROUND_PASSWORD of the program.\n');
  return true;
}

/** In the same time, however much of it is right. */
function isSame(one: string, other: string): boolean {
  const digest = (words: string) => createHash('sha256').update(words).digest();
  return timingSafeEqual(digest(one), digest(other));
}
