import type { Inline, Text } from './text.ts';
import type { Block, View } from './view.ts';

/** A view as it can be shown in one workspace (`discord:123`): anything that only another one can mention is shown by its name. */
export function shownIn(workspace: string, view: View): View {
  return { kind: 'view', blocks: view.blocks.map((block) => mapBlock(block, (inline) => inlineIn(workspace, inline))) };
}

/** The same for a text. */
export function textIn(workspace: string, text: Text): Text {
  return mapText(text, (inline) => inlineIn(workspace, inline));
}

/** A block with each part of its texts changed. One in which nothing changes stays the same value, so that it is rendered once. */
export function mapBlock(block: Block, change: (inline: Inline) => Inline): Block {
  switch (block.kind) {
    case 'heading':
    case 'text':
    case 'footnote': {
      const text = mapText(block.text, change);
      return text === block.text ? block : { ...block, text };
    }
    case 'facts': {
      const facts = block.facts.map((fact) => {
        const value = mapText(fact.value, change);
        return value === fact.value ? fact : { ...fact, value };
      });
      return facts.every((fact, index) => fact === block.facts[index]) ? block : { ...block, facts };
    }
    case 'code':
    case 'divider':
    case 'controls':
    case 'file':
    case 'picture':
      return block;
  }
}

function mapText(text: Text, change: (inline: Inline) => Inline): Text {
  const changed = text.map(change);
  return changed.every((inline, index) => inline === text[index]) ? text : changed;
}

function inlineIn(workspace: string, inline: Inline): Inline {
  if (inline.kind !== 'mention' || inline.owner === undefined || inline.owner.workspace === workspace) return inline;
  return { kind: 'typed', text: inline.owner.name };
}
