import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { decodeAction, encodeAction } from '../../../src/chat/action.ts';
import type { View } from '../../../src/chat/view.ts';
import { keyOf, writeAnswer } from '../../../src/features/quizzes/marking.ts';
import { countToday, readLeeches } from '../../../src/features/review/gathering.ts';
import { foldReviews, newMemory } from '../../../src/features/review/memory.ts';
import { sendReviews } from '../../../src/features/review/sending.ts';
import { listCards, listReviews, recordReview, recordTroubles } from '../../../src/features/review/store.ts';
import { controlOf, plain } from '../../support/platform.ts';
import { type Actor, type Answer, refusalOf } from '../../support/rig.ts';
import { everyKind, plainItem, shortItem } from '../quizzes/curriculum.ts';
import {
  ada,
  answerShown,
  ben,
  createStage,
  isQuestion,
  mentor,
  type Stage,
  stranger,
  takeRound,
} from '../quizzes/stage.ts';

const plainItems = Array.from({ length: 12 }, (_, at) => plainItem(`item-${at}`, 1));

let stage: Stage;
const open = async (items = plainItems) => {
  stage = await createStage(items);
};
beforeEach(() => open());
afterEach(async () => {
  expect(stage.failures).toEqual([]);
  await stage.close();
});

const idOf = ({ id }: Actor) => `test:w/${id}`;
const cardsOf = (actor: Actor) => listCards(stage.services.db, idOf(actor));
const review = (actor: Actor, options: Record<string, string> = {}) => stage.command(actor, 'review', options);

/** Practises a set of five: right at first, and so many missed at the end. */
async function practise(actor: Actor, misses: number): Promise<void> {
  let shown = (await stage.command(actor, 'quiz start', { session: '1' })).view;
  for (let done = 0; isQuestion(shown); done += 1) {
    const verdict = await answerShown(stage, actor, shown, done < 5 - misses);
    shown = (await stage.press(actor, verdict.view, verdict.text.includes('[Next]') ? 'Next' : 'How it went')).view;
  }
}

/** The letter that is right on a card, or one that is not. */
function letterOn(view: View, isWanted: boolean): string {
  const [, title = ''] = /Title of (\S+)/.exec(plain(view)) ?? [];
  const line = plain(view)
    .split('\n')
    .find((words) => words.includes(`${title} ${isWanted ? 'right' : 'wrong'}`));
  const [, letter] = /([A-C])\.\**\s/.exec(line ?? '') ?? [];
  if (letter === undefined) throw new Error(`no letter in:\n${plain(view)}`);
  return letter;
}

const press = (actor: Actor, shown: Answer, label: string) => stage.press(actor, shown.view, label);

