import { followAddress, pushAddress, readAddress, replaceAddress } from './address.js';
import { fetchNearest, fetchState, listen, post, readFirst } from './api.js';
import { currentMove, noteChange, passMoment, refreshClock, showClock, startClock } from './clock.js';
import { createComposer } from './composer.js';
import { openDialog } from './dialog.js';
import { byId, el, icon, toast } from './dom.js';
import { showPersona } from './persona.js';
import { createRoom } from './room.js';
import { showChannels, startDrawer } from './sidebar.js';
import { startTheme } from './theme.js';
import { showWelcome } from './welcome.js';

/** What the server told us, and where we are. */
const state = { persona: '', personas: [], roles: [], channels: [], commands: [], shortcuts: [], current: '' };
let stopListening = () => {};
let isLost = false;

const composer = createComposer({ known: () => state, send: sendCommand, say, complete, nearest: fetchNearest });
const room = createRoom(state, { start: composer.start, onRead, pick, reply });

/** What this persona has read, kept in this browser. */
function readMarks() {
  return JSON.parse(localStorage.getItem(`pythia.read.${state.persona}`) ?? '{}');
}

function isUnread({ id, newest }) {
  return newest !== null && Number(newest) > Number(readMarks()[id] ?? 0);
}

function onRead(message) {
  if (message === undefined || document.hidden) return;
  const marks = readMarks();
  if (Number(message) > Number(marks[state.current] ?? 0)) {
    localStorage.setItem(`pythia.read.${state.persona}`, JSON.stringify({ ...marks, [state.current]: message }));
  }
  drawChannels();
}

function drawChannels() {
  showChannels({ channels: state.channels, current: state.current, isUnread }, drawChannels);
  const unread = state.channels.filter(isUnread).length;
  document.title = `${unread > 0 ? `(${unread}) ` : ''}${titleOf(findCurrent())} · Pythia`;
}

function findCurrent() {
  return state.channels.find(({ id }) => id === state.current);
}

function titleOf(channel) {
  if (channel === undefined) return 'Playground';
  return { channel: `#${channel.name}`, thread: channel.name, direct: 'Direct messages' }[channel.kind];
}

function drawHead() {
  const channel = findCurrent();
  const parent = state.channels.find(({ id }) => id === channel?.parent);
  const glyph = { channel: 'hash', thread: 'thread', direct: 'at' }[channel.kind];
  byId('channel-head').replaceChildren(
    ...(parent
      ? [el('a', { class: 'parent', href: `#${parent.id}`, 'aria-label': `Back to #${parent.name}` }, icon('back'))]
      : []),
    icon(glyph),
    el('h1', {}, channel.kind === 'direct' ? 'Pythia' : channel.name),
    el('p', { class: 'topic' }, topicOf(channel, parent)),
  );
}

function topicOf(channel, parent) {
  if (parent !== undefined) return `Thread in #${parent.name}`;
  return channel.kind === 'direct' ? 'Direct messages between you and Pythia' : channel.topic;
}

/** Opens what the address names: a channel, or a message in one. */
async function openChannel(opened) {
  const wanted = readAddress();
  const channel = state.channels.find(({ id }) => id === wanted.channel) ?? state.channels[0];
  if (channel === undefined) return;
  if (state.current !== channel.id || !room.isOpen()) {
    state.current = channel.id;
    drawHead();
    drawChannels();
    composer.moved();
    await room.open(opened?.channel === channel.id ? opened : undefined);
  }
  if (wanted.message !== undefined) await room.show(wanted.message);
}

/** Where to look for what a move of the clock changed, when none of it is on the screen. */
function leadTo(changes) {
  const isSeen = ({ kind, message }) =>
    message.channel === state.current && (kind === 'message' || room.isOnScreen(message.id));
  if (changes.length === 0 || changes.some(isSeen)) return undefined;
  const { kind, message } = changes.findLast((change) => change.kind === 'message') ?? changes.at(-1);
  const channel = state.channels.find(({ id }) => id === message.channel);
  if (channel === undefined) return undefined;
  const go = () => goTo(`#${channel.id}/${message.id}`);
  return { words: kind === 'message' ? `Show what is new in ${titleOf(channel)}` : 'Show what changed', go };
}

