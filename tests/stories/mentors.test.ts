import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { loadCurriculum } from '../../src/curriculum/load.ts';
import { codeIn } from './walk/linking.ts';
import { choose, fills, finds, hears, press, reads, send } from './walk/looking.ts';
import { openDiscordFor } from './walk/on-discord.ts';
import { openPlayground } from './walk/on-playground.ts';
import { openSlackFor } from './walk/on-slack.ts';
import { type Cast, type CastOf, idOf } from './walk/people.ts';
import { openPlayOf, type Play } from './walk/program.ts';
import { createRecords } from './walk/records.ts';
import type { Person, Shown, ShownMessage } from './walk/stage.ts';

/**
 * One cohort on the playground, Discord and Slack at once, with the curriculum as it is: four mentors who are there at different
 * hours, twelve learners, of whom three nearly drop out. `TRANSCRIPT=yes` writes test-results/mentors.md, to be read.
 */

const learner = { manages: false, isMentor: false };
const mentoring = { manages: false, isMentor: true };
const managing = { manages: true, isMentor: false };
const ON_DISCORD = {
  olga: managing,
  mia: mentoring,
  max: mentoring,
  ann: learner,
  ben: learner,
  cara: learner,
  dee: learner,
  eli: learner,
};
const ON_SLACK = { otto: managing, sofia: mentoring, finn: learner, gus: learner, hana: learner, ida: learner };

const CURRICULUM = join(import.meta.dirname, '../../curriculum');
const items = [...loadCurriculum(CURRICULUM).items.values()];
const records = createRecords();
let play: Play<[Cast, CastOf<keyof typeof ON_DISCORD>, CastOf<keyof typeof ON_SLACK>]>;
let page: Cast;
let discord: CastOf<keyof typeof ON_DISCORD>;
let slack: CastOf<keyof typeof ON_SLACK>;
let learners: readonly Person[];
/** Who stay away from the second session on, until somebody writes to them. */
let absent: readonly Person[];

beforeAll(async () => {
  play = await openPlayOf(
    CURRICULUM,
    records,
    openPlayground(records),
    await openDiscordFor(records, ON_DISCORD),
    await openSlackFor(records, ON_SLACK),
  );
  [page, discord, slack] = play.casts;
  const { ann, ben, cara, dee, eli } = discord;
  const { finn, gus, hana, ida } = slack;
  learners = [ann, ben, cara, dee, eli, finn, gus, hana, ida, page.ann, page.ben, page.cy];
  absent = [dee, hana, page.cy];
}, 120_000);
afterAll(async () => {
  if (process.env['TRANSCRIPT'] !== undefined) {
    mkdirSync('test-results', { recursive: true });
    writeFileSync('test-results/mentors.md', `${transcript.join('\n')}\n`);
  }
  await play.close();
});

const transcript: string[] = ['# Four mentors and twelve learners', ''];
let clock = '';

async function travelTo(moment: string, title?: string): Promise<void> {
  clock = moment;
  await play.travelTo(moment);
  if (title !== undefined) transcript.push(`## ${title}`, '');
}

/** Writes down what somebody did and read. */
function tell(person: Person, did: string, shown: Shown): ShownMessage {
  const message = reads(shown);
  const when = Temporal.Instant.from(clock).toZonedDateTimeISO('Europe/Prague').toLocaleString('en-GB', WHEN);
  transcript.push(
    `**${when} · ${person.name} ${did}**`,
    '',
    ...message.words
      .trim()
      .split('\n')
      .map((line) => `> ${readable(line)}`),
    '',
  );
  return message;
}

