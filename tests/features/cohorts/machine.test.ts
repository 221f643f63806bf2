import { describe, expect, it } from 'vitest';
import { clockAhead } from '../../../src/chat/clock-ahead.ts';
import { findAmiss, type Machine } from '../../../src/features/cohorts/machine.ts';

const well: Machine = {
  now: Temporal.Instant.from('2026-11-30T12:00Z'),
  databaseAhead: 4,
  platforms: [
    { name: 'discord', health: { state: 'serving' }, clockAhead: -5 },
    { name: 'slack', health: { state: 'serving' }, clockAhead: undefined },
  ],
  zoneRules: '2025b',
  queue: { waiting: 3, oldestSeconds: 900, untouchedSeconds: 120 },
  sessions: 12,
  items: 300,
  proof: { isRecorded: true, proven: 300, sources: 0, pythons: ['3.12'], changed: [] },
};
const keysOf = (change: Partial<Machine>) => findAmiss({ ...well, ...change }).map(({ key }) => key);

describe('what of the program is amiss', () => {
  it('is nothing while clocks are seconds apart, the queue is handed what is due and rules are of last year', () => {
    expect(findAmiss(well)).toEqual([]);
  });

  it('is a clock that is more than five seconds from the database’s or a platform’s, either way', () => {
    expect(keysOf({ databaseAhead: -6 })).toEqual(['database-clock']);
    const slow = well.platforms.map((one) => ({ ...one, clockAhead: 6 }));
    expect(keysOf({ platforms: slow })).toEqual(['clock-of-discord', 'clock-of-slack']);
  });

  it('is what is due and was handed to no queue for two minutes, and what a retry waits for is not', () => {
    expect(keysOf({ queue: { ...well.queue, untouchedSeconds: 121 } })).toEqual(['queue']);
  });

  it('is rules of time zones from two years ago, or of no known edition', () => {
    expect(keysOf({ zoneRules: '2024b' })).toEqual(['zone-rules']);
    expect(keysOf({ zoneRules: 'unknown' })).toEqual(['zone-rules']);
  });

  it('is a curriculum that changed since it was proven, where there is a record', () => {
    expect(keysOf({ proof: { ...well.proof, changed: ['one'] } })).toEqual(['proof']);
    expect(keysOf({ proof: { ...well.proof, isRecorded: false, changed: ['one'] } })).toEqual([]);
  });
});

describe('how far our clock is ahead of a server’s', () => {
  const date = 'Mon, 30 Nov 2026 12:00:00 GMT';
  const at = Date.parse(date);
  const ahead = (askedAt: number, gotAt: number) => clockAhead(date, { askedAt: at + askedAt, gotAt: at + gotAt });

  it('is nothing where the way of the answer and the whole seconds of its date explain it', () => {
    expect(ahead(-400, 100)).toBe(0);
    expect(ahead(900, 1100)).toBe(0);
    expect(ahead(-9000, 9000)).toBe(0);
  });

  it('is what they do not explain, more when ours is ahead and less than nothing when it is behind', () => {
    expect(ahead(8000, 8300)).toBe(7);
    expect(ahead(-8000, -7500)).toBe(-7.5);
  });

  it('is not known without a date', () => {
    expect(clockAhead(null, { askedAt: 0, gotAt: 0 })).toBeUndefined();
    expect(clockAhead('soon', { askedAt: 0, gotAt: 0 })).toBeUndefined();
  });
});
