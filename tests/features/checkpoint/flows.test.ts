import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { View } from '../../../src/chat/view.ts';
import { loadCurriculum } from '../../../src/curriculum/load.ts';
import { listSignOffs } from '../../../src/features/checkpoint/store.ts';
import { plain } from '../../support/platform.ts';
import { type Actor, createRig, type Rig, refusalOf } from '../../support/rig.ts';

const organiser: Actor = { id: 'olga', name: 'Olga', manages: true };
const maya: Actor = { id: 'maya', name: 'Maya', roles: ['mentor-role'] };
const milo: Actor = { id: 'milo', name: 'Milo', roles: ['mentor-role'] };
const ann: Actor = { id: 'ann', name: 'Ann' };
const ben: Actor = { id: 'ben', name: 'Ben' };
const stranger: Actor = { id: 'sid', name: 'Sid' };
const curriculum = loadCurriculum('curriculum');

let rig: Rig;
beforeAll(async () => {
  rig = await createRig(curriculum, '2026-11-21T12:00:00Z');
  for (const [name, channel] of [
    ['Autumn', 'home'],
    ['Winter', 'second'],
  ] as const) {
    const preview = await rig.command(organiser, 'cohort create', {
      name,
      channel,
      start: '2026-11-24',
      days: 'Tue, Thu',
      time: '18:00',
      zone: 'Europe/Berlin',
      mentors: 'mentor-role',
    });
    await rig.press(organiser, preview.view, 'Create the cohort');
  }
  for (const who of [ann, ben, maya, milo]) await rig.command(who, 'cohort join', {}, 'home');
  await rig.command(ben, 'cohort join', {}, 'second');
});
afterAll(async () => {
  await rig.close();
  expect(rig.failures).toEqual([]);
});

const send = (who: Actor, area: string, words: string, links = '', channel = 'home') =>
  rig.command(who, 'checkpoint.send', { area, words, links }, channel);

/** What was said to somebody in private, oldest first. */
const saidTo = ({ id }: Actor) =>
  rig.platform.messages.filter(({ channel }) => channel === `dm-${id}`).map(({ view }) => view);

const settle = () => rig.travelTo(rig.now().add({ seconds: 1 }));

/** Opens the request of somebody for an area from the list of what waits. */
async function opens(mentor: Actor, learner: string): Promise<View> {
  const { view } = await rig.command(mentor, 'checkpoint waiting', {}, 'home');
  const select = view.blocks
    .flatMap((block) => (block.kind === 'controls' ? block.controls : []))
    .find((control) => control.kind === 'select');
  const request = select?.kind === 'select' ? select.options.find(({ label }) => label.includes(learner)) : undefined;
  return (await rig.press(mentor, view, 'Open one', { request: request?.value ?? '' }, 'home')).view;
}

describe('asking for a checkpoint', () => {
  it('opens a form with the eleven areas, the one that was typed chosen', async () => {
    const { modal } = await rig.command(ann, 'checkpoint request', { area: 'python internals' });
    expect(modal.fields[0]).toMatchObject({ kind: 'choice', value: 'internals' });
    expect(modal.fields[0]?.kind === 'choice' && modal.fields[0].options).toHaveLength(11);
    expect(refusalOf(await rig.command(ann, 'checkpoint request', { area: 'intenals' }))).toContain(
      'did you mean “Python Internals”?',
    );
  });

  it('takes web addresses only, and gives back what was typed', async () => {
    const said = refusalOf(await send(ann, 'internals', 'I found it.', 'https://a.example javascript:alert(1)'));
    expect(said).toContain('“javascript:alert(1)” is no link that I can take');
    expect(said).toContain('You wrote: I found it.');
    expect(refusalOf(await send(ben, 'internals', 'Which?', '', 'lobby'))).toContain('You wrote: Which?');
    expect(refusalOf(await send(stranger, 'internals', 'Me too'))).toContain('/cohort join');
  });

  it('keeps one live request an area and says so, and shows words and links as text', async () => {
    const sent = await send(ann, 'internals', '@everyone *look*', 'https://a.example/x');
    expect(sent.text).toContain('The mentors of **Autumn** have it.');
    expect(sent.text).toContain('@everyone *look*');
    expect(sent.text).toContain('    https://a.example/x');
    const again = refusalOf(await send(ann, 'internals', 'Once more'));
    expect(again).toContain('You have asked for this one already');
    expect(again).toContain('You wrote: Once more');
    expect((await rig.command(ann, 'checkpoint show', {})).text).toContain('waits for a mentor');
    const add = (await rig.press(ann, sent.view, 'Add evidence', {}, 'home')).modal;
    const more = { ...add.action.state, words: 'And this.', links: '' };
    expect((await rig.command(ann, 'checkpoint.added', more, 'home')).text).toContain('And this.');
  });

  it('counts an event that is delivered twice once', async () => {
    const event = {
      id: 'again',
      place: { platform: 'test', workspace: 'w', channel: 'home' },
      person: { manages: false, roles: [], locale: 'en-GB', ...ben },
      action: { route: 'checkpoint.send', state: { area: 'object-design', words: 'Twice?', links: '' } },
    };
    for (let time = 0; time < 2; time += 1) {
      expect((await rig.handler.handle(event).reply).kind).toBe('view');
    }
    expect((await rig.command(maya, 'checkpoint waiting', {}, 'home')).text).toContain('Checkpoints that wait: 2');
  });

  it('posts nothing in a channel', () => {
    expect(rig.platform.messages.filter(({ view }) => plain(view).includes('Twice?'))).toEqual([]);
  });

  it('tells the mentors in the morning, once, how many wait', async () => {
    await rig.travelTo('2026-11-22T07:59:00Z');
    expect(saidTo(maya)).toHaveLength(0);
    await rig.travelTo('2026-11-22T08:01:00Z');
    for (const mentor of [maya, milo]) {
      expect(saidTo(mentor).map((view) => plain(view))).toEqual([expect.stringContaining('2 checkpoints wait')]);
    }
    expect(saidTo(ann)).toHaveLength(0);
  });
});

