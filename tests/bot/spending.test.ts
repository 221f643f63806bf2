import { afterAll, beforeAll, expect, it } from 'vitest';
import { loadCurriculum } from '../../src/curriculum/load.ts';
import { POINTS } from '../../src/domain/points/points.ts';
import { type Actor, createRig, type Rig, refusalOf } from '../support/rig.ts';

const organiser: Actor = { id: 'olga', name: 'Olga', manages: true };
const mentor: Actor = { id: 'maya', name: 'Maya', roles: ['mentors'] };
const ann: Actor = { id: 'ann', name: 'Ann' };
const ben: Actor = { id: 'ben', name: 'Ben' };
let rig: Rig;

beforeAll(async () => {
  rig = await createRig(loadCurriculum('curriculum'), '2026-11-21T12:00:00Z');
  const options = {
    name: 'A',
    channel: 'home',
    start: '2026-11-24',
    days: 'Tue',
    time: '18:00',
    zone: 'UTC',
    mentors: 'mentors',
  };
  const preview = await rig.command(organiser, 'cohort create', options);
  await rig.press(organiser, preview.view, 'Create the cohort');
  for (const who of [ann, ben]) await rig.command(who, 'cohort join', {}, 'home');
});
afterAll(() => rig.close());

const ask = (who: Actor, question: string) =>
  rig.command(who, 'ask.send', { question, about: '', place: 'thread' }, 'home');
const questions = () => rig.platform.messages.filter(({ key }) => /^ask\/[^/]+$/.test(key));

it('lets one person ask five questions at once, gives the sixth back with the time, and lets others ask', async () => {
  const answers = await Promise.all(Array.from({ length: 60 }, (_, index) => ask(ann, `Why ${index}?`)));
  expect(answers.filter(({ reply }) => reply.kind === 'view')).toHaveLength(5);
  await rig.travelTo(rig.now());
  expect(questions()).toHaveLength(5);
  const said = refusalOf(await ask(ann, 'Why not?'));
  expect(said).toContain('asked many questions in a short time. The next question can come <2026-11-21T12:05Z>.');
  expect(said).toContain('You wrote: Why not?');
  expect((await ask(ben, 'May I?')).reply.kind).toBe('view');
});

it('keeps five open questions of a person, however long they take', async () => {
  await rig.travelTo('2026-11-21T14:00:00Z');
  const said = refusalOf(await ask(ann, 'And why?'));
  expect(said).toContain('5 questions of yours wait for an answer');
  expect(said).toContain('You wrote: And why?');
  const first = questions()[0];
  await rig.press(ann, first!.view, "It's answered", {}, 'home');
  expect((await ask(ann, 'And why?')).reply.kind).toBe('view');
});

it('charges nothing for what is refused', async () => {
  const counted = async () => {
    const { rows } = await rig.database.db.execute(
      "select owner, full_at from allowances where what = 'question' order by owner",
    );
    return rows;
  };
  const before = await counted();
  refusalOf(await ask(ann, 'Too many'));
  expect(await counted()).toEqual(before);
});

it('opens twenty rounds of practice at once for one person, not three hundred', async () => {
  const started = await Promise.all(Array.from({ length: 40 }, () => rig.command(ben, 'quiz start', { session: '1' })));
  expect(started.filter(({ reply }) => reply.kind === 'view')).toHaveLength(20);
  expect(refusalOf(started.at(-1)!)).toContain('begun many rounds of practice');
});

it('pays a mentor for one round by hand a week', async () => {
  for (const session of ['1', '2', '3']) {
    expect((await rig.command(mentor, 'quiz post', { session }, 'home')).reply.kind).toBe('view');
  }
  const points = async () => {
    const { rows } = await rig.database.db.execute(
      "select sum(points)::int as sum from ledger where reason = 'mentor-round'",
    );
    return rows[0]?.['sum'];
  };
  expect(await points()).toBe(POINTS.mentorRound);
  await rig.travelTo('2026-11-29T14:00:00Z');
  await rig.command(mentor, 'quiz post', { session: '4' }, 'home');
  expect(await points()).toBe(2 * POINTS.mentorRound);
});

it('opens six rounds by hand at once, and says when the next can come', async () => {
  await rig.travelTo('2026-12-05T12:00:00Z');
  const posted = [];
  for (const session of ['5', '6', '7', '8', '9', '10', '11']) {
    posted.push(await rig.command(mentor, 'quiz post', { session }, 'home'));
  }
  expect(posted.map(({ reply }) => reply.kind)).toEqual([...Array(6).fill('view'), 'refusal']);
  expect(refusalOf(posted.at(-1)!)).toContain('The next one can come');
});

it('drafts ten cohorts at once', async () => {
  const draft = (index: number) =>
    rig.command(organiser, 'cohort create', {
      name: `C${index}`,
      channel: 'x',
      start: '2027-01-05',
      days: 'Tue',
      time: '18:00',
      zone: 'UTC',
    });
  const drafts = await Promise.all(Array.from({ length: 15 }, (_, index) => draft(index)));
  expect(drafts.filter(({ reply }) => reply.kind === 'view')).toHaveLength(10);
});