describe('cards', () => {
  it('are made of what was missed in practice, at once, and nothing else', async () => {
    await practise(ada, 2);
    const shown = await review(ada);
    expect(shown.text).toContain('Review, 1 of 2 · Title of item-');
    expect(shown.text).toContain('Missed in practice');
    const kinds = (await cardsOf(ada)).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'item')).toHaveLength(2);
    expect((await review(ben)).text).toContain('So far there are none');
  });

  it('are made of a round at its close and not before', async () => {
    await stage.command(mentor, 'quiz post', { session: '1' });
    await takeRound(stage, ada, stage.posted('round/'), 4);
    expect((await review(ada)).text).toContain('Nothing to review today');
    expect(await cardsOf(ada)).toEqual([]);
    await stage.travelTo('2026-11-25T21:05:00Z');
    const shown = await review(ada);
    expect(shown.text).toContain('Review, 1 of 2');
    expect(shown.text).toContain('Missed in a round');
  });

  it('ask about a belief a day after it was given away, and tell what is wrong with it', async () => {
    await practise(ada, 1);
    expect((await review(ada)).text).toContain('1 of 1 · Title of item-');
    await stage.travelTo('2026-11-25T22:00:00Z');
    let shown = await review(ada);
    while (!shown.text.includes('A belief')) {
      shown = await press(ada, shown, letterOn(shown.view, true));
      shown = await press(ada, shown, 'Next');
    }
    expect(shown.text).toMatch(/Belief number (one|two)/);
    expect(shown.text).not.toContain('Correction');
    const told = await press(ada, shown, 'Show the answer');
    expect(told.text).toMatch(/Correction number (one|two)/);
    const graded = await press(ada, told, 'With effort');
    expect(graded.text).toContain('It comes back');
  });

  it('draw their letters anew each time, and say when they come back', async () => {
    await practise(ada, 1);
    const first = await review(ada);
    const wrong = await press(ada, first, letterOn(first.view, false));
    expect(wrong.text).toContain('Not quite');
    expect(wrong.text).toMatch(/Correction number/);
    expect(wrong.text).toContain('It comes back tomorrow.');
    const done = await press(ada, wrong, 'Next');
    expect(done.text).toContain('Done for today');
    expect(done.text).toContain('One card reviewed.');
    await stage.travelTo('2026-11-25T21:30:00Z');
    await stage.query(`delete from cards where kind = 'belief'`);
    const second = await review(ada);
    const order = (view: View) => plain(view).match(/item-\d+ (right|wrong|worse)/g);
    expect(order(second.view)).toHaveLength(3);
    expect(order(second.view)).not.toEqual(order(first.view));
  });

  it('count a press once, however often it comes and in however many windows', async () => {
    await practise(ada, 1);
    const shown = await review(ada);
    const letter = letterOn(shown.view, false);
    const first = await press(ada, shown, letter);
    await stage.repeat(ada, shown.view, letter, first.eventId);
    const again = await press(ada, shown, letterOn(shown.view, true));
    expect(again.text).toContain('You have answered this card before: the first answer counts.');
    const [card] = (await cardsOf(ada)).filter(({ kind }) => kind === 'item');
    expect(card).toMatchObject({ reviews: 1, misses: 1 });
    expect(await stage.query('select count(*)::int as n from reviews')).toEqual([{ n: 1 }]);
    if (card === undefined) throw new Error('there is no card');
    const atOnce = ['one', 'other'].map((eventId) =>
      recordReview(stage.services.db, card, { cause: 'asked', grade: 'good', seenAs: null, at: stage.now(), eventId }),
    );
    expect((await Promise.all(atOnce)).sort()).toEqual([false, true]);
  });

  it('keep what their reviews come to', async () => {
    await practise(ada, 2);
    for (let day = 0; day < 6; day += 1) {
      let shown = await review(ada);
      while (shown.text.includes('Review, ')) {
        shown = shown.text.includes('Show the answer')
          ? await press(ada, await press(ada, shown, 'Show the answer'), day % 2 === 0 ? 'I knew it' : "I didn't")
          : await press(ada, shown, letterOn(shown.view, day % 2 === 0));
        shown = await press(ada, shown, 'Next');
      }
      await stage.travelTo(stage.now().add({ hours: 5 * 24 }));
    }
    const cards = await cardsOf(ada);
    expect(cards.length).toBeGreaterThan(2);
    for (const card of cards) {
      const kept = await listReviews(stage.services.db, card.id);
      expect(kept.length).toBeGreaterThan(2);
      const { reviews, stability, difficulty, misses, streak, lastAt, dueAt } = card;
      expect({ reviews, stability, difficulty, misses, streak, lastAt, dueAt }).toEqual(
        foldReviews(newMemory(card.madeAt).dueAt, kept),
      );
    }
  });

  it('are missed again where the same is missed again, once', async () => {
    await practise(ada, 5);
    await review(ada);
    const before = await cardsOf(ada);
    await stage.travelTo('2026-11-26T09:00:00Z');
    await stage.command(ada, 'quiz start', { only: 'missed' });
    const started = await stage.command(ada, 'quiz start', { only: 'missed' });
    expect(started.text).toContain('1 of 5');
    await answerShown(stage, ada, started.view, false);
    await review(ada);
    await review(ada);
    const changed = (await cardsOf(ada)).filter(({ kind, misses }) => kind === 'item' && misses > 0);
    expect(changed).toMatchObject([{ reviews: 1, misses: 1 }]);
    expect(before.filter(({ reviews }) => reviews > 0)).toEqual([]);
  });

  it('are nobody else’s', async () => {
    await practise(ada, 1);
    const shown = await review(ada);
    const stolen = await stage.press(ben, shown.view, 'A');
    expect(refusalOf(stolen)).toContain("I don't know this card");
  });
});

/** Opens a round that asks what there are cards of. */
const hold = () =>
  stage.query(
    `insert into rounds (id, kind, workspace_id, cohort_id, title, items, opened_at, closes_at, shown_finished)
     select 'open23456789', 'cohort', 'test:w', 'cohort234567', 'Open', array_agg(subject),
       '${stage.now()}', '${stage.now().add({ hours: 24 })}', 0 from cards where kind = 'item'`,
  );

