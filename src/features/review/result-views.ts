import { type Text, text, time } from '../../chat/text.ts';
import { button, controls, heading, paragraph, type View, view } from '../../chat/view.ts';
import type { Scenario } from '../../curriculum/scenario.ts';
import type { Slot } from '../../domain/cohorts/calendar.ts';
import type { Cohort } from '../../domain/cohorts/cohort.ts';
import { onward } from '../../domain/onward.ts';
import type { Round } from '../quizzes/rounds.ts';
import type { Incident, InvestigationRow } from '../scenarios/investigation.ts';
import { md } from '../scenarios/texts.ts';

/** What came of a round for one person. */
interface RoundResult {
  /** Right answers among those that may be told by now, and how many of these there are. */
  right: number;
  of: number;
  place: { rank: number; of: number; points: number };
  /** Cards that were made of what they missed in it. */
  cards: number;
  next: Slot | undefined;
}

/** To one person who took part, once their round has closed: result, place, cards and what is next, in one message. */
export function roundResultView(cohort: Cohort, round: Round, { right, of, place, cards, next }: RoundResult): View {
  const state = { cohort: cohort.id, round: round.id };
  return view(
    heading(
      `${round.session === null ? round.title : `The round of session ${round.session}`}: ${right} of ${of} right`,
    ),
    paragraph`${place.points === 1 ? 'One point' : `${place.points} points`}, **place ${place.rank} of ${place.of}** in ${cohort.name}.${cardsText(cards)}${nextText(next)}`,
    controls(
      button('Look at the questions', 'round.look', { ...state, at: '0' }, { style: 'primary' }),
      ...(cards === 0 ? [] : [button('Review', 'review')]),
      onward(),
      button('No more of these', 'notify', { results: 'off' }),
    ),
  );
}

function cardsText(cards: number): string {
  if (cards === 0) return '';
  return cards === 1
    ? ' What you missed is a new card for your reviews.'
    : ` What you missed makes ${cards} new cards for your reviews.`;
}

function nextText(next: Slot | undefined): Text {
  return next === undefined ? text`` : text` Next: session ${next.session}, ${time(next.startsAt)}.`;
}

/** To one person who investigated, once their incident has closed. */
export function incidentResultView(
  cohort: Cohort,
  incident: Incident,
  { scenario, row, next }: { scenario: Scenario; row: InvestigationRow; next: Slot | undefined },
): View {
  const state = { cohort: cohort.id, incident: incident.id };
  const whose = row.kind === 'team' ? `Team ${row.number ?? 1} has` : 'You have';
  return view(
    heading(text`${md(scenario.title)}: ${row.score ?? 0} of 100`),
    paragraph`${whose} ${row.outcome === 'fixed' ? 'put it right' : 'not put it right'}. The debrief is open: your path beside an expert’s, the cause, and what follows from it.${nextText(next)}`,
    controls(
      button('Debrief', 'incident.debrief', state, { style: 'primary' }),
      onward(),
      button('No more of these', 'notify', { results: 'off' }),
    ),
  );
}
