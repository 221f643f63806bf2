import { text } from '../../chat/text.ts';
import { paragraph, view } from '../../chat/view.ts';
import type { Scenario } from '../../curriculum/scenario.ts';
import type { Curriculum } from '../../curriculum/schema.ts';
import {
  begunView,
  boardView,
  caseView,
  evidenceView,
  incidentView,
  mitigatedView,
} from '../../features/scenarios/board-views.ts';
import {
  debriefView,
  endedView,
  PAGES,
  postMortemForm,
  postMortemView,
} from '../../features/scenarios/debrief-views.ts';
import {
  askView,
  diagnosedText,
  diagnoseView,
  fixesView,
  guessForm,
  relayForm,
} from '../../features/scenarios/decision-views.ts';
import { incidentDebriefView } from '../../features/scenarios/incidents/debrief-views.ts';
import { closedIncidentView, incidentOutcomeView, openIncidentView } from '../../features/scenarios/incidents/views.ts';
import type { Investigation, InvestigationRow } from '../../features/scenarios/investigation.ts';
import { letteredCauses, letteredFixes } from '../../features/scenarios/letters.ts';
import type { Move } from '../../features/scenarios/moves.ts';
import { arrivedInjects, position, rightCauseOf } from '../../features/scenarios/position.ts';
import { newsBlocks } from '../../features/scenarios/texts.ts';
import { deskView, rolesView, teamClosedView, teamView, threadPosts } from '../../features/scenarios/thread-views.ts';
import type { Shown } from './shown.ts';

/** Letters are shuffled by the run's id; this one is an example. */
const RUN = 'previewrunid';

const moment = Temporal.Instant.from('2026-11-24T17:00:00Z');

const [ADA, BEN] = ['preview:ada', 'preview:ben'];

function runOf(scenario: Scenario, kind: InvestigationRow['kind']): InvestigationRow {
  const isTeam = kind === 'team';
  return {
    id: RUN,
    kind,
    workspaceId: 'preview:1',
    cohortId: RUN,
    incidentId: isTeam ? RUN : null,
    memberId: isTeam ? null : ADA,
    number: isTeam ? 1 : null,
    scenario: scenario.slug,
    version: scenario.version,
    openedAt: moment,
    closesAt: isTeam ? moment.add({ hours: 72 }) : null,
    closedAt: null,
    outcome: null,
    score: null,
    thread: null,
    isThreadPrivate: false,
  };
}

function standingAfter(scenario: Scenario, kind: InvestigationRow['kind'], moves: readonly Move[]): Investigation {
  const made = moves.map((move, index) => ({ id: index + 1, by: ADA, at: moment, move }));
  const people = [
    { memberId: ADA, name: 'A name as long as a name may well be', hidden: false },
    { memberId: BEN, name: 'Ben', hidden: false },
  ];
  const team = kind === 'team' ? people : people.slice(0, 1);
  return { scenario, row: runOf(scenario, kind), people: team, moves: made, at: position(scenario, kind, made) };
}

/** What a player sees who takes these looks in this order, and nothing that gives the rest away. Throws for a look that can't be taken. */
export function blindViewsOfScenario(scenario: Scenario, looks: readonly string[]): Shown[] {
  const moves: Move[] = [];
  const shown: Shown[] = [{ title: 'The incident', shown: begunView(standingAfter(scenario, 'solo', [])) }];
  for (const look of looks) {
    if (look === 'causes') {
      shown.push({ title: 'The causes', shown: diagnoseView(standingAfter(scenario, 'solo', moves)) });
      continue;
    }
    if (look === 'fixes') {
      const endless = { ...scenario, budget: 10_000 };
      const decided = standingAfter(endless, 'solo', [
        ...everyLook(endless),
        { kind: 'diagnose', cause: rightCauseOf(scenario).id },
      ]);
      const fixes = letteredFixes(scenario, RUN).map(
        ({ letter, tag }): Shown => ({ title: `Fix ${letter}`, shown: fixesView(decided, tag) }),
      );
      shown.push(...fixes);
      continue;
    }
    const action = scenario.actions.find(({ id }) => id === look);
    if (action === undefined) throw new Error(explainLooks(scenario, look));
    const lacking = action.requires.filter((id) => !looks.slice(0, looks.indexOf(look)).includes(id));
    if (lacking.length > 0) throw new Error(`${look} comes after ${lacking.join(', ')}`);
    moves.push({ kind: 'act', action: look });
    const standing = standingAfter({ ...scenario, budget: 10_000 }, 'solo', moves);
    const evidence = evidenceView({ ...standing, scenario }, action, { owesRelay: false, news: [] });
    shown.push({
      title: `${action.label} (${costsOf(scenario, moves)} of ${scenario.budget} minutes)`,
      shown: evidence,
    });
  }
  return shown;
}

