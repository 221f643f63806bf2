import type { View } from '../../../src/chat/view.ts';
import { loadCurriculum } from '../../../src/curriculum/load.ts';
import { plain } from '../../support/platform.ts';
import { type Actor, type Answer, createRig, type Rig } from '../../support/rig.ts';

/** A cohort with two mentors and three learners, from Tuesday morning on, for tests of help. */

const curriculum = loadCurriculum('curriculum');

export const organiser: Actor = { id: 'olga', name: 'Olga', manages: true };
export const maya: Actor = { id: 'maya', name: 'Maya', roles: ['mentor-role'] };
export const milo: Actor = { id: 'milo', name: 'Milo', roles: ['mentor-role'] };
export const ann: Actor = { id: 'ann', name: 'Ann' };
export const ben: Actor = { id: 'ben', name: 'Ben' };
export const cleo: Actor = { id: 'cleo', name: 'Cleo' };

export interface Help {
  rig: Rig;
  cohort: string;
  /** Asks, and lets follow what follows. */
  ask(actor: Actor, question: string, more?: Record<string, string>): Promise<Answer>;
  /** The id of the request with these words. */
  idOf(question: string): Promise<string>;
  take(actor: Actor, question: string): Promise<Answer>;
  /** Uses a route about a question, and lets follow what follows. */
  does(actor: Actor, route: string, question: string, more?: Record<string, string>): Promise<Answer>;
  settle(): Promise<void>;
  /** Lets time pass. */
  pass(duration: Temporal.DurationLike): Promise<void>;
  /** The question in the channel. */
  posted(question: string): View;
  /** What was said in a channel, thread or direct messages, in order, without what was there at `since`. */
  said(channel: string): string[];
  toldTo(actor: Actor): string[];
}

export async function createHelp(startsAt = '2026-11-24T09:00:00Z'): Promise<Help> {
  const rig = await createRig(curriculum, startsAt);
  const preview = await rig.command(organiser, 'cohort create', {
    name: 'Autumn',
    channel: 'home',
    start: '2027-03-02',
    days: 'Tue, Thu',
    time: '18:00',
    zone: 'Europe/Berlin',
    mentors: 'mentor-role',
  });
  await rig.press(organiser, preview.view, 'Create the cohort');
  for (const who of [maya, milo, ann, ben, cleo]) await rig.command(who, 'cohort join', {}, 'home');
  const { rows } = await rig.database.db.execute('select id from cohorts');
  const cohort = String(rows[0]?.['id']);
  const settle = () => rig.travelTo(rig.now());
  await settle();

  const words = (channel: string) =>
    rig.platform.messages.filter((message) => message.channel === channel).map(({ view }) => plain(view));

  async function idOf(question: string): Promise<string> {
    const found = await rig.database.db.execute('select id, question from help_requests');
    const row = found.rows.find((one) => String(one['question']).includes(question));
    if (row === undefined) throw new Error(`nobody asked "${question}"`);
    return String(row['id']);
  }

  const help: Help = {
    rig,
    cohort,
    settle,
    idOf,
    async ask(actor, question, more = {}) {
      const asked = await rig.command(actor, 'ask.send', { question, place: 'thread', ...more }, 'home');
      await settle();
      return asked;
    },
    async does(actor, route, question, more = {}) {
      const done = await rig.command(actor, route, { cohort, request: await idOf(question), ...more }, 'home');
      await settle();
      return done;
    },
    take: (actor, question) => help.does(actor, 'ask.take', question),
    pass: (duration) => rig.travelTo(rig.now().add(duration)),
    posted(question) {
      const found = rig.platform.messages.find(
        ({ key, view }) => /^ask\/[^/]+$/.test(key) && plain(view).includes(question),
      );
      if (found === undefined) throw new Error(`nobody asked "${question}" in a channel`);
      return found.view;
    },
    said: words,
    toldTo: ({ id }) => words(`dm-${id}`),
  };
  return help;
}
