import { getTableColumns, type InferSelectModel } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';

/** A row as `to_jsonb` writes it: by the columns' names in SQL, moments as ISO 8601, whatever the driver. */
export type RowJson = Readonly<Record<string, unknown>>;

/** A row that came as JSON, read by the columns' own readers: what a select of the table would have given. */
export function rowFrom<Table extends PgTable>(table: Table, json: RowJson): InferSelectModel<Table> {
  const row: Record<string, unknown> = {};
  for (const { name, key, read } of columnsOf(table)) {
    const value = json[key] ?? null;
    row[name] = value === null ? null : read(value);
  }
  return row as InferSelectModel<Table>;
}

interface Column {
  name: string;
  /** What SQL calls it. */
  key: string;
  read: (value: unknown) => unknown;
}

/** Made once for each table: a click reads several rows. */
const columns = new WeakMap<PgTable, readonly Column[]>();

function columnsOf(table: PgTable): readonly Column[] {
  const known = columns.get(table);
  if (known !== undefined) return known;
  const made = Object.entries(getTableColumns(table)).map(([name, column]) => ({
    name,
    key: column.name,
    read: (value: unknown) => column.mapFromDriverValue(value),
  }));
  columns.set(table, made);
  return made;
}
