import { fetchClock, post } from './api.js';
import { byId, el, icon, toast } from './dom.js';
import { format, localiseRelative, now, setNow } from './time.js';

let shown;
let refresh;
/** What changed while we move time, and how to lead a reader to it. */
let changes = [];
let moves = 0;
let isOurs = false;
let lead = () => undefined;

/** Shows the clock as the server has it. */
export function showClock(clock) {
  shown = clock;
  setNow(clock.now);
  const box = byId('clock');
  const focused = document.activeElement?.dataset.move;
  box.setAttribute('aria-busy', String(clock.isMoving));
  box.replaceChildren(face(), ...(clock.canMove ? [moveButtons(clock)] : []), foldButton());
  if (focused !== undefined) box.querySelector(`[data-move="${focused}"]`)?.focus();
  tick();
}

function face() {
  return el(
    'div',
    { class: 'clock-face', title: "The playground's own time, in your time zone" },
    icon('clock'),
    el(
      'span',
      { class: 'clock-now' },
      el('span', { class: 'clock-day', id: 'clock-day' }),
      ' ',
      el('span', { class: 'clock-time', id: 'clock-time' }),
    ),
  );
}

/** On a small screen the rest of the bar is folded away behind this. */
function foldButton() {
  const bar = byId('clock').closest('.bar');
  const button = el(
    'button',
    {
      type: 'button',
      class: 'bar-button clock-fold',
      'aria-label': 'More of the bar',
      'aria-expanded': bar.classList.contains('unfolded'),
      onclick: () => button.setAttribute('aria-expanded', String(bar.classList.toggle('unfolded'))),
    },
    icon('chevron'),
  );
  return button;
}

function moveButtons({ isMoving, next, rest }) {
  // A busy button keeps the focus; a disabled one would lose it.
  const state = { type: 'button', 'aria-disabled': isMoving ? 'true' : undefined };
  return el(
    'div',
    { class: 'clock-moves' },
    el('button', { ...state, class: 'clock-move', 'data-move': 'hour', onclick: () => move('hour') }, '+1 hour'),
    el('button', { ...state, class: 'clock-move', 'data-move': 'day', onclick: () => move('day') }, '+1 day'),
    el(
      'button',
      {
        ...state,
        class: 'clock-next',
        'data-move': 'next',
        disabled: next === null && !isMoving,
        title: next === null ? undefined : `${next.what}, ${format(new Date(next.at), 'full')}`,
        onclick: () => move('next'),
      },
      ...nextWords(isMoving, next, rest),
    ),
  );
}

function nextWords(isMoving, next, rest) {
  if (isMoving) return [el('span', { class: 'spinner' }), el('span', { class: 'clock-what' }, 'Time is moving…')];
  if (next === null) return [el('span', { class: 'clock-what' }, rest ?? 'Nothing planned yet')];
  const when = el('time', { class: 'clock-when', datetime: new Date(next.at).toISOString(), 'data-style': 'relative' });
  when.textContent = format(new Date(next.at), 'relative');
  const what = el('span', { class: 'clock-what' }, 'Next', el('span', { class: 'clock-which' }, `: ${next.what}`));
  return [icon('forward'), what, when];
}

async function move(how) {
  if (shown.isMoving) return;
  moves += 1;
  changes = [];
  isOurs = true;
  showClock({ ...shown, now: now().toISOString(), isMoving: true });
  try {
    const clock = await post('/api/clock', { move: how });
    // The news comes another way than this answer, and may be a little behind it.
    await new Promise((resolve) => setTimeout(resolve, 150));
    isOurs = false;
    showClock(clock);
    const at = format(new Date(clock.now), 'full');
    const words = clock.reached === null ? `It is now ${at}.` : `${capitalise(clock.reached)}: it is now ${at}.`;
    toast(words, 'calm', lead(changes));
  } catch (error) {
    isOurs = false;
    showClock({ ...shown, now: now().toISOString(), isMoving: false });
    toast(error.message, 'bad');
  }
}

/** What this page's own move of the clock brings belongs together under this name; undefined while it moves nothing. */
export function currentMove() {
  return isOurs ? `move-${moves}` : undefined;
}

/** A message came or was rewritten. */
export function noteChange(kind, message) {
  if (isOurs) changes.push({ kind, message });
}

function capitalise(words) {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** While time moves, what happens on the way shows how far it is. */
export function passMoment(iso) {
  if (shown?.isMoving !== true) return;
  setNow(iso);
  tick();
}

function tick() {
  byId('clock-day').textContent = format(now(), 'clockDay');
  byId('clock-time').textContent = format(now(), 'time');
}

/** What is next changes with what people do: asked again a moment after each thing that happened. */
export function refreshClock() {
  clearTimeout(refresh);
  refresh = setTimeout(async () => {
    const clock = shown.canMove && !shown.isMoving ? await fetchClock().catch(() => undefined) : undefined;
    if (clock !== undefined && !shown.isMoving) showClock(clock);
  }, 300);
}

/** Keeps the clock and every `in 3 hours` going. `leadTo(changes)` says how to see what a move changed off the screen. */
export function startClock(leadTo) {
  lead = leadTo;
  setInterval(() => {
    if (shown === undefined) return;
    tick();
    localiseRelative();
  }, 5000);
}
