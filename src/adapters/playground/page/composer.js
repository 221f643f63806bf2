import { byId, el, icon } from './dom.js';
import { createListbox } from './listbox.js';
import { createOption } from './option.js';
import { createSuggestions } from './suggestions.js';

const IDLE = 'Type / to begin';

/**
 * The line at the bottom. Idle it takes a slash and finds commands; with a command chosen it is that command's form.
 * `known()` is the state, `send` and `complete` speak to the server and throw with a sentence.
 */
export function createComposer({ known, send, complete }) {
  const form = byId('composer');
  const popup = el('div', { class: 'popup', hidden: true });
  const hint = el('p', { class: 'hint', id: 'composer-hint', role: 'status' });
  const line = el('div', { class: 'line' });
  form.append(popup, hint, line);

  const listbox = createListbox(popup, { pick: (item, input) => item.pick(input) });
  /** The chosen command with the options that stand in the line, or nothing. */
  let chosen;
  const suggestions = createSuggestions({
    listbox,
    ask: ({ spec, input }) => complete(chosen.command.name, spec.name, { ...readOptions(), [spec.name]: input.value }),
    picked: next,
  });

  function say(words, isProblem = false) {
    hint.textContent = words;
    hint.classList.toggle('problem', isProblem);
  }

  function idle(text = '') {
    chosen = undefined;
    suggestions.stop();
    say('');
    const input = el('input', {
      type: 'text',
      id: 'composer-input',
      class: 'idle',
      placeholder: IDLE,
      role: 'combobox',
      'aria-label': 'Slash command',
      'aria-autocomplete': 'list',
      'aria-expanded': 'false',
      'aria-controls': 'suggestions',
      'aria-describedby': 'composer-hint',
      spellcheck: 'false',
      autocapitalize: 'none',
      enterkeyhint: 'send',
    });
    input.value = text;
    input.addEventListener('input', () => find(input));
    input.addEventListener('blur', () => listbox.hide());
    input.addEventListener('focus', () => input.value.startsWith('/') && find(input));
    line.className = 'line';
    line.replaceChildren(input, sendButton());
    return input;
  }

  function sendButton() {
    return el('button', { type: 'submit', class: 'send', 'aria-label': 'Send', title: 'Send' }, icon('send'));
  }

  function find(input) {
    say('');
    if (!input.value.startsWith('/')) return listbox.hide();
    const typed = input.value.slice(1).toLowerCase().trimStart();
    const exact = known().commands.find(({ name }) => `${name} ` === typed);
    const found = search(known().commands, typed.trim());
    if (exact !== undefined && found.length === 1) return choose(exact);
    listbox.show(
      input,
      typed === '' ? 'Commands' : `Commands with “${typed.trim()}”`,
      found.map((command) => ({
        label: `/${command.name}`,
        detail: command.summary,
        badge: command.who === 'anyone' ? undefined : command.who,
        example: command.options.map(({ name, required }) => (required ? name : `[${name}]`)).join(' '),
        pick: () => choose(command),
      })),
      'There is no command like that.',
    );
  }

  function choose(command) {
    listbox.hide();
    chosen = { command, options: [] };
    line.className = 'line chosen';
    for (const spec of command.options.filter(({ required }) => required)) add(spec);
    draw();
    (chosen.options[0]?.input ?? line.querySelector('.send')).focus();
    describe(chosen.options[0]?.spec);
  }

  function add(spec) {
    const option = createOption(spec, {
      ...known(),
      remove: () => {
        chosen.options = chosen.options.filter((one) => one !== option);
        draw();
        line.querySelector('.add')?.focus();
      },
    });
    option.input.addEventListener('focus', () => {
      describe(spec);
      if (spec.completes) suggestions.suggest(option, 0);
    });
    option.input.addEventListener('blur', suggestions.stop);
    option.input.addEventListener('input', () => {
      describe(spec);
      if (spec.completes) suggestions.suggest(option, 120);
    });
    chosen.options.push(option);
    return option;
  }

  function draw() {
    const { command, options } = chosen;
    const shown = new Set(options.map(({ spec }) => spec.name));
    const others = command.options.filter(({ name }) => !shown.has(name));
    line.replaceChildren(
      el(
        'div',
        { class: 'parts' },
        el('span', { class: 'command' }, `/${command.name}`),
        options.map(({ element }) => element),
        others.map((spec) =>
          el(
            'button',
            {
              type: 'button',
              class: 'add',
              title: spec.description,
              onclick: () => {
                const option = add(spec);
                draw();
                option.input.focus();
              },
            },
            `+ ${spec.name}`,
          ),
        ),
      ),
      el(
        'button',
        { type: 'button', class: 'plain', 'aria-label': 'Leave this command', onclick: leave },
        icon('close'),
      ),
      sendButton(),
    );
  }

  function describe(spec) {
    if (spec === undefined) return say(`${chosen.command.summary}. Enter sends, Escape leaves.`);
    const range = spec.min === undefined ? '' : ` (${spec.min} to ${spec.max})`;
    say(`${spec.name}: ${spec.description}${range}${spec.required ? '' : ', optional'}`);
  }

  /** On to the next field that is still empty. */
  function next(option) {
    const after = chosen.options.slice(chosen.options.indexOf(option) + 1);
    after.find(({ spec, read }) => spec.required && read() === '')?.input.focus();
  }

  function readOptions() {
    const filled = chosen.options.map(({ spec, read }) => [spec.name, read()]).filter(([, value]) => value !== '');
    return Object.fromEntries(filled);
  }

  function leave() {
    idle().focus();
  }

  async function submit() {
    if (chosen === undefined) {
      const { value } = line.querySelector('input');
      if (value.trim() === '') return;
      const exact = known().commands.find(({ name }) => `/${name}` === value.trim().toLowerCase());
      if (exact !== undefined) return choose(exact);
      return say(
        value.startsWith('/')
          ? 'There is no command like that. Type / to see them all.'
          : 'The playground listens to slash commands only. Type / to see them all.',
        true,
      );
    }
    const missing = chosen.options.find(({ spec, read }) => spec.required && read() === '');
    if (missing !== undefined) {
      missing.input.focus();
      return say(`${missing.spec.name} is missing: ${missing.spec.description}`, true);
    }
    const sent = chosen;
    const options = readOptions();
    line.classList.add('busy');
    try {
      await send(sent.command.name, options);
      if (chosen === sent) leave();
    } catch (error) {
      say(error.message, true);
    } finally {
      line.classList.remove('busy');
    }
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (!line.classList.contains('busy')) void submit();
  });
  form.addEventListener('keydown', (event) => {
    if (event.isComposing || listbox.key(event)) return;
    if (event.key === 'Escape') {
      event.preventDefault();
      leave();
    } else if (event.key === 'ArrowDown' && event.target.getAttribute('role') === 'combobox') {
      const option = chosen?.options.find(({ input }) => input === event.target);
      if (option !== undefined) suggestions.suggest(option, 0);
    } else if (event.key === 'Backspace' && event.target.value === '' && event.target === chosen?.options[0]?.input) {
      event.preventDefault();
      idle(`/${chosen.command.name}`).focus();
    } else if (event.key === 'Enter' && event.target.matches('select')) {
      // A select keeps Enter to itself in some browsers and opens with it in others: here it sends.
      event.preventDefault();
      form.requestSubmit();
    }
  });
  document.addEventListener('keydown', (event) => {
    const isTyping = event.target.closest?.('input, textarea, select, dialog, [role=menu]') !== null;
    if (event.key !== '/' || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    start('/');
  });

  /** Puts this into the line as if it had been typed. */
  function start(text) {
    const command = known().commands.find(({ name }) => `/${name}` === text);
    if (command !== undefined) return choose(command);
    const input = idle(text);
    input.focus();
    find(input);
  }

  idle();
  return {
    start,
    focus: () => (line.querySelector('input') ?? line.querySelector('.send'))?.focus(),
    reset: () => idle(),
  };
}

/** Names that begin with what was typed, then those that hold it, then summaries that do. */
function search(commands, typed) {
  const ranked = commands.map((command) => {
    const name = command.name.toLowerCase();
    const rank = [
      name.startsWith(typed),
      name.split(' ').some((word) => word.startsWith(typed)),
      name.includes(typed),
      command.summary.toLowerCase().includes(typed),
    ].indexOf(true);
    return { command, rank };
  });
  return ranked
    .filter(({ rank }) => rank >= 0)
    .sort((one, other) => one.rank - other.rank)
    .map(({ command }) => command);
}
