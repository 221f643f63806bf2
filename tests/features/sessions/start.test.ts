import { expect, it, onTestFinished } from 'vitest';
import { createDiscord } from '../../../src/adapters/discord/index.ts';
import { createMailroom } from '../../../src/deliveries/mailroom.ts';
import { recordDraft } from '../../../src/features/cohorts/store.ts';
import { start } from '../../../src/features/sessions/jobs.ts';
import { createFakeDiscord } from '../../support/fake-discord/index.ts';
import { plain } from '../../support/platform.ts';
import { plainItem } from '../quizzes/curriculum.ts';
import { cohort, createStage } from '../quizzes/stage.ts';

const about = { key: `${cohort.id}/start/1`, cohortId: cohort.id, kind: 'start', session: 1 } as const;

it.each([
  [50013, 'Create Public Threads'],
  [160006, 'too many open threads'],
])('a session begins in the channel where Discord opens no thread (%i), and is not tried again', async (code, why) => {
  const stage = await createStage([plainItem('first', 1)]);
  const fake = await createFakeDiscord();
  const discord = createDiscord({ token: fake.token, apiUrl: fake.api, commands: [], log: () => {} });
  onTestFinished(async () => {
    await fake.close();
    await stage.close();
  });
  const { db, clock } = stage.services;
  const home = { workspaceId: `discord:${fake.guildId}`, channel: fake.home, mentorRole: null };
  const there = { ...cohort, id: 'there2345678', name: 'There', workspaceId: home.workspaceId, homes: [home] };
  await recordDraft(db, there);
  const mail = createMailroom({ db, platforms: new Map([['discord', discord]]), clock, wake: async () => {} });
  fake.denyThreads(fake.home, code);

  const delivery = { ...about, key: `${there.id}/start/1`, cohortId: there.id, dueAt: clock(), uselessAt: null };
  for (let time = 0; time < 2; time += 1) {
    const result = await start(delivery, there, { ...stage.services, mail }, clock());
    expect(result).toEqual({ outcome: 'posted' });
  }

  const texts = fake.channel(fake.home).messages.map(({ text }) => text);
  expect(texts).toHaveLength(2);
  expect(texts[0]).toContain('the agenda is below');
  expect(texts[0]).not.toContain('thread');
  expect(texts[1]).toContain('What it is for');
  const notices = await stage.query(`select detail from deliveries where cohort_id = '${there.id}'`);
  expect(notices).toEqual([
    { detail: { kind: 'threadless', session: 1, remedy: expect.stringContaining(why) as unknown } },
  ]);
});

it('tells the organiser in private, once, of a session that began without its thread', async () => {
  const stage = await createStage([plainItem('first', 1)]);
  onTestFinished(() => stage.close());
  const organiser = { id: 'olga', name: 'Olga', manages: true };
  await stage.confirm(organiser, 'organise shift', { days: '1' }, 'home');
  stage.platform.threadless.add('home');
  await stage.travelTo(stage.now().add({ hours: 24 * 3 }));
  const told = stage.platform.messages
    .filter(({ channel }) => channel === 'dm-olga')
    .map(({ view }) => plain(view))
    .filter((words) => words.includes('without a thread'));
  expect(told).toEqual([
    "Session 2 of **Autumn** began without a thread, so its agenda stands in the channel. I may not open threads there.\n[How it stands] [What's next]",
  ]);
  expect(stage.failures).toEqual([]);
});
