import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { View } from '../../../src/chat/view.ts';
import type { Level } from '../../../src/curriculum/assessment-schema.ts';
import { loadCurriculum } from '../../../src/curriculum/load.ts';
import { rowsOf } from '../../../src/features/capstone/rubric.ts';
import { listMentorWork } from '../../../src/features/capstone/store.ts';
import { plain } from '../../support/platform.ts';
import { type Actor, createRig, type Rig, refusalOf } from '../../support/rig.ts';

const organiser: Actor = { id: 'olga', name: 'Olga', manages: true };
const maya: Actor = { id: 'maya', name: 'Maya', roles: ['mentor-role'] };
const milo: Actor = { id: 'milo', name: 'Milo', roles: ['mentor-role'] };
const mona: Actor = { id: 'mona', name: 'Mona', roles: ['mentor-role'] };
const ann: Actor = { id: 'ann', name: 'Ann' };
const ben: Actor = { id: 'ben', name: 'Ben' };
const curriculum = loadCurriculum('curriculum');
const rows = rowsOf(curriculum);

let rig: Rig;
beforeAll(async () => {
  rig = await createRig(curriculum, '2026-11-21T12:00:00Z');
  const preview = await rig.command(organiser, 'cohort create', {
    name: 'Autumn',
    channel: 'home',
    start: '2026-11-24',
    days: 'Tue, Thu',
    time: '18:00',
    zone: 'Europe/Berlin',
    mentors: 'mentor-role',
  });
  await rig.press(organiser, preview.view, 'Create the cohort');
  for (const who of [ann, ben, maya, milo, mona]) await rig.command(who, 'cohort join', {}, 'home');
});
afterAll(async () => {
  await rig.close();
  expect(rig.failures).toEqual([]);
});

/** What was said to somebody in private, oldest first. */
const saidTo = ({ id }: Actor) =>
  rig.platform.messages.filter(({ channel }) => channel === `dm-${id}`).map(({ view }) => plain(view));

const settle = () => rig.travelTo(rig.now().add({ seconds: 1 }));

async function opens(mentor: Actor, learner: string): Promise<View> {
  const { view } = await rig.command(mentor, 'capstone waiting', {}, 'home');
  const selects = view.blocks.flatMap((block) => (block.kind === 'controls' ? block.controls : []));
  const options = selects.flatMap((control) => (control.kind === 'select' ? control.options : []));
  const capstone = options.find(({ label }) => label.includes(learner))?.value ?? '';
  return (await rig.press(mentor, view, 'Open one', { capstone }, 'home')).view;
}

/** Marks every row that is still open for a mentor, all with this level but those that are named. */
async function marks(
  mentor: Actor,
  learner: string,
  level: Level,
  but: Readonly<Record<string, Level>> = {},
): Promise<View> {
  let view = await opens(mentor, learner);
  for (const { slug } of rows) {
    const row = await rig.press(mentor, view, 'Mark a row', { row: slug }, 'home');
    if (row.reply.kind === 'refusal') continue;
    const form = (await rig.press(mentor, row.view, 'Mark it', {}, 'home')).modal;
    const words = `${mentor.name} on ${slug}`;
    view = (
      await rig.command(mentor, 'capstone.marked', { ...form.action.state, level: but[slug] ?? level, words }, 'home')
    ).view;
  }
  return view;
}

describe('choosing a capstone', () => {
  it('is asked for in private before session 9, and once more after it of those who have not', async () => {
    await rig.travelTo('2026-12-21T08:01:00Z');
    expect(saidTo(ann).at(-1)).toContain('It is time to choose your capstone, in **Autumn**');
    expect(saidTo(maya).join('')).not.toContain('capstone');
    const form = (await rig.command(ann, 'capstone choose', { option: 'B' }, 'home')).modal;
    expect(form.fields[0]).toMatchObject({ kind: 'choice', value: 'domain-specific-framework' });
    const state = {
      ...form.action.state,
      option: 'domain-specific-framework',
      title: '@everyone tables',
      words: 'Checks *tables*.',
    };
    const chosen = await rig.command(ann, 'capstone.chosen', state, 'home');
    expect(chosen.text).toContain('@everyone tables');
    expect(chosen.text).toContain('☐ The domain and its words');
    expect(refusalOf(await rig.command(ben, 'capstone.updated', { words: 'x', links: '' }, 'home'))).toContain(
      'You have chosen no capstone yet',
    );
    await rig.travelTo('2026-12-23T08:01:00Z');
    expect(saidTo(ben).at(-1)).toContain('You have not chosen your capstone yet');
    expect(saidTo(ann).join('')).not.toContain('You have not chosen your capstone yet');
  });

  it('reminds of a milestone two days before, only who chose that option and has not delivered it', async () => {
    const option = { option: 'performance-optimization-framework', title: 'Faster', words: 'It makes it faster.' };
    await rig.command(ben, 'capstone.chosen', option, 'home');
    const delivered = await rig.command(ben, 'capstone.deliver', { milestone: 'first-transformation' }, 'home');
    expect(delivered.text).toContain('☑ One transformation, proven harmless');
    expect(refusalOf(await rig.command(ben, 'capstone.deliver', { milestone: 'plugins' }, 'home'))).toContain(
      'another option',
    );
    await rig.travelTo('2026-12-27T08:01:00Z');
    expect(saidTo(ann).at(-1)).toContain('**Plugins from outside** is due');
    expect(saidTo(ben).join('')).not.toContain('**One transformation, proven harmless** is due');
    await rig.travelTo('2027-01-12T08:01:00Z');
    expect(saidTo(ben).at(-1)).toContain('**A framework and not a script** is due');
  });
});

