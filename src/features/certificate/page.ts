import { createHash } from 'node:crypto';
import { escapeHtml } from '../../chat/html.ts';
import { figuresOf, sentenceOf } from './certifying.ts';
import type { Certificate } from './store.ts';

/** What the HTTP server sends. */
export interface Page {
  status: number;
  headers: Readonly<Record<string, string>>;
  body: string | Uint8Array;
}

/** Where certificates are read on the program's HTTP server. */
function certificatePath(id: string): string {
  return `/certificate/${id}`;
}

/** The address of a certificate; undefined where the program is not told how it is reached from outside. */
export function addressOf(publicUrl: string | undefined, { id }: Pick<Certificate, 'id'>): string | undefined {
  return publicUrl && `${publicUrl}${certificatePath(id)}`;
}

/** The id in such a path, and whether the picture is asked for. */
export function parsePath(path: string): { id: string; isPicture: boolean } | undefined {
  const [, id, ending] = /^\/certificate\/([A-Za-z0-9_-]{20,40})(\.png)?$/.exec(path) ?? [];
  return id === undefined ? undefined : { id, isPicture: ending !== undefined };
}

const STYLE =
  'body{margin:0;padding:2rem 1rem;font:1.1rem/1.5 system-ui,sans-serif;color:#1d1d28;background:#f6f6f9}main{max-width:46rem;margin:auto}img{max-width:100%;height:auto;display:block;margin:1.5rem 0}h1{line-height:1.2;margin:.2em 0}dl{display:grid;grid-template-columns:auto 1fr;gap:.25rem 1.5rem}dt{color:#555568}dd{margin:0}code{overflow-wrap:anywhere}';

/** Nothing is loaded but the picture; no script runs; no search engine keeps it; no other page frames it. */
const POLICY = [
  "default-src 'none'",
  "img-src 'self'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const HEADERS = {
  'content-security-policy': POLICY,
  'x-robots-tag': 'noindex, nofollow',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
} as const;

export function picturePage(png: Uint8Array): Page {
  return { status: 200, headers: { ...HEADERS, 'content-type': 'image/png' }, body: png };
}

/** The page of a certificate: what stands on it, or that it is good no more, without a name. */
export function certificatePage(certificate: Certificate): Page {
  const { id, shown, issuedAt, standing, endedAt } = certificate;
  if (standing !== 'live') return htmlPage(410, 'A certificate that is good no more', ended(standing, endedAt));
  const figures = figuresOf(shown).map(
    ([label, value]) => `<dt>${escapeHtml(label)}</dt><dd>${escapeHtml(value)}</dd>`,
  );
  return htmlPage(
    200,
    `Certificate: ${shown.name}`,
    [
      `<p><bdi>${escapeHtml(shown.course)}</bdi></p>`,
      `<h1><bdi>${escapeHtml(shown.name)}</bdi></h1>`,
      `<p>${sentenceOf(shown, (typed) => `<bdi>${escapeHtml(typed)}</bdi>`)}.</p>`,
      `<dl>${figures.join('')}<dt>issued</dt><dd>${dayOf(issuedAt)}</dd><dt>number</dt><dd><code>${id}</code></dd></dl>`,
      `<img src="${certificatePath(id)}.png" alt="The certificate as a picture; all that it says stands above.">`,
      '<p>This certificate is good: this page reads it where it is kept.</p>',
    ].join('\n'),
  );
}

function ended(standing: 'replaced' | 'withdrawn' | 'revoked', at: Temporal.Instant | null): string {
  const day = at === null ? '' : ` on ${dayOf(at)}`;
  const words = {
    revoked: `The organisers of its cohort have revoked this certificate${day}. It certifies nothing any more.`,
    withdrawn: `Its holder has taken this certificate back${day}.`,
    replaced: `Its holder has made a new certificate${day}, which replaces this one.`,
  } as const;
  return `<h1>Good no more</h1>\n<p>${words[standing]}</p>`;
}

/** The page of a number that no certificate has. */
export const NO_CERTIFICATE: Page = htmlPage(
  404,
  'No such certificate',
  '<h1>No such certificate</h1>\n<p>No certificate has this number. Was it copied whole?</p>',
);

function htmlPage(status: number, title: string, main: string): Page {
  const body = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex, nofollow">
<title>${escapeHtml(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
${main}
</main>
</body>
</html>
`;
  return { status, headers: { ...HEADERS, 'content-type': 'text/html; charset=utf-8' }, body };
}

/** The day of a moment in UTC, as it is written out: `3 March 2027`. */
export function dayOf(at: Temporal.Instant): string {
  return at.toZonedDateTimeISO('UTC').toPlainDate().toLocaleString('en-GB', { dateStyle: 'long' });
}
