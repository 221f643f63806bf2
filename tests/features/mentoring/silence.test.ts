import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pingsOf } from '../../../src/chat/pings.ts';
import { plain } from '../../support/platform.ts';
import { refusalOf } from '../../support/rig.ts';
import { ann, createHelp, type Help, maya, milo, organiser } from './stage.ts';

let help: Help;
beforeEach(async () => {
  // Tuesday, ten in Berlin.
  help = await createHelp();
});
afterEach(async () => {
  expect(help.rig.failures).toEqual([]);
  await help.rig.close();
});

const callsInHome = () =>
  help.rig.platform.messages.filter(
    ({ channel, key, view }) =>
      channel === 'home' && key.startsWith('ask/') && plain(view).includes('A working day has gone by.'),
  );

const eventsOf = async (kind: string) => {
  const { rows } = await help.rig.database.db.execute(`select at from help_events where kind = '${kind}' order by id`);
  return rows.map(({ at }) => Temporal.Instant.from(String(at).replace(' ', 'T')).toString({ smallestUnit: 'minute' }));
};

describe('a question that nobody takes', () => {
  it('is told to the mentors after a working day, and to the organisers after two, once each', async () => {
    await help.ask(ann, 'Why?');
    await help.rig.travelTo('2026-11-25T08:59:00Z');
    expect(callsInHome()).toEqual([]);
    await help.rig.travelTo('2026-11-25T09:01:00Z');
    expect(callsInHome().map(({ view }) => plain(view))).toEqual([
      expect.stringContaining('A working day has gone by.'),
    ]);
    expect(help.toldTo(organiser)).toEqual([]);
    await help.rig.travelTo('2026-11-26T09:01:00Z');
    expect(help.toldTo(organiser)).toEqual([expect.stringContaining('For two working days no mentor of **Autumn**')]);
    await help.rig.travelTo('2026-11-30T12:00:00Z');
    expect(callsInHome()).toHaveLength(1);
    expect(help.toldTo(organiser)).toHaveLength(1);
  });

  it('counts the hours that mentors have stated, as they are when the time comes', async () => {
    await help.rig.command(milo, 'mentor hours', { pause: 'yes' }, 'home');
    await help.rig.command(maya, 'mentor hours', { days: 'Mon', hours: '9-17' }, 'home');
    await help.ask(ann, 'Why?');
    await help.rig.travelTo('2026-11-27T16:00:00Z');
    // Meanwhile she has the Monday off: the next one counts.
    const off = await help.rig.command(maya, 'mentor hours', { off: '2026-11-30' }, 'home');
    expect(off.text).toContain('Off: 2026-11-30');
    await help.rig.travelTo('2026-12-07T15:59:00Z');
    expect(callsInHome()).toEqual([]);
    await help.rig.travelTo('2026-12-07T16:01:00Z');
    expect(callsInHome()).toHaveLength(1);
  });

  it('is told to both after an outage, once each, however long that was', async () => {
    await help.ask(ann, 'Why?');
    await help.rig.database.db.execute(
      `update deliveries set due_at = '2026-12-04T09:00Z' where kind = 'help-check' and key like '%/waiting/%'`,
    );
    await help.rig.travelTo('2026-12-04T09:01:00Z');
    expect(callsInHome()).toHaveLength(1);
    expect(help.toldTo(organiser)).toHaveLength(1);
    await help.rig.travelTo('2026-12-11T09:00:00Z');
    expect(callsInHome()).toHaveLength(1);
    expect(help.toldTo(organiser)).toHaveLength(1);
    expect(await eventsOf('escalated')).toHaveLength(2);
  });

  it('is told to nobody once it is taken', async () => {
    await help.ask(ann, 'Why?');
    await help.take(maya, 'Why?');
    await help.does(maya, 'ask.say', 'Why?', { words: 'Because.' });
    await help.rig.travelTo('2026-11-27T12:00:00Z');
    expect(callsInHome()).toEqual([]);
    expect(await eventsOf('escalated')).toEqual([]);
  });
});

