/** Builds an element. Strings become text, never mark-up; `on…` properties become listeners. */
export function el(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null) continue;
    // A state in ARIA is a word: an empty attribute would mean nothing, and none something else.
    if (name.startsWith('aria-')) element.setAttribute(name, String(value));
    else if (value === false) continue;
    else if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? '' : String(value));
  }
  element.append(...children.flat().filter((child) => child !== undefined && child !== null && child !== false));
  return element;
}

const strokes = {
  menu: 'M4 7h16M4 12h16M4 17h16',
  clock: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18ZM12 7.5V12l3 2',
  forward: 'M5 6l7 6-7 6ZM13 6l7 6-7 6Z',
  sun: 'M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8ZM12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M5.3 18.7l1.4-1.4M17.3 6.7l1.4-1.4',
  moon: 'M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5Z',
  thread: 'M6 4v8a4 4 0 0 0 4 4h8M15 12.5l3.5 3.5-3.5 3.5',
  hash: 'M5 9h15M4 15h15M10 4 8 20M16 4l-2 16',
  at: 'M4 6.5A2.5 2.5 0 0 1 6.5 4h11A2.5 2.5 0 0 1 20 6.5v7a2.5 2.5 0 0 1-2.5 2.5H11l-5 4v-4.1a2.5 2.5 0 0 1-2-2.4Z',
  eye: 'M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12ZM12 9.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5Z',
  close: 'M6 6l12 12M18 6 6 18',
  more: 'M5 12h.01M12 12h.01M19 12h.01',
  send: 'M4.5 12 20 4.5 15.5 20l-3.5-6.5ZM12 13.5 20 4.5',
  chevron: 'M7 10l5 5 5-5',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  back: 'M14 6l-6 6 6 6',
  down: 'M12 5v14M6 13l6 6 6-6',
};

/** A line drawing; what it means must stand beside it in words. */
export function icon(name) {
  const space = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(space, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(space, 'path');
  path.setAttribute('d', strokes[name]);
  svg.append(path);
  return svg;
}

/** A persona's initials on a colour of their own. */
export function avatar(persona, index, size = '') {
  return el('span', { class: `avatar tone-${index % 6} ${size}`, 'aria-hidden': 'true' }, initials(persona.name));
}

export function byId(id) {
  return document.getElementById(id);
}

/** Says something at the edge of the page for a few seconds; for longer where `lead` (`{ words, go }`) offers to show it. */
export function toast(words, tone = 'calm', lead = undefined) {
  const note = el('div', { class: `toast ${tone}` }, el('span', {}, words));
  if (lead !== undefined) {
    const go = () => {
      note.remove();
      lead.go();
    };
    note.append(el('button', { type: 'button', class: 'toast-lead', onclick: go }, lead.words));
  }
  const toasts = byId('toasts');
  // Only the newest of a kind: what it was before is no news.
  for (const old of toasts.querySelectorAll(`.${tone}`)) old.remove();
  toasts.append(note);
  const leave = () => (note.matches(':hover, :focus-within') ? setTimeout(leave, 2000) : note.remove());
  setTimeout(leave, lead === undefined ? 6000 : 20_000);
}

/** Says something to a screen reader only. */
export function announce(words) {
  byId('announcer').textContent = words;
}

function initials(name) {
  const words = name.trim().split(/\s+/);
  return [words[0], ...words.slice(1).slice(-1)].map((word) => [...word][0] ?? '').join('');
}
