import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { decodeAction, encodeAction } from '../../../src/chat/action.ts';
import { practiceWorthOf } from '../../../src/features/quizzes/credit.ts';
import { controlOf, plain } from '../../support/platform.ts';
import { refusalOf } from '../../support/rig.ts';
import { everyKind, plainItem, shortItem } from './curriculum.ts';
import {
  ada,
  answerShown,
  ben,
  createStage,
  cy,
  isQuestion,
  itemShown,
  mentor,
  roundOf,
  type Stage,
  stranger,
} from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  const third = Array.from({ length: 3 }, (_, index) =>
    plainItem(`third-${index}`, 3, { difficulty: 3 + (index % 3) }),
  );
  stage = await createStage([...everyKind, ...third]);
});
afterAll(() => stage.close());
afterEach(() => expect(stage.failures).toEqual([]));

describe('a practice round', () => {
  it('leads through all seven kinds, each with its verdict at once, to a summary and another round', async () => {
    const kinds = new Set<string>();
    let paid = 0;
    let shown = (await stage.command(ben, 'quiz start', { session: '1' })).view;
    for (let round = 0; round < 2; round += 1) {
      let asked = 0;
      while (isQuestion(shown)) {
        const item = itemShown(stage, shown);
        kinds.add(item.kind);
        const verdict = await answerShown(stage, ben, shown, true);
        expect(verdict.text).toContain('# Right');
        expect(verdict.text).toContain('The mechanism, explained.');
        expect(verdict.text).toContain('Sources: Language reference, Data model · Objects/dictobject.c');
        asked += 1;
        // Clicking at random gets two right: they earn nothing. What was met in the first round is no first try in the second.
        const earns = round === 0 && asked > 2 ? practiceWorthOf(item) : 0;
        paid += earns;
        expect(verdict.text.includes(' points')).toBe(earns > 0);
        if (earns > 0) expect(verdict.text).toContain(`+${earns} points`);
        shown = (await stage.press(ben, verdict.view, asked < 5 ? 'Next' : 'How it went')).view;
      }
      expect(asked).toBe(5);
      expect(plain(shown)).toContain('# 5 of 5');
      expect(plain(shown)).toContain('All right.');
      shown = (await stage.press(ben, shown, 'Another round')).view;
    }
    // Five in the first round, and the two that were left out come first in the second.
    expect([...kinds].sort()).toEqual(['fix', 'line', 'multiple', 'order', 'prints', 'short', 'single']);
    expect(paid).toBeGreaterThan(6);
    expect(await stage.points()).toEqual({ Ben: paid });
  });

  it('corrects the misconception behind a wrong answer, gives the right one, and lists the skills to look at again', async () => {
    let shown = (await stage.command(cy, 'quiz start', { session: '1' })).view;
    const seen: string[] = [];
    while (isQuestion(shown)) {
      const item = itemShown(stage, shown);
      const { text, view } = await answerShown(stage, cy, shown, false);
      seen.push(item.kind);
      expect(text).toContain('# Not quite');
      expect(text).toMatch(/Correction number (one|two)\./);
      expect(text).toContain('**The answer:**');
      if (item.kind === 'multiple') {
        expect(text.match(/\*\*Missed:\*\* [A-F]\. holds/g)).toHaveLength(3);
        expect(text.match(/\*\*Wrong:\*\* [A-F]\. fails/g)).toHaveLength(3);
      }
      if (item.kind === 'line')
        expect(text).toContain('line 4: `print(a - b)`. This makes it right:\n    print(a + b)');
      if (item.kind === 'fix') {
        expect(text).toMatch(/\*\*Your answer:\*\* [A-C]\. Lines 3–4 become\n {8}for x/);
        expect(text).toMatch(/\*\*The answer:\*\* [A-C]\. Lines 3–4 become\n {8}for x in xs:\n {12}total \+= x/);
      }
      if (item.kind === 'order') expect(text).toMatch(/1\. \([A-D]\) tokens are read\n2\. \([A-D]\) a tree is built/);
      if (item.kind === 'short') expect(text).toContain('**The answer:** 4096');
      if (item.kind === 'prints') expect(text).toContain('It prints\n    0\n    1');
      shown = (await stage.press(cy, view, seen.length < 5 ? 'Next' : 'How it went')).view;
    }
    expect(plain(shown)).toContain('# 0 of 5');
    expect(plain(shown)).toContain('- skill-1 (session 1)');
    expect((await stage.points())['Cy']).toBeUndefined();
  });

  it('counts the first answer to a question: a later press says so and shows the verdict again', async () => {
    const shown = (await stage.command(ada, 'quiz start', { session: '3' })).view;
    const first = await answerShown(stage, ada, shown, false);
    expect(first.text).not.toContain('before');
    const second = await answerShown(stage, ada, shown, true);
    expect(second.text).toContain('You have answered this one before: the first answer counts.');
    expect(second.text).toContain('# Not quite');
    expect((await stage.points())['Ada']).toBeUndefined();
    expect(controlOf(second.view, 'Next').action).toEqual(controlOf(first.view, 'Next').action);
  });

  it('keeps one answer of many pressed at the same moment, and tells all of them the same', async () => {
    const shown = (await stage.command(ada, 'quiz start', { session: '3' })).view;
    const letters = ['A', 'B', 'C', 'A', 'B', 'C'];
    const verdicts = await Promise.all(letters.map((letter) => stage.press(ada, shown, letter)));
    const kept = await stage.query(`select "right" from answers where round_id = '${roundOf(shown)}'`);
    expect(kept).toHaveLength(1);
    const title = kept[0]?.['right'] ? '# Right' : '# Not quite';
    for (const { text } of verdicts) expect(text).toContain(title);
  });

  it('is one round when the platform delivers the command twice', async () => {
    const first = await stage.command(ada, 'quiz start', {});
    const person = { manages: false, roles: [], locale: 'en-GB', ...ada };
    const place = { platform: 'test', workspace: 'w', channel: 'lobby' };
    const action = { route: 'quiz start', state: {} };
    const again = await stage.handler.handle({ id: first.eventId, place, person, action }).reply;
    expect(again).toEqual(first.view);
    const kept = await stage.query(`select id from rounds where id = '${roundOf(first.view)}'`);
    expect(kept).toHaveLength(1);
  });

  it('pays a right answer once per person and item, learners only', async () => {
    const before = await stage.points();
    let paid = 0;
    for (let round = 0; round < 3; round += 1) {
      for (const actor of [mentor, stranger, ben]) {
        let shown = (await stage.command(actor, 'quiz start', { session: '3' })).view;
        for (let asked = 0; asked < 3; asked += 1) {
          if (round === 0 && actor === ben && asked === 2) paid = practiceWorthOf(itemShown(stage, shown));
          const { view } = await answerShown(stage, actor, shown, true);
          shown = (await stage.press(actor, view, asked < 2 ? 'Next' : 'How it went')).view;
        }
      }
    }
    const after = await stage.points();
    expect(paid).toBeGreaterThan(0);
    expect(after).toEqual({ ...before, Ben: (before['Ben'] ?? 0) + paid });
  });

  it('pays nothing for an answer that was wrong first, when its key has been shown', async () => {
    const fresh = await createStage(everyKind.slice(0, 5));
    const play = async (right: (asked: number) => boolean) => {
      let shown = (await fresh.command(ben, 'quiz start', { session: '1' })).view;
      for (let asked = 0; asked < 5; asked += 1) {
        const { view } = await answerShown(fresh, ben, shown, right(asked));
        shown = (await fresh.press(ben, view, asked < 4 ? 'Next' : 'How it went')).view;
      }
    };
    await play(() => false);
    expect(await fresh.points()).toEqual({});
    for (let round = 0; round < 3; round += 1) await play(() => true);
    expect(await fresh.points()).toEqual({});
    await fresh.close();
  });

  it('pays nothing for a question whose key stands in a closed round of the cohort for everybody to look at', async () => {
    const [asked, ...others] = everyKind.slice(0, 5);
    if (asked === undefined) throw new Error('no item');
    const earn = async (isShown: boolean) => {
      const fresh = await createStage([asked, ...others]);
      if (isShown) {
        await fresh.command(mentor, 'quiz post', { session: '1' });
        await fresh.travelTo('2026-12-05T12:00:00Z');
        expect(await fresh.query('select 1 from rounds where closed_at is not null')).toHaveLength(1);
      }
      let shown = (await fresh.command(ben, 'quiz start', { session: '1' })).view;
      for (let number = 0; number < 5; number += 1) {
        const { view } = await answerShown(fresh, ben, shown, true);
        shown = (await fresh.press(ben, view, number < 4 ? 'Next' : 'How it went')).view;
      }
      const practised = await fresh.query(`select points from ledger where reason = 'practice'`);
      await fresh.close();
      return practised.length;
    };
    expect(await earn(false)).toBe(3);
    expect(await earn(true)).toBe(0);
  });

  it('asks again for what is no answer at all: it does not count, and is not lost', async () => {
    const fresh = await createStage([shortItem]);
    const { view } = await fresh.command(ben, 'quiz start', { session: '1' });
    const { modal } = await fresh.press(ben, view, 'Answer');
    const { route, state } = decodeAction(encodeAction(modal.action));
    const type = (answer: string) => fresh.command(ben, route, { ...state, answer });
    expect(refusalOf(await type('a *lot* of them'))).toContain(
      'Type a number, like 12. You typed “a *lot* of them”, which has not been counted.',
    );
    expect(await fresh.query('select * from answers')).toEqual([]);
    expect((await type('about 4,096.')).text).toContain('# Right');
    await fresh.close();
  });

  it('is the person’s own: another one’s buttons lead nowhere', async () => {
    const shown = (await stage.command(ada, 'quiz start', { session: '3' })).view;
    expect(refusalOf(await answerShown(stage, ben, shown, true))).toContain("don't know this round");
    const { view } = await answerShown(stage, ada, shown, true);
    expect(refusalOf(await stage.press(ben, view, 'Next'))).toContain("don't know this round");
  });

  it('repeats the scope it had: session, area and topic', async () => {
    let shown = (await stage.command(stranger, 'quiz start', { area: 'AREA-3', topic: 'concurrency' })).view;
    for (let round = 0; round < 2; round += 1) {
      while (isQuestion(shown)) {
        expect(itemShown(stage, shown).slug).toMatch(/^third-/);
        const { view } = await answerShown(stage, stranger, shown, false);
        const label = plain(view).includes('[Next]') ? 'Next' : 'How it went';
        shown = (await stage.press(stranger, view, label)).view;
      }
      expect(plain(shown)).toContain('Practice: area-3 · concurrency');
      shown = (await stage.press(stranger, shown, 'Another round')).view;
    }
  });

  it('goes on after a restart months later: the buttons carry all that is needed', async () => {
    const shown = (await stage.command(cy, 'quiz start', { session: '3' })).view;
    await stage.travelTo(stage.now().add({ hours: 24 * 90 }));
    expect((await answerShown(stage, cy, shown, true)).text).toContain('# Right');
  });
});

