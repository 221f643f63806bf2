import { el } from './dom.js';

/**
 * One option of a command, as a labelled field. `read()` is its value ('' when it is left out); `input` takes the focus.
 * What a person picks from a list is a native select: every phone and screen reader knows it.
 */
export function createOption(spec, { channels, roles, personas, remove }) {
  const id = `option-${spec.name}`;
  const shared = { id, 'data-option': spec.name, 'aria-required': spec.required, 'aria-describedby': 'composer-hint' };
  const choices = choicesOf(spec, { channels, roles, personas });
  const input =
    choices === undefined
      ? el('input', {
          ...shared,
          type: typeOf(spec),
          size: '8',
          inputmode: spec.kind === 'integer' ? 'numeric' : undefined,
        })
      : el(
          'select',
          shared,
          el('option', { value: '' }, '…'),
          choices.map(({ label, value }) => el('option', { value }, label)),
        );
  if (choices === undefined) {
    input.addEventListener('input', () => {
      delete input.dataset.value;
      fit(input);
    });
  }
  if (spec.completes) {
    input.setAttribute('role', 'combobox');
    input.setAttribute('aria-autocomplete', 'list');
    input.setAttribute('aria-expanded', 'false');
    input.setAttribute('aria-controls', 'suggestions');
  }
  const off = spec.required
    ? undefined
    : el(
        'button',
        { type: 'button', class: 'option-off', 'aria-label': `Leave out ${spec.name}`, onclick: remove },
        '×',
      );
  const element = el(
    'span',
    { class: `option${spec.required ? ' required' : ''}` },
    el('label', { for: id }, spec.name),
    input,
    off,
  );
  const problem = el('span', { class: 'option-fault', id: `${id}-fault` });
  const field = el('span', { class: 'option-field' }, element, problem);
  return {
    spec,
    input,
    element: field,
    /** A suggestion that was picked shows its label and sends its value. */
    read: () => input.dataset.value ?? input.value.trim(),
    /** Puts a value there that was typed elsewhere. */
    set(value) {
      input.value = value;
      // A picker takes only `2026-11-24` and `18:00`; people write days and times in more ways than that.
      if (input.value !== value && choices === undefined) {
        input.type = 'text';
        input.value = value;
      }
      if (choices === undefined) fit(input);
    },
    /** What is wrong with what stands there; nothing, where it is empty. */
    fault(words) {
      problem.textContent = words;
      input.setAttribute('aria-invalid', String(words !== ''));
      input.setAttribute('aria-describedby', words === '' ? 'composer-hint' : `${id}-fault`);
    },
    fill({ label, value }) {
      input.value = label;
      input.dataset.value = value;
      fit(input);
    },
  };
}

/** A day and a time are picked with what the browser has for it, unless the bot suggests some. */
function typeOf({ when, completes }) {
  return (when === 'date' || when === 'time') && !completes ? when : 'text';
}

/** A field is as wide as what stands in it. */
function fit(input) {
  input.size = Math.min(Math.max(input.value.length + 1, 8), 40);
}

function choicesOf(spec, { channels, roles, personas }) {
  switch (spec.kind) {
    case 'boolean':
      return [
        { label: 'yes', value: 'true' },
        { label: 'no', value: 'false' },
      ];
    case 'channel':
      return channels
        .filter(({ kind }) => kind !== 'direct')
        .map(({ id, name, kind }) => ({ label: kind === 'thread' ? `↳ ${name}` : `#${name}`, value: id }));
    case 'role':
      return roles.map(({ id, name }) => ({ label: `@${name}`, value: id }));
    case 'member':
      return personas.map(({ id, name }) => ({ label: `@${name}`, value: id }));
  }
  return spec.choices.length > 0 && !spec.completes ? spec.choices : undefined;
}
