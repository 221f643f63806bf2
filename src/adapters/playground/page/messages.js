import { layLines } from './code.js';
import { avatar, el, icon } from './dom.js';
import { openable } from './pictures.js';
import { format, localise } from './time.js';

/** Messages this close together stand under one name. */
const TOGETHER_MS = 5 * 60_000;

/** One message. `context` knows the reader, the threads and what to do. */
export function renderMessage(message, previous, context) {
  const isGrouped =
    previous !== undefined &&
    !message.isPrivate &&
    !previous.isPrivate &&
    message.author === previous.author &&
    new Date(message.postedAt) - new Date(previous.postedAt) < TOGETHER_MS &&
    dayOf(message) === dayOf(previous);
  const body = el('div', { class: 'body' });
  // The server escaped all that is not our own mark-up, and the page's policy runs no script in it.
  body.innerHTML = message.html;
  openable(body);
  layLines(body);
  const classes = `message${message.isPrivate ? ' private' : ''}${isGrouped ? ' grouped' : ''}`;
  const article = el(
    'article',
    { class: classes, 'data-id': message.id, tabindex: '-1' },
    message.answers === null ? undefined : asked(message.answers, context),
    mark(message, context),
    el(
      'div',
      { class: 'content' },
      byline(message, context),
      body,
      menu(message, context),
      threadLink(message, context),
      message.isPrivate ? privately(message, context) : undefined,
    ),
  );
  localise(article);
  return article;
}

function asked(command, { reader, readerIndex }) {
  return el(
    'p',
    { class: 'asked' },
    avatar(reader, readerIndex, 'tiny'),
    el('b', {}, 'You'),
    ' used ',
    el('code', {}, command),
  );
}

/** Pythia's leaves, or the person's initials. */
function mark({ author }, { personas }) {
  const index = personas.findIndex(({ id }) => id === author);
  if (index >= 0) return avatar(personas[index], index, 'mark');
  return el('img', { class: 'mark', src: '/page/mark.svg', alt: '', width: '40', height: '40' });
}

function byline({ postedAt, editedAt, isPrivate, author }, { personas }) {
  const person = personas.find(({ id }) => id === author);
  return el(
    'header',
    { class: 'byline' },
    el('span', { class: 'author' }, person?.name ?? 'Pythia'),
    person === undefined ? el('span', { class: 'bot' }, 'bot') : undefined,
    el('time', { datetime: new Date(postedAt).toISOString(), 'data-style': 'time' }),
    editedAt === null || isPrivate ? undefined : el('span', { class: 'edited' }, '(edited)'),
  );
}

/** What may be done with a message, beside its own controls. */
function menu(message, { shortcuts, pick, reply, kind, threads }) {
  const entries = shortcuts.map(({ route, label }) =>
    el('button', { type: 'button', class: 'link', onclick: () => pick(message, route) }, label),
  );
  if (kind === 'channel' && !message.isPrivate && !threads.has(message.id)) {
    entries.unshift(
      el('button', { type: 'button', class: 'link', onclick: () => reply(message) }, 'Answer in a thread'),
    );
  }
  if (entries.length === 0) return undefined;
  const box = el('div', { class: 'message-menu', role: 'group', 'aria-label': 'This message' });
  const more = el(
    'button',
    {
      type: 'button',
      class: 'message-more',
      'aria-label': 'What can be done with this message',
      'aria-expanded': false,
      onclick: () => more.setAttribute('aria-expanded', String(box.classList.toggle('open'))),
    },
    icon('more'),
  );
  box.append(...entries, more);
  return box;
}

function threadLink({ id }, { threads }) {
  const thread = threads.get(id);
  if (thread === undefined) return undefined;
  return el(
    'a',
    { class: 'thread-link', href: `#${thread.id}` },
    icon('thread'),
    el('span', { class: 'thread-name' }, thread.name),
    el('span', { class: 'thread-open' }, 'Open thread'),
  );
}

function privately(message, { dismiss }) {
  return el(
    'footer',
    { class: 'privately' },
    icon('eye'),
    'Only you can see this',
    el('button', { type: 'button', class: 'link', onclick: () => dismiss(message) }, 'Dismiss'),
  );
}

function dayOf({ postedAt }) {
  return format(new Date(postedAt), 'day');
}

/** The line between two days, where one is. */
export function renderDay(message, previous) {
  const day = dayOf(message);
  if (previous !== undefined && dayOf(previous) === day) return undefined;
  return el('div', { class: 'day', role: 'separator', 'aria-label': day }, el('span', {}, day));
}

/** Shown from the command until its answer comes. */
export function renderPending({ answers }, context) {
  const article = el(
    'article',
    { class: 'message private pending' },
    answers === null ? undefined : asked(answers, context),
    el('img', { class: 'mark', src: '/page/mark.svg', alt: '', width: '40', height: '40' }),
    el(
      'div',
      { class: 'content' },
      byline({ postedAt: context.now().toISOString(), editedAt: null, isPrivate: true }, context),
      el('p', { class: 'thinking' }, el('span', { class: 'dots', 'aria-hidden': 'true' }), 'Pythia is thinking…'),
    ),
  );
  localise(article);
  return article;
}

/** What stands above the first message of a channel. */
export function renderIntro(channel, parent) {
  const title = { channel: `#${channel.name}`, thread: channel.name, direct: 'Pythia' }[channel.kind];
  const words = {
    channel: 'This is where the channel begins.',
    thread: `This thread hangs on a message in #${parent?.name}.`,
    direct: 'This is where your direct messages with Pythia begin.',
  }[channel.kind];
  return el('div', { class: 'intro' }, el('h2', {}, title), el('p', {}, words));
}

/** What stands in a channel where nothing was said. */
export function renderEmpty(channel, { start, hasHelp }) {
  const where =
    channel.kind === 'direct'
      ? 'Only you and Pythia read this'
      : `Nothing was said in ${channel.kind === 'channel' ? '#' : ''}${channel.name} yet`;
  const help = el('button', { type: 'button', class: 'keys', onclick: () => start('/help') }, '/help');
  const slash = el('button', { type: 'button', class: 'keys', onclick: () => start('/') }, '/');
  return el(
    'div',
    { class: 'empty' },
    el('img', { src: '/page/mark.svg', alt: '', width: '64', height: '64' }),
    el('h2', {}, where),
    el('p', {}, 'Type ', slash, ' to begin', ...(hasHelp ? [', or ask for ', help, '.'] : ['.'])),
  );
}