describe('verifying a checkpoint', () => {
  it('is given to one mentor, and never to the one whose it is', async () => {
    await send(milo, 'object-design', 'Mine');
    const own = await opens(milo, 'Milo');
    expect(refusalOf(await rig.press(milo, own, 'I’ll verify it', {}, 'home'))).toContain('This is your own');
    const [first, second] = await Promise.all([
      rig.press(maya, await opens(maya, 'Ann'), 'I’ll verify it', {}, 'home'),
      rig.press(milo, await opens(milo, 'Ann'), 'I’ll verify it', {}, 'home'),
    ]);
    const refused = [first, second].filter(({ reply }) => reply.kind === 'refusal');
    expect(refused.map(({ text }) => text)).toEqual([expect.stringMatching(/^\*\*(Maya|Milo)\*\* has it\.$/)]);
    const [holder, guide] = first?.reply.kind === 'view' ? [maya, first] : [milo, second];
    await rig.press(holder, guide?.view ?? own, 'Give it back', {}, 'home');
  });

  it('has a guide that is kept where it was left, which nobody else sees', async () => {
    const guide = await rig.press(maya, await opens(maya, 'Ann'), 'I’ll verify it', {}, 'home');
    await settle();
    expect(saidTo(maya).map(plain)).not.toContainEqual(expect.stringContaining('has added evidence'));
    expect(guide.text).toContain('The verification: 0 of 7 done');
    expect(guide.text).toContain('A good answer:');
    const ticked = await rig.press(maya, guide.view, '☐ 2', {}, 'home');
    expect(ticked.text).toContain('The verification: 1 of 7 done');
    // A stale button and a double click change nothing.
    expect((await rig.press(maya, guide.view, '☐ 2', {}, 'home')).text).toContain('1 of 7 done');
    expect(plain(await opens(maya, 'Ann'))).toContain('☑ **2.**');
    const seen = await opens(milo, 'Ann');
    expect(plain(seen)).not.toContain('A good answer');
    expect((await rig.command(ann, 'checkpoint show', { area: 'internals' })).text).not.toContain('A good answer');
    await rig.press(maya, ticked.view, '☑ 2', {}, 'home');
    expect(plain(await opens(maya, 'Ann'))).toContain('0 of 7 done');
  });

  it('is closed to a mentor who learns in another cohort: the guide says what good answers hold', async () => {
    const both: Actor = { ...ben, roles: ['mentor-role'] };
    const seen = await opens(both, 'Ann');
    expect(refusalOf(await rig.press(both, seen, 'I’ll verify it', {}, 'home'))).toContain('stay closed to you');
  });

  it('asks for more with words, hears of it, and signs off on the record', async () => {
    const guide = await opens(maya, 'Ann');
    const form = (await rig.press(maya, guide, 'Ask for more', {}, 'home')).modal;
    const decide = (state: Record<string, string>, words: string, who = maya) =>
      rig.command(who, 'checkpoint.decided', { ...state, words }, 'home');
    expect((await decide(form.action.state, 'Which version?')).text).toContain('**Ann** is asked for more');
    await settle();
    const asked = saidTo(ann).at(-1);
    expect(asked && plain(asked)).toContain('Which version?');
    expect(refusalOf(await decide(form.action.state, 'And?'))).toContain('it is their turn');

    const add = (await rig.press(ann, asked ?? guide, 'Add evidence', {}, 'home')).modal;
    const added = await rig.command(ann, 'checkpoint.added', { ...add.action.state, words: '3.13', links: '' }, 'home');
    expect(added.text).toContain('with Maya');
    await settle();
    expect(plain(saidTo(maya).at(-1) ?? guide)).toContain('**Ann** has added evidence');

    const ticked = await rig.press(maya, await opens(maya, 'Ann'), '☐ 1', {}, 'home');
    const plainly = (await rig.press(maya, ticked.view, 'Sign it off', {}, 'home')).modal;
    expect(plainly.fields.map(({ name }) => name)).toEqual(['words']);
    await rig.press(maya, ticked.view, '☑ 1', {}, 'home');
    const sign = (await rig.press(maya, await opens(maya, 'Ann'), 'Sign it off', {}, 'home')).modal;
    expect(refusalOf(await decide(sign.action.state, ' '))).toContain('write a line of reason');
    // They ticked and unticked: nothing is ticked now, and the form asks once more.
    expect(sign.fields.map(({ label }) => label)).toContain('Nothing is ticked yet: sign off all the same?');
    expect(refusalOf(await decide(sign.action.state, 'Down to the counts.'))).toMatch(
      /Nothing of the verification is ticked yet\..*You wrote: Down to the counts\./s,
    );
    const anyway = { ...sign.action.state, anyway: 'yes' };
    expect((await decide(anyway, 'Down to the counts.')).text).toContain('Signed off');
    expect(refusalOf(await decide(sign.action.state, 'Again'))).toContain('That is over');
    expect(refusalOf(await decide({ ...sign.action.state, how: 'declined' }, 'No', milo))).toContain('That is over');
    await settle();
    expect(plain(saidTo(ann).at(-1) ?? guide)).toContain('has signed off your checkpoint **Python Internals**');

    const [signed, ...more] = await listSignOffs(rig.services.db, 'test:w/ann');
    expect(more).toEqual([]);
    expect(signed).toMatchObject({
      area: 'internals',
      mentor: 'Maya',
      mentorId: 'test:w/maya',
      words: 'Down to the counts.',
    });
    const progress = (await rig.command(ann, 'progress', {}, 'home')).text;
    expect(progress).toContain('Checkpoints: 1 of 11 signed off');
    expect(progress).toContain('Python Internals: by Maya');
    expect((await rig.command(ann, 'checkpoint show', {})).text).toContain('**signed off** by Maya');
    expect(refusalOf(await send(ann, 'internals', 'More'))).toContain('on your record already');
  });

  it('declines with words, after which the learner may ask again', async () => {
    const guide = await rig.press(maya, await opens(maya, 'Ben'), 'I’ll verify it', {}, 'home');
    const form = (await rig.press(maya, guide.view, 'Decline', {}, 'home')).modal;
    await rig.command(maya, 'checkpoint.decided', { ...form.action.state, words: 'Not by others.' }, 'home');
    await settle();
    expect(plain(saidTo(ben).at(-1) ?? guide.view)).toContain('Not by others.');
    expect(await listSignOffs(rig.services.db, 'test:w/ben')).toEqual([]);
    const again = await send(ben, 'object-design', 'Now by others.');
    expect(again.text).toContain('The mentors of **Autumn** have it.');
    const withdrawn = await rig.press(ben, again.view, 'Withdraw it', {}, 'home');
    expect(withdrawn.text).toContain('Withdrawn');
    expect(refusalOf(await rig.press(ben, again.view, 'Withdraw it', {}, 'home'))).toContain('That is over');
  });

  it('lets nobody else touch a request, and no mentor of another cohort see it', async () => {
    const sent = await send(ann, 'performance', 'Look');
    const add = (await rig.press(ann, sent.view, 'Add evidence', {}, 'home')).modal;
    const state = { ...add.action.state, words: 'Not mine', links: '' };
    expect(refusalOf(await rig.command(ben, 'checkpoint.added', state, 'home'))).toContain('is **Ann**’s, not yours');
    const { rows } = await rig.database.db.execute("select id from cohorts where name = 'Winter'");
    const elsewhere = { ...add.action.state, cohort: String(rows[0]?.['id']) };
    expect(refusalOf(await rig.command(maya, 'checkpoint.open', elsewhere, 'second'))).toContain(
      'no such request in **Winter**',
    );
  });
});

describe('the end of a module', () => {
  it('points each learner to what it prepares for, in private, without what is on their record', async () => {
    await rig.travelTo('2026-11-28T08:01:00Z');
    const prompts = (who: Actor) =>
      saidTo(who)
        .map(plain)
        .filter((words) => words.includes('is behind you'));
    expect(prompts(ben)[0]).toContain('The module **Python Execution Model** is behind you');
    expect(prompts(ben)[0]).toContain('**Python Internals**');
    expect(prompts(ann).join('')).not.toContain('**Python Internals**');
    expect(prompts(maya)).toEqual([]);
    const view = saidTo(ben).find((one) => plain(one).includes('is behind you'));
    const form = (await rig.press(ben, view ?? { kind: 'view', blocks: [] }, 'Ask for a sign-off')).modal;
    const sent = await rig.command(ben, 'checkpoint.send', {
      ...form.action.state,
      area: 'internals',
      words: 'x',
      links: '',
    });
    expect(sent.text).toContain('have it');
  });
});
