import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkPayload } from '../../../src/adapters/discord/limits.ts';
import { renderMessage } from '../../../src/adapters/discord/render.ts';
import { split } from '../../../src/adapters/discord/split.ts';
import { loadCurriculum, parseCurriculum } from '../../../src/curriculum/load.ts';
import type { Curriculum } from '../../../src/curriculum/schema.ts';
import { materialsView, noMaterialsView } from '../../../src/features/sessions/views.ts';
import { FIRST, FURTHER, filesOf, smallCurriculum } from '../../curriculum/builder.ts';
import { type Actor, createRig, type Rig } from '../../support/rig.ts';

const ada: Actor = { id: 'ada', name: 'Ada' };
const olga: Actor = { id: 'olga', name: 'Olga', manages: true };

const long = `## First\n\nRead this.\n\n\`\`\`python\nprint(1)\n\`\`\`\n\n${'Words. '.repeat(250)}\n\n## Second\n\n${'More. '.repeat(250)}\n\n## Third\n\nThe end.`;

/** Session 1 has two materials, the first of several pages, and session 3 has one. */
function readable(): Curriculum {
  const sources = smallCurriculum();
  const third = 'sessions/03-session-3';
  sources[`${FIRST}/materials/reading.md`] = `# Reading\n\n${long}${FURTHER}`;
  sources[`${FIRST}/materials/short.md`] = `All of it.${FURTHER}`;
  sources[`${FIRST}/session.yaml`].materials.push({ title: 'Short', file: 'materials/short.md', minutes: 5 });
  sources[`${third}/materials/shaping.md`] = `Shape it.${FURTHER}`;
  sources[`${third}/session.yaml`].materials.push({ title: 'Shaping', file: 'materials/shaping.md', minutes: 5 });
  return parseCurriculum(filesOf(sources));
}

describe('/materials', () => {
  let rig: Rig;
  beforeAll(async () => {
    rig = await createRig(readable(), '2026-11-20T10:00:00Z');
  });
  afterAll(() => rig.close());

  it('lists what there is to read for a session, with minutes and pages', async () => {
    const { text } = await rig.command(ada, 'materials', { session: '1' });
    expect(text).toContain('# Materials: Some');
    expect(text).toMatch(/- \*\*Reading\*\* \(20 min, [23] pages\)/);
    expect(text).toContain('- **Short** (5 min, 1 page)');
    expect(text).toContain('[Reading] [Short] [The session]');
  });

  it('takes the first session where no cohort says which one comes', async () => {
    const { text } = await rig.command(ada, 'materials');
    expect(text).toContain('**Short**');
  });

  it('opens a material at its first page, with code in a block of its own', async () => {
    const list = await rig.command(ada, 'materials', { session: '1' });
    const { view, text } = await rig.press(ada, list.view, 'Reading');
    expect(text).toContain('# Reading');
    expect(text).toMatch(/Page 1 of \d · Some/);
    expect(text).toContain('(Previous) [Next] [Back]');
    expect(view.blocks).toContainEqual({ kind: 'code', source: 'print(1)', language: 'python' });
  });

  it('turns its pages both ways and stops at the ends', async () => {
    const list = await rig.command(ada, 'materials', { session: '1' });
    let page = await rig.press(ada, list.view, 'Reading');
    const first = page.text;
    let turns = 1;
    for (; page.text.includes('[Next]'); turns += 1) page = await rig.press(ada, page.view, 'Next');
    expect(page.text).toContain(`Page ${turns} of ${turns}`);
    expect(page.text).toContain('[Previous] (Next) [Back]');
    expect(page.text).toContain('The end.');
    for (; page.text.includes('[Previous]'); ) page = await rig.press(ada, page.view, 'Previous');
    expect(page.text).toBe(first);
  });

  it('leads back to its list, and from the session’s own buttons back to the session', async () => {
    const list = await rig.command(ada, 'materials', { session: '1' });
    const second = await rig.press(ada, (await rig.press(ada, list.view, 'Reading')).view, 'Next');
    expect((await rig.press(ada, second.view, 'Back')).text).toBe(list.text);
    const session = await rig.command(ada, 'session', { number: '1' });
    const read = await rig.press(ada, session.view, 'Reading');
    expect((await rig.press(ada, read.view, 'Back')).text).toBe(session.text);
    expect((await rig.press(ada, list.view, 'The session')).text).toBe(session.text);
  });

  it('shows the same page as the session’s button, but for where Back leads', async () => {
    const list = await rig.command(ada, 'materials', { session: '1' });
    const session = await rig.command(ada, 'session', { number: '1' });
    const [one, other] = [await rig.press(ada, list.view, 'Short'), await rig.press(ada, session.view, 'Short')];
    expect(one.text).toBe(other.text);
  });

  it('names the sessions that have materials where one has none, and opens them', async () => {
    const none = await rig.command(ada, 'materials', { session: '2' });
    expect(none.text).toContain('Session 2 has no materials yet. Sessions 1 and 3 have some.');
    expect((await rig.press(ada, none.view, 'Session 3')).text).toContain('- **Shaping** (5 min, 1 page)');
  });

  it('says what to type where there is no such session', async () => {
    const { reply, text } = await rig.command(ada, 'materials', { session: '13' });
    expect(reply.kind).toBe('refusal');
    expect(text).toMatch(/^There is no session 13: they are 1-\d+\.$/);
    const { text: far } = await rig.command(ada, 'materials', { session: '61' });
    expect(far).toBe('`session` must be a whole number from 1 to 60.');
  });

  it('suggests sessions by number and by words of the title', async () => {
    const all = await rig.complete(ada, 'materials', 'session', { session: '' });
    expect(all).toHaveLength(12);
    const some = await rig.complete(ada, 'materials', 'session', { session: 'session 60' });
    expect(some).toEqual([{ label: '12 · Some', value: '12' }]);
  });

  it('reads a button from before there was a way back to the list', async () => {
    const { text } = await rig.command(ada, 'session.material', { number: '1', material: '1', page: '0' });
    expect(text).toContain('# Short');
  });
});

