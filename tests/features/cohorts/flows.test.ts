import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pingsOf } from '../../../src/chat/pings.ts';
import type { View } from '../../../src/chat/view.ts';
import { loadCurriculum } from '../../../src/curriculum/load.ts';
import { plain } from '../../support/platform.ts';
import { type Actor, createRig, type Rig, refusalOf } from '../../support/rig.ts';

const organiser: Actor = { id: 'olga', name: 'Olga', manages: true };
const mentor: Actor = { id: 'maya', name: 'Maya', roles: ['mentor-role'] };
const [ann, ben, cem, dot]: Actor[] = ['Ann', 'Ben', 'Cem', 'Dot'].map((name) => ({ id: name.toLowerCase(), name }));
const curriculum = loadCurriculum('curriculum');
const options = {
  name: 'Autumn',
  start: '2026-11-24',
  days: 'Tue, Thu',
  time: '18:00',
  zone: 'Europe/Berlin',
  channel: 'home',
  mentors: 'mentor-role',
  capacity: '2',
};

let rig: Rig;
beforeAll(async () => {
  rig = await createRig(curriculum, '2026-11-21T12:00:00Z');
});
afterAll(() => rig.close());

/** Creates a cohort and returns its announcement. */
async function createCohort(more: Partial<typeof options>): Promise<View> {
  const preview = await rig.command(organiser, 'cohort create', { ...options, ...more });
  await rig.press(organiser, preview.view, 'Create the cohort');
  const posted = rig.platform.messages.findLast(({ channel }) => channel === (more.channel ?? options.channel));
  if (posted === undefined) throw new Error('nothing was announced');
  return posted.view;
}

