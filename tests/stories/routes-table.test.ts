import { mkdirSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { View } from '../../src/chat/view.ts';
import { routes } from '../../src/routes.ts';
import { linkAndSeparate } from './walk/linking.ts';
import { openDiscord } from './walk/on-discord.ts';
import { openPlayground } from './walk/on-playground.ts';
import { openSlack } from './walk/on-slack.ts';
import type { Cast } from './walk/people.ts';
import { openPlay, type Play } from './walk/program.ts';
import { agingIn, hasButton, holesIn, stumblesIn } from './walk/reading.ts';
import { createRecords, type Said } from './walk/records.ts';
import { holesOf, tableOf, writeTable } from './walk/table.ts';
import { WALK } from './walk.ts';

/** Every route, used by people on every platform: the same walk three times, and the table of what was seen. */

const records = createRecords();
const GROUNDS = { 'the playground': openPlayground, Discord: openDiscord, Slack: openSlack };

describe.each(Object.entries(GROUNDS))('the walk on %s', (_, open) => {
  let play: Play<[Cast]>;
  beforeAll(async () => {
    play = await openPlay(records, await open(records));
  });
  afterAll(() => play.close());
  it.each(Object.entries(WALK))('comes to %s', (_chapter, walk) => walk({ ...play.casts[0], travelTo: play.travelTo }));
});

describe('what takes two platforms', () => {
  let play: Play<[Cast, Cast, Cast]>;
  beforeAll(async () => {
    play = await openPlay(records, openPlayground(records), await openDiscord(records), await openSlack(records));
  });
  afterAll(() => play.close());
  it('is done and undone from each', async () => {
    const [page, discord, slack] = play.casts;
    for (const [here, there] of [
      [page, discord],
      [discord, slack],
      [slack, page],
    ] as const) {
      await linkAndSeparate(here, there);
    }
  });
});

describe('what people were shown on the walks', () => {
  const stumbled = (rule: (view: View) => readonly string[]) => [
    ...new Set(records.said.flatMap(({ what, view }) => rule(view).map((words) => `${what}: ${words}`))),
  ];
  it('is many things, of every kind', () => {
    const of = (to: Said['to']) => records.said.filter((one) => one.to === to).length;
    expect(of('asker')).toBeGreaterThan(800);
    expect(of('channel')).toBeGreaterThan(200);
    expect(of('person')).toBeGreaterThan(40);
  });
  it('ends no sentence twice, and is put together from pieces that fit', () => {
    expect(stumbled(stumblesIn)).toEqual([]);
  });
  it('says a distance in time only beside its moment', () => {
    expect(stumbled(agingIn)).toEqual([]);
  });
  it('is whole in its notification on Slack', () => {
    expect(stumbled(holesIn)).toEqual([]);
  });
  it('has a button for what comes next wherever somebody was written to in private', () => {
    const written = Map.groupBy(
      records.said.filter(({ to }) => to === 'person'),
      ({ what }) => what.replace(/#\d+$/, ''),
    );
    const ends = [...written].filter(([, parts]) => !parts.some(({ view }) => hasButton(view)));
    expect(ends.map(([key]) => key)).toEqual([]);
  });
});

describe('the table of routes and platforms', () => {
  it('has no hole', () => {
    const names = routes.map(({ name }) => name);
    const rows = tableOf(names, records.all);
    mkdirSync('test-results', { recursive: true });
    writeFileSync('test-results/routes.md', writeTable(rows));
    expect(holesOf(rows)).toEqual([]);
  });
});

/** Routes of which some answers end a piece of work; all answers of those that say so themselves do (`ends`). */
const SOMETIMES: readonly string[] = [
  'round.start',
  'round.answer',
  'practice.summary',
  'card.next',
  'debug.do',
  'debug.debrief',
  'incident.debrief',
  'incident.mine',
  'selftest.answer',
  'selftest.unknown',
  'selftest.results',
  'checkpoint.send',
  'checkpoint.added',
  'checkpoint.decided',
  'checkpoint.withdraw',
  'ask.send',
  'ask.answered',
  'ask.withdraw',
  'ask.release',
  'ask.hand',
  'capstone.chosen',
  'capstone.deliver',
  'capstone.submitted',
  'roadmap.lay',
  'roadmap.tick',
  'session.here',
  'session.rsvp',
  'session.prework-done',
  'pair.met',
  'review.settings',
  'streak.days',
  'notify',
  'cohort join',
  'cohort leave',
  'cohort.confirm',
  'link',
];

describe('the one next thing', () => {
  it('is never only a button away', () => {
    const led = records.all.filter(({ next }) => next === 'led to');
    expect(led.map(({ platform, route }) => `${platform} ${route}`)).toEqual([]);
  });

  it('stands itself in each private answer that ends a piece of work, on every platform', () => {
    const ends = [
      ...SOMETIMES,
      ...routes.flatMap((route) => (route.ack !== 'modal' && route.ends === true ? route.name : [])),
    ];
    const carried = new Set(
      records.all.flatMap(({ next, platform, route }) => (next === 'carried' ? `${platform} ${route}` : [])),
    );
    const platforms = [...new Set(records.all.map(({ platform }) => platform))];
    expect(platforms).toHaveLength(3);
    const missing = ends
      .flatMap((route) => platforms.map((platform) => `${platform} ${route}`))
      .filter((one) => !carried.has(one));
    expect(missing).toEqual([]);
  });
});