async function readAll() {
  const fresh = await fetchState(state.persona, readAddress().channel);
  // Meanwhile somebody may have become somebody else.
  if (fresh.persona === state.persona) await show(fresh);
}

async function show({ opened, clock, ...fresh }) {
  Object.assign(state, fresh);
  showClock(clock);
  showPeople();
  await openChannel(opened);
}

/** Who one is, and what that one can do here. */
function showPeople() {
  showPersona(state, { choose: bePersona, turnExtras });
  showWelcome(state, { bePersona, start: composer.start });
}

/** Lets the people of the demo take part by themselves, or no longer. */
async function turnExtras(isOn) {
  await post('/api/extras', { isOn }).catch((error) => toast(error.message, 'bad'));
}

function connect() {
  stopListening();
  stopListening = listen(state.persona, {
    opened: (position) => {
      if (isLost) toast('Connected again.');
      isLost = false;
      if (position === state.position) return;
      room.forget();
      readAll().catch((error) => toast(error.message, 'bad'));
    },
    lost: () => {
      if (!isLost) toast('The connection is lost; trying again.', 'bad');
      isLost = true;
    },
    news,
  });
}

function news(kind, data, position) {
  state.position = position;
  switch (kind) {
    case 'message': {
      refreshClock();
      passMoment(data.message.postedAt);
      noteChange(kind, data.message);
      const channel = state.channels.find(({ id }) => id === data.message.channel);
      if (channel !== undefined && Number(data.message.id) > Number(channel.newest ?? 0))
        channel.newest = data.message.id;
      room.add(data.message, data.reply, data.reply ?? currentMove());
      if (data.reply !== undefined && data.message.html.includes('class="refusal"')) composer.giveBack(data.reply);
      return drawChannels();
    }
    case 'edited':
      refreshClock();
      noteChange(kind, data.message);
      return room.replace(data.message, data.reply);
    case 'removed':
      return room.remove(data.message);
    case 'failed':
      room.stopWaiting(data.reply);
      return toast('The answer could not be shown. The reason is in the log.', 'bad');
    case 'channel':
      if (!state.channels.some(({ id }) => id === data.channel.id)) state.channels.push(data.channel);
      drawChannels();
      return room.draw();
    case 'clock':
      return showClock(data.clock);
    case 'extras':
      state.extras = { isOn: data.isOn };
      showPersona(state, { choose: bePersona, turnExtras });
      return toast(data.isOn ? 'The others take part by themselves again.' : 'From now on only you do anything here.');
  }
}

/** Becomes somebody else, by choice: Back becomes who one was. */
function bePersona(persona) {
  // Another's direct messages are not ours to look at.
  pushAddress(persona, findCurrent()?.kind === 'direct' ? '' : location.hash);
  arrived();
  changePersona(persona);
  byId('persona-button')?.focus();
}

function changePersona(persona) {
  state.persona = persona;
  // What the one has read says nothing of what the other has.
  state.position = undefined;
  composer.reset();
  room.clear();
  connect();
}

const arrived = followAddress(() => {
  const { persona } = readAddress();
  if (state.personas.some(({ id }) => id === persona) && persona !== state.persona) changePersona(persona);
  else void openChannel();
});

/** Sends something that is answered later; a form that comes instead opens at once. */
async function ask(path, body, { answers = null, held } = {}) {
  const id = crypto.randomUUID();
  room.wait(id, answers, answers !== null);
  try {
    const answer = await post(path, { id, persona: state.persona, ...body });
    if (answer.modal !== undefined) {
      room.stopWaiting(id);
      openDialog(answer.modal, (fields) => sendForm(answer.modal.action, fields, held));
    } else if (answer.ack === 'private' && room.isWaiting(id)) {
      room.wait(id, answers, true);
    }
    return { id, ack: answer.ack };
  } catch (error) {
    room.stopWaiting(id);
    throw error;
  }
}