describe('what is held back', () => {
  it('is not asked, nor told by a card that was shown before, while a round near the person asks it', async () => {
    await practise(stranger, 1);
    const shown = await review(stranger);
    await hold();
    expect(refusalOf(await press(stranger, shown, 'A'))).toContain('its answer stays closed for now');
    expect((await review(stranger)).text).toContain('Nothing to review today');
    await stage.travelTo('2026-11-26T10:00:00Z');
    expect((await review(stranger)).text).toContain('Review, 1 of');
  });

  it('is no belief that the round’s options speak of', async () => {
    await practise(stranger, 1);
    await review(stranger);
    await hold();
    await stage.query(`update cards set due_at = '${stage.now()}' where kind = 'belief'`);
    expect((await review(stranger)).text).toContain('Nothing to review today');
  });
});

describe('every kind of question', () => {
  /** Answers the card that is shown, by its controls, rightly or not. */
  async function answerCard(shown: Answer, right: boolean): Promise<Answer> {
    const [, title = ''] = /of \d+ · (.*)/.exec(shown.text) ?? [];
    const item = everyKind.find((one) => one.title === title);
    if (item === undefined) throw new Error(`no item is called ${title}`);
    const letters = [...shown.text.matchAll(/^(?:- )?\**([A-F])\.\**/gm)].map(([, letter = '']) => letter);
    switch (item.kind) {
      case 'short': {
        const form = await press(ada, shown, 'Answer');
        const { route, state } = decodeAction(encodeAction(form.modal.action));
        return stage.command(ada, route, { ...state, answer: right ? '4096' : '4095' });
      }
      case 'multiple':
      case 'order': {
        const drawn = drawnOf(shown);
        const key = writeAnswer(item, drawn, keyOf(item));
        const wrong = item.kind === 'order' ? letters : letters.filter((letter) => !key.includes(letter));
        let next = shown;
        for (const letter of right ? key : wrong) next = await press(ada, next, letter);
        expect(next.text).toContain(title);
        return press(ada, next, 'Submit');
      }
      default: {
        const key = writeAnswer(item, drawnOf(shown), keyOf(item));
        return press(ada, shown, right ? key : (letters.find((letter) => letter !== key) ?? ''));
      }
    }
  }

  /** Under which id the letters of a card are drawn. */
  function drawnOf({ view }: Answer): string {
    const { card, at, draw } = decodeAction(encodeAction(controlOf(view, "I don't know").action)).state;
    return `${card}-${at}-${draw}`;
  }

  it.each([true, false])('is answered on its card and marked as in a round: %s', async (right) => {
    await stage.close();
    await open([...everyKind]);
    const made = everyKind.map(
      ({ slug: subject }) => ({ kind: 'item', subject, source: 'round', seenAs: null }) as const,
    );
    await recordTroubles(
      stage.services.db,
      idOf(ada),
      made.map((one) => ({ ...one, at: stage.now() })),
      stage.now(),
    );
    const kinds = new Set<string>();
    let shown = await review(ada);
    while (shown.text.includes('Review, ')) {
      expect(shown.text).not.toContain('The answer:');
      const told = await answerCard(shown, right);
      kinds.add(/\*\*(.*)\*\*/.exec(told.text)?.[1] ?? '');
      expect(told.text).toContain(right ? '# Right' : '# Not quite');
      if (!right) for (const words of [/Correction number (one|two)/, /The answer:/]) expect(told.text).toMatch(words);
      expect(told.text).toContain('It comes back');
      shown = await press(ada, told, 'Next');
    }
    expect([...kinds].sort()).toEqual(everyKind.map(({ title }) => title).sort());
    const cards = (await cardsOf(ada)).filter(({ kind }) => kind === 'item');
    expect(cards.map(({ reviews, misses }) => [reviews, misses])).toEqual(Array(7).fill([1, right ? 0 : 1]));
  });

  it('may be said not to be known, which tells the answer and counts as not known', async () => {
    await practise(ada, 1);
    const told = await press(ada, await review(ada), "I don't know");
    expect(told.text).toContain('# Now you know');
    expect(told.text).toContain('The answer:');
    expect(told.text).not.toContain('Your answer');
    const [card] = (await cardsOf(ada)).filter(({ kind }) => kind === 'item');
    expect(card).toMatchObject({ reviews: 1, misses: 1 });
  });

  it('is not counted where what was typed cannot be an answer', async () => {
    await stage.close();
    await open([shortItem]);
    const trouble = { kind: 'item', subject: shortItem.slug, source: 'round', seenAs: null, at: stage.now() } as const;
    await recordTroubles(stage.services.db, idOf(ada), [trouble], stage.now());
    const form = await press(ada, await review(ada), 'Answer');
    const { route, state } = decodeAction(encodeAction(form.modal.action));
    expect(refusalOf(await stage.command(ada, route, { ...state, answer: 'many' }))).toContain('has not been counted');
    expect(await cardsOf(ada)).toMatchObject([{ reviews: 0 }]);
  });
});

