import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pingsOf } from '../../../src/chat/pings.ts';
import { plain } from '../../support/platform.ts';
import { type Actor, refusalOf } from '../../support/rig.ts';
import { plainItem, sixKinds } from '../quizzes/curriculum.ts';
import { ada, ben, cohort, createStage, cy, dee, mentor, organiser, type Stage, takeRound } from '../quizzes/stage.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await createStage([...sixKinds, plainItem('second', 2)]);
});
afterEach(() => stage.close());

const home = (channel: string) => stage.command(organiser, 'organise home', { channel }, 'home');
const edit = (changes: Record<string, string>) => stage.confirm(organiser, 'organise edit', changes, 'home');
const wordsIn = (channel: string) =>
  stage.platform.messages.filter((one) => one.channel === channel).map(({ view }) => plain(view));
const toOlga = () => wordsIn('dm-olga');

/** Something of the calendar that is due now and can't be posted, then can. */
async function failToPost(): Promise<void> {
  await stage.confirm(organiser, 'organise shift', { days: '1' }, 'home');
  await stage.travelTo(stage.now());
}

describe('a channel that is gone', () => {
  it('is told to the organiser once, with the command that mends it, and once more when posts arrive again', async () => {
    await stage.command(mentor, 'quiz post', { session: '1' }, 'home');
    stage.platform.gone.add('home');
    await failToPost();
    const troubled = toOlga().filter((words) => words.includes('I could not post'));
    expect(troubled).toHaveLength(1);
    expect(troubled[0]).toContain('for **Autumn**. That channel is gone.');
    expect(troubled[0]).toContain('`/organise home`');
    expect((await stage.command(organiser, 'organise deliveries', {}, 'home')).text).toContain(
      '⚠ Posts do not arrive since',
    );

    const moved = await home('new-home');
    expect(moved.text).toContain('lives in @new-home now');
    // The queue retries failures by its own clock; the test skips that and goes on.
    const [failed] = await stage.query(`select key from deliveries where kind = 'notice' and settled_at is null`);
    await stage.command(organiser, 'organise.drop', { key: String(failed?.['key']) }, 'new-home');
    await stage.travelTo(stage.now().add({ hours: 48 }));
    expect(wordsIn('new-home')[0]).toBe('**Autumn** lives in this channel from now on.');
    expect(wordsIn('new-home').some((words) => words.includes('[Join] [Schedule]'))).toBe(true);
    expect(toOlga().filter((words) => words.includes('arrive again'))).toHaveLength(1);
    expect(toOlga().filter((words) => words.includes('I could not post'))).toHaveLength(1);
    expect((await stage.command(organiser, 'organise deliveries', {}, 'new-home')).text).not.toContain('⚠');
  }, 60_000);
});

describe('another home', () => {
  it('takes along what is open, and the old one says where it went', async () => {
    await stage.command(mentor, 'quiz post', { session: '1' }, 'home');
    await home('new-home');
    await stage.travelTo(stage.now());
    expect(wordsIn('new-home').filter((words) => words.startsWith('# Round · '))).toHaveLength(1);
    expect(wordsIn('home').filter((words) => words === 'This goes on in @new-home.')).toHaveLength(1);
    await stage.travelTo(stage.now().add({ hours: 25 }));
    expect(wordsIn('new-home').some((words) => words.startsWith('# Closed · '))).toBe(true);
    expect(stage.failures).toEqual([]);
  });

  it('changes nothing when it can’t be posted to, is the same, or is another cohort’s', async () => {
    stage.platform.gone.add('nowhere');
    expect(refusalOf(await home('nowhere'))).toContain('That channel is gone.');
    expect(refusalOf(await home('home'))).toContain('lives in @home already');
    const preview = await stage.command(organiser, 'cohort create', {
      name: 'Winter',
      start: '2026-12-01',
      days: 'Tue',
      time: '18:00',
      zone: 'Europe/Berlin',
      channel: 'winter',
    });
    await stage.press(organiser, preview.view, 'Create the cohort');
    expect(refusalOf(await home('winter'))).toContain('**Winter** lives in that channel');
    expect(refusalOf(await stage.command(ada, 'organise home', { channel: 'x' }, 'home'))).toContain('for organisers');
    expect(wordsIn('new-home')).toEqual([]);
    await stage.query(`alter table homes add constraint shut check (channel <> 'new-home')`);
    const broken = await home('new-home');
    await stage.query('alter table homes drop constraint shut');
    expect(refusalOf(broken)).toContain('Something broke on my side');
    expect(wordsIn('new-home')).toEqual(['**Autumn** stays in @home after all.']);
    const homes = await stage.query(`select channel from homes where cohort_id = '${cohort.id}'`);
    expect(homes).toEqual([{ channel: 'home' }]);
  });
});

