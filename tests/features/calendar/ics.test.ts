import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FeedEvent, writeFeed } from '../../../src/features/calendar/ics.ts';

const event: FeedEvent = {
  uid: 'c-1@pythia',
  sequence: 2,
  status: 'confirmed',
  startsAt: Temporal.Instant.from('2026-11-24T17:00:00Z'),
  endsAt: Temporal.Instant.from('2026-11-24T20:30:00.5Z'),
  title: 'Session 49: Memory; references, and \\ cycles',
  description: 'Line one\nline two',
  changedAt: Temporal.Instant.from('2026-11-20T10:00:00Z'),
};

/** A feed as a calendar reads it: lines unfolded, each split at its first colon. */
function read(feed: string): [string, string][] {
  return feed
    .replaceAll('\r\n ', '')
    .split('\r\n')
    .slice(0, -1)
    .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)]);
}

function readText(value: string): string {
  return value.replaceAll(/\\(.)/g, (_, mark: string) => (mark === 'n' ? '\n' : mark));
}

describe('a calendar feed', () => {
  it('says each session once, in UTC, with a name that stays and a number that grows', () => {
    expect(writeFeed({ name: 'Autumn', events: [event] }).split('\r\n')).toEqual([
      'BEGIN:VCALENDAR',
      'VERSION:2.0',
      'PRODID:-//Pythia//Cohort calendar//EN',
      'CALSCALE:GREGORIAN',
      'METHOD:PUBLISH',
      'NAME:Autumn',
      'X-WR-CALNAME:Autumn',
      'REFRESH-INTERVAL;VALUE=DURATION:PT1H',
      'X-PUBLISHED-TTL:PT1H',
      'BEGIN:VEVENT',
      'UID:c-1@pythia',
      'DTSTAMP:20261120T100000Z',
      'LAST-MODIFIED:20261120T100000Z',
      'SEQUENCE:2',
      'STATUS:CONFIRMED',
      'DTSTART:20261124T170000Z',
      'DTEND:20261124T203000Z',
      'SUMMARY:Session 49: Memory\\; references\\, and \\\\ cycles',
      'DESCRIPTION:Line one\\nline two',
      'END:VEVENT',
      'END:VCALENDAR',
      '',
    ]);
  });

  it('gives back whatever title it was given, in lines of at most 75 octets that cut no character', () => {
    const words = fc.string({ unit: 'grapheme', maxLength: 200 }).filter((text) => !/[\p{Cc}\u2028\u2029]/u.test(text));
    fc.assert(
      fc.property(words, (title) => {
        const feed = writeFeed({ name: title, events: [{ ...event, title }] });
        for (const line of feed.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
        expect(feed).not.toContain('\uFFFD');
        expect(feed.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
        const summary = read(feed).find(([name]) => name === 'SUMMARY')?.[1] ?? '';
        expect(readText(summary)).toBe(title);
      }),
    );
  });

  it('lets nothing that people type become a line of its own', () => {
    const evil = 'x\r\nBEGIN:VEVENT\nSUMMARY:mine\rEND\u0000';
    const feed = writeFeed({ name: evil, events: [{ ...event, title: evil }] });
    expect(read(feed).filter(([name]) => name === 'BEGIN')).toHaveLength(2);
    expect(read(feed).filter(([name]) => name === 'SUMMARY')).toHaveLength(1);
  });
});
