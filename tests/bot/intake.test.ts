import { afterAll, beforeAll, expect, it } from 'vitest';
import type { z } from 'zod';
import { loadCurriculum } from '../../src/curriculum/load.ts';
import { routes } from '../../src/routes.ts';
import { type Actor, createRig, type Rig, refusalOf } from '../support/rig.ts';

const organiser: Actor = { id: 'olga', name: 'Olga', manages: true };
const stranger: Actor = { id: 'sam', name: 'Sam' };
let rig: Rig;

beforeAll(async () => {
  rig = await createRig(loadCurriculum('curriculum'), '2026-11-21T12:00:00Z');
});
afterAll(() => rig.close());

it('asks for rights before it reads what was typed', async () => {
  const typed = { name: 'A', start: 'never', days: 'a'.repeat(90), time: '?', zone: '?', channel: 'home' };
  expect(refusalOf(await rig.command(stranger, 'cohort create', typed))).toContain('for organisers');
  expect(refusalOf(await rig.command(organiser, 'cohort create', typed))).toContain('`start` must be a date');
});

it('asks for rights before it suggests anything for what is being typed', async () => {
  const suggested = (actor: Actor, name: string, option: string) => rig.complete(actor, name, option, { [option]: '' });
  const completed = routes.flatMap((route) =>
    route.ack === 'modal' ? [] : Object.keys(route.complete ?? {}).map((option) => ({ route, option })),
  );
  const guarded = completed.filter(({ route }) => route.who === 'mentor' || route.who === 'organiser');
  const answered: string[] = [];
  for (const { route, option } of guarded) {
    expect(await suggested(stranger, route.name, option), `${route.name}: ${option}`).toEqual([]);
    if ((await suggested(organiser, route.name, option)).length > 0) answered.push(route.name);
  }
  expect(answered).toContain('debug post');
  expect((await suggested(stranger, 'debug start', 'scenario')).length).toBeGreaterThan(0);
  expect(await suggested({ ...stranger, id: 'ulf', isUnsure: true }, 'debug start', 'scenario')).toEqual([]);
  expect(rig.failures).toEqual([]);
});

it('says of text that no database can hold what is wrong with it, in every field of every route', async () => {
  for (const { name, input } of routes) {
    for (const field of Object.keys(input.shape)) {
      for (const words of ['a\0b', 'a\uD800b', 'a'.repeat(4001)]) {
        const said = refusalOf(await rig.command(organiser, name, { [field]: words }));
        expect(said, `${name}: ${field}`).toMatch(/can’t be kept: type it anew|must be at most 4000 characters/);
      }
    }
  }
  expect(rig.failures).toEqual([]);
});

it('answers in words whoever types what every object inherits, into every field of every route that takes it', async () => {
  for (const { name, input } of routes) {
    for (const word of ['constructor', '__PROTO__', 'toString']) {
      const takes = Object.entries(input.shape).filter(([, schema]) => (schema as z.ZodType).safeParse(word).success);
      const options = Object.fromEntries(takes.map(([field]) => [field, word]));
      await rig.command(organiser, name, options);
      for (const [field] of takes) await rig.complete(organiser, name, field, options);
    }
  }
  expect(rig.failures).toEqual([]);
});

it('keeps the name of somebody whose name can’t be kept as it is', async () => {
  await rig.command({ id: 'nul', name: 'N\0ul\uD800' }, 'help');
  const { rows } = await rig.database.db.execute<{ name: string }>("select name from members where id like '%nul'");
  expect(rows).toEqual([{ name: 'Nul\uFFFD' }]);
  expect(rig.failures).toEqual([]);
});

it('gives nothing to somebody who can’t be looked up and is on no record, by any route', async () => {
  const unsure: Actor = { id: 'uma', name: 'U0UMA', isUnsure: true };
  const work = routes.filter(({ ack }) => ack !== 'modal');
  expect(work.length).toBeGreaterThan(150);
  for (const { name } of work) {
    expect(refusalOf(await rig.command(unsure, name)), name).toMatch(/could not look you up|There is no cohort here/);
  }
  const typed = { name: 'Spring', start: '2027-03-01', days: 'Mon', time: '18:00', zone: 'UTC', channel: 'home' };
  const preview = await rig.command(organiser, 'cohort create', typed);
  await rig.press(organiser, preview.view, 'Create the cohort');
  expect(refusalOf(await rig.command(unsure, 'cohort join', {}, 'home'))).toContain('try again in a moment');
  const { rows } = await rig.database.db.execute('select 1 from enrolments');
  expect(rows).toEqual([]);
  // Once they were looked up their place stands, whether the platform answers or not.
  await rig.command({ ...unsure, isUnsure: false }, 'cohort join', {}, 'home');
  expect((await rig.command(unsure, 'next', {}, 'home')).text).not.toContain('look you up');
});

it('reads a date of another calendar as the day it is', async () => {
  const typed = {
    name: 'Year',
    start: '2026-12-01[u-ca=japanese]',
    days: 'Tue',
    time: '18:00',
    zone: 'UTC',
    channel: 'home',
  };
  expect((await rig.command(organiser, 'cohort create', typed)).text).toContain('2026-12-01');
  expect(rig.failures).toEqual([]);
});
