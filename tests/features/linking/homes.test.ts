import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Unreachable } from '../../../src/chat/errors.ts';
import { paragraph, view } from '../../../src/chat/view.ts';
import { inHomes, postHome } from '../../../src/deliveries/posting.ts';
import { keyAt } from '../../../src/domain/cohorts/homes.ts';
import { findCohort } from '../../../src/domain/cohorts/store.ts';
import { recordDraft } from '../../../src/features/cohorts/store.ts';
import { plain, plainText } from '../../support/platform.ts';
import { type Actor, refusalOf } from '../../support/rig.ts';
import { plainItem } from '../quizzes/curriculum.ts';
import { ada, answerShown, cohort, createStage, mentor, organiser, type Stage, takeRound } from '../quizzes/stage.ts';

/** A cohort's second home: how it comes about, and what it must not break. */

const there = { platform: 'other', workspace: 'team' };
const oskar: Actor = { id: 'U-oskar', name: 'Oskar', manages: true, at: there };
const uma: Actor = { id: 'U-uma', name: 'Uma', at: there };
const shared = { ...cohort, homes: [...cohort.homes, { workspaceId: 'other:team', channel: 'C1', mentorRole: null }] };
let stage: Stage;

beforeEach(async () => {
  stage = await createStage([plainItem('one', 1), plainItem('two', 1)]);
});
afterEach(() => stage.close());

async function getCode(actor: Actor = organiser, channel = 'home'): Promise<string> {
  const { text } = await stage.command(actor, 'organise link', {}, channel);
  return /[B-Z2-9]{4}-[B-Z2-9]{4}/.exec(text)?.[0] ?? text;
}

const openHome = async (channel = 'C1') => stage.command(oskar, 'organise link', { code: await getCode() }, channel);

