import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createBot } from '../../../src/bot/bot.ts';
import { routes } from '../../../src/routes.ts';
import { plainText } from '../../support/platform.ts';
import { type Actor, refusalOf } from '../../support/rig.ts';
import { plainItem, sixKinds } from '../quizzes/curriculum.ts';
import { ada, cohort, createStage, mentor, organiser, type Stage } from '../quizzes/stage.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await createStage([...sixKinds, plainItem('second', 2)]);
});
afterEach(() => stage.close());

const audit = (more: Record<string, string> = {}, actor: Actor = organiser) =>
  stage.command(actor, 'organise audit', more, 'home');

describe('who did what', () => {
  it('tells what organisers and mentors did with what they gave, the newest first, and nothing that was refused', async () => {
    await stage.command(organiser, 'organise mentors', { add: 'cy' }, 'home');
    await stage.command(mentor, 'quiz post', { session: '1' }, 'home');
    await stage.confirm(organiser, 'organise shift', { days: '2' }, 'home');
    refusalOf(await stage.command(organiser, 'organise remove', { member: 'nobody' }, 'home'));
    refusalOf(await stage.command(ada, 'organise pause', {}, 'home'));
    await stage.command(organiser, 'organise mentors', {}, 'home');
    const lines = (await audit()).text.split('\n').filter((line) => line.includes(' · '));
    expect(lines.map((line) => line.slice(line.indexOf(' · ') + 3))).toEqual([
      '@olga shifted the sessions (days: 2)',
      '@mia opened a round (session: 1)',
      '@olga changed the mentors (add: @cy)',
    ]);
    expect(refusalOf(await audit({}, mentor))).toContain('for organisers');
  });

  it('tells that learners asked and took back, not what, and an event of theirs that comes again once', async () => {
    const question = { question: 'Why is my secret known?', cohort: cohort.id };
    const asked = await stage.command(ada, 'ask.send', question, 'home');
    const taken = await stage.press(ada, asked.view, 'Take it back');
    await stage.repeat(ada, asked.view, 'Take it back', taken.eventId);
    expect(taken.text).toContain('taken your question back');
    const { text } = await audit();
    expect(text).not.toMatch(/secret/);
    expect(text).toMatch(/@ada took a question back\n.*@ada wrote a question for the mentors/);
    expect(text.match(/took a question back/g)).toHaveLength(1);
  });

  it('keeps no code, tells a deed that was delivered twice once, and one that was cut off as not finished', async () => {
    await stage.command(organiser, 'organise link', { code: 'BCDF-GHJK' }, 'home');
    const shown = await stage.command(organiser, 'organise shift', { days: '2' }, 'home');
    await stage.repeat(organiser, shown.view, 'Shift them', 'twice');
    await stage.repeat(organiser, shown.view, 'Shift them', 'twice');
    await stage.query(`update deeds set done_at = null`);
    const { text } = await audit();
    expect(text).not.toContain('BCDF');
    expect(text.match(/shifted the sessions/g)).toHaveLength(1);
    expect(text).toContain('**not finished**');
  });

  it('goes back page by page, for a year and no longer, and as a file', async () => {
    for (let day = 1; day <= 16; day += 1) {
      await stage.confirm(organiser, 'organise shift', { days: '1' }, 'home');
    }
    const first = await audit();
    expect(first.text.match(/shifted/g)).toHaveLength(15);
    const older = await stage.press(organiser, first.view, 'Older');
    expect(older.text.match(/shifted/g)).toHaveLength(1);
    const file = await stage.press(organiser, first.view, 'As a file');
    expect(file.text).toContain('<autumn-audit-2026-11-24.xlsx>');
    const csv = file.view.blocks.flatMap((block) => (block.kind === 'file' ? [block.content] : []))[1];
    expect(String(csv).split('\r\n')[1]).toMatch(
      /^2026-11-24T21:00:\S+Z,Olga,test:olga,took the list of who did what as a file,,organise audit,no$/,
    );
    await stage.query(`update deeds set at = at - interval '366 days' where did like 'shifted%'`);
    await stage.command(organiser, 'organise pause', {}, 'home');
    expect(await stage.query('select did from deeds order by id')).toEqual([
      { did: 'took the list of who did what as a file' },
      { did: 'paused the cohort' },
    ]);
  });
});

/** What each looks at; one that needs nothing is not listed. */
const LOOKS: Readonly<Record<string, Record<string, string>>> = {
  'organise preview': { session: '2' },
};

describe('what only looks', () => {
  const looking = routes.flatMap((route) =>
    route.ack !== 'modal' && (route.who === 'organiser' || route.who === 'mentor') && route.did === null
      ? [route.name]
      : [],
  );

  // Some need a thing that is not there and refuse before they have looked at anything: they are tried where their feature is.
  it.each(looking)('%s writes nothing', async (name) => {
    await stage.command(organiser, 'organise doctor', {}, 'home');
    let failure: unknown;
    const told = await stage.services.db.transaction(async (tx) => {
      await tx.execute(sql`set transaction read only`);
      const bot = createBot(routes, { ...stage.services, db: tx }, (error) => {
        failure = error;
      });
      const person = { manages: true, roles: [], locale: 'en-GB', id: 'olga', name: 'Olga' };
      const place = { platform: 'test', workspace: 'w', channel: 'home' };
      const state = { cohort: cohort.id, ...LOOKS[name] };
      const reply = await bot.handle({ id: name, place, person, action: { route: name, state } }).reply;
      return reply.kind === 'refusal' ? plainText(reply.text) : reply.kind;
    });
    expect(failure).toBeUndefined();
    expect(told).not.toBe('modal');
  });
});
