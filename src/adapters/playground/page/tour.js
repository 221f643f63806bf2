import { byId, el, icon } from './dom.js';

/** A tour of one minute: what is where, each step with the one thing to do there. */
export function startTour({ learner, bePersona, start }) {
  const steps = [
    {
      at: '#channel-head',
      words: "This is a cohort's home. Everything in it was posted by Pythia by itself, when the calendar said so.",
    },
    {
      at: '[data-move="next"]',
      words:
        'Time is yours. Next goes to the next thing on the calendar: a session, its round of questions, the close.',
      does: ['Let time pass', () => document.querySelector('[data-move="next"]')?.click()],
    },
    {
      at: '#persona-button',
      words: 'Here you become somebody else: the organiser, a mentor, a learner. Some others take part by themselves.',
      ...(learner === undefined ? {} : { does: [`Be ${learner.name}`, () => bePersona(learner.id)] }),
    },
    {
      at: '#messages .message:last-of-type .controls, #messages .message:last-of-type',
      words: 'Press what stands in a message. What Pythia answers, only you see; your answers stay private.',
    },
    {
      at: '#composer',
      words:
        'Type words and everybody reads them. Type / and you see all that Pythia can do: a quiz, a question to a mentor.',
      does: ['Show the commands', () => start('/')],
    },
    {
      at: '[data-move="next"]',
      words:
        'That is all. Press Next a few times and watch results, boards and questions grow. /quiz start takes a minute.',
    },
  ];
  let at = 0;
  const card = el('section', { class: 'tour', role: 'dialog', 'aria-label': 'The tour', tabindex: '-1' });
  card.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') end();
  });
  document.body.append(card);
  show();

  function show() {
    const { words, does, at: place } = steps[at];
    mark(place);
    const isLast = at === steps.length - 1;
    card.replaceChildren(
      el(
        'div',
        { class: 'tour-head' },
        el('span', { class: 'tour-count' }, `${at + 1} of ${steps.length}`),
        el('button', { type: 'button', class: 'plain', 'aria-label': 'End the tour', onclick: end }, icon('close')),
      ),
      el('p', { id: 'tour-words' }, words),
      el(
        'div',
        { class: 'tour-ways' },
        at === 0
          ? undefined
          : el('button', { type: 'button', class: 'button secondary', onclick: () => go(-1) }, 'Back'),
        does === undefined
          ? undefined
          : el('button', { type: 'button', class: 'button secondary', onclick: () => act(does[1]) }, does[0]),
        el(
          'button',
          { type: 'button', class: 'button primary', onclick: isLast ? end : () => go(1) },
          isLast ? 'Done' : 'On',
        ),
      ),
    );
    card.setAttribute('aria-describedby', 'tour-words');
    card.focus({ preventScroll: true });
  }

  function act(does) {
    does();
    if (at < steps.length - 1) go(1);
  }

  function go(by) {
    at += by;
    show();
  }

  /** Shows where the step is, and puts the card beside it. */
  function mark(place) {
    for (const old of document.querySelectorAll('.toured')) old.classList.remove('toured');
    const target = [...document.querySelectorAll(place)].findLast((one) => one.getClientRects().length > 0);
    target?.classList.add('toured');
    const box = target?.getBoundingClientRect();
    card.classList.toggle('tour-above', box !== undefined && box.top > innerHeight / 2);
  }

  function end() {
    for (const old of document.querySelectorAll('.toured')) old.classList.remove('toured');
    card.remove();
    byId('composer-input')?.focus();
  }
}
