import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { FakeDiscord } from '../support/fake-discord/index.ts';
import type { FakeSlack } from '../support/fake-slack/index.ts';
import { codeIn } from './walk/linking.ts';
import { choose, finds, findsInThread, hears, press, reads, refused } from './walk/looking.ts';
import { openDiscordFor } from './walk/on-discord.ts';
import { openSlackFor } from './walk/on-slack.ts';
import type { Role } from './walk/people.ts';
import { openPlay, type Play } from './walk/program.ts';
import { takeRound } from './walk/quizzes.ts';
import { createRecords } from './walk/records.ts';
import type { Person, PlaceName } from './walk/stage.ts';

/**
 * Six things that break one cohort on Discord and Slack, one after the other, through the real client of each. An organiser
 * mends each from chat, with nothing but what the bot told them in private, and nothing is lost or comes twice.
 */

const MANAGES: Role = { manages: true, isMentor: false };
const LEARNS: Role = { manages: false, isMentor: false };
const ON_DISCORD = { olga: MANAGES, ann: LEARNS } as const;
const ON_SLACK = { sol: MANAGES, ben: LEARNS } as const;

const records = createRecords();
let play: Pick<Play<unknown>, 'db' | 'travelTo' | 'move' | 'faults' | 'close'>;
let discord: FakeDiscord;
let slack: FakeSlack;
let second: string;
let reinstall: () => Promise<string>;
let olga: Person;
let ann: Person;
let sol: Person;
let ben: Person;

beforeAll(async () => {
  const onDiscord = await openDiscordFor(records, ON_DISCORD);
  const onSlack = await openSlackFor(records, ON_SLACK, 'installed');
  const opened = await openPlay(records, onDiscord, onSlack);
  play = opened;
  [{ olga, ann }, { sol, ben }] = opened.casts;
  discord = onDiscord.fake;
  slack = onSlack.fake;
  second = onDiscord.places.second;
  reinstall = () => onSlack.install(opened.program);
});
afterAll(() => play.close());

/** Goes on to that moment; what failed is tried again there, as it is every few minutes. */
async function liveTo(moment: string): Promise<void> {
  await play.db.execute(sql`update pgboss.job set start_after = now() where state = 'retry'`);
  await play.travelTo(moment);
}

/** A day at a time, as the bot looks after a cohort once a day. */
async function liveDaysTo(moments: readonly string[]): Promise<void> {
  for (const moment of moments) await liveTo(moment);
}

const count = async (person: Person, place: PlaceName, words: string) =>
  (await person.sees(place)).filter((message) => message.words.includes(words)).length;

const told = async (person: Person, words: string) =>
  (await person.seesDirect()).filter((message) => message.words.includes(words)).length;

/** What failed is in the log, and nothing else is. */
function forgetFailures(): void {
  expect(play.faults.filter((line) => !/will be tried again/.test(line))).toEqual([]);
  play.faults.length = 0;
}

/** The seconds of somebody who has never seen it: a second a tap, five characters a second, four seconds for each line that is new to them. */
function createStopwatch() {
  const read = new Set<string>();
  let seconds = 0;
  return {
    seconds: () => seconds,
    taps(count: number) {
      seconds += count;
    },
    types(words: string) {
      seconds += words.length / 5;
    },
    reads<Words extends string>(words: Words): Words {
      const fresh = words.split('\n').filter((line) => line.trim() !== '' && !read.has(line));
      for (const line of fresh) read.add(line);
      seconds += 4 * fresh.length;
      return words;
    },
  };
}

