import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { layOut } from '../../../src/domain/cohorts/calendar.ts';
import { datesInput } from '../../../src/features/calendar/inputs.ts';
import {
  clashesWith,
  meetingDays,
  restsOf,
  TEMPLATE_NAMES,
  TEMPLATES,
  usualStart,
} from '../../../src/features/cohorts/templates.ts';
import { controlOf } from '../../support/platform.ts';
import { type Actor, createRig, type Rig, refusalOf } from '../../support/rig.ts';
import { curriculumOf, plainItem } from '../quizzes/curriculum.ts';

const olga: Actor = { id: 'olga', name: 'Olga', manages: true };
const ann: Actor = { id: 'ann', name: 'Ann' };
let rig: Rig;

beforeAll(async () => {
  rig = await createRig(curriculumOf([plainItem('a', 1)]), '2026-11-16T12:00:00Z');
});
afterAll(() => rig.close());

const create = (options: Record<string, string>, channel = 'lobby') =>
  rig.command(olga, 'cohort create', { zone: 'Europe/Berlin', ...options }, channel);

describe('templates', () => {
  const days = fc.date({ min: new Date('2026-01-01'), max: new Date('2030-01-01'), noInvalidDate: true });
  const dayOf = (date: Date) => Temporal.PlainDate.from(date.toISOString().slice(0, 10));

  it('lay out twelve sessions in as many weeks as they say, on whichever day one begins', () => {
    fc.assert(
      fc.property(days, fc.constantFrom(...TEMPLATE_NAMES), (date, name) => {
        const { weekdays, startTime, label } = TEMPLATES[name];
        const startsOn = usualStart(dayOf(date), weekdays);
        const plan = { startsOn, weekdays, startTime: Temporal.PlainTime.from(startTime), zone: 'UTC' };
        const made = restsOf(name, plan, 12).map((rest) => ({
          change: { kind: 'skip' as const, date: rest },
          madeAt: Temporal.Instant.fromEpochMilliseconds(0),
        }));
        const slots = layOut(plan, made, 12);
        const spent = slots[0]?.date.until(slots[11]?.date ?? startsOn, { largestUnit: 'days' }).days ?? 0;
        expect(`${Math.ceil((spent + 1) / 7)}`).toBe(/^\d+/.exec(label)?.[0]);
        expect(slots[0]?.date.equals(startsOn)).toBe(true);
        expect(dayOf(date).until(startsOn).days).toBeGreaterThanOrEqual(7);
      }),
    );
  });

  it('name only days of the week that are asked for, in their order', () => {
    fc.assert(
      fc.property(days, fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }), (date, weekdays) => {
        const found = meetingDays(dayOf(date), weekdays, 9);
        expect(found).toHaveLength(9);
        expect(found.every((day) => weekdays.includes(day.dayOfWeek))).toBe(true);
        expect(found.toSorted(Temporal.PlainDate.compare)).toEqual(found);
      }),
    );
  });
});

it('tells a session that overlaps with one of another cohort from one that begins when that ends', () => {
  const held = (session: number, at: string) => ({ session, startsAt: Temporal.Instant.from(at) });
  const ours = [held(1, '2026-12-01T18:00Z'), held(2, '2026-12-03T18:00Z')];
  const theirs = [held(1, '2026-12-01T16:00Z'), held(2, '2026-12-03T19:59Z')];
  expect(clashesWith(ours, [{ name: 'Other', slots: theirs }], () => 120)).toEqual([{ name: 'Other', sessions: [2] }]);
  expect(clashesWith(ours, [{ name: 'Other', slots: theirs }], () => 121)).toEqual([
    { name: 'Other', sessions: [1, 2] },
  ]);
  expect(clashesWith(ours, [], () => 120)).toEqual([]);
});