describe('starting a cohort', () => {
  it('shows the twelve dates first, and creates and announces only when confirmed, once', async () => {
    const preview = await rig.command(organiser, 'cohort create', options);
    expect(preview.text).toContain('1. <2026-11-24T17:00Z> · ');
    expect(preview.text).toContain('12. <2026-12-31T17:00Z> · ');
    expect((await rig.command(organiser, 'cohort list')).text).toContain('no cohort here yet');
    expect(rig.platform.messages).toEqual([]);

    const pressed = await Promise.all([
      rig.press(organiser, preview.view, 'Create the cohort'),
      rig.press(organiser, preview.view, 'Create the cohort'),
    ]);
    for (const { reply } of pressed) expect(['view', 'refusal']).toContain(reply.kind);
    expect(pressed.some(({ text }) => text.includes('is created and announced'))).toBe(true);
    await rig.travelTo(rig.now());
    const announcements = rig.platform.messages.filter(({ key }) => key.endsWith('/announce'));
    expect(announcements).toHaveLength(1);
    expect(plain(announcements[0]?.view as View)).toContain('[Join] [Schedule]');
    expect((await rig.command(organiser, 'cohort list')).text).toContain('Autumn');
  });

  it('knows a session by the number in its title, too', async () => {
    const [one, same] = [
      await rig.command(ann as Actor, 'session', { number: '1' }),
      await rig.command(ann as Actor, 'session', { number: '49' }),
    ];
    expect(same.text).toBe(one.text);
    expect((await rig.command(ann as Actor, 'materials', { session: '60' })).text).toContain(
      `Materials: ${rig.services.curriculum.sessions[11]?.title}`,
    );
    expect(refusalOf(await rig.command(ann as Actor, 'session', { number: '30' }))).toBe(
      'There is no session 30: they are 1-12.',
    );
    const calls: [name: string, more?: Record<string, string>][] = [
      ['organise preview'],
      ['organise move', { to: '2027-06-01' }],
      ['quiz results'],
    ];
    const asked = (await rig.command(organiser, 'quiz start', { session: '60' })).text;
    const ofTwelve = [...rig.services.curriculum.items.values()].filter(({ session }) => session === 12);
    expect(ofTwelve.some(({ title }) => asked.startsWith(`# 1 of 5 · ${title}\n`))).toBe(true);
    await rig.command(organiser, 'quiz post', { session: '12' });
    expect(refusalOf(await rig.command(organiser, 'quiz post', { session: '60' }))).toContain(
      'A round of session 12 is open',
    );
    for (const [name, more] of calls) {
      const answers = [];
      for (const session of ['12', '60', '30']) answers.push(await rig.command(organiser, name, { ...more, session }));
      const [twelve, sixty, thirty] = answers.map((reply) => reply.text || refusalOf(reply));
      expect(sixty, name).toBe(twelve);
      expect(sixty, name).not.toContain('There is no session');
      expect(thirty, name).toBe('There is no session 30: they are 1-12.');
    }
  });

  it('refuses with a sentence what cannot be, only to who asked', async () => {
    const create = (more: Record<string, string>, actor = organiser) =>
      rig.command(actor, 'cohort create', { ...options, name: 'Other', ...more }).then(refusalOf);
    expect(await create({ start: '2026-11-01' })).toContain('in the past');
    expect(await create({ name: 'AUTUMN' })).toContain('a cohort called **AUTUMN** already');
    expect(await create({ zone: 'Mars' })).toContain('`zone` must be a time zone like `Europe/Berlin`');
    expect(await create({ days: 'Someday' })).toContain('`days` must be weekdays');
    expect(await create({ capacity: '0' })).toContain('`capacity` must be a whole number from 1 to 500');
    expect(await create({ name: ' ' })).toContain('`name` must not be empty');
    expect(await create({ name: 'Autumn\u202E' })).toContain('`name` has a character in it that nobody can see');
    expect(await create({}, ann)).toContain('for organisers');
    const { name, ...nameless } = options;
    expect(refusalOf(await rig.command(organiser, 'cohort create', nameless))).toBe('`name` is missing.');
  });

  it('throws a draft away, and takes no other workspace’s or made-up draft', async () => {
    const preview = await rig.command(organiser, 'cohort create', { ...options, name: 'Never' });
    expect((await rig.press(organiser, preview.view, 'Discard')).text).toContain('Discarded');
    expect(refusalOf(await rig.press(organiser, preview.view, 'Create the cohort'))).toContain('was discarded');
    expect(refusalOf(await rig.command(organiser, 'cohort.confirm', { draft: 'made-up' }))).toContain('was discarded');
  });

  it('tells the organiser when the channel is closed to the bot, and announces as soon as it is open', async () => {
    const preview = await rig.command(organiser, 'cohort create', { ...options, name: 'Closed', channel: 'closed' });
    rig.platform.faults.push('unreachable');
    // What was refused has not happened: the cohort is there, and the answer says so.
    const created = await rig.press(organiser, preview.view, 'Create the cohort');
    expect(created.reply.kind).toBe('view');
    expect(created.text).toContain('is created, but I could not announce it in @closed: I may not post there');
    expect((await rig.press(organiser, preview.view, 'Create the cohort')).text).toContain('created and announced');
    await rig.travelTo(rig.now());
    expect(rig.platform.messages.filter(({ channel }) => channel === 'closed')).toHaveLength(1);
  });

  it('lets an organiser name a role whose members are organisers too', async () => {
    const helper: Actor = { id: 'hal', name: 'Hal', roles: ['helpers'] };
    expect(refusalOf(await rig.command(helper, 'organise organisers', { role: 'helpers' }))).toContain(
      'for organisers',
    );
    await rig.command(organiser, 'organise organisers', { role: 'helpers' });
    const preview = await rig.command(helper, 'cohort create', { ...options, name: 'By a helper' });
    expect(preview.text).toContain('a preview');
    expect(refusalOf(await rig.command(helper, 'organise organisers', { role: 'others' }))).toContain(
      'may manage this workspace',
    );
    const shown = await rig.command(organiser, 'organise organisers', {});
    expect(shown.text).toContain('- everybody in @helpers');
    expect(refusalOf(await rig.press(helper, shown.view, 'By name only'))).toContain('may manage this workspace');
    await rig.press(organiser, shown.view, 'By name only');
    expect(refusalOf(await rig.command(helper, 'cohort create', options))).toContain('for organisers');
  });
});

