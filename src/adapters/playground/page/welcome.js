import { byId, el, icon } from './dom.js';
import { startTour } from './tour.js';

const DISMISSED = 'pythia.welcome';

/** What one is here, and what to press, in one line. */
const LINES = {
  organiser: [
    'You are the organiser of a cohort of Python developers. Press ',
    'Next',
    ' to let time pass, or be a learner and answer.',
  ],
  mentor: [
    'You are a mentor: learners ask, you take a question and answer in its thread. ',
    'Next',
    ' lets time pass.',
  ],
  learner: [
    'You are a learner: press what stands in the messages, or type / for commands. ',
    'Next',
    ' lets time pass.',
  ],
};

/** The first line of the page, until it is dismissed in this browser. */
export function showWelcome(state, { bePersona, start }) {
  const box = byId('welcome');
  const persona = state.personas.find(({ id }) => id === state.persona);
  const [before, key, after] = LINES[persona?.note] ?? LINES.learner;
  const learner = state.personas.find(({ note }) => note === 'learner');
  const press = () => document.querySelector('[data-move="next"]')?.focus();
  box.hidden = localStorage.getItem(DISMISSED) === 'seen';
  if (box.hidden) return box.replaceChildren();
  box.replaceChildren(
    el('p', {}, before, el('button', { type: 'button', class: 'link', onclick: press }, key), after),
    el(
      'div',
      { class: 'welcome-ways' },
      el('button', { type: 'button', class: 'button primary', onclick: tour }, 'Show me, one minute'),
      persona?.note === 'learner' || learner === undefined
        ? undefined
        : el(
            'button',
            { type: 'button', class: 'button secondary', onclick: () => bePersona(learner.id) },
            'Be a learner',
          ),
    ),
    el('button', { type: 'button', class: 'plain', 'aria-label': 'Hide this line', onclick: dismiss }, icon('close')),
  );

  function tour() {
    dismiss();
    startTour({ learner, bePersona, start });
  }

  function dismiss() {
    localStorage.setItem(DISMISSED, 'seen');
    box.hidden = true;
    box.replaceChildren();
    byId('scroll').focus({ preventScroll: true });
  }
}
