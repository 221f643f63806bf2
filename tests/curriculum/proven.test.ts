import { describe, expect, it } from 'vitest';
import type { SessionDraft } from '../../src/curriculum/draft.ts';
import { parseCurriculum } from '../../src/curriculum/load.ts';
import { fingerprintOfItem, fingerprintOfScenario, fingerprintOfTexts } from '../../src/curriculum/proof-standing.ts';
import { explainProven, joinProven, PROVEN_FILE, type Proven, readProven } from '../../src/curriculum/proven.ts';
import { filesOf, PRINTS, type Sources, smallCurriculum } from './builder.ts';

const one: Proven = {
  kind: 'item',
  slug: 'one',
  fingerprint: '0123456789ab',
  shown: 'proven',
  pythons: ['3.9', '3.12'],
};
const other: Proven = { ...one, kind: 'scenario', slug: 'other', shown: 'sources', pythons: [] };

describe('the record of what was proven', () => {
  it('is read as it was written, and what is no line of it is passed over', () => {
    const text = explainProven([other, one]);
    expect(readProven(text)).toEqual([one, other]);
    expect(readProven(`${text}<<<<<<< ours\nitem one 0123 proven 3.12\nitem two 0123456789ab guessed\n`)).toEqual([
      one,
      other,
    ]);
  });

  it('takes the newest fingerprint of each, and joins the Pythons of the same one', () => {
    const newer = { ...one, pythons: ['3.13', '3.12'] };
    expect(joinProven([one, other], [newer])).toEqual([other, { ...one, pythons: ['3.9', '3.12', '3.13'] }]);
    expect(joinProven([one], [{ ...one, shown: 'sources', pythons: [] }])).toEqual([one]);
    const changed = { ...newer, fingerprint: 'ba9876543210' };
    expect(joinProven([one, other], [changed])).toEqual([other, { ...changed, pythons: ['3.12', '3.13'] }]);
  });
});

describe('how much of a curriculum is proven', () => {
  const standing = (sources: Sources, record?: readonly Proven[]) => {
    const files = filesOf(sources);
    if (record !== undefined) files.set(PROVEN_FILE, explainProven(record));
    return parseCurriculum(files).proof;
  };
  const recordOf = (sources: Sources) =>
    [...parseCurriculum(filesOf(sources)).items.values()].map(
      (item): Proven => ({ ...one, slug: item.slug, fingerprint: fingerprintOfItem(item) }),
    );
  const slug = /([^/]+)\.yaml$/.exec(PRINTS)?.[1] ?? '';

  it('is not known without a record, and is all of it with the record of what it is', () => {
    const sources = smallCurriculum();
    expect(standing(sources).isRecorded).toBe(false);
    const record = recordOf(sources);
    expect(standing(sources, record)).toEqual({
      isRecorded: true,
      proven: record.length,
      sources: 0,
      pythons: ['3.9', '3.12'],
      changed: [],
    });
  });

  it('changes with what a program shows, and not with the words around it', () => {
    const record = recordOf(smallCurriculum());
    const worded = smallCurriculum();
    worded[PRINTS].title = 'Another title';
    worded[PRINTS].explanation = 'Said in other words.';
    expect(standing(worded, record).changed).toEqual([]);
    const broken = smallCurriculum();
    broken[PRINTS].options[0].text = 'another output';
    expect(standing(broken, record).changed).toEqual([slug]);
    const wider = smallCurriculum();
    wider[PRINTS].python = '>=3.13';
    expect(standing(wider, record).changed).toEqual([slug]);
  });

  it('takes either of two lines for one question, as a merge of two branches leaves them', () => {
    const sources = smallCurriculum();
    const record = recordOf(sources);
    const theirs = record.map((line) => ({ ...line, fingerprint: 'ffffffffffff' }));
    expect(standing(sources, [...record, ...theirs]).changed).toEqual([]);
    expect(standing(sources, theirs).changed).toHaveLength(record.length);
  });
});

describe('the fingerprint of a session’s texts', () => {
  const session = (text: string): SessionDraft => ({
    folder: 'sessions/01-x',
    number: 1,
    slug: 'x',
    session: undefined,
    items: [],
    unread: [],
    materials: new Map([['materials/a.md', text]]),
    pictures: new Map(),
  });
  const print = fingerprintOfTexts(session('Words.\n\n```python ends:NameError\nx\n```\n'));

  it('is of its Python and of what is said of it, and not of the words around it; without any there is none', () => {
    expect(fingerprintOfTexts(session('Other words,\nlonger ones.\n\n```python ends:NameError\nx\n```\n'))).toBe(print);
    expect(fingerprintOfTexts(session('```python ends:NameError\ny\n```\n'))).not.toBe(print);
    expect(fingerprintOfTexts(session('```python\nx\n```\n'))).not.toBe(print);
    expect(fingerprintOfTexts(session('Words alone.'))).toBeUndefined();
  });
});

describe('a scenario’s fingerprint', () => {
  const draft = {
    folder: 'scenarios/x',
    slug: 'x',
    scenario: undefined,
    program: new Map([['a.py', 'one']]),
    fixes: new Map([['right', new Map([['a.py', 'two']])]]),
    evidence: new Map([['log.txt', 'a line']]),
    pictures: new Map(),
  };
  const print = fingerprintOfScenario(draft, 'check');

  it('is of its program, its fixes and its check, and not of its evidence', () => {
    expect(fingerprintOfScenario({ ...draft, evidence: new Map() }, 'check')).toBe(print);
    expect(fingerprintOfScenario(draft, 'another check')).not.toBe(print);
    expect(fingerprintOfScenario({ ...draft, program: new Map([['a.py', 'other']]) }, 'check')).not.toBe(print);
    expect(fingerprintOfScenario({ ...draft, fixes: new Map() }, 'check')).not.toBe(print);
  });
});
