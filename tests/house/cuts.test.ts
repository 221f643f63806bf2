import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..', 'src');

/** Begins a text anew at a length in code units: a name of a length, or more than the 25 that a list of options has. */
const CUT =
  /(?<!\.digest\('\w+'\))\.slice\(0, (?:[A-Z_]*(?:LENGTH|LONGEST|CHARACTERS)|(?:length|room|max|most|end)\b|(?:2[6-9]|[3-9]\d|\d[\d_]{2,})\b|\w+\)\.join\(''\))/;

/** Where that cuts no character that anybody reads. */
const HARMLESS: Readonly<Record<string, string>> = {
  'chat/clip.ts': 'is what cuts between letters',
  'chat/cut.ts': 'measures a piece only, and then avoids halves of letters',
  'adapters/playground/limits.ts': 'looks for a space in a piece, and then cuts between letters',
  'adapters/slack/failures.ts': 'words of Slack for the log',
  'adapters/slack/parse.ts: return': 'words of Slack for the log',
  'adapters/slack/quiet.ts': 'words of a library for the log',
  'domain/seed.ts': 'entries of a list',
  'adapters/discord/body.ts': 'entries of a list',
  'authoring/proof/prove-blocks.ts': 'entries of a list',
  'features/calendar/inputs.ts': 'entries of a list',
  'features/linking/codes.ts': 'entries of a list',
  'features/progress/mastery.ts': 'entries of a list',
  'features/scenarios/folding.ts': 'letters as people count them',
  'pictures/measure.ts': 'letters as people count them',
};

it('cuts texts between characters alone: `clip` and `wholeLetters` do, `slice` goes through the middle of one', () => {
  const cuts = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => {
      const lines = readFileSync(join(root, file), 'utf8').split('\n');
      return lines.filter((line) => CUT.test(line)).map((line) => `${file}: ${line.trim()}`);
    });
  const unknown = cuts.filter((cut) => !Object.keys(HARMLESS).some((known) => cut.startsWith(known)));
  expect(unknown).toEqual([]);
  expect(Object.keys(HARMLESS).filter((known) => !cuts.some((cut) => cut.startsWith(known)))).toEqual([]);
});
