import { getTableColumns, type InferSelectModel } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';

/** A row as `to_jsonb` writes it: by the columns' names in SQL, moments as ISO 8601, whatever the driver. */
export type RowJson = Readonly<Record<string, unknown>>;

/** A row that came as JSON, read by the columns' own readers: what a select of the table would have given. */
export function rowFrom<Table extends PgTable>(table: Table, json: RowJson): InferSelectModel<Table> {
  const read = Object.entries(getTableColumns(table)).map(([name, column]) => {
    const value = json[column.name] ?? null;
    return [name, value === null ? null : column.mapFromDriverValue(value)];
  });
  return Object.fromEntries(read);
}
