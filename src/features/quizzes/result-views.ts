import { clip } from '../../chat/clip.ts';
import { join, type Text, text, time } from '../../chat/text.ts';
import { type Block, button, controls, divider, facts, heading, paragraph, type View, view } from '../../chat/view.ts';
import type { Curriculum, Item } from '../../curriculum/schema.ts';
import type { Cohort } from '../../domain/cohorts/cohort.ts';
import { valueText } from './answer-texts.ts';
import { type HeldItems, heldText } from './held.ts';
import { letteredLines } from './marking.ts';
import { barBlock, count, distractorBlocks, facilityText } from './round-views.ts';
import { type Asked, pointsOf, type Round, type Taker, tally } from './rounds.ts';

/** What a mentor sees of a round that is open: numbers, nobody's answers. */
export function runningView(
  round: Round,
  progress: { started: number; finished: number },
  choice: readonly Block[],
): View {
  return view(
    heading(`Open · ${round.title}`),
    facts(
      ['Started', String(progress.started)],
      ['Finished', String(progress.finished)],
      ...(round.closesAt === null
        ? []
        : [['Closes', text`${time(round.closesAt)}, ${time(round.closesAt, 'relative')}`] as const]),
    ),
    paragraph`Who answered what stays private until the close.`,
    choice,
  );
}

/** What a mentor sees of a round that is closed. */
export function resultsView(
  round: Round,
  questions: readonly Asked[],
  takers: readonly Taker[],
  { curriculum, held, missing }: { curriculum: Curriculum; held: HeldItems; missing: readonly string[] },
  choice: readonly Block[],
): View {
  const given = takers.flatMap(({ answers }) => [...answers.values()]);
  const closed = round.closedAt ?? round.closesAt;
  const people = takers.map((taker) => text`${taker.name} (${pointsOf(taker, questions)})`);
  return view(
    heading(`Results · ${round.title}`),
    facts(
      ...(closed === null ? [] : [['Closed', time(closed)] as const]),
      ['Took part', people.length === 0 ? 'nobody' : text`**${people.length}** · ${join(people, ', ')}`],
      ...(missing.length === 0 ? [] : [['Missing', text`**${missing.length}** · ${missing.join(', ')}`] as const]),
    ),
    ...questions.flatMap(({ at, item }) => {
      const counted = tally(item, round.id, given);
      return [
        divider,
        paragraph`**${at + 1}. ${item.title}** · ${facilityText(counted)}`,
        ...(held.has(item.slug)
          ? [paragraph`${heldText(held.get(item.slug))}`]
          : [
              barBlock(counted, (label) => explainLetter(item, round.id, label)),
              ...distractorBlocks(counted, curriculum),
            ]),
      ];
    }),
    choice,
  );
}

function explainLetter(item: Item, roundId: string, label: string): Text {
  const line = letteredLines(item, roundId).find(({ letter }) => letter === label);
  return line === undefined ? text`` : text` ${valueText(item, line.value)}`;
}

/** The way to the cohort's other rounds. A select holds 25. */
export function roundChoice(cohort: Cohort, rounds: readonly Round[], shown: Round): Block[] {
  const others = rounds.filter(({ id }) => id !== shown.id).slice(0, 25);
  if (others.length === 0) return [];
  const options = others.map((round) => ({
    label: clip(round.title, 75),
    value: round.id,
    description: `Opened ${round.openedAt.toZonedDateTimeISO(cohort.zone).toPlainDate()}`,
  }));
  const action = { route: 'results.show', state: { cohort: cohort.id } };
  return [controls({ kind: 'select', name: 'round', placeholder: 'Another round', options, action })];
}

/** To the mentor who has posted a round. */
export function postedView(cohort: Cohort, round: Round, questions: number, where: Text): View {
  return view(
    paragraph`The round **${round.title}** is open in ${where}: ${count(questions, 'question')}${round.closesAt === null ? text`` : text`, until ${time(round.closesAt)}`}.`,
    controls(button('Results', 'results.show', { cohort: cohort.id, round: round.id })),
  );
}
