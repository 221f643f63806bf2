import { type Dialect, PLAIN, speltView } from '../../chat/spelling.ts';
import { type MessageRoom, splitView } from '../../chat/split.ts';
import type { Block, View } from '../../chat/view.ts';
import { BYTES_PER_MESSAGE, CHARACTERS_PER_MESSAGE, fitsMessage, measure } from './limits.ts';
import { renderMessage, rowsOf } from './render.ts';

const room: MessageRoom = {
  fits: (blocks) => fitsMessage(render(blocks)),
  isNearlyFull(blocks) {
    const used = measure(render(blocks).components);
    return used.characters > CHARACTERS_PER_MESSAGE * 0.75 || used.bytes > BYTES_PER_MESSAGE * 0.75;
  },
  isBlank: (block) => render([block]).components.length === 0,
  rowsOf,
};

/** A view, spelt in the dialect of the platform, as the messages that Discord takes. */
export function split(view: View, dialect: Dialect = PLAIN): readonly View[] {
  return splitView(speltView(dialect, view), room);
}

function render(blocks: readonly Block[]) {
  return renderMessage({ kind: 'view', blocks });
}
