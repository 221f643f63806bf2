import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ExportFacts, exportCsv } from '../../../src/features/cohorts/export.ts';

const joinedAt = Temporal.Instant.from('2026-11-21T12:00:00Z');

function person(name: string, more: Partial<ExportFacts> = {}): ExportFacts {
  const counts = { attendance: {}, answered: 0, right: 0, points: 0 };
  return { name, externalId: 'id', role: 'learner', joinedAt, leftAt: null, ...counts, ...more };
}

const linesOf = (csv: string) => csv.split('\r\n').slice(1, -1);
const standings = (people: readonly ExportFacts[], capacity: number | null) =>
  linesOf(exportCsv(people, capacity, 2)).map((line) => line.split(',')[3]);

describe('the export of a cohort', () => {
  it('lets no name run as a formula in a spreadsheet', () => {
    for (const first of ['=', '+', '-', '@', '\t']) {
      expect(linesOf(exportCsv([person(`${first}SUM(A1)`)], null, 0))[0]).toMatch(`'${first}SUM(A1),`);
    }
    expect(linesOf(exportCsv([person('=1,"2"')], null, 0))[0]).toMatch(/^"'=1,""2""",/);
    expect(linesOf(exportCsv([person('a=b@c-d+e')], null, 0))[0]).toMatch(/^a=b@c-d\+e,/);
  });

  it('gives back every name it was given, quoted where it must be', () => {
    const name = fc.string({ unit: fc.constantFrom('a', '"', ',', ' ', '\r', '\n', 'ß') }).map((typed) => `n${typed}`);
    fc.assert(
      fc.property(name, (typed) => {
        const line = exportCsv([person(typed)], null, 0).slice(exportCsv([], null, 0).length);
        const [, quoted = '', plain = ''] = /^(?:"((?:[^"]|"")*)"|([^",\r\n]*)),id,/.exec(line) ?? [];
        expect(quoted === '' ? plain : quoted.replaceAll('""', '"')).toBe(typed);
      }),
    );
  });

  it('says who is in, who waits and who has left: as many are in as there are places, staff aside', () => {
    const gone = person('gone', { leftAt: joinedAt });
    const people = [person('one'), gone, person('maya', { role: 'mentor' }), person('two'), person('three')];
    expect(standings(people, 2)).toEqual(['in', 'left', 'in', 'in', 'waiting']);
    expect(standings(people, 3)).toEqual(['in', 'left', 'in', 'in', 'in']);
    expect(standings(people, null)).toEqual(['in', 'left', 'in', 'in', 'in']);
  });
});
