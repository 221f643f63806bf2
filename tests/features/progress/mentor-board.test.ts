import { afterEach, beforeEach, expect, it } from 'vitest';
import { ACTION_LENGTH, encodeAction } from '../../../src/chat/action.ts';
import { idFrom } from '../../../src/domain/ids.ts';
import { recordMember } from '../../../src/domain/people/store.ts';
import { recordHidden, recordPseudonym } from '../../../src/features/privacy/store.ts';
import { controlOf } from '../../support/platform.ts';
import { type Actor, refusalOf } from '../../support/rig.ts';
import { plainItem } from '../quizzes/curriculum.ts';
import { ada, cohort, createStage, mentor, organiser, type Stage } from '../quizzes/stage.ts';

const milo: Actor = { id: 'milo', name: 'Milo', roles: ['mentors'] };

let stage: Stage;
beforeEach(async () => {
  stage = await createStage(Array.from({ length: 12 }, (_, at) => plainItem(`item-${at}`, 1 + (at % 2))));
  await stage.command(milo, 'cohort join', { cohort: cohort.id });
});
afterEach(async () => {
  expect(stage.failures).toEqual([]);
  await stage.close();
});

/** A post-mortem of a learner that a mentor comments on, so many times. */
async function review(run: string, learner: string, mentor: string, at: string, times = 1): Promise<void> {
  const by = mentor.includes('/') ? mentor : `test:w/${mentor}`;
  await stage.query(`insert into investigations (id, kind, workspace_id, cohort_id, member_id, scenario, version, opened_at)
    values ('${run}', 'solo', 'test:w', '${cohort.id}', 'test:w/${learner}', 'fire', '1', '${at}')`);
  for (let word = 0; word < times; word += 1) {
    await stage.query(`insert into post_mortems (investigation_id, member_id, kind, words, at, event_id)
      values ('${run}', '${by}', 'commented', 'Look again', '${at}', '${run} ${word}')`);
  }
}

const board = (actor: Actor, period = 'cohort') =>
  stage.command(actor, 'leaderboard', { cohort: cohort.id, of: 'mentors', period });
const open = (actor: Actor, of: string, period = 'cohort') =>
  stage.command(actor, 'leaderboard.mentor', { cohort: cohort.id, mentor: of.includes(':') ? idFrom(of) : of, period });

it('ranks mentors by what they did, not by how many words it took, and opens a line to its events without a learner’s name', async () => {
  await review('r1', 'ada', 'mia', '2026-11-24T10:00:00Z');
  await review('r2', 'ben', 'mia', '2026-11-25T10:00:00Z');
  await review('r3', 'cy', 'milo', '2026-11-25T10:00:00Z', 9);
  const shown = await board(ada);
  expect(shown.text).toContain('**1.** @mia · 8 points\n**2.** @milo · 4 points');
  const lines = await stage.press(ada, shown.view, 'What points are made of', { mentor: idFrom('test:w/mia') });
  expect(lines.text).toContain('# Mia: 8\n- <2026-11-25');
  expect(lines.text.match(/a post-mortem reviewed · \*\*4\*\*/g)).toHaveLength(2);
  expect(lines.text).not.toMatch(/Ada|Ben|Cy/);
  expect((await stage.press(ada, lines.view, 'The board')).text).toContain('mentors, the whole cohort');
  expect((await open(milo, 'me')).text).toContain('# Your points: 4');
});

/** So many learners' post-mortems, one of each, that a mentor comments on. */
async function reviewMany(mentor: string, learners: number): Promise<void> {
  const at = Temporal.Instant.from('2026-11-24T10:00:00Z');
  for (let run = 0; run < learners; run += 1) {
    const learner = { id: `test:w/learner-${run}`, externalId: `learner-${run}`, name: `Learner ${run}` };
    await recordMember(stage.services.db, { ...learner, workspaceId: 'w', seenAt: at });
    await review(`r${run}`, `learner-${run}`, mentor, at.toString());
  }
}

it('turns its pages for the longest id that a platform gives', async () => {
  const [workspaceId, externalId] = ['discord:1234567890123456789', '9876543210987654321'];
  const nora = { id: `${workspaceId}/${externalId}`, workspaceId, externalId, name: 'Nora' };
  await recordMember(stage.services.db, { ...nora, seenAt: stage.now() });
  await reviewMany(nora.id, 31);
  let shown = await open(ada, nora.id);
  for (const page of [2, 3]) {
    for (const block of shown.view.blocks.flatMap((one) => (one.kind === 'controls' ? one.controls : []))) {
      if (block.kind === 'button') expect(encodeAction(block.action).length).toBeLessThanOrEqual(ACTION_LENGTH);
    }
    shown = await stage.press(ada, shown.view, 'Older');
    expect(shown.text).toContain(`Page ${page} of 3`);
  }
  expect(shown.text).toContain('# Nora: 124');
});

