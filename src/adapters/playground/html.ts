import { ENTITIES } from '../../chat/html.ts';

const characters = new Map([...ENTITIES].map(([character, entity]) => [entity, character]));

/** What a person reads of HTML that we made. */
export function readWords(html: string): string {
  const lines = html.replace(/<(?:br|hr)>|<\/(?:p|h2|li|pre|div|blockquote)>/g, '\n').replace(/<[^>]*>/g, '');
  return lines.replace(/&(?:amp|lt|gt|quot|#39);/g, (entity) => characters.get(entity) ?? '').trim();
}

/** What a message says, without its furniture: no buttons, no lists to choose from, no small print, no files. */
export function readQuote(html: string): string {
  const said = html.replace(/<div class="(?:controls|footnote|file)">[\s\S]*?<\/div>/g, '');
  return readWords(said).replace(/\n{3,}/g, '\n\n');
}
