import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { View } from '../../../src/chat/view.ts';
import { loadCurriculum } from '../../../src/curriculum/load.ts';
import { rows } from '../../../src/database/client.ts';
import { recordDraft } from '../../../src/features/cohorts/store.ts';
import { chooseRound } from '../../../src/features/quizzes/choosing.ts';
import { type Actor, createRig, type Rig, refusalOf } from '../../support/rig.ts';
import { answerShown, cohort } from '../quizzes/stage.ts';

const curriculum = loadCurriculum('curriculum');
const ann: Actor = { id: 'ann', name: 'Ann' };
const mia: Actor = { id: 'mia', name: 'Mia', roles: ['mentors'] };
const elsewhere: Actor = { id: 'ann', name: 'Ann', at: { platform: 'other', workspace: 'team' } };

let rig: Rig;
beforeEach(async () => {
  rig = await createRig(curriculum, '2026-11-24T21:00:00Z');
});
afterEach(async () => {
  expect(rig.failures).toEqual([]);
  await rig.close();
});

const query = (source: string) => rows(rig.services.db, sql.raw(source));
const isAsked = (view: View) =>
  view.blocks.some(
    (block) =>
      block.kind === 'controls' &&
      block.controls.some((control) => control.kind === 'button' && control.label === "I don't know"),
  );

/** Goes on from what is shown until it is no question any more; returns what comes then, and how many were answered. */
async function sit(
  who: Actor,
  shown: View,
  right: boolean | 'unknown',
): Promise<{ view: View; text: string; asked: number }> {
  let [view, text, asked] = [shown, '', 0];
  for (; isAsked(view); asked += 1) {
    const answer =
      right === 'unknown'
        ? await rig.press(who, view, "I don't know")
        : await answerShown(rig as Parameters<typeof answerShown>[0], who, view, right);
    ({ view, text } = answer);
  }
  return { view, text, asked };
}

async function begin(who: Actor, claims: readonly string[] = []): Promise<View> {
  let shown = (await rig.command(who, 'selftest')).view;
  for (const claim of claims) shown = (await rig.press(who, shown, claim)).view;
  return (await rig.press(who, shown, claims.length === 0 ? 'None is true: begin' : 'Begin')).view;
}

/** Takes the whole test. */
async function takeAll(
  who: Actor,
  right: boolean | 'unknown',
  claims: readonly string[] = [],
): Promise<{ view: View; text: string }> {
  let sitting = await sit(who, await begin(who, claims), right);
  while (sitting.text.includes('The next')) {
    const next = (await rig.press(who, sitting.view, 'The next 5')).view;
    sitting = await sit(who, next, right);
  }
  return sitting;
}

it('asks for the nine claims first, which can be pressed on and off, and rests after five questions', async () => {
  const opened = await rig.command(ann, 'selftest');
  expect(opened.text.match(/☐/g)).toHaveLength(9);
  const one = await rig.press(ann, opened.view, '3');
  const two = await rig.press(ann, one.view, '7');
  expect(two.text.match(/☑/g)).toHaveLength(2);
  const off = await rig.press(ann, two.view, '3');
  expect(off.text.match(/☑ \*\*(\d)/)?.[1]).toBe('7');
  const first = await rig.press(ann, off.view, 'Begin');
  expect(first.text).toContain('1 of 30');
  const rest = await sit(ann, first.view, 'unknown');
  expect(rest.asked).toBe(5);
  expect(rest.text).toContain('5 of 30');
  expect(rest.text).toContain('The next 5 take about');
});

it('goes on where it was left, on another platform too, once the accounts are linked', async () => {
  const first = await begin(ann);
  const second = await rig.press(ann, first, "I don't know");
  expect(second.text).toContain('Kept. 1 of 30');
  const { text } = await rig.command(ann, 'link');
  const code = /[B-Z2-9]{4}-[B-Z2-9]{4}/.exec(text)?.[0] ?? '';
  await rig.command(elsewhere, 'link', { code });
  const there = await rig.command(elsewhere, 'selftest');
  expect(there.text).toContain('1 of 30');
  const next = await rig.press(elsewhere, there.view, 'The next 4');
  expect(next.text).toContain('2 of 30');
  expect((await sit(elsewhere, next.view, 'unknown')).asked).toBe(4);
});