const WHEN = { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' } as const;

/** "in 24 hours", as Discord shows a moment that is near or past. */
function fromNow(seconds: number): string {
  const hours = Math.round((1000 * seconds - Temporal.Instant.from(clock).epochMilliseconds) / 3_600_000);
  if (hours === 0) return 'just now';
  return hours > 0 ? `in ${hours} hours` : `${-hours} hours ago`;
}

/** Words without what a platform puts in the place of moments and people. */
function readable(words: string): string {
  const everybody = [...Object.values(page), ...Object.values(discord), ...Object.values(slack)];
  const at = (seconds: string) =>
    Temporal.Instant.fromEpochMilliseconds(1000 * Number(seconds))
      .toZonedDateTimeISO('Europe/Prague')
      .toPlainDateTime()
      .toString({ smallestUnit: 'minute' })
      .replace('T', ' ');
  return words
    .replaceAll(/Answer in <#[^>]*>/g, 'Answer in its thread')
    .replaceAll(/<t:(\d+):R>/g, (_, one) => fromNow(Number(one)))
    .replaceAll(/(?<![\w*])\*([^*\n]+)\*(?![\w*])/g, '$1')
    .replaceAll(/<t:(\d+):t>/g, (_, one) => at(one).slice('2027-03-01 '.length))
    .replaceAll(/<t:(\d+)(?::\w)?>|<!date\^(\d+)\^[^>]*>/g, (_, one, other) => at(one ?? other))
    .replaceAll(/<@([\w-]+)>/g, (whole, id) => everybody.find((person) => idOf(person) === id)?.name ?? whole)
    .replaceAll(/<#[^>]*>/g, '#python-experts')
    .replaceAll(/<@&[^>]*>|<!subteam\^[^>]*>/g, '@mentors')
    .replaceAll(/<\/([\w -]+):\d+>/g, '/$1')
    .replaceAll(/\bpy-(?=[a-z])/g, '');
}

/** The same for people of all platforms at once, those of one after another: each platform follows one deed at a time. */
async function each(people: readonly Person[], deed: (person: Person) => Promise<unknown>): Promise<void> {
  const platforms = [Object.values(page), Object.values(discord), Object.values(slack)] as readonly Person[][];
  await Promise.all(
    platforms.map(async (own) => {
      for (const person of people.filter((one) => own.includes(one))) await deed(person);
    }),
  );
}

/** A message whose words may hold a program, in which `**kwargs` is no mark-up that was spilt. */
function questionIn(shown: Shown): ShownMessage {
  if (shown.kind !== 'message') throw new Error(`no message but the form "${shown.title}"`);
  return shown;
}

/** Answers the first question of the round that stands in the channel, as somebody may who is learning. */
async function answerOne(person: Person): Promise<void> {
  const shown = questionIn(await person.press(await finds(person, 'home', 'Round ·'), 'Start'));
  if (shown.buttons.includes('Answer')) {
    const title = / of \d+ · (.*)$/m.exec(shown.words)?.[1]?.trim();
    const item = items.find((one) => one.title.replaceAll(/[`*]/g, '') === title);
    await fills(await person.press(shown, 'Answer')).send({ answer: item?.kind === 'short' ? item.answer : '4' });
    return;
  }
  const letters = shown.buttons.filter((label) => /^[A-H]$/.test(label));
  let next = shown;
  for (const letter of letters) {
    next = questionIn(await person.press(next, letter));
    if (next.words.startsWith('Kept: ')) return;
    if (!next.buttons.includes('Submit')) continue;
    await person.press(next, 'Submit');
    return;
  }
}

/** Lives through a session and its round: these people are there, and these answer the first question of the round. */
async function attend(
  session: number,
  startsAt: string,
  people: readonly Person[],
  answering: readonly Person[] = people,
): Promise<void> {
  const start = Temporal.Instant.from(startsAt);
  await travelTo(start.add({ minutes: 5 }).toString());
  const { ann } = discord;
  const isTold = session === 1;
  if (isTold) tell(ann, 'reads in the channel', await finds(ann, 'home', `session ${session} of 12, begins`));
  await each(people, async (person) => {
    const begun = await finds(person, 'home', `session ${session} of 12, begins`);
    const here = await press(person, begun, "I'm here", 'You are here');
    if (isTold && person === ann) tell(ann, 'is there', here);
  });
  await travelTo(start.add({ minutes: 215 }).toString());
  if (isTold) tell(ann, 'reads in the channel', await finds(ann, 'home', 'Round ·'));
  await each(answering, answerOne);
}

/** When the four are there: nobody all day, and together for ten hours of it. */
const HOURS = () =>
  [
    [discord.max, { days: 'Mon-Fri', hours: '7-11', zone: 'Europe/Prague' }],
    [slack.sofia, { days: 'Mon-Fri', hours: '11-15', zone: 'Europe/Lisbon' }],
    [discord.mia, { days: 'Mon-Fri', hours: '16-20', zone: 'Europe/Prague' }],
    [page.mia, { days: 'Tue, Thu', hours: '17-20', zone: 'Europe/Prague' }],
  ] as const;

it('begins on Discord, gets its homes on Slack and on the page, and takes twelve learners and four mentors in', async () => {
  await travelTo('2027-03-01T10:00:00Z', 'Monday: a cohort begins');
  const { olga, mia, max } = discord;
  const about = { name: 'Spring', start: '2027-03-04', days: 'Tue, Thu', time: '18:00', zone: 'Europe/Prague' };
  const draft = await olga.command('cohort create', {
    ...about,
    channel: { place: 'home' },
    mentors: { role: 'mentors' },
  });
  tell(olga, 'confirms', await press(olga, draft, 'Create the cohort', 'is created and announced'));
  for (const organiser of [slack.otto, page.olga]) {
    const code = codeIn(reads(await olga.command('organise link')));
    const opened = await organiser.command('organise link', { code, mentors: { role: 'mentors' } });
    tell(organiser, 'gives it a home here', reads(opened, 'Spring lives here too now'));
  }
  tell(discord.ann, 'reads in the channel', await finds(discord.ann, 'home', 'Spring begins'));
  await each(learners, async (person) => {
    const welcome = await press(person, await finds(person, 'home', 'Spring begins'), 'Join', 'Welcome to Spring');
    if (person === discord.ann) tell(person, 'joins', welcome);
  });
  await each([mia, max, slack.sofia, page.mia], async (person) => {
    await press(person, await finds(person, 'home', 'Spring begins'), 'Join', 'as staff');
  });
  for (const [mentor, hours] of HOURS()) {
    const said = reads(await mentor.command('mentor hours', hours), 'When you mentor');
    if (mentor === max) tell(max, 'says when he mentors', said);
  }
  tell(
    olga,
    'switches pairs on',
    await press(olga, await olga.command('pair rounds'), 'Pairs', 'told in the next morning'),
  );
}, 120_000);

it('lives through its first session and round; pairs are told in the morning, know why, and meet', async () => {
  const { ann, ben } = discord;
  tell(ann, 'says her hours', await ann.command('pair hours', { hours: '18-21', zone: 'Europe/Prague' }));
  await each([ben, slack.finn, page.ann], (person) =>
    person.command('pair hours', { hours: '18-20', zone: 'Europe/Prague' }),
  );
  await travelTo('2027-03-04T16:00:00Z', 'Thursday: the first session');
  await attend(1, '2027-03-04T17:00:00Z', learners);
  await travelTo('2027-03-05T08:05:00Z', 'Friday: pairs');
  const told = tell(ann, 'is told in private', await hears(ann, 'You are a pair'));
  tell(ann, 'asks why', await press(ann, told, 'Why us?', 'You have not been together before'));
  await travelTo('2027-03-07T08:15:00Z');
  const asked = tell(ann, 'is asked in private', await hears(ann, 'Did you and'));
  tell(ann, 'presses We met', await press(ann, asked, 'We met', 'you met'));
  reads(await discord.olga.command('pair rounds'), '1 of 6 met');
}, 240_000);

it('sees three slip, writes to them with what they missed, and has them back at the next session', async () => {
  const there = learners.filter((person) => !absent.includes(person));
  await attend(2, '2027-03-09T17:00:00Z', there, []);
  await attend(3, '2027-03-11T17:00:00Z', there);
  await travelTo('2027-03-15T08:05:00Z', 'Monday: three are missing');
  const { mia } = discord;
  tell(mia, 'is told in private', await hears(mia, '3 learners of Spring are slipping'));
  const list = tell(mia, 'asks who', reads(await mia.command('at-risk'), 'missed the last 2 sessions'));
  expect(list.files).toContain('at-risk.png');
  for (const person of absent) expect(list.words).toContain(person.name);
  const preview = tell(mia, 'presses Nudge all 3', await press(mia, list, 'Nudge all 3', 'We have missed you'));
  tell(mia, 'presses Send', await press(mia, preview, 'Send', 'Sent to'));
  const { dee } = discord;
  tell(dee, 'is written to', await hears(dee, 'a mentor of Spring, writes:'));
  await each(absent, async (person) => {
    const nudge = await hears(person, 'a mentor of Spring, writes:');
    const back = questionIn(await person.press(nudge, "Session 3's questions"));
    expect(back.words).toContain('1 of ');
    if (person === dee) tell(dee, 'presses Session 3’s questions', back);
  });
  const down = await mia.command('attendance', { session: 3, member: { person: dee } });
  const madeUp = await press(mia, down, 'Has made it up', 'made up');
  tell(mia, 'puts down that Dee has made it up', madeUp);
  await attend(4, '2027-03-16T17:00:00Z', learners);
  await travelTo('2027-03-22T08:05:00Z', 'The Monday after');
  tell(mia, 'asks again', reads(await mia.command('at-risk'), 'Nobody is slipping'));
}, 480_000);

/** What a question of the story is about, and what became of it. */
interface Helped {
  asker: Person;
  mentor: Person;
  question: string;
  /** Said by the mentor; or picked from what is kept. */
  answer: string;
  isKept?: boolean;
  mark: 'It is solved' | 'It helped';
  thanks?: string;
  /** How long it waits. */
  minutes?: number;
}

/** A question that a mentor takes, answers in its thread, and whose asker says how it went. */
async function help(about: Helped, note: typeof tell = (_, __, shown) => reads(shown)): Promise<ShownMessage> {
  const { asker, question } = about;
  const form = fills(await asker.command('ask', { question }));
  note(
    asker,
    `asks: “${question}”`,
    await form.send({ tried: 'I read the notes of the session twice.', place: 'thread' }),
  );
  return answerIt(about, note);
}

/** Lets minutes go by, as they do between a question and its mentor. */
async function later(minutes: number): Promise<void> {
  if (minutes > 0) await travelTo(Temporal.Instant.from(clock).add({ minutes }).toString());
}

async function answerIt(about: Helped, note: typeof tell = (_, __, shown) => reads(shown)): Promise<ShownMessage> {
  const { asker, mentor, question, answer, isKept = false, mark, thanks, minutes = 0 } = about;
  const posted = await finds(mentor, 'home', question);
  await later(minutes);
  const taken = note(mentor, 'takes it', await press(mentor, posted, "I'll take it", 'It is yours until'));
  const said = isKept
    ? await choose(mentor, taken, answer, 'thread')
    : await send(await mentor.press(taken, 'Reply'), { words: answer }, 'thread');
  note(mentor, `${isKept ? 'picks the saved reply' : 'replies'}: “${answer}”`, said);
  const over = await press(asker, await finds(asker, 'home', question), "It's answered");
  const rated = await press(asker, note(asker, 'says that it is answered', over), mark, 'Good to hear.');
  if (thanks === undefined) return said;
  note(asker, `thanks: “${thanks}”`, await send(await asker.press(rated, 'Say thanks'), { words: thanks }));
  note(mentor, 'is thanked in private', await hears(mentor, thanks));
  return said;
}

it('has its questions answered by mentors at their own hours, with what one of them had kept, and late is told', async () => {
  const { ben, cara, eli, ann, mia, max, olga } = discord;
  const { finn, sofia } = slack;
  await travelTo('2027-03-23T06:30:00Z', 'Tuesday: questions, early and late');
  const refcount = 'Why does sys.getrefcount say one more than I hold?';
  const first = await help(
    {
      asker: ben,
      mentor: max,
      question: refcount,
      answer: 'Who else holds it while you ask?',
      mark: 'It is solved',
      thanks: 'That was the question I needed.',
      minutes: 12,
    },
    tell,
  );
  tell(max, 'keeps his reply', await press(max, first, 'Keep this reply', 'Kept.'));
  const reset = { answer: 'What drops the last reference?', mark: 'It helped', minutes: 25 } as const;
  await help({ asker: cara, mentor: max, question: 'When does a finalizer run?', ...reset });
  await travelTo('2027-03-23T12:00:00Z');
  const released = { answer: 'Look at what the call releases.', mark: 'It helped', minutes: 40 } as const;
  await help({ asker: finn, mentor: sofia, question: 'Is the GIL held during a read?', ...released });
  await travelTo('2027-03-23T15:30:00Z');
  const frames = { answer: 'Print the locals of both.', mark: 'It is solved', minutes: 35 } as const;
  await help({ asker: page.ann, mentor: page.mia, question: 'Which frame does this name live in?', ...frames });
  const again = { asker: eli, mentor: mia, question: 'Why does getrefcount count more than I hold?' };
  await help(
    { ...again, answer: 'Who else holds it while you ask?', isKept: true, mark: 'It helped', minutes: 8 },
    tell,
  );
  tell(max, 'is told in private', await hears(max, 'has helped again'));

  // Friday evening: an hour of the day's work is left, and the clocks go forward on Sunday.
  await travelTo('2027-03-26T18:00:00Z', 'Friday evening: a question that nobody takes');
  const late = 'Does a slot save memory when the class has a dict?';
  await send(await ann.command('ask', { question: late }), { place: 'thread' }, 'Typically that takes');
  tell(ann, 'looks how it stands', await stand(ann, late));
  await travelTo('2027-03-29T12:59:00Z');
  const calls = (await mia.sees('home')).filter(({ words }) => words.includes('A working day has gone by.'));
  expect(calls).toEqual([]);
  await travelTo('2027-03-29T13:01:00Z', 'Monday afternoon: eight working hours later');
  tell(mia, 'is called in the channel', await finds(mia, 'home', 'A working day has gone by.'));
  await travelTo('2027-03-29T14:30:00Z');
  await answerIt(
    { asker: ann, mentor: mia, question: late, answer: 'Ask both for __dict__.', mark: 'It is solved' },
    tell,
  );
  expect((await olga.seesDirect()).filter(({ words }) => words.includes('two working days'))).toEqual([]);
}, 240_000);

/** How a question of somebody's own stands. */
async function stand(person: Person, question: string): Promise<Shown> {
  return choose(person, await person.command('questions'), question);
}

it('reviews what was learnt from an incident, and verifies checkpoints by the guide', async () => {
  await travelTo('2027-03-30T06:30:00Z', 'Tuesday: a lesson, and a checkpoint');
  // Dee, who nearly dropped out, stays with an incident to its end, and writes down what she learnt.
  const { dee, max } = discord;
  const lesson = { lessons: 'I looked at what was slow, and not at what waited. Next time I dump the threads first.' };
  tell(dee, 'writes the post-mortem', await writeUp(dee, lesson));
  const review = reads(await max.command('debug reviews'), dee.name);
  const read = await choose(max, review, review.options[0] ?? '', 'Post-mortem');
  const comment = 'That order is the lesson. Write down which dump would have shown it.';
  tell(max, 'comments', await send(await max.press(read, 'Comment'), { words: comment }, 'Your comment is with them'));
  tell(dee, 'is told in private', await hears(dee, comment));
  await travelTo('2027-03-30T11:00:00Z');
  const { gus, sofia } = slack;
  const trace = 'I traced one request from the bytecode to the socket, and wrote down what each step costs.';
  await verify(gus, sofia, trace, 'Down to the syscalls: well done.', tell);
  await travelTo('2027-03-30T16:00:00Z');
  const metaclass = 'I replaced a metaclass by a class decorator, and can say what was lost and what was not.';
  await verify(discord.ben, discord.mia, metaclass, 'You named what was lost before I could ask.');
  // Late on Tuesday: who is there on two evenings a week looks at who else has come back.
  await travelTo('2027-03-30T16:30:00Z');
  const leak = 'I measured one snapshot. Two, and what lies between them, would have named the line.';
  await writeUp(page.cy, { lessons: leak });
  const theirs = await choose(page.mia, await page.mia.command('debug reviews'), page.cy.name, 'Post-mortem');
  const word = 'Keep that sentence: it is the whole method.';
  tell(page.mia, 'comments', await send(await page.mia.press(theirs, 'Comment'), { words: word }, 'is with them'));
  await hears(page.cy, word);
}, 240_000);

/** Stays with an incident to its end, though it is given up, and writes down what was learnt. */
async function writeUp(person: Person, lessons: { lessons: string }): Promise<ShownMessage> {
  const begun = await press(person, await person.command('debug start', { scenario: 'only-looking' }), 'Begin');
  const asked = await press(person, begun, 'Give up', 'Give up?');
  const ended = await press(person, asked, 'Give up', 'Handed over without a fix');
  const draft = await press(person, ended, 'Post-mortem', 'Post-mortem');
  return send(await person.press(draft, 'Fill it in'), lessons, 'It waits for a mentor');
}

/** A checkpoint that somebody asks for, and a mentor signs off by the guide. */
async function verify(
  learner_: Person,
  mentor: Person,
  words: string,
  verdict: string,
  note: typeof tell = (_, __, shown) => reads(shown),
): Promise<void> {
  const asked = fills(await learner_.command('checkpoint request', { area: '1' }));
  const evidence = { words, links: 'https://example.org/trace' };
  note(learner_, 'asks for a checkpoint', await send(asked, evidence, 'have it'));
  const opened = await choose(mentor, await mentor.command('checkpoint waiting'), learner_.name, words);
  const guide = note(mentor, 'opens the guide', await press(mentor, opened, 'I’ll verify it', '0 of'));
  const ticked = await press(mentor, guide, '☐ 1', '1 of');
  const signed = await send(await mentor.press(ticked, 'Sign it off'), { words: verdict });
  note(mentor, 'signs it off', reads(signed, 'Signed off'));
  note(learner_, 'is told in private', await hears(learner_, 'has signed off your checkpoint'));
}

/** What assessors write beside their marks. */
const REASONS = [
  'The figures come with the runs that they were measured in.',
  'Two other designs were tried, and the reasons against them are written down.',
  'Asked what would break it, the answer was a test.',
  'I could change the hard part after an hour of reading.',
  'The talk began with what had gone wrong.',
];

/** Takes a free seat at somebody's capstone, marks every row and hands in; `first` is the level of the first row. */
async function assess(mentor: Person, of: Person, level: string, first = level): Promise<ShownMessage> {
  const free = await choose(mentor, await mentor.command('capstone waiting'), of.name);
  let view = await press(mentor, free, 'I’ll assess it', '0 of');
  const rows = view.options.filter((label) => /^\d+\. /.test(label)).length;
  for (let row = 1; row <= rows; row += 1) {
    const words = REASONS[(row + of.name.length + mentor.name.length) % REASONS.length] ?? '';
    const mark = { level: row === 1 ? first : level, words };
    view = await send(await mentor.press(view, `Mark row ${row}`), mark, `${row} of ${rows} rows`);
  }
  return press(mentor, view, 'Hand in');
}

it('finishes its capstones, each assessed by two mentors, and graduates twelve', async () => {
  await travelTo('2027-03-31T08:05:00Z', 'Wednesday, before session 9: the capstone');
  tell(discord.ann, 'is told in private', await hears(discord.ann, 'It is time to choose your capstone'));
  await travelTo('2027-04-14T08:30:00Z', 'After the last session: capstones');
  await each(learners, async (person) => {
    const choice = fills(await person.press(reads(await person.command('capstone show')), 'Choose A'));
    await send(choice, { title: `What ${person.name} built`, words: 'A tool that finds where time goes.' });
    const links = `https://example.org/${encodeURIComponent(person.name)}`;
    await send(
      await person.command('capstone submit'),
      { words: 'It is done, with its measurements.', links },
      'Handed in.',
    );
  });
  const { mia, max, ann, olga } = discord;
  const seats = learners.flatMap((person, index) => [
    { mentor: [mia, max][index % 2] ?? mia, person, level: ['Expert', 'Strong'][index % 2] ?? 'Strong' },
    {
      mentor: [slack.sofia, page.mia][index % 2] ?? page.mia,
      person,
      level: ['Expert', 'Strong'][index % 2] ?? 'Strong',
    },
  ]);
  await each([mia, max, slack.sofia, page.mia], async (mentor) => {
    for (const { person, level } of seats.filter((one) => one.mentor === mentor)) {
      // Of Cara's first row one thinks that it is a beginning, the other that it could not be better.
      const first = person !== discord.cara ? 'Strong' : mentor === mia || mentor === max ? 'Beginning' : 'Expert';
      await assess(mentor, person, level, first);
    }
  });
  const { cara } = discord;
  const third = [mia, max].find((one) => !seats.some(({ mentor, person }) => mentor === one && person === cara)) ?? mia;
  const decided = await assess(third, cara, 'Strong');
  tell(third, `decides the one row on which two were far apart`, decided);
  tell(cara, 'is told in private', await hears(cara, 'has been assessed'));
  const { hana } = slack;
  const result = await press(hana, await hears(hana, 'has been assessed'), 'Open the result', 'The assessment:');
  tell(hana, 'opens her result', result);
  await each(learners, async (person) => {
    await press(person, await person.command('certificate show'), 'Name me at graduation', 'you are named');
  });
  tell(olga, 'lets it graduate', reads(await olga.command('organise graduate'), 'Graduation is posted'));
  const graduates = tell(ann, 'reads in the channel', await finds(ann, 'home', 'Spring graduates'));
  for (const person of learners) expect(readable(graduates.words)).toContain(person.name);
  const form = fills(await hana.press(reads(await hana.command('certificate show')), 'Make it'));
  const fields = { name: 'Hana', capstone: 'Show it', points: 'Leave it out', checkpoints: 'Leave it out' };
  const made = await send(form, fields, 'https://pythia.example.org/certificate/');
  tell(hana, 'makes her certificate', made);
  const [, id = ''] = /certificate\/([\w-]{10,})/.exec(made.words) ?? [];
  const checked = await (await fetch(`${play.program.url}/certificate/${id}`)).text();
  expect(checked).toContain('Hana');
  expect(checked).toContain('Spring');
  expect((await fetch(`${play.program.url}/certificate/${id.slice(1)}x`)).status).toBe(404);
}, 600_000);

it('thanks its mentors on a board that counts what helped, and opens each line', async () => {
  const { mia, max } = discord;
  const board = tell(mia, 'asks for the mentors’ board', await mia.command('leaderboard', { of: 'mentors' }));
  for (const mentor of [mia, max, slack.sofia, page.mia]) expect(readable(board.words)).toContain(mentor.name);
  const lines = tell(mia, `opens ${max.name}’s line`, await mia.choose(board, max.name));
  reads(lines, 'a question', 'a capstone assessed', 'a post-mortem reviewed', 'a saved reply helped again');
  for (const person of learners) expect(lines.words).not.toContain(person.name);
  // Each of the four has helped, reviewed and assessed.
  for (const mentor of [mia, max, slack.sofia, page.mia]) {
    const own = reads(await mia.choose(board, mentor.name), 'a question helped with', 'a capstone assessed');
    expect(own.words).toMatch(/a checkpoint verified|a post-mortem reviewed/);
  }
}, 60_000);
