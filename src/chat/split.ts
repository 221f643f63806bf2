import { cutSource, cutText, separateFences } from './cut.ts';
import type { Block, Control, View } from './view.ts';

/** What one platform takes in one message. Blocks are rendered to find out: limits count what leaves, not what we wrote. */
export interface MessageRoom {
  fits(blocks: readonly Block[]): boolean;
  /** So little room is left in a message that a cut would put only a scrap into it. */
  isNearlyFull(blocks: readonly Block[]): boolean;
  /** Nothing of the block would be seen. */
  isBlank(block: Block): boolean;
  rowsOf(controls: readonly Control[]): Control[][];
}

/**
 * Cuts a view into as many as it takes messages to show all of it. Blocks stay whole where a message can hold them; longer
 * ones are cut at a paragraph, a line or a word. A heading stays with what follows it, controls with what precedes them.
 */
export function splitView(view: View, room: MessageRoom): readonly View[] {
  const { fits, isNearlyFull, isBlank } = room;
  if (fits(view.blocks)) return [view];
  const parts: Block[][] = [[]];
  const waiting = view.blocks.flatMap((block) => separate(block, room));
  for (let block = waiting.shift(); block !== undefined; block = waiting.shift()) {
    const part = parts.at(-1) ?? [];
    if (isBlank(block)) continue;
    if (fits([...part, block])) {
      part.push(block);
      continue;
    }
    // A copy: renderings are remembered by array, and this one grows.
    const cut = fits([block]) || isNearlyFull([...part]) ? undefined : cutBlock(block, part, room);
    if (cut !== undefined) {
      part.push(cut[0]);
      parts.push([]);
      waiting.unshift(...cut[1]);
      continue;
    }
    if (part.length === 0) throw new RangeError(`a ${block.kind} is too large for a message`);
    const kept = takeCompanions(part, block, room);
    parts.push(kept);
    waiting.unshift(block);
  }
  // A cut may leave nothing but white space before it, which makes no message.
  const shown = parts.filter((blocks) => blocks.some((block) => block.kind !== 'divider' && !isBlank(block)));
  return shown.length === 0 ? [view] : shown.map((blocks) => ({ kind: 'view', blocks }));
}

/** The parts that can be separated: each row of controls, each code block in a text. */
function separate(block: Block, { fits, rowsOf }: MessageRoom): readonly Block[] {
  switch (block.kind) {
    case 'controls':
      return rowsOf(block.controls).map((controls) => ({ kind: 'controls', controls }));
    case 'text':
      return fits([block]) ? [block] : separateFences(block.text);
    case 'heading':
    case 'code':
    case 'facts':
    case 'divider':
    case 'file':
    case 'picture':
    case 'footnote':
      return [block];
  }
}

/** Takes from the end of a part what belongs to the block that opens the next one. Never all of it. */
function takeCompanions(part: Block[], block: Block, { fits }: MessageRoom): Block[] {
  let from = part.length;
  if (block.kind === 'controls' && part[from - 1]?.kind !== 'controls') from -= 1;
  while (part[from - 1]?.kind === 'heading') from -= 1;
  // A block that has to be cut is cut behind them.
  const stay = fits([...part.slice(from), block]) || !fits([block]);
  const kept = from > 0 && stay ? part.slice(from) : [];
  part.length -= kept.length;
  return kept;
}

/** The first piece of a block that fits behind `before`, and what is left of it. */
function cutBlock(block: Block, before: readonly Block[], { fits }: MessageRoom): [Block, Block[]] | undefined {
  const fitsAs = (piece: Block) => fits([...before, piece]);
  switch (block.kind) {
    case 'heading':
    case 'text':
    case 'footnote': {
      const cut = cutText(block.text, (text) => fitsAs({ ...block, text }));
      const rest = block.kind === 'footnote' ? 'footnote' : 'text';
      return cut === undefined ? undefined : [{ ...block, text: cut[0] }, [{ kind: rest, text: cut[1] }]];
    }
    case 'code': {
      const cut = cutSource(block.source, (source) => fitsAs({ ...block, source }));
      return cut === undefined ? undefined : [{ ...block, source: cut[0] }, [{ ...block, source: cut[1] }]];
    }
    case 'facts': {
      const count = block.facts.findIndex((_, index) => !fitsAs({ ...block, facts: block.facts.slice(0, index + 1) }));
      if (count > 0) {
        return [{ ...block, facts: block.facts.slice(0, count) }, [{ ...block, facts: block.facts.slice(count) }]];
      }
      const [fact, ...others] = block.facts;
      if (fact === undefined) return undefined;
      const cut = cutText(fact.value, (value) => fitsAs({ ...block, facts: [{ ...fact, value }] }));
      if (cut === undefined) return undefined;
      const rest: Block[] = [
        { kind: 'text', text: cut[1] },
        ...(others.length === 0 ? [] : [{ ...block, facts: others }]),
      ];
      return [{ ...block, facts: [{ ...fact, value: cut[0] }] }, rest];
    }
    case 'divider':
    case 'controls':
    case 'file':
    case 'picture':
      return undefined;
  }
}
