import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { Completion, Event, Handler, Outcome, Suggestion } from '../../src/chat/event.ts';
import { choiceOption, describeInput, faultOf, idOption, numberOption, textOption } from '../../src/chat/input.ts';
import type { CommandSpec } from '../../src/chat/route.ts';
import { markdown, mention, text, time } from '../../src/chat/text.ts';
import {
  button,
  code,
  controls,
  divider,
  facts,
  file,
  footnote,
  heading,
  type Modal,
  paragraph,
  refusal,
  type View,
  view,
} from '../../src/chat/view.ts';

/** A bot of a few answers: enough to see every part of the page, and no more. */
const create = z.object({
  name: textOption('What people call the cohort', 100, z.string().min(1)),
  starts: textOption(
    'The day of the first session, like 2027-03-02',
    100,
    z.string().regex(/^\d{4}-\d\d-\d\d$/, { error: 'must be a day like 2027-03-02' }),
  ),
  zone: textOption('The time zone that the calendar is kept in', 100, z.string().min(1)),
  capacity: numberOption('How many learners may join', { min: 1, max: 50 }).optional(),
  pace: choiceOption('How many sessions a week', { one: 'One a week', two: 'Two a week' }).optional(),
  channel: idOption('channel', 'The home channel').optional(),
  mentor_role: idOption('role', 'Whoever has this role is a mentor').optional(),
});

const specs: readonly [string, string, CommandSpec['who'], z.ZodObject][] = [
  ['help', 'What I can do, and what you may do here', 'anyone', z.object({})],
  ['cohort create', 'Start a cohort: twelve sessions on a calendar', 'organiser', create],
  ['cohort join', 'Take a place in a cohort', 'anyone', z.object({ cohort: textOption('Which one', 100, z.string()) })],
  ['cohort archive', 'End a cohort', 'organiser', z.object({})],
  ['cohort show', 'The calendar, and who is in', 'anyone', z.object({})],
  ['quiz start', 'Practise alone: five questions', 'learner', z.object({})],
  ['quiz order', 'Put steps in order', 'learner', z.object({})],
  ['progress', 'Where you stand', 'learner', z.object({})],
  ['board', 'Who leads', 'learner', z.object({})],
];

export const commands: readonly CommandSpec[] = specs.map(([name, summary, who, input]) => ({
  path: name.split(' '),
  summary,
  who,
  options: describeInput(input).map((option) => ({
    ...option,
    completes: option.name === 'zone',
    faultOf: (value: string) => faultOf(input, option.name, value),
  })),
}));

const zones = ['Africa/Nairobi', 'America/New_York', 'Asia/Kolkata', 'Europe/Berlin', 'Europe/London', 'Europe/Prague'];

const program = `import asyncio

async def fetch(url: str, retries: int = 3) -> bytes:
    """Fetch a page, or give up."""
    for attempt in range(retries):
        try:
            return await download(url)  # may hang
        except TimeoutError as error:
            print(f"attempt {attempt}: {error}")
    raise ExceptionGroup("no luck", [])`;

const question: View = view(
  heading(markdown('Question 1 of 5')),
  paragraph`What does this print, and **why** does it print anything at all?`,
  code(`def grow(item, found=[]):
    found.append(item)
    return found

print(grow(1), grow(2))`),
  paragraph`- **A** \`[1] [2]\`\n- **B** \`[1, 2] [1, 2]\`\n- **C** \`[1] [1, 2]\`\n- **D** it raises \`TypeError\``,
  controls(
    ...['A', 'B', 'C', 'D'].map((letter) => button(letter, 'quiz.answer', { choice: letter })),
    button('Ask a mentor', 'help.form'),
  ),
  footnote`You may change your answer until the end of the round.`,
);

const answered: View = view(
  heading(markdown('Right')),
  paragraph`The default list is made **once**, when \`def\` runs. Both calls append to it, and \`print\` sees one list twice.`,
  paragraph`> Defaults live on the function: \`grow.__defaults__\`. See the [language reference](https://docs.python.org/3/reference/compound_stmts.html#function-definitions).`,
  controls(button('Next question', 'quiz.next', {}, { style: 'primary' }), button('Stop here', 'quiz.stop')),
);

/** A question that is answered in several presses, longer than a phone. A letter that was pressed is off. */
function orderQuestion(pressed: string): View {
  const letters = ['A', 'B', 'C', 'D'];
  return view(
    heading(markdown('Question 2 of 5')),
    paragraph`In which order does this happen?`,
    code(Array.from({ length: 40 }, (_, line) => `step_${line}()`).join('\n')),
    ...(pressed === '' ? [] : [paragraph`So far: **${[...pressed].join(' → ')}**`]),
    controls(
      ...letters.map((letter) =>
        button(letter, 'order.draft', { draft: pressed + letter }, { disabled: pressed.includes(letter) }),
      ),
    ),
    controls(button('Submit', 'order.answer', { answer: pressed }, { style: 'primary', disabled: pressed.length < 4 })),
    paragraph`${'What stands below the buttons. '.repeat(40)}`,
  );
}