it('reads several days as people write them', () => {
  const read = (typed: string) => datesInput.safeParse(typed).data?.map(String);
  expect(read('2026-12-24, 31 Dec 2026')).toEqual(['2026-12-24', '2026-12-31']);
  expect(read('Dec 24, 2026; 1.1.2027')).toEqual(['2026-12-24', '2027-01-01']);
  expect(read('2026-12-24, someday')).toBeUndefined();
});

describe('a draft', () => {
  it('needs a name; the rest is usual, in the channel where it was typed, and reads as the course will', async () => {
    const { text } = await create({ name: 'Bare' }, 'bare');
    expect(text).toContain('12 sessions in 6 weeks, from Tue, 24 Nov 2026 to Thu, 31 Dec 2026');
    expect(text).toContain('When: Tue, Thu at 18:00 (Europe/Berlin)\nWhere: @bare');
    expect(text).toMatch(
      /What I post, as around session 1\*\*\n- <2026-11-22T08:00Z> · pre-work for session 1\n- <2026-11-24T16:00Z> · the reminder of session 1\n- <2026-11-24T17:00Z> · session 1 begins\n- <.+> · the round of session 1\n- <.+> · the scenario of session 1/,
    );
  });

  it('is in the zone that its organiser has on the platform or chose here, else in UTC, and says so until one is picked', async () => {
    const draft = async (actor: Actor, name: string) =>
      rig.command(actor, 'cohort create', { name, start: '2026-12-01' }, 'zoned');
    const blank = await draft({ ...olga, id: 'una', name: 'Una' }, 'Blank');
    expect(blank.text).toContain('When: Tue, Thu at 18:00 (UTC)');
    expect(blank.text).toContain('⚠ These times are in UTC. *Another time zone…* below makes them yours.');
    const placed = await rig.press(olga, blank.view, 'Another time zone…', { zone: 'Asia/Tokyo' });
    expect(placed.text).toContain('When: Tue, Thu at 18:00 (Asia/Tokyo)');
    expect(placed.text).not.toContain('in UTC');
    const zones = controlOf(placed.view, 'Another time zone…');
    expect(zones.kind === 'select' && zones.options[0]?.value).toBe('Asia/Tokyo');
    const paul: Actor = { id: 'paul', name: 'Paul', manages: true, zone: 'America/Denver' };
    expect((await draft(paul, 'Theirs')).text).toContain('(America/Denver)');
    await rig.command(paul, 'notify', { quiet: '22-7', zone: 'Europe/Lisbon' });
    expect((await draft(paul, 'Chosen')).text).toContain('(Europe/Lisbon)');
    expect((await rig.complete(paul, 'cohort create', 'zone', { zone: '' }))[0]?.value).toBe('Europe/Lisbon');
  });

  it('takes its places from its preview, and as many as come again', async () => {
    const first = await create({ name: 'Placed' }, 'placed');
    expect(first.text).toContain('Places: as many as come');
    const few = await rig.press(olga, first.view, 'Places for learners…', { places: '8' });
    expect(few.text).toContain('Places: 8');
    const all = await rig.press(olga, few.view, 'Places for learners…', { places: 'all' });
    expect(all.text).toContain('Places: as many as come');
    await rig.press(olga, few.view, 'Places for learners…', { places: '12' });
    await rig.press(olga, all.view, 'Create the cohort');
    expect((await rig.command(ann, 'cohort show', {}, 'placed')).text).toContain('Places: 12');
  });

  it('is picked anew from its preview as often as one likes, and created as it was last seen', async () => {
    const first = await create({ name: 'Picked', template: 'calm' }, 'picked');
    expect(first.text).toContain('12 sessions in 8 weeks');
    expect(first.text).toContain('Left out: Thu, 3 Dec 2026; Thu, 17 Dec 2026;');
    const day = await rig.press(olga, first.view, 'Another first day…', { start: '2026-11-26' });
    expect(day.text).toContain('from Thu, 26 Nov 2026');
    expect(day.text).toContain('Left out: Tue, 8 Dec 2026;');
    const evenings = await rig.press(olga, day.view, 'Another rhythm…', { template: 'evenings' });
    expect(evenings.text).toContain('When: Mon, Wed at 19:30');
    expect(evenings.text).not.toContain('Left out');
    const late = await rig.press(olga, evenings.view, 'Another time…', { time: '20:00' });
    expect(late.text).toContain('When: Mon, Wed at 20:00');
    expect(late.text).toContain('26 Nov 2026 is not one of the days');
    await rig.press(olga, late.view, 'Create the cohort');
    expect((await rig.command(ann, 'schedule', {}, 'picked')).text).toContain('1. <2026-11-30T19:00Z>');
    expect(refusalOf(await rig.press(olga, first.view, 'Another time…', { time: '10:00' }))).toContain(
      'was created already',
    );
    expect((await rig.command(ann, 'schedule', {}, 'picked')).text).toContain('1. <2026-11-30T19:00Z>');
  });

  it('says which days many are away, leaves them out when asked, and those that were named', async () => {
    const first = await create({ name: 'Winter', start: '2026-12-15', skip: '2026-12-22' }, 'winter');
    expect(first.text).toContain('Left out: Tue, 22 Dec 2026.');
    expect(first.text).toContain('⚠ Many people are away then: session 3 on Thu, 24 Dec 2026, session 5 on Thu, 31');
    const without = await rig.press(olga, first.view, 'Leave those days out');
    expect(without.text).toContain('Left out: Tue, 22 Dec 2026; Thu, 24 Dec 2026; Thu, 31 Dec 2026.');
    expect(without.text).not.toContain('Many people are away');
    await rig.press(olga, without.view, 'Create the cohort');
    expect((await rig.command(ann, 'schedule', {}, 'winter')).text).toContain('3. <2026-12-29T17:00Z>');
  });

  it('is like an earlier cohort but for its dates, and says which sessions clash with it while it runs', async () => {
    const made = await create(
      { name: 'Model', start: '2026-12-01', days: 'Wed', time: '07:30', capacity: '9', mentors: 'staff' },
      'model',
    );
    await rig.press(olga, made.view, 'Create the cohort');
    const like = await create({ name: 'Copy', like: 'model', start: '2026-12-09' }, 'copy');
    expect(like.text).toContain('When: Wed at 07:30 (Europe/Berlin)\nWhere: @copy\nMentors: @staff\nPlaces: 9');
    expect(like.text).toContain(
      '⚠ At the same time as a session of **Model**: sessions 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11.',
    );
    expect(refusalOf(await create({ name: 'Copy', like: 'nothing' }))).toContain('no cohort called **nothing**');
    expect(await rig.complete(olga, 'cohort create', 'like', { like: 'mod' })).toEqual([
      { label: 'Model', value: 'Model' },
    ]);
    await rig.command(olga, 'organise archive', { sure: 'yes' }, 'model');
    const next = await create({ name: 'Next', like: 'Model', start: '2026-12-09' }, 'lobby');
    expect(next.text).toContain('Where: @model');
    expect(next.text).not.toContain('At the same time as');
  });

  it('leaves nothing behind when it was refused, and keeps what it was when a pick is', async () => {
    expect(refusalOf(await create({ name: 'Past', start: '2026-11-10' }))).toContain('in the past');
    const kept = await create({ name: 'Kept' }, 'kept');
    const refused = await rig.press(olga, kept.view, 'Another first day…', { start: '2026-11-10' });
    expect(refusalOf(refused)).toContain('in the past');
    await rig.press(olga, kept.view, 'Discard');
    expect(refusalOf(await rig.press(olga, kept.view, 'Another time…', { time: '10:00' }))).toContain('was discarded');
    expect((await rig.command(olga, 'cohort list')).text).not.toMatch(/Past|Kept/);
    expect(rig.failures).toEqual([]);
  });
});
