import { normalise, noteUse, readTyped, search } from './commands.js';
import { byId, el, icon } from './dom.js';
import { createListbox } from './listbox.js';
import { createOption } from './option.js';
import { createSuggestions } from './suggestions.js';

/**
 * The line at the bottom. Idle it takes words for the channel; a slash finds commands; with a command chosen it is that
 * command's form. `known()` is the state; `send`, `say`, `complete` and `nearest` speak to the server and throw with a
 * sentence (`send` with `faults` by option, too).
 */
export function createComposer({ known, send, say, complete, nearest }) {
  const form = byId('composer');
  const popup = el('div', { class: 'popup', hidden: true });
  const hint = el('p', { class: 'hint', id: 'composer-hint', role: 'status' });
  const line = el('div', { class: 'line' });
  form.append(popup, hint, line);

  const listbox = createListbox(popup, { pick: (item, input) => item.pick(input) });
  /** The chosen command with the options that stand in the line, or nothing. */
  let chosen;
  /** What was sent last, until it is answered: a refusal gives it back. */
  let sentLast;
  /** The event that was refused last: word of it may come before the sending is over. */
  let refused;
  /** Counts what was typed: a near miss is looked up, and may come too late. */
  let typing = 0;
  const suggestions = createSuggestions({
    listbox,
    ask: ({ spec, input }) => complete(chosen.command.name, spec.name, { ...readOptions(), [spec.name]: input.value }),
    picked: next,
  });

  function tell(words, isProblem = false) {
    hint.textContent = words;
    hint.classList.toggle('problem', isProblem);
  }

  /** Where words go, in this channel. */
  function placeholder() {
    const channel = known().channels.find(({ id }) => id === known().current);
    if (channel === undefined || channel.kind === 'direct') return 'Type / to begin';
    return channel.kind === 'thread' ? 'Answer here, or / for commands' : `Message #${channel.name}, or / for commands`;
  }

  function idle(text = '') {
    chosen = undefined;
    suggestions.stop();
    tell('');
    const input = text.includes('\n') ? manyLines() : oneLine();
    input.value = text;
    line.className = 'line';
    line.replaceChildren(input, sendButton());
    return input;
  }

  function oneLine() {
    const input = el('input', {
      type: 'text',
      id: 'composer-input',
      class: 'idle',
      placeholder: placeholder(),
      role: 'combobox',
      'aria-label': 'Message or slash command',
      'aria-autocomplete': 'list',
      'aria-expanded': 'false',
      'aria-controls': 'suggestions',
      'aria-describedby': 'composer-hint',
      autocapitalize: 'none',
      enterkeyhint: 'send',
    });
    input.addEventListener('input', () => find(input));
    input.addEventListener('blur', () => listbox.hide());
    input.addEventListener('focus', () => input.value.startsWith('/') && find(input));
    // A line would lose the breaks of what is pasted: code, a traceback.
    input.addEventListener('paste', (event) => {
      const pasted = event.clipboardData?.getData('text') ?? '';
      if (!pasted.trim().includes('\n')) return;
      event.preventDefault();
      const { value, selectionStart, selectionEnd } = input;
      idle(value.slice(0, selectionStart) + pasted + value.slice(selectionEnd)).focus();
    });
    return input;
  }

  function manyLines() {
    const input = el('textarea', { id: 'composer-input', class: 'idle', 'aria-label': 'Message', rows: '4' });
    tell('Enter sends, Shift and Enter begins a new line.');
    return input;
  }

  function sendButton() {
    return el('button', { type: 'submit', class: 'send', 'aria-label': 'Send', title: 'Send' }, icon('send'));
  }

  function find(input) {
    tell('');
    typing += 1;
    if (!input.value.startsWith('/')) return listbox.hide();
    const typed = normalise(input.value);
    const { commands } = known();
    const role = known().personas.find(({ id }) => id === known().persona)?.note;
    const found = search(commands, typed, role);
    const exact = commands.find(({ name }) => name === typed);
    if (exact !== undefined && found.length === 1 && input.value.endsWith(' ')) return choose(exact);
    const withValues = readTyped(commands, input.value);
    if (found.length === 0 && withValues !== undefined) return show(input, 'Commands', [withValues]);
    if (found.length === 0) return void offerNearest(input, typed);
    show(
      input,
      typed === '' ? 'Commands' : `Commands with “${typed}”`,
      found.map((command) => ({ command, values: {} })),
    );
  }

  function show(input, title, found, start = 0) {
    listbox.show(
      input,
      title,
      found.map(({ command, values }) => ({
        label: `/${command.name}`,
        detail: command.summary,
        badge: command.who === 'anyone' ? undefined : command.who,
        example:
          Object.values(values).join(' ') ||
          command.options.map(({ name, required }) => (required ? name : `[${name}]`)).join(' '),
        pick: () => choose(command, values),
      })),
      'There is no command like that.',
      start,
    );
  }

  /** What was probably meant. */
  async function offerNearest(input, typed) {
    const here = typing;
    const names = await nearest(typed).catch(() => []);
    if (here !== typing || document.activeElement !== input) return;
    const commands = names.flatMap((name) => known().commands.find((one) => one.name === name) ?? []);
    show(
      input,
      `There is no /${typed}. Did you mean:`,
      commands.map((command) => ({ command, values: {} })),
      // What nobody typed is not taken by an Enter that was on its way.
      -1,
    );
  }

  /** What is still on its way does not open either: a second Escape always leaves. */
  function dropLists() {
    typing += 1;
    suggestions.stop();
  }

  function choose(command, values = {}) {
    listbox.hide();
    chosen = { command, options: [] };
    line.className = 'line chosen';
    const specs = command.options.filter(({ required, name }) => required || name in values);
    for (const spec of specs) {
      const option = add(spec);
      if (values[spec.name] !== undefined) option.set(values[spec.name]);
    }
    draw();
    const empty = chosen.options.find(({ spec, read }) => spec.required && read() === '');
    // What was typed whole only waits for its Enter.
    (empty?.input ?? findSend()).focus();
    describe((empty ?? chosen.options.at(-1))?.spec);
  }

  function findSend() {
    return line.querySelector('.send');
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
      option.fault('');
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
    if (spec === undefined) return tell(`${chosen.command.summary}. Enter sends, Escape leaves.`);
    const range = spec.min === undefined ? '' : ` (${spec.min} to ${spec.max})`;
    tell(`${spec.name}: ${spec.description}${range}${spec.required ? '' : ', optional'}`);
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

  /** What was left does not come back, whatever the bot says to it. */
  function leave() {
    sentLast = undefined;
    idle().focus();
  }

  async function submit() {
    if (chosen !== undefined) return submitCommand();
    const { value } = line.querySelector('input, textarea');
    if (value.trim() === '') return;
    if (!value.trimStart().startsWith('/')) return submitWords(value);
    const typed = readTyped(known().commands, value);
    if (typed !== undefined) return choose(typed.command, typed.values);
    // A list that is still on its way would open over the sentence.
    dropLists();
    const here = typing;
    const names = await nearest(normalise(value)).catch(() => []);
    if (here !== typing) return;
    const offer = names.length === 0 ? 'Type / to see them all.' : `Did you mean /${names.join(' or /')}?`;
    tell(`There is no command like that. ${offer}`, true);
  }

  async function submitWords(words) {
    await busy(async () => {
      await say(words);
      leave();
    });
  }

  async function submitCommand() {
    const missing = chosen.options.filter(({ spec, read }) => spec.required && read() === '');
    for (const { fault, spec } of missing) fault(`${spec.name} is missing`);
    if (missing.length > 0) {
      missing[0].input.focus();
      return tell(
        `${missing.map(({ spec }) => spec.name).join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing: ${missing[0].spec.description}`,
        true,
      );
    }
    const sent = chosen;
    const options = readOptions();
    await busy(async () => {
      const { id } = await send(sent.command.name, options);
      noteUse(sent.command.name);
      if (chosen !== sent) return;
      leave();
      sentLast = { id, command: sent.command, options };
      giveBack(refused);
    });
  }

  /** One sending at a time. What is wrong is said, at its field where it has one, and everything typed stays. */
  async function busy(work) {
    line.classList.add('busy');
    try {
      await work();
    } catch (error) {
      tell(error.message, true);
      const faulty = Object.keys(error.faults ?? {});
      for (const { spec, fault } of chosen?.options ?? []) fault(error.faults?.[spec.name] ?? '');
      chosen?.options.find(({ spec }) => faulty.includes(spec.name))?.input.focus();
      if (faulty.length > 0) tell(error.message, true);
    } finally {
      line.classList.remove('busy');
    }
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (!line.classList.contains('busy')) void submit();
  });
  form.addEventListener('keydown', (event) => {
    if (event.isComposing) return;
    const wasForList = listbox.key(event);
    if (event.key === 'Escape') dropLists();
    if (wasForList) return;
    if (event.key === 'Escape') {
      event.preventDefault();
      leave();
    } else if (event.key === 'Enter' && event.shiftKey && event.target.matches('input.idle')) {
      event.preventDefault();
      idle(`${event.target.value}\n`).focus();
    } else if (event.key === 'Enter' && !event.shiftKey && event.target.matches('textarea')) {
      event.preventDefault();
      form.requestSubmit();
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

  /** The bot refused what was sent: it comes back, unless something else is being typed already. */
  function giveBack(id) {
    refused = id;
    if (id === undefined || sentLast?.id !== id || chosen !== undefined) return;
    if (line.querySelector('.idle')?.value === '' && Object.keys(sentLast.options).length > 0) {
      choose(sentLast.command, sentLast.options);
      chosen.options.at(-1).input.focus();
    }
  }

  idle();
  return {
    start,
    focus: () => (line.querySelector('input, textarea') ?? findSend())?.focus(),
    reset: () => idle(),
    /** Another channel: what stands in the line stays, only where it would go is said anew. */
    moved() {
      const input = line.querySelector('input.idle');
      if (input !== null) input.placeholder = placeholder();
    },
    giveBack,
  };
}