describe('places', () => {
  it('lets in who comes first, queues the rest, and moves them up when somebody leaves', async () => {
    const announcement = await createCohort({ name: 'Places', channel: 'places' });
    const join = (actor: Actor | undefined) => rig.press(actor as Actor, announcement, 'Join');
    expect((await join(ann)).text).toContain('Welcome');
    expect((await join(ann)).text).toContain('already');
    expect((await join(mentor)).text).toContain('as staff');
    expect((await join(ben)).text).toContain('Welcome');
    expect((await join(cem)).text).toContain('number 1 on the waiting list');
    expect((await join(dot)).text).toContain('number 2 on the waiting list');

    const listed = (await rig.command(ann as Actor, 'cohort list', {}, 'places')).text;
    expect(listed).toMatch(/Places: @places, 2 of 2 places taken, 2 wait, session 1 on <.*>\n\[Show\]/);
    expect((await rig.command({ id: 'sue', name: 'Sue' }, 'cohort list')).text).toMatch(
      /2 wait, .*\n\[Join\] \[Show\]/,
    );
    expect((await rig.command(ann as Actor, 'cohort show', {}, 'places')).text).not.toContain('[Join]');
    const asked = await rig.press(ann as Actor, (await join(ann)).view, 'Leave');
    expect(asked.text).toContain('Leave **Places**? Your answers and points are kept');
    expect((await rig.command(ann as Actor, 'cohort show', {}, 'places')).text).toContain('Learners: 2: Ann, Ben');
    expect((await rig.press(ann as Actor, asked.view, 'Yes, leave')).text).toContain('You have left');
    await rig.travelTo(rig.now());
    const told = rig.platform.messages.filter(({ channel }) => channel.startsWith('dm-'));
    expect(told.map(({ channel, view }) => [channel, plain(view).includes('You have a place in **Places**')])).toEqual([
      ['dm-cem', true],
    ]);
    expect((await rig.command(organiser, 'cohort show', {}, 'places')).text).toMatch(
      /Learners: 2: Ben, Cem\nWaiting: 1: Dot\nStaff: 1: Maya/,
    );
    expect((await rig.command(ann as Actor, 'cohort join', {}, 'places')).text).toContain(
      'number 2 on the waiting list',
    );
  });

  it('calls exactly who moved up in the channel when their direct messages are closed', async () => {
    const announcement = await createCohort({ name: 'Closed ears', channel: 'ears', capacity: '1' });
    for (const actor of [ann, ben, cem]) await rig.press(actor as Actor, announcement, 'Join');
    rig.platform.faults.push('unreachable');
    await rig.command(ann as Actor, 'cohort leave', {}, 'ears');
    await rig.travelTo(rig.now());
    const told = rig.platform.messages.findLast(({ channel }) => channel === 'ears')?.view as View;
    expect(plain(told)).toContain('@ben, you have a place in **Closed ears**');
    expect(pingsOf(told)).toEqual({ members: ['ben'], roles: [] });
  });

  it('gives no place twice when many join and leave at once', async () => {
    const announcement = await createCohort({ name: 'Rush', channel: 'rush', capacity: '5' });
    const crowd = Array.from({ length: 20 }, (_, index): Actor => ({ id: `crowd-${index}`, name: `Crowd ${index}` }));
    const answers = await Promise.all(crowd.map((actor) => rig.press(actor, announcement, 'Join')));
    expect(answers.filter(({ text }) => text.includes('Welcome'))).toHaveLength(5);
    const places = answers.flatMap(({ text }) => /number (\d+) on/.exec(text)?.[1] ?? []);
    expect(places.map(Number).sort((one, other) => one - other)).toEqual(
      Array.from({ length: 15 }, (_, index) => index + 1),
    );

    const inside = crowd.filter((_, index) => answers[index]?.text.includes('Welcome'));
    await Promise.all(inside.slice(0, 3).map((actor) => rig.command(actor, 'cohort leave', {}, 'rush')));
    await rig.travelTo(rig.now());
    const told = rig.platform.messages.filter(({ channel }) => channel.startsWith('dm-crowd'));
    expect(new Set(told.map(({ channel }) => channel)).size).toBe(3);
    expect(told).toHaveLength(3);
  });

  it('writes in the channel to those whose direct messages are closed', async () => {
    const announcement = await createCohort({ name: 'Shy', channel: 'shy', capacity: '1' });
    for (const actor of [ann, ben]) await rig.press(actor as Actor, announcement, 'Join');
    rig.platform.faults.push('unreachable');
    await rig.command(ann as Actor, 'cohort leave', {}, 'shy');
    await rig.travelTo(rig.now());
    expect(plain(rig.platform.messages.findLast(({ channel }) => channel === 'shy')?.view as View)).toContain(
      '@ben, you have a place',
    );
  });

  it('asks which cohort is meant where it cannot know, and goes on with the answer', async () => {
    const stranger: Actor = { id: 'sue', name: 'Sue' };
    const choice = await rig.command(stranger, 'cohort show', {}, 'elsewhere');
    expect(choice.text).toContain('Which cohort do you mean?');
    const select = choice.view.blocks
      .flatMap((block) => (block.kind === 'controls' ? block.controls : []))
      .find(({ kind }) => kind === 'select');
    if (select?.kind !== 'select') throw new Error('no select');
    const rush = select.options.find(({ label }) => label === 'Rush');
    const shown = await rig.press(stranger, choice.view, select.placeholder, { cohort: rush?.value ?? '' });
    expect(shown.text).toContain('# Rush');
    expect(refusalOf(await rig.command(stranger, 'cohort show', { cohort: 'made-up' }))).toContain('no cohort here');
  });
});

