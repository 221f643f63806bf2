import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { renewCalendars } from '../../src/deliveries/renewing.ts';
import { plainItem } from '../features/quizzes/curriculum.ts';
import { createStage, organiser, type Stage } from '../features/quizzes/stage.ts';
import { plain } from '../support/platform.ts';

/** What a start of the program does with calendars that were planned by an earlier one. */

let stage: Stage;
beforeEach(async () => {
  stage = await createStage([plainItem('one', 1)]);
  await stage.confirm(organiser, 'organise shift', { days: '1' }, 'home');
  await stage.travelTo(stage.now());
});
afterEach(() => stage.close());

const told = () =>
  stage.platform.messages.filter(({ key }) => key.includes('/replanned')).map(({ view }) => plain(view));
const starts = () =>
  stage.query(`select session, due_at::text as at from deliveries where kind = 'start' order by session`);
async function restart(sessions = 12): Promise<void> {
  const { curriculum } = stage.services;
  const known = { ...curriculum, sessions: curriculum.sessions.slice(0, sessions) };
  await renewCalendars({ ...stage.services, curriculum: known }, stage.now());
  await stage.travelTo(stage.now().add({ seconds: 1 }));
}

describe('a start of the program', () => {
  it('plans nothing anew where nothing has changed, and says nothing', async () => {
    const before = await starts();
    await restart();
    expect(await starts()).toEqual(before);
    expect(told()).toEqual([]);
  });

  it('follows rules of time zones that are others by now, and says from when to when each session moves', async () => {
    const before = await starts();
    // As they were planned when the zone still had other rules.
    await stage.query(
      `update deliveries set due_at = due_at + interval '1 hour' where session >= 11 and queued_at is null`,
    );
    await restart();
    expect(await starts()).toEqual(before);
    expect(told()).toHaveLength(1);
    expect(told()[0]).toMatch(
      /- Session 11 moves from <2026-12-30T18:00Z> to <2026-12-30T17:00Z>\.\n- Session 12 moves from <.+> to <.+>\.\n\[Schedule\]/,
    );
    await restart();
    expect(told()).toHaveLength(1);
  });

  it('follows a course that is shorter or longer, and takes nothing for new that was left out', async () => {
    await stage.query(
      `update deliveries set queued_at = now(), settled_at = now() where kind = 'start' and session = 5`,
    );
    await restart(11);
    expect(told()[0]).toContain('- Session 12 is not held any more.');
    expect(await starts()).toHaveLength(11);
    await restart(12);
    expect(told()[1]).toContain('- Session 12 is new: <');
    expect(told()[1]).not.toContain('Session 5');
    expect(told()).toHaveLength(2);
  });

  it('leaves a paused cohort alone', async () => {
    await stage.command(organiser, 'organise pause', {}, 'home');
    await restart(11);
    expect(await starts()).toHaveLength(1);
    expect(told()).toEqual([]);
  });
});
