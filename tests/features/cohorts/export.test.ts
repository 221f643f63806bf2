import { inflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ExportFacts, peopleSheet } from '../../../src/features/cohorts/export.ts';
import { csvOf, fileName, type Sheet } from '../../../src/features/cohorts/sheets.ts';
import { workbookOf } from '../../../src/features/cohorts/workbook.ts';

const joinedAt = Temporal.Instant.from('2026-11-21T12:00:00Z');

function person(name: string, more: Partial<ExportFacts> = {}): ExportFacts {
  const counts = { attendance: {}, answered: 0, right: 0, points: 0 };
  return { name, id: 'test:id', role: 'learner', joinedAt, leftAt: null, ...counts, ...more };
}

const exportCsv = (people: readonly ExportFacts[], capacity: number | null, sessions: number) =>
  csvOf(peopleSheet(people, capacity, sessions));

const linesOf = (csv: string) => csv.split('\r\n').slice(1, -1);
const standings = (people: readonly ExportFacts[], capacity: number | null) =>
  linesOf(exportCsv(people, capacity, 2)).map((line) => line.split(',')[3]);

/** What a ZIP archive holds, by path. */
function unzip(archive: Buffer): Record<string, string> {
  const parts: Record<string, string> = {};
  // The list of what it holds stands at its end, and begins each entry like this.
  for (let at = archive.indexOf('PK\u0001\u0002'); archive.readUInt32LE(at) === 0x02014b50; ) {
    const [pathLength, more] = [
      archive.readUInt16LE(at + 28),
      archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32),
    ];
    const path = archive.toString('utf8', at + 46, at + 46 + pathLength);
    const entry = archive.readUInt32LE(at + 42);
    const from = entry + 30 + archive.readUInt16LE(entry + 26) + archive.readUInt16LE(entry + 28);
    const packed = archive.subarray(from, from + archive.readUInt32LE(at + 20));
    parts[path] = (archive.readUInt16LE(at + 10) === 0 ? packed : inflateRawSync(packed)).toString('utf8');
    at += 46 + pathLength + more;
  }
  return parts;
}

describe('the export of a cohort', () => {
  it('lets no name run as a formula in a spreadsheet', () => {
    for (const first of ['=', '+', '-', '@', '\t']) {
      expect(linesOf(exportCsv([person(`${first}SUM(A1)`)], null, 0))[0]).toMatch(
        first === '\t' ? `"'\tSUM(A1)",` : `'${first}SUM(A1),`,
      );
    }
    expect(linesOf(exportCsv([person('=1,"2"')], null, 0))[0]).toMatch(/^"'=1,""2""",/);
    expect(linesOf(exportCsv([person('a=b@c-d+e')], null, 0))[0]).toMatch(/^a=b@c-d\+e,/);
  });

  it('sees a formula behind whatever is not seen, and in every width', () => {
    const unseen = fc.string({
      unit: fc.constantFrom(
        ' ',
        '\u00a0',
        '\u200b',
        '\u2060',
        '\ufeff',
        '\u00ad',
        '\u3164',
        '\u180e',
        '\u202e',
        '\n',
        '\r',
        '\t',
      ),
      maxLength: 4,
    });
    const formula = fc.constantFrom('=', '+', '-', '@', '＝', '＋', '－', '＠', '﹦', '﹢', '﹣', '﹫', '\u2212');
    fc.assert(
      fc.property(unseen, formula, (before, sign) => {
        const csv = csvOf({ name: 'x', columns: ['name'], rows: [[`${before}${sign}1+1`]] });
        expect(csv.slice('\uFEFFname\r\n'.length)).toMatch(/^"?'/);
      }),
    );
    fc.assert(
      fc.property(fc.constantFrom(',', ';', '\t'), unseen, formula, (separator, before, sign) => {
        const csv = csvOf({ name: 'x', columns: ['name'], rows: [[`a${separator}${before}${sign}1+1`]] });
        const quoted = csv.slice('\uFEFFname\r\n'.length, -'\r\n'.length);
        expect(quoted).toMatch(/^"[\s\S]*"$/);
        // A spreadsheet that splits there and heeds no quotes.
        expect(quoted.split(/[,;\t]/).findLast((part) => part.includes(sign))).toMatch(/^'/);
      }),
    );
    expect(csvOf({ name: 'x', columns: ['n'], rows: [[-5, '１2', ' a=1']] })).toBe('\uFEFFn\r\n-5,１2, a=1\r\n');
  });

  it('is known as UTF-8, and no id in it can be taken for a number', () => {
    const csv = exportCsv([person('Zoë', { id: 'discord:123456789012345678' })], null, 0);
    expect([...Buffer.from(csv).subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    expect(linesOf(csv)[0]).toMatch(/^Zoë,discord:123456789012345678,/);
  });

  it('gives back every name it was given, quoted where it must be', () => {
    const name = fc
      .string({ unit: fc.constantFrom('a', '"', ',', ';', '\t', ' ', '\r', '\n', 'ß') })
      .map((typed) => `n${typed}`);
    fc.assert(
      fc.property(name, (typed) => {
        const line = exportCsv([person(typed)], null, 0).slice(exportCsv([], null, 0).length);
        const [, quoted = '', plain = ''] = /^(?:"((?:[^"]|"")*)"|([^",;\t\r\n]*)),test:id,/.exec(line) ?? [];
        expect(quoted === '' ? plain : quoted.replaceAll('""', '"')).toBe(typed);
      }),
    );
  });

  it('is a workbook, too: texts are texts in it and numbers numbers', async () => {
    const sheet: Sheet = {
      name: 'People',
      columns: ['name', 'points'],
      rows: [
        ['=1+1', 5],
        ['a\u0000\u0008 <&>', 0],
      ],
    };
    const bytes = await workbookOf([sheet, { ...sheet, name: 'Answers' }]);
    const inside = unzip(Buffer.from(bytes));
    const people = inside['xl/worksheets/sheet1.xml'] ?? '';
    expect(people).not.toContain('<f>');
    expect(people).toContain('<v>5</v>');
    expect(inside['xl/sharedStrings.xml']).toContain('=1+1');
    expect(inside['xl/sharedStrings.xml']).toContain('a &lt;&amp;&gt;');
    expect(Object.keys(inside)).toContain('xl/worksheets/sheet2.xml');
  });

  it('is called after the cohort and the day', () => {
    const day = Temporal.PlainDate.from('2026-11-24');
    expect(fileName('Autumn 2026!', '', day, 'csv')).toBe('autumn-2026-2026-11-24.csv');
    expect(fileName('秋', 'answers', day, 'xlsx')).toBe('cohort-answers-2026-11-24.xlsx');
  });

  it('says who is in, who waits and who has left: as many are in as there are places, staff aside', () => {
    const gone = person('gone', { leftAt: joinedAt });
    const people = [person('one'), gone, person('maya', { role: 'mentor' }), person('two'), person('three')];
    expect(standings(people, 2)).toEqual(['in', 'left', 'in', 'in', 'waiting']);
    expect(standings(people, 3)).toEqual(['in', 'left', 'in', 'in', 'in']);
    expect(standings(people, null)).toEqual(['in', 'left', 'in', 'in', 'in']);
  });
});
