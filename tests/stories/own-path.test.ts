import { hash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Picture, View } from '../../src/chat/view.ts';
import { codeIn } from './walk/linking.ts';
import { choose, fills, finds, hears, press, reads } from './walk/looking.ts';
import { openDiscord } from './walk/on-discord.ts';
import { openPlayground } from './walk/on-playground.ts';
import { openSlack } from './walk/on-slack.ts';
import type { Cast } from './walk/people.ts';
import { openPlay, type Play } from './walk/program.ts';
import { takeRound } from './walk/quizzes.ts';
import { createRecords } from './walk/records.ts';

/**
 * One person's own path, begun on each platform and gone on with on another: from the self-test through a cohort with its sessions, rounds
 * and farewell to month three of the roadmap, with cards to review, two moves to another zone and one to another platform on the way.
 * To look at its pictures: PICTURES=a-folder.
 */

const records = createRecords();
const GROUNDS = { 'the playground': openPlayground, Discord: openDiscord, Slack: openSlack } as const;
const MOVES = [
  ['the playground', 'Discord'],
  ['Discord', 'Slack'],
  ['Slack', 'the playground'],
] as const;

const dates = { start: '2027-03-04', days: 'Tue, Thu', time: '18:00', zone: 'Europe/Prague' } as const;

/** What this person sees drawn. */
const PICTURES = ['board.png', 'memory.png', 'my-roadmap.png', 'progress.png', 'selftest-areas.png', 'streak.png'];

function picturesIn({ blocks }: View): Picture[] {
  return blocks.filter((block) => block.kind === 'picture');
}

/** Leaves every picture that was shown in a folder, each once. */
function leavePictures(folder: string): void {
  mkdirSync(folder, { recursive: true });
  const pictures = records.said.flatMap(({ view }) => picturesIn(view));
  const different = new Map(pictures.map((picture) => [hash('sha256', picture.png), picture]));
  for (const [at, { name, png }] of [...different.values()].entries()) {
    writeFileSync(join(folder, `${String(at).padStart(3, '0')}-${name}`), png);
  }
}

afterAll(() => {
  const folder = process.env['PICTURES'];
  if (folder !== undefined) leavePictures(folder);
});

