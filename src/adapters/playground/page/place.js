/** Keeps a reader where they are while what they look at changes: the place on the screen, and the focus. */

const CONTROLS = '.controls > button, .controls > select';

/** Which control this is, whatever state it carries: the route it leads to, and its words. */
function keyOf(control) {
  const words = control.getAttribute('aria-label') ?? control.textContent;
  return `${control.dataset.action.split('?')[0]} ${words}`;
}

/** What a message looks like before it is rewritten: its heading, and the control that was pressed or has the focus. */
export function rememberMessage(message) {
  const hadFocus = message.contains(document.activeElement);
  const focused = hadFocus ? document.activeElement.closest(CONTROLS) : null;
  const control = message.querySelector('.controls > .pressed') ?? focused;
  return {
    heading: headingOf(message),
    hadFocus,
    key: control === null ? undefined : keyOf(control),
    index: [...message.querySelectorAll(CONTROLS)].indexOf(control),
    top: control?.getBoundingClientRect().top,
  };
}

function headingOf(message) {
  return message.querySelector('.body h2')?.textContent;
}

/** Gives the focus to the control it was on; where that is off or gone, to the next one that is on. */
export function restoreFocus(message, { hadFocus, key, index }) {
  if (!hadFocus) return;
  const controls = [...message.querySelectorAll(CONTROLS)];
  const same = controls.findIndex((control) => keyOf(control) === key);
  const from = same < 0 ? index : same;
  const after = controls.slice(Math.max(from, 0)).find((control) => !control.disabled);
  (after ?? controls.findLast((control) => !control.disabled) ?? message).focus({ preventScroll: true });
}

/**
 * Puts a rewritten message where its reader looks: a pressed control stays under the finger while the message is about
 * the same thing; what is new, as the next question is, begins at its beginning.
 */
export function restorePlace(scroll, message, { heading, key, top }) {
  const same = [...message.querySelectorAll(CONTROLS)].find((control) => keyOf(control) === key);
  if (same !== undefined && top !== undefined && headingOf(message) === heading) {
    scroll.scrollTop += same.getBoundingClientRect().top - top;
    return;
  }
  const room = scroll.getBoundingClientRect();
  const box = message.getBoundingClientRect();
  const isSeen = box.top >= room.top && box.bottom <= room.bottom;
  if (!isSeen) showBeginning(scroll, message);
}

/** Scrolls as far as it takes to see an element whole, and no further than its beginning. */
export function showBeginning(scroll, element) {
  const room = scroll.getBoundingClientRect();
  const box = element.getBoundingClientRect();
  const toTop = box.top - room.top - 16;
  scroll.scrollTop += toTop < 0 ? toTop : Math.max(0, Math.min(toTop, box.bottom - room.bottom + 16));
}

/** Does `change`, and keeps what stands at the top of the window there. */
export function holdPlace(scroll, list, change) {
  const edge = scroll.getBoundingClientRect().top;
  const seen = [...list.children].filter((node) => node.getBoundingClientRect().bottom > edge);
  const tops = new Map(seen.map((node) => [node, node.getBoundingClientRect().top]));
  change();
  const held = seen.find((node) => node.isConnected && !node.matches('.earlier, .intro'));
  if (held !== undefined) scroll.scrollTop += held.getBoundingClientRect().top - tops.get(held);
}