function costsOf({ actions }: Scenario, moves: readonly Move[]): number {
  const taken = moves.flatMap((move) => (move.kind === 'act' ? [move.action] : []));
  return actions.reduce((sum, { id, cost }) => sum + (taken.includes(id) ? cost : 0), 0);
}

/** The looks that there are, for whoever has named none or one that there is not. */
export function explainLooks({ actions, slug }: Scenario, unknown?: string): string {
  const rows = actions.map(({ id, label, cost }) => `  ${id.padEnd(18)} ${label}, ${cost} minutes`);
  const first = unknown === undefined ? `Name looks behind ${slug}, in order:` : `There is no look ${unknown}:`;
  return [first, ...rows, '  causes, fixes      what there is to choose from: look last'].join('\n');
}

/** Everything that can be done before the diagnosis, as if there were time for it. */
function everyLook(scenario: Scenario): Move[] {
  // Requirements are listed before what requires them by going over the actions as often as there are any.
  const acts = scenario.actions.flatMap(() => scenario.actions.map(({ id }): Move => ({ kind: 'act', action: id })));
  return [
    ...acts,
    ...scenario.clues.map(({ id }): Move => ({ kind: 'pin', clue: id })),
    ...scenario.causes.map(({ id }): Move => ({ kind: 'hypothesise', cause: id, confidence: 70, words: LONGEST })),
    ...scenario.hints.map((_, hint): Move => ({ kind: 'hint', hint })),
  ];
}

const LONGEST = 'As many words as the form takes. '.repeat(15).trim();

/** Every wrong diagnosis, the right one, every wrong fix and a right one. */
function everyDecision({ causes, fixes }: Scenario): Move[] {
  const last = <Thing extends { right: boolean }>(things: readonly Thing[]) =>
    [...things].sort((one, other) => Number(one.right) - Number(other.right));
  return [
    ...last(causes).map(({ id }): Move => ({ kind: 'diagnose', cause: id })),
    ...last(fixes).map(({ id }): Move => ({ kind: 'fix', fix: id })),
  ];
}

/** The longest investigation there can be, at its end. */
function longest(scenario: Scenario, kind: InvestigationRow['kind'], decides: boolean): Investigation {
  const endless = { ...scenario, budget: 10_000 };
  const relays =
    kind === 'solo' ? [] : scenario.actions.map(({ id }): Move => ({ kind: 'relay', action: id, words: LONGEST }));
  const moves = [...everyLook(endless), ...relays, ...(decides ? everyDecision(endless) : [])];
  const investigation = standingAfter(endless, kind, moves);
  return { ...investigation, scenario };
}

