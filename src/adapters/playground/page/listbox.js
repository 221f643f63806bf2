import { el } from './dom.js';

let count = 0;

/**
 * A list of suggestions over an input, as the ARIA pattern for a combobox with a listbox has it: the focus stays in the
 * input, which names the marked suggestion. https://www.w3.org/WAI/ARIA/apg/patterns/combobox/
 */
export function createListbox(popup, { pick }) {
  let owner;
  let items = [];
  let marked = -1;

  /** -1 marks nothing. */
  function mark(index) {
    marked = index;
    for (const [at, node] of [...popup.querySelectorAll('[role=option]')].entries()) {
      node.setAttribute('aria-selected', String(at === marked));
      if (at !== marked) continue;
      owner.setAttribute('aria-activedescendant', node.id);
      node.scrollIntoView({ block: 'nearest' });
    }
    if (marked < 0) owner.removeAttribute('aria-activedescendant');
  }

  function hide() {
    popup.hidden = true;
    items = [];
    marked = -1;
    owner?.setAttribute('aria-expanded', 'false');
    owner?.removeAttribute('aria-activedescendant');
  }

  return {
    isOpen: () => !popup.hidden && items.length > 0,
    marked: () => items[marked],
    /** Shows these below a title; without any, only `empty`. */
    show(input, title, found, empty, start = 0) {
      owner = input;
      items = found;
      if (found.length === 0 && empty === undefined) return hide();
      const rows = found.map(({ label, detail, badge, example }, index) =>
        el(
          'li',
          {
            id: `suggestion-${count++}`,
            role: 'option',
            'aria-selected': 'false',
            // The input must keep the focus.
            onmousedown: (event) => event.preventDefault(),
            onclick: () => pick(found[index], owner),
            // A list that opens under a mouse at rest is not pointed at.
            onpointermove: ({ movementX, movementY }) => {
              if (marked !== index && (movementX !== 0 || movementY !== 0)) mark(index);
            },
          },
          el(
            'span',
            { class: 'suggestion-label' },
            label,
            example ? el('span', { class: 'example' }, ` ${example}`) : '',
          ),
          badge ? el('span', { class: 'badge' }, badge) : undefined,
          detail ? el('span', { class: 'suggestion-detail' }, detail) : undefined,
        ),
      );
      const list = el('ul', { role: 'listbox', 'aria-label': title, id: 'suggestions' }, rows);
      popup.replaceChildren(
        el(
          'p',
          { class: 'popup-title' },
          title,
          found.length > 0 ? el('span', { class: 'popup-keys' }, 'Enter takes, Escape leaves') : '',
        ),
        found.length === 0 ? el('p', { class: 'popup-empty' }, empty) : list,
      );
      popup.hidden = false;
      owner.setAttribute('aria-expanded', String(found.length > 0));
      mark(found.length === 0 ? -1 : start);
    },
    hide,
    /** True when the key was for the list. With nothing marked, Enter stays the form's. */
    key(event) {
      if (popup.hidden) return false;
      if (event.key === 'Escape') hide();
      else if (items.length === 0) return false;
      else if (event.key === 'ArrowDown') mark((marked + 1) % items.length);
      else if (event.key === 'ArrowUp') mark(marked <= 0 ? items.length - 1 : marked - 1);
      else if ((event.key === 'Enter' || (event.key === 'Tab' && !event.shiftKey)) && marked >= 0) {
        pick(items[marked], owner);
      } else return false;
      event.preventDefault();
      return true;
    },
  };
}
