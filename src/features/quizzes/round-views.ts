import { bar } from '../../chat/bar.ts';
import { clip } from '../../chat/clip.ts';
import { markdownBlocks } from '../../chat/markdown.ts';
import { join, markdown, type Text, text, time } from '../../chat/text.ts';
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
import { answerText, keyBlocks, shortQuestion } from './answer-texts.ts';
import { minutesFor } from './choosing.ts';
import { keyOf } from './marking.ts';
import { roundState } from './question-views.ts';
import {
  type Asked,
  type GivenAnswer,
  leadersOf,
  type Place,
  type Round,
  type Taker,
  type Tally,
  tally,
} from './rounds.ts';

/** The round's message in the channel while it is open. */
export function openView(round: Round, questions: readonly Asked[], finished: number): View {
  const minutes = minutesFor(questions.map(({ item }) => item));
  const earlier = questions.filter(({ item }) => item.session !== round.session).length;
  return view(
    heading(`Round · ${round.title}`),
    paragraph`${count(questions.length, 'question')}, about ${count(minutes, 'minute')}.${earlier === 0 ? '' : ` ${reviewed(earlier, questions.length)}`} Answers are private, and you can change them until the close; then the right ones are shown here.`,
    facts(
      ...(round.closesAt === null
        ? []
        : [['Open until', text`${time(round.closesAt)}, ${time(round.closesAt, 'relative')}`] as const]),
      ['Finished', finished === 0 ? 'nobody yet' : String(finished)],
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
    heading(isDone ? 'You are done' : `${given} of ${questions.length} answered`),
    lineBlock(lines),
    ...(round.closesAt === null
      ? []
      : [paragraph`You can change your answers until ${time(round.closesAt)}. The right ones are shown after that.`]),
    controls({ kind: 'select', name: 'at', placeholder: isDone ? 'Change' : 'Go to', options, action }),
    ...(about.counts ? [] : [footnote`As staff you can answer for yourself; it does not count on the boards.`]),
  );
}

/** After the close, to one person: what they got, and what was right. */
export function ownResultView(
  round: Round,
  questions: readonly Asked[],
  answers: ReadonlyMap<string, GivenAnswer>,
  note?: Text,
): View {
  const closed = round.closedAt ?? round.closesAt;
  const right = questions.filter(({ item }) => answers.get(item.slug)?.right === true).length;
  const lines = questions.map(({ at, item }) => {
    const answer = answers.get(item.slug);
    const key = answerText(item, round.id, keyOf(item));
    if (answer === undefined) return text`${at + 1}. **${item.title}**: not answered. Right: ${key}`;
    if (answer.right) return text`${at + 1}. ✓ **${item.title}**: ${answerText(item, round.id, answer.response)}`;
    return text`${at + 1}. ✗ **${item.title}**: ${answerText(item, round.id, answer.response)}. Right: ${key}`;
  });
  return view(
    ...(note === undefined ? [] : [paragraph`${note}`]),
    heading(`Closed · ${round.title}`),
    ...(closed === null ? [] : [paragraph`It closed ${time(closed, 'relative')}.`]),
    answers.size === 0 ? paragraph`You took no part in it.` : paragraph`You got **${right} of ${questions.length}**.`,
    ...(answers.size === 0 ? [] : [lineBlock(lines)]),
    ...(round.session === null
      ? []
      : [
          footnote`Practise more: ${markdown(`\`/quiz start session:${round.session}\``)}. The round's message explains every answer.`,
        ]),
  );
}

/** The round's message in the channel after the close. */
export function closedView(round: Round, questions: readonly Asked[], takers: readonly Taker[]): View {
  const given = takers.flatMap(({ answers }) => [...answers.values()]);
  return view(
    heading(`Closed · ${round.title}`),
    paragraph`${takers.length === 0 ? 'Nobody took part this time.' : `${count(takers.length, 'person', 'people')} took part.`}`,
    leaderBlocks(leadersOf(takers, questions)),
    // Above the answers, which may need a thread: the button stays with the message in the channel.
    controls(button('My result', 'round.start', stateOf(round))),
    ...questions.flatMap(({ at, item }) => {
      const counted = tally(item, round.id, given);
      return [
        divider,
        paragraph`**${at + 1}. ${item.title}** · ${facilityText(counted)}`,
        paragraph`${shortQuestion(item)}`,
        ...keyBlocks(item, round.id),
        ...(counted.answered === 0 ? [] : [barBlock(counted)]),
        ...markdownBlocks(item.explanation),
      ];
    }),
  );
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
