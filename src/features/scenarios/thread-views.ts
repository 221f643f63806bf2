import { type Text, text } from '../../chat/text.ts';
import { button, controls, footnote, heading, paragraph, type View, view } from '../../chat/view.ts';
import { ROLES } from '../../curriculum/scenario-schema.ts';
import { tagOf } from '../../domain/seed.ts';
import { incidentBlocks } from './board-views.ts';
import { runState } from './controls.ts';
import { failedText } from './decision-views.ts';
import { arrivedInjects, type Position, step } from './investigation.ts';
import { letteredCauses } from './letters.ts';
import { type Logged, nameIn, type Run, type Standing } from './runs.ts';
import { evidenceBlocks, md, minutes, newsBlocks, ROLE_WORDS } from './texts.ts';

/** The team's message in the channel, from which its thread opens. */
export function teamView({ run, people, scenario }: Pick<Standing, 'run' | 'people' | 'scenario'>): View {
  const names = people.map(({ name }) => name);
  return view(
    paragraph`**Team ${run.number ?? 1}** investigates **${md(scenario.title)}** in the thread below: ${names.join(', ')}.`,
    controls(button('Join this team', 'incident.pick', teamState(run))),
  );
}

function teamState({ cohortId, incidentId, id }: Run): Record<string, string> {
  return { cohort: cohortId ?? '', incident: incidentId ?? '', team: id };
}

/** The first message in a team's thread. */
export function deskView({ scenario, run }: Pick<Standing, 'scenario' | 'run'>): View {
  return view(
    incidentBlocks(scenario),
    paragraph`You have **${minutes(scenario.budget)}** of simulated time together. What one of you looks at, all see here. Some evidence goes to one role only, who tells the others in their own words. Decisions are the lead's.`,
    controls(button('Open the board', 'debug.board', runState(run), { style: 'primary' })),
    footnote`The board is private: what you do there is told here.`,
  );
}

/** Who has which role, with the way to take one. */
export function rolesView(standing: Standing): View {
  const { at, run } = standing;
  const holder = (member: string | undefined): string =>
    member === undefined ? 'nobody yet' : nameIn(standing, member);
  return view(
    heading('Roles'),
    ...ROLES.map((role) => paragraph`**${ROLE_WORDS[role]}**\n${holder(at.roles.get(role))}`),
    controls(...ROLES.map((role) => button(`Be ${role}`, 'debug.role', { ...runState(run), role }))),
    controls(button('Board', 'debug.board', runState(run))),
    footnote`Who takes a role takes it over from whoever has it; your team is told. One person may have several.`,
  );
}

/** What the thread is told of one move; undefined where it changed nothing, or is nobody's concern. */
function told(standing: Standing, before: Position, after: Position, { move, by }: Logged): View | undefined {
  const { scenario, run } = standing;
  const who = nameIn(standing, by);
  const say = (words: Text): View => view({ kind: 'text', text: words });
  switch (move.kind) {
    case 'act': {
      const done = after.done.at(-1);
      if (done === undefined) return undefined;
      const { action, to } = done;
      const earlier = arrivedInjects(scenario, before);
      const news = newsBlocks(arrivedInjects(scenario, after).filter((inject) => !earlier.includes(inject)));
      const clock = text`**${who}** took ${minutes(action.cost)} (${after.spent} of ${scenario.budget})`;
      if (to === undefined) return view(paragraph`${clock}`, evidenceBlocks(action), news);
      return view(
        paragraph`${clock} for **${md(action.label)}**. It went to **${nameIn(standing, to)}** alone, who tells you what matters in it.`,
        news,
        controls(
          button('Open it', 'debug.see', { ...runState(run), action: tagOf(action.id) }),
          button('Open the board', 'debug.board', runState(run)),
        ),
      );
    }
    case 'hypothesise': {
      const last = after.hypotheses.at(-1);
      const letter = letteredCauses(scenario, run.id).find(({ thing }) => thing === last?.cause)?.letter ?? '?';
      const why = move.words.trim() === '' ? text`` : text`\n${move.words}`;
      return say(text`**${who}** is ${move.confidence} % sure of **${letter}** ${md(last?.cause.text ?? '')}${why}`);
    }
    case 'hint':
      return say(text`**${who}** took a hint: ${md(scenario.hints[move.hint]?.text ?? '')}`);
    case 'diagnose': {
      const last = after.diagnoses.at(-1);
      if (last === undefined) return undefined;
      return say(
        text`**${who}** made the diagnosis: ${md(last.cause.text)} ${last.cause.right ? '**That is it.** Now the fix.' : '**That is not it.**'}`,
      );
    }
    case 'commit':
      return say(text`**${who}** goes on to the fixes without the cause.`);
    case 'fix': {
      const last = after.fixes.at(-1);
      if (last === undefined) return undefined;
      if (!last.fix.right) return say(text`**${who}:** ${failedText(last.fix)}`);
      return say(text`**${who}** deployed **${md(last.fix.title)}**. ${md(last.fix.outcome)}`);
    }
    case 'give-up':
      return say(text`**${who}** has ended the investigation without a fix.`);
    case 'relay': {
      const last = after.relays.at(-1);
      return say(text`**${who}** about **${md(last?.action.label ?? '')}**:\n${move.words}`);
    }
    case 'role':
      return say(text`**${who}** is ${move.role} now.`);
    case 'pin':
    case 'unpin':
      return undefined;
  }
}

/** Everything that a team's thread is told of its log, in order, each with the id of its move. */
export function threadPosts(standing: Standing, start: Position): { id: number; shown: View }[] {
  let before = start;
  return standing.moves.flatMap((made) => {
    const after = step(standing.scenario, before, made);
    const shown = after === before ? undefined : told(standing, before, after, made);
    before = after;
    return shown === undefined ? [] : [{ id: made.id, shown }];
  });
}