describe('/materials in a cohort', () => {
  let rig: Rig;
  beforeAll(async () => {
    rig = await createRig(readable(), '2026-11-20T10:00:00Z');
    const created = await rig.command(olga, 'cohort create', {
      name: 'Autumn',
      start: '2026-11-24',
      days: 'Tue, Thu',
      time: '18:00',
      zone: 'Europe/Berlin',
      channel: 'home',
      mentors: 'mentors',
    });
    await rig.press(olga, created.view, 'Create the cohort');
  });
  afterAll(() => rig.close());

  it('opens the materials of the session that runs, and after it of the one that comes', async () => {
    await rig.travelTo('2026-11-24T18:00:00Z');
    expect((await rig.command(ada, 'materials')).text).toContain('**Short**');
    await rig.travelTo('2026-11-25T18:00:00Z');
    expect((await rig.command(ada, 'materials')).text).toContain('Session 2 has no materials yet.');
    await rig.travelTo('2026-11-27T18:00:00Z');
    expect((await rig.command(ada, 'materials')).text).toContain('**Shaping**');
  });
});

describe('/materials where nothing is written yet', () => {
  it('says so', async () => {
    const sources = smallCurriculum();
    delete sources[`${FIRST}/materials/reading.md`];
    sources[`${FIRST}/session.yaml`].materials = [];
    const rig = await createRig(parseCurriculum(filesOf(sources)), '2026-11-20T10:00:00Z');
    expect((await rig.command(ada, 'materials')).text).toContain('No session has materials yet.');
    await rig.close();
  });
});

it('lists the materials that are taught in one message each, within the limits', () => {
  const { sessions } = loadCurriculum('curriculum');
  for (const session of sessions) {
    const shown = session.materials.length === 0 ? noMaterialsView(session, sessions) : materialsView(session);
    const messages = split(shown);
    expect(messages).toHaveLength(1);
    for (const message of messages) checkPayload(renderMessage(message));
  }
});

describe('/session', () => {
  it('tells the core of the practice from what is for those who have time, with hours', async () => {
    const sources = smallCurriculum();
    sources[`${FIRST}/session.yaml`].practice = [
      { title: 'A longer one', minutes: 75, text: 'Go on.', check: 'It goes.' },
      { title: 'The heart of it', minutes: 120, core: true, text: 'Try it.', check: 'It works.' },
      { title: 'Its end', minutes: 90, core: true, text: 'End it.', check: 'It ends.' },
    ];
    const rig = await createRig(parseCurriculum(filesOf(sources)), '2026-11-20T10:00:00Z');
    try {
      const { text, view } = await rig.command(ada, 'session', { session: '1' });
      expect(text).toContain(
        '**Practice** (3 h 30 min)\n- The heart of it (120 min)\n- Its end (90 min)\n**If you have time** (1 h 15 min)\n- A longer one (75 min)',
      );
      const { text: whole } = await rig.press(ada, view, 'Practice');
      const places = [
        '# Practice (3 h 30 min)',
        'The heart of it',
        'Its end',
        '# If you have time (1 h 15 min)',
        'A longer one',
      ];
      const found = places.map((place) => whole.indexOf(place));
      expect(found.every((at) => at >= 0)).toBe(true);
      expect(found).toEqual(found.toSorted((one, other) => one - other));
    } finally {
      await rig.close();
    }
  });
});
