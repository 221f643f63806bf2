import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCommand } from '../../../src/adapters/slack/command-text.ts';
import { describeCommands } from '../../../src/chat/route.ts';
import { text } from '../../../src/chat/text.ts';
import { routes } from '../../../src/routes.ts';
import { plainText } from '../../support/platform.ts';

const commands = describeCommands(routes);
const read = (command: string, typed: string) => readCommand(commands, command, typed);

const wanted = { name: 'Autumn cohort', start: '2026-11-24', days: 'Tue, Thu', time: '18:00', zone: 'Europe/Berlin' };

describe('a command with all it needs', () => {
  it.each([
    ['by name with =', 'create name="Autumn cohort" start=2026-11-24 days="Tue, Thu" time=18:00 zone=Europe/Berlin'],
    [
      'by name with a colon',
      'create name: Autumn cohort start: 2026-11-24 days: Tue, Thu time: 18:00 zone: Europe/Berlin',
    ],
    [
      'with = between spaces',
      'create name = Autumn cohort start = 2026-11-24 days = Tue, Thu time = 18:00 zone = Europe/Berlin',
    ],
    ['in any order', 'create zone=Europe/Berlin time=18:00 days=Tue, Thu start=2026-11-24 name=Autumn cohort'],
    [
      'with the quotes that phones make',
      'create name=“Autumn cohort” start=2026-11-24 days=“Tue, Thu” time=18:00 zone=Europe/Berlin',
    ],
    [
      'with the quotes of other languages, as phones and keyboards close them',
      'create „Autumn cohort” 2026-11-24 days=»Tue, Thu« time=‚18:00‘ zone=「Europe/Berlin」',
    ],
    [
      'with a curly quote that a straight one closes',
      'create name=“Autumn cohort" start=2026-11-24 days="Tue, Thu” time=18:00 zone=Europe/Berlin',
    ],
    ['by position, then by name', 'create "Autumn cohort" 2026-11-24 days="Tue, Thu" time=18:00 zone=Europe/Berlin'],
    ['shouting', 'CREATE NAME="Autumn cohort" Start=2026-11-24 Days="Tue, Thu" TIME=18:00 Zone=Europe/Berlin'],
  ])('is understood %s', (_, typed) => {
    expect(read('/cohort', `${typed} channel=<#C0123ABCD|home>`)).toEqual({
      kind: 'ready',
      route: 'cohort create',
      state: { ...wanted, channel: 'C0123ABCD' },
    });
  });

  it('is understood under the name it had, which goes on to whoever can tell the new one', () => {
    const state = { session: '4', to: '2026-12-03' };
    const once = read('/cohort', 'move 4 2026-12-03');
    expect(once).toEqual({ kind: 'ready', route: 'cohort move', state });
    expect(read('/pythia', 'cohort move 4 2026-12-03')).toEqual(once);
    expect(read('/organise', 'move 4 2026-12-03')).toEqual({ kind: 'ready', route: 'organise move', state });
    // A form carries the new name in its title.
    expect(read('/cohort', 'move 4')).toMatchObject({ kind: 'form', route: 'organise move', state: { session: '4' } });
  });

  it('is the same behind the command that all others can be typed behind', () => {
    expect(read('/pythia', 'session 4')).toEqual(read('/session', '4'));
    expect(read('/pythia', '')).toEqual({ kind: 'ready', route: 'help', state: {} });
  });

  it('takes mentions for channels, groups and people', () => {
    const typed = `create ${Object.entries(wanted)
      .map(([name, value]) => `${name}="${value}"`)
      .join(' ')} channel=<#C0123ABCD|py-home> mentors: <!subteam^S0123ABCD|@py mentors>`;
    expect(read('/cohort', typed)).toMatchObject({
      kind: 'ready',
      state: { ...wanted, channel: 'C0123ABCD', mentors: 'S0123ABCD' },
    });
  });

  it('needs no words where there is nothing to say', () => {
    expect(read('/progress', '')).toEqual({ kind: 'ready', route: 'progress', state: {} });
    expect(read('/session', '4')).toEqual({ kind: 'ready', route: 'session', state: { number: '4' } });
  });

  it('gives all words to the only text it takes, with what was typed unescaped', () => {
    expect(read('/ask', "Why isn't x=1 a `&lt;const&gt;` &amp; fast?")).toEqual({
      kind: 'ready',
      route: 'ask',
      state: { question: "Why isn't x=1 a `<const>` & fast?" },
    });
  });
});

