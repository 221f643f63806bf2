import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Picture, View } from '../../../src/chat/view.ts';
import { type Standing, standingPicture } from '../../../src/features/progress/standing-picture.ts';
import { trendOf } from '../../../src/features/progress/trend.ts';
import { digestPicture, digestView, leaderboardPicture } from '../../../src/features/progress/views.ts';
import { drawPicture } from '../../../src/pictures/draw.ts';
import { PALETTE } from '../../../src/pictures/palette.ts';
import { decodePng } from '../../pictures/png.ts';
import { plainItem } from '../quizzes/curriculum.ts';
import { ada, answerShown, ben, cohort, createStage, isQuestion, mentor, type Stage } from '../quizzes/stage.ts';

let stage: Stage;
/** How many questions were right, of how many: those that the cohort is asked within a week are kept back. */
let score: string;

beforeAll(async () => {
  stage = await createStage(['one', 'two', 'three', 'four', 'five'].map((slug) => plainItem(slug, 1)));
});
afterAll(() => stage.close());

function pictureOf({ blocks }: View): Picture {
  const found = blocks.find((block) => block.kind === 'picture');
  if (found === undefined) throw new Error('there is no picture');
  return found;
}

it('shows a picture first, and in words all that is in it', async () => {
  let { view } = await stage.command(ada, 'quiz start', { session: '1' });
  let asked = 0;
  for (; isQuestion(view); asked++) ({ view } = await answerShown(stage, ada, view, asked < 3));
  score = `${Math.min(asked, 3)} of ${asked}`;
  const shown = await stage.command(ada, 'progress');
  expect(shown.view.blocks.map(({ kind }) => kind).slice(0, 3)).toEqual(['heading', 'picture', 'facts']);
  const { name, alt, png } = pictureOf(shown.view);
  expect(name).toBe('progress.png');
  expect(alt).toMatch(/^Where you stand: Autumn, \d of \d+ sessions behind you; /);
  expect(alt).toContain(score);
  expect(decodePng(png).width).toBe(1080);
  expect(shown.text).toMatch(new RegExp(`\\*\\*By area\\*\\*\n.*${score}`));
});

it('shows the same skills through the other lenses, in the message that is there', async () => {
  const before = await stage.command(ada, 'progress');
  const map = await stage.press(ada, before.view, 'On the map');
  expect(map.text).toContain('**On the map**');
  expect(pictureOf(map.view).alt).toContain(score);
  expect(pictureOf(map.view).png).not.toEqual(pictureOf(before.view).png);
  expect((await stage.press(ada, map.view, 'By session')).text).toMatch(
    new RegExp(`\\*\\*By session\\*\\*\n.*${score}`),
  );
  expect((await stage.command(ada, 'progress', { lens: 'section' })).text).toContain('[By area]');
});

it('is drawn for somebody who has done nothing, and for a mentor who looks at somebody', async () => {
  const nothing = await stage.command(ben, 'progress');
  expect(pictureOf(nothing.view).alt).toContain('nothing answered yet');
  expect(nothing.text).toContain('No questions answered yet.');
  const other = await stage.command(mentor, 'progress', { member: 'ada' }, 'home');
  expect(pictureOf(other.view).alt).toMatch(/^Where Ada stands: /);
  // The other lenses are one's own.
  expect(other.text).not.toContain('[By session]');
});

it('stands on the ground that somebody chose, for all their pictures, and for nobody else', async () => {
  const paper = async (shown: View) => `#${decodePng(pictureOf(shown).png).at(0, 0)}`;
  const before = await stage.command(ada, 'progress');
  expect(await paper(before.view)).toBe(PALETTE.dark.paper);
  const light = await stage.press(ada, before.view, 'Light pictures');
  expect(await paper(light.view)).toBe(PALETTE.light.paper);
  expect(await paper((await stage.command(ada, 'streak')).view)).toBe(PALETTE.light.paper);
  expect(await paper((await stage.command(ben, 'progress')).view)).toBe(PALETTE.dark.paper);
  expect(await paper((await stage.command(mentor, 'progress', { member: 'ada' }, 'home')).view)).toBe(
    PALETTE.dark.paper,
  );
  expect(await paper((await stage.press(ada, light.view, 'Dark pictures')).view)).toBe(PALETTE.dark.paper);
});