describe('linking', () => {
  it('is for organisers of either side, with a code that looks like one', async () => {
    expect(refusalOf(await stage.command(mentor, 'organise link', {}, 'home'))).toContain('for organisers');
    expect(refusalOf(await stage.command(oskar, 'organise link', {}, 'C1'))).toContain('no cohort here to link');
    expect(refusalOf(await stage.command(oskar, 'organise link', { code: 'hello' }, 'C1'))).toContain(
      '`code` must be a code of eight letters and digits',
    );
    const wrong = refusalOf(await stage.command(oskar, 'organise link', { code: 'BBBB-BBBB' }, 'C1'));
    expect(wrong).toContain('You have 4 tries left');
  });

  it('never brings two cohorts of one name into a workspace, also where another one is confirmed or renamed at that moment', async () => {
    const code = await getCode();
    const days = { days: 'mon', start: '2027-05-03', time: '19:00', zone: 'Europe/Berlin', channel: 'C2' };
    const draft = await stage.command(oskar, 'cohort create', { name: cohort.name, ...days }, 'C2');
    const answers = await Promise.all([
      stage.command(oskar, 'organise link', { code }, 'C1'),
      stage.press(oskar, draft.view, 'Create the cohort'),
    ]);
    expect(answers.map(({ reply }) => reply.kind).sort()).toEqual(['refusal', 'view']);
    const named = `select 1 from cohorts c where status = 'active' and name = '${cohort.name}' and (workspace_id = 'other:team'
      or exists (select 1 from homes h where h.cohort_id = c.id and h.workspace_id = 'other:team' and h.closed_at is null))`;
    expect(await stage.query(named)).toHaveLength(1);
  });

  it('keeps a name from being taken where only the second home has a cohort of that name', async () => {
    await openHome();
    const days = { days: 'mon', start: '2027-05-03', time: '19:00', zone: 'Europe/Berlin', channel: 'C2' };
    const draft = await stage.command(oskar, 'cohort create', { name: 'Evenings', ...days }, 'C2');
    await stage.press(oskar, draft.view, 'Create the cohort');
    expect(refusalOf(await stage.command(organiser, 'organise edit', { name: 'evenings' }, 'home'))).toContain(
      'There is a cohort called **evenings** already',
    );
  });

  it('shows a code once, also when the event comes again', async () => {
    const given = await stage.command(organiser, 'organise link', {}, 'home');
    const person = { manages: true, roles: [], locale: 'en-GB', ...organiser };
    const place = { platform: 'test', workspace: 'w', channel: 'home' };
    const event = { id: given.eventId, place, person, action: { route: 'organise link', state: {} } };
    const again = await stage.handler.handle(event).reply;
    expect(again.kind === 'refusal' && plainText(again.text)).toContain('That was done when it came the first time');
    expect(await stage.query('select count(*)::int as n from codes')).toEqual([{ n: 1 }]);
  });

  it('refuses where it would confuse, and leaves the code good for a better place', async () => {
    const code = await getCode();
    expect(refusalOf(await stage.command(organiser, 'organise link', { code }, 'elsewhere'))).toContain(
      'lives in this workspace already',
    );
    const other = { ...cohort, id: 'other2345678', name: 'Spring', workspaceId: 'other:team' };
    const homes = [{ workspaceId: 'other:team', channel: 'C-taken', mentorRole: null }];
    await recordDraft(stage.services.db, { ...other, homes });
    expect(refusalOf(await stage.command(oskar, 'organise link', { code }, 'C-taken'))).toContain(
      'the home of **Spring**',
    );
    await stage.query(`update cohorts set name = 'AUTUMN' where id = 'other2345678'`);
    expect(refusalOf(await stage.command(oskar, 'organise link', { code }, 'C1'))).toContain(
      'a cohort called **Autumn** here already',
    );
    await stage.query(`update cohorts set name = 'Spring' where id = 'other2345678'`);
    expect((await stage.command(oskar, 'organise link', { code }, 'C1')).text).toContain('lives here too now');
  });

  it('says when the channel is closed to the bot, and announces there when it is open', async () => {
    stage.other.faults.push('unreachable');
    const linked = await openHome();
    expect(linked.text).toContain('I could not announce it here yet. I may not post there.');
    await expect.poll(() => stage.other.messages.length, { timeout: 20_000 }).toBe(1);
    expect(stage.other.messages[0]?.key).toBe(`${cohort.id}/announce@other:team`);
  });

  it('brings the rounds that are open, and counts who answers there', async () => {
    await stage.command(mentor, 'quiz post', { session: '1' }, 'home');
    await takeRound(stage, ada, stage.posted('round/'), 2);
    await stage.travelTo(stage.now());
    await openHome();
    await stage.travelTo(stage.now());
    const round = stage.other.messages.find(({ key }) => key.startsWith('round/'));
    if (round === undefined) throw new Error('no round there');
    expect(plain(round.view)).toContain('Finished: 1');
    await stage.command(uma, 'cohort join', {}, 'C1');
    let shown = (await stage.press(uma, round.view, 'Start', {}, 'C1')).view;
    for (const _ of [1, 2]) shown = (await answerShown(stage, uma, shown, true)).view;
    await stage.travelTo(stage.now().add({ seconds: 5 }));
    expect(plain(round.view)).toContain('Finished: 2');
    expect(plain(stage.posted('round/'))).toContain('Finished: 2');
  });

  it('keeps the keys of an open round in both workspaces', async () => {
    await openHome();
    await stage.command(mentor, 'quiz post', { session: '1' }, 'home');
    expect(refusalOf(await stage.command(uma, 'quiz start', { session: '1' }, 'C-lobby'))).toContain(
      "being asked in a cohort's round",
    );
  });
});