describe.each(MOVES)('from %s to %s', (from, to) => {
  let play: Play<[Cast, Cast]>;
  let here: Cast;
  let there: Cast;
  beforeAll(async () => {
    play = await openPlay(records, await GROUNDS[from](records), await GROUNDS[to](records));
    [here, there] = play.casts;
  });
  afterAll(() => play.close());

  it('takes the self-test in six sittings and lays a roadmap from it', async () => {
    const { ann } = here;
    let shown = await press(ann, await ann.command('selftest'), 'None is true: begin', '1 of 30');
    for (let done = 1; done <= 30; done += 1) {
      shown = await press(ann, shown, "I don't know");
      if (done % 5 === 0 && done < 30) shown = await press(ann, shown, 'The next 5', `${done + 1} of 30`);
    }
    reads(shown, 'Where you stand', 'no guesses');
    const tracks = await press(ann, shown, 'My roadmap', 'Which way?');
    const hours = await choose(ann, tracks, 'Some', 'How many hours a week?');
    const laid = await choose(ann, hours, '10 hours a week', 'Your roadmap', 'Month 1 of 6');
    await press(ann, laid, 'Tell me each month', 'when a month begins');
    reads(await ann.command('notify', { quiet: '22-7', zone: 'Europe/Prague' }), 'Europe/Prague');
  });

  it('goes through a session and its round in a cohort', async () => {
    const { olga, ann } = here;
    const options = { name: 'Own path', ...dates, channel: { place: 'home' }, certainty: 'on' } as const;
    const draft = await olga.command('cohort create', options);
    await press(olga, draft, 'Create the cohort', 'is created and announced');
    await press(ann, await finds(ann, 'home', 'Own path begins'), 'Join', 'Welcome to Own path');
    await play.travelTo('2027-03-04T17:01:00Z');
    await press(ann, await finds(ann, 'home', 'the thread is below'), "I'm here", 'You are here');
    await play.travelTo('2027-03-04T20:31:00Z');
    expect(await takeRound(ann, ['Sure', 'Likely'])).toHaveLength(6);
    await play.travelTo('2027-03-05T20:31:00Z');
    await press(ann, await finds(ann, 'home', 'took part'), 'My result', 'You got');
  });

  it('comes to a later session, and says in its round how sure they are', async () => {
    const { ann } = here;
    await play.travelTo('2027-03-09T17:01:00Z');
    await press(ann, await finds(ann, 'home', 'the thread is below'), "I'm here", 'You are here');
    await play.travelTo('2027-03-09T20:31:00Z');
    const titles = await takeRound(ann, ['Sure', 'Likely', 'Guess']);
    expect(titles).toHaveLength(6);
    await play.travelTo('2027-03-10T20:31:00Z');
    await press(ann, await finds(ann, 'home', 'took part'), 'My result', 'You got', 'Next: ');
  });

  it('moves to another zone, and hears of month two by day there', async () => {
    const { ann } = here;
    reads(await ann.command('notify', { zone: 'Asia/Tokyo' }), '22:00 to 07:00, Asia/Tokyo');
    await play.travelTo('2027-04-01T10:00:00Z');
    reads(await hears(ann, 'Month 2 of 6'), 'stages are done');
  });

  it('moves to another platform, and finds everything where it was left', async () => {
    const code = codeIn(reads(await here.ann.command('link')));
    const linked = reads(await there.ann.command('link', { code }), 'are one person now');
    await press(there.ann, linked, 'What else', 'What comes next');
    reads(await there.ann.command('selftest'), 'Where you stand');
    const roadmap = reads(await there.ann.command('roadmap'), 'Your roadmap', 'Month 2 of 6');
    const month = await press(there.ann, roadmap, 'This month', 'There when it is done');
    await press(there.ann, month, 'Done', 'as you said');
  });

  it('is bidden farewell, misses a question in practice, and reviews it as a card', async () => {
    const { ann } = there;
    await play.travelTo('2027-04-20T10:00:00Z');
    reads(await hears(ann, 'Own path has come to its end'), 'were at 2 of 12 sessions', 'took 2 of 12 rounds');
    const asked = reads(await ann.command('quiz start', { session: 3 }), '1 of');
    reads(await fills(await ann.press(asked, 'Answer')).send({ answer: '7' }), 'Not quite');
    await play.travelTo('2027-04-22T10:00:00Z');
    const card = reads(await ann.command('review'), 'Review, 1 of 1', 'How many?');
    const known = reads(await fills(await ann.press(card, 'Answer')).send({ answer: '4' }), 'Right', 'It comes back');
    const done = await press(ann, known, 'Next', 'Done for today');
    await press(ann, done, 'My memory', 'What you remember');
  });

  it('moves to a third zone, and hears of month three there, after the night, on the platform it is on now', async () => {
    const { ann } = there;
    reads(await ann.command('notify', { zone: 'America/New_York' }), 'America/New York');
    // Nine in the morning in UTC is five there.
    await play.travelTo('2027-05-01T09:30:00Z');
    expect((await ann.seesDirect()).some(({ words }) => words.includes('Month 3 of 6'))).toBe(false);
    await play.travelTo('2027-05-01T13:00:00Z');
    const told = reads(await hears(ann, 'Month 3 of 6'), ' of 6 stages are done');
    await press(ann, told, 'This month', 'Month 3 of 6');
    const card = reads(await ann.command('review'), 'Review, 1 of 1');
    await press(ann, await press(ann, card, "I don't know", 'Now you know'), 'Next', 'Done for today');
    reads(await ann.openHome(), 'Your page');
  });

  it('sees in pictures, dark and light, where all that has led', async () => {
    const { ann } = there;
    let stands = reads(await ann.command('progress'), 'Where you stand');
    for (const lens of ['On the map', 'By session', 'On the roadmap', 'By area'])
      stands = await press(ann, stands, lens);
    for (const theme of ['Light pictures', 'Dark pictures']) {
      stands = await press(ann, stands, theme, 'Where you stand');
      for (const command of ['streak', 'roadmap', 'selftest']) reads(await ann.command(command));
      await press(ann, reads(await ann.command('review')), 'My memory', 'What you remember');
    }
    const alts = new Map(records.said.flatMap(({ view }) => picturesIn(view)).map(({ name, alt }) => [name, alt]));
    expect([...alts.keys()].toSorted()).toEqual(PICTURES);
    // In the playground everybody is in the demo's cohort, too, which is meant where it lives.
    const cohort =
      to === 'the playground' ? 'Demo cohort, .*' : 'Own path, .*2 of 12 rounds taken;.*there at 2 of 12 sessions;.*';
    expect(alts.get('progress.png')).toMatch(new RegExp(`${cohort}right answers by week: .*Sure: right in \\d of \\d`));
    expect(alts.get('streak.png')).toContain('learnt: ');
  });
});
