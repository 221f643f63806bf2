import { describe, expect, it } from 'vitest';
import { loadCurriculum } from '../../src/curriculum/load.ts';
import { explainUnfit, matchesShort } from '../../src/curriculum/matching.ts';
import type { ShortItem } from '../../src/curriculum/schema.ts';

const { items } = loadCurriculum('curriculum');

function shortItem(slug: string): ShortItem {
  const item = items.get(slug);
  if (item?.kind !== 'short') throw new Error(`${slug} is no short item`);
  return item;
}

/** How people spell right answers, by item. */
const RIGHT: Record<string, string[]> = {
  'count-the-code-objects': ['5', 'five', '5 code objects', 'Five.', 'five code objects', '5.0', '"5"'],
  'what-is-left-to-multiply': ['3', 'three', '3 multiplications', 'Three'],
  'references-to-one-list': ['9', 'nine', '9 more', 'nine more references', '+9'],
  'size-of-a-table': [
    '8000',
    '8000 bytes',
    '8,000',
    '8 000',
    '8_000',
    '8e3',
    'eight thousand',
    '8000 B',
    "8'000",
    '8000 Bytes.',
  ],
  'merging-three-partitions': ['4', 'four', '4 reads', 'Four'],
  'calls-of-a-generator-expression': ['1001', '1,001', 'a thousand and one', '1001 calls', '1000 + 1 = 1001'],
  'a-dump-of-a-stuck-worker': ['refill', 'refill()', 'jobs.refill', 'def refill():', '`refill`'],
  'five-orders-and-their-customers': ['4', 'four', '4 statements'],
  'four-workers-eight-threads': ['80', 'eighty', '80 requests/s', '80 requests per second', '80/s', '4 * 20 = 80'],
  'hits-of-the-loop-line': ['5', 'five', '5 times', '5 hits', 'five times'],
  'jobs-per-second': [
    '50',
    'fifty',
    '50 jobs/s',
    '50 jobs per second',
    '50 per second',
    '50/s',
    '50 jobs',
    'about 50',
    'max = 50',
  ],
  'the-next-one-up': ['D', 'd', "'D'", 'D.', 'class D', '`D`', '“D”'],
  'status-of-the-nightly-check': ['0', 'zero', 'Zero.', '0.0'],
  'calls-for-all-branches': ['3', 'three', '3 calls'],
  'how-often-is-the-store-opened': ['2', 'two', 'twice', '2 times', 'Two times', '2x'],
  'who-changed-the-defaults': [
    'test_retry',
    'Test_retry',
    'test_retry.',
    'def test_retry',
    'test_retry()',
    '"test_retry"',
    'retry',
  ],
  'equality-asked-from-both-sides': ['5', 'five', '5 calls'],
  'a-function-that-must-go': [
    '3.17',
    'python3.17',
    'v3.17',
    'Python 3.17',
    'CPython 3.17',
    '3.17.',
    'version 3.17',
    '3.17.0',
  ],
  'which-file-does-pip-choose': [
    ...['1.4.10', 'version 1.4.10', 'acme-etl-1.4.10', '==1.4.10', 'acme-etl==1.4.10', 'acme-etl 1.4.10', 'v1.4.10'],
    ...['acme_etl 1.4.10', '`1.4.10`', 'acme-etl version 1.4.10'],
  ],
  'a-report-over-a-slow-line': [
    '624',
    '624 ms',
    '624.0',
    '624 milliseconds',
    '20 + 25 * 24 + 4 = 624',
    'six hundred twenty-four',
  ],
  'attempts-at-the-bottom': [
    '36',
    '3*4*3 = 36',
    'thirty-six',
    'thirty six',
    '36 in total',
    '36 in all',
    '36 altogether',
    '36 or so',
    '36 exactly',
    '36 only',
    '36 attempts',
  ],
  'handlers-and-connections': ['25', 'twenty-five', '25 connections', '12 * 2 + 1 = 25'],
  'patience-of-two-seconds': ['79', 'seventy-nine', '79 requests'],
  'one-page-a-hundred-calls': [
    '63',
    '63 %',
    '63%',
    '63 per cent',
    'about 63',
    '63,4',
    '63.4 %',
    'sixty-three',
    '~63 %',
    '63 % of the pages',
  ],
  'sixty-runs-on-a-small-machine': ['360', '360 GB', '360GB', '3 * 120 = 360 GB', '360 gigabytes'],
  'the-slow-half-in-another-language': ['63', '63 minutes', '63 min', '63 mins.', '6+30+18+9 = 63'],
};