it('opens a line to all of its events, a page at a time', async () => {
  await reviewMany('mia', 17);
  const first = await open(ada, 'test:w/mia');
  expect(first.text.match(/a post-mortem reviewed/g)).toHaveLength(15);
  expect(first.text).toContain('Page 1 of 2');
  const second = await stage.press(ada, first.view, 'Older');
  expect(second.text).toContain('# Mia: 68');
  expect(second.text.match(/a post-mortem reviewed/g)).toHaveLength(2);
  expect((await stage.press(ada, second.view, 'Newer')).text).toBe(first.text);
  // A page that is not there any more is the last one.
  const far = await stage.command(ada, 'leaderboard.mentor', {
    cohort: cohort.id,
    mentor: idFrom('test:w/mia'),
    page: '9',
  });
  expect(far.text).toBe(second.text);
});

it('counts a week apart, and what was before it not', async () => {
  await review('r1', 'ada', 'mia', '2026-11-22T22:00:00Z');
  await review('r2', 'ben', 'mia', '2026-11-24T10:00:00Z');
  // 22 November, 23:00 in Berlin, is a Sunday.
  expect((await board(ada, 'week')).text).toContain('@mia · 4 points');
  expect((await board(ada)).text).toContain('@mia · 8 points');
  expect((await open(ada, 'test:w/mia', 'week')).text).toContain('# Mia: 4');
});

it('counts a checkpoint that a mentor has decided on, and not that they asked for more', async () => {
  const [at, later] = ['2026-11-24T10:00:00Z', '2026-11-25T10:00:00Z'];
  for (const [id, learner] of [
    ['c1', 'ada'],
    ['c2', 'ben'],
    ['c3', 'cy'],
  ] as const) {
    await stage.query(`insert into checkpoint_requests (id, cohort_id, member_id, area, standing)
      values ('${id}', '${cohort.id}', 'test:w/${learner}', 'internals', 'live')`);
  }
  const entry = (id: string, kind: string, moment: string) =>
    stage.query(`insert into checkpoint_entries (request_id, member_id, kind, words, links, runs, at, event_id)
      values ('${id}', 'test:w/mia', '${kind}', 'So.', '[]', '[]', '${moment}', '${id} ${kind}')`);
  for (const id of ['c1', 'c2', 'c3']) await entry(id, 'asked', at);
  expect((await board(ada)).text).not.toContain('@mia');
  await entry('c2', 'signed-off', later);
  await entry('c3', 'declined', later);
  expect((await board(ada)).text).toContain('@mia · 12 points');
  const lines = await open(ada, 'test:w/mia');
  expect(lines.text.match(/<2026-11-25[^\n]*a checkpoint verified · \*\*6\*\*/g)).toHaveLength(2);
});

it('shows nobody a mentor who hides, but themselves', async () => {
  await review('r1', 'ada', 'mia', '2026-11-24T10:00:00Z');
  await recordHidden(stage.services.db, 'test:w/mia', true);
  expect((await board(ada)).text).not.toContain('@mia');
  expect(refusalOf(await open(ada, 'test:w/mia'))).toContain('not on the board');
  expect(refusalOf(await open(organiser, 'test:w/ada'))).toContain('not on the board');
  const own = await board(mentor);
  expect(own.text).toContain('you have 4 points, which only you see');
  const lines = await stage.press(mentor, own.view, 'What points are made of', { mentor: 'me' });
  expect(lines.text).toContain('# Your points: 4');
});

it('knows a mentor who goes by another name by that alone, on the board and below it', async () => {
  await review('r1', 'ada', 'mia', '2026-11-24T10:00:00Z');
  await recordPseudonym(stage.services.db, 'test:w/mia', 'Owl');
  const shown = await board(ada);
  expect(shown.text).toContain('**1.** Owl · 4 points');
  expect(JSON.stringify(shown.view)).not.toMatch(/mia/i);
  const choice = controlOf(shown.view, 'What points are made of');
  if (choice.kind !== 'select') throw new Error('no mentor can be chosen');
  const [{ label, value } = { label: '', value: '' }] = choice.options;
  expect(label).toBe('Owl');
  const lines = await stage.press(ada, shown.view, 'What points are made of', { mentor: value });
  expect(lines.text).toContain('# Owl: 4');
  expect(JSON.stringify(lines.view)).not.toMatch(/mia/i);
  // Whoever knows the accounts of all people finds nobody by them.
  for (const tried of ['test:w/mia', idFrom('test:w/mia'), 'mia', 'Mia'])
    expect(refusalOf(await stage.command(ada, 'leaderboard.mentor', { cohort: cohort.id, mentor: tried }))).toContain(
      'not on the board',
    );
  await recordHidden(stage.services.db, 'test:w/mia', true);
  expect(refusalOf(await stage.command(ada, 'leaderboard.mentor', { cohort: cohort.id, mentor: value }))).toContain(
    'not on the board',
  );
});