it('counts the first answer to a question, and one test however often Begin is pressed', async () => {
  const opened = (await rig.command(ann, 'selftest')).view;
  const [one, two] = await Promise.all([
    rig.press(ann, opened, 'None is true: begin'),
    rig.press(ann, opened, 'None is true: begin'),
  ]);
  expect(await query('select id from selftests')).toHaveLength(1);
  await rig.press(ann, one.view, "I don't know");
  const again = await answerShown(rig as Parameters<typeof answerShown>[0], ann, two.view, true);
  expect(again.text).toContain('the first answer counts');
  expect(await query('select "right" from selftest_answers')).toEqual([{ right: false }]);
});

it('says at the end which signs and claims the answers bear out, and where one stands by area; no key, no points', async () => {
  const result = await takeAll(ann, 'unknown', ['2', '6']);
  expect(result.text).toContain('That was the last one.');
  expect(result.text).toContain('**0 of 30 right**, no guesses');
  expect(result.text).toContain('You cannot say what follows from the GIL.');
  expect(result.text).toContain('What you said of yourself: 0 of 2 borne out');
  expect(result.text).toContain('✗ not borne out: I know what the GIL means for my programs.');
  expect(result.text).toContain('<selftest-areas.png: The self-test, by area: Python Internals 0 of 9; ');
  const sign = await rig.press(ann, result.view, 'What a sign says', { sign: 'gil-unclear' });
  expect(sign.text).toContain('how long a thread waits for its turn');
  expect(sign.text).toContain('You said that you know what it means.');
  expect((await rig.press(ann, sign.view, 'Back')).text).toContain('Where you stand');
  expect(await query('select id from ledger')).toEqual([]);
  expect(await query('select id from answers')).toEqual([]);
  expect((await rig.command(ann, 'selftest')).text).toContain('Where you stand');
});

it('can be taken again after months, and then shows the gain', async () => {
  const result = await takeAll(ann, 'unknown');
  expect(result.text).toContain('Taken again from <2027-01-23T21:00Z> on');
  expect(refusalOf(await rig.command(ann, 'selftest.begin', {}))).toContain('From <2027-01-23T21:00Z> on you can');
  await rig.travelTo('2027-01-23T21:05:00Z');
  const shown = (await rig.command(ann, 'selftest')).view;
  const claims = await rig.press(ann, shown, 'Take it again');
  let sitting = await sit(ann, (await rig.press(ann, claims.view, 'None is true: begin')).view, true);
  while (sitting.text.includes('The next')) {
    sitting = await sit(ann, (await rig.press(ann, sitting.view, 'The next 5')).view, true);
  }
  expect(sitting.text).toContain('Since the last time: 0 → 30 of 30 right');
  expect(sitting.text).toContain('Gone: You cannot say what follows from the GIL.');
  expect(sitting.text).toContain('New: You teach Python to others in depth.');
});

describe('with a cohort', () => {
  beforeEach(async () => {
    await recordDraft(rig.services.db, cohort);
    await rig.command(ann, 'cohort join', { cohort: cohort.id });
    await rig.command(mia, 'cohort join', { cohort: cohort.id });
  });

  it('shows mentors nothing without their word, not even whether there is a test, and all of it with', async () => {
    const look = (who: Actor) => rig.command(who, 'selftest', { member: 'ann' }, 'home');
    const none = refusalOf(await look(mia));
    const result = await takeAll(ann, true);
    expect(refusalOf(await look(mia))).toBe(none);
    const shared = await rig.press(ann, result.view, 'Let my mentors see this');
    expect(shared.text).toContain('The mentors of your cohorts may see this');
    expect((await look(mia)).text).toContain('**30 of 30 right**');
    expect(refusalOf(await look({ id: 'ben', name: 'Ben' }))).toContain('You can see your own self-test.');
    expect((await look(ann)).text).toContain('Where you stand');
    await rig.press(ann, shared.view, 'No longer show it to mentors');
    expect(refusalOf(await look(mia))).toBe(none);
  });

  it('counts no answer to a question that a round near the person is asking', async () => {
    const common = (session: number) =>
      chooseRound(curriculum, cohort.id, session, new Set()).filter(({ slug }) =>
        curriculum.selftest.items.includes(slug),
      );
    const session = curriculum.sessions.find(({ number }) => common(number).length > 0)?.number ?? 0;
    await rig.command(mia, 'quiz post', { session: String(session) }, 'home');
    const result = await takeAll(ann, true);
    const free = 30 - common(session).length;
    expect(result.text).toContain(`**${free} of ${free} right**`);
    expect(result.text).toMatch(/not counted yet: a round near you asks the same. From <2026-11-25T21:\d\dZ> on/);
    await rig.travelTo('2026-11-26T09:00:00Z');
    expect((await rig.command(ann, 'selftest')).text).toContain('**30 of 30 right**');
  });
});
