import { afterAll, beforeAll, expect, it } from 'vitest';
import { codeIn } from './walk/linking.ts';
import { finds, findsInThread, press, reads, refused } from './walk/looking.ts';
import { openDiscord } from './walk/on-discord.ts';
import { openSlack } from './walk/on-slack.ts';
import type { Cast } from './walk/people.ts';
import { openPlay, type Play } from './walk/program.ts';
import { takeRound } from './walk/quizzes.ts';
import { createRecords } from './walk/records.ts';
import type { Person } from './walk/stage.ts';

/**
 * One program that serves Discord and Slack at once, each by its real client: one cohort in a channel of each, and Cy, who
 * is on both.
 */

const records = createRecords();
let play: Play<[Cast, Cast]>;
let discord: Cast;
let slack: Cast;

beforeAll(async () => {
  play = await openPlay(records, await openDiscord(records), await openSlack(records));
  [discord, slack] = play.casts;
});
afterAll(() => play.close());

/** The same words in both homes, but for how each platform writes names and times. */
const inBoth = (words: string) => Promise.all([discord.ann, slack.ben].map((person) => finds(person, 'home', words)));

const pointsOf = async (person: Person): Promise<string[]> => {
  const { words } = reads(await person.command('leaderboard'), 'the whole cohort');
  // The picture says the same in its own line.
  return words.match(/(?<= · )\d+ points/g) ?? [];
};

it('is created on Discord and gets its second home on Slack by a code', async () => {
  const about = { name: 'Both', start: '2027-03-04', days: 'Tue, Thu', time: '18:00', zone: 'Europe/Prague' };
  const places = { channel: { place: 'home' }, mentors: { role: 'mentors' } } as const;
  await press(discord.olga, await discord.olga.command('cohort create', { ...about, ...places }), 'Create the cohort');
  const code = codeIn(reads(await discord.olga.command('organise link')));
  expect(await refused(slack.ben.command('organise link', { code }))).toContain('for organisers');
  const opened = await slack.olga.command('organise link', { code, mentors: { role: 'mentors' } });
  reads(opened, 'Both lives here too now');
  await inBoth('Both begins');
});

it('takes people from either side, and makes one of who is on both', async () => {
  await press(discord.ann, await finds(discord.ann, 'home', 'Both begins'), 'Join', 'Welcome to Both');
  await press(slack.ben, await finds(slack.ben, 'home', 'Both begins'), 'Join', 'Welcome to Both');
  await press(discord.cy, await finds(discord.cy, 'home', 'Both begins'), 'Join', 'Welcome to Both');
  await press(slack.cy, await finds(slack.cy, 'home', 'Both begins'), 'Join', 'Welcome to Both');
  await press(slack.mia, await finds(slack.mia, 'home', 'Both begins'), 'Join', 'as staff');
  reads(await discord.ann.command('cohort show'), '4: Ann, Ben, Cy, Cy');
  const code = codeIn(reads(await discord.cy.command('link')));
  reads(await slack.cy.command('link', { code }), 'are one person now');
  reads(await slack.ben.command('cohort show'), '3: Ann, Ben, Cy');
});

it('posts the session in both channels, each with a thread of its own', async () => {
  await play.travelTo('2027-03-04T17:01:00Z');
  await inBoth('Pre-work: Some');
  await inBoth('begins soon');
  for (const person of [discord.ann, slack.ben]) {
    const start = await finds(person, 'home', 'the thread is below');
    await findsInThread(person, start, 'What it is for');
    await press(person, start, "I'm here", 'You are here', '5 points');
  }
  await press(slack.cy, await finds(slack.cy, 'home', 'the thread is below'), "I'm here", 'You are here');
  const again = discord.cy.press(await finds(discord.cy, 'home', 'the thread is below'), "I'm here");
  reads(await again, 'You are already down as here');
});

it('opens the round in both at the same moment, and goes on after it was stopped and started again', async () => {
  await play.travelTo('2027-03-04T20:31:00Z');
  const closings = (await inBoth('Round ·')).map(({ words }) => /(?:<t:|<!date\^)(\d+)/.exec(words)?.[1]);
  expect(closings[0]).toMatch(/^\d{10}$/);
  expect(closings[1]).toBe(closings[0]);
  await takeRound(discord.ann);
  await play.restart('2027-03-04T20:40:00Z');
  await takeRound(slack.ben);
  await takeRound(slack.cy);
  // What she answered on Slack is hers on Discord: there is nothing left to answer.
  const there = await press(discord.cy, await finds(discord.cy, 'home', 'Round ·'), 'Start', 'You are done');
  expect(there.words).not.toContain('open');
  await play.travelTo('2027-03-04T20:45:00Z');
  for (const open of await inBoth('Round ·')) expect(open.words).toMatch(/Finished\W+3/);
});

it('closes with the same results and one board, on which each person stands once', async () => {
  await play.travelTo('2027-03-05T20:45:00Z');
  for (const closed of await inBoth(' took part')) reads(closed, ': 3 of ', 'Ann', 'Ben', 'Cy');
  const board = await pointsOf(discord.ann);
  expect(board).toHaveLength(3);
  expect(new Set(board).size).toBe(1);
  expect(await pointsOf(slack.cy)).toEqual(board);
  await play.travelTo('2027-03-08T08:01:00Z');
  await inBoth('Both: the week');
});

it('gives back two people when an organiser says so', async () => {
  const undone = await slack.olga.command('organise separate', { member: { person: slack.cy } });
  reads(undone, 'are two people again');
  reads(await discord.ann.command('cohort show'), '4: Ann, Ben, Cy, Cy');
  // Anything done since is with the account that made the code.
  const own = async (person: Person) =>
    / · (\d+ points) ← you/.exec(reads(await person.command('leaderboard')).words)?.[1];
  const [mine, none, theirs] = [await own(discord.cy), await own(slack.cy), await own(slack.ben)];
  expect([mine, none]).toEqual([theirs, '0 points']);
  expect(Number.parseInt(String(mine), 10)).toBeGreaterThan(40);
  reads(await discord.olga.command('organise unlink'), 'alone now');
  expect(await refused(slack.ann.command('cohort show'))).toContain('no cohort here');
});
