import { fetchMessages, post } from './api.js';
import { announce, byId, el, toast } from './dom.js';
import { renderDay, renderEmpty, renderIntro, renderMessage, renderPending } from './messages.js';
import { holdPlace, rememberMessage, restoreFocus, restorePlace, showBeginning } from './place.js';
import { now } from './time.js';

/** This close to the beginning of what is loaded, what was before is fetched. */
const EARLY = 800;

/** The open channel's messages on the page. `state` is main.js's; `start` puts text into the composer. */
export function createRoom(state, { start, onRead, pick, reply }) {
  const scroll = byId('scroll');
  const list = byId('messages');
  const jump = byId('jump');
  // What scrolls must be reachable by keyboard: https://www.w3.org/WAI/standards-guidelines/act/rules/0ssw9k/
  scroll.tabIndex = 0;
  let messages = [];
  let hasMore = false;
  let isLoading = false;
  const earlier = el('button', { type: 'button', class: 'earlier', onclick: loadEarlier }, 'Earlier messages');
  /** What each message looks like on the page, so that it is drawn once. */
  const drawn = new WeakMap();
  /** What was asked and is not answered yet, by the event's id. */
  const pending = new Map();
  /** What came together, as the parts of a long answer or all that one move of the clock brought, is read from its first. */
  let batch = {};
  /** Counts the channels that were opened: an answer for an earlier one comes too late. */
  let visit = 0;
  /** Whether the channel is read: false before the first, and after the connection was lost. */
  let isOpen = false;

  function context() {
    const readerIndex = state.personas.findIndex(({ id }) => id === state.persona);
    return {
      personas: state.personas,
      kind: state.channels.find(({ id }) => id === state.current)?.kind,
      reply,
      reader: state.personas[readerIndex],
      readerIndex,
      threads: new Map(state.channels.filter(({ rootMessage }) => rootMessage).map((one) => [one.rootMessage, one])),
      shortcuts: state.shortcuts,
      dismiss,
      pick,
      now,
    };
  }

  function isAtEnd() {
    return scroll.scrollHeight - scroll.clientHeight - scroll.scrollTop < 80;
  }

  /** To the end, or to the beginning of a last message that is longer than the window. */
  function toEnd() {
    const last = list.lastElementChild;
    scroll.scrollTop = scroll.scrollHeight;
    if (last?.matches('.message')) showBeginning(scroll, last);
    jump.hidden = true;
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

  /** `given` are the channel's messages, where they are there already. */
  async function open(given) {
    visit += 1;
    const here = visit;
    list.setAttribute('aria-busy', 'true');
    try {
      const found = given ?? (await fetchMessages(state.current, state.persona));
      if (here !== visit) return;
      messages = found.messages;
      hasMore = found.hasMore;
      isOpen = true;
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
    if (isLoading || !hasMore) return;
    const here = visit;
    isLoading = true;
    const found = await fetchMessages(state.current, state.persona, messages[0]?.id).catch(() => undefined);
    isLoading = false;
    if (found === undefined || here !== visit) return;
    messages = [...found.messages, ...messages];
    hasMore = found.hasMore;
    holdPlace(scroll, list, draw);
  }

  /** Leads to one message, however far back it is. */
  async function show(id) {
    const here = visit;
    while (find(id) === null && hasMore && here === visit) {
      const before = messages.length;
      await loadEarlier();
      if (messages.length === before) break;
    }
    const node = find(id);
    if (node === null || here !== visit) return;
    showBeginning(scroll, node);
    node.classList.add('led-to');
    node.addEventListener('animationend', () => node.classList.remove('led-to'), { once: true });
    node.focus({ preventScroll: true });
  }

  function settle(id) {
    if (id !== undefined) pending.delete(id);
  }

  /** `group` names what it came with: an event it answers, a move of the clock. */
  function add(message, reply, group = reply) {
    settle(reply);
    if (message.channel !== state.current) return;
    const wasAtEnd = isAtEnd();
    const isKnown = messages.some(({ id }) => id === message.id);
    if (!isKnown) messages = [...messages, message].sort((one, other) => Number(one.id) - Number(other.id));
    holdPlace(scroll, list, draw);
    if (group !== undefined) {
      if (batch.group !== group) batch = { group, first: message.id };
      scroll.scrollTop = scroll.scrollHeight;
      showBeginning(scroll, find(batch.first) ?? find(message.id));
    } else if (wasAtEnd) toEnd();
    jump.hidden = group !== undefined || isAtEnd();
    onRead(message.id);
    if (!isKnown)
      announce(`${state.personas.find(({ id }) => id === message.author)?.name ?? 'Pythia'}: ${wordsOf(message.id)}`);
  }

  function replace(message, reply) {
    settle(reply);
    const index = messages.findIndex(({ id }) => id === message.id);
    if (message.channel !== state.current || index < 0) return;
    const remembered = rememberMessage(find(message.id));
    messages = messages.with(index, message);
    holdPlace(scroll, list, draw);
    const node = find(message.id);
    restoreFocus(node, remembered);
    if (reply === undefined) return;
    node.classList.add('fresh');
    restorePlace(scroll, node, remembered);
    announce(`Pythia: ${wordsOf(message.id)}`);
  }

  function wordsOf(id) {
    return find(id).querySelector('.body').innerText.slice(0, 300);
  }

  /** Whether the reader has any of a message before their eyes. */
  function isOnScreen(id) {
    const box = find(id)?.getBoundingClientRect();
    const room = scroll.getBoundingClientRect();
    return box !== undefined && box.bottom > room.top + 40 && box.top < room.bottom - 40;
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
    if (scroll.scrollTop < EARLY) void loadEarlier();
  });
  jump.addEventListener('click', toEnd);

  return {
    open,
    draw,
    add,
    show,
    isOnScreen,
    isOpen: () => isOpen,
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
    /** After the connection was lost: nothing is awaited any more, and what was missed must be read. */
    forget() {
      pending.clear();
      isOpen = false;
    },
    /** Shows nothing, at once: what one person sees is not for the next. */
    clear() {
      visit += 1;
      isOpen = false;
      messages = [];
      pending.clear();
      list.replaceChildren();
    },
  };
}
