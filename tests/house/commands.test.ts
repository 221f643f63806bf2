import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { declareCommands } from '../../src/adapters/discord/register.ts';
import { describeCommands, describeShortcuts } from '../../src/chat/route.ts';
import { routes } from '../../src/routes.ts';

/** Where a command lives is found by its first word: each feature's folder, and what people type to reach it. */
const FOLDERS = `
at-risk    at-risk
calendar   calendar schedule
capstone   capstone
certificate certificate
checkpoint checkpoint
cohorts    cohort
help       help
linking    link
mentoring  ask mentor questions
next       next
notify     notify
pair       pair
privacy    privacy
progress   progress leaderboard home
quizzes    quiz
review     review
roadmap    roadmap
scenarios  debug
selftest   selftest
sessions   session materials attendance
streak     streak
`;
/** Called after what they are about, as their commands are called after what one does. */
const NAMED_AFTER_THE_NOUN = ['scenarios'];

const listed = FOLDERS.trim()
  .split('\n')
  .map((line) => line.trim().split(/\s+/))
  .flatMap(([folder = '', ...words]) => words.map((word) => `${folder} ${word}`));

/** The folder in whose source each command is declared. */
const root = join(import.meta.dirname, '..', '..');
const sources = globSync('src/features/**/*.ts', { cwd: root }).map((file) => ({
  folder: file.split('/')[2] ?? '',
  source: readFileSync(join(root, file), 'utf8'),
}));
const commands = routes.flatMap((route) => (route.summary === undefined ? [] : [route.name]));
const homes = commands.map((command) => ({
  command,
  folders: sources.filter(({ source }) => source.includes(`  name: '${command}',\n`)).map(({ folder }) => folder),
}));

it('has no more commands behind a word than Discord takes', () => {
  expect(() => declareCommands(describeCommands(routes), describeShortcuts(routes))).not.toThrow();
});

it('declares each command in one folder', () => {
  expect(commands.length).toBeGreaterThan(40);
  expect(homes.filter(({ folders }) => folders.length !== 1)).toEqual([]);
});

it('keeps a first word in one folder, as it is listed; organisers’ operations stand with what they are about', () => {
  const found = homes.map(({ command, folders: [folder] }) => `${folder} ${command.split(' ')[0]}`);
  expect([...new Set(found)].filter((one) => !one.endsWith(' organise')).sort()).toEqual([...listed].sort());
});

it('calls a folder like a word of its commands', () => {
  const isCalled = (folder: string) =>
    listed.some((one) => one.startsWith(`${folder} `) && folder.startsWith(one.split(' ')[1] ?? ''));
  const folders = [...new Set(listed.map((one) => one.split(' ')[0] ?? ''))];
  expect(folders.filter((folder) => !isCalled(folder))).toEqual(NAMED_AFTER_THE_NOUN);
});
