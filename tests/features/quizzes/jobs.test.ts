import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Mail } from '../../../src/chat/mail.ts';
import { idFrom } from '../../../src/domain/ids.ts';
import { worthOf } from '../../../src/features/quizzes/credit.ts';
import { quizJobs, refreshRounds } from '../../../src/features/quizzes/jobs.ts';
import { findRound } from '../../../src/features/quizzes/store.ts';
import { plain } from '../../support/platform.ts';
import { curriculumOf, plainItem, sixKinds } from './curriculum.ts';
import {
  ada,
  answerShown,
  ben,
  cohort,
  createStage,
  cy,
  isQuestion,
  itemShown,
  mentor,
  type Stage,
  takeRound,
  worthOfRight,
} from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  const more = Array.from({ length: 8 }, (_, index) =>
    plainItem(`second-${index}`, 2, { difficulty: 1 + (index % 5) }),
  );
  stage = await createStage([...sixKinds, ...more]);
});
afterAll(() => stage.close());
afterEach(() => expect(stage.failures).toEqual([]));

function due(session: number, key = `${cohort.id}/s0${session}/round`) {
  return { key, cohortId: cohort.id, kind: 'round', session, dueAt: stage.now(), uselessAt: null } as const;
}

/** Mail that fails at the given call and works otherwise: a process killed there. */
function failingAt(step: keyof Mail): Mail {
  return {
    ...stage.services.mail,
    [step]: () => Promise.reject(new Error('killed here')),
  };
}

describe('the calendar’s round', () => {
  it('opens once, however often the job runs', async () => {
    const id = idFrom(due(1).key);
    const killed = quizJobs.round(due(1), cohort, { ...stage.services, mail: failingAt('post') }, stage.now());
    await expect(killed).rejects.toThrow('killed here');
    expect(await findRound(stage.services.db, id)).toMatchObject({ session: 1 });
    for (let run = 0; run < 3; run += 1) {
      const later = stage.now().add({ minutes: run });
      expect(await quizJobs.round(due(1), cohort, stage.services, later)).toEqual({ outcome: 'posted' });
    }
    expect(await stage.rounds()).toHaveLength(1);
    expect(stage.platform.messages.filter(({ key }) => key === `round/${id}`)).toHaveLength(1);
    expect(await stage.query(`select key from deliveries where kind = 'close'`)).toHaveLength(1);
    expect(await stage.points('mentors')).toEqual({});
  });

  it('is left out when a mentor has opened one of the session that still runs', async () => {
    await stage.command(mentor, 'quiz post', { session: '2' });
    expect(await quizJobs.round(due(2), cohort, stage.services, stage.now())).toEqual({
      outcome: 'skipped',
      note: 'a mentor has opened a round of session 2 already',
    });
    expect(await stage.rounds()).toHaveLength(2);
  });

  it('is left out, with a note, where there is nothing to ask', async () => {
    const empty = await createStage([plainItem('later', 9)]);
    expect(await quizJobs.round(due(2), cohort, empty.services, stage.now())).toEqual({
      outcome: 'skipped',
      note: 'there are no questions for session 2 or before it yet',
    });
    await empty.close();
  });

  it('gets its message from the next mentor when it was left without one', async () => {
    const third = due(3);
    const killed = quizJobs.round(third, cohort, { ...stage.services, mail: failingAt('post') }, stage.now());
    await expect(killed).rejects.toThrow();
    const { text } = await stage.command(mentor, 'quiz post', { session: '3' });
    expect(text).toContain('is open in');
    const message = stage.platform.messages.filter(({ key }) => key === `round/${idFrom(third.key)}`);
    expect(message).toHaveLength(1);
    expect((await stage.rounds()).filter(({ session }) => session === 3)).toHaveLength(1);
  });
});

