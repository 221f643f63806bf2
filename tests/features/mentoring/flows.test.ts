import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Option, View } from '../../../src/chat/view.ts';
import { loadCurriculum } from '../../../src/curriculum/load.ts';
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
    for (const learner of [ann, ben]) await rig.command(learner, 'cohort join', {}, channel);
  }
});
afterAll(async () => {
  await rig.close();
  expect(rig.failures).toEqual([]);
});

/** The message of a question, as it stands in its channel now. */
function posted(question: string): View {
  const found = rig.platform.messages.find(
    ({ key, view }) => /^ask\/[^/]+$/.test(key) && plain(view).includes(question),
  );
  if (found === undefined) throw new Error(`nobody asked "${question}" in a channel`);
  return found.view;
}

function optionsOf(view: View): readonly Option[] {
  const all = view.blocks.flatMap((block) => (block.kind === 'controls' ? block.controls : []));
  return all.flatMap((control) => (control.kind === 'select' ? control.options : []));
}

const ask = async (actor: Actor, channel: string, question: string, about = '') => {
  const asked = await rig.command(actor, 'ask.send', { question, about, place: 'thread' }, channel);
  await settle();
  return asked;
};

/** Lets what was caused be carried out. */
const settle = () => rig.travelTo(rig.now());

describe('asking a mentor', () => {
  it('opens a form with what was typed, from the command and from a message', async () => {
    const { modal } = await rig.command(ann, 'ask', { question: 'Why?' });
    expect(modal.fields).toMatchObject([
      { name: 'question', value: 'Why?', required: true },
      { name: 'tried', required: false },
      { name: 'about', value: '' },
      { name: 'urgency', value: 'soon' },
      { name: 'place', value: 'private' },
    ]);
    const words = { words: 'x'.repeat(4000), author: 'Ben', link: 'https://chat.example/1' };
    const about = (await rig.command(ann, 'ask.about', words)).modal.fields[2];
    expect(about?.value).toMatch(/x\n— Ben, https:\/\/chat\.example\/1$/);
    expect(about?.value?.length).toBe(2000);
  });

  it('warns who is about to show everybody what only they saw', async () => {
    const said = { words: 'Your answer so far: B', author: 'Pythia', link: '' };
    const open = (await rig.command(ann, 'ask.about', said)).modal.fields[2];
    expect(open).toMatchObject({
      value: 'Your answer so far: B\n— Pythia',
      hint: expect.stringContaining('Shown as typed'),
    });
    const shut = (await rig.command(ann, 'ask.about', { ...said, private: 'yes' })).modal.fields[2];
    expect(shut?.hint).toContain('So far only you see this.');
    expect(shut?.hint?.length).toBeLessThanOrEqual(100);
  });

  it('posts the question once in the cohort of the channel, and tells how many wait longer', async () => {
    const first = await ask(ann, 'home', 'Why is `id` reused?', 'print(id([]))');
    expect(first.text).toContain('It is first in line. How long that takes is not known: there is no history yet.');
    expect((await ask(ben, 'home', 'What is a *cell*?')).text).toContain('1 waits before it.');
    const shown = plain(posted('Why is `id` reused?'));
    expect(shown).toContain('**Ann** asks:');
    expect(shown).toContain('    print(id([]))');
    expect(shown).toContain("[I'll take it] [It's answered]");
    expect(rig.platform.messages.filter(({ key }) => /^ask\/[^/]+$/.test(key))).toHaveLength(2);
  });

  it('counts an event that is delivered twice once', async () => {
    const event = {
      id: 'again',
      place: { platform: 'test', workspace: 'w', channel: 'home' },
      person: { manages: false, roles: [], locale: 'en-GB', ...ann },
      action: { route: 'ask.send', state: { question: 'Twice?', about: '', place: 'thread' } },
    };
    await rig.handler.handle(event).reply;
    await rig.handler.handle(event).reply;
    await settle();
    expect(
      rig.platform.messages.filter(({ key, view }) => /^ask\/[^/]+$/.test(key) && plain(view).includes('Twice?')),
    ).toHaveLength(1);
  });

  it('keeps the question of somebody in several cohorts, asks which is meant, and posts it there', async () => {
    const which = await ask(ann, 'lobby', `Long? ${'word '.repeat(200)}`);
    expect(which.text).toContain('Your question is kept.');
    const winter = optionsOf(which.view).find(({ label }) => label === 'Winter')?.value ?? '';
    const told = await rig.press(ann, which.view, 'Choose a cohort', { cohort: winter });
    expect(told.text).toContain('Your question waits for a mentor.');
    await settle();
    const second = rig.platform.messages.filter(({ channel, key }) => channel === 'second' && /^ask\/[^/]+$/.test(key));
    expect(second.map(({ view }) => view)).toEqual([posted('Long?')]);
  });

  it('is for people of the cohort, and an empty question is none', async () => {
    expect(refusalOf(await ask(stranger, 'home', 'May I?'))).toContain('/cohort join');
    expect(refusalOf(await ask(ann, 'home', '  '))).toContain('is empty');
  });
});

describe('the queue of questions', () => {
  it('lists who waits longest first, and gives a question to one mentor at a time', async () => {
    const queue = await rig.command(maya, 'questions', {}, 'home');
    expect(queue.text).toMatch(/1\. Why is `id` reused\? — Ann.*nobody has it\n2\. What is a \*cell\*\? — Ben/s);
    const own = await rig.command(ann, 'questions', {}, 'home');
    expect(own.text).toContain('Why is `id` reused? — waits for a mentor');
    expect(own.text).not.toContain('cell');

    const taken = await rig.press(maya, posted('Why is `id` reused?'), "I'll take it");
    expect(taken.text).toContain('It is yours until');
    await settle();
    expect(plain(posted('Why is `id` reused?'))).toContain('With: Maya');

    const later = await rig.command(milo, 'questions', { show: 'oldest' }, 'home');
    expect(later.text).toContain('with Maya');
    const request = optionsOf(later.view)[0]?.value ?? '';
    const pick = () => rig.press(milo, later.view, 'Take or open a question', { request });
    expect(refusalOf(await pick())).toBe('**Maya** has it already.');
    await rig.press(maya, taken.view, 'Give it back');
    expect((await rig.press(maya, taken.view, 'Give it back')).text).toContain('back in the queue');
    await settle();
    expect(plain(posted('Why is `id` reused?'))).toContain("[I'll take it]");
    expect((await pick()).text).toContain('It is yours');
    // A button that is stale says what is.
    expect(refusalOf(await rig.press(maya, taken.view, '30 more minutes'))).toBe('**Milo** has it, not you.');
  });

  it('ends when the asker or a mentor says so, once', async () => {
    const message = posted('Why is `id` reused?');
    expect(refusalOf(await rig.press(ben, message, "It's answered"))).toContain('Only who asked, or a mentor');
    const ended = await rig.press(ann, message, "It's answered");
    expect(ended.text).toContain('marked your question as answered');
    await settle();
    const shown = plain(posted('Why is `id` reused?'));
    expect(shown).toContain('A question, answered');
    expect(shown).not.toContain('[It');
    expect((await rig.press(milo, message, "It's answered")).text).toContain('question of **Ann**');
    expect((await rig.command(maya, 'questions', {}, 'home')).text).not.toContain('Why is');
    expect((await rig.press(ann, ended.view, 'Open it again')).text).toContain('**Milo** hears of it');
    expect((await rig.command(maya, 'questions', {}, 'home')).text).toContain('Why is');
  });
});
