import { type Text, text, time } from '../../chat/text.ts';
import { type Block, code, lineBlock, paragraph } from '../../chat/view.ts';
import type { Area, Curriculum } from '../../curriculum/schema.ts';
import type { InvestigationRow } from '../scenarios/investigation.ts';
import { md } from '../scenarios/texts.ts';
import type { Entry, Objection, Standing } from './standing.ts';
import type { CheckpointRequest } from './store.ts';

/** The words that learners' and mentors' views of a checkpoint share. */

/** An area's title; its slug where the curriculum no longer has it. */
export function titleOf(area: string, { areas }: Pick<Curriculum, 'areas'>): string {
  return areas.get(area)?.title ?? area;
}

/** Where a request stands, as the end of a line. */
export function standingText({ turn, since, holder, ended }: Standing): Text {
  switch (ended?.as) {
    case 'signed-off':
      return text`**signed off** by ${ended.name}, ${time(ended.at, 'date')}`;
    case 'declined':
      return text`declined by ${ended.name}, ${time(ended.at, 'date')}`;
    case 'withdrawn':
      return text`withdrawn, ${time(ended.at, 'date')}`;
    case undefined:
      if (turn === 'learner') return text`**${holder?.name ?? 'A mentor'}** asks for more, since ${time(since)}`;
      return holder === undefined
        ? text`waits for a mentor, since ${time(since)}`
        : text`with ${holder.name}, since ${time(since)}`;
  }
}

const DEEDS: Readonly<Record<Entry['kind'], string>> = {
  requested: 'asked for a sign-off',
  added: 'added',
  withdrawn: 'withdrew it',
  taken: 'took it',
  released: 'gave it back',
  asked: 'asks for more',
  'signed-off': 'signed it off',
  declined: 'declined',
};

/** What was handed in and said, oldest first. A person's words and links are shown as text. */
export function historyBlocks(
  { entries }: Pick<CheckpointRequest, 'entries'>,
  runs: ReadonlyMap<string, InvestigationRow>,
  curriculum: Curriculum,
): Block[] {
  return entries
    .filter(({ kind }) => kind !== 'taken' && kind !== 'released')
    .flatMap((entry) => [
      paragraph`**${entry.name}** ${DEEDS[entry.kind]}, ${time(entry.at)}${entry.words === '' ? '' : text`:\n${entry.words}`}`,
      ...(entry.links.length === 0 ? [] : [code(entry.links.join('\n'), '')]),
      ...(entry.runs.length === 0 ? [] : [lineBlock(entry.runs.map((id) => runLine(runs.get(id), curriculum)))]),
    ]);
}

function runLine(run: InvestigationRow | undefined, { scenarios }: Pick<Curriculum, 'scenarios'>): Text {
  if (run === undefined) return text`- a scenario run that is gone`;
  const title = scenarios.get(run.scenario)?.title ?? run.scenario;
  const outcome = { fixed: 'fixed', 'gave-up': 'handed over', closed: 'not finished in time' } as const;
  const score = run.score === null ? '' : `, ${run.score} of 100`;
  return text`- Scenario run: **${md(title)}**, ${run.outcome === null ? 'not finished' : outcome[run.outcome]}${score}, ${time(run.openedAt, 'date')}`;
}

/** What counts as evidence. */
export function evidenceBlock({ checkpoint }: Area): Block {
  return lineBlock([text`**What counts as evidence**`, ...checkpoint.evidence.map((line) => text`- ${md(line)}`)]);
}

/** Why something could not be done about a request, in a sentence. */
export function objectionText(objection: Objection, { standing, learner }: CheckpointRequest): Text {
  switch (objection) {
    case 'own':
      return text`This is your own: another mentor looks at it.`;
    case 'not-own':
      return text`This is **${learner}**’s, not yours.`;
    case 'ended':
      return text`That is over: ${standingText(standing)}.`;
    case 'held':
      return text`**${standing.holder?.name ?? 'Another mentor'}** has it.`;
    case 'not-held':
      return text`Nobody has it. Take it first.`;
    case 'waits-for-learner':
      return text`You have asked **${learner}** for more, and it is their turn.`;
  }
}
