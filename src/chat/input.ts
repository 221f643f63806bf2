import { z } from 'zod';

/**
 * What a command takes, read off the route's one zod object: Discord's options, Slack's parser, the playground's form and
 * the help text are all made from this list.
 */
export interface OptionSpec {
  name: string;
  kind: OptionKind;
  description: string;
  required: boolean;
  choices: readonly { label: string; value: string }[];
  min?: number;
  max?: number;
  /** Present on free text: how many characters it may have. */
  maxLength?: number;
  /** Present on text that says when: a platform with a picker for it lets people pick. */
  when?: When;
}

/** A day, a time of day, or a day with a time of day where it is said. */
export type When = 'date' | 'time' | 'moment';

/** What a picker shows for a value: a day as `2026-11-24` and a time as `18:00`, as far as they are said. */
export interface Picked {
  date?: string;
  time?: string;
}

export type OptionKind = 'string' | 'integer' | 'boolean' | 'channel' | 'role' | 'member' | 'file';

interface OptionMeta {
  option: OptionKind;
  description: string;
  choices?: readonly { label: string; value: string }[];
  min?: number;
  max?: number;
  maxLength?: number;
  when?: When;
}

const registry = z.registry<OptionMeta>();

/** How many characters any one value may have, whatever a route takes: as many as the longest field of a platform holds. */
export const LONGEST = 4000;

/** What is wrong with words before anything reads them, as the rest of a sentence; undefined when nothing is. */
export function faultOfWords(words: string, maxLength = LONGEST): string | undefined {
  if (words.length > maxLength) return `must be at most ${maxLength} characters`;
  // Postgres keeps neither: https://www.postgresql.org/docs/current/datatype-character.html
  if (words.includes('\0') || !words.isWellFormed()) return 'has a character in it that can’t be kept: type it anew';
  return undefined;
}

/** Words reduced to what can be kept: for values that nobody can type again, like a name. */
export function keepable(words: string): string {
  return words.toWellFormed().replaceAll('\0', '');
}

/** Free text of at most `maxLength` characters, which is checked first; then `schema` reads it and says in a sentence what is wrong. */
export function textOption<S extends z.ZodType<unknown, string>>(description: string, maxLength: number, schema: S) {
  const error = ({ input }: { input?: unknown }) => faultOfWords(String(input), maxLength);
  const own = z.string().max(maxLength, { error }).pipe(schema);
  registry.add(own, { option: 'string', description, maxLength });
  return own;
}

/** Text that says when, typed in any of the ways that `schema` reads: a day, a time of day, or `{ date, time }` of which the time may be left out. */
export function whenOption<S extends z.ZodType<unknown, string>>(
  when: When,
  description: string,
  maxLength: number,
  schema: S,
) {
  const own = textOption(description, maxLength, schema);
  registry.add(own, { option: 'string', description, maxLength, when });
  return own;
}

export function numberOption(description: string, range: { min: number; max: number }) {
  const message = `must be a whole number from ${range.min} to ${range.max}`;
  return z.coerce
    .number({ error: message })
    .int({ error: message })
    .min(range.min, { error: message })
    .max(range.max, { error: message })
    .register(registry, { option: 'integer', description, ...range });
}

/** One of a few values; `labels` are what people read. */
export function choiceOption<V extends string>(description: string, labels: Readonly<Record<V, string>>) {
  const values = Object.keys(labels) as [V, ...V[]];
  const choices = values.map((value) => ({ value, label: labels[value] }));
  return z
    .enum(values, { error: `must be one of ${values.join(', ')}` })
    .register(registry, { option: 'string', description, choices });
}

/** A platform id of the given kind: checked for shape here, for existence by the platform. */
export function idOption(kind: 'channel' | 'role' | 'member', description: string) {
  return z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,64}$/, { error: kind === 'role' ? 'is not a {role}' : `is not a ${kind}` })
    .register(registry, { option: kind, description });
}

/** The longest name that a platform gives an attached file. */
const FILE_NAME = 1000;

/** A file of words that stands with a command, by the platform's name for it: `readFile` of mail reads it. Only platforms whose commands take files ask for it. */
export function fileOption(description: string) {
  return z
    .string()
    .max(FILE_NAME, { error: 'is not a file' })
    .regex(/^\S+$/, { error: 'is not a file' })
    .register(registry, { option: 'file', description });
}

