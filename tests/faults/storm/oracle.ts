import pg from 'pg';
import type { Told } from './crowd.ts';

/** What a run was found to have done wrong. Each is a sentence about one thing. */
export interface Verdict {
  lost: string[];
  doubled: string[];
  missing: string[];
  late: string[];
  /** How late the latest delivery was, in seconds. */
  latest: number;
}

/** What stands in a channel, once for each message of the bot. */
export type Channel = () => readonly { id: string }[];

interface OracleOptions {
  url: string;
  told: readonly Told[];
  channels: Readonly<Record<string, Channel>>;
  /** When deliveries that were asked for were due, by key, in milliseconds. */
  asked: ReadonlyMap<string, number>;
  /** Events stopped coming through then and came again: a delivery may be as late as the longest of these, and this. */
  allowedSeconds: number;
}

/** Holds what people were told, and what the channels show, against what the database holds. */
export async function judge({ url, told, channels, asked, allowedSeconds }: OracleOptions): Promise<Verdict> {
  const verdict: Verdict = { lost: [], doubled: [], missing: [], late: [], latest: 0 };
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await judgePlaces(client, told, verdict);
    await judgeAnswers(client, told, verdict);
    await judgePosts(client, channels, verdict);
    await judgeDeliveries(client, asked, allowedSeconds, verdict);
  } finally {
    await client.end();
  }
  return verdict;
}

async function judgePlaces(client: pg.Client, told: readonly Told[], { lost, doubled }: Verdict): Promise<void> {
  const { rows } = await client.query<{ id: string; n: number }>(
    `select m.external_id as id, count(*)::int as n from enrolments e join members m on m.id = e.member_id
     where e.left_at is null group by 1`,
  );
  const places = new Map(rows.map(({ id, n }) => [id, n]));
  for (const { id, place } of told) {
    const isIn = places.has(id);
    if (place === 'in' && !isIn) lost.push(`${id} was told to be in, and is out`);
    if (place === 'out' && isIn) lost.push(`${id} was told to be out, and is in`);
    if ((places.get(id) ?? 0) > 1) doubled.push(`${id} has ${places.get(id)} places`);
  }
}

async function judgeAnswers(client: pg.Client, told: readonly Told[], { lost, doubled }: Verdict): Promise<void> {
  const { rows } = await client.query<{ id: string; n: number }>(
    'select m.external_id as id, count(*)::int as n from answers a join members m on m.id = a.member_id group by 1',
  );
  const kept = new Map(rows.map(({ id, n }) => [id, n]));
  for (const own of told) {
    const n = kept.get(own.id) ?? 0;
    if (n < own.kept) lost.push(`${own.id} was told of ${own.kept} answers, and ${n} are kept`);
    if (n > own.pressed) doubled.push(`${own.id} answered ${own.pressed} times at most, and ${n} are kept`);
  }
}

async function judgePosts(
  client: pg.Client,
  channels: Readonly<Record<string, Channel>>,
  { doubled, missing }: Verdict,
): Promise<void> {
  const { rows } = await client.query<{ key: string; workspace: string; channel: string; message: string }>(
    'select key, workspace_id as workspace, channel, message from posts where message is not null',
  );
  for (const [platform, read] of Object.entries(channels)) {
    const shown = new Set(read().map(({ id }) => id));
    const known = rows.filter(({ workspace }) => workspace.startsWith(`${platform}:`));
    const ids = new Set(known.map(({ message }) => message));
    for (const { key, message } of known) {
      if (!shown.has(message)) missing.push(`${key} is said to be posted, and is not on ${platform}`);
    }
    for (const id of shown) if (!ids.has(id)) doubled.push(`message ${id} on ${platform} belongs to nothing`);
    if (ids.size < known.length) doubled.push(`two things share a message on ${platform}`);
  }
}

async function judgeDeliveries(
  client: pg.Client,
  asked: ReadonlyMap<string, number>,
  allowedSeconds: number,
  verdict: Verdict,
): Promise<void> {
  const { rows } = await client.query<{ key: string; outcome: string | null; settled: Date | null }>(
    'select key, outcome, settled_at as settled from deliveries where key = any($1)',
    [[...asked.keys()]],
  );
  const settled = new Map(rows.map((row) => [row.key, row]));
  for (const [key, dueAt] of asked) {
    const row = settled.get(key);
    if (row?.outcome !== 'posted' || row.settled === null) {
      verdict.missing.push(`${key} was due and is ${row?.outcome ?? 'not settled'}`);
      continue;
    }
    const seconds = (row.settled.getTime() - dueAt) / 1000;
    verdict.latest = Math.max(verdict.latest, seconds);
    if (seconds > allowedSeconds) verdict.late.push(`${key} was posted ${Math.round(seconds)} s late`);
  }
}
