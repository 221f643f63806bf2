import { sql } from 'drizzle-orm';
import { decodeAction, encodeAction } from '../../../src/chat/action.ts';
import type { View } from '../../../src/chat/view.ts';
import type { Scenario } from '../../../src/curriculum/scenario.ts';
import type { Item } from '../../../src/curriculum/schema.ts';
import { rows } from '../../../src/database/client.ts';
import type { Cohort } from '../../../src/domain/cohorts/cohort.ts';
import { recordDraft } from '../../../src/features/cohorts/store.ts';
import { recordHidden } from '../../../src/features/privacy/store.ts';
import { worthOf } from '../../../src/features/quizzes/credit.ts';
import { keyOf, letteredLines, writeAnswer } from '../../../src/features/quizzes/marking.ts';
import type { Round } from '../../../src/features/quizzes/rounds.ts';
import { listRounds } from '../../../src/features/quizzes/store.ts';
import { controlOf } from '../../support/platform.ts';
import { type Actor, type Answer, createRig, type Rig } from '../../support/rig.ts';
import { curriculumOf, everyKind } from './curriculum.ts';

export const [ada, ben, cy, dee]: [Actor, Actor, Actor, Actor] = [
  { id: 'ada', name: 'Ada' },
  { id: 'ben', name: 'Ben' },
  { id: 'cy', name: 'Cy' },
  { id: 'dee', name: 'Dee' },
];
export const mentor: Actor = { id: 'mia', name: 'Mia', roles: ['mentors'] };
export const organiser: Actor = { id: 'olga', name: 'Olga', manages: true };
export const stranger: Actor = { id: 'sam', name: 'Sam' };

export const cohort: Cohort = {
  id: 'cohort234567',
  workspaceId: 'test:w',
  name: 'Autumn',
  status: 'active',
  homes: [{ workspaceId: 'test:w', channel: 'home', mentorRole: 'mentors' }],
  startsOn: Temporal.PlainDate.from('2026-11-24'),
  weekdays: [2, 4],
  startTime: Temporal.PlainTime.from('18:00'),
  zone: 'Europe/Berlin',
  capacity: null,
  createdBy: 'test:w/olga',
  createdAt: Temporal.Instant.from('2026-11-20T10:00:00Z'),
};

/** The bot with a cohort of Ada, Ben, Cy and Dee, of whom Dee is hidden; Mia mentors. */
export interface Stage extends Rig {
  /** The rounds of the cohort, newest first. */
  rounds(): Promise<Round[]>;
  /** The message under a key that starts like this, as it stands now. */
  posted(key: string): View;
  /** A query's rows. */
  query(source: string): Promise<Record<string, unknown>[]>;
  /** Sends the action of a control again under the same event id. */
  repeat(actor: Actor, view: View, label: string, eventId: string): Promise<void>;
  /** Points on a board, by name. */
  points(board?: 'learners' | 'mentors'): Promise<Record<string, number>>;
}

export async function createStage(items: readonly Item[], scenarios: readonly Scenario[] = []): Promise<Stage> {
  const curriculum = { ...curriculumOf(items), scenarios: new Map(scenarios.map((one) => [one.slug, one])) };
  const rig = await createRig(curriculum, '2026-11-24T21:00:00Z');
  const { db } = rig.services;
  await recordDraft(db, cohort);
  for (const actor of [ada, ben, cy, dee, mentor]) await rig.command(actor, 'cohort join', { cohort: cohort.id });
  await recordHidden(db, 'test:w/dee', true);
  const query = (source: string) => rows(db, sql.raw(source));
  return {
    ...rig,
    rounds: () => listRounds(db, cohort.id),
    posted(key) {
      const message = rig.platform.messages.find((candidate) => candidate.key.startsWith(key));
      if (message === undefined) throw new Error(`nothing was posted under ${key}`);
      return message.view;
    },
    query,
    async repeat(actor, view, label, eventId) {
      const action = decodeAction(encodeAction(controlOf(view, label).action));
      const person = { manages: false, roles: [], locale: 'en-GB', ...actor };
      const place = { platform: 'test', workspace: 'w', channel: 'lobby' };
      await rig.handler.handle({ id: eventId, place, person, action }).reply;
    },
    async points(board = 'learners') {
      const sums = await query(
        `select m.name, sum(l.points)::int as points from ledger l join members m on m.id = l.member_id
         where board = '${board}' group by m.name order by m.name`,
      );
      return Object.fromEntries(sums.map(({ name, points }) => [String(name), Number(points)]));
    },
  };
}