describe('changing the calendar', () => {
  it('re-plans without duplicates, tells the channel, and posts what is due at the new time only', async () => {
    await createCohort({ name: 'Moving', channel: 'moving' });
    const change = (name: string, more: Record<string, string> = {}) => rig.confirm(organiser, name, more, 'moving');
    expect((await change('organise skip', { date: '2026-11-24' })).text).toContain('1. <2026-11-26T17:00Z>');
    expect((await change('organise move', { session: '1', to: '2026-11-25 10:00' })).text).toContain(
      '1. <2026-11-25T09:00Z>',
    );
    expect(refusalOf(await change('organise move', { session: '1', to: '2027-01-01' }))).toContain(
      'must stay before session 2',
    );
    expect((await change('organise shift', { days: '1' })).text).toContain('1. <2026-11-26T09:00Z>');
    expect(refusalOf(await change('organise skip', { date: '2026-11-24' }))).toContain('no session on 2026-11-24');
    const here = () => rig.platform.messages.filter(({ channel }) => channel === 'moving');
    await rig.travelTo('2026-11-26T09:30:00Z');
    const keys = here().map(({ key }) => key.replace(/^[a-z0-9]{12}/, 'c').replace(/notice.*/, 'notice'));
    const notices = here().filter(({ key }) => key.includes('/notice'));
    // All three were made at one moment, so that none of them is the first.
    expect(notices.map(({ view }) => plain(view)).sort()).toEqual([
      '**The calendar changes.** Session 1 moves from <2026-11-26T17:00Z> to <2026-11-25T09:00Z>.\n[Schedule]',
      '**The coming sessions are 1 day later.** Session 1 moves from <2026-11-25T09:00Z> to <2026-11-26T09:00Z>. The 11 after it move too.\n[Schedule]',
      '**There is no session on 2026-11-24.** Session 1 moves from <2026-11-24T17:00Z> to <2026-11-26T17:00Z>. The 11 after it move too.\n[Schedule]',
    ]);
    expect(keys.filter((key) => key === 'c/notice')).toHaveLength(3);
    expect(keys.filter((key) => key !== 'c/notice')).toEqual([
      'c/announce',
      'c/s01/prework',
      'c/s01/reminder/2026-11-26T09:00:00Z',
      'c/s01/start',
    ]);
    expect(rig.platform.threads.some(({ title }) => title === rig.services.curriculum.sessions[0]?.title)).toBe(true);
  });

  it('posts nothing while a cohort is paused, and goes on where it was when it is resumed', async () => {
    await createCohort({ name: 'Resting', channel: 'resting', start: '2026-12-01' });
    await rig.command(organiser, 'organise pause', {}, 'resting');
    expect(refusalOf(await rig.command(organiser, 'organise pause', {}, 'resting'))).toContain('paused already');
    await rig.travelTo('2026-12-07T12:00:00Z');
    const kinds = () =>
      rig.platform.messages
        .filter(({ channel }) => channel === 'resting')
        .map(({ key }) =>
          key
            .split('/')
            .slice(1, 3)
            .join(' ')
            .replace(/ test:.*/, ''),
        );
    expect(kinds()).toEqual(['announce', 'notice']);
    const resumed = await rig.command(organiser, 'organise resume', {}, 'resting');
    expect(resumed.text).toContain('1. <2026-12-08T17:00Z>');
    await rig.travelTo('2026-12-08T17:30:00Z');
    // Pre-work of session 1 was due during the pause and still helps; that of session 2 comes the morning after session 1.
    expect(kinds().slice(2).sort()).toEqual(['notice', 's01 prework', 's01 reminder', 's01 start']);
    await rig.travelTo('2026-12-09T08:00:00Z');
    expect(kinds().slice(2)).toContain('s02 prework');
  });

  it('ends a cohort only when asked twice, and exports it still', async () => {
    const asked = await rig.command(organiser, 'organise archive', {}, 'resting');
    expect(asked.text).toContain('for good?');
    const ended = await rig.press(organiser, asked.view, 'End it');
    expect(ended.text).toContain('is archived');
    const exported = await rig.press(organiser, ended.view, 'Export');
    expect(exported.text).toMatch(/<resting-2026-12-09\.csv>/);
    expect((await rig.command(organiser, 'cohort list')).text).not.toContain('Resting');
    await rig.travelTo('2026-12-20T12:00:00Z');
    const keys = rig.platform.messages.filter(({ channel }) => channel === 'resting').map(({ key }) => key.slice(13));
    expect(keys.filter((key) => /^s0[2-9]\/(reminder|start|round)|^s01\/round|^digest/.test(key))).toEqual([]);
  });

  it('lets only organisers change anything, and says so', async () => {
    for (const name of ['pause', 'resume', 'skip', 'move', 'shift', 'archive', 'export']) {
      const given = { date: '2026-12-24', session: '9', to: '2026-12-24', days: '1' };
      expect(refusalOf(await rig.command(mentor, `cohort ${name}`, given, 'moving'))).toContain('for organisers');
    }
  });
});