describe('assessing a capstone', () => {
  it('begins when it is handed in with a link, and is nobody’s own', async () => {
    const bad = { words: 'Look.', links: 'ftp://x.example' };
    const said = refusalOf(await rig.command(ann, 'capstone.submitted', bad, 'home'));
    expect(said).toContain('is no link that I can take');
    expect(said).toContain('You wrote: Look.');
    expect(refusalOf(await rig.command(ann, 'capstone.submitted', { words: 'Look.', links: '' }, 'home'))).toContain(
      'need a link',
    );
    const handed = await rig.command(ann, 'capstone.submitted', { words: 'Look.', links: 'https://a.example' }, 'home');
    expect(handed.text).toContain('0 of 2 assessments are in');
    const change = { option: 'cpython-enhancement', title: 'Other', words: 'Other.' };
    expect(refusalOf(await rig.command(ann, 'capstone.chosen', change, 'home'))).toContain('so the choice stands');
    expect(refusalOf(await rig.command(ann, 'capstone waiting', {}, 'home'))).toContain('for the mentors');
  });

  it('gives each seat to one mentor, however many press at once', async () => {
    const views = await Promise.all([maya, milo, mona].map((mentor) => opens(mentor, 'Ann')));
    const taken = await Promise.all(
      [maya, milo, mona].map((mentor, index) =>
        rig.press(mentor, views[index] ?? { kind: 'view', blocks: [] }, 'I’ll assess it', {}, 'home'),
      ),
    );
    expect(taken.filter(({ reply }) => reply.kind === 'view')).toHaveLength(2);
    expect(taken.filter(({ text }) => text === 'All its seats are taken.')).toHaveLength(1);
    const { rows: sitting } = await rig.database.db.execute('select member_id from assessors where left_at is null');
    expect(sitting).toHaveLength(2);
    // For what follows: Maya and Milo.
    for (const mentor of [maya, milo, mona]) {
      if (!sitting.some((one) => one['member_id'] === `test:w/${mentor.id}`)) continue;
      await rig.press(mentor, await opens(mentor, 'Ann'), 'Give the seat up', {}, 'home');
    }
    for (const mentor of [maya, milo]) {
      const view = await opens(mentor, 'Ann');
      expect((await rig.press(mentor, view, 'I’ll assess it', {}, 'home')).text).toContain('0 of 9 rows');
      // A second press is no second seat.
      expect((await rig.press(mentor, view, 'I’ll assess it', {}, 'home')).text).toContain('0 of 9 rows');
    }
  });

  it('keeps each blind to the other until both are in', async () => {
    const early = await opens(maya, 'Ann');
    expect(JSON.stringify(early)).toContain('"disabled":true');
    const done = await marks(maya, 'Ann', 'strong', { internals: 'expert' });
    const handed = await rig.press(maya, done, 'Hand in', {}, 'home');
    expect(handed.text).toContain('You see how you agree when all assessments are in');
    expect(refusalOf(await rig.press(maya, done, 'Hand in', {}, 'home'))).toContain('it is final');
    const row = await rig.press(maya, done, 'Mark a row', { row: 'internals' }, 'home');
    expect(refusalOf(row)).toContain('it is final');
    const seen = [
      plain(await opens(milo, 'Ann')),
      plain(await opens(mona, 'Ann')),
      (await rig.command(ann, 'capstone show', {}, 'home')).text,
      (await rig.command(organiser, 'organise assessments', {}, 'home')).text,
    ];
    for (const words of seen) expect(words).not.toMatch(/Maya on|Expert\b|Strong\b/);
    expect(seen[3]).toContain('Maya ✓');
    expect(
      refusalOf(await rig.command(ann, 'capstone.submitted', { words: 'x', links: 'https://a.example' }, 'home')),
    ).toContain('finished with it already');
  });

  it('asks a third where two are more than one level apart on a row, of whom nobody took the seat the one who assessed least', async () => {
    const done = await marks(milo, 'Ann', 'strong', { internals: 'sound' });
    expect((await rig.press(milo, done, 'Hand in', {}, 'home')).text).toContain('2 of 3 assessments are in');
    await settle();
    expect(saidTo(ann).join('')).not.toContain('has been assessed');
    await rig.travelTo(rig.now().add({ hours: 25 }));
    expect(saidTo(mona).at(-1)).toContain('as the third');
    const third = await opens(mona, 'Ann');
    expect(plain(third)).toContain('0 of 1 rows');
    expect(plain(third)).not.toMatch(/Maya on|Milo on/);
    const marked = await marks(mona, 'Ann', 'strong');
    const handed = await rig.press(mona, marked, 'Hand in', {}, 'home');
    expect(handed.text).toContain('Where it stands: assessed');
  });

  it('shows the result to its learner alone, with words for every row', async () => {
    await settle();
    expect(saidTo(ann).at(-1)).toContain('has been assessed');
    const own = await rig.command(ann, 'capstone show', {}, 'home');
    expect(own.text).toContain('The assessment: 75 of 100');
    for (const { slug } of rows) {
      for (const mentor of ['Maya', 'Milo']) expect(own.text).toContain(`${mentor} on ${slug}`);
    }
    expect(own.text).toContain('Mona on internals');
    expect(own.text).not.toContain('Mona on quality');
    for (const who of [organiser, ben]) {
      const told = await rig.command(who, who === ben ? 'capstone show' : 'organise assessments', {}, 'home');
      expect(told.text).not.toMatch(/75 of 100|Maya on/);
    }
    expect((await rig.command(organiser, 'organise assessments', {}, 'home')).text).toContain(
      'Of 9 rows, two assessors gave 8 the same level and 8 at most one apart. That is too few',
    );
    expect(
      rig.platform.messages.filter(({ channel, view }) => channel === 'home' && plain(view).includes('75 of 100')),
    ).toEqual([]);
  });

  it('shows assessors how they agree once all are in', async () => {
    const view = await rig.command(maya, 'capstone waiting', {}, 'home');
    expect(view.text).toContain('No capstone of **Autumn** waits');
    const { rows: found } = await rig.database.db.execute('select id from capstones order by id');
    const seen = await Promise.all(
      found.map(({ id }) => rig.command(maya, 'capstone.open', { capstone: String(id) }, 'home')),
    );
    const words = seen.map(({ text }) => text).join('');
    expect(words).toContain('You, then Milo and Mona');
    expect(words).toContain('Of 9 rows, two assessors gave 8 the same level and 8 at most one apart.');
    expect(words).toContain(
      'so far: Of 9 rows, two assessors gave 8 the same level and 8 at most one apart. That is too few',
    );
  });

  it('is one for the mentors’ board, as sign-offs and reviews are', async () => {
    const { rows: found } = await rig.database.db.execute('select id from cohorts');
    const work = await listMentorWork(rig.services.db, String(found[0]?.['id']));
    expect(work.map(({ kind, mentorId, learnerId, about }) => [kind, mentorId, learnerId, about])).toEqual(
      ['maya', 'milo', 'mona'].map((mentor) => [
        'assessment',
        `test:w/${mentor}`,
        'test:w/ann',
        'domain-specific-framework',
      ]),
    );
  });

  it('is given to mentors by the organiser at a press, and to none twice', async () => {
    await rig.command(ben, 'capstone.submitted', { words: 'Look.', links: 'https://b.example' }, 'home');
    const stood = await rig.command(organiser, 'organise assessments', {}, 'home');
    const given = await rig.press(organiser, stood.view, 'Give the free seats to mentors', {}, 'home');
    const line = given.text.split('\n').find((one) => one.includes('Ben')) ?? '';
    const names = ['Maya', 'Milo', 'Mona'].filter((name) => line.includes(name));
    expect(names).toHaveLength(2);
    await rig.press(organiser, stood.view, 'Give the free seats to mentors', {}, 'home');
    await settle();
    const { rows: sitting } = await rig.database.db.execute(
      "select count(*)::int as n from assessors where how = 'given'",
    );
    expect(sitting[0]?.['n']).toBe(3);
  });

  it('shows assessors weighted kappa with its n from two capstones on, and of what is not decided nothing', async () => {
    const stood = await rig.command(organiser, 'organise assessments', {}, 'home');
    const line = stood.text.split('\n').find((one) => one.includes('Ben')) ?? '';
    const handIns: string[] = [];
    for (const mentor of [maya, milo, mona].filter(({ name }) => line.includes(name))) {
      const done = await marks(mentor, 'Ben', 'strong', { internals: 'sound' });
      handIns.push((await rig.press(mentor, done, 'Hand in', {}, 'home')).text);
    }
    expect(handIns).toHaveLength(2);
    expect(handIns[0]).not.toContain('kappa');
    expect(handIns[1]).toMatch(/Of 18 rows, .* Weighted kappa is -?\d\.\d\d \(n = 18\)/);
  });
});