/** What somebody's right answers in cohorts' rounds are worth, in points. */
export async function worthOfRight(stage: Stage, person: string): Promise<number> {
  const right = await stage.query(
    `select a.item from answers a join rounds r on r.id = a.round_id
     where r.kind = 'cohort' and a."right" and a.member_id = 'test:w/${person}'
       and not exists (select 1 from answers later where later.round_id = a.round_id and later.item = a.item
         and later.member_id = a.member_id and later.id > a.id)`,
  );
  const all = [...stage.services.curriculum.items.values(), ...everyKind];
  const worths = right
    .map(({ item }) => all.find(({ slug }) => slug === item))
    .map((item) => (item ? worthOf(item) : 0));
  return worths.reduce((sum, worth) => sum + worth, 0);
}

/** The item a question's view shows. */
export function itemShown(stage: Stage, view: View): Item {
  const { title } = shownHeading(view);
  const item = [...stage.services.curriculum.items.values()].find((candidate) => candidate.title === title);
  if (item === undefined) throw new Error(`no item is called ${title}`);
  return item;
}

function shownHeading(view: View): { title: string } {
  const block = view.blocks.find(({ kind }) => kind === 'heading');
  const inline = block?.kind === 'heading' ? block.text[0] : undefined;
  const words = inline?.kind === 'typed' ? inline.text : '';
  return { title: words.slice(words.indexOf(' · ') + 3) };
}

/** Answers the question that a view shows, right or wrong, by the controls it offers. */
export async function answerShown(stage: Stage, actor: Actor, view: View, right: boolean): Promise<Answer> {
  const item = itemShown(stage, view);
  const roundId = roundOf(view);
  const key = writeAnswer(item, roundId, keyOf(item));
  const letters = letteredLines(item, roundId).map(({ letter }) => letter);
  switch (item.kind) {
    case 'single':
    case 'prints':
    case 'fix':
    case 'line':
      return stage.press(actor, view, right ? key : (letters.find((letter) => letter !== key) ?? ''));
    case 'multiple':
    case 'order': {
      const presses = right
        ? [...key]
        : item.kind === 'order'
          ? letters
          : letters.filter((letter) => !key.includes(letter));
      let shown = view;
      for (const letter of presses) shown = (await stage.press(actor, shown, letter)).view;
      return stage.press(actor, shown, 'Submit');
    }
    case 'short': {
      const { modal } = await stage.press(actor, view, 'Answer');
      const { route, state } = decodeAction(encodeAction(modal.action));
      return stage.command(actor, route, { ...state, answer: right ? item.answer : (item.rejects[0]?.text ?? 'no') });
    }
  }
}

/** The id of the round that a view's controls belong to. */
export function roundOf(view: View): string {
  for (const block of view.blocks) {
    if (block.kind !== 'controls') continue;
    const id = block.controls[0]?.action.state['round'];
    if (id !== undefined) return id;
  }
  throw new Error('no control carries a round');
}

/** Takes part in the round under this message, getting the first `rights` questions right. Returns what is shown last. */
export async function takeRound(stage: Stage, actor: Actor, message: View, rights: number): Promise<View> {
  let shown = (await stage.press(actor, message, 'Start')).view;
  for (let done = 0; isQuestion(shown); done += 1) shown = (await answerShown(stage, actor, shown, done < rights)).view;
  return shown;
}

export function isQuestion(view: View): boolean {
  return view.blocks.some(
    (block) =>
      block.kind === 'controls' && block.controls.some((control) => /\.(answer|form)$/.test(control.action.route)),
  );
}
