import { bar } from '../../chat/bar.ts';
import { clip } from '../../chat/clip.ts';
import { markdownBlocks } from '../../chat/markdown.ts';
import { command, join, markdown, type Part, type Text, text, time } from '../../chat/text.ts';
import {
  type Block,
  type Button,
  button,
  controls,
  facts,
  footnote,
  heading,
  paragraph,
  type Select,
  type View,
  view,
} from '../../chat/view.ts';
import type { Action, Scenario } from '../../curriculum/scenario.ts';
import type { Clue } from '../../curriculum/scenario-schema.ts';
import { tagOf } from '../../domain/seed.ts';
import { actionOptions, boardButton, investigationState } from './controls.ts';
import { type Investigation, nameIn } from './investigation.ts';
import { plainly, seenClues } from './letters.ts';
import {
  areCausesOpen,
  arrivedInjects,
  isAtFix,
  isDiagnosed,
  type Mitigated,
  maySee,
  openActions,
  type Position,
  possibleActions,
  possibleMitigations,
  relaysOwed,
} from './position.ts';
import { MOST_CITED } from './proof.ts';
import { counted, evidenceBlocks, md, minutes, newsBlocks } from './texts.ts';

/** Where one person looks at an investigation from. */
interface Viewer {
  memberId: string;
  /** What just happened, above everything else. */
  note?: Text;
}

/** The incident as it came in. */
export function incidentBlocks({ title, incident }: Scenario, what = ''): Block[] {
  return [
    heading(text`${what}${md(title)}`),
    paragraph`**The page**`,
    ...markdownBlocks(incident.page),
    paragraph`**The system**`,
    ...markdownBlocks(incident.system),
    paragraph`**The pain**`,
    ...markdownBlocks(incident.pain),
  ];
}

/** The first thing that somebody sees of an investigation of their own. */
export function begunView(investigation: Investigation): View {
  const { scenario, row } = investigation;
  return view(
    incidentBlocks(scenario),
    paragraph`You have **${minutes(scenario.budget)}** of simulated time. Every look costs some of it, so choose what to look at. Pin what matters to your case file, then say what the cause is.`,
    controls(boardButton(row, 'Begin', 'primary')),
    footnote`Real time does not count. Come back any time with ${command('debug resume')}.`,
  );
}

export function incidentView(investigation: Investigation): View {
  const { scenario, row, at } = investigation;
  return view(incidentBlocks(scenario), newsBlocks(arrivedInjects(scenario, at)), controls(boardButton(row)));
}

/** The board: the clock, what can be done, and the way to everything else. */
export function boardView(investigation: Investigation, viewer: Viewer): View {
  const { scenario, at, row } = investigation;
  return view(
    noteBlocks(viewer.note),
    heading(text`${md(scenario.title)}`),
    facts(
      ['Clock', clockText(scenario, at)],
      [
        'Case file',
        at.seen.size === 0
          ? 'empty: you have seen no clue yet'
          : `${at.pinned.length} pinned of ${counted(at.seen.size, 'clue')} seen`,
      ],
      ...(row.closesAt === null ? [] : [['Closes', time(row.closesAt)] as const]),
      ...(row.kind === 'team' ? [['Lead', leadOf(investigation, viewer)] as const] : []),
    ),
    newsBlocks(arrivedInjects(scenario, at).slice(-1)),
    decidedBlocks(investigation),
    duesBlocks(investigation, viewer),
    actBlocks(investigation),
    mitigateBlocks(investigation),
    lookBlocks(investigation, viewer),
    controls(...boardButtons(investigation)),
    footnotesOf(investigation),
  );
}

function noteBlocks(note: Text | undefined): Block[] {
  return note === undefined ? [] : [{ kind: 'text', text: note }];
}

