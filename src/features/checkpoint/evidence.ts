/** How many links an entry may have, and how long each may be. */
export const MOST_LINKS = 10;

export const LINK_LENGTH = 500;

/** Links that somebody typed, one a line or with spaces between; or the one that is none. */
export type Links =
  | { kind: 'links'; links: readonly string[] }
  | { kind: 'none-of-mine'; word: string }
  | { kind: 'too-many' };

/** Reads links. Only http and https are links, and none may carry a name and a password. */
export function parseLinks(typed: string): Links {
  const words = typed.split(/[\s<>]+/).filter((word) => word !== '');
  const links: string[] = [];
  for (const word of words) {
    const link = linkOf(word);
    if (link === undefined) return { kind: 'none-of-mine', word };
    if (!links.includes(link)) links.push(link);
  }
  return links.length > MOST_LINKS ? { kind: 'too-many' } : { kind: 'links', links };
}

function linkOf(word: string): string | undefined {
  if (word.length > LINK_LENGTH) return undefined;
  const url = URL.parse(word);
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) return undefined;
  if (url.username !== '' || url.password !== '' || !url.hostname.includes('.')) return undefined;
  return url.href.length > LINK_LENGTH ? undefined : url.href;
}