describe('editing', () => {
  const showsIn = async (actor: Actor) => (await stage.command(actor, 'cohort join', {}, 'home')).text;

  it('gives more places to those who waited longest, and tells them', async () => {
    const small = await edit({ capacity: '4' });
    expect(small.text).toContain('Places: **4**, were as many as come');
    const late: Actor[] = ['Eve', 'Fin', 'Gil'].map((name) => ({ id: name.toLowerCase(), name }));
    for (const actor of late) expect(await showsIn(actor)).toMatch(/number \d on the waiting list/);
    expect((await edit({ capacity: '6' })).text).toContain('2 people move up from the waiting list and will be told');
    await stage.travelTo(stage.now());
    expect(wordsIn('dm-eve').join()).toContain('a place in **Autumn**');
    expect(wordsIn('dm-fin').join()).toContain('a place in **Autumn**');
    expect(wordsIn('dm-gil')).toEqual([]);
    expect((await edit({ capacity: '0' })).text).toContain('One person moves up');
  });

  it('takes nobody’s place, no name that is taken, and nothing that is not said', async () => {
    expect(refusalOf(await edit({ capacity: '3' }))).toContain("4 are in already, so there can't be fewer places");
    expect(refusalOf(await edit({}))).toContain('Say what to change');
    const tracked = await edit({ track: 'data-engineering', certainty: 'on' });
    expect(tracked.text).toContain('Track: **Data engineering**, was none. Whoever chose one of their own keeps it');
    expect(tracked.text).toContain('How sure people are: **asked, if they like**');
    expect(await stage.query('select track from cohort_tracks')).toEqual([{ track: 'data-engineering' }]);
    expect(refusalOf(await edit({ track: 'data-engineering' }))).toContain('is like that already');
    expect((await edit({ track: 'general' })).text).toContain('Track: **General**, was Data engineering');
    expect((await edit({ name: 'Autumn 2026' })).text).toContain('Name: **Autumn 2026**, was **Autumn**');
    expect((await stage.command(organiser, 'cohort show', {}, 'home')).text).toContain('# Autumn 2026');
  });
});

