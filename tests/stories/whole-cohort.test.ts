import { mkdirSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { renderMessage as discordMessage } from '../../src/adapters/discord/render.ts';
import { split as discordSplit } from '../../src/adapters/discord/split.ts';
import { renderMessage as slackMessage } from '../../src/adapters/slack/render.ts';
import { split as slackSplit } from '../../src/adapters/slack/split.ts';
import { pingsOf } from '../../src/chat/pings.ts';
import type { View } from '../../src/chat/view.ts';
import { loadCurriculum } from '../../src/curriculum/load.ts';
import type { Item } from '../../src/curriculum/schema.ts';
import { findByTag } from '../../src/domain/seed.ts';
import { keyOf, letteredLines, writeAnswer } from '../../src/features/quizzes/marking.ts';
import { findIncident } from '../../src/features/scenarios/incidents/store.ts';
import { actAll, deploy, diagnose, pinAll, playerOn } from '../features/scenarios/stage.ts';
import { plainText as discordText } from '../support/fake-discord/shapes.ts';
import { blockText } from '../support/fake-slack/index.ts';
import { plain } from '../support/platform.ts';
import { type Actor, type Answer, createRig, type Rig } from '../support/rig.ts';
import { aloud } from './aloud.ts';
import { agingIn, holesIn, stumblesIn } from './walk/reading.ts';

/**
 * One cohort from its creation to its last digest, across the autumn clock change, told as a transcript that a person
 * can read: test-results/whole-cohort.md. Beside it stands what everybody reads as Discord and as Slack get it.
 */

const organiser: Actor = { id: 'organiser', name: 'Organiser', manages: true };
const mentor: Actor = { id: 'mentor', name: 'Mentor', roles: ['mentors'] };
const first: Actor = { id: 'learner-1', name: 'Learner One' };
const second: Actor = { id: 'learner-2', name: 'Learner Two' };
const third: Actor = { id: 'learner-3', name: 'Learner Three' };

const curriculum = loadCurriculum('curriculum');
const NAMES = {
  '@python-experts': '#python-experts',
  '@learner-1': 'Learner One',
  '@learner-2': 'Learner Two',
  '@learner-3': 'Learner Three',
  '@autumn': '@autumn',
  '#dm-learner-1': 'in private to Learner One',
  '#dm-learner-2': 'in private to Learner Two',
  '#dm-learner-3': 'in private to Learner Three',
  '#dm-mentor': 'in private to Mentor',
  '#dm-organiser': 'in private to Organiser',
};
const transcript: string[] = ['# A whole cohort', ''];
const onDiscord: string[] = ['# A whole cohort, as Discord gets it', ''];
const onSlack: string[] = ['# A whole cohort, as Slack gets it', ''];
let rig: Rig;
let told = 0;
/** What a reader of the real curriculum would stumble over. */
const stumbles: string[] = [];

/** Whom something notified: a message of their own, a mention in the channel, or the role that they have. */
interface Reached {
  person: string;
  how: 'direct' | 'named' | 'role';
  /** What it was about, like `reminder`. */
  what: string;
  day: string;
  week: number;
}
const reached: Reached[] = [];

/** Who has which role: the learners asked for the cohort's own. */
const HAVE: Readonly<Record<string, readonly string[]>> = {
  autumn: ['learner-1', 'learner-2', 'learner-3'],
  mentors: ['mentor'],
};

beforeAll(async () => {
  rig = await createRig(curriculum, '2026-10-02T09:00:00Z');
  const { post } = rig.platform;
  rig.platform.post = async (workspace, target, view, key) => {
    const at = rig.now().toZonedDateTimeISO('Europe/Berlin');
    const when = { day: String(at.toPlainDate()), week: at.weekOfYear ?? 0 };
    const what = key
      .split('/')
      .filter((part) => /^[a-z-]+$/.test(part) && part.length !== 12)
      .join(' ');
    const note = (people: readonly string[], how: Reached['how']) =>
      people.forEach((person) => void reached.push({ person, how, what, ...when }));
    if (target.kind === 'person') note([target.person], 'direct');
    const { members, roles } = pingsOf(view);
    note(members, 'named');
    for (const role of roles) note(HAVE[role] ?? [], 'role');
    return post(workspace, target, view, key);
  };
});
afterAll(async () => {
  mkdirSync('test-results', { recursive: true });
  writeFileSync('test-results/whole-cohort.md', transcript.join('\n'));
  writeFileSync('test-results/whole-cohort-discord.md', onDiscord.join('\n'));
  writeFileSync('test-results/whole-cohort-slack.md', onSlack.join('\n'));
  await rig.close();
});

function read(words: string): string {
  return aloud(words, { now: rig.now(), zone: 'Europe/Berlin', names: NAMES });
}

function headed(who: string): string[] {
  const when = rig.now().toZonedDateTimeISO('Europe/Berlin').toPlainDateTime().toString({ smallestUnit: 'minute' });
  return [read(`**${when.replace('T', ' ')} · ${who}**`), ''];
}

function write(who: string, words: string): void {
  transcript.push(...headed(who), quoted(words), '');
}

function quoted(words: string): string {
  return read(words)
    .split('\n')
    .map((line) => `> ${line}`)
    .join('\n');
}

/** Writes down what people see: in plain words, and the real payloads of both platforms in words. */
function show(who: string, view: View, isPosted: boolean): void {
  stumbles.push(...[...stumblesIn(view), ...agingIn(view), ...holesIn(view)].map((words) => `${who}: ${words}`));
  write(who, plain(view));
  onDiscord.push(...headed(who));
  for (const part of discordSplit(view)) {
    const sent = JSON.parse(JSON.stringify(discordMessage(part).components));
    onDiscord.push(quoted(discordText(sent)), '');
  }
  onSlack.push(...headed(who));
  for (const part of slackSplit(view)) {
    const { blocks, summary } = slackMessage(part);
    const words = blocks.map((block) => blockText({ ...block }));
    onSlack.push(quoted(words.join('\n')), '', ...(isPosted ? [`*Notification:* ${read(summary)}`, ''] : []));
  }
}

/** Writes down what was posted since the last time. */
function catchUp(): void {
  for (const { channel, view } of rig.platform.messages.slice(told)) show(`#${channel}`, view, true);
  told = rig.platform.messages.length;
}

/** Writes down an answer, which is a refusal where it is no view. */
function showAnswer(who: string, answer: Answer): void {
  if (answer.reply.kind === 'view') show(who, answer.view, false);
  else write(who, answer.text);
}

async function command(actor: Actor, name: string, options: Record<string, string> = {}): Promise<Answer> {
  const answer = await rig.command(actor, name, options, 'python-experts');
  const words = Object.entries(options).map(([option, value]) => ` ${option}:${value}`);
  showAnswer(`${actor.name} types /${name}${words.join('')}`, answer);
  return answer;
}

async function press(actor: Actor, view: View, label: string): Promise<Answer> {
  const answer = await rig.press(actor, view, label, {}, 'python-experts');
  showAnswer(`${actor.name} presses [${label}]`, answer);
  return answer;
}

/** Puts the incident that is open right, alone, on an expert's path. */
async function putRight(actor: Actor): Promise<void> {
  const posted = rig.platform.messages.findLast(({ key }) => /^incident\/[^/#]+$/.test(key));
  if (posted === undefined) throw new Error('no incident was posted');
  const incident = await findIncident(rig.services.db, posted.key.slice('incident/'.length));
  const scenario = curriculum.scenarios.get(incident?.scenario ?? '');
  if (scenario === undefined) throw new Error('the incident is of no scenario');
  const player = playerOn(rig, scenario);
  const begun = await press(actor, posted.view, 'On my own');
  const board = await rig.press(actor, begun.view, 'Begin');
  const looked = await actAll(player, actor, board.view, scenario.expert.actions);
  const [right] = scenario.causes.filter((cause) => cause.right);
  const [fix] = scenario.fixes.filter((one) => one.right);
  if (right === undefined || fix === undefined) throw new Error('the scenario has no way out');
  const needed = scenario.clues
    .filter(
      ({ kind, seenIn }) => kind === 'needed' && seenIn.some((action) => scenario.expert.actions.includes(action)),
    )
    .map(({ id }) => id);
  const pinned = await pinAll(player, actor, looked, needed);
  const found = await diagnose(player, actor, pinned, right.id);
  show(`${actor.name} has named the cause`, found, false);
  show(`${actor.name} has deployed the fix`, await deploy(player, actor, found, fix.id), false);
}

function newest(suffix: string): View {
  const message = rig.platform.messages.findLast(({ key }) => key.endsWith(suffix));
  if (message === undefined) throw new Error(`nothing was posted under …${suffix}`);
  return message.view;
}

function newestRound(): { id: string; view: View } {
  const message = rig.platform.messages.findLast(({ key }) => /^round\/[^/#]+$/.test(key));
  if (message === undefined) throw new Error('no round was posted');
  return { id: message.key.slice('round/'.length), view: message.view };
}

/** Words that are an answer of the item's form, and wrong. */
function wrongWords(item: Item): string {
  if (item.kind !== 'short') throw new Error(`${item.slug} has letters`);
  return item.rejects[0]?.text ?? { number: '424242', code: 'no_idea', text: 'no idea' }[item.matching];
}

/** Takes a whole round as a person does, control by control; `isRight` says which questions they know. */
async function takeRound(actor: Actor, isRight: (question: number) => boolean): Promise<void> {
  const { id, view } = newestRound();
  let { reply } = await rig.press(actor, view, 'Start', {}, 'python-experts');
  for (let question = 0; question < 20; question += 1) {
    if (reply.kind !== 'view') throw new Error(`no question but ${reply.kind}`);
    const pressable = reply.blocks.flatMap((block) => (block.kind === 'controls' ? block.controls : []));
    const about = pressable.find(({ action }) => action.state['item'] !== undefined)?.action.state;
    if (question === 0) show(`${actor.name} presses [Start]`, reply, false);
    if (about === undefined) return show(`${actor.name} has taken the round`, reply, false);
    const item = findByTag(curriculum.items, about['item'] ?? '');
    if (item === undefined) throw new Error('a control names an unknown item');
    const right = writeAnswer(item, id, keyOf(item));
    const letters = letteredLines(item, id).map(({ letter }) => letter);
    const wrong =
      item.kind === 'order'
        ? [...right].reverse().join('')
        : (letters.find((letter) => !right.includes(letter)) ?? wrongWords(item));
    const given = isRight(question) ? right : wrong;
    if (item.kind === 'short') {
      const { modal } = await rig.press(actor, reply, 'Answer', {}, 'python-experts');
      const sent = await rig.command(
        actor,
        modal.action.route,
        { ...modal.action.state, answer: given },
        'python-experts',
      );
      reply = sent.reply;
      continue;
    }
    for (const letter of given) {
      if (reply.kind === 'view') ({ reply } = await rig.press(actor, reply, letter, {}, 'python-experts'));
    }
    if (item.kind === 'multiple' || item.kind === 'order') {
      if (reply.kind === 'view') ({ reply } = await rig.press(actor, reply, 'Submit', {}, 'python-experts'));
    }
  }
  throw new Error('the round never ended');
}

it('lives through twelve sessions without anybody doing anything but learning', async () => {
  const preview = await command(organiser, 'cohort create', {
    name: 'Autumn 2026',
    start: '2026-10-06',
    days: 'Tue, Thu',
    time: '18:00',
    zone: 'Europe/Berlin',
    channel: 'python-experts',
    mentors: 'mentors',
    capacity: '2',
  });
  await press(organiser, preview.view, 'Create the cohort');
  catchUp();
  const pinging = await command(organiser, 'organise edit', { pings: 'autumn' });
  await press(organiser, pinging.view, 'Change it');
  for (const actor of [first, second, third, mentor]) await press(actor, newest('/announce'), 'Join');
  await command(second, 'schedule');
  await command(first, 'session', { number: '1' });
  await command(first, 'help');
  // Everything that notifies, switched on: by learner one and by the mentor.
  const all = { sessions: 'all', results: 'on', months: 'on' };
  await command(first, 'notify', all);
  await rig.command(mentor, 'notify', { ...all, questions: 'direct' });

  for (const session of [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]) {
    const number = String(session).padStart(2, '0');
    transcript.push(`## Session ${session}`, '');
    const slot = (await rig.command(first, 'schedule', {}, 'python-experts')).text;
    const startsAt = new RegExp(`^${session}\\. <([^>]+)>`, 'm').exec(slot)?.[1];
    if (startsAt === undefined) throw new Error(`session ${session} is not on the schedule:\n${slot}`);
    const start = Temporal.Instant.from(startsAt);
    expect(start.toZonedDateTimeISO('Europe/Berlin').toPlainTime().toString()).toBe('18:00:00');

    await rig.travelTo(start.subtract({ minutes: 30 }));
    catchUp();
    const reminder = rig.platform.messages.findLast(({ key }) => key.includes(`/s${number}/reminder/`));
    if (reminder === undefined) throw new Error('no reminder');
    if (session === 1) await press(first, reminder.view, "I'm coming");

    await rig.travelTo(start.add({ minutes: 5 }));
    catchUp();
    for (const actor of session % 3 === 0 ? [first, mentor] : [first, second, mentor]) {
      const answer = await rig.press(actor, newest(`/s${number}/start`), "I'm here", {}, 'python-experts');
      if (session === 1) showAnswer(`${actor.name} presses [I'm here]`, answer);
    }
    if (session === 4) {
      await command(second, 'cohort leave');
      await rig.travelTo(rig.now());
      catchUp();
    }

    await rig.travelTo(start.add({ minutes: 211 }));
    catchUp();
    await takeRound(first, () => true);
    await takeRound(session <= 4 ? (session === 4 ? third : second) : third, (question) => question % 2 === 0);
    await rig.travelTo(start.add({ minutes: 230 }));
    expect(plain(newestRound().view)).toMatch(/2\b/);

    await rig.travelTo(start.add({ minutes: 211, hours: 24 }));
    const closed = newestRound();
    show('#python-experts, the round is closed', closed.view, false);
    expect(plain(closed.view)).toContain('# Closed');
    const moment = newest(`round/${closed.id}/results`);
    expect(plain(moment)).toContain('2 of 2 took part');
    expect(plain(moment)).toContain('Learner One');
    catchUp();
    if (session === 1) {
      await press(second, moment, 'My result');
      await press(third, moment, 'Look at the questions');
      await putRight(first);
      catchUp();
    }
  }

  await rig.travelTo('2026-11-17T12:00:00Z');
  catchUp();
  transcript.push('## Afterwards', '');
  await command(first, 'progress');
  await command(third, 'leaderboard');
  await command(mentor, 'leaderboard', { of: 'mentors' });
  await command(mentor, 'quiz results');
  const schedule = await command(third, 'schedule');
  expect(schedule.text).toContain('All sessions are over.');
  await command(organiser, 'organise export');

  const keys = rig.platform.messages.map(({ key }) => key.replace(/^[a-z0-9]{12}\//, '').replace(/\/2026.*$/, ''));
  const counted = Object.fromEntries(
    Map.groupBy(
      keys.filter((key) => !key.startsWith('round/')),
      (key) => key.replace(/^s\d\d\//, ''),
    )
      .entries()
      .map(([key, all]) => [key, all.length]),
  );
  expect(counted).toMatchObject({ announce: 1, prework: 12, reminder: 12, start: 12, 'start/agenda': 12, digest: 6 });
  expect(keys.filter((key) => /^round\/[^/#]+$/.test(key))).toHaveLength(12);
  expect(
    rig.platform.threads.filter(({ title }) =>
      rig.services.curriculum.sessions.some((session) => session.title === title),
    ),
  ).toHaveLength(12);
  expect(rig.failures).toEqual([]);

  expect(stumbles).toEqual([]);

  // A whole course notifies nobody more than they chose: everything is counted, for those who switched on whatever there is.
  const most = (span: 'day' | 'week', hows: readonly Reached['how'][]) =>
    Math.max(
      0,
      ...Map.groupBy(
        reached.filter(({ how }) => hows.includes(how)),
        (one) => `${one.person} ${one[span]}`,
      )
        .values()
        .map((all) => all.length),
    );
  const everyHow = ['direct', 'named', 'role'] as const;
  const kinds = [...new Set(reached.map(({ how, what }) => `${what} (${how})`))].toSorted();
  write(
    'How often people were notified',
    `${reached.length} times in all. In private at most ${most('day', ['direct'])} a day and ${most('week', ['direct'])} a week; by the cohort's own role at most ${most('day', ['role'])} a day and ${most('week', ['role'])} a week; in all at most ${most('day', everyHow)} a day and ${most('week', everyHow)} a week. Of: ${kinds.join(', ')}.`,
  );
  expect(kinds).toEqual(
    expect.arrayContaining([
      'round told (direct)',
      'incident told (direct)',
      'session-reminder (direct)',
      'reminder (role)',
      'round results (role)',
    ]),
  );
  expect(most('day', ['direct'])).toBeLessThanOrEqual(2);
  expect(most('week', ['direct'])).toBeLessThanOrEqual(7);
  // Reminder, start and round on the day of a session, the close on the next one; twice a week.
  expect(most('day', ['role'])).toBeLessThanOrEqual(3);
  expect(most('week', ['role'])).toBeLessThanOrEqual(8);
  expect(most('day', everyHow)).toBeLessThanOrEqual(5);
  expect(most('week', everyHow)).toBeLessThanOrEqual(15);
}, 240_000);
