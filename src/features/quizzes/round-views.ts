import { bar } from '../../chat/bar.ts';
import { clip } from '../../chat/clip.ts';
import { markdownBlocks } from '../../chat/markdown.ts';
import { command, join, markdown, type Text, text, time } from '../../chat/text.ts';
import {
  type Block,
  button,
  controls,
  divider,
  facts,
  footnote,
  heading,
  lineBlock,
  paragraph,
  type View,
  view,
} from '../../chat/view.ts';
import type { Curriculum, Item } from '../../curriculum/schema.ts';
import { onward } from '../../domain/onward.ts';
import { answerBlocks, answerText, keyBlocks, questionBlocks } from './answer-texts.ts';
import { CERTAINTY_WORDS, calibrationOf, markText, STAKES_LINE } from './certainty.ts';
import { minutesFor } from './choosing.ts';
import { type HeldItems, heldText } from './held.ts';
import { keyOf } from './marking.ts';
import { mistakeBlocks, roundState, sourcesNote } from './question-views.ts';
import {
  type Asked,
  type GivenAnswer,
  leadersOf,
  type Place,
  type Round,
  strongestDistractor,
  type Taker,
  type Tally,
  tally,
} from './rounds.ts';

/** The round's message in the channel while it is open. */
export function openView(
  round: Round,
  questions: readonly Asked[],
  { finished, learners }: { finished: number; learners?: number },
): View {
  const minutes = minutesFor(questions.map(({ item }) => item));
  const earlier = questions.filter(({ item }) => item.session !== round.session).length;
  return view(
    heading(`Round · ${round.title}`),
    paragraph`**${count(questions.length, 'question')}, about ${count(minutes, 'minute')}.** Stop any time: what you have answered is kept.${earlier === 0 ? '' : ` ${reviewed(earlier, questions.length)}`} Answers are private, and you can change them until the close; then everything is explained.`,
    facts(
      ...(round.closesAt === null
        ? []
        : [['Open until', text`${time(round.closesAt)}, ${time(round.closesAt, 'relative')}`] as const]),
      [
        'Finished',
        `${finished === 0 ? 'nobody yet' : finished}${learners === undefined || finished === 0 ? '' : ` of ${learners}`}`,
      ],
    ),
    controls(button('Start', 'round.start', stateOf(round), { style: 'primary' })),
  );
}

function reviewed(earlier: number, all: number): string {
  return earlier === all ? 'All of them review earlier sessions.' : `${earlier} of them from earlier sessions.`;
}

function stateOf({ id, cohortId }: Round): Record<string, string> {
  return roundState({ cohort: cohortId ?? undefined, round: id });
}

/** All questions of an open round with what this person answered. No verdicts before the close. */
export function overviewView(
  round: Round,
  questions: readonly Asked[],
  answers: ReadonlyMap<string, GivenAnswer>,
  about: { counts: boolean; note?: Text },
): View {
  const given = questions.filter(({ item }) => answers.has(item.slug)).length;
  const lines = questions.map(({ at, item }) => {
    const answer = answers.get(item.slug);
    const said = answer === undefined ? text`*open*` : answerText(item, round.id, answer.response);
    return text`${at + 1}. **${item.title}**: ${said}`;
  });
  const options = questions.map(({ at, item }) => ({
    label: clip(`${at + 1} · ${item.title}`, 75),
    value: String(at),
    description: answers.has(item.slug) ? 'Change the answer' : 'Not answered yet',
  }));
  const action = { route: 'round.ask', state: stateOf(round) };
  const isDone = given === questions.length;
  return view(
    ...(about.note === undefined ? [] : [paragraph`${about.note}`]),
    heading(isDone ? `You are done: all ${questions.length} are in` : `${given} of ${questions.length} answered`),
    lineBlock(lines),
    ...(round.closesAt === null
      ? []
      : [
          paragraph`${isDone ? 'The results come' : 'You can stop here and go on until'} ${time(round.closesAt)}.${isDone ? ' You can change your answers until then.' : ' The right answers are shown after that.'}`,
        ]),
    controls({ kind: 'select', name: 'at', placeholder: isDone ? 'Change' : 'Go to', options, action }),
    ...(isDone ? [controls(onward(), button('Send me my result', 'notify', { results: 'on' }))] : []),
    ...(about.counts ? [] : [footnote`As staff you can answer for yourself; it does not count on the boards.`]),
  );
}