it('is set up by somebody who has never seen it, with two slips, in less than five minutes, by picking more than typing', async () => {
  const watch = createStopwatch();
  /** As on a phone: the command is typed and picked, then each option is tapped and filled. */
  const tries = async (options: Parameters<Person['command']>[1] & object) => {
    watch.types('/cohort create');
    watch.taps(2);
    for (const value of Object.values(options)) {
      watch.taps(2);
      watch.types(typeof value === 'object' ? 'home' : String(value));
    }
    return olga.command('cohort create', options);
  };
  const wrong = await refused(tries({ name: 'Autumn', zone: 'Middle Europe' }));
  expect(watch.reads(wrong)).toContain('zone must be a time zone');
  const first = reads(await tries({ name: 'Autumn', zone: 'prague', channel: { place: 'home' } }), 'Autumn: a preview');
  watch.reads(first.words);
  // What is usual begins too late for her: she picks another first day.
  watch.taps(2);
  const right = await choose(olga, first, 'Thu, 4 Mar 2027', 'Tue, Thu at 18:00 (Europe/Prague)');
  watch.reads(right.words);
  watch.taps(1);
  const created = await press(olga, right, 'Create the cohort', 'is created and announced');
  watch.reads(created.words);
  expect(watch.seconds()).toBeLessThan(300);
  expect(watch.seconds()).toBeGreaterThan(100);
});

it('lives in a channel of each platform, with an organiser in each', async () => {
  const code = codeIn(reads(await olga.command('organise link')));
  reads(await sol.command('organise link', { code }), 'Autumn lives here too now');
  reads(await sol.command('organise organisers', { add: { person: sol } }));
  for (const person of [ann, ben]) {
    await press(person, await finds(person, 'home', 'Autumn begins'), 'Join', 'Welcome to Autumn');
  }
  await liveTo('2027-03-02T09:30:00Z');
  for (const person of [ann, ben]) expect(await count(person, 'home', 'Pre-work: ')).toBe(1);
});

it('1: a channel is deleted. The organiser reads which command gives another one, and all goes on there', async () => {
  discord.deleteChannel(discord.home);
  await liveTo('2027-03-04T16:01:00Z');
  const news = await hears(olga, 'That channel is gone.');
  expect(news.words).toContain('/organise home');
  reads(await olga.command('cohort show', {}, 'outside'), 'Posts do not arrive since');
  const moved = await olga.command('organise home', { channel: { place: 'second' } }, 'outside');
  reads(moved, 'lives in', 'is announced there');
  await liveTo('2027-03-04T17:01:00Z');
  await finds(ann, 'second', 'Autumn begins');
  await findsInThread(ann, await finds(ann, 'second', 'the thread is below'), 'What it is for');
  await hears(olga, 'Posts of Autumn arrive again');
  // In the other home nothing was missed, and nothing came twice.
  for (const words of ['begins soon', 'the thread is below']) expect(await count(ben, 'home', words)).toBe(1);
  for (const words of ['begins soon', 'the thread is below', 'Autumn begins'])
    expect(await count(ann, 'second', words)).toBe(1);
  // Told once, whatever else was tried and looked at meanwhile.
  expect(await told(olga, 'That channel is gone')).toBe(1);
  forgetFailures();
});

it('2: the database moves to a new server in the middle of a round. People, answers and points are there, and nothing comes twice', async () => {
  await liveTo('2027-03-04T20:31:00Z');
  expect(await takeRound(ben)).toHaveLength(6);
  const standing = () =>
    Promise.all([
      count(ann, 'second', 'the thread is below'),
      count(ben, 'home', 'the thread is below'),
      count(ben, 'home', 'Pre-work: '),
    ]);
  const before = await standing();
  await play.move('2027-03-04T22:00:00Z');
  await liveTo('2027-03-05T20:40:00Z');
  await finds(ben, 'home', ': 1 of 2 took part');
  expect(await standing()).toEqual(before);
  expect(reads(await ben.command('leaderboard')).words).toMatch(/[1-9]\d* points/);
  reads(await olga.command('organise doctor', {}, 'second'), 'Autumn is well');
  reads(await sol.command('cohort show'), 'Ann', 'Ben');
  expect(play.faults).toEqual([]);
});

