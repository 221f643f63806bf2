import { command, type Text, text, time, word } from '../../chat/text.ts';
import {
  type Block,
  button,
  controls,
  footnote,
  heading,
  lineBlock,
  paragraph,
  type View,
  view,
} from '../../chat/view.ts';
import type { Rights } from '../../deliveries/rights.ts';
import type { Trouble } from '../../deliveries/troubles-store.ts';
import type { Cohort, Home } from '../../domain/cohorts/cohort.ts';
import { whereOf } from '../../domain/cohorts/homes.ts';
import type { Named } from '../../domain/people/names.ts';
import { findAmiss, type Machine, nameOf } from '../cohorts/machine.ts';
import { rightsBlocks } from '../cohorts/rights-views.ts';
import type { Listed } from './store.ts';
import { troubleBlocks, wordsOf } from './views.ts';

/** How a cohort stands: what was looked at, and what the next post is. */
interface Examined {
  homes: readonly { home: Home; rights: Rights }[];
  trouble: Trouble | undefined;
  /** Deliveries whose time is past and that are still being tried. */
  late: readonly Listed[];
  /** The newest failure of each kind. */
  failures: readonly Listed[];
  /** Who is in no workspace of theirs any more. */
  gone: readonly Named[];
  next: Listed | undefined;
}

/** What is wrong with a cohort and how it is mended; where all is well, one line. */
export function doctorView(
  cohort: Cohort,
  { homes, trouble, late, failures, gone, next }: Examined,
  machine: Machine,
): View {
  const wrong: Block[] = [
    ...(homes.length === 0
      ? [paragraph`⚠ **${cohort.name}** has no channel. ${command('organise link')} gives it one.`]
      : []),
    ...troubleBlocks(trouble),
    ...homes.flatMap(({ home, rights }) => rightsBlocks(home, rights)),
    ...lateBlocks(late),
    ...failureBlocks(failures),
    ...goneBlocks(gone),
    ...machineBlocks(machine),
  ];
  const again = controls(
    button('Look again', 'organise doctor', { cohort: cohort.id }),
    button('What is posted', 'organise deliveries', { cohort: cohort.id }),
  );
  if (wrong.length > 0) {
    return view(
      heading(`${cohort.name}: what needs a hand`),
      wrong,
      paragraph`${nextText(next)}`,
      again,
      machineLine(machine),
      ...slackLine(machine),
    );
  }
  return view(
    paragraph`✓ **${cohort.name}** is well: I have every right I need in ${whereOf(cohort)}, and nothing is late. ${nextText(next)}`,
    again,
    machineLine(machine),
    ...slackLine(machine),
  );
}

function lateBlocks(late: readonly Listed[]): Block[] {
  if (late.length === 0) return [];
  const lines = late.map((one) => text`- ${wordsOf(one)}, due ${time(one.dueAt)}`);
  return [paragraph`⚠ Late, and being tried:`, lineBlock(lines)];
}

function failureBlocks(failures: readonly Listed[]): Block[] {
  if (failures.length === 0) return [];
  const lines = failures.map(
    (one) => text`- ${wordsOf(one)}, due ${time(one.dueAt)}: ${one.note ?? 'no reason was kept'}`,
  );
  return [
    paragraph`⚠ Given up, the last of each kind. ${command('organise deliveries')} posts it after all:`,
    lineBlock(lines),
  ];
}

function goneBlocks(gone: readonly Named[]): Block[] {
  if (gone.length === 0) return [];
  return [
    paragraph`⚠ Left the ${word('workspace')}: ${gone.map(({ name }) => name).join(', ')}. Their places go on a day after they left; ${command('organise remove')} does it now.`,
  ];
}

/** What whoever operates the program must see to. */
function machineBlocks(machine: Machine): Block[] {
  const troubled = machine.platforms.flatMap(({ name, health }) =>
    health.state === 'serving' ? [] : [paragraph`⚠ ${nameOf(name)} does not serve me as it should: ${health.reason}.`],
  );
  return [...troubled, ...findAmiss(machine).map(({ what, remedy }) => paragraph`⚠ ${what}. ${remedy}`)];
}

/** What was looked at of the program itself, for whoever compares it with what they know. */
function machineLine(machine: Machine): Block {
  const { now, zoneRules, queue, sessions, items } = machine;
  const waiting =
    queue.waiting === 0 ? 'nothing waits' : `${queue.waiting} wait, the first for ${Math.round(queue.oldestSeconds)} s`;
  return footnote`My clock says ${time(now)}${clockText(machine)}; time zone rules of ${zoneRules}; in the queue ${waiting}; ${sessions} sessions and ${items} questions, checked at my start. ${proofText(machine)}`;
}

/** Slack tells no app which commands it has. */
function slackLine({ platforms }: Machine): Block[] {
  if (!platforms.some(({ name }) => name === 'slack')) return [];
  return [
    footnote`Which of my commands Slack has can’t be seen from here: after an update, an admin installs me anew from the current manifest.`,
  ];
}

/** Whose clocks go with mine; those that do not are told above. */
function clockText(machine: Machine): string {
  const apart = new Set(findAmiss(machine).map(({ key }) => key));
  const together = [
    ...(apart.has('database-clock') ? [] : ['the database’s']),
    ...machine.platforms.flatMap(({ name, clockAhead }) =>
      clockAhead === undefined || apart.has(`clock-of-${name}`) ? [] : [`${nameOf(name)}’s`],
    ),
  ];
  return together.length === 0 ? '' : `, together with ${together.join(' and ')}`;
}

function proofText({ proof: { isRecorded, proven, sources, pythons, changed } }: Machine): string {
  if (!isRecorded) return 'There is no record of what of them was proven.';
  const where = pythons.length === 0 ? '' : ` on CPython ${pythons.join(', ')}`;
  const rest = changed.length === 0 ? 'none has changed since' : `${changed.length} have changed since`;
  return `Of questions, incidents and the code in texts ${proven} are proven by running them${where}, ${sources} by their sources; ${rest}.`;
}

function nextText(next: Listed | undefined): Text {
  if (next === undefined) return text`Nothing more is planned.`;
  return text`Next comes ${wordsOf(next)}, ${time(next.dueAt)}.`;
}
