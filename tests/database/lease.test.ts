import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { createLease, type Lease } from '../../src/database/lease.ts';
import { openPool } from '../../src/database/pool.ts';
import { openPostgres } from '../../src/database/postgres.ts';
import { type PostgresServer, postgresPrograms, startPostgres } from '../support/postgres/server.ts';
import { createWire } from '../support/postgres/wire.ts';

describe.runIf(postgresPrograms !== undefined)('what one process at a time holds', () => {
  let server: PostgresServer;
  let url: string;
  beforeAll(async () => {
    server = await startPostgres();
    url = await server.createDatabase();
    await (await openPostgres(url, { report: () => {} })).close();
  });
  afterAll(() => server.stop());

  interface Holder {
    lease: Lease;
    said: string[];
    has: boolean;
  }

  async function enter(name: string, through = (own: string) => own): Promise<Holder> {
    const options = { connectionString: through(url), name: 'lease', max: 1, prepares: true, patienceMs: 300 };
    const pool = openPool({ ...options, report: () => {} });
    const lease = createLease({ pool, name, holder: randomUUID(), beatMs: 50, silenceMs: 300 });
    const holder: Holder = { lease, said: [], has: false };
    onTestFinished(async () => {
      await lease.stop();
      await pool.end();
    });
    await lease.start({
      gained() {
        holder.has = true;
        holder.said.push('gained');
      },
      lost() {
        holder.has = false;
        holder.said.push('lost');
      },
    });
    return holder;
  }

  it('is had by the first, and by the next one as soon as the first stops', async () => {
    const first = await enter('stops');
    const second = await enter('stops');
    await sleep(500);
    expect([first.said, second.said]).toEqual([['gained'], []]);
    await first.lease.stop();
    await expect.poll(() => second.said, { timeout: 2000 }).toEqual(['gained']);
  });

  it('passes on when its holder falls silent, who is told when it speaks again', async () => {
    const wire = await createWire(server.port);
    const first = await enter('silent', wire.through);
    const second = await enter('silent');
    const third = await enter('silent');
    wire.refuse(true);
    wire.cut();
    await expect.poll(() => second.has || third.has, { timeout: 3000 }).toBe(true);
    expect([second.has, third.has].filter((has) => has)).toHaveLength(1);
    wire.refuse(false);
    await expect.poll(() => first.said, { timeout: 3000 }).toEqual(['gained', 'lost']);
    await sleep(600);
    expect([first.has, second.has, third.has].filter((has) => has)).toHaveLength(1);
    await wire.close();
  });

  it('stays where it is while the database is away', async () => {
    const first = await enter('away');
    const second = await enter('away');
    server.restart('immediate');
    await sleep(1000);
    expect([first.said, second.said]).toEqual([['gained'], []]);
  });
});
