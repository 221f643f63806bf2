import { type Part, type Text, text } from '../../chat/text.ts';
import { button, controls, footnote, heading, paragraph, type View, view } from '../../chat/view.ts';
import { ROLES } from '../../curriculum/scenario-schema.ts';
import { tagOf } from '../../domain/seed.ts';
import { incidentBlocks } from './board-views.ts';
import { investigationState } from './controls.ts';
import { findName, type Investigation, type InvestigationRow, type Logged, nameIn, namesOf } from './investigation.ts';
import { newsBetween, type Position, step } from './position.ts';
import { md, minutes, newsBlocks, ROLE_WORDS } from './texts.ts';

/** The team's message in the channel, from which its thread opens. */
export function teamView({ row, people, scenario }: Pick<Investigation, 'row' | 'people' | 'scenario'>): View {
  const where = row.isThreadPrivate ? 'in a private thread' : 'in the thread below';
  return view(
    paragraph`**Team ${row.number ?? 1}** investigates **${md(scenario.title)}** ${where}: ${namesOf(people)}.`,
    controls(button('Join this team', 'incident.pick', teamState(row))),
  );
}

function teamState({ cohortId, incidentId, id }: InvestigationRow): Record<string, string> {
  return { cohort: cohortId ?? '', incident: incidentId ?? '', team: id };
}

/** The first message in a team's thread. */
export function deskView({ scenario, row }: Pick<Investigation, 'scenario' | 'row'>): View {
  return view(
    incidentBlocks(scenario),
    paragraph`You have **${minutes(scenario.budget)}** of simulated time together. What one of you looks at, all of you can open. Some evidence goes to one role only, who tells the others in their own words. Decisions are the lead's.`,
    controls(button('Open the board', 'debug.board', investigationState(row), { style: 'primary' })),
    row.isThreadPrivate
      ? footnote`The board is private. This thread is your team’s, and open to those who moderate threads here: it says what was done, not what came of it.`
      : footnote`The board is private. This thread says what was done, not what came of it: others who are still at it may be reading along.`,
  );
}

/** Who has which role, with the way to take one, to one of the team. */
export function rolesView(investigation: Investigation, viewer: string): View {
  const { at, row } = investigation;
  const holder = (member: string | undefined): Part =>
    member === undefined ? 'nobody yet' : nameIn(investigation, member, viewer);
  return view(
    heading('Roles'),
    ...ROLES.map((role) => paragraph`**${ROLE_WORDS[role]}**\n${holder(at.roles.get(role))}`),
    controls(...ROLES.map((role) => button(`Be ${role}`, 'debug.role', { ...investigationState(row), role }))),
    controls(button('Board', 'debug.board', investigationState(row))),
    footnote`Taking a role takes it over from whoever has it, and your team is told. One person may have several.`,
  );
}

/** A team's thread after the close: everything about it opens in private, for those who may see it. */
export function teamClosedView({ row }: Pick<Investigation, 'row'>): View {
  return view(
    paragraph`Closed: **${row.score ?? 0} of 100**. The debrief lays your path beside an expert’s.`,
    controls(
      button('Debrief', 'debug.board', investigationState(row), { style: 'primary' }),
      button('Post-mortem', 'debug.post-mortem', investigationState(row)),
    ),
  );
}

/**
 * What the thread is told of one move; undefined when it changed nothing or concerns nobody. People who are
 * still at the incident may read it too, as moderators do a private one, so it says that something was done, never what came of it. Evidence and decisions
 * are on the board, which is private.
 */
function told(investigation: Investigation, before: Position, after: Position, { move, by }: Logged): View | undefined {
  const { scenario, row } = investigation;
  const who = findName(investigation, by) ?? 'A teammate';
  const say = (words: Text): View => view({ kind: 'text', text: words });
  const toBoard = button('Open the board', 'debug.board', investigationState(row));
  switch (move.kind) {
    case 'act': {
      const done = after.done.at(-1);
      if (done === undefined) return undefined;
      const { action, to } = done;
      const news = newsBlocks(newsBetween(scenario, before, after));
      const clock = text`**${who}** took ${minutes(action.cost)} (${after.spent} of ${scenario.budget}) for **${md(action.label)}**.`;
      const whose =
        to === undefined
          ? ''
          : text` It went to **${nameIn(investigation, to)}** alone, who tells you what matters in it.`;
      return view(
        paragraph`${clock}${whose}`,
        news,
        controls(button('Open it', 'debug.see', { ...investigationState(row), action: tagOf(action.id) }), toBoard),
      );
    }
    case 'mitigate': {
      const taken = after.mitigated.at(-1);
      if (taken === undefined) return undefined;
      const { mitigation } = taken;
      return view(
        paragraph`**${who}** took ${minutes(mitigation.cost)} (${after.spent} of ${scenario.budget}) for **${md(mitigation.label)}**.`,
        controls(toBoard),
      );
    }
    case 'suppose':
      return say(text`**${who}** has a first idea, and wrote it down.`);
    case 'hypothesise':
      return say(text`**${who}** has a hypothesis, ${move.confidence} % sure of it.`);
    case 'hint':
      return say(text`**${who}** took a hint.`);
    case 'diagnose':
      return view(paragraph`**${who}** made a diagnosis.`, controls(toBoard));
    case 'commit':
      return say(text`**${who}** goes on to the fixes without the cause.`);
    case 'fix':
      return view(paragraph`**${who}** deployed a fix.`, controls(toBoard));
    case 'give-up':
      return say(text`**${who}** has ended the investigation.`);
    case 'relay': {
      const last = after.relays.at(-1);
      if (last === undefined) return undefined;
      const state = { ...investigationState(row), action: tagOf(last.action.id) };
      return view(
        paragraph`**${who}** has told you what **${md(last.action.label)}** shows.`,
        controls(button('Read it', 'debug.see', state), toBoard),
      );
    }
    case 'role':
      return say(text`**${who}** is ${move.role} now.`);
    case 'pin':
    case 'pin-look':
    case 'unpin':
      return undefined;
  }
}

/** Everything that a team's thread is told of its log, in order, each with the id of its move. */
export function threadPosts(investigation: Investigation, start: Position): { id: number; shown: View }[] {
  let before = start;
  return investigation.moves.flatMap((made) => {
    const after = step(investigation.scenario, before, made);
    const shown = after === before ? undefined : told(investigation, before, after, made);
    before = after;
    return shown === undefined ? [] : [{ id: made.id, shown }];
  });
}
