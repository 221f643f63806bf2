import type { z } from 'zod';
import { escapeTyped } from '../../src/adapters/discord/escape.ts';
import { renderText } from '../../src/adapters/playground/markdown.ts';
import { readCommand } from '../../src/adapters/slack/command-text.ts';
import { parseText } from '../../src/adapters/slack/markdown.ts';
import { unescapeText } from '../../src/adapters/slack/mrkdwn.ts';
import { describeCommands } from '../../src/chat/route.ts';
import { text } from '../../src/chat/text.ts';
import { canonical } from '../../src/curriculum/matching.ts';
import {
  dateInput,
  datesInput,
  momentInput,
  timeInput,
  weekdaysInput,
  zoneInput,
} from '../../src/features/calendar/inputs.ts';
import { suggestZones } from '../../src/features/calendar/zones.ts';
import { codeInput } from '../../src/features/linking/asking.ts';
import { TYPED_LENGTH } from '../../src/features/quizzes/marking.ts';
import { routes } from '../../src/routes.ts';

const commands = describeCommands(routes);
const now = Temporal.Instant.from('2026-11-21T12:00:00Z');

/** What routes take, each kind of field once. */
const fields = new Map(
  routes.flatMap(({ name, input }) =>
    Object.entries(input.shape).map(([field, schema]) => [schema as z.ZodType, `${name}: ${field}`] as const),
  ),
);

/** Everything that reads what people type, by name, without the length that is asked before it: patterns are judged alone. Only answers are cut as `readAnswer` holds them. */
export const TYPED_INPUTS: Readonly<Record<string, (typed: string) => unknown>> = {
  date: (typed) => dateInput.safeParse(typed),
  dates: (typed) => datesInput.safeParse(typed),
  time: (typed) => timeInput.safeParse(typed),
  moment: (typed) => momentInput.safeParse(typed),
  weekdays: (typed) => weekdaysInput.safeParse(typed),
  zone: (typed) => zoneInput.safeParse(typed),
  'zone while it is typed': (typed) => suggestZones(typed, now),
  code: (typed) => codeInput.safeParse(typed),
  'all fields of all routes, one after the other': (typed) => {
    for (const schema of fields.keys()) schema.safeParse(typed);
  },
  'a typed answer': (typed) =>
    canonical(typed.slice(0, TYPED_LENGTH), { matching: 'text', answer: '1.2', prefixes: ['some'] }),
  'a number as answer': (typed) =>
    canonical(typed.slice(0, TYPED_LENGTH), { matching: 'number', answer: '1', units: ['ms'] }),
  'code as answer': (typed) => canonical(typed.slice(0, TYPED_LENGTH), { matching: 'code', answer: 'name' }),
  'Discord, in a text': (typed) => escapeTyped(typed, 'text'),
  'Discord, in a span': (typed) => escapeTyped(typed, 'span'),
  'Discord, in a fence': (typed) => escapeTyped(typed, 'fence'),
  'Slack, a command': (typed) => readCommand(commands, '/cohort', `create ${typed}`),
  'Slack, a question': (typed) => readCommand(commands, '/ask', typed),
  'Slack, a message': (typed) => unescapeText(typed),
  'Slack, in a text': (typed) => parseText(text`Asked: ${typed}, just now.`),
  'the playground, in a text': (typed) => renderText(text`Asked: ${typed}, just now.`, { find: () => undefined }),
};

/** Texts that patterns stumble over, alone, in pairs and one after another. */
const PIECES = [
  'a',
  'to',
  ' ',
  '\n',
  '\t',
  '-',
  '–',
  '→',
  '…',
  '0',
  '9',
  ':',
  '.',
  '/',
  '_',
  ',',
  '=',
  '<',
  '>',
  '«',
  '“',
  '"',
  "'",
  '`',
  '*',
  '|',
  '[',
  '(',
  '\\',
  '@',
  '#',
  '&lt;',
  'é',
  '\u00a0',
];

/** One piece or several, over and over: the worst that a text of that length can be to a pattern. */
export function repeated(pieces: readonly string[], length: number, end = ''): string {
  const unit = pieces.join('');
  return `${unit.repeat(Math.ceil(length / Math.max(1, unit.length))).slice(0, length)}${end}`;
}

export { PIECES };
