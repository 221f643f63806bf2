import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Database, rows } from '../../../src/database/client.ts';
import { CODE_BYTES, readCode, selectorOf, showCode, spellCode } from '../../../src/features/linking/codes.ts';
import { recordCode, useCode } from '../../../src/features/linking/codes-store.ts';
import { betterPlace, renameSource } from '../../../src/features/linking/merge.ts';
import { openTestDatabase } from '../../support/database.ts';

const bytes = fc.uint8Array({ minLength: CODE_BYTES, maxLength: CODE_BYTES });

describe('a code', () => {
  it('is eight letters that can’t be mistaken, read back however they are typed', () => {
    fc.assert(
      fc.property(bytes, (given) => {
        fc.pre(given.filter((byte) => byte < 252).length >= 8);
        const code = spellCode(given);
        expect(code).toMatch(/^[bcdfghjkmnpqrstvwxyz2-9]{8}$/);
        for (const typed of [code, showCode(code), showCode(code).replace('-', ' '), ` ${code.toUpperCase()} `]) {
          expect(readCode(typed)).toBe(code);
        }
      }),
    );
  });

  it('uses every letter equally often, and says so when it has too little chance to draw on', () => {
    const all = Uint8Array.from({ length: 256 }, (_, byte) => byte);
    const drawn = Array.from({ length: 31 }, (_, at) => spellCode(all.slice(at * 8, at * 8 + 8))).join('');
    expect(new Set(drawn).size).toBe(28);
    expect(() => spellCode(new Uint8Array(32).fill(255))).toThrow('too few random bytes');
  });

  it('is nothing else that people type', () => {
    for (const typed of ['', 'bcdf', 'bcdfghjka', 'aeiouaei', 'bcdf-ghj0', '@everyone']) {
      expect(readCode(typed)).toBeUndefined();
    }
  });
});

describe('a source of points', () => {
  it('names the other member in place of one, and nothing else in it', () => {
    expect(renameSource('practice:c:test:w/ad:item', 'test:w/ad', 'other:t/x')).toBe('practice:c:other:t/x:item');
    expect(renameSource('present:c:1:test:w/ada', 'test:w/ada', 'o:t/x')).toBe('present:c:1:o:t/x');
    expect(renameSource('present:c:1:test:w/ada', 'test:w/ad', 'o:t/x')).toBe('present:c:1:test:w/ada');
    expect(renameSource('answer:12', 'test:w/ada', 'o:t/x')).toBe('answer:12');
  });
});

it('keeps staff’s place before a learner’s, else the older one, whichever is asked first', () => {
  const place = fc.record({ id: fc.nat(), role: fc.constantFrom('learner' as const, 'mentor' as const) });
  fc.assert(
    fc.property(place, place, (one, other) => {
      fc.pre(one.id !== other.id);
      const kept = betterPlace(one, other);
      expect(betterPlace(other, one)).toBe(kept);
      const lost = kept === one ? other : one;
      expect(kept.role === 'mentor' || lost.role === 'learner').toBe(true);
      if (kept.role === lost.role) expect(kept.id).toBeLessThan(lost.id);
    }),
  );
});