/** The options of an input object, in order. Fields without a description are a control's state and are left out. */
export function describeInput(input: z.ZodObject): OptionSpec[] {
  return Object.entries(input.shape).flatMap(([name, field]) => {
    const schema = field as z.ZodType;
    const meta = findMeta(schema);
    if (meta === undefined) return [];
    const { option, description, choices = [], min, max, maxLength, when } = meta;
    const range = {
      ...(min === undefined ? {} : { min }),
      ...(max === undefined ? {} : { max }),
      ...(maxLength === undefined ? {} : { maxLength }),
      ...(when === undefined ? {} : { when }),
    };
    return [{ name, kind: option, description, required: !schema.safeParse(undefined).success, choices, ...range }];
  });
}

function findMeta(schema: z.ZodType): OptionMeta | undefined {
  const own = registry.get(schema);
  if (own !== undefined) return own;
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) {
    return findMeta(schema.unwrap() as z.ZodType);
  }
  return undefined;
}

/** What is wrong with one option's value, as the rest of a sentence: "must be a date"; undefined when it is good. */
export function faultOf(input: z.ZodObject, name: string, value: string): string | undefined {
  const schema = input.shape[name] as z.ZodType | undefined;
  const issue = schema?.safeParse(value).error?.issues[0];
  return faultOfWords(value) ?? (issue && faultOfIssue(issue));
}

/** What a picker shows for what was typed into one option; nothing where it says no day and no time. */
export function pickedOf(input: z.ZodObject, name: string, value: string): Picked {
  const read = (input.shape[name] as z.ZodType | undefined)?.safeParse(value).data;
  if (read instanceof Temporal.PlainDate) return { date: read.toString() };
  if (read instanceof Temporal.PlainTime) return { time: clockOf(read) };
  if (typeof read !== 'object' || read === null) return {};
  const [date, time] = ['date' in read && read.date, 'time' in read && read.time];
  return {
    ...(date instanceof Temporal.PlainDate ? { date: date.toString() } : {}),
    ...(time instanceof Temporal.PlainTime ? { time: clockOf(time) } : {}),
  };
}

function clockOf(time: Temporal.PlainTime): string {
  return time.toString({ smallestUnit: 'minute' });
}

/** Everything that is wrong with an input, a sentence for each option. */
export function explainInput(error: z.ZodError): string {
  const first = new Map(error.issues.toReversed().map((issue) => [issue.path.join('.'), issue]));
  const names = new Set(error.issues.map(({ path }) => path.join('.')));
  const sentences = [...names].flatMap((name) => {
    const issue = first.get(name);
    return issue === undefined ? [] : [explainIssue(name, issue)];
  });
  return sentences.length === 0 ? 'That could not be read.' : sentences.join(' ');
}

function explainIssue(name: string, issue: z.core.$ZodIssue): string {
  const missing = issue.code === 'invalid_type' && issue.message.includes('undefined');
  if (missing) return `\`${name}\` is missing.`;
  const fault = faultOfIssue(issue);
  return name === '' ? `${fault}.` : `\`${name}\` ${fault}.`;
}

/** How the library's own messages begin; ours begin small, or with the name of what is wrong. */
const LIBRARY = /^(?:Invalid|Too (?:big|small)|Unrecognized|Not)\b/;

/** What is wrong, as the rest of a sentence: the schema's own words, or plain ones where it has none, as for what only a forged control has. */
function faultOfIssue(issue: z.core.$ZodIssue): string {
  if (!LIBRARY.test(issue.message)) return issue.message;
  switch (issue.code) {
    case 'invalid_type':
      if (issue.expected === 'int') return 'must be a whole number';
      return issue.expected === 'number' ? 'must be a number' : 'can’t be read';
    case 'invalid_value':
      return 'is not one of the choices';
    case 'too_big':
      return `must be at most ${issue.maximum}${unitOf(issue.origin)}`;
    case 'too_small':
      if (issue.origin === 'string' && issue.minimum === 1) return 'must not be empty';
      return `must be at least ${issue.minimum}${unitOf(issue.origin)}`;
    default:
      return 'can’t be read';
  }
}

function unitOf(origin: string): string {
  return origin === 'string' ? ' characters' : '';
}
