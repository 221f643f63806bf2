import { renderMessage } from '../../../src/adapters/slack/render.ts';
import { split } from '../../../src/adapters/slack/split.ts';
import type { Inline } from '../../../src/chat/text.ts';
import type { Block, View } from '../../../src/chat/view.ts';
import { plainText } from '../../support/platform.ts';

/** What a reader would stumble over in what was shown; each rule gives the words that break it. */

function spokenIn(block: Block): string[] {
  switch (block.kind) {
    case 'heading':
    case 'text':
    case 'footnote':
      return [plainText(block.text)];
    case 'facts':
      return block.facts.map(({ label, value }) => `${label} ${plainText(value)}`);
    case 'code':
    case 'divider':
    case 'controls':
    case 'file':
    case 'picture':
      return [];
  }
}

function inlinesIn(block: Block): readonly Inline[] {
  switch (block.kind) {
    case 'heading':
    case 'text':
    case 'footnote':
      return block.text;
    case 'facts':
      return block.facts.flatMap(({ value }) => value);
    case 'code':
    case 'divider':
    case 'controls':
    case 'file':
    case 'picture':
      return [];
  }
}

/** Prose without code, whose full stops are its own. */
function proseIn({ blocks }: View): string[] {
  return blocks.flatMap(spokenIn).map((words) => words.replace(/```[\s\S]*?```/g, '').replace(/`[^`\n]*`/g, 'code'));
}

const STUMBLE =
  /(?<![.\d/])\.\.(?!\.)|[!?…]\.(?![\w.])|,\.|\.,(?! )|(?<=\S) [,.;!?](?=\s|$)|:\.|\.:(?=\s|$)|(?<!\w)\(\s*\)|“\s*”|\*{4}|\bundefined\b|\bnull\b|\[object|\bNaN\b/;

/** Sentences that end twice, or are put together from pieces that do not fit. */
export function stumblesIn(view: View): string[] {
  return proseIn(view).filter((words) => STUMBLE.test(words));
}

/** Distances in time whose moment is not told beside them. */
export function agingIn({ blocks }: View): string[] {
  const times = blocks.flatMap(inlinesIn).filter((inline) => inline.kind === 'time');
  return times
    .filter(
      ({ at, style }) => style === 'relative' && !times.some((one) => one.style !== 'relative' && one.at.equals(at)),
    )
    .map(({ at }) => String(at));
}

/** How many letters of a view are sure to be in its notification. */
const SURE = 100;

/** The words, moments and names at the beginning of a view that its notification on Slack leaves out. */
export function holesIn(view: View): string[] {
  return split(view).flatMap((part) => {
    const spoken = part.blocks.flatMap(spokenIn).join(' · ').replace(/\s+/g, ' ').trim();
    if (spoken === '') return [];
    const { summary } = renderMessage(part);
    const whole = spoken.length <= SURE ? spoken : spoken.slice(0, spoken.slice(0, SURE).lastIndexOf(' ') + 1);
    const moments = whole.match(/<\d{4}-[^>]*>/g) ?? [];
    const marks = summary.match(/<!date\^/g) ?? [];
    const words = whole.replace(/<[^>]*>|\]\([^)]*\)|@\S+/g, ' ').match(/[\p{L}\p{N}_]{2,}/gu);
    const missing = (words ?? []).filter((word) => !summary.includes(word));
    const holes = /(?:^|\s)[,;](?=\s)|\s\.(?=\s|$)|(?<!\w)\(\s*\)|“\s*”|<[^>]*\|>|undefined|\[object/.exec(summary);
    return [
      ...(missing.length === 0 ? [] : [`${missing.join(', ')} not in: ${summary}`]),
      ...(marks.length < moments.length ? [`a moment is not in: ${summary}`] : []),
      ...(holes === null ? [] : [`"${holes[0]}" in: ${summary}`]),
    ];
  });
}

export function hasButton({ blocks }: View): boolean {
  return blocks.some((block) => block.kind === 'controls' && block.controls.length > 0);
}
