import { el, icon } from './dom.js';

/** Opens a form. `send` gets the fields and throws with a sentence where they are refused; the form then stays. */
export function openDialog({ title, fields }, send) {
  const problem = el('p', { class: 'problem', role: 'alert' });
  const submit = el('button', { type: 'submit', class: 'button primary' }, 'Send');
  const close = () => dialog.close();
  const form = el(
    'form',
    {},
    el(
      'header',
      {},
      el('h2', { id: 'dialog-title' }, title),
      el('button', { type: 'button', class: 'plain', 'aria-label': 'Close', onclick: close }, icon('close')),
    ),
    el('div', { class: 'dialog-fields' }, fields.map(field), problem),
    el('footer', {}, el('button', { type: 'button', class: 'button secondary', onclick: close }, 'Cancel'), submit),
  );
  const dialog = el('dialog', { 'aria-labelledby': 'dialog-title' }, form);
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (submit.getAttribute('aria-disabled') === 'true') return;
    submit.setAttribute('aria-disabled', 'true');
    problem.textContent = '';
    try {
      await send(Object.fromEntries(new FormData(form)));
      dialog.close();
    } catch (error) {
      problem.textContent = error.message;
      submit.removeAttribute('aria-disabled');
    }
  });
  form.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  });
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  (form.querySelector('input:checked') ?? form.querySelector('input, textarea, select'))?.focus();
}

function field(spec, index) {
  const { name, label, hint, value = '', required } = spec;
  const id = `field-${index}`;
  const about = hint === undefined ? undefined : `${id}-hint`;
  const shared = { id, name, required, 'aria-describedby': about };
  if (spec.kind === 'choice' && spec.options.some(({ description }) => description !== undefined)) {
    return choiceOfWords(spec, id);
  }
  const input = spec.kind === 'choice' ? choice(spec, shared) : words(spec, shared);
  input.value = value;
  const count = spec.kind === 'text' ? counter(input, spec.maxLength) : undefined;
  return el(
    'div',
    { class: 'field' },
    el('label', { for: id }, label, required ? undefined : el('span', { class: 'optional' }, ' optional'), count),
    input,
    hint === undefined ? undefined : el('p', { class: 'hint', id: about }, hint),
  );
}

function words({ kind, long, maxLength }, shared) {
  // Both are read and shown as `2026-11-24` and `18:00`, whatever the reader's country.
  if (kind === 'date' || kind === 'time') return el('input', { ...shared, type: kind });
  const limited = { ...shared, maxlength: maxLength };
  return long ? el('textarea', { ...limited, rows: '5' }) : el('input', { ...limited, type: 'text' });
}

function choice({ options }, shared) {
  return el(
    'select',
    shared,
    el('option', { value: '' }, 'Choose…'),
    options.map(({ label, value }) => el('option', { value }, label)),
  );
}

/** Choices of more than a few words, each to be read whole. */
function choiceOfWords({ name, label, hint, value: chosen, options, required }, id) {
  return el(
    'fieldset',
    { class: 'field' },
    el('legend', {}, label, required ? undefined : el('span', { class: 'optional' }, ' optional')),
    hint === undefined ? undefined : el('p', { class: 'hint' }, hint),
    options.map(({ label: words, value, description }, index) =>
      el(
        'label',
        { class: 'way', for: `${id}-${index}` },
        el('input', { type: 'radio', id: `${id}-${index}`, name, value, required, checked: value === chosen }),
        el('span', {}, ...wholeWords(words, description)),
      ),
    ),
  );
}

/** A label that holds only the beginning of a sentence is shown with the rest of it, as one. */
function wholeWords(label, description) {
  if (description === undefined) return [label];
  const isCut = label.length > 60 && !/[.!?:)”"]$/.test(label) && /^[\p{Ll}\d(“"`]/u.test(description);
  return isCut
    ? [`${label} ${description}`]
    : [el('b', {}, label), ' ', el('span', { class: 'way-more' }, description)];
}

function counter(input, maxLength) {
  const count = el('span', { class: 'count', 'aria-hidden': 'true' });
  const update = () => {
    count.textContent = `${input.value.length} / ${maxLength}`;
  };
  input.addEventListener('input', update);
  update();
  return count;
}
