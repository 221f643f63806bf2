import type { Inline, Text } from './text.ts';
import type { Block, View } from './view.ts';

/** A view as it can be shown in one workspace (`discord:123`): anything that only another one can mention is shown by its name. */
export function shownIn(workspace: string, view: View): View {
  return { kind: 'view', blocks: view.blocks.map((block) => blockIn(workspace, block)) };
}

function blockIn(workspace: string, block: Block): Block {
  switch (block.kind) {
    case 'heading':
    case 'text':
    case 'footnote': {
      const text = textIn(workspace, block.text);
      return text === block.text ? block : { ...block, text };
    }
    case 'facts':
      return { ...block, facts: block.facts.map((fact) => ({ ...fact, value: textIn(workspace, fact.value) })) };
    case 'code':
    case 'divider':
    case 'controls':
    case 'file':
    case 'picture':
      return block;
  }
}

/** The same for a text. */
export function textIn(workspace: string, text: Text): Text {
  // A part that does not change stays the same value, so that it is rendered once.
  if (!text.some((inline) => inlineIn(workspace, inline) !== inline)) return text;
  return text.map((inline) => inlineIn(workspace, inline));
}

function inlineIn(workspace: string, inline: Inline): Inline {
  if (inline.kind !== 'mention' || inline.owner === undefined || inline.owner.workspace === workspace) return inline;
  return { kind: 'typed', text: inline.owner.name };
}
