import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { decodeAction, encodeAction } from '../../../src/chat/action.ts';
import type { View } from '../../../src/chat/view.ts';
import { POINTS } from '../../../src/domain/points/points.ts';
import { recordLeave } from '../../../src/features/cohorts/store.ts';
import { worthOf } from '../../../src/features/quizzes/credit.ts';
import { refreshRounds } from '../../../src/features/quizzes/jobs.ts';
import { keyOf, writeAnswer } from '../../../src/features/quizzes/marking.ts';
import { controlOf, plain } from '../../support/platform.ts';
import { refusalOf } from '../../support/rig.ts';
import { plainItem, singleItem, sixKinds } from './curriculum.ts';
import {
  ada,
  answerShown,
  ben,
  cohort,
  createStage,
  cy,
  dee,
  isQuestion,
  itemShown,
  mentor,
  organiser,
  roundOf,
  type Stage,
  stranger,
  takeRound,
  worthOfRight,
} from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await createStage([...sixKinds, plainItem('third-1', 3), plainItem('third-2', 3)]);
});
afterAll(() => stage.close());
afterEach(() => expect(stage.failures).toEqual([]));

const refresh = () => refreshRounds(stage.services, stage.now());

describe('posting a round', () => {
  it('is for mentors, of a session that has questions, in a cohort that runs', async () => {
    expect(refusalOf(await stage.command(ada, 'quiz post', { session: '1' }))).toContain('for the mentors');
    const empty = createStage([plainItem('later', 9)]);
    const other = await empty;
    expect(refusalOf(await other.command(mentor, 'quiz post', { session: '2' }))).toContain(
      'no questions for session 2 or the sessions before it',
    );
    expect(await other.rounds()).toEqual([]);
    await other.close();
  });

  it('opens it in the home channel for a day, with one button, and tells the mentor', async () => {
    const { text } = await stage.command(mentor, 'quiz post', { session: '1' });
    expect(text).toContain('The round **Title 1** is open in @home: 6 questions, until <2026-11-25T21:00Z>');
    const words = plain(stage.posted('round/'));
    expect(words).toContain('# Round · Title 1');
    expect(words).toMatch(/\*\*6 questions, about \d minutes\.\*\* Stop any time/);
    expect(words).toContain('Open until: <2026-11-25T21:00Z>, <2026-11-25T21:00Z>\nFinished: nobody yet\n[Start]');
    const [round] = await stage.rounds();
    expect([...(round?.items ?? [])].sort()).toEqual(sixKinds.map(({ slug }) => slug).sort());
    const [delivery] = await stage.query(`select * from deliveries where kind = 'close'`);
    expect(delivery).toMatchObject({
      key: `round/${round?.id}/close`,
      cohort_id: cohort.id,
      detail: { round: round?.id },
    });
    expect(delivery?.['useless_at']).toBeNull();
  });

  it('opens no second round of the session while one is open, however many try at once', async () => {
    const tries = await Promise.all(
      [mentor, organiser, mentor].map((who) => stage.command(who, 'quiz post', { session: '1' })),
    );
    for (const answer of tries) expect(refusalOf(answer)).toContain('is open until <2026-11-25T21:00Z>');
    expect(await stage.rounds()).toHaveLength(1);
    expect(await stage.points('mentors')).toEqual({ Mia: POINTS.mentorRound });
  });
});