const form: Modal = {
  kind: 'modal',
  title: 'Ask a mentor',
  fields: [
    { kind: 'text', name: 'title', label: 'In one line', long: false, required: true, maxLength: 80 },
    {
      kind: 'text',
      name: 'words',
      label: 'What did you try?',
      hint: 'Code in fences stays code.',
      long: true,
      required: false,
      maxLength: 1000,
    },
  ],
  action: { route: 'help.ask', state: {} },
};

/** What an announcement of a session looks like in a channel. */
export function announcement(start: Temporal.Instant): View {
  return view(
    heading(markdown('Session 3: Memory, references and the collector')),
    paragraph`Starts ${time(start, 'full')}, ${time(start, 'relative')}. ${mention('role', 'mentors')} are ${mention('member', 'milan')} and ${mention('member', 'mia')}.`,
    facts(
      ['Module', 'The runtime'],
      ['Bring', markdown('a program of yours that *leaks*')],
      ['Home', mention('channel', 'general')],
    ),
    paragraph`1. Reference counts, and what they miss\n2. Generations and **gc.freeze**\n3. Finding a leak with \`tracemalloc\``,
    code(program),
    controls(
      button('I am coming', 'rsvp', { said: 'coming' }, { style: 'primary' }),
      button('I cannot', 'rsvp', { said: 'excused' }),
      button('Closed', 'closed', {}, { disabled: true }),
    ),
    footnote`Pre-work takes about half an hour.`,
  );
}

function later(view: View, waitMs: number): Promise<View> {
  return sleep(waitMs, view);
}

export const bot: Handler = {
  async left() {},
  async removed() {},
  handle({ action, person }: Event): Outcome {
    switch (action.route) {
      case 'quiz start':
        return { ack: 'private', reply: later(question, 700) };
      case 'quiz.answer':
        return { ack: 'update', reply: later(answered, 300) };
      case 'quiz.next':
        return {
          ack: 'update',
          reply: Promise.resolve(refusal(text`That was the last one. Start again with \`/quiz start\`.`)),
        };
      case 'quiz order':
        return { ack: 'private', reply: Promise.resolve(orderQuestion('')) };
      case 'cohort join':
        return {
          ack: 'private',
          reply: Promise.resolve(refusal(text`There is no cohort ${action.state['cohort'] ?? ''}.`)),
        };
      case 'order.draft':
        return { ack: 'update', reply: Promise.resolve(orderQuestion(action.state['draft'] ?? '')) };
      case 'order.answer':
        return { ack: 'update', reply: Promise.resolve(question) };
      case 'help.form':
        return { ack: 'modal', reply: form };
      case 'help.ask':
        return {
          ack: 'private',
          reply: Promise.resolve(view(paragraph`A mentor will see **${action.state['title'] ?? ''}** soon.`)),
        };
      case 'rsvp':
        return {
          ack: 'private',
          reply: Promise.resolve(view(paragraph`See you there, ${mention('member', person.id)}.`)),
        };
      case 'cohort create':
        return {
          ack: 'private',
          reply: Promise.resolve(
            view(
              heading(text`${action.state['name'] ?? ''} is ready`),
              facts(...Object.entries(action.state).map(([name, value]) => [name, value] as const)),
              file('calendar.csv', 'session,start\n1,2027-03-02T18:00Z\n'),
              controls(
                button('Open it', 'open', {}, { style: 'primary' }),
                button('Delete', 'delete', {}, { style: 'danger' }),
                {
                  kind: 'select',
                  name: 'pace',
                  placeholder: 'Change the pace',
                  options: [
                    { label: 'One a week', value: 'one', description: 'twelve weeks' },
                    { label: 'Two a week', value: 'two' },
                  ],
                  action: { route: 'pace', state: {} },
                },
              ),
            ),
          ),
        };
      case 'pace':
        return { ack: 'private', reply: Promise.resolve(view(paragraph`Pace: ${action.state['pace'] ?? ''}`)) };
    }
    return {
      ack: 'private',
      reply: Promise.resolve(
        view(
          heading(markdown('What I can do')),
          paragraph`You are ${mention('member', person.id)}.`,
          divider,
          paragraph`- \`/cohort join\` takes a place\n- \`/quiz start\` asks you five questions`,
        ),
      ),
    };
  },
  async complete({ option, action }: Completion): Promise<readonly Suggestion[]> {
    const typed = (action.state[option] ?? '').toLowerCase();
    return zones.filter((zone) => zone.toLowerCase().includes(typed)).map((zone) => ({ label: zone, value: zone }));
  },
};
