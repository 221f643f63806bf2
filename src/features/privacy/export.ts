import { columnWords } from './columns.ts';
import { type OwnTable, PERSONAL } from './personal.ts';

/** What the person may not be told yet. */
export interface Untold {
  items: ReadonlySet<string>;
  scenarios: ReadonlySet<string>;
  /** Investigations of those scenarios. */
  investigations: ReadonlySet<string>;
  /** Rounds and self-tests that are not over. */
  open: ReadonlySet<string>;
}

/** What stands in place of an id of somebody else. */
const ELSE = 'somebody else';

/**
 * Everything about a person, as the text of a JSON file that explains itself. Ids of other people are left out, and so is
 * whether an answer was right where that is not told yet: this file leads around no gate.
 */
export function exportOf(
  tables: readonly OwnTable[],
  {
    accounts,
    others,
    untold,
    now,
  }: { accounts: readonly string[]; others: ReadonlySet<string>; untold: Untold; now: Temporal.Instant },
): string {
  const told = tables.map(({ table, what, rows }) => ({
    table,
    what,
    columns: wordsFor(table, rows),
    rows: rows.flatMap((row) => toldRow(table, row, untold)).map((row) => withoutOthers(table, row, accounts, others)),
  }));
  const about = [
    'Everything that Pythia keeps about you. Each entry of "tables" is a table of its database, says what it is and what each of its columns is, and has your rows.',
    'Moments are in UTC. What you may not be told yet (of rounds, self-tests and incidents that are open or come soon) is left out, and is in the file that you ask for later.',
    `Where "${ELSE}" stands was the id of another person, or of where a message to them stands.`,
  ];
  const leftOut = PERSONAL.flatMap(({ table, unexported: why }) => (why === undefined ? [] : [{ table, why }]));
  return JSON.stringify({ about, madeAt: now.toString(), accounts, tables: told, leftOut }, null, 2);
}

type Row = Record<string, unknown>;

function wordsFor(table: string, rows: readonly Row[]): Record<string, string> {
  const columns = new Set(rows.flatMap((row) => Object.keys(row)));
  return Object.fromEntries([...columns].map((column) => [column, columnWords(table, column) ?? '']));
}

function toldRow(table: string, row: Row, untold: Untold): Row[] {
  const has = (set: ReadonlySet<string>, value: unknown) => typeof value === 'string' && set.has(value);
  switch (table) {
    case 'answers':
    case 'selftest_answers': {
      const isUntold =
        has(untold.items, row['item']) || has(untold.open, row['round_id']) || has(untold.open, row['selftest_id']);
      if (!isUntold) return [row];
      const { right, ...rest } = row;
      return [rest];
    }
    case 'cards':
      return has(untold.items, row['subject']) || has(untold.scenarios, row['subject']) ? [] : [row];
    // A practice answer is paid only when it is right.
    case 'ledger':
      return [...untold.items].some((item) => String(row['source']).endsWith(`:${item}`)) ? [] : [row];
    case 'investigations': {
      if (!has(untold.scenarios, row['scenario'])) return [row];
      const { outcome, score, ...rest } = row;
      return [rest];
    }
    // What a mentor said may say what the cause is.
    case 'post_mortems':
      return has(untold.investigations, row['investigation_id']) && row['kind'] !== 'handed-in' ? [] : [row];
    case 'investigation_moves':
      return has(untold.investigations, row['investigation_id']) ? [] : [row];
    default:
      return [row];
  }
}

/** What looks like a person's id within a longer text, like a key: `cohort/would-mentor/discord:12/34`. */
const ID = /[a-z]+:[^\s"/:]+\/[A-Za-z0-9_-]+/g;

/** What looks like ids of people within longer texts of these tables. */
export function idsWithin(tables: readonly OwnTable[]): Set<string> {
  const texts = tables.flatMap(({ table, rows }) =>
    columnsOf(table)
      .filter(({ holds }) => holds === 'contains')
      .flatMap(({ column }) => rows.map((row) => JSON.stringify(row[column] ?? null))),
  );
  return new Set(texts.flatMap((words) => words.match(ID) ?? []));
}

function columnsOf(table: string) {
  return PERSONAL.find((entry) => entry.table === table)?.ids ?? [];
}

function withoutOthers(table: string, row: Row, accounts: readonly string[], others: ReadonlySet<string>): Row {
  const replaced = columnsOf(table).flatMap(({ column, holds }): [string, unknown][] => {
    const value = row[column];
    if (holds === 'contains') return [[column, withoutIds(value, others)]];
    return typeof value === 'string' && !accounts.includes(value) ? [[column, ELSE]] : [];
  });
  const told = { ...row, ...Object.fromEntries(replaced) };
  return table === 'posts' && isToOther(String(row['key']), accounts, others) ? { ...told, channel: ELSE } : told;
}

/** A value of JSON or text with other people's ids replaced, wherever they stand in it. */
function withoutIds(value: unknown, others: ReadonlySet<string>): unknown {
  if (value === undefined || value === null) return value;
  return JSON.parse(JSON.stringify(value).replace(ID, (id) => (others.has(id) ? ELSE : id)));
}

/** Whether a message went to somebody else: its key ends with whom it is for, and may name before whom it is about. */
function isToOther(key: string, accounts: readonly string[], others: ReadonlySet<string>): boolean {
  const named = key.match(ID) ?? [];
  return named.some((id) => others.has(id)) && !accounts.some((id) => key.endsWith(id));
}