describe('how many a day', () => {
  it('is what the person chose, and more only when they ask for it', async () => {
    await practise(ada, 5);
    await stage.command(ada, 'review', { most: '2' });
    let shown = await review(ada);
    expect(shown.text).toContain('Review, 1 of 2');
    expect(await countToday(stage.services, idOf(ada), stage.now())).toBe(2);
    for (let done = 0; done < 2; done += 1) {
      shown = await press(ada, await press(ada, shown, letterOn(shown.view, true)), 'Next');
    }
    expect(shown.text).toContain('Done for today');
    expect(shown.text).toContain('[3 more]');
    expect(await countToday(stage.services, idOf(ada), stage.now())).toBe(0);
    const more = await press(ada, shown, '3 more');
    expect(more.text).toContain('Review, 3 left');
    const next = await press(ada, await press(ada, more, letterOn(more.view, true)), 'Next');
    expect(next.text).toContain('Review, 2 left');
  });
});

describe('being asked', () => {
  const told = () =>
    stage.platform.messages.filter(({ key }) => key.startsWith('review/')).map(({ view }) => plain(view));

  it('comes at the hour and on the days that the person chose, in private, and only when something is due', async () => {
    await practise(ada, 2);
    const set = await review(ada, { days: 'wed fri', at: '8:00' });
    expect(set.text).toContain('Wed, Fri');
    expect(set.text).toContain('08:00, Europe/Berlin time');
    await stage.command(ben, 'review', { days: 'every day', at: '8:00' });
    await stage.travelTo('2026-11-25T06:59:00Z');
    expect(told()).toEqual([]);
    await stage.travelTo('2026-11-25T07:00:00Z');
    expect(told()).toEqual([expect.stringContaining('**2 cards to review today**, about a minute.')]);
    const message = stage.platform.messages.find(({ key }) => key.startsWith('review/'));
    expect(message?.channel).toBe('dm-ada');
    await stage.travelTo('2026-11-26T12:00:00Z');
    expect(told()).toHaveLength(1);
    await stage.travelTo('2026-11-27T12:00:00Z');
    expect(told()).toHaveLength(2);
  });

  it('stops when they pause or want no more messages, and starts the way the message says', async () => {
    await practise(ada, 1);
    const set = await review(ada, { at: '8:00' });
    expect(set.text).toContain('every day');
    await stage.travelTo('2026-11-25T07:00:00Z');
    const message = stage.platform.messages.find(({ key }) => key.startsWith('review/'));
    if (message === undefined) throw new Error('nobody was asked');
    expect((await stage.press(ada, message.view, 'Start')).text).toContain('Review, 1 of');
    const paused = await press(ada, set, 'Pause');
    expect(paused.text).toContain('Cards wait, and none is lost.');
    await stage.travelTo('2026-11-27T12:00:00Z');
    expect(told()).toHaveLength(1);
    await press(ada, paused, 'Go on asking');
    await stage.travelTo('2026-11-28T12:00:00Z');
    expect(told()).toHaveLength(2);
    const off = await stage.press(ada, message.view, 'No more of these');
    expect(off.text).toContain('Cards to review: none');
    expect((await review(ada, { at: '9:00' })).text).toContain('You switched these messages off');
    await stage.travelTo('2026-11-30T12:00:00Z');
    expect(told()).toHaveLength(2);
  });

  it('is put off in quiet hours, which the settings say, and comes once when they are over', async () => {
    await practise(ada, 1);
    await stage.command(ada, 'notify', { quiet: '22-9', zone: 'Europe/Berlin' });
    expect((await review(ada, { at: '8:00' })).text).toContain('in your quiet hours**: I ask when they are over');
    await stage.travelTo('2026-11-25T07:59:00Z');
    expect(told()).toEqual([]);
    await stage.travelTo('2026-11-25T08:00:00Z');
    expect(told()).toHaveLength(1);
    await stage.travelTo('2026-11-26T07:59:00Z');
    expect(told()).toHaveLength(1);
    await stage.travelTo('2026-11-26T12:00:00Z');
    expect(told()).toHaveLength(2);
  });

  it('is put off where the person had enough messages that day, and once they are asked on the next day anyway it is that', async () => {
    await practise(ada, 1);
    const sendTwo = (at: string) =>
      stage.query(`insert into reminders (key, member_id, at)
        select 'other/' || n || '${at}', '${idOf(ada)}', '${at}' from generate_series(1, 2) n`);
    await review(ada, { days: 'wed', at: '8:00' });
    await sendTwo('2026-11-24T20:00:00Z');
    await stage.travelTo('2026-11-25T19:59:00Z');
    expect(told()).toEqual([]);
    await stage.travelTo('2026-11-26T12:00:00Z');
    expect(told()).toHaveLength(1);
    await stage.travelTo('2026-12-02T06:00:00Z');
    expect(told()).toHaveLength(1);
    await review(ada, { days: 'every day', at: '8:00' });
    await sendTwo('2026-12-02T06:30:00Z');
    await stage.travelTo('2026-12-03T06:59:00Z');
    expect(told()).toHaveLength(1);
    await stage.travelTo('2026-12-03T12:00:00Z');
    expect(told()).toHaveLength(2);
  });

  it('does not come hours late', async () => {
    await practise(ada, 1);
    await review(ada, { at: '10:00' });
    await stage.travelTo('2026-11-25T08:59:00Z');
    const late = stage.now().add({ hours: 24 + 3 });
    await sendReviews(stage.services, late);
    expect(told()).toEqual([]);
    const [{ next_at: next } = {}] = await stage.query('select next_at::text from review_settings');
    expect(String(next)).toContain('2026-11-27 09:00:00');
  });

  it('is one message, however many processes look', async () => {
    await practise(ada, 1);
    await review(ada, { at: '8:00' });
    const [asking] = await stage.query('select next_at::text as at from review_settings');
    await stage.travelTo('2026-11-25T07:00:00Z');
    await stage.query(`update review_settings set next_at = '${asking?.['at']}'`);
    await sendReviews(stage.services, stage.now());
    expect(told()).toHaveLength(1);
  });

  it('says what is wrong with days that are none', async () => {
    expect(refusalOf(await review(ada, { days: 'sometimes' }))).toContain('must be days like');
    expect(refusalOf(await review(ada, { most: '0' }))).toContain('from 1 to 50');
  });
});