async function sendCommand(command, options) {
  return ask('/api/command', { channel: state.current, command, options }, { answers: `/${command}` });
}

/** Words for everybody in the channel, which the bot does not read. */
async function say(words) {
  await post('/api/say', { id: crypto.randomUUID(), persona: state.persona, channel: state.current, words });
}

/** Opens the thread of a message, and goes there. */
async function reply(message) {
  try {
    const { channel } = await post('/api/thread', { persona: state.persona, message: message.id });
    // The news of it comes another way, and may be later.
    if (!state.channels.some(({ id }) => id === channel.id)) state.channels.push(channel);
    await goTo(`#${channel.id}`);
    composer.focus();
  } catch (error) {
    toast(error.message, 'bad');
  }
}

/** Goes somewhere as if a link had been followed. */
async function goTo(hash) {
  pushAddress(state.persona, hash);
  arrived();
  await openChannel();
}

async function sendForm(action, fields, message) {
  await ask(
    '/api/submit',
    { channel: state.current, action, fields, ...(message ? { message } : {}) },
    { held: message },
  );
}

/** An entry of a message's menu. */
async function pick(message, route) {
  await ask('/api/pick', { message: message.id, route }).catch((error) => toast(error.message, 'bad'));
}

async function complete(command, option, options) {
  const id = crypto.randomUUID();
  const body = { id, persona: state.persona, channel: state.current, command, option, options };
  return (await post('/api/complete', body)).suggestions;
}

/** A press on a control of a message. The control is busy until the answer is there, so that twice is not two. */
async function press(control, value) {
  const message = control.closest('.message');
  if (message.getAttribute('aria-busy') === 'true') return;
  message.setAttribute('aria-busy', 'true');
  control.classList.add('pressed');
  const free = () => {
    message.removeAttribute('aria-busy');
    control.classList.remove('pressed');
    if (control.matches('select')) control.selectedIndex = 0;
  };
  try {
    const body = {
      message: message.dataset.id,
      action: control.dataset.action,
      ...(value === undefined ? {} : { value }),
    };
    const { id, ack } = await ask('/api/press', body, { held: message.dataset.id });
    // Under an update the message stays busy until it is rewritten, or refused.
    const wait = () => (ack === 'update' && room.isWaiting(id) ? setTimeout(wait, 50) : free());
    wait();
  } catch (error) {
    free();
    toast(error.message, 'bad');
  }
}

byId('messages').addEventListener('click', (event) => {
  const control = event.target.closest('button[data-action]');
  if (control !== null) void press(control);
});
byId('messages').addEventListener('change', (event) => {
  const control = event.target.closest('select[data-action]');
  if (control !== null) void press(control, control.value);
});
byId('messages').addEventListener('keydown', (event) => {
  // An arrow key on a closed select would choose, and so send, the neighbour: it opens the list instead.
  const isArrow = event.key === 'ArrowDown' || event.key === 'ArrowUp';
  if (!event.target.matches('select[data-action]') || !isArrow || event.target.showPicker === undefined) return;
  event.preventDefault();
  event.target.showPicker();
});
document.addEventListener('visibilitychange', () => onRead(findCurrent()?.newest ?? undefined));

async function start() {
  startTheme();
  startClock(leadTo);
  startDrawer();
  const { persona, channel } = readAddress();
  const first = readFirst() ?? (await fetchState(persona, channel).catch(() => fetchState()));
  replaceAddress(first.persona);
  arrived();
  state.persona = first.persona;
  await show(first);
  connect();
}

start().catch((error) => toast(error.message, 'bad'));
