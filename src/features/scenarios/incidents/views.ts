import { mention, type Text, text, time } from '../../../chat/text.ts';
import {
  type Block,
  type Button,
  button,
  controls,
  facts,
  footnote,
  heading,
  lineBlock,
  paragraph,
  type View,
  view,
} from '../../../chat/view.ts';
import type { Scenario } from '../../../curriculum/scenario.ts';
import { incidentBlocks } from '../board-views.ts';
import { investigationState } from '../controls.ts';
import { type Incident, type Investigator, type Log, namesOf, TEAM_SIZE } from '../investigation.ts';
import { counted, md, minutes } from '../texts.ts';
import type { Team } from './store.ts';

function stateOf({ id, cohortId }: Incident): Record<string, string> {
  return { cohort: cohortId, incident: id };
}

/** The incident's message in the channel while it is open. */
export function openIncidentView(incident: Incident, scenario: Scenario): View {
  return view(
    incidentBlocks(scenario, 'Incident · '),
    facts(
      ['Time', text`${minutes(scenario.budget)} of simulated time, at any hour you like`],
      ['Closes', text`${time(incident.closesAt)}, ${time(incident.closesAt, 'relative')}, with the debrief`],
    ),
    controls(
      button('Join a team', 'incident.join', stateOf(incident), { style: 'primary' }),
      button('On my own', 'incident.alone', stateOf(incident)),
    ),
    footnote`Teams have up to ${TEAM_SIZE} people and a thread of their own. What counts is what you can prove, not who is first.`,
  );
}

/** The teams that have room, and the way to a new one. */
export function teamsView(incident: Incident, teams: readonly Team[]): View {
  const shown = [...teams].sort((one, other) => one.people.length - other.people.length).slice(0, MOST_TEAMS);
  return view(
    heading('Which team?'),
    lineBlock(
      shown.map(
        ({ row, people }) => text`**Team ${row.number ?? 1}** (${people.length} of ${TEAM_SIZE}): ${namesOf(people)}`,
      ),
    ),
    controls(
      ...shown.map(({ row }) =>
        button(`Team ${row.number ?? 1}`, 'incident.pick', { ...stateOf(incident), team: row.id }),
      ),
      button('A new team', 'incident.found', stateOf(incident)),
    ),
  );
}

/** What a message holds with its other controls. */
const MOST_TEAMS = 20;

/** To whoever has joined. */
export function joinedTeamView(
  { row, people }: Pick<Log, 'row' | 'people'>,
  { viewer, fresh }: { viewer: string; fresh: boolean },
): View {
  return view(
    paragraph`${fresh ? 'You are' : 'You are already'} in **team ${row.number ?? 1}**: ${namesOf(people, viewer)}.${row.thread === null ? '' : text` Your thread is ${mention('channel', row.thread)}.`}`,
    controls(button('Open the board', 'debug.board', investigationState(row), { style: 'primary' })),
  );
}

/** The incident's message in the channel after the close. Its results are a message of their own. */
export function closedIncidentView(incident: Incident, scenario: Scenario): View {
  return view(heading(text`Closed · ${md(scenario.title)}`), controls(...closedButtons(incident)));
}

function closedButtons(incident: Incident): Button[] {
  return [
    button('My result', 'incident.mine', stateOf(incident)),
    button('Debrief', 'incident.debrief', stateOf(incident)),
  ];
}

/** What everybody sees when an incident closes: who took part and how it went. Nothing here says what was right. */
export function incidentOutcomeView(incident: Incident, scenario: Scenario, logs: readonly Log[]): View {
  const took = logs.filter(({ moves }) => moves.some(({ move }) => move.kind !== 'role'));
  const fixed = took.filter(({ row }) => row.outcome === 'fixed').length;
  return view(
    heading(text`${md(scenario.title)}: ${counted(took.length, 'investigation')}, ${fixed} with the right fix`),
    resultBlocks(took),
    controls(...closedButtons(incident)),
    // Another cohort near may be at it, or have it before them: each one is checked for the person who presses.
    footnote`The debrief is private: some here may still have this incident before them.`,
  );
}

/** How many results are spelled out. */
const RESULTS = 10;

function resultBlocks(logs: readonly Log[]): Block[] {
  // People hidden from boards are hidden here too: their team is listed without their names.
  const shown = logs
    .map(({ row, people }) => ({ row, people: people.map(onBoard) }))
    .filter(({ row, people }) => row.kind === 'team' || people.some(({ hidden }) => !hidden))
    .sort((one, other) => (other.row.score ?? 0) - (one.row.score ?? 0));
  if (shown.length === 0) return [];
  const lines = shown.slice(0, RESULTS).map(({ row, people }) => {
    const who = row.kind === 'team' ? text`Team ${row.number ?? 1} (${namesOf(people)})` : namesOf(people);
    return text`**${row.score ?? 0}** of 100 · ${who}`;
  });
  const more = shown.length - RESULTS;
  return [lineBlock(more > 0 ? [...lines, text`and ${more} more`] : lines)];
}

function onBoard(person: Investigator): Investigator {
  return { ...person, name: person.pseudonym ?? person.name };
}

/** To the mentor who posted it. */
export function postedIncidentView(incident: Incident, scenario: Scenario, where: Text): View {
  return view(
    paragraph`**${md(scenario.title)}** is open in ${where} until ${time(incident.closesAt)}. The debrief follows by itself.`,
  );
}