describe('what somebody remembers', () => {
  it('is told with how it fades, and with what keeps slipping', async () => {
    await practise(ada, 1);
    expect((await press(ben, await review(ben), 'My memory')).text).toContain('No cards yet');
    for (let time = 0; time < 4; time += 1) {
      let shown = await review(ada);
      while (shown.text.includes('Review, ')) {
        shown = shown.text.includes('Show the answer')
          ? await press(ada, await press(ada, shown, 'Show the answer'), 'I knew it')
          : await press(ada, shown, letterOn(shown.view, false));
        shown = await press(ada, shown, 'Next');
      }
      await stage.travelTo(stage.now().add({ hours: 24 }));
    }
    const leeches = await readLeeches(stage.services, idOf(ada));
    expect(leeches).toMatchObject([{ misses: 4, subject: { kind: 'item' } }]);
    const memory = await stage.command(ada, 'review.memory');
    expect(memory.text).toContain('You would know now');
    expect(memory.text).toContain('in 30 days:');
    expect(memory.text).toMatch(/<memory\.png: What you remember: today \d+ %; in 7 days \d+ %; .*in 30 days \d+ %\.>/);
    expect(memory.text).toMatch(/These keep slipping[\s\S]*Title of item-\d+: missed 4 times/);
  });

  it('is told to a mentor who takes their question, beliefs too, unless those tell of a question that is open near them', async () => {
    await practise(ada, 1);
    await review(ada);
    await stage.query(`update cards set misses = 4, streak = 0, last_at = '${stage.now()}'`);
    const slipping = async () => {
      const sent = await stage.command(ada, 'ask.send', { question: 'Why?' }, 'home');
      // What was missed last is offered as what it is about, before anybody reads it.
      if (sent.text.includes('[Ask the mentors]')) await stage.press(ada, sent.view, 'Ask the mentors', {}, 'home');
      const [request] = await stage.query('select id from help_requests order by asked_at desc, id desc limit 1');
      const asked = { request: String(request?.['id']) };
      const { text } = await stage.command(mentor, 'ask.take', asked, 'home');
      return text.match(/Keeps (missing|believing)/g) ?? [];
    };
    expect((await slipping()).sort()).toEqual(['Keeps believing', 'Keeps missing']);
    await hold();
    expect(await slipping()).toEqual(['Keeps missing']);
  });
});