/** Everything that people see of a scenario, in about the order in which they see it. */
export function viewsOfScenario(scenario: Scenario, curriculum: Curriculum): Shown[] {
  const start = standingAfter(scenario, 'solo', []);
  const looked = longest(scenario, 'solo', false);
  const ended = longest(scenario, 'solo', true);
  const stop = scenario.mitigations.find(({ effect }) => effect === 'stops');
  const expert = standingAfter(scenario, 'solo', [
    ...(stop === undefined ? [] : [{ kind: 'mitigate', mitigation: stop.id } satisfies Move]),
    ...scenario.expert.actions.map((action): Move => ({ kind: 'act', action })),
    ...(rightCauseOf(scenario).needs[0] ?? []).map((clue): Move => ({ kind: 'pin', clue })),
    { kind: 'diagnose', cause: rightCauseOf(scenario).id },
    { kind: 'fix', fix: scenario.fixes.find(({ right }) => right)?.id ?? '' },
  ]);
  return [
    { title: 'The incident, as it comes in', shown: begunView(start) },
    { title: 'The board at the beginning', shown: boardView(start, { memberId: ADA }) },
    ...scenario.actions.map((action): Shown => {
      const note = `${action.group}, ${action.cost} minutes${action.requires.length === 0 ? '' : `, after ${action.requires.join(', ')}`}`;
      return {
        title: `${action.id} (${note})`,
        shown: evidenceView(looked, action, { owesRelay: action.role !== undefined, news: [] }),
      };
    }),
    ...scenario.mitigations.map(
      (mitigation): Shown => ({
        title: `${mitigation.id} (against the harm, ${mitigation.cost} minutes: ${mitigation.effect})`,
        shown: mitigatedView(start, { mitigation, by: ADA, at: mitigation.cost }, []),
      }),
    ),
    { title: 'What the clock brings', shown: view(newsBlocks(arrivedInjects(scenario, looked.at))) },
    { title: 'The case file with everything in it', shown: caseView(looked) },
    { title: 'The board when all was looked at', shown: boardView(looked, { memberId: ADA }) },
    { title: 'A hypothesis', shown: guessForm(scenario, start.row) },
    { title: 'The causes', shown: diagnoseView(looked) },
    ...letteredCauses(scenario, RUN).flatMap(({ letter, tag, thing }): Shown[] => {
      const asked = askView(looked, { what: 'claim', pick: tag });
      const said = standingAfter({ ...scenario, budget: 10_000 }, 'solo', [
        ...everyLook(scenario),
        { kind: 'diagnose', cause: thing.id },
      ]);
      const answer = view(paragraph`${diagnosedText(said)}`);
      return [
        ...(asked === undefined ? [] : [{ title: `Diagnosis ${letter}`, shown: asked }]),
        { title: `Diagnosis ${letter}, answered to somebody who has seen everything`, shown: answer },
      ];
    }),
    ...scenario.hints.map(
      (hint, index): Shown => ({
        title: `Hint ${index + 1}, for ${hint.cost} points`,
        shown: view(paragraph`${{ kind: 'markdown', markdown: hint.text }}`),
      }),
    ),
    ...letteredFixes(scenario, RUN).map(
      ({ letter, tag, thing }): Shown => ({
        title: `Fix ${letter}, ${thing.id}`,
        shown: fixesView(looked, tag),
      }),
    ),
    { title: 'The end of an expert', shown: endedView(expert, { paid: 60, isDebriefOpen: true }) },
    ...PAGES.map(
      (page): Shown => ({ title: `An expert’s debrief: ${page}`, shown: debriefView(expert, page, curriculum) }),
    ),
    { title: 'The debrief of who did everything wrong first', shown: debriefView(ended, 'path', curriculum) },
    {
      title: 'Its post-mortem',
      shown: postMortemView(ended, { blanks: undefined, status: text`Not handed in yet.`, mayHandIn: true }),
    },
  ];
}

/** What a scenario looks like to a cohort and its teams, at its longest. */
export function teamViewsOfScenario(scenario: Scenario, curriculum: Curriculum): Shown[] {
  const team = longest(scenario, 'team', true);
  const closed = { ...team, row: { ...team.row, outcome: 'fixed' as const, score: 100 } };
  const incident = {
    id: RUN,
    cohortId: RUN,
    scenario: scenario.slug,
    openedAt: moment,
    closesAt: moment,
    closedAt: moment,
  };
  const posts = threadPosts({ ...team, scenario: { ...scenario, budget: 10_000 } }, position(scenario, 'team', []));
  return [
    { title: 'posted to a cohort', shown: openIncidentView(incident, scenario) },
    { title: 'a team', shown: teamView(team) },
    { title: 'a team’s desk', shown: deskView(team) },
    { title: 'a team’s roles', shown: rolesView(team, ADA) },
    { title: 'the incident again', shown: incidentView(team) },
    ...posts.map(({ id, shown }): Shown => ({ title: `the thread, ${id}`, shown })),
    ...scenario.actions.map(
      (action): Shown => ({
        title: `relaying ${action.id}`,
        shown: relayForm(action.label, team.row, 'abcdefgh'),
      }),
    ),
    { title: 'a team’s thread, closed', shown: teamClosedView(closed) },
    ...PAGES.flatMap((page): Shown[] => [
      {
        title: `the debrief for everybody: ${page}`,
        shown: incidentDebriefView(incident, scenario, page, { own: undefined, others: [closed, closed], curriculum }),
      },
      {
        title: `the debrief of who took part: ${page}`,
        shown: incidentDebriefView(incident, scenario, page, { own: closed, others: [closed], curriculum }),
      },
    ]),
    { title: 'closed', shown: closedIncidentView(incident, scenario) },
    { title: 'how it went', shown: incidentOutcomeView(incident, scenario, [closed, closed]) },
    { title: 'the post-mortem’s form', shown: postMortemForm(team.row) },
  ];
}
