import { byId, el, icon } from './dom.js';

/** So many threads stand below a channel before the rest is folded away. */
const THREADS = 5;
const unfolded = new Set();

/** The channels, their threads and the direct messages. `isUnread` and `current` decide how each is marked. */
export function showChannels({ channels, current, isUnread }, redraw) {
  const list = byId('channels');
  const rooms = channels.filter(({ kind }) => kind === 'channel');
  const direct = channels.filter(({ kind }) => kind === 'direct');

  function link(channel, iconName, name) {
    const unread = isUnread(channel);
    return el(
      'a',
      {
        class: `channel ${channel.kind}${unread ? ' unread' : ''}`,
        href: `#${channel.id}`,
        'aria-current': channel.id === current ? 'page' : undefined,
        title: channel.name,
      },
      icon(iconName),
      el('span', { class: 'channel-name' }, name),
      unread ? el('span', { class: 'dot' }, el('span', { class: 'visually-hidden' }, 'unread')) : undefined,
    );
  }

  function threadsOf(room) {
    const threads = channels.filter(({ kind, parent }) => kind === 'thread' && parent === room.id);
    const isFolded = threads.length > THREADS && !unfolded.has(room.id);
    const newest = new Set(threads.slice(-THREADS));
    const shown = isFolded
      ? threads.filter((thread) => newest.has(thread) || thread.id === current || isUnread(thread))
      : threads;
    if (threads.length === 0) return [];
    const hidden = threads.length - shown.length;
    const more = el(
      'button',
      {
        type: 'button',
        class: 'more',
        onclick: () => {
          unfolded.add(room.id);
          redraw();
        },
      },
      `${hidden} older ${hidden === 1 ? 'thread' : 'threads'}`,
    );
    const items = shown.map((thread) => el('li', {}, link(thread, 'thread', thread.name)));
    return [el('ul', { class: 'threads' }, hidden > 0 ? el('li', {}, more) : undefined, items)];
  }

  list.replaceChildren(
    el('h2', {}, 'Channels'),
    el(
      'ul',
      {},
      rooms.map((room) => el('li', {}, link(room, 'hash', room.name), threadsOf(room))),
    ),
    el('h2', {}, 'Direct messages'),
    el(
      'ul',
      {},
      direct.map((one) => el('li', {}, link(one, 'at', 'Pythia'))),
    ),
  );
}

/** On a phone the channels are a drawer. */
export function startDrawer() {
  const menu = byId('menu');
  const sidebar = byId('sidebar');
  const scrim = byId('scrim');
  const narrow = matchMedia('(max-width: 760px)');
  menu.replaceChildren(icon('menu'));

  function set(isOpen) {
    document.body.classList.toggle('drawer-open', isOpen);
    menu.setAttribute('aria-expanded', String(isOpen));
    scrim.hidden = !isOpen;
    sidebar.inert = narrow.matches && !isOpen;
    if (isOpen) (sidebar.querySelector('[aria-current]') ?? sidebar.querySelector('a'))?.focus();
  }
  menu.addEventListener('click', () => set(!document.body.classList.contains('drawer-open')));
  scrim.addEventListener('click', () => set(false));
  sidebar.addEventListener('click', (event) => {
    if (event.target.closest('a') !== null) set(false);
  });
  sidebar.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !document.body.classList.contains('drawer-open')) return;
    set(false);
    menu.focus();
  });
  narrow.addEventListener('change', () => set(false));
  set(false);
}