describe('taking part', () => {
  let message: View;
  beforeAll(() => {
    message = stage.posted('round/');
  });

  it('is for the cohort', async () => {
    expect(refusalOf(await stage.press(stranger, message, 'Start'))).toContain('Join it with `/cohort join`');
  });

  it('asks all six kinds one after the other, gives no verdict, and ends with everything that was answered', async () => {
    let shown = (await stage.press(ada, message, 'Start')).view;
    for (let asked = 0; asked < 6; asked += 1) {
      expect(isQuestion(shown)).toBe(true);
      const { text, view } = await answerShown(stage, ada, shown, asked < 4);
      expect(text).toMatch(/Kept: .* · \d of \d ▓+░*/);
      expect(text).not.toMatch(/Right|Not quite|mechanism|Correction|✓|✗/);
      shown = view;
    }
    const words = plain(shown);
    expect(words).toContain('# You are done: all 6 are in');
    for (const { title } of sixKinds) expect(words).toContain(`**${title}**: `);
    expect(words).toContain('The results come <2026-11-25T21:00Z>. You can change your answers until then.');
    expect(words).not.toMatch(/✓|✗|mechanism/);
  });

  it('goes on where somebody stopped, and shows all questions on request', async () => {
    const first = (await stage.press(ben, message, 'Start')).view;
    const second = (await answerShown(stage, ben, first, true)).view;
    const again = (await stage.press(ben, message, 'Start')).view;
    expect(itemShown(stage, again)).toBe(itemShown(stage, second));
    const all = await stage.press(ben, again, 'All questions');
    expect(all.text).toContain('# 1 of 6 answered');
    expect(all.text).toContain('*open*');
    const fifth = (await stage.press(ben, all.view, 'Go to', { at: '4' })).view;
    expect(plain(fifth)).toContain('# 5 of 6 · ');
  });

  it('takes one statement to open a question and one to answer it, with who asks, until all are answered', async () => {
    const review = await stage.press(ben, (await stage.press(ben, message, 'Start')).view, 'All questions');
    const [round] = await stage.rounds();
    const client = Reflect.get(stage.services.db, '$client') as Record<
      'query' | '_runExclusiveTransaction',
      () => unknown
    >;
    // What every statement of PGlite goes through, kept or not.
    const asked = vi.spyOn(client, '_runExclusiveTransaction' in client ? '_runExclusiveTransaction' : 'query');
    try {
      const at = String(round?.items.indexOf('a-single'));
      const question = (await stage.press(ben, review.view, 'Go to', { at })).view;
      expect(asked).toHaveBeenCalledTimes(1);
      await answerShown(stage, ben, question, true);
      expect(asked).toHaveBeenCalledTimes(2);
      await answerShown(stage, ben, question, false);
      await stage.press(ben, question, 'All questions');
      expect(asked).toHaveBeenCalledTimes(4);
    } finally {
      asked.mockRestore();
    }
    expect((await answersOf('ben', 'a-single')).map(({ right }) => right).slice(-2)).toEqual([true, false]);
  });

  it('keeps nothing of a press by whoever is not in the cohort, waits for a place, or presses in another workspace', async () => {
    const question = (await stage.press(dee, message, 'Start')).view;
    expect(refusalOf(await answerShown(stage, stranger, question, true))).toContain('Join it with `/cohort join`');
    await stage.query('update cohorts set capacity = 3');
    try {
      expect(refusalOf(await answerShown(stage, dee, question, true))).toContain('on the waiting list');
    } finally {
      await stage.query('update cohorts set capacity = null');
    }
    const elsewhere = { ...dee, at: { platform: 'test', workspace: 'elsewhere' } };
    expect(refusalOf(await answerShown(stage, elsewhere, question, true))).not.toBe('');
    const pressed = await stage.query(
      `select 1 from answers where member_id <> all (array['test:w/ada', 'test:w/ben', 'test:w/cy'])`,
    );
    expect(pressed).toEqual([]);
  });

  it('lets an answer be changed until the close: the last one counts, and it stands there when one comes back', async () => {
    const review = (await stage.press(ada, message, 'Start')).view;
    const [round] = await stage.rounds();
    const at = String(round?.items.indexOf('a-single'));
    const question = (await stage.press(ada, review, 'Change', { at })).view;
    expect(plain(question)).toContain('Your answer so far: ');
    const before = await answersOf('ada', 'a-single');
    const changed = await answerShown(stage, ada, question, before.at(-1)?.['right'] !== true);
    expect(changed.text).toContain('# You are done');
    const after = await answersOf('ada', 'a-single');
    expect(after).toHaveLength(before.length + 1);
    expect(after.at(-1)?.['right']).toBe(before.at(-1)?.['right'] !== true);
    await answerShown(stage, ada, question, before.at(-1)?.['right'] === true);
  });

  it('restores the letters of several statements and of an order for a change', async () => {
    const [round] = await stage.rounds();
    const review = (await stage.press(ada, message, 'Start')).view;
    for (const slug of ['b-multiple', 'e-order']) {
      const at = String(round?.items.indexOf(slug));
      const { text, view } = await stage.press(ada, review, 'Change', { at });
      expect(text).toMatch(/Chosen: |So far: /);
      expect(controlOf(view, 'Submit')).toMatchObject({ disabled: false });
    }
  });

  it('counts an event delivered twice once, even after the answer was changed', async () => {
    const [round] = await stage.rounds();
    const first = (await stage.press(cy, message, 'Start')).view;
    const all = (await stage.press(cy, first, 'All questions')).view;
    const shown = (await stage.press(cy, all, 'Go to', { at: String(round?.items.indexOf('a-single')) })).view;
    const right = await answerShown(stage, cy, shown, true);
    await answerShown(stage, cy, shown, false);
    const kept = await answersOf('cy', 'a-single');
    expect(kept.map((answer) => answer['right'])).toEqual([true, false]);
    const letter = writeAnswer(singleItem, roundOf(shown), keyOf(singleItem));
    await stage.repeat(cy, shown, letter, right.eventId);
    expect(await answersOf('cy', 'a-single')).toEqual(kept);
  });

  it('takes a double click as one answer', async () => {
    const shown = (await stage.press(cy, message, 'Start')).view;
    const item = itemShown(stage, shown);
    await answerShown(stage, cy, shown, true);
    const twice = await answerShown(stage, cy, shown, true);
    expect(twice.text).toContain('Kept: ');
    expect(await answersOf('cy', item.slug)).toHaveLength(1);
  });

  it('lets staff answer for themselves, and says that it does not count', async () => {
    const done = await takeRound(stage, mentor, message, 6);
    expect(plain(done)).toContain('As staff you can answer for yourself');
    const learners = plain((await stage.press(ada, message, 'Start')).view);
    expect(learners).not.toContain('As staff');
  });

  it('keeps the questions of an open round out of practice, which would give the key away', async () => {
    expect(refusalOf(await stage.command(ada, 'quiz start', { session: '1' }))).toContain(
      "are being asked in a cohort's round, so their answers stay closed for now. It ends <2026-11-25T21:00Z>",
    );
    const { view } = await stage.command(ada, 'quiz start', {});
    expect(itemShown(stage, view).slug).toMatch(/^third-/);
  });

  it('takes no answer to another cohort’s round or to a question that the round does not ask', async () => {
    const shown = (await stage.press(dee, message, 'Start')).view;
    const letter = controlOf(shown, 'All questions').action.state;
    expect(refusalOf(await stage.command(ada, 'round.start', { ...letter, round: 'unknown23456' }))).toContain(
      "don't know",
    );
    const [question] = [shown].map((view) => decodeAction(encodeAction(firstAnswer(view))));
    if (question === undefined) throw new Error('no question');
    const moved = { ...question.state, at: '5', answer: question.route.endsWith('form') ? '1' : 'A' };
    expect(refusalOf(await stage.command(dee, 'round.answer', moved))).toContain("don't know this round");
  });

  async function answersOf(person: string, item: string) {
    return stage.query(
      `select a.* from answers a join rounds r on r.id = a.round_id and r.kind = 'cohort'
       where a.member_id = 'test:w/${person}' and a.item = '${item}' order by a.id`,
    );
  }

  function firstAnswer(view: View) {
    const control = view.blocks.flatMap((block) => (block.kind === 'controls' ? block.controls : []))[0];
    if (control === undefined) throw new Error('no control');
    return control.action;
  }
});