describe('a talk that goes silent', () => {
  const nudges = (words: string) =>
    help.rig.platform.messages
      .filter(({ channel, view }) => channel.startsWith('thread-') && plain(view).includes(words))
      .map(({ view }) => ({ words: plain(view), pings: pingsOf(view).members }));

  it('is nudged at whoever’s turn it is on the 7th, 14th and 21st day, and closed on the 28th with a reason', async () => {
    await help.ask(ann, 'Why?');
    await help.take(maya, 'Why?');
    await help.does(maya, 'ask.say', 'Why?', { words: 'Because.' });
    await help.pass({ hours: 24 * 7, minutes: 1 });
    expect(nudges('is “Why?” answered?')).toEqual([
      { words: expect.stringContaining("[It's answered]"), pings: ['ann'] },
    ]);
    await help.pass({ hours: 24 * 14 });
    expect(nudges('is “Why?” answered?')).toHaveLength(3);
    expect(nudges('closed in a week')).toHaveLength(1);
    await help.pass({ hours: 24 * 7 });
    expect(await eventsOf('nudged')).toEqual(['2026-12-01T09:00Z', '2026-12-08T09:00Z', '2026-12-15T09:00Z']);
    expect(await eventsOf('closed')).toEqual(['2026-12-22T09:00Z']);
    expect(plain(help.posted('Why?'))).toContain('A question, closed unanswered');
    expect(nudges('for four weeks nobody has said a word')).toHaveLength(1);
    expect(refusalOf(await help.take(milo, 'Why?'))).toContain('was closed');
    expect((await help.does(ann, 'ask.reopen', 'Why?')).text).toContain('waits for a mentor');
  });

  it('asks the mentor where it is theirs, and begins anew with a word that the bot was not told of', async () => {
    const { rig } = help;
    await help.ask(ann, 'Why?');
    await help.take(maya, 'Why?');
    await help.does(maya, 'ask.say', 'Why?', { words: 'Because.' });
    await help.does(ann, 'ask.say', 'Why?', { words: 'But why?' });
    const thread = rig.platform.threads[0]?.channel ?? '';
    rig.platform.voices.push({ channel: thread, person: 'ann', at: rig.now().add({ hours: 48 }) });
    await help.pass({ hours: 24 * 8 });
    expect(nudges('waits for your next word')).toEqual([]);
    await help.pass({ hours: 24 });
    expect(nudges('waits for your next word')).toEqual([
      { words: expect.stringContaining('[Reply]'), pings: ['maya'] },
    ]);
  });

  it('asks no mentor who takes a pause or is off, and goes on where it was when they are back', async () => {
    const { rig } = help;
    const hours = (options: Record<string, string>) => rig.command(maya, 'mentor hours', options, 'home');
    await help.ask(ann, 'Why?');
    await help.take(maya, 'Why?');
    await help.does(maya, 'ask.say', 'Why?', { words: 'Because.' });
    await help.does(ann, 'ask.say', 'Why?', { words: 'But why?' });
    await help.pass({ hours: 24, minutes: 30 });
    await hours({ pause: 'yes' });
    await help.pass({ hours: 24 * 60 });
    expect(nudges('waits for your next word')).toEqual([]);
    expect(await eventsOf('closed')).toEqual([]);
    // Sunday, 24 January: she is back, one working day of five behind her.
    await hours({ pause: 'no' });
    await rig.travelTo('2027-01-28T15:20:00Z');
    expect(nudges('waits for your next word')).toEqual([]);
    await rig.travelTo('2027-01-28T15:40:00Z');
    expect(nudges('waits for your next word')).toHaveLength(1);
  });

  it('is nudged once after an outage, however long, and each time a week lies between', async () => {
    const { rig } = help;
    await help.ask(ann, 'Why?');
    await help.take(maya, 'Why?');
    await help.does(maya, 'ask.say', 'Why?', { words: 'Because.' });
    // Nothing ran for twenty days: the first nudge is found late.
    await rig.database.db.execute(
      `update deliveries set due_at = '2026-12-14T09:00Z' where kind = 'help-check' and key like '%/silent/%'`,
    );
    await rig.travelTo('2026-12-14T09:00:30Z');
    expect(await eventsOf('nudged')).toEqual(['2026-12-14T09:00Z']);
    await rig.travelTo('2027-01-04T09:05:00Z');
    expect(await eventsOf('nudged')).toEqual(['2026-12-14T09:00Z', '2026-12-21T09:00Z', '2026-12-28T09:00Z']);
    expect(await eventsOf('closed')).toEqual(['2027-01-04T09:00Z']);
  });
});

describe('the hours of a mentor', () => {
  it('are stated and read back, and a mistake says what to type', async () => {
    const say = (options: Record<string, string>) => help.rig.command(maya, 'mentor hours', options, 'home');
    expect((await say({})).text).toContain('You have not said yet.');
    const told = await say({ days: 'Mon, Wed', hours: '10-14', zone: 'Asia/Kolkata', capacity: '2' });
    expect(told.text).toContain('Days: Mon, Wed\nHours: 10:00 to 14:00, Asia/Kolkata');
    expect(told.text).toContain('Questions at once: 0 now, at most 2');
    expect((await say({ off: '2026-12-24 to 2027-01-02' })).text).toContain('Off: 2026-12-24 to 2027-01-02');
    expect((await say({ off: 'none' })).text).toContain('Off: no days');
    expect(refusalOf(await say({ off: '2027-01-02 to 2026-12-24' }))).toContain('must be days like');
    expect(refusalOf(await say({ hours: 'early' }))).toContain('must be hours like `9-17`');
    expect(refusalOf(await help.rig.command(ann, 'mentor hours', {}, 'home'))).toContain('for the mentors');
    const skilled = await say({ skills: 'GIL, memory leaks' });
    expect(skilled.text).toContain('Skills: The global interpreter lock, Memory leaks, and what you have helped with');
    expect((await say({ capacity: '2' })).text).toContain('Skills: The global interpreter lock, Memory leaks');
    expect(refusalOf(await say({ skills: 'gil, cooking' }))).toContain('I know no skill like “cooking”');
    for (const question of ['One?', 'Two?', 'Three?']) await help.ask(ann, question);
    for (const question of ['One?', 'Two?']) await help.take(maya, question);
    expect(refusalOf(await help.take(maya, 'Three?'))).toContain('as many as you want at once');
    // What they named is theirs to see first, before they have helped with anything of it.
    await help.ask(ann, 'Who holds the GIL during a read?');
    const own = () => help.rig.command(maya, 'questions', { show: 'skills' }, 'home');
    expect((await own()).text).toContain('1. Who holds the GIL during a read?');
    expect((await own()).text).not.toContain('Three?');
    await say({ skills: 'none' });
    expect((await own()).text).toContain('Nothing waits about what you named, or have helped with.');
  });
});
