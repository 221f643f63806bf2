import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { View } from '../../../src/chat/view.ts';
import { rows } from '../../../src/database/client.ts';
import { recordDraft } from '../../../src/features/cohorts/store.ts';
import { chooseRound } from '../../../src/features/quizzes/choosing.ts';
import { heldItems } from '../../../src/features/quizzes/held.ts';
import { plain } from '../../support/platform.ts';
import { type Actor, refusalOf } from '../../support/rig.ts';
import { curriculumOf, plainItem, sixKinds } from './curriculum.ts';
import {
  ada,
  answerShown,
  cohort,
  createStage,
  isQuestion,
  itemShown,
  mentor,
  organiser,
  type Stage,
  stranger,
  takeRound,
} from './stage.ts';

/** While a question is asked near somebody, or about to be, no way of theirs leads to what is right in it. */

const items = [...sixKinds, ...['one', 'two', 'three', 'four', 'five', 'six'].map((name) => plainItem(name, 1))];

let stage: Stage;
beforeEach(async () => {
  stage = await createStage(items);
});
afterEach(async () => {
  expect(stage.failures).toEqual([]);
  await stage.close();
});

const elsewhere: Actor = { ...ada, at: { platform: 'test', workspace: 'far' } };
const asked = async () => (await stage.rounds())[0]?.items ?? [];

/** The items that somebody is asked in practice, all rounds that they can have. */
async function practised(actor: Actor): Promise<string[]> {
  const seen: string[] = [];
  for (let round = 0; round < 4; round += 1) {
    const started = await stage.command(actor, 'quiz start', { session: '1' });
    if (started.reply.kind === 'refusal') break;
    let { view }: { view: View } = started;
    while (isQuestion(view)) {
      seen.push(itemShown(stage, view).slug);
      const verdict = await answerShown(stage, actor, view, true);
      if (!plain(verdict.view).includes('[Next]')) break;
      view = (await stage.press(actor, verdict.view, 'Next')).view;
    }
  }
  return seen;
}

describe('a round that is open', () => {
  it('is kept out of practice by the same account in another workspace', async () => {
    await stage.command(elsewhere, 'quiz start', { session: '1' });
    await stage.command(mentor, 'quiz post', { session: '1' });
    const open = await asked();
    expect(open).toHaveLength(6);
    const seen = await practised(elsewhere);
    expect(seen.length).toBeGreaterThan(4);
    expect(seen.filter((slug) => open.includes(slug))).toEqual([]);
  });

  it('closes the verdicts of practice that was done before, and opens them after it', async () => {
    const started = (await stage.command(stranger, 'quiz start', { session: '1' })).view;
    const practice = itemShown(stage, started).slug;
    const verdict = await answerShown(stage, stranger, started, true);
    const round = String((await stage.query(`select id from rounds where kind = 'practice'`))[0]?.['id']);
    await rows(
      stage.services.db,
      sql`insert into rounds (id, kind, workspace_id, cohort_id, title, items, opened_at, closes_at, shown_finished)
        values ('open23456789', 'cohort', 'test:w', ${cohort.id}, 'Open', array[${practice}], ${stage.now().toString()},
          ${stage.now().add({ hours: 24 }).toString()}, 0)`,
    );
    const again = () => stage.command(stranger, 'practice.ask', { round, at: '0' });
    expect(verdict.text).toContain('The answer');
    expect(refusalOf(await again())).toContain('its answer stays closed for now. It opens <2026-11-25T21:00Z>');
    await stage.travelTo('2026-11-25T21:05:00Z');
    expect((await again()).text).toContain('You have answered this one before');
  });
});

describe('a round that is planned', () => {
  const plan = async (dueAt: string) =>
    rows(
      stage.services.db,
      sql`insert into deliveries (key, cohort_id, kind, session, due_at)
        values ('planned', ${cohort.id}, 'round', 1, ${dueAt}::timestamptz)`,
    );

  it('is kept out of practice for its own people from the week before, and for nobody else', async () => {
    await plan('2026-12-01T20:00:00Z');
    const next = chooseRound(stage.services.curriculum, cohort.id, 1, new Set()).map(({ slug }) => slug);
    const own = await practised(ada);
    expect(own.length).toBeGreaterThan(4);
    expect(own.filter((slug) => next.includes(slug))).toEqual([]);
    expect((await practised(stranger)).some((slug) => next.includes(slug))).toBe(true);
  });

  it('is what the calendar then asks', async () => {
    await plan('2026-11-25T20:00:00Z');
    const next = chooseRound(stage.services.curriculum, cohort.id, 1, new Set()).map(({ slug }) => slug);
    await stage.travelTo('2026-11-25T20:00:01Z');
    expect([...(await asked())].sort()).toEqual([...next].sort());
  });

  it('holds an item until the last of the rounds that ask it', () => {
    const early = Temporal.Instant.from('2026-11-25T20:00:00Z');
    const late = early.add({ hours: 5 });
    const near = { asked: [early, late, early].map((until) => ({ item: 'one', until })), planned: [] };
    expect([...heldItems(near, curriculumOf(items))]).toEqual([['one', late]]);
  });
});

describe('another cohort of the workspace', () => {
  it('keeps what is right in a closed round from everybody near while it is asked the same', async () => {
    await stage.command(mentor, 'quiz post', { session: '1' });
    await takeRound(stage, ada, stage.posted('round/'), 0);
    await stage.travelTo('2026-11-25T21:05:00Z');
    const open = await asked();
    const other = {
      ...cohort,
      id: 'other2345678',
      name: 'Winter',
      homes: cohort.homes.map((home) => ({ ...home, channel: 'winter' })),
    };
    await recordDraft(stage.services.db, other);
    await rows(
      stage.services.db,
      sql`insert into rounds (id, kind, workspace_id, cohort_id, title, items, opened_at, closes_at, shown_finished)
        select 'other3456789', 'cohort', 'test:w', ${other.id}, 'Other', items, ${stage.now().toString()}::timestamptz,
          ${stage.now().add({ hours: 24 }).toString()}::timestamptz, 0 from rounds where kind = 'cohort'`,
    );
    const looked = await stage.press(stranger, stage.posted('round/'), 'Look at the questions');
    expect(looked.text).toContain('its answer stays closed for now');
    expect(looked.text).not.toMatch(/The answer|The mechanism|% right/);
    const result = await stage.press(ada, stage.posted('round/'), 'My result');
    expect(result.text).toContain('*Told later*');
    expect(result.text).not.toMatch(/✓|✗|Right:/);
    const results = (await stage.command(organiser, 'quiz results', { session: '1' }, 'home')).text;
    expect(results).not.toMatch(/✓|Behind it/);
    expect(open).toHaveLength(6);
  });
});
