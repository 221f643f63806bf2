import { el, icon } from './dom.js';

/** Makes every picture of a message one that opens whole: on a phone its labels are too small to read where it stands. */
export function openable(body) {
  for (const picture of body.querySelectorAll('img.picture')) {
    const button = el('button', {
      type: 'button',
      class: 'picture-button',
      title: 'Open whole',
      onclick: () => open(picture),
    });
    picture.replaceWith(button);
    button.append(picture, el('span', { class: 'visually-hidden' }, ' Open whole'));
  }
}

function open(picture) {
  const close = () => dialog.close();
  const whole = el('img', { src: picture.src, alt: picture.alt, onclick: close });
  const dialog = el(
    'dialog',
    { class: 'picture-dialog', 'aria-label': 'The whole picture' },
    el('div', { class: 'picture-scroll', tabindex: '0' }, whole),
    el('button', { type: 'button', class: 'plain', 'aria-label': 'Close', onclick: close }, icon('close')),
  );
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
