import type { z } from 'zod';

/** One thing that an author must put right. */
export interface Fault {
  /** Relative to the curriculum's directory, with forward slashes. */
  file: string;
  /** Where in the file, like `options[1].misconception`; empty for the whole file. */
  path: string;
  /** What is wrong and what to write instead. */
  message: string;
}

/** On which line of its file a fault is, counted from 1; undefined where that can't be said. */
export type LineOf = (fault: Fault) => number | undefined;

/** A curriculum that may not be taught, with everything that is wrong with it at once. */
export class CurriculumFault extends Error {
  readonly faults: readonly Fault[];
  constructor(faults: readonly Fault[], lineOf?: LineOf) {
    super(explainFaults(faults, lineOf));
    this.name = 'CurriculumFault';
    this.faults = faults;
  }
}

/** The faults as lines of text, file by file, for authors and for the log. */
export function explainFaults(faults: readonly Fault[], lineOf: LineOf = () => undefined): string {
  const byFile = Map.groupBy(faults, (fault) => fault.file);
  const count = `${faults.length} ${faults.length === 1 ? 'fault' : 'faults'} in the curriculum`;
  const files = [...byFile].map(([file, its]) =>
    [file, ...its.map((one) => explainFault(one, lineOf(one)))].join('\n'),
  );
  return [count, ...files].join('\n\n');
}

function explainFault({ path, message }: Fault, line: number | undefined): string {
  const where = [...(line === undefined ? [] : [`line ${line}`]), ...(path === '' ? [] : [path])].join(', ');
  return where === '' ? `  ${message}` : `  ${where}: ${message}`;
}

/** `["options", 1, "text"]` as an author reads it: `options[1].text`. Entries count from 0, as in the tools authors know. */
export function formatPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>((before, key) => {
    if (typeof key === 'number') return `${before}[${key}]`;
    return before === '' ? String(key) : `${before}.${String(key)}`;
  }, '');
}

const nouns: ReadonlyMap<string, string> = new Map(
  Object.entries({
    string: 'a text',
    number: 'a number',
    int: 'a whole number',
    boolean: 'true or false',
    array: 'a list',
    object: 'fields',
    record: 'entries with a slug each',
  }),
);

/** What a schema found, as sentences that say what to write. The schema must have been asked to report its input. */
export function explainIssue(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type': {
      const due = nouns.get(issue.expected) ?? issue.expected;
      if (issue.input === undefined) return `is missing: write ${due}`;
      if (issue.expected === 'string') return `is ${describe(issue.input)}: write a text, in quotes`;
      return `is ${describe(issue.input)}: write ${due}`;
    }
    case 'invalid_value':
      if (issue.input === undefined) return `is missing: write ${issue.values.map(String).join(' or ')}`;
      return `is ${describe(issue.input)}: write ${issue.values.map(String).join(' or ')}`;
    case 'unrecognized_keys': {
      const keys = issue.keys.map((key) => `"${key}"`).join(', ');
      return issue.keys.length === 1
        ? `${keys} is no field here: take it out`
        : `${keys} are no fields here: take them out`;
    }
    case 'too_small':
      return explainSize(issue.origin, 'least', Number(issue.minimum), issue.input);
    case 'too_big':
      return explainSize(issue.origin, 'most', Number(issue.maximum), issue.input);
    case 'invalid_key':
      return 'has a key that is not a slug: write small letters, digits and single hyphens';
    case 'invalid_union':
    case 'invalid_format':
    case 'invalid_element':
    case 'not_multiple_of':
    case 'custom':
      return issue.message;
  }
}

function explainSize(origin: string, end: 'least' | 'most', bound: number, input: unknown): string {
  if (origin === 'string' && typeof input === 'string') {
    if (input.trim() === '') return 'is empty: write a text';
    return `has ${input.length} characters: write at ${end} ${bound}`;
  }
  if (origin === 'array' && Array.isArray(input)) return `has ${input.length} entries: write at ${end} ${bound}`;
  return `is ${describe(input)}: write at ${end} ${bound}`;
}

function describe(input: unknown): string {
  if (input === null) return 'empty';
  if (Array.isArray(input)) return 'a list';
  if (typeof input === 'string') return input.length <= 40 && !input.includes('\n') ? `"${input}"` : 'a text';
  if (typeof input === 'number') return `the number ${input}`;
  if (typeof input === 'boolean') return String(input);
  return 'a set of fields';
}

/** A fault of the scenario's own file. */
export type Found = Omit<Fault, 'file'>;
