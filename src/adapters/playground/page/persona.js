import { avatar, byId, el, icon } from './dom.js';

/** Who you are, and a menu to be somebody else. */
export function showPersona({ personas, persona, roles, extras }, { choose, turnExtras }) {
  const box = byId('persona');
  const current = personas.find(({ id }) => id === persona);
  const entries = personas.map((one, index) => {
    const names = one.roles.map((role) => roles.find(({ id }) => id === role)?.name).filter(Boolean);
    const isCurrent = one.id === persona;
    return el(
      'button',
      {
        type: 'button',
        role: 'menuitemradio',
        'aria-checked': isCurrent,
        tabindex: '-1',
        'data-persona': one.id,
        onclick: () => {
          close(true);
          if (!isCurrent) choose(one.id);
        },
      },
      avatar(one, index),
      el(
        'span',
        { class: 'persona-words' },
        el('span', { class: 'persona-name' }, one.name),
        el('span', { class: 'persona-note' }, [one.note, ...names].join(' · ')),
      ),
      isCurrent ? icon('check') : undefined,
    );
  });
  const scripted = personas.filter(({ isScripted }) => isScripted).length;
  const others =
    extras === null
      ? []
      : entries.splice(
          personas.findIndex(({ isScripted }) => isScripted),
          scripted,
        );
  const toggle =
    extras === null
      ? undefined
      : el(
          'button',
          {
            type: 'button',
            role: 'menuitemcheckbox',
            class: 'extras',
            'aria-checked': extras.isOn,
            tabindex: '-1',
            onclick: () => {
              close(true);
              turnExtras(!extras.isOn);
            },
          },
          el('span', { class: 'persona-words' }, `${scripted} others take part by themselves`),
          extras.isOn ? icon('check') : undefined,
        );
  const items = [...entries, ...(toggle === undefined ? [] : [toggle]), ...others];
  const menu = el(
    'div',
    { class: 'persona-menu', role: 'menu', 'aria-label': 'Be somebody else', hidden: true },
    items,
  );
  const button = el(
    'button',
    {
      type: 'button',
      class: 'persona-button',
      id: 'persona-button',
      'aria-haspopup': 'menu',
      'aria-expanded': 'false',
    },
    avatar(current, personas.indexOf(current)),
    el(
      'span',
      { class: 'persona-words' },
      el('span', { class: 'persona-name' }, current.name),
      el('span', { class: 'persona-note' }, current.note),
    ),
    el('span', { class: 'visually-hidden' }, '. Be somebody else'),
    icon('chevron'),
  );

  function open(index) {
    menu.hidden = false;
    button.setAttribute('aria-expanded', 'true');
    items[(index + items.length) % items.length].focus();
  }
  function close(isBack) {
    menu.hidden = true;
    button.setAttribute('aria-expanded', 'false');
    if (isBack) button.focus();
  }
  button.addEventListener('click', () => (menu.hidden ? open(personas.indexOf(current)) : close(true)));
  button.addEventListener('keydown', (event) => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    open(event.key === 'ArrowDown' ? 0 : -1);
  });
  menu.addEventListener('keydown', (event) => {
    const at = items.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      open(to);
    } else if (event.key === 'Escape' || event.key === 'Tab') {
      close(event.key === 'Escape');
    }
  });
  box.onfocusout = ({ relatedTarget }) => {
    // A click on a part that takes no focus has no related target: the document's own listener sees to that.
    if (relatedTarget !== null && !box.contains(relatedTarget)) close(false);
  };
  document.onpointerdown = ({ target }) => {
    if (!box.contains(target)) close(false);
  };
  box.replaceChildren(button, menu);
}