/** Wrong values in the forms that are nearest to right ones: each is read, and none is taken. */
const WRONG: Record<string, string[]> = {
  'count-the-code-objects': ['6', 'six', 'four code objects', '55'],
  'what-is-left-to-multiply': ['4', 'thirty'],
  'references-to-one-list': ['-9', '90', '9.5', 'ninety'],
  'size-of-a-table': ['800', '80000', '8001 bytes', '8', 'eight hundred'],
  'merging-three-partitions': ['14', 'forty'],
  'calls-of-a-generator-expression': ['1000', '101', 'a thousand', '1001 - 1 = 1000'],
  'jobs-per-second': ['5', '500', 'fifty-one', '15 jobs/s'],
  'the-next-one-up': ['A', 'DD', 'class B'],
  'who-changed-the-defaults': ['test_retries', 'retry_test', 'test'],
  'a-function-that-must-go': ['3.170', '13.17', '3.1', '4.17'],
  'which-file-does-pip-choose': ['1.4.1', '1.4.100', '11.4.10', '1.4.10rc1'],
  'a-report-over-a-slow-line': ['62.4', '6240', '620', 'six hundred'],
  'attempts-at-the-bottom': ['3', '3+4+3 = 10', 'thirty'],
  'handlers-and-connections': ['24', 'twenty', '2.5'],
  'one-page-a-hundred-calls': ['0.63', '37 %', '64', '6.3e2', '63.5'],
  'sixty-runs-on-a-small-machine': ['36', '3600 GB'],
  'the-slow-half-in-another-language': ['6.3', '36', '1063 minutes'],
};

/** What a strict person sends back: another unit, a fraction, a guess of two, a point for thousands. */
const SENT_BACK: Record<string, string[]> = {
  'a-report-over-a-slow-line': ['0.624 s', '1.100', '624 bytes'],
  'one-page-a-hundred-calls': ['63/100', 'most of them', '60-65'],
  'size-of-a-table': ['8 kB', '8 per item', '8.000'],
  'jobs-per-second': ['50 or 51', 'as many as there are cores'],
  'the-slow-half-in-another-language': ['1 h 3 min', '63 seconds'],
  'who-changed-the-defaults': ['the third one', 'I think test_retry'],
  'a-function-that-must-go': ['never'],
};

function cases(table: Record<string, string[]>): [string, string][] {
  return Object.entries(table).flatMap(([slug, texts]) => texts.map((typed): [string, string] => [slug, typed]));
}

describe('the short answers of the curriculum', () => {
  it('are all in these tables', () => {
    const short = [...items.values()].filter(({ kind }) => kind === 'short').map(({ slug }) => slug);
    expect(short.filter((slug) => RIGHT[slug] === undefined)).toEqual([]);
  });

  it.each(cases(RIGHT))('%s takes %s', (slug, typed) => {
    expect(explainUnfit(shortItem(slug), typed)).toBeUndefined();
    expect(matchesShort(shortItem(slug), typed)).toBe(true);
  });

  it.each(cases(WRONG))('%s does not take %s', (slug, typed) => {
    expect(explainUnfit(shortItem(slug), typed)).toBeUndefined();
    expect(matchesShort(shortItem(slug), typed)).toBe(false);
  });

  it.each(cases(SENT_BACK))('%s sends %s back', (slug, typed) => {
    expect(explainUnfit(shortItem(slug), typed)).toBeDefined();
    expect(matchesShort(shortItem(slug), typed)).toBe(false);
  });
});