describe('editing the channel', () => {
  const look = (options: Record<string, string>) => stage.command(organiser, 'organise edit', options, 'home');

  it('shows from where to where and what lacks there, then moves the cohort with what is open', async () => {
    stage.platform.lacks.set('new-home', [
      { what: 'Attach Files is missing', loss: 'no file can be posted', remedy: 'Give my role Attach Files there.' },
    ]);
    await stage.command(mentor, 'quiz post', { session: '1' }, 'home');
    const shown = await look({ channel: 'new-home', capacity: '9' });
    expect(shown.text).toContain('Channel here: @new-home, was @home.');
    expect(shown.text).toContain('⚠ In @new-home something is missing:\n- Attach Files is missing');
    expect(wordsIn('new-home')).toEqual([]);
    const done = await stage.press(organiser, shown.view, 'Change it');
    expect(done.text).toContain('Done: **Autumn** is changed.');
    expect(wordsIn('new-home')[0]).toBe('**Autumn** lives in this channel from now on.');
    await stage.travelTo(stage.now());
    expect(wordsIn('new-home').filter((words) => words.startsWith('# Round · '))).toHaveLength(1);
    expect(refusalOf(await stage.command(organiser, 'organise edit', { channel: 'new-home' }, 'new-home'))).toContain(
      'is like that already',
    );
    expect(stage.failures).toEqual([]);
  });

  it('changes nothing at all where the channel takes no posts, and says so there where the rest was refused', async () => {
    stage.platform.gone.add('nowhere');
    const blocked = await look({ channel: 'nowhere', name: 'Elsewhere' });
    expect(refusalOf(await stage.press(organiser, blocked.view, 'Change it'))).toContain('That channel is gone.');
    expect((await stage.command(organiser, 'cohort show', {}, 'home')).text).toContain('# Autumn\n');
    const late = await look({ channel: 'new-home', capacity: '5' });
    await stage.command({ id: 'eve', name: 'Eve' }, 'cohort join', {}, 'home');
    await stage.command({ id: 'fin', name: 'Fin' }, 'cohort join', {}, 'home');
    expect(refusalOf(await stage.press(organiser, late.view, 'Change it'))).toContain('are in already');
    expect(wordsIn('new-home')).toEqual(['**Autumn** stays in @home after all.']);
    expect(await stage.query(`select channel from homes where cohort_id = '${cohort.id}'`)).toEqual([
      { channel: 'home' },
    ]);
  });
});