describe('the message in the channel', () => {
  it('counts learners who are done, by editing and only when the count has changed', async () => {
    await refresh();
    const message = stage.platform.messages.find(({ key }) => key.startsWith('round/'));
    expect(plain(stage.posted('round/'))).toContain('Finished: 1 of ');
    const { edits = 0 } = message ?? {};
    await refresh();
    expect(message?.edits).toBe(edits);
    await takeRound(stage, dee, stage.posted('round/'), 6);
    await refresh();
    await refresh();
    expect(plain(stage.posted('round/'))).toContain('Finished: 2 of ');
    expect(message?.edits).toBe(edits + 1);
    expect(stage.platform.messages.filter(({ key }) => key.startsWith('round/'))).toHaveLength(1);
  });

  it('tells mentors how many, and nobody’s answers, while the round is open', async () => {
    expect(refusalOf(await stage.command(ada, 'quiz results'))).toContain('for the mentors');
    const { text } = await stage.command(mentor, 'quiz results');
    expect(text).toContain('# Open · Title 1');
    expect(text).toContain('Started: 4\nFinished: 2\nCloses: <2026-11-25T21:00Z>');
    expect(text).not.toMatch(/Ada|Ben|Cy|Dee|%/);
  });
});

describe('after the close', () => {
  let early: View;
  beforeAll(async () => {
    early = (await stage.press(ben, stage.posted('round/'), 'Start')).view;
    await stage.travelTo('2026-11-25T21:05:00Z');
  });

  it('says in a new message who took part, who leads and what was hardest, and closes the old one', () => {
    const there = stage.platform.messages.filter(({ channel }) => channel === 'home');
    const [opened, moment, ...others] = there.filter(({ key }) => key.startsWith('round/'));
    expect(others).toEqual([]);
    expect(plain(opened?.view ?? stage.posted('round/'))).toBe(
      '# Closed · Title 1\n[My result] [Look at the questions]',
    );
    const words = plain(moment?.view ?? stage.posted('none'));
    expect(words).toContain('# The round of session 1: 4 of 4 took part');
    expect(words).toMatch(/1\. \*\*Ada\*\*: \d+ points\n2\. \*\*(Ben|Cy|Ben, Cy|Cy, Ben)\*\*: \d+ points/);
    expect(words).not.toContain('Dee');
    expect(words).not.toContain('Mia');
    expect(words).toMatch(/\*\*Hardest:\*\* question \d, “.+”, right for (nobody|\d of \d)\./);
    expect(words).toContain('[My result] [Look at the questions]');
    expect(words).not.toContain('The mechanism, explained.');
  });

  it('shows everybody each question with its code, answers, what is right and why, one by one', async () => {
    let shown = (await stage.press(stranger, stage.posted('round/'), 'Look at the questions')).view;
    let all = '';
    for (let at = 1; at <= 6; at += 1) {
      const words = plain(shown);
      expect(words).toContain(`# ${at} of 6 · `);
      expect(words).toMatch(/The answer:/);
      expect(words).toContain('% right (');
      expect(words).toMatch(/ [█░]{8} \d+/);
      expect(words).toContain('The mechanism, explained.');
      expect(words).not.toContain('Your answer:');
      all += words;
      if (at < 6) shown = (await stage.press(stranger, shown, 'Next')).view;
    }
    expect(all).toMatch(/Most chosen wrong: \*\*.+\*\* \(\d\)\. Behind it: “Belief number (one|two)\.”/);
    expect(plain(shown)).not.toContain('[Next]');
    const own = await stage.press(ada, stage.posted('round/'), 'Look at the questions');
    expect(own.text).toContain('Your answer:');
    const result = await stage.press(ada, own.view, 'My result');
    expect(result.text).toContain('You got **4 of 6**');
  });

  it('pays learners what each last answer is worth, hidden ones too, staff nothing, once', async () => {
    const points = await stage.points();
    expect(points['Ada']).toBe(await worthOfRight(stage, 'ada'));
    expect(points['Dee']).toBe(await worthOfRight(stage, 'dee'));
    expect(points['Dee']).toBe(sixKinds.reduce((sum, item) => sum + worthOf(item), 0));
    expect(points['Mia']).toBeUndefined();
    const [counted] = await stage.query(
      `select count(*)::int as n, count(distinct source)::int as sources from ledger where reason = 'round'`,
    );
    expect(counted?.['n']).toBe(counted?.['sources']);
  });

  it('takes no answer any more, and offers each their own result instead', async () => {
    const before = await stage.query('select * from answers');
    const late = await answerShown(stage, ben, early, true);
    expect(late.text).toContain('That came after the close, so it does not count.');
    expect(late.text).toMatch(/You got \*\*\d of 6\*\*/);
    expect(late.text).toMatch(/not answered\. Right: /);
    const all = await stage.press(ben, early, 'All questions');
    expect(all.text).toContain('# Closed · Title 1');
    expect((await stage.press(ada, stage.posted('round/'), 'My result')).text).toContain('You got **4 of 6**');
    const nothing = (await stage.press(organiser, stage.posted('round/'), 'My result')).text;
    expect(nothing).toContain('You took no part in it.');
    expect(await stage.query('select * from answers')).toEqual(before);
  });

  it('tells mentors each question’s distribution, its strongest distractor with the belief behind it, who took part and who is missing', async () => {
    const { text } = await stage.command(organiser, 'quiz results', { session: '1' });
    expect(text).toContain('# Results · Title 1');
    const worths = [await worthOfRight(stage, 'ada'), await worthOfRight(stage, 'dee')];
    expect(text).toMatch(
      new RegExp(
        `Took part: \\*\\*4\\*\\* · Ada \\(${worths[0]}\\), Ben \\(\\d+\\), Cy \\(\\d+\\), Dee \\(${worths[1]}\\)`,
      ),
    );
    expect(text).toMatch(/Most chosen wrong: \*\*.+\*\* \(\d\)\. Behind it: “Belief number (one|two)\.”/);
    expect(text).not.toContain('Mia');
    expect(text).not.toContain('Missing');
    await stage.command({ id: 'eve', name: 'Eve' }, 'cohort join', { cohort: cohort.id });
    expect((await stage.command(organiser, 'quiz results', { session: '1' })).text).toContain('Missing: **1** · Eve');
    await recordLeave(stage.services.db, cohort.id, 'test:w/eve', stage.now(), async () => {});
    expect((await stage.command(mentor, 'quiz results', { session: '5' })).text).toContain('no round of session 5 yet');
  });

  it('stays as it is when the job runs again, and when somebody leaves', async () => {
    const [round] = await stage.rounds();
    const shown = plain(stage.posted('round/'));
    const points = await stage.points();
    await recordLeave(stage.services.db, cohort.id, 'test:w/cy', stage.now().add({ hours: 1 }), async () => {});
    await stage.query('update deliveries set settled_at = null, queued_at = null');
    await stage.travelTo(stage.now().add({ hours: 2 }));
    expect(plain(stage.posted('round/'))).toBe(shown);
    expect(await stage.points()).toEqual(points);
    expect((await stage.rounds())[0]?.closedAt).toEqual(round?.closedAt);
  });
});

describe('a later round', () => {
  it('asks what was not asked before, and fills up from earlier sessions', async () => {
    await stage.command(mentor, 'quiz post', { session: '3' });
    const [round] = await stage.rounds();
    expect(round?.items).toHaveLength(6);
    expect(round?.items.filter((slug) => slug.startsWith('third-'))).toHaveLength(2);
    expect(plain(stage.posted(`round/${round?.id}`))).toContain('4 of them from earlier sessions.');
    const { view, text } = await stage.command(mentor, 'quiz results');
    expect(text).toContain('# Open · Title 3');
    const older = (await stage.rounds())[1]?.id ?? '';
    expect((await stage.press(mentor, view, 'Another round', { round: older })).text).toContain('Results · Title 1');
    // The second one of a week is not thanked again.
    expect(await stage.points('mentors')).toEqual({ Mia: POINTS.mentorRound });
  });
});