describe('the close', () => {
  it('ends the same when it is killed at any line and runs again', async () => {
    const id = idFrom(due(1).key);
    await takeRound(stage, ada, stage.posted(`round/${id}`), 5);
    await takeRound(stage, ben, stage.posted(`round/${id}`), 2);
    const close = { ...due(1, `round/${id}/close`), kind: 'close', detail: { round: id } } as const;
    const at = stage.now().add({ hours: 24 }).round('millisecond');
    const killed = quizJobs.close(close, cohort, { ...stage.services, mail: failingAt('edit') }, at);
    await expect(killed).rejects.toThrow('killed here');
    for (let run = 0; run < 3; run += 1) {
      expect(await quizJobs.close(close, cohort, stage.services, at.add({ minutes: run }))).toEqual({
        outcome: 'posted',
      });
    }
    const earned = { Ada: await worthOfRight(stage, 'ada'), Ben: await worthOfRight(stage, 'ben') };
    expect(earned.Ada).toBeGreaterThan(earned.Ben);
    expect(await stage.points()).toEqual(earned);
    expect((await findRound(stage.services.db, id))?.closedAt).toEqual(at);
    expect(plain(stage.posted(`round/${id}`))).toContain('# Closed · ');
    const moments = stage.platform.messages.filter(({ key }) => key === `round/${id}/results`);
    expect(moments).toHaveLength(1);
    expect(plain(stage.posted(`round/${id}/results`))).toContain(
      `1. **Ada**: ${earned.Ada} points\n2. **Ben**: ${earned.Ben} points`,
    );
    const paid = await stage.query(`select distinct at from ledger where board = 'learners'`);
    expect(paid).toHaveLength(1);
  });

  it('of a round that is not there is left out', async () => {
    const close = { ...due(1, 'round/none/close'), kind: 'close', detail: { round: 'none' } } as const;
    expect(await quizJobs.close(close, cohort, stage.services, stage.now())).toMatchObject({ outcome: 'skipped' });
  });

  it('posts the results anew when somebody has deleted the message', async () => {
    const [round] = (await stage.rounds()).filter(({ session }) => session === 2);
    const id = round?.id ?? '';
    await takeRound(stage, cy, stage.posted(`round/${id}`), 6);
    const gone = stage.platform.messages.findIndex(({ key }) => key === `round/${id}`);
    stage.platform.messages.splice(gone, 1);
    const close = { ...due(2, `round/${id}/close`), kind: 'close', detail: { round: id } } as const;
    for (let run = 0; run < 2; run += 1) await quizJobs.close(close, cohort, stage.services, stage.now());
    const results = stage.platform.messages.filter(({ key }) => key === `round/${id}/results`);
    expect(results).toHaveLength(1);
    expect(plain(stage.posted(`round/${id}/results`))).toContain(
      `1. **Cy**: ${await worthOfRight(stage, 'cy')} points`,
    );
  });
});

describe('the count in the channel', () => {
  it('never replaces the results of a round that closes at the same moment', async () => {
    const [round] = (await stage.rounds()).filter(({ session }) => session === 3);
    const id = round?.id ?? '';
    await takeRound(stage, ada, stage.posted(`round/${id}`), 6);
    const close = { ...due(3, `round/${id}/close`), kind: 'close', detail: { round: id } } as const;
    let isFirst = true;
    const mail: Mail = {
      ...stage.services.mail,
      async edit(key, view) {
        // The close comes and goes while this edit is on its way.
        if (isFirst) {
          isFirst = false;
          await quizJobs.close(close, cohort, stage.services, stage.now());
        }
        return stage.services.mail.edit(key, view);
      },
    };
    await refreshRounds({ ...stage.services, mail }, stage.now());
    expect(isFirst).toBe(false);
    expect(plain(stage.posted(`round/${id}`))).toContain('# Closed · ');
  });

  it('of one round is brought up to date when another one’s channel fails, and the failure is told', async () => {
    await stage.travelTo(stage.now().add({ hours: 25 }));
    await stage.command(mentor, 'quiz post', { session: '1' });
    await stage.command(mentor, 'quiz post', { session: '2' });
    const [second, first] = await stage.rounds();
    for (const id of [first?.id, second?.id]) await takeRound(stage, ada, stage.posted(`round/${id}`), 0);
    const mail: Mail = {
      ...stage.services.mail,
      edit: (key, view) =>
        key === `round/${first?.id}`
          ? Promise.reject(new Error('the connection was reset'))
          : stage.services.mail.edit(key, view),
    };
    await expect(refreshRounds({ ...stage.services, mail }, stage.now())).rejects.toThrow(AggregateError);
    expect(plain(stage.posted(`round/${second?.id}`))).toContain('Finished: 1');
    expect(plain(stage.posted(`round/${first?.id}`))).toContain('Finished: nobody yet');
    await refreshRounds(stage.services, stage.now());
    expect(plain(stage.posted(`round/${first?.id}`))).toContain('Finished: 1');
  });
});

describe('a question that is withdrawn while a round is open', () => {
  it('is asked no more, keeps nobody from finishing, and counts for nobody', async () => {
    const changed = await createStage(sixKinds);
    await changed.command(mentor, 'quiz post', { session: '1' });
    const message = changed.posted('round/');
    const first = (await changed.press(ada, message, 'Start')).view;
    const item = itemShown(changed, first);
    const second = (await answerShown(changed, ada, first, true)).view;
    changed.services.curriculum = curriculumOf(sixKinds.filter(({ slug }) => slug !== item.slug));
    let shown = second;
    let asked = 0;
    for (; isQuestion(shown); asked += 1) shown = (await answerShown(changed, ada, shown, true)).view;
    expect(asked).toBe(5);
    await refreshRounds(changed.services, changed.now());
    expect(plain(changed.posted('round/'))).toContain('Finished: 1');
    await changed.travelTo(changed.now().add({ hours: 25 }));
    const earned = (await worthOfRight(changed, 'ada')) - worthOf(item);
    const moment = changed.platform.messages.find(({ key }) => key.endsWith('/results'));
    expect(moment === undefined ? '' : plain(moment.view)).toContain(`1. **Ada**: ${earned} points`);
    expect(await changed.points()).toEqual({ Ada: earned });
    expect(changed.failures).toEqual([]);
    await changed.close();
  });
});
