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

const ask = (actor: Actor, channel: string, question: string, about = '') =>
  rig.command(actor, 'ask.send', { question, about }, channel);

describe('asking a mentor', () => {
  it('opens a form with what was typed, from the command and from a message', async () => {
    const { modal } = await rig.command(ann, 'ask', { question: 'Why?' });
    expect(modal.fields).toMatchObject([
      { name: 'question', value: 'Why?', required: true },
      { name: 'about', value: '' },
    ]);
    const words = { words: 'x'.repeat(4000), author: 'Ben', link: 'https://chat.example/1' };
    const about = (await rig.command(ann, 'ask.about', words)).modal.fields[1];
    expect(about?.value).toMatch(/x\n— Ben, https:\/\/chat\.example\/1$/);
    expect(about?.value?.length).toBe(2000);
  });

  it('warns who is about to show everybody what only they saw', async () => {
    const said = { words: 'Your answer so far: B', author: 'Pythia', link: '' };
    const open = (await rig.command(ann, 'ask.about', said)).modal.fields[1];
    expect(open).toMatchObject({
      value: 'Your answer so far: B\n— Pythia',
      hint: expect.stringContaining('Shown as typed'),
    });
    const shut = (await rig.command(ann, 'ask.about', { ...said, private: 'yes' })).modal.fields[1];
    expect(shut?.hint).toContain('So far only you see this.');
    expect(shut?.hint?.length).toBeLessThanOrEqual(100);
  });

  it('posts the question once in the cohort of the channel, and tells how many wait longer', async () => {
    const first = await ask(ann, 'home', 'Why is `id` reused?', 'print(id([]))');
    expect(first.text).toContain('It is the only one that waits.');
    expect((await ask(ben, 'home', 'What is a *cell*?')).text).toContain('1 waits longer');
    const shown = plain(posted('Why is `id` reused?'));
    expect(shown).toContain('**Ann** asks:');
    expect(shown).toContain('    print(id([]))');
    expect(shown).toContain("[I'll take it] [It's answered]");
    expect(rig.platform.messages.filter(({ key }) => key.startsWith('ask/'))).toHaveLength(2);
  });

  it('counts an event that is delivered twice once', async () => {
    const event = {
      id: 'again',
      place: { platform: 'test', workspace: 'w', channel: 'home' },
      person: { manages: false, roles: [], locale: 'en-GB', ...ann },
      action: { route: 'ask.send', state: { question: 'Twice?', about: '' } },
    };
    await rig.handler.handle(event).reply;
    await rig.handler.handle(event).reply;
    expect(rig.platform.messages.filter(({ view }) => plain(view).includes('Twice?'))).toHaveLength(1);
  });

  it('keeps the question of somebody in several cohorts, asks which is meant, and posts it there', async () => {
    const which = await ask(ann, 'lobby', `Long? ${'word '.repeat(200)}`);
    expect(which.text).toContain('Your question is kept.');
    const winter = optionsOf(which.view).find(({ label }) => label === 'Winter')?.value ?? '';
    const told = await rig.press(ann, which.view, 'Choose a cohort', { cohort: winter });
    expect(told.text).toContain("Your question is in the cohort's channel.");
    expect(rig.platform.messages.findLast(({ channel }) => channel === 'second')?.view).toBe(posted('Long?'));
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
    expect(refusalOf(await rig.command(ann, 'questions', {}, 'home'))).toContain('for the mentors');

    const taken = await rig.press(maya, posted('Why is `id` reused?'), "I'll take it");
    expect(taken.text).toContain('It is yours');
    expect(plain(posted('Why is `id` reused?'))).toContain('With: Maya');
    const notices = rig.platform.messages.filter(({ key }) => key.includes('/taken/'));
    expect(notices.map(({ view }) => plain(view))).toEqual([
      "**Maya** took your question: Why is `id` reused?\nThe answer comes in the thread of your question, in @home.\n[It's answered] [What's next]",
    ]);

    const later = await rig.command(milo, 'questions', {}, 'home');
    expect(later.text).toContain('with Maya');
    const request = optionsOf(later.view)[0]?.value ?? '';
    const pick = () => rig.press(milo, later.view, 'Take a question', { request });
    expect(refusalOf(await pick())).toBe('**Maya** has it already.');
    await rig.press(maya, taken.view, 'Give it back');
    expect(plain(posted('Why is `id` reused?'))).toContain("[I'll take it]");
    expect((await pick()).text).toContain('It is yours');
  });

  it('ends when the asker or a mentor says so, once', async () => {
    const message = posted('Why is `id` reused?');
    expect(refusalOf(await rig.press(ben, message, "It's answered"))).toContain('Only who asked, or a mentor');
    expect((await rig.press(ann, message, "It's answered")).text).toContain('marked your question as answered');
    const shown = plain(posted('Why is `id` reused?'));
    expect(shown).toContain('A question, answered');
    expect(shown).not.toContain('[It');
    expect((await rig.press(milo, message, "It's answered")).text).toContain('question of **Ann**');
    expect((await rig.command(maya, 'questions', {}, 'home')).text).not.toContain('Why is');
  });
});