it('draws how sure somebody was as a curve against the line on which both are the same, with how many at each point', () => {
  const calibration = [
    { certainty: 'sure' as const, answered: 10, right: 7 },
    { certainty: 'guess' as const, answered: 4, right: 1 },
  ];
  const { tree, alt } = standingPicture({
    title: 'Where you stand',
    note: undefined,
    seats: [],
    figures: [],
    trend: [],
    calibration,
    skills: { lens: 'section', masteries: [] },
  });
  const said = JSON.stringify(tree);
  expect(said).toMatch(/"points":\[\[0\.16\d*,0\.25\],\[0\.87\d*,0\.7\]\]/);
  expect(said).toContain('"points":[[0,0.2],[1,1]]');
  for (const label of ['Guess (4)', 'Sure (10)']) expect(said).toContain(`"label":"${label}"`);
  expect(alt).toContain('Sure: right in 7 of 10');
});

it('counts answers by week of a zone, oldest first', () => {
  const at = (when: string, right: boolean) => ({ answeredAt: Temporal.Instant.from(when), right });
  const answers = [
    at('2026-11-29T23:30:00Z', true),
    at('2026-11-29T22:30:00Z', false),
    at('2026-11-24T12:00:00Z', true),
    at('2026-01-01T12:00:00Z', true),
  ];
  const now = Temporal.Instant.from('2026-12-02T12:00:00Z');
  const weeks = trendOf(answers, now, 'Europe/Berlin', 8);
  expect(weeks.map(({ monday, answered, right }) => [monday.toString(), answered, right])).toEqual([
    ['2026-11-23', 2, 1],
    ['2026-11-30', 1, 1],
  ]);
});

const standing: fc.Arbitrary<Standing> = fc.record({
  title: fc.string(),
  note: fc.option(fc.string(), { nil: undefined }),
  seats: fc.array(fc.constantFrom('present', 'excused', 'missed', 'ahead'), { maxLength: 12 }),
  figures: fc.array(fc.tuple(fc.string(), fc.string()), { maxLength: 3 }),
  trend: fc
    .array(fc.record({ answered: fc.integer({ min: 1, max: 90 }), right: fc.nat(1) }), { maxLength: 8 })
    .map((weeks) =>
      weeks.map((week, at) => ({ ...week, monday: Temporal.PlainDate.from('2026-09-07').add({ weeks: at }) })),
    ),
  calibration: fc.constantFrom([], [{ certainty: 'sure' as const, answered: 3, right: 2 }]),
  skills: fc
    .array(
      fc.record({
        slug: fc.string(),
        title: fc.string({ maxLength: 80 }),
        answered: fc.nat(40),
        right: fc.constant(0),
      }),
      { maxLength: 40 },
    )
    .map((masteries) => ({ lens: 'section', masteries })),
});

it('says of every standing what is to be seen, in what an alternative text holds', () => {
  fc.assert(
    fc.property(standing, (some) => {
      const { alt } = standingPicture(some);
      expect(alt.length).toBeLessThanOrEqual(1000);
      expect(alt).not.toMatch(/NaN|undefined/);
    }),
  );
});

it('shows boards and the digest as pictures, where somebody has points', async () => {
  const entry = (memberId: string, name: string, points: number, rank: number) => ({
    memberId,
    name,
    points,
    rank,
    hidden: false,
    workspaceId: 'test:w',
    externalId: name,
  });
  const ranked = [entry('a', 'Ana', 30, 1), entry('b', 'Ben', 20, 2), entry('c', 'Cy', 0, 3)];
  const board = {
    cohort,
    of: 'learners',
    period: 'week',
    ranked,
    viewer: { memberId: 'b', hidden: false, hiddenPoints: undefined },
  } as const;
  expect(leaderboardPicture(board)?.alt).toBe('Autumn: 1. Ana, 30 points; 2. Ben, 20 points; 3. Cy, 0 points.');
  expect(leaderboardPicture({ ...board, ranked: ranked.slice(2) })).toBeUndefined();
  const { curriculum } = stage.services;
  const digest = { cohort, curriculum, week: ranked, overall: ranked, held: 3, coming: [], active: 2 };
  expect(digestPicture(digest)?.alt).toBe('Autumn: last week: 1. Ana, 30 points; 2. Ben, 20 points.');
  expect(digestPicture({ ...digest, week: [] })).toBeUndefined();
  const picture = await drawPicture(digestPicture(digest) ?? standingPicture(fc.sample(standing, 1)[0] as Standing));
  const { blocks } = digestView(digest, picture);
  expect(blocks.findIndex(({ kind }) => kind === 'picture')).toBe(2);
});