describe('editing what the calendar follows', () => {
  const starts = async () =>
    (await stage.query(`select due_at::text as at from deliveries where kind = 'start' order by session`)).map(
      ({ at }) =>
        Temporal.Instant.from(String(at).replace(' ', 'T'))
          .toZonedDateTimeISO('Europe/Berlin')
          .toPlainDateTime()
          .toString(),
    );

  it('shows from when to when each session moves, and moves nothing before that is confirmed', async () => {
    const before = await starts();
    const shown = await stage.command(organiser, 'organise edit', { days: 'Mon, Wed', time: '19:30' }, 'home');
    expect(shown.text).toContain('When: **Mon, Wed at 19:30 (Europe/Berlin)**, was Tue, Thu at 18:00 (Europe/Berlin)');
    expect(shown.text).toContain('2. <2026-11-26T17:00Z> → <2026-11-25T18:30Z>');
    expect(shown.text).toContain('“**From now on we meet Mon, Wed at 19:30 (Europe/Berlin).**');
    expect(await starts()).toEqual(before);
    expect(wordsIn('home')).toEqual([]);
    const done = await stage.press(organiser, shown.view, 'Change it');
    expect(done.text).toContain('Done: **Autumn** is changed.');
    expect((await starts()).slice(1, 4)).toEqual(['2026-11-25T19:30:00', '2026-11-30T19:30:00', '2026-12-02T19:30:00']);
    await stage.travelTo(stage.now());
    expect(wordsIn('home').join()).toContain(
      '**From now on we meet Mon, Wed at 19:30 (Europe/Berlin).** Session 2 moves',
    );
    expect((await stage.command(organiser, 'schedule', {}, 'home')).text).toContain('The cohort meets at 19:30');
    expect(refusalOf(await stage.press(organiser, shown.view, 'Change it'))).toContain('changed already');
    expect(refusalOf(await edit({ days: 'Mon, Wed' }))).toContain('like that already');
    expect(stage.failures).toEqual([]);
  });

  it('says which pre-work stands already, and posts it once', async () => {
    await stage.confirm(organiser, 'organise shift', { days: '1' }, 'home');
    await stage.travelTo('2026-11-26T12:00:00Z');
    const shown = await stage.command(organiser, 'organise edit', { time: '20:00' }, 'home');
    expect(shown.text).toContain('not posted again: pre-work for session 2.');
    await stage.press(organiser, shown.view, 'Change it');
    await stage.travelTo('2026-11-27T18:30:00Z');
    const keys = stage.platform.messages.map(({ key }) => key.replace('cohort234567/', ''));
    expect(keys.filter((key) => key === 's02/prework')).toHaveLength(1);
    expect(keys).not.toContain('s02/start');
    await stage.travelTo('2026-11-27T19:05:00Z');
    expect(stage.platform.messages.map(({ key }) => key)).toContain('cohort234567/s02/start');
  });

  it('makes no change that was looked at before somebody else made one', async () => {
    const mine = await stage.command(organiser, 'organise edit', { time: '20:00' }, 'home');
    const shift = await stage.command(organiser, 'organise shift', { days: '7' }, 'home');
    await stage.confirm(organiser, 'organise shift', { days: '1' }, 'home');
    const after = await starts();
    expect(refusalOf(await stage.press(organiser, mine.view, 'Change it'))).toContain('changed meanwhile');
    expect(refusalOf(await stage.press(organiser, shift.view, 'Shift them'))).toContain('changed meanwhile');
    expect(await starts()).toEqual(after);
  });

  it('notifies the cohort’s own role of reminder, start, round and close, and of nothing else, until it is taken away', async () => {
    await edit({ pings: 'learners' });
    await stage.confirm(organiser, 'organise shift', { days: '1' }, 'home');
    await stage.travelTo('2026-11-27T21:00:00Z');
    await answerRound();
    // Its count is brought up to date meanwhile, which takes that line from nobody.
    await stage.travelTo(stage.now().add({ minutes: 1 }));
    const [open] = await stage.rounds();
    expect(pingsOf(stage.posted(`round/${open?.id}`)).roles).toEqual(['learners']);
    expect(plain(stage.posted(`round/${open?.id}`))).toContain('Finished: 1');
    await stage.travelTo('2026-11-28T21:00:00Z');
    const pinged = stage.platform.messages.filter(({ view }) => pingsOf(view).roles.includes('learners'));
    const short = ({ key }: { key: string }) => key.replace(/^cohort234567\/|round\/\w+/, '').replace(/\/\d.*/, '');
    expect(pinged.map(short)).toEqual(['s02/reminder', 's02/start', '/results']);
    expect(stage.platform.messages.some(({ key }) => key.endsWith('prework'))).toBe(true);
    expect((await stage.command(ada, 'cohort show', {}, 'home')).text).toContain('Notified: @learners');
    const without = await edit({ without: 'pings' });
    expect(without.text).toContain('Notified here: nobody by role; until now @learners');
    await stage.travelTo('2026-12-02T18:00:00Z');
    expect(stage.platform.messages.filter(({ view }) => pingsOf(view).roles.length > 0)).toHaveLength(3);
  });

  async function answerRound(): Promise<void> {
    const [open] = await stage.rounds();
    const round = stage.posted(`round/${open?.id}`);
    expect(pingsOf(round).roles).toEqual(['learners']);
    await takeRound(stage, ada, round, 6);
  }
});

describe('handing a cohort over', () => {
  const transfer = (actor: Actor, more: Record<string, string> = {}) =>
    stage.command(actor, 'organise transfer', { member: 'ben', ...more }, 'home');

  it('is asked first; the new one is told, is an organiser, and hears of what needs a hand', async () => {
    const shown = await transfer(organiser);
    expect(shown.text).toContain('Hand **Autumn** over to @ben?');
    expect(await stage.query('select created_by from cohorts')).toEqual([{ created_by: 'test:w/olga' }]);
    await stage.press(organiser, shown.view, 'Hand it over');
    await stage.travelTo(stage.now());
    expect(wordsIn('dm-ben').join()).toContain('**Autumn** is yours to look after now');
    stage.platform.gone.add('home');
    await stage.command(ben, 'organise shift', { days: '1' }, 'home');
    await stage.confirm(ben, 'organise shift', { days: '1' }, 'home');
    await stage.travelTo(stage.now());
    expect(wordsIn('dm-ben').join()).toContain('I could not post');
    expect(toOlga()).toEqual([]);
    expect(refusalOf(await transfer(organiser))).toContain('is @ben’s already');
  });

  it('makes no new organisers for whom may not name them', async () => {
    await stage.command(organiser, 'organise organisers', { add: 'cy' }, 'home');
    expect(refusalOf(await transfer(cy, { sure: 'yes' }))).toContain('only people who may manage this workspace');
    expect(refusalOf(await stage.command(organiser, 'organise transfer', { member: 'nobody' }, 'home'))).toContain(
      'used nothing here yet',
    );
    await stage.command(organiser, 'organise organisers', { add: 'ben' }, 'home');
    expect((await transfer(cy)).text).toContain('Hand **Autumn** over');
  });
});