describe('using a code', () => {
  const now = Temporal.Instant.from('2026-11-21T12:00:00Z');
  let database: Database;
  let events = 0;
  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(() => database.close());

  async function make(code: string, more: { eventId?: string; minutes?: number } = {}): Promise<boolean> {
    events += 1;
    const { eventId = `make-${events}`, minutes = 0 } = more;
    const made = { purpose: 'person', subject: `maker of ${code}`, code, madeBy: 'm' } as const;
    return recordCode(database.db, { ...made, now: now.add({ minutes }), eventId });
  }

  async function use(code: string, more: { by?: string; eventId?: string; minutes?: number } = {}) {
    events += 1;
    const { by = `member-${events}`, eventId = `use-${events}`, minutes = 0 } = more;
    const tried = { purpose: 'person', code, memberId: by, now: now.add({ minutes }), eventId } as const;
    return database.db.transaction((tx) => useCode(tx, tried));
  }

  it('works once, within ten minutes, and for what it was made for only', async () => {
    await make('bcdfghjk');
    expect(await use('bcdfghjk', { minutes: 9 })).toEqual({ kind: 'found', subject: 'maker of bcdfghjk', madeBy: 'm' });
    expect(await use('bcdfghjk')).toMatchObject({ kind: 'wrong' });
    await make('bcdfghj2');
    expect(await use('bcdfghj2', { minutes: 10 })).toMatchObject({ kind: 'wrong' });
    const tried = { purpose: 'cohort', code: 'bcdfghj2', memberId: 'z', now, eventId: 'as-cohort' } as const;
    expect(await database.db.transaction((tx) => useCode(tx, tried))).toMatchObject({ kind: 'wrong' });
  });

  it('gives a repeated event the same answer, and counts what it missed once', async () => {
    await make('bbbbbbbb');
    expect(await use('bbbbbbbb', { eventId: 'twice' })).toMatchObject({ kind: 'found' });
    expect(await use('bbbbbbbb', { eventId: 'twice' })).toEqual({ kind: 'repeated', subject: 'maker of bbbbbbbb' });
    const missed = { by: 'clumsy', eventId: 'missed' };
    expect(await use('zzzzzzzz', missed)).toEqual({ kind: 'wrong', left: 4 });
    expect(await use('zzzzzzzz', missed)).toEqual({ kind: 'wrong', left: 4 });
    expect(await use('zzzzzzz2', { by: 'clumsy' })).toEqual({ kind: 'wrong', left: 3 });
    expect(await make('cccccccc', { eventId: 'asked-twice' })).toBe(true);
    expect(await make('dddddddd', { eventId: 'asked-twice' })).toBe(false);
    expect(await use('dddddddd')).toMatchObject({ kind: 'wrong' });
  });

  it('ends after twenty misses near it, which take four accounts, and after five of one account, for ten minutes', async () => {
    await make('ffffffff');
    for (let miss = 0; miss < 6; miss += 1) await use('ffffffg2', { by: 'spiteful' });
    for (let miss = 0; miss < 14; miss += 1) await use('ffffffg2');
    expect(await use('ffffffff')).toMatchObject({ kind: 'found' });
    await make('ffffffff');
    for (let miss = 0; miss < 20; miss += 1) await use('ffffffg2');
    expect(selectorOf('ffffffg2')).toBe(selectorOf('ffffffff'));
    expect(await use('ffffffff')).toMatchObject({ kind: 'wrong' });

    await make('gggggggg', { minutes: 5 });
    for (let miss = 0; miss < 5; miss += 1) await use('zzzzzzzz', { by: 'guesser' });
    expect(await use('gggggggg', { by: 'guesser', minutes: 6 })).toEqual({ kind: 'blocked' });
    expect(await use('gggggggg', { by: 'guesser', minutes: 11 })).toMatchObject({ kind: 'found' });
  });

  it('lets no guesser have more tries by trying many at once', async () => {
    const tries = await Promise.all(
      Array.from({ length: 12 }, (_, n) => use(`zzzzzzz${(n % 8) + 2}`, { by: 'hasty' })),
    );
    expect(tries.filter(({ kind }) => kind === 'wrong')).toHaveLength(5);
    expect(tries.filter(({ kind }) => kind === 'blocked')).toHaveLength(7);
  });

  it('keeps no code, and forgets even what proves it after a day', async () => {
    await make('hhhhhhhh');
    const kept = JSON.stringify(await rows(database.db, sql`select * from codes`)).replaceAll(/maker of \w+/g, '');
    expect(kept).not.toContain('hhhhhhhh');
    await make('jjjjjjjj', { minutes: 60 * 26 });
    expect(await rows(database.db, sql`select subject from codes`)).toEqual([{ subject: 'maker of jjjjjjjj' }]);
    expect(await rows(database.db, sql`select 1 from code_tries`)).toEqual([]);
  });
});