describe('attendance', () => {
  it('takes RSVPs until the start and presence from then on, each once', async () => {
    const announcement = await createCohort({ name: 'There', channel: 'there', start: '2027-01-05' });
    for (const actor of [ann, ben, mentor]) await rig.press(actor as Actor, announcement, 'Join');
    await rig.travelTo('2027-01-05T16:10:00Z');
    const reminder = rig.platform.messages.findLast(({ channel }) => channel === 'there')?.view as View;
    expect(plain(reminder)).toContain("[I'm coming] [I can't]");
    expect((await rig.press(ann as Actor, reminder, "I'm coming")).text).toContain('See you there.');
    expect((await rig.press(ben as Actor, reminder, "I'm coming")).text).toContain('One other is coming');
    expect((await rig.press(ben as Actor, reminder, "I can't")).text).toContain('you are excused. One other');
    expect(refusalOf(await rig.press({ id: 'sue', name: 'Sue' }, reminder, "I'm coming"))).toContain(
      'people in the cohort',
    );

    await rig.travelTo('2027-01-05T17:05:00Z');
    const start = rig.platform.messages.findLast(({ channel, key }) => channel === 'there' && key.endsWith('/start'))
      ?.view as View;
    const first = await rig.press(ann as Actor, start, "I'm here");
    expect(first.text).toContain('That is 5 points');
    expect((await rig.press(ann as Actor, start, "I'm here")).text).toContain('already');
    await rig.press(mentor, start, "I'm here");
    expect(refusalOf(await rig.press(ann as Actor, reminder, "I'm coming"))).toContain('has started');
    const board = await rig.command(ben as Actor, 'leaderboard', {}, 'there');
    expect(board.text).toMatch(/\*\*1\.\*\* @ann · 5 points\n\*\*2\.\*\* @ben · 0 points \*\*← you\*\*/);
    expect((await rig.press(ben as Actor, board.view, 'Mentors')).text).toContain('@maya · 1 point');

    await rig.travelTo('2027-01-05T21:00:00Z');
    expect(refusalOf(await rig.press(ben as Actor, start, "I'm here"))).toContain('ended');
    const csv = (await rig.command(organiser, 'organise export', {}, 'there')).view.blocks.find(
      (block) => block.kind === 'file' && block.name.endsWith('.csv'),
    );
    expect(csv?.kind === 'file' ? csv.content : '').toMatch(
      /^\uFEFF?Ann,test:ann,learner,in,[^,]+,,present,.*,0,0,5\r$/m,
    );
    expect(rig.failures).toEqual([]);
  });

  it('leaves off the board whoever asks, and shows them their own points', async () => {
    const board = await rig.command(ann as Actor, 'leaderboard', {}, 'there');
    await rig.press(ann as Actor, board.view, 'Hide me from boards');
    expect((await rig.command(ben as Actor, 'leaderboard', {}, 'there')).text).not.toContain('@ann');
    const own = await rig.command(ann as Actor, 'leaderboard', {}, 'there');
    expect(own.text).toContain('you have 5 points, which only you see');
    await rig.press(ann as Actor, own.view, 'Show me on boards');
    expect((await rig.command(ben as Actor, 'leaderboard', {}, 'there')).text).toContain('@ann');
  });
});