/** After the close, to one person: their points, and the right answers as far as these may be told by now. */
export function ownResultView(
  round: Round,
  questions: readonly Asked[],
  answers: ReadonlyMap<string, GivenAnswer>,
  held: HeldItems,
  note?: Text,
): View {
  const told = questions.filter(({ item }) => !held.has(item.slug));
  const right = told.filter(({ item }) => answers.get(item.slug)?.right === true).length;
  const lines = questions.map(({ at, item }) => {
    const answer = answers.get(item.slug);
    const said = answer === undefined ? text`not answered` : answerText(item, round.id, answer.response);
    if (held.has(item.slug)) return text`${at + 1}. **${item.title}**: ${ended(said)} *Told later*`;
    if (answer?.right === true) return text`${at + 1}. ✓ **${item.title}**: ${said}`;
    const mark = answer === undefined ? '' : '✗ ';
    return text`${at + 1}. ${mark}**${item.title}**: ${ended(said)} Right: ${ended(answerText(item, round.id, keyOf(item)))}`;
  });
  return view(
    ...(note === undefined ? [] : [paragraph`${note}`]),
    heading(`Closed · ${round.title}`),
    answers.size === 0 ? paragraph`You took no part in it.` : paragraph`You got **${right} of ${told.length}**.`,
    ...(answers.size === 0 ? [] : [lineBlock(lines)]),
    ...certaintyResult(told.flatMap(({ item }) => answers.get(item.slug) ?? [])),
    controls(button(LOOK, 'round.look', { ...stateOf(round), at: '0' }, { style: 'primary' }), onward()),
    ...(round.session === null
      ? []
      : [footnote`Practise more: ${command('quiz start', { session: String(round.session) })}.`]),
  );
}

/** What saying how sure one was came to in a round. */
function certaintyResult(answers: readonly GivenAnswer[]): Block[] {
  const { said, mark } = calibrationOf(answers);
  if (said.length === 0) return [];
  const parts = said.map(
    ({ certainty, answered, right }) => `${CERTAINTY_WORDS[certainty].toLowerCase()} ${right} of ${answered}`,
  );
  return [paragraph`**How sure you were:** ${markText(mark)} (right when ${parts.join(', ')}). ${STAKES_LINE}.`];
}

