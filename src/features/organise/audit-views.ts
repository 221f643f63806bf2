import type { CommandSpec } from '../../chat/route.ts';
import { join, mention, type Text, text, time } from '../../chat/text.ts';
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
import type { Deed } from '../../domain/audit/store.ts';
import type { Cohort } from '../../domain/cohorts/cohort.ts';
import { type Named, nameOf } from '../../domain/people/names.ts';
import type { Sheet } from '../cohorts/sheets.ts';

/** A deed with who did it. */
export interface Told extends Deed {
  by: Named;
}

/** How many stand on a page. */
export const PAGE = 15;

/** Who did what when, the newest first. */
export function auditView(
  cohort: Cohort,
  deeds: readonly Told[],
  { page, hasMore, commands }: { page: number; hasMore: boolean; commands: readonly CommandSpec[] },
): View {
  const state = { cohort: cohort.id };
  const lines: Block[] =
    deeds.length === 0
      ? [paragraph`Nobody has done anything that is kept here.`]
      : [lineBlock(deeds.map((deed) => deedLine(deed, commands)))];
  return view(
    heading(`${cohort.name}: who did what`),
    ...lines,
    controls(
      ...(page > 0 ? [button('Newer', 'organise audit', { ...state, page: String(page - 1) })] : []),
      ...(hasMore ? [button('Older', 'organise audit', { ...state, page: String(page + 1) })] : []),
      button('As a file', 'organise audit', { ...state, as: 'file' }),
    ),
    footnote`What organisers and mentors did in the last year, the newest first. Times are your own.`,
  );
}

function deedLine(deed: Told, commands: readonly CommandSpec[]): Text {
  const given = Object.entries(deed.options).map(
    ([name, value]) => text`${name}: ${shown(deed, name, value, commands)}`,
  );
  const about = given.length === 0 ? text`` : text` (${join(given, ', ')})`;
  return text`${time(deed.at)} · ${nameOf(deed.by)} ${deed.did}${about}${deed.doneAt === null ? text` · **not finished**` : text``}`;
}

/** An option as it is read: ids of the platform by name. */
function shown({ route, workspaceId }: Deed, name: string, value: string, commands: readonly CommandSpec[]) {
  const spec = commands.find(({ path }) => path.join(' ') === route);
  const kind = spec?.options.find((option) => option.name === name)?.kind;
  return kind === 'member' || kind === 'channel' || kind === 'role'
    ? mention(kind, value, { workspace: workspaceId, name: value })
    : value;
}

/** The same for people's own programs. */
export function auditSheet(deeds: readonly Told[]): Sheet {
  return {
    name: 'Audit',
    columns: ['when', 'who', 'id', 'did', 'with', 'command', 'finished'],
    rows: deeds.map((deed) => [
      deed.at.toString(),
      deed.by.name,
      `${deed.by.workspaceId.split(':')[0]}:${deed.by.externalId}`,
      deed.did,
      Object.entries(deed.options)
        .map(([name, value]) => `${name}: ${value}`)
        .join(', '),
      deed.route,
      deed.doneAt === null ? 'no' : 'yes',
    ]),
  };
}
