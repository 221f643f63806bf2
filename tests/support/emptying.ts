/** What PGlite and pg's client have in common. */
interface Connection {
  query<Row extends { name: string }>(text: string): Promise<{ rows: Row[] }>;
}

/** Leaves a database as it was when `kept` were the tables that held a row: their rows stay, all others go. */
export async function empty(connection: Connection, kept: ReadonlySet<string>): Promise<void> {
  const filled = (await listFilled(connection)).filter((table) => !kept.has(table));
  if (filled.length > 0) await connection.query(`truncate ${filled.join(', ')} cascade`);
  // A sequence moves on, too, where an insert was rolled back or its rows are gone.
  const moved = await connection.query(
    `select format('%I.%I', schemaname, sequencename) as name from pg_sequences
      where last_value is not null and schemaname <> 'drizzle'`,
  );
  const restarts = moved.rows.map(({ name }) => `setval('${name}', 1, false)`);
  if (restarts.length > 0) await connection.query(`select ${restarts.join(', ')}`);
}

/** The tables that must keep their rows when a database is emptied, as it stands before its first test. */
export async function listKept(connection: Connection): Promise<ReadonlySet<string>> {
  return new Set([...(await listFilled(connection)), 'pgboss.queue']);
}

/** The tables that hold a row, of all schemas. */
async function listFilled(connection: Connection): Promise<string[]> {
  const tables = await connection.query(
    `select format('%I.%I', nspname, relname) as name from pg_class join pg_namespace on pg_namespace.oid = relnamespace
      where relkind = 'r' and nspname not in ('pg_catalog', 'information_schema')`,
  );
  const asked = tables.rows.map(({ name }) => `select '${name}' as name where exists (select from ${name})`);
  return (await connection.query(asked.join(' union all '))).rows.map(({ name }) => name);
}
