import { Unreachable } from '../../chat/errors.ts';

/** Where Discord keeps what people attach: https://docs.discord.com/developers/reference#signed-attachment-cdn-urls */
const HOSTS: ReadonlySet<string> = new Set(['cdn.discordapp.com', 'media.discordapp.net']);

/** Of what is read as words: thousands of names. */
const LARGEST = 200_000;

const TIMEOUT = 5000;

/** The words of an attached file, by the address that Discord gave for it; a Discord of one's own (`apiUrl`) keeps them itself. Throws `Unreachable`. */
export async function readAttachment(file: string, apiUrl: string | undefined): Promise<string> {
  const own = apiUrl === undefined ? undefined : new URL(apiUrl).host;
  const address = URL.canParse(file) ? new URL(file) : undefined;
  const isTheirs =
    address !== undefined && (HOSTS.has(address.host) ? address.protocol === 'https:' : address.host === own);
  if (!isTheirs) throw new Unreachable('That is no file of Discord’s. Attach it to the command.');
  const response = await fetch(address, { redirect: 'error', signal: AbortSignal.timeout(TIMEOUT) });
  if (!response.ok) throw new Unreachable('Discord does not have that file any more. Attach it again.');
  const bytes = new Uint8Array(await response.arrayBuffer());
  if (bytes.length > LARGEST) throw new Unreachable('That file is too large to be a list of people.');
  return decode(bytes);
}

/** UTF-8, or what spreadsheets call Unicode text. */
function decode(bytes: Uint8Array): string {
  const isWide = bytes[0] === 0xff && bytes[1] === 0xfe;
  try {
    return new TextDecoder(isWide ? 'utf-16le' : 'utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Unreachable('That file is no text. Save it as CSV or as plain text, and attach it again.');
  }
}