describe('a command that takes one text', () => {
  it.each([
    ['I have a question: why does it stop', 'I have a question: why does it stop'],
    ['Quick question: why', 'Quick question: why'],
    ['how do I print "a  b" and \'c\'?', 'how do I print "a  b" and \'c\'?'],
    ['question: why?', 'why?'],
    ['question = «Pourquoi ?»', 'Pourquoi ?'],
    ['question "why"', 'question "why"'],
    ['“Why?”', 'Why?'],
    ['"a" or "b"?', '"a" or "b"?'],
    ['x\n  y', 'x\n  y'],
  ])('reads %s as one sentence', (typed, question) => {
    expect(read('/ask', typed)).toEqual({ kind: 'ready', route: 'ask', state: { question } });
    expect(read('/pythia', `ask ${typed}`)).toEqual({ kind: 'ready', route: 'ask', state: { question } });
  });
});

describe('quotes', () => {
  it.each([
    ['„', '”'],
    ['„', '“'],
    ['“', '"'],
    ['"', '”'],
    ['»', '«'],
    ['»', '»'],
    ['‚', '‘'],
    ['‹', '›'],
    ['「', '」'],
    ['’', '’'],
    ['‘', "'"],
  ])('of every language keep words together: %s…%s', (open, close) => {
    const quoted = (words: string) => `${open}${words}${close}`;
    for (const typed of [
      `create ${quoted('Autumn cohort')} 2026-11-24 ${quoted('Tue, Thu')} 18:00 Europe/Berlin <#C0123ABCD|home>`,
      `create name=${quoted('Autumn cohort')} start=2026-11-24 days=${quoted('Tue, Thu')} time=18:00 zone=Europe/Berlin channel=<#C0123ABCD|home>`,
    ]) {
      expect(read('/cohort', typed)).toEqual({
        kind: 'ready',
        route: 'cohort create',
        state: { ...wanted, channel: 'C0123ABCD' },
      });
    }
  });
});

describe('a command with something missing or wrong', () => {
  it('asks for a form with what was understood filled in', () => {
    const form = read('/cohort', 'create name=Autumn start=soon time=18:00');
    expect(form).toMatchObject({
      kind: 'form',
      route: 'cohort create',
      state: { name: 'Autumn', start: 'soon', time: '18:00' },
      faults: { start: expect.stringContaining('date') },
    });
    expect(Object.keys(form.kind === 'form' ? form.faults : {})).not.toContain('name');
  });

  it('says what is wrong with a number and with a channel that is only a word', () => {
    expect(read('/session', '61')).toMatchObject({
      kind: 'form',
      faults: { number: 'must be a whole number from 1 to 60' },
    });
    expect(read('/cohort', `create name=A channel=home`)).toMatchObject({
      kind: 'form',
      faults: { channel: 'must be a channel like #general, picked from the list' },
    });
  });

  it('offers the nearest subcommand for one that there is not', () => {
    const unclear = read('/cohort', 'craete name=A');
    expect(plainText(unclear.kind === 'unclear' ? unclear.text : text``)).toMatch(
      /no `\/cohort` craete\. Did you mean `\/cohort create`\?/,
    );
    const nothing = read('/cohort', '');
    expect(plainText(nothing.kind === 'unclear' ? nothing.text : text``)).toContain('`/cohort create`');
    const unknown = read('/kohort', 'create');
    expect(plainText(unknown.kind === 'unclear' ? unknown.text : text``)).toContain('no command `/kohort`');
  });

  it('offers the nearest option for one that there is not', () => {
    const unclear = read('/cohort', 'create naem=Autumn');
    expect(plainText(unclear.kind === 'unclear' ? unclear.text : text``)).toContain('Did you mean `name`?');
  });
});

describe('whatever is typed', () => {
  it('is read without an error, and only options that the command has come out', () => {
    const names = commands.map(({ path }) => `/${path[0]}`);
    const piece = fc.oneof(
      fc.string({ maxLength: 12 }),
      fc.constantFrom(
        'create',
        'start',
        'name=',
        'days:',
        '"',
        '“',
        "'",
        '<@U1|a b>',
        '<#C',
        '&lt;',
        '=',
        ':',
        '\n',
        '‹',
      ),
    );
    fc.assert(
      fc.property(fc.constantFrom(...names), fc.array(piece, { maxLength: 12 }), (command, pieces) => {
        const result = read(command, pieces.join(' '));
        if (result.kind === 'unclear') return plainText(result.text).length > 0;
        const spec = commands.find(({ path }) => path.join(' ') === result.route);
        const known = new Set(spec?.options.map(({ name }) => name));
        return Object.keys(result.state).every((name) => known.has(name));
      }),
      { numRuns: 500 },
    );
  });

  it('comes through quotes and names unchanged', () => {
    const value = fc
      .string({ minLength: 1, maxLength: 40 })
      .filter((words) => words.trim() === words && !/["“”]/.test(words));
    fc.assert(
      fc.property(value, (name) => {
        const escaped = name.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
        const result = read('/cohort', `create name="${escaped}" start=2026-11-24`);
        expect(result.kind === 'unclear' ? undefined : result.state['name']).toBe(name);
      }),
    );
  });
});
