import { sql } from 'drizzle-orm';
import { type Db, rows } from './client.ts';
import { settings } from './tables.ts';

const NAME = 'discord-shards';

/** Into how many shards the processes on this database divide Discord's events; one, where nobody has said otherwise. */
export async function readShardCount(db: Db): Promise<number> {
  const [kept] = await rows<{ value: unknown }>(db, sql`select value from ${settings} where name = ${NAME}`);
  return typeof kept?.value === 'number' ? kept.value : 1;
}

/** Changes it, unless another process has meanwhile. */
export async function replaceShardCount(db: Db, before: number, count: number): Promise<void> {
  await db.execute(sql`insert into ${settings} (name, value) values (${NAME}, to_jsonb(${count}::int))
    on conflict (name) do update set value = excluded.value where ${settings.value} = to_jsonb(${before}::int)`);
}

/** Who receives which part of Discord's events, and how far each has counted: a holder that lives counts on. */
export async function listShardBeats(db: Db): Promise<{ name: string; holder: string; beat: string }[]> {
  return rows(db, sql`select name, holder, beat::text from leases where name = 'discord' or name like 'discord/%'`);
}