describe('taking somebody out', () => {
  it('gives the place on, keeps what they did, and is undone by joining', async () => {
    await edit({ capacity: '4' });
    const eve: Actor = { id: 'eve', name: 'Eve' };
    await stage.command(eve, 'cohort join', {}, 'home');
    const out = await stage.command(organiser, 'organise remove', { member: 'ben' }, 'home');
    expect(out.text).toContain('@ben is out of **Autumn**. The place goes to whoever waited longest');
    await stage.travelTo(stage.now());
    expect(wordsIn('dm-eve').join()).toContain('a place in **Autumn**');
    const remove = (member: string) => stage.command(organiser, 'organise remove', { member }, 'home');
    expect(refusalOf(await remove('ben'))).toContain('is not in **Autumn**');
    expect(refusalOf(await remove('nobody'))).toContain('have used nothing here yet');
    expect((await stage.command(ben, 'cohort join', {}, 'home')).text).toContain('number 1 on the waiting list');
  });
});

describe('what the calendar posts', () => {
  it('is listed with what is to come and what came, and a thing can be left out and posted after all', async () => {
    await stage.confirm(organiser, 'organise shift', { days: '3' }, 'home');
    const shown = await stage.command(organiser, 'organise deliveries', {}, 'home');
    expect(shown.text).toContain('**To come**');
    const [coming] = await stage.query(
      `select key from deliveries where kind = 'prework' and settled_at is null order by due_at limit 1`,
    );
    const key = String(coming?.['key']);
    const dropped = await stage.press(organiser, shown.view, 'Leave out…', { key });
    expect(dropped.text).toContain('left out: dropped by an organiser');
    await stage.travelTo(stage.now().add({ hours: 24 * 8 }));
    expect(stage.platform.messages.some((message) => message.key === key)).toBe(false);
    const list = await stage.command(organiser, 'organise deliveries', {}, 'home');
    const back = await stage.press(organiser, list.view, 'Post after all…', { key });
    expect(back.reply.kind).toBe('view');
    await stage.travelTo(stage.now());
    expect(stage.platform.messages.filter((message) => message.key === key)).toHaveLength(1);
    expect(refusalOf(await stage.press(organiser, list.view, 'Post after all…', { key }))).toContain(
      'changed meanwhile',
    );
  });

  it('can be posted at once when what kept it is mended: nobody waits for the next try', async () => {
    stage.platform.gone.add('home');
    await failToPost();
    stage.platform.gone.delete('home');
    await stage.query(`update pgboss.job set start_after = now() + interval '1 hour' where state = 'retry'`);
    const [late] = await stage.query(
      `select key from deliveries where kind = 'notice' and settled_at is null and due_at <= '${stage.now()}'`,
    );
    const key = String(late?.['key']);
    const list = await stage.command(organiser, 'organise deliveries', {}, 'home');
    expect(list.text).toContain('**late**, being tried');
    expect(stage.platform.messages.filter((message) => message.key === key)).toEqual([]);
    await stage.press(organiser, list.view, 'Post now, or after all…', { key });
    expect(stage.platform.messages.filter((message) => message.key === key)).toHaveLength(1);
  });

  it('and was given up long ago is still shown, until it is posted after all or left out', async () => {
    await stage.confirm(organiser, 'organise shift', { days: '3' }, 'home');
    await stage.query(
      `update deliveries set queued_at = due_at, settled_at = '2020-01-02', outcome = 'posted' where kind in ('start', 'reminder')`,
    );
    await stage.query(
      `update deliveries set queued_at = due_at, settled_at = '2020-01-01', outcome = 'failed', note = 'gave up after many tries' where kind = 'prework' and session = 2`,
    );
    const [failed] = await stage.query(`select key from deliveries where outcome = 'failed'`);
    const key = String(failed?.['key']);
    const list = await stage.command(organiser, 'organise deliveries', {}, 'home');
    expect(list.text).toMatch(/\*\*Given up before that\*\*\n✗ .* · pre-work for session 2 · given up: gave up after/);
    const after = await stage.press(organiser, list.view, 'Leave out…', { key });
    expect(after.text).not.toContain('Given up before that');
    expect(after.text).toContain('left out: dropped by an organiser');
    expect((await stage.command(organiser, 'organise doctor', {}, 'home')).text).not.toContain('Given up');
  });

  it('never leaves out the close of a round: people wait for it', async () => {
    await stage.command(mentor, 'quiz post', { session: '1' }, 'home');
    const [close] = await stage.query(`select key from deliveries where kind = 'close'`);
    const drop = await stage.command(organiser, 'organise.drop', { key: String(close?.['key']) }, 'home');
    expect(refusalOf(drop)).toContain('changed meanwhile');
  });

  it('can be read before it is posted, as it will be, and the words are those that come', async () => {
    await stage.confirm(organiser, 'organise shift', { days: '3' }, 'home');
    const preview = await stage.command(organiser, 'organise preview', { session: '2' }, 'home');
    for (const title of ['Pre-work', 'Reminder', 'Start', 'In its thread', 'Round']) {
      expect(preview.text).toContain(`**${title}** · <`);
    }
    expect(preview.text).toContain('18:00 Europe/Berlin');
    expect(preview.text).toContain('- Test: @home, nobody is notified\n');
    expect(preview.text).not.toContain('paused');
    const next = await stage.command(organiser, 'organise preview', {}, 'home');
    expect(next.text).toContain('# What is posted for session 2 of Autumn');
    expect(preview.text).toMatch(
      /\*\*Besides, until the next session\*\*\n- <[^>]*>: reminders of session 2 in private\n[\s\S]*- <[^>]*>: checkpoints at the end of the module of session 2, in private/,
    );
    await stage.command(organiser, 'pair rounds', { size: 'pairs' }, 'home');
    expect((await stage.command(organiser, 'organise preview', { session: '1' }, 'home')).text).toContain(
      'pairs of the module of session 1 are drawn, and told in the next morning',
    );
    expect(preview.text).not.toMatch(/\[(Start|I'm here|Open the session)\]/);
    for (const actor of [ada, cy, dee]) {
      expect(refusalOf(await stage.command(actor, 'organise preview', { session: '2' }, 'home'))).toContain(
        'organisers',
      );
    }
    const [start] = await stage.query(`select due_at::text as at from deliveries where kind = 'start' and session = 2`);
    await stage.travelTo(Temporal.Instant.from(String(start?.['at']).replace(' ', 'T')));
    const posted = stage.platform.messages.find(({ key }) => key.endsWith('s02/start'));
    const words = posted === undefined ? 'nothing' : plain(posted.view).split('\n')[1];
    expect(preview.text).toContain(words);
    await stage.confirm(organiser, 'organise edit', { pings: 'everybody' }, 'home');
    await stage.command(organiser, 'organise pause', {}, 'home');
    const paused = await stage.command(organiser, 'organise preview', {}, 'home');
    expect(paused.text).toContain('# What is posted for session 3 of Autumn\n**Autumn** is paused: nothing of this');
    expect(paused.text).toContain('- Test: @home, @everybody is notified of reminders');
  });
});
