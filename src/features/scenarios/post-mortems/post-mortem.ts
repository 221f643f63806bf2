import type { Scenario } from '../../../curriculum/scenario.ts';
import type { Position } from '../position.ts';

/** What a post-mortem asks its author for. `hint` says what a good answer holds. */
export const BLANKS = [
  { name: 'impact', label: 'Who was hurt, how much, for how long', hint: 'Numbers from the page and the evidence' },
  { name: 'cause', label: 'The root cause in your own words', hint: 'The mechanism, not the symptom' },
  { name: 'evidence', label: 'What proves it', hint: 'Which observation rules out which other cause' },
  {
    name: 'lessons',
    label: 'What would you look at first next time',
    hint: 'What misled you, what was worth its minutes',
  },
  {
    name: 'actions',
    label: 'What is done so that it stays away',
    hint: 'Prevention and monitoring, each with an owner',
  },
] as const;

type Blank = (typeof BLANKS)[number]['name'];

export type Blanks = Readonly<Record<Blank, string>>;

/** Where nothing has been written yet. */
const GAP = '_(to be written)_';

/** A post-mortem as markdown: the timeline comes from the log, what only people know is filled in or left blank. */
export function postMortem(scenario: Scenario, at: Position, filled?: Blanks): string {
  const blanks = BLANKS.map(({ name, label }) => {
    const words = filled?.[name].trim() ?? '';
    return `## ${label}\n\n${words === '' ? GAP : words}`;
  });
  const [impact = '', ...others] = blanks;
  return [
    `# Post-mortem: ${scenario.title}`,
    `## What the monitoring said\n\n${scenario.incident.page}`,
    impact,
    `## Timeline, in minutes from the page\n\n${timeline(scenario, at).join('\n')}`,
    ...others,
    '',
  ].join('\n\n');
}

/** What was done, found and claimed, in the order of the minutes at which it was. */
function timeline(scenario: Scenario, { done, ideas, hypotheses, diagnoses, fixes, spent, ended }: Position): string[] {
  const entries = [
    ...scenario.injects.filter(({ at }) => at <= spent).map(({ at, text }) => entry(at, `News: ${oneLine(text)}`)),
    ...done.map(({ action, at }) => entry(at, action.label)),
    ...ideas.map(({ words, at }) => entry(at, `First idea: “${oneLine(words)}”`)),
    ...hypotheses.map(({ cause, confidence, words, at }) =>
      entry(at, `Hypothesis (${confidence} %): ${cause.text}${words.trim() === '' ? '' : ` “${oneLine(words)}”`}`),
    ),
    ...diagnoses.map(({ cause, at }) => entry(at, `Diagnosis, ${cause.right ? 'right' : 'wrong'}: ${cause.text}`)),
    ...fixes.map(({ fix }) =>
      entry(spent, `${fix.right ? 'Fixed' : 'Fix failed'}: ${fix.title}. ${oneLine(fix.outcome)}`),
    ),
    ...(ended === 'gave-up' ? [entry(spent, 'Handed over without a fix')] : []),
  ];
  // Entries of one minute stay in the order above: what was seen comes before what was claimed.
  const sorted = entries.map((one, index) => ({ ...one, index })).sort((a, b) => a.at - b.at || a.index - b.index);
  return [entry(0, 'The page came in'), ...sorted].map(
    ({ at, words }) => `- ${String(at).padStart(3, ' ')} min: ${words}`,
  );
}

function entry(at: number, words: string): { at: number; words: string } {
  return { at, words };
}

function oneLine(words: string): string {
  return words.trim().replace(/\s+/g, ' ');
}