function clockText({ budget }: Scenario, { spent }: Position): Text {
  return text`${markdown(`\`${bar(spent, budget)}\``)} ${spent} of ${minutes(budget)}`;
}

function leadOf(investigation: Investigation, { memberId }: Viewer): Part {
  const lead = investigation.at.roles.get('lead');
  return lead === undefined ? 'nobody yet' : nameIn(investigation, lead, memberId);
}

/** What a team has decided so far: its thread says only that. Alone one has just read it. */
function decidedBlocks({ at, row }: Investigation): Block[] {
  if (row.kind === 'solo') return [];
  const [cause, fix] = [at.diagnoses.at(-1), at.fixes.at(-1)];
  return [
    ...(cause === undefined
      ? []
      : [
          paragraph`Diagnosed: ${md(cause.cause.text)} ${cause.cause.right ? '**That is it.**' : '**That is not it.**'}`,
        ]),
    ...(fix === undefined || fix.fix.right ? [] : [paragraph`**${md(fix.fix.title)}** failed: ${md(fix.fix.outcome)}`]),
  ];
}

/** What one person has and the others wait for. */
function duesBlocks({ at }: Investigation, { memberId }: Viewer): Block[] {
  const mine = relaysOwed(at).filter((owed) => maySee(at, owed, memberId));
  if (mine.length === 0) return [];
  const labels = mine.map(({ action }) => text`${md(action.label)}`);
  return [
    paragraph`Your team waits for what only you were shown: ${join(labels, '; ')}. Look at it again and relay it.`,
  ];
}

function actBlocks({ scenario, at, row }: Investigation): Block[] {
  const possible = possibleActions(scenario, at);
  if (possible.length === 0) {
    if (isAtFix(at)) return [];
    return [paragraph`There is no time left for another look. Say what the cause is with what you have.`];
  }
  const select: Select = {
    kind: 'select',
    name: 'action',
    placeholder: 'What do you do?',
    options: actionOptions(
      possible,
      ({ cost, role }) =>
        `${minutes(cost)}${row.kind === 'team' && role !== undefined ? `, shown to the ${role} only` : ''}`,
    ),
    action: { route: 'debug.act', state: investigationState(row) },
  };
  const tooLong = openActions(scenario, at.done).length - possible.length;
  return [
    controls(select),
    ...(tooLong === 0
      ? []
      : [paragraph`*${counted(tooLong, 'more thing')} would take longer than the time that is left.*`]),
  ];
}

/** What was done against the harm, and what can still be. */
function mitigateBlocks({ scenario, at, row }: Investigation): Block[] {
  const possible = possibleMitigations(scenario, at);
  const select: Select = {
    kind: 'select',
    name: 'mitigation',
    placeholder: 'What do you do against the harm?',
    options: possible.map(({ id, label, cost }) => ({
      label: clip(plainly(label), 100),
      value: id,
      description: minutes(cost),
    })),
    action: { route: 'debug.mitigate', state: investigationState(row) },
  };
  return [
    ...at.mitigated
      .slice(-1)
      .map(({ mitigation }) => paragraph`Against the harm: **${md(mitigation.label)}**. ${md(mitigation.outcome)}`),
    ...(possible.length === 0 ? [] : [controls(select)]),
  ];
}

/** What came of a step against the harm. `news` came with its minutes. */
export function mitigatedView({ row }: Investigation, { mitigation }: Mitigated, news: readonly Block[]): View {
  return view(
    paragraph`**${md(mitigation.label)}** (${minutes(mitigation.cost)}): ${md(mitigation.outcome)}`,
    mitigation.effect === 'stops'
      ? paragraph`The harm is stopped. The cause is still there: find it.`
      : paragraph`Look on, or try something else against the harm.`,
    news,
    controls(boardButton(row), button('Case file', 'debug.case', investigationState(row))),
  );
}

function lookBlocks({ at, row }: Investigation, { memberId }: Viewer): Block[] {
  const seen = at.done.filter((done) => maySee(at, done, memberId)).map(({ action }) => action);
  if (seen.length === 0) return [];
  const select: Select = {
    kind: 'select',
    name: 'action',
    placeholder: 'Look again at…',
    options: actionOptions(seen, () => 'costs nothing'),
    action: { route: 'debug.look', state: investigationState(row) },
  };
  return [controls(select)];
}

function boardButtons({ at, row, scenario }: Investigation): Button[] {
  const state = investigationState(row);
  const hint = at.hints.length < scenario.hints.length;
  return [
    button('Case file', 'debug.case', state),
    ...(isDiagnosed(at)
      ? []
      : [
          areCausesOpen(scenario, at)
            ? button('Hypothesis', 'debug.guess.form', { ...state, scenario: tagOf(scenario.slug) })
            : button('Hypothesis', 'debug.suppose.form', state),
        ]),
    isAtFix(at)
      ? button('Fixes', 'debug.fixes', state, { style: 'primary' })
      : button('Diagnose', 'debug.diagnose', state, { style: at.pinned.length > 0 ? 'primary' : 'secondary' }),
    ...(hint && !isDiagnosed(at)
      ? [button('Hint', 'debug.ask', { ...state, what: 'hint', pick: String(at.hints.length) })]
      : []),
    button('The incident', 'debug.incident', state),
    ...(row.kind === 'team' ? [button('Roles', 'debug.roles', state)] : []),
    button('Give up', 'debug.ask', { ...state, what: 'give-up', pick: '' }),
  ];
}

function footnotesOf({ scenario, row }: Investigation): Block[] {
  if (scenario.version === row.version) return [];
  return [
    footnote`This scenario has changed since you began: anything you did that is no longer part of it does not count.`,
  ];
}

/** What an action shows, to somebody who may see it. `news` came with its minutes. */
export function evidenceView(
  investigation: Investigation,
  action: Action,
  { note, owesRelay, news }: { note?: Text; owesRelay: boolean; news: readonly Block[] },
): View {
  const { row, at } = investigation;
  const form = { ...investigationState(row), scenario: tagOf(investigation.scenario.slug), action: tagOf(action.id) };
  const goesOn = at.ended === undefined && !isAtFix(at) && !owesRelay;
  return view(
    noteBlocks(note),
    evidenceBlocks(action, investigation.scenario.clues),
    news,
    notedBlocks(investigation, action),
    ...(goesOn ? actBlocks(investigation) : []),
    ...(owesRelay ? [paragraph`Only you were shown this. Tell your team in your own words what matters in it.`] : []),
    controls(
      ...(owesRelay ? [button('Relay', 'debug.relay.form', form, { style: 'primary' })] : []),
      boardButton(row),
      button('Case file', 'debug.case', investigationState(row)),
    ),
  );
}

/** The clues that a look added to the case file, with a way to pin them there and then. */
function notedBlocks({ scenario, at, row }: Investigation, action: Action): Block[] {
  const noted = seenClues(scenario, at, row.id).filter(({ seenIn }) => seenIn.includes(action.id));
  if (noted.length === 0) return [];
  const line = ({ id, text: words }: Clue, index: number): Text =>
    text`${at.pinned.includes(id) ? '📌' : '▫️'} **${index + 1}** ${md(words)}`;
  const open = noted.filter(({ id }) => !at.pinned.includes(id));
  const state = { ...investigationState(row), action: tagOf(action.id) };
  const buttons = open.map(({ id }) =>
    button(`Pin ${noted.findIndex((clue) => clue.id === id) + 1}`, 'debug.note', { ...state, clue: tagOf(id) }),
  );
  const all = button(`Pin all ${open.length}`, 'debug.note', { ...state, clue: '' });
  return [
    paragraph`**${counted(noted.length, 'clue')} noted** in your case file`,
    { kind: 'text', text: join(noted.map(line), '\n') },
    ...(open.length === 0 || at.ended !== undefined || isAtFix(at)
      ? []
      : [controls(...buttons.slice(0, MOST_PINS), ...(open.length > 1 ? [all] : []))]),
  ];
}

/** More buttons than a row has room for; the case file has the rest. */
const MOST_PINS = 4;

/** The case file: everything that was seen, with the pinned clues marked. */
export function caseView({ scenario, at, row }: Investigation, note?: Text): View {
  const seen = seenClues(scenario, at, row.id);
  const line = (clue: Clue, index: number): Text =>
    text`${at.pinned.includes(clue.id) ? '📌' : '▫️'} **${index + 1}** ${md(clue.text)}`;
  const toggles: Select = {
    kind: 'select',
    name: 'pin',
    placeholder: 'Pin or unpin',
    options: seen.map(({ id, text: words }, index) => {
      const isPinned = at.pinned.includes(id);
      return {
        label: clip(`${index + 1} ${plainly(words)}`, 100),
        value: `${isPinned ? 'unpin' : 'pin'}:${id}`,
        description: isPinned ? 'pinned: choose to take it out' : 'choose to pin it',
      };
    }),
    action: { route: 'debug.pin', state: investigationState(row) },
  };
  return view(
    noteBlocks(note),
    heading('Case file'),
    ...(seen.length === 0
      ? [paragraph`Nothing yet. What your looks show is listed here.`]
      : [{ kind: 'text' as const, text: join(seen.map(line), '\n') }]),
    ...(seen.length === 0 || isAtFix(at) || at.ended !== undefined ? [] : [controls(toggles)]),
    controls(boardButton(row)),
    footnote`A diagnosis cites what is pinned when it is made. What proves the cause counts, what supports the case costs nothing, what is beside the point costs, and more than ${MOST_CITED} clues weaken it.`,
  );
}
