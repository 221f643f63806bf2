import { type Dialect, PLAIN, speltView } from '../../chat/spelling.ts';
import { type MessageRoom, splitView } from '../../chat/split.ts';
import type { Block, View } from '../../chat/view.ts';
import { CHARACTERS_PER_MESSAGE, fitsMessage, measure } from './limits.ts';
import { renderMessage, rowsOf } from './render.ts';

const room: MessageRoom = {
  fits: (blocks) => fitsMessage(render(blocks)),
  isNearlyFull: (blocks) => measure(render(blocks).blocks) > CHARACTERS_PER_MESSAGE * 0.75,
  isBlank: (block) => render([block]).blocks.length === 0,
  rowsOf,
};

/** A view, spelt in the dialect of the platform, as the messages that Slack takes. */
export function split(view: View, dialect: Dialect = PLAIN): readonly View[] {
  return splitView(speltView(dialect, view), room);
}

function render(blocks: readonly Block[]) {
  return renderMessage({ kind: 'view', blocks });
}
