import { describe, expect, it } from 'vitest';
import {
  dateInput,
  momentInput,
  suggestZones,
  timeInput,
  weekdayNames,
  weekdaysInput,
  zoneInput,
} from '../../../src/features/calendar/inputs.ts';

const now = Temporal.Instant.from('2026-11-21T12:00:00Z');

describe('what organisers type', () => {
  it('reads weekdays as people write them', () => {
    for (const typed of ['Tue, Thu', 'tue thu', 'Thursdays and Tuesdays', 'THU/TUE', 'tu th']) {
      expect(weekdaysInput.parse(typed)).toEqual([2, 4]);
    }
    expect(weekdayNames([2, 4])).toBe('Tue, Thu');
    for (const typed of ['', 'someday', 'Tue, X', 't']) expect(weekdaysInput.safeParse(typed).success).toBe(false);
  });

  it('reads times of day, and refuses what is none', () => {
    const read = (typed: string) => timeInput.parse(typed).toString({ smallestUnit: 'minute' });
    expect([
      read('18:00'),
      read('9:05'),
      read('6pm'),
      read('12am'),
      read('12:30 pm'),
      read('18.30'),
      read('18h00'),
    ]).toEqual(['18:00', '09:05', '18:00', '00:00', '12:30', '18:30', '18:00']);
    for (const typed of ['', '25:00', '18', '18:60', '13pm', '0am', 'noon'])
      expect(timeInput.safeParse(typed).success).toBe(false);
  });

  it('reads dates, and dates with a time', () => {
    expect(dateInput.parse(' 2026-11-24 ').toString()).toBe('2026-11-24');
    for (const typed of ['', '24.11.2026', '2026-02-30', 'tomorrow'])
      expect(dateInput.safeParse(typed).success).toBe(false);
    expect(momentInput.parse('2026-11-24 19:00').time?.toString()).toBe('19:00:00');
    expect(momentInput.parse('2026-11-24').time).toBeUndefined();
    for (const typed of ['2026-11-24 x', '2026-11-24 19:00 CET', 'x'])
      expect(momentInput.safeParse(typed).success).toBe(false);
  });

  it('finds zones by city, in today’s spelling', () => {
    expect(suggestZones('new york', now)[0]).toEqual({
      label: 'America/New York (UTC-05:00)',
      value: 'America/New_York',
    });
    expect(suggestZones('kolkata', now).map(({ value }) => value)).toEqual(['Asia/Kolkata']);
    expect(suggestZones('kyiv', now)[0]?.value).toBe('Europe/Kyiv');
    expect(suggestZones('', now).length).toBeGreaterThan(5);
    expect(suggestZones('', now).length).toBeLessThanOrEqual(25);
    expect(suggestZones('qqq', now)).toEqual([]);
    for (const { value } of suggestZones('a', now)) expect(zoneInput.parse(value)).toBe(value);
  });

  it('takes any zone that exists and no other', () => {
    expect(zoneInput.parse('europe/berlin')).toBe('Europe/Berlin');
    expect(zoneInput.parse('America/New York')).toBe('America/New_York');
    expect(zoneInput.parse('asia/calcutta')).toBe('Asia/Kolkata');
    expect(zoneInput.parse('UTC')).toBe('UTC');
    for (const typed of ['', 'Berlin', 'Mars/Base', '+02:00', 'x/../y'])
      expect(zoneInput.safeParse(typed).success).toBe(false);
  });
});