describe('what cannot be practised', () => {
  it('is refused with the sessions that have questions', async () => {
    expect(refusalOf(await stage.command(ada, 'quiz start', { session: '7' }))).toBe(
      'Session 7 has no questions yet. Sessions 1 and 3 have some: `/quiz start session:1`.',
    );
    expect(refusalOf(await stage.command(ada, 'quiz start', { area: 'area-9' }))).toContain(
      'Sessions 1 and 3 have some',
    );
    expect(refusalOf(await stage.command(ada, 'quiz start', { topic: 'nonsense' }))).toContain(
      'There is no topic “nonsense”. Choose one of: object-model; memory;',
    );
    expect(refusalOf(await stage.command(ada, 'quiz start', { session: '13' }))).toBe(
      'There is no session 13: they are 1-12.',
    );
  });

  it('is refused when a control was made up or its question withdrawn', async () => {
    const shown = (await stage.command(ada, 'quiz start', { session: '3' })).view;
    const { route, state } = decodeAction(encodeAction(controlOf(shown, 'A').action));
    const send = (more: Record<string, string>) => stage.command(ada, route, { ...state, ...more });
    expect(refusalOf(await send({ item: 'nonsense' }))).toContain('has been withdrawn');
    expect(refusalOf(await send({ answer: 'Z' }))).toContain('has changed since');
    expect(refusalOf(await send({ at: '4' }))).toContain("don't know this round");
    expect(refusalOf(await send({ round: 'x'.repeat(12) }))).toContain("don't know this round");
    expect(refusalOf(await send({ round: "'; drop table" }))).toContain('`round` does not name a round');
  });

  it('leaves suggestions to sessions, and to areas and topics with questions', async () => {
    const suggest = async (option: string, typed: string) =>
      (await stage.complete(ada, 'quiz start', option, { [option]: typed })).map(({ label }) => label);
    expect(await suggest('session', '3')).toEqual(['3 · Title 3']);
    expect(await suggest('session', 'title 1')).toEqual([
      '1 · Title 1',
      '10 · Title 10',
      '11 · Title 11',
      '12 · Title 12',
    ]);
    expect(await suggest('area', '')).toEqual(['area-1', 'area-3']);
    expect(await suggest('topic', 'con')).toEqual(['concurrency']);
  });
});