it('3: rights are taken. What lacks is told with what mends it, the session is held without, and its return is told', async () => {
  discord.overwrite(second, 'everyone', { deny: 1n << 35n });
  discord.denyThreads(second, 50_013);
  await liveDaysTo(['2027-03-06T21:00:00Z', '2027-03-09T17:01:00Z']);
  await hears(olga, 'Create Public Threads is missing: sessions and teams get no thread.');
  await hears(olga, 'Give my role Create Public Threads there.');
  await hears(olga, 'Session 2 of Autumn began without a thread');
  await finds(ann, 'second', 'What it is for');
  expect(await told(olga, 'I looked at what I may do where Autumn lives')).toBe(1);
  reads(await olga.command('organise doctor', {}, 'second'), 'Create Public Threads is missing');
  reads(await olga.command('cohort show', {}, 'second'), 'Create Public Threads is missing');
  discord.clearOverwrites(second);
  discord.denyThreads(second, undefined);
  await liveDaysTo(['2027-03-09T20:00:00Z', '2027-03-09T22:30:00Z']);
  reads(await olga.command('organise doctor', {}, 'second'), 'Autumn is well');
});

it('4: Slack’s token is revoked. The organiser on Discord reads where it is installed again; what is still of use comes late', async () => {
  for (const token of slack.world.bots.keys()) slack.revoke(token);
  await liveTo('2027-03-10T21:10:00Z');
  // Looked at again by the next day at the latest.
  await hears(olga, 'I may do again everything that Autumn needs');
  const news = await hears(olga, 'I am not installed in that Slack workspace any more');
  expect(news.words).toContain('https://pythia.example.org/slack/install');
  expect(await count(ann, 'second', 'Pre-work: ')).toBe(2);
  const before = await count(ben, 'home', 'Pre-work: ');
  expect(await reinstall()).toContain('Pythia is in your workspace');
  await liveTo('2027-03-11T17:01:00Z');
  await hears(olga, 'Posts of Autumn arrive again');
  expect(await count(ben, 'home', 'Pre-work: ')).toBe(before + 1);
  expect(await count(ann, 'second', 'Pre-work: ')).toBe(2);
  expect(await count(ben, 'home', 'the thread is below')).toBe(3);
  forgetFailures();
});

it('5: the bot is removed from Discord and invited back. The other side’s organiser reads how, and the home is one again', async () => {
  discord.gateway.dispatch('GUILD_DELETE', { id: discord.guildId });
  await vi.waitFor(async () => expect(await told(sol, 'I was removed from Discord')).toBe(1), 15_000);
  const news = await hears(sol, 'I was removed from Discord');
  expect(news.words).toContain('invite me there again and use any command');
  await finds(ben, 'home', 'its home on Discord is closed');
  await liveTo('2027-03-14T09:30:00Z');
  expect(await count(ben, 'home', 'Pre-work: ')).toBe(4);
  expect(await count(ann, 'second', 'Pre-work: ')).toBe(2);
  reads(await olga.command('help', {}, 'second'));
  await liveTo('2027-03-16T17:01:00Z');
  await finds(ann, 'second', 'I am back on Discord');
  // The sessions 1, 3 and 4; the second one had no thread.
  expect(await count(ann, 'second', 'the thread is below')).toBe(3);
  reads(await ann.command('cohort show', {}, 'second'), 'Ann', 'Ben');
});

it('6: the organiser leaves. Another one reads it, takes the cohort over, and is told from then on', async () => {
  discord.leave('olga');
  await liveDaysTo(['2027-03-17T18:00:00Z', '2027-03-18T18:01:00Z']);
  const news = await hears(sol, 'Olga, who looked after Autumn, has left');
  expect(news.words).toContain('/py-organise transfer');
  await press(sol, await sol.command('organise transfer', { member: { person: sol } }), 'Hand it over');
  await liveTo('2027-03-19T18:02:00Z');
  await hears(sol, 'is yours to look after now');
  expect(await told(sol, 'who looked after Autumn, has left')).toBe(1);
  const audit = reads(await sol.command('organise audit'));
  for (const deed of ['handed the cohort over', 'gave the cohort another channel', 'created a cohort']) {
    expect(audit.words).toContain(deed);
  }
  reads(await sol.command('organise doctor'), 'Autumn is well');
  expect(play.faults).toEqual([]);
});