/** A text that already ends its sentence gets no second full stop. */
function ended(words: Text): Text {
  const last = words.at(-1);
  const end = last?.kind === 'typed' ? last.text : last?.kind === 'markdown' ? last.markdown : '';
  return /[.!?…]`?$/.test(end) ? words : text`${words}.`;
}

const LOOK = 'Look at the questions';

/** The round's message in the channel after the close. Its results are a message of their own. */
export function closedView(round: Round): View {
  return view(
    heading(`Closed · ${round.title}`),
    controls(
      button('My result', 'round.start', stateOf(round)),
      button(LOOK, 'round.look', { ...stateOf(round), at: '0' }),
    ),
  );
}

/** What everybody sees when a round closes: who took part, who leads, what was hardest. It holds no answers. */
export function outcomeView(
  round: Round,
  questions: readonly Asked[],
  takers: readonly Taker[],
  about: { learners: number; held: HeldItems; curriculum: Pick<Curriculum, 'misconceptions'> },
): View {
  const given = takers.flatMap(({ answers }) => [...answers.values()]);
  const tallies = questions.map(({ at, item }) => ({ at, item, counted: tally(item, round.id, given) }));
  const answered = tallies.filter(({ counted }) => counted.answered > 0);
  const hardest = answered.toSorted((one, other) => share(one.counted) - share(other.counted))[0];
  return view(
    heading(
      `${round.session === null ? 'The round' : `The round of session ${round.session}`}: ${takers.length} of ${about.learners} took part`,
    ),
    leaderBlocks(leadersOf(takers, questions)),
    ...(hardest === undefined || share(hardest.counted) === 1
      ? []
      : [paragraph`**Hardest:** question ${hardest.at + 1}, “${hardest.item.title}”, ${rightOf(hardest.counted)}.`]),
    trapBlocks(answered, about),
    controls(
      button('My result', 'round.start', stateOf(round), { style: 'primary' }),
      button(LOOK, 'round.look', { ...stateOf(round), at: '0' }),
    ),
  );
}

function share({ answered, right }: Tally): number {
  return right / answered;
}

function rightOf({ answered, right }: Tally): string {
  return right === 0 ? 'right for nobody' : `right for ${right} of ${answered}`;
}

/** The wrong belief that caught most people. Never for a question that others near are still to be asked. */
function trapBlocks(
  answered: readonly { item: Item; counted: Tally }[],
  { held, curriculum }: { held: HeldItems; curriculum: Pick<Curriculum, 'misconceptions'> },
): Block[] {
  const traps = answered.flatMap(({ item, counted }) => {
    const choice = strongestDistractor(counted);
    const belief =
      choice?.misconception === undefined ? undefined : curriculum.misconceptions.get(choice.misconception);
    if (choice === undefined || belief === undefined || held.has(item.slug) || choice.count < 2) return [];
    return [{ belief: belief.belief, count: choice.count }];
  });
  const [biggest] = traps.toSorted((one, other) => other.count - one.count);
  if (biggest === undefined) return [];
  return [paragraph`**Biggest trap:** “${markdown(biggest.belief.replace(/\.$/, ''))}” caught ${biggest.count}.`];
}

/** One question after the close, to one person: the program, what they said, what is right and why. */
export function lookView(
  round: Round,
  questions: readonly Asked[],
  at: number,
  about: {
    answer: GivenAnswer | undefined;
    counted: Tally;
    heldUntil: Temporal.Instant | undefined;
    curriculum: Pick<Curriculum, 'misconceptions'>;
  },
): View {
  const place = questions.findIndex((asked) => asked.at === at);
  const { item } = questions[place] ?? { item: undefined };
  if (item === undefined) throw new RangeError('the round has no such question');
  const turn = (label: string, to: Asked | undefined) =>
    to === undefined ? [] : [button(label, 'round.look', { ...stateOf(round), at: String(to.at) })];
  const { answer, counted, heldUntil, curriculum } = about;
  return view(
    heading(`${place + 1} of ${questions.length} · ${item.title}`),
    questionBlocks(item, round.id),
    divider,
    ...(heldUntil === undefined
      ? [
          ...(answer?.right === true && counted.answered > 1
            ? [
                paragraph`**✓ Right**, as ${Math.round((100 * counted.right) / counted.answered)} % of those who answered.`,
              ]
            : []),
          ...(answer === undefined ? [] : answerBlocks(item, round.id, answer.response)),
          ...(answer === undefined || answer.right ? [] : mistakeBlocks(item, round.id, answer, curriculum)),
          ...keyBlocks(item, round.id),
          ...(counted.answered === 0 ? [] : [paragraph`${facilityText(counted)}`, barBlock(counted)]),
          ...distractorBlocks(counted, curriculum),
          ...markdownBlocks(item.explanation),
        ]
      : [paragraph`${heldText(heldUntil)}`]),
    controls(
      ...turn('Back', questions[place - 1]),
      ...turn('Next', questions[place + 1]),
      button('My result', 'round.overview', stateOf(round)),
      ...(questions[place + 1] === undefined ? [onward()] : []),
    ),
    ...(heldUntil === undefined ? [sourcesNote(item)] : []),
  );
}

/** The wrong answer that drew most, and the belief behind it. */
export function distractorBlocks(counted: Tally, curriculum: Pick<Curriculum, 'misconceptions'>): Block[] {
  const strongest = strongestDistractor(counted);
  if (strongest === undefined) return [];
  const slug = strongest.misconception;
  const misconception = slug === undefined ? undefined : curriculum.misconceptions.get(slug);
  const drew = text`Most chosen wrong: **${strongest.label}** (${strongest.count})`;
  return [
    misconception === undefined
      ? paragraph`${drew}.`
      : paragraph`${drew}. Behind it: “${markdown(misconception.belief)}”`,
  ];
}

function leaderBlocks(places: readonly Place[]): Block[] {
  if (places.length === 0) return [];
  const lines = places.map(({ rank, points, names }) => {
    const shown = join(names.slice(0, LEADERS), ', ');
    const rest = names.length > LEADERS ? ` and ${names.length - LEADERS} more` : '';
    return text`${rank}. **${shown}**${rest}: ${points} points`;
  });
  return [lineBlock(lines)];
}

/** Names on one place that are spelled out. */
const LEADERS = 8;

/** `62 % right (n 8)`. */
export function facilityText({ answered, right }: Tally): string {
  if (answered === 0) return 'no answers';
  return `${Math.round((100 * right) / answered)} % right (${right} of ${answered})`;
}

/** One line for each choice: its label, a bar, how many; the right one is ticked. */
export function barBlock({ answered, choices }: Tally, explain: (label: string) => Text = () => text``): Block {
  const width = Math.max(...choices.map(({ label }) => label.length));
  const lines = choices.map(({ label, right, count: times }) => {
    const row = `${label.padEnd(width)} ${bar(times, answered)} ${times}`;
    const shown = row.includes('`') ? text`${row}` : text`${markdown(`\`${row}\``)}`;
    return text`${shown}${right ? ' ✓' : ''}${explain(label)}`;
  });
  return lineBlock(lines);
}

export function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}