describe('taking a home away', () => {
  it('closes the second home only, from either side, and can be done again', async () => {
    expect((await stage.command(organiser, 'organise unlink', {}, 'home')).text).toContain('has no other home');
    await openHome();
    expect((await stage.command(organiser, 'organise unlink', {}, 'home')).text).toContain('alone now');
    expect((await stage.command(organiser, 'organise unlink', {}, 'home')).text).toContain('has no other home');
    expect((await openHome('C2')).text).toContain('@C2');
    expect((await findCohort(stage.services.db, cohort.id))?.homes).toMatchObject([
      ...cohort.homes,
      { workspaceId: 'other:team', channel: 'C2', mentorRole: null },
    ]);
    expect(refusalOf(await stage.command(uma, 'organise unlink', {}, 'C2'))).toContain('for organisers');
    expect((await stage.command(oskar, 'organise unlink', {}, 'C2')).text).toContain('alone now');
    expect((await findCohort(stage.services.db, cohort.id))?.homes).toMatchObject(cohort.homes);
  });

  it('strands nobody who is only there: a word in the channel, and their own commands go on', async () => {
    await openHome();
    await stage.command(uma, 'cohort join', {}, 'C1');
    await stage.command(mentor, 'quiz post', { session: '1' }, 'home');
    await stage.travelTo(stage.now());
    const round = stage.other.messages.find(({ key }) => key.startsWith('round/'));
    await stage.command(organiser, 'organise unlink', {}, 'home');
    await stage.travelTo(stage.now());
    const said = stage.other.messages.filter(({ channel }) => channel === 'C1').map(({ view: shown }) => plain(shown));
    expect(said.at(-1)).toContain('**Autumn** goes on in its channel on Test alone: nothing more is posted here.');
    expect((await stage.command(uma, 'schedule', {}, 'C1')).text).toContain('# Autumn: the schedule');
    expect((await stage.command(uma, 'progress', {}, 'C1')).text).toContain('Points');
    if (round === undefined) throw new Error('no round there');
    const shown = (await stage.press(uma, round.view, 'Start', {}, 'C1')).view;
    expect((await answerShown(stage, uma, shown, true)).reply.kind).toBe('view');
    // Its organisers are none of this cohort any more, even if they are in it.
    await stage.command(oskar, 'cohort join', { cohort: cohort.id }, 'C1');
    expect(refusalOf(await stage.command(oskar, 'organise pause', { cohort: cohort.id }, 'C1'))).toMatch(
      /no cohort here|for organisers/,
    );
    expect((await stage.command(uma, 'cohort leave', {}, 'C1')).text).toContain('You have left **Autumn**');
    expect(refusalOf(await stage.command(uma, 'schedule', {}, 'C1'))).toContain('no cohort here');
  });

  it('never takes the last one', async () => {
    await openHome();
    await stage.handler.removed('test', 'w');
    expect((await stage.command(oskar, 'organise unlink', {}, 'C1')).text).toContain('has no other home');
    expect((await findCohort(stage.services.db, cohort.id))?.homes).toHaveLength(1);
  });
});

describe('doing one thing in every home', () => {
  const hello = view(paragraph`Hello`);

  it('names the first home’s posts as they always were', () => {
    const [first, second] = shared.homes;
    expect(first && keyAt('k', shared, first)).toBe('k');
    expect(second && keyAt('k', shared, second)).toBe('k@other:team');
  });

  it('tries all of them before it fails, and does only what is missing when it is tried again', async () => {
    const { mail } = stage.services;
    stage.platform.faults.push('unreachable');
    await expect(postHome({ mail }, shared, hello, 'k')).rejects.toThrow(Unreachable);
    expect(stage.other.messages.map(({ key }) => key)).toEqual(['k@other:team']);
    stage.platform.faults.push('lost-answer');
    await expect(postHome({ mail }, shared, hello, 'k')).rejects.toThrow('the answer was lost');
    expect(await postHome({ mail }, shared, hello, 'k')).toHaveLength(2);
    expect(stage.platform.messages.map(({ key }) => key)).toEqual(['k']);
    expect(stage.other.messages).toHaveLength(1);
  });

  it('begins in all of them before it waits for any', async () => {
    const begun: string[] = [];
    const gate = Promise.withResolvers<void>();
    const all = inHomes(shared, async ({ channel }) => {
      begun.push(channel);
      await gate.promise;
    });
    expect(begun).toEqual(['home', 'C1']);
    gate.resolve();
    await all;
  });
});
