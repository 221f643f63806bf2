import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { isTyped } from '../../src/chat/route.ts';
import { routes } from '../../src/routes.ts';
import { literalsIn } from '../support/strings.ts';

const root = join(import.meta.dirname, '..', '..');

/** What checks the curriculum speaks to its authors, in a terminal. */
const sources = globSync('src/**/*.ts', { cwd: root })
  .filter((file) => !/^src\/(authoring|curriculum)\//.test(file))
  .map((file) => ({ file, source: readFileSync(join(root, file), 'utf8') }));

/** SQL, and what is thrown at the programmer or told to the operator, is read by nobody in a chat. */
const ELSEWHERE = /(?:\bsql(?:<[^>]*>)?|new \w*Error\([^;]*|\b(?:log|say)(?:\.\w+)?\([^;]*|\bfrom )$/;

const spoken = sources.flatMap(({ file, source }) =>
  literalsIn(source)
    .filter(({ before }) => !ELSEWHERE.test(before))
    .map(({ line, words }) => ({ at: `${file}:${line}`, words })),
);

const typed = routes.flatMap(({ name, formerly = [] }) => [name, ...formerly]).filter(isTyped);

const heads = [...new Set(typed.map((name) => name.split(' ')[0]))];

function told(found: typeof spoken): string[] {
  return found.map(({ at, words }) => `${at} ${words.trim()}`);
}

it('finds the words of a source, and takes neither comments nor patterns for them', () => {
  const source = "const a = /it's/.test('one'); // it's\nreturn text`two ${b('three')} four`;";
  expect(literalsIn(source).map(({ line, words }) => [line, words])).toEqual([
    [1, 'one'],
    [2, 'two '],
    [2, 'three'],
    [2, ' four'],
  ]);
  expect(spoken.length).toBeGreaterThan(5000);
});

it('names a command as a value only, so that each platform spells it', () => {
  const literal = new RegExp(`(^|[\\s\`("'“])/(${heads.join('|')})(?![\\w/.-])`);
  expect(told(spoken.filter(({ words }) => literal.test(words)))).toEqual([]);
});

it('names no command that there is not', () => {
  const named = sources.flatMap(({ source }) =>
    [...source.matchAll(/\bcommand(?:Elsewhere)?\('([^']*)'/g)].map(([, name = '']) => name),
  );
  expect(named.length).toBeGreaterThan(40);
  const current = routes.map(({ name }) => name);
  expect(named.filter((name) => !current.includes(name))).toEqual([]);
});

/** An adapter speaks of its own platform, the program to its operator, a store to its database. */
const OWN_PLATFORM = /^src\/(adapters|config|program|http|database)\b|store\.ts:/;

/** A part that somebody has in a team is called a role everywhere. */
const TEAMS = /^src\/features\/scenarios\//;

it('says what platforms call differently through a value: a role is a user group on Slack, a workspace a server on Discord', () => {
  const foreign = /(?<![{\w])(servers?|guilds?|user ?groups?|workspaces?|roles?)(?![}\w])/i;
  const found = spoken.filter(
    ({ at, words }) => foreign.test(words) && / /.test(words.trim()) && !OWN_PLATFORM.test(at),
  );
  expect(told(found.filter(({ at }) => !TEAMS.test(at)))).toEqual([]);
});

it('says a distance in time only beside its moment, since whatever is shown may be read days later', () => {
  const distances = sources.flatMap(({ source }) => {
    const lines = source.split('\n');
    return lines.flatMap((line, at) => {
      const [, moment] = /time\((\S+), 'relative'\)/.exec(line) ?? [];
      return moment === undefined ? [] : [{ line, moment, near: lines.slice(at - 2, at + 1).join('') }];
    });
  });
  expect(distances.length).toBeGreaterThan(4);
  const alone = distances.filter(({ moment, near }) => !near.includes(`time(${moment})`)).map(({ line }) => line);
  expect(alone).toEqual([]);
});

it('ends no sentence twice', () => {
  const twice = spoken.filter(
    ({ words }) => /(?<![.\d])\.\.(?!\.)|[!?]\.(?!\w)|,\.|\.,(?! )/.test(words) && / /.test(words.trim()),
  );
  expect(told(twice.filter(({ at }) => /^src\/(features|bot|access)/.test(at)))).toEqual([]);
});
