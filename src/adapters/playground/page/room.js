import { fetchMessages, post } from './api.js';
import { announce, byId, el, toast } from './dom.js';
import { renderDay, renderEmpty, renderIntro, renderMessage, renderPending } from './messages.js';
import { now } from './time.js';

/** The open channel's messages on the page. `state` is main.js's; `start` puts text into the composer. */
export function createRoom(state, { start, onRead, pick }) {
  const scroll = byId('scroll');
  const list = byId('messages');
  const jump = byId('jump');
  // What scrolls must be reachable by keyboard: https://www.w3.org/WAI/standards-guidelines/act/rules/0ssw9k/
  scroll.tabIndex = 0;
  let messages = [];
  let hasMore = false;
  const earlier = el('button', { type: 'button', class: 'earlier', onclick: loadEarlier }, 'Earlier messages');
  /** What each message looks like on the page, so that it is drawn once. */
  const drawn = new WeakMap();
  /** What was asked and is not answered yet, by the event's id. */
  const pending = new Map();
  let shownReply;
  /** Counts the channels that were opened: an answer for an earlier one comes too late. */
  let visit = 0;

  function context() {
    const readerIndex = state.personas.findIndex(({ id }) => id === state.persona);
    return {
      reader: state.personas[readerIndex],
      readerIndex,
      threads: new Map(state.channels.filter(({ rootMessage }) => rootMessage).map((one) => [one.rootMessage, one])),
      shortcuts: state.shortcuts,
      dismiss,
      pick,
      now,
    };
  }

  /** At the end, or at the beginning of a last message that is longer than the window. */
  function isAtEnd() {
    return endOf() - scroll.scrollTop < 80;
  }

  function toEnd() {
    scroll.scrollTop = endOf();
    jump.hidden = true;
  }

  function endOf() {
    const bottom = scroll.scrollHeight - scroll.clientHeight;
    const last = list.lastElementChild;
    if (last === null || !last.matches('.message')) return bottom;
    const top = last.getBoundingClientRect().top - scroll.getBoundingClientRect().top + scroll.scrollTop;
    return Math.min(bottom, top - 16);
  }

  function draw() {
    const channel = state.channels.find(({ id }) => id === state.current);
    if (channel === undefined) return;
    const nodes = messages.flatMap((message, index) => nodesFor(message, messages[index - 1]));
    const waiting = [...pending.values()].filter((one) => one.channel === state.current && one.isShown);
    if (messages.length === 0 && waiting.length === 0) {
      const hasHelp = state.commands.some(({ name }) => name === 'help');
      return list.replaceChildren(renderEmpty(channel, { start, hasHelp }));
    }
    const parent = state.channels.find(({ id }) => id === channel.parent);
    place([hasMore ? earlier : renderIntro(channel, parent), ...nodes, ...waiting.map(nodeOfPending)]);
  }

  /** Touches only what changed: whoever stands on a button, or has it pressed, stays there when a message comes. */
  function place(nodes) {
    const wanted = new Set(nodes);
    for (const node of [...list.children]) if (!wanted.has(node)) node.remove();
    let at = list.firstChild;
    for (const node of nodes) {
      if (node === at) at = at.nextSibling;
      else list.insertBefore(node, at);
    }
  }

  function nodeOfPending(one) {
    one.node ??= renderPending(one, context());
    return one.node;
  }

  function nodesFor(message, previous) {
    const here = context();
    const signature = `${previous?.id} ${here.threads.get(message.id)?.name}`;
    const known = drawn.get(message);
    if (known?.signature === signature) return known.nodes;
    const day = renderDay(message, previous);
    const node = renderMessage(message, day === undefined ? previous : undefined, here);
    const nodes = day === undefined ? [node] : [day, node];
    drawn.set(message, { signature, nodes });
    return nodes;
  }

  async function open() {
    visit += 1;
    const here = visit;
    list.setAttribute('aria-busy', 'true');
    try {
      const found = await fetchMessages(state.current, state.persona);
      if (here !== visit) return;
      messages = found.messages;
      hasMore = found.hasMore;
      draw();
      toEnd();
      onRead(messages.at(-1)?.id);
    } catch (error) {
      if (here === visit) toast(error.message, 'bad');
    } finally {
      if (here === visit) list.removeAttribute('aria-busy');
    }
  }

  async function loadEarlier() {
    const here = visit;
    const found = await fetchMessages(state.current, state.persona, messages[0]?.id).catch(() => undefined);
    if (found === undefined || here !== visit) return;
    const height = scroll.scrollHeight;
    messages = [...found.messages, ...messages];
    hasMore = found.hasMore;
    draw();
    scroll.scrollTop += scroll.scrollHeight - height;
  }

  function settle(id) {
    if (id !== undefined) pending.delete(id);
  }

  function add(message, reply) {
    settle(reply);
    if (message.channel !== state.current) return;
    const wasAtEnd = isAtEnd();
    const isKnown = messages.some(({ id }) => id === message.id);
    if (!isKnown) messages = [...messages, message].sort((one, other) => Number(one.id) - Number(other.id));
    draw();
    // A long answer comes in parts and is read from the first.
    const isMore = reply !== undefined && reply === shownReply;
    if (!isMore && (wasAtEnd || reply !== undefined)) toEnd();
    else jump.hidden = isAtEnd();
    shownReply = reply;
    onRead(message.id);
    if (!isKnown) announce(`Pythia: ${find(message.id)?.querySelector('.body').textContent.slice(0, 300)}`);
  }

  function replace(message, reply) {
    settle(reply);
    const index = messages.findIndex(({ id }) => id === message.id);
    if (message.channel !== state.current || index < 0) return;
    const wasAtEnd = isAtEnd();
    const held = find(message.id);
    const hadFocus = held?.contains(document.activeElement) === true;
    messages = messages.with(index, message);
    draw();
    const node = find(message.id);
    if (reply !== undefined) node?.classList.add('fresh');
    if (hadFocus) (node?.querySelector('.controls button, .controls select') ?? node)?.focus({ preventScroll: true });
    if (wasAtEnd) toEnd();
    else if (reply !== undefined) node?.scrollIntoView({ block: 'nearest' });
    if (reply !== undefined) announce(`Pythia: ${node?.querySelector('.body').textContent.slice(0, 300)}`);
  }

  function remove(id) {
    const index = messages.findIndex((message) => message.id === id);
    if (index < 0) return;
    const hadFocus = find(id)?.contains(document.activeElement) === true;
    messages = messages.filter((message) => message.id !== id);
    draw();
    if (hadFocus) (find(messages[Math.max(index - 1, 0)]?.id) ?? scroll).focus({ preventScroll: true });
  }

  function find(id) {
    return list.querySelector(`[data-id="${id}"]`);
  }

  async function dismiss(message) {
    remove(message.id);
    await post('/api/dismiss', { persona: state.persona, message: message.id }).catch((error) =>
      toast(error.message, 'bad'),
    );
  }

  scroll.addEventListener('scroll', () => {
    if (isAtEnd()) jump.hidden = true;
  });
  jump.addEventListener('click', toEnd);

  return {
    open,
    draw,
    add,
    replace,
    remove,
    find,
    /** Shows that an answer is awaited; `isShown` is false while it may still come into the message itself. */
    wait(id, answers, isShown) {
      pending.set(id, { channel: state.current, answers, isShown });
      if (!isShown) return;
      draw();
      toEnd();
    },
    isWaiting: (id) => pending.has(id),
    stopWaiting(id) {
      if (pending.delete(id)) draw();
    },
    forget: () => pending.clear(),
    /** Shows nothing, at once: what one person sees is not for the next. */
    clear() {
      visit += 1;
      messages = [];
      pending.clear();
      list.replaceChildren();
    },
  };
}
