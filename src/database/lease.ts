import type pg from 'pg';

/** What one of several processes on one database holds at a time, like the connection to a gateway. */
export interface Lease {
  /** Looks at once, then goes on looking. Resolves after the first look, with whether another process has it. */
  start(turn: Turn): Promise<{ isTaken: boolean }>;
  /** Gives it up, so that the next process need not wait. */
  stop(): Promise<void>;
}

export interface Turn {
  gained(): void;
  /** Another process has it: this one was silent for too long. */
  lost(): void;
}

interface LeaseOptions {
  /** Of one connection that nothing else uses: a burst of clicks must not look like a death. */
  pool: pg.Pool;
  name: string;
  /** Who we are, unlike any other process. */
  holder: string;
  beatMs?: number;
  /** How long the holder may be silent. */
  silenceMs?: number;
  /** How long one that was given up is left to others first, in milliseconds: who holds much already is in no hurry. None, if left out. */
  yieldMs?: () => number;
}

/** Half a second to notice, three to be sure. */
const BEAT_MILLISECONDS = 500;

const SILENCE_MILLISECONDS = 3000;

/**
 * A row that its holder counts up, and that others take over once they have seen it stand still. No lock of a session: a
 * pooler would keep that after the process is gone. No clock either: each compares the count with its own stopwatch, so
 * that clocks of machines need not agree.
 */
export function createLease(options: LeaseOptions): Lease {
  const { pool, name, holder, beatMs = BEAT_MILLISECONDS, silenceMs = SILENCE_MILLISECONDS } = options;
  const { yieldMs = () => 0 } = options;
  let turn: Turn | undefined;
  let isHeld = false;
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;
  let looking = Promise.resolve();
  /** What the other holder's row showed, and since when. */
  let seen: { holder: string; beat: string; since: number } | undefined;
  /** Since when it has been free, as far as we have seen. */
  let freeSince: number | undefined;

  /** Whether a free one is still left to others. */
  async function isLeft(): Promise<boolean> {
    const patience = yieldMs();
    if (patience === 0) return false;
    const { rowCount } = await pool.query('select 1 from leases where name = $1', [name]);
    if (rowCount !== 0) {
      freeSince = undefined;
      return false;
    }
    freeSince ??= performance.now();
    return performance.now() - freeSince < patience;
  }

  async function take(): Promise<boolean> {
    if (await isLeft()) return false;
    const fresh = await pool.query(
      'insert into leases (name, holder, beat) values ($1, $2, 0) on conflict (name) do nothing',
      [name, holder],
    );
    if (fresh.rowCount === 1) return true;
    const startedAt = performance.now();
    const { rows } = await pool.query<{ holder: string; beat: string }>(
      'select holder, beat::text from leases where name = $1',
      [name],
    );
    const [row] = rows;
    const now = performance.now();
    // A look that took long proves nothing: the database may have been silent for the holder as well.
    const isSlow = now - startedAt > beatMs * 2;
    if (row === undefined || isSlow || seen?.holder !== row.holder || seen.beat !== row.beat) {
      seen = row === undefined ? undefined : { ...row, since: now };
      return false;
    }
    if (now - seen.since < silenceMs) return false;
    const taken = await pool.query(
      'update leases set holder = $2, beat = beat + 1 where name = $1 and holder = $3 and beat = $4',
      [name, holder, seen.holder, seen.beat],
    );
    return taken.rowCount === 1;
  }

  async function keep(): Promise<boolean> {
    const kept = await pool.query('update leases set beat = beat + 1 where name = $1 and holder = $2', [name, holder]);
    return kept.rowCount === 1;
  }

  async function look(): Promise<void> {
    const had = isHeld;
    try {
      isHeld = await (had ? keep() : take());
    } catch {
      // The pool tells what is wrong with the database. Nobody else can take the lease while it does not answer.
      seen = undefined;
      return;
    }
    if (isStopped || had === isHeld) return;
    seen = undefined;
    if (isHeld) turn?.gained();
    else turn?.lost();
  }

  function beat(): void {
    timer = setTimeout(() => {
      looking = look().finally(() => {
        if (!isStopped) beat();
      });
    }, beatMs);
  }

  return {
    async start(given) {
      turn = given;
      await look();
      beat();
      return { isTaken: !isHeld && freeSince === undefined };
    },
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      await looking;
      if (isHeld)
        await pool.query('delete from leases where name = $1 and holder = $2', [name, holder]).catch(() => {});
      isHeld = false;
    },
  };
}
