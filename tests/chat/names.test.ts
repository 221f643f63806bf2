import fc from 'fast-check';
import { expect, it } from 'vitest';
import { faultOfName, seenName, typedName } from '../../src/chat/names.ts';

it.each([
  ['a direction that is turned', 'Ada\u202Enimda'],
  ['an isolate', '\u2066Ada\u2069'],
  ['a zero-width space', 'Ad\u200Ba'],
  ['a joiner between Latin letters', 'Ad\u200Da'],
  ['a filler', 'Ada\u3164'],
  ['an old filler', '\u115F'],
  ['an empty pattern', '\u2800\u2800'],
  ['a line break', 'Ada\nOrganiser'],
  ['a bell', 'Ada\u0007'],
  ['a soft hyphen', 'A\u00ADda'],
  ['tags without their flag', 'Ada\u{E0061}'],
])('refuses a name with %s', (_, name) => {
  expect(faultOfName(name)).toMatch(/can see|be seen/);
  expect(typedName(30).safeParse(name).success).toBe(false);
});

it('refuses a name of marks alone, of which nothing is seen', () => {
  expect(faultOfName('\u0301\u0301')).toBe('has nothing in it that can be seen');
});

it.each([
  'Ada',
  'José',
  '李雷',
  '葛\u{E0100}城',
  'O’Brien-Núñez',
  'علی\u200Cرضا',
  'क्\u200Dष',
  '👩\u200D💻 Ada',
  '❤\uFE0F',
  '42',
  '…',
])('takes %s as it is', (name) => {
  expect(typedName(30).parse(`  ${name} `)).toBe(name);
});

it('takes a name to be another’s where the eye does', () => {
  for (const alike of ['BEN', 'ben', 'Ｂｅｎ', 'B\u200Ben', ' Ben\u00A0', 'Веn', 'ⓑen', 'Вen\uFE0F']) {
    expect(seenName(alike), alike).toBe('ben');
  }
  expect(seenName('Blue \u2003 Heron')).toBe(seenName('blue heron'));
  for (const other of ['Bent', 'Bén', 'B en', 'Bea']) expect(seenName(other)).not.toBe('ben');
});

it('compares a name with unseen characters anywhere as without them', () => {
  const unseen = fc.constantFrom(
    '\u200B',
    '\u200D',
    '\u202E',
    '\u2066',
    '\u3164',
    '\u115F',
    '\u00AD',
    '\uFEFF',
    '\u0000',
  );
  fc.assert(
    fc.property(fc.stringMatching(/^[A-Za-z]{1,12}$/), unseen, fc.nat(12), (name, sign, at) => {
      const hidden = name.slice(0, at) + sign + name.slice(at);
      expect(seenName(hidden)).toBe(seenName(name));
      expect(faultOfName(hidden)).toBeDefined();
    }),
  );
});
