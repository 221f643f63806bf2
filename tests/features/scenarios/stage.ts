import { sql } from 'drizzle-orm';
import { decodeAction, encodeAction } from '../../../src/chat/action.ts';
import type { Modal, View } from '../../../src/chat/view.ts';
import type { Scenario } from '../../../src/curriculum/scenario.ts';
import { rows } from '../../../src/database/client.ts';
import { recordDraft } from '../../../src/features/cohorts/store.ts';
import { letteredCauses, letteredFixes } from '../../../src/features/scenarios/letters.ts';
import { controlOf } from '../../support/platform.ts';
import { type Actor, type Answer, createRig, type Rig } from '../../support/rig.ts';
import { ada, ben, cohort, cy, dee, mentor } from '../quizzes/stage.ts';
import { curriculumWith } from './fixture.ts';

export { ada, ben, cohort, cy, dee, mentor, organiser, stranger } from '../quizzes/stage.ts';

/** The bot with a cohort of Ada, Ben, Cy and Dee, mentored by Mia, and scenarios. */
export interface Stage extends Rig {
  scenario: Scenario;
  /** Chooses an option of a select. */
  choose(actor: Actor, view: View, placeholder: string, value: string): Promise<Answer>;
  /** Sends a form with these fields. */
  fill(actor: Actor, modal: Modal, fields: Record<string, string>): Promise<Answer>;
  /** Sends the action of a button again under the same event id. */
  repeat(actor: Actor, view: View, label: string, eventId: string): Promise<void>;
  /** The message under a key that starts like this, as it stands now. */
  posted(key: string): View;
  /** What stands in a channel or thread, in order. */
  messagesIn(channel: string): View[];
  query(source: string): Promise<Record<string, unknown>[]>;
  points(board?: 'learners' | 'mentors'): Promise<Record<string, number>>;
}

export async function createStage(...slugs: string[]): Promise<Stage> {
  const all = slugs.length === 0 ? ['stuck-pool'] : slugs;
  const curriculum = curriculumWith(...all);
  const rig = await createRig(curriculum, '2026-11-24T21:00:00Z');
  const { db } = rig.services;
  await recordDraft(db, cohort);
  for (const actor of [ada, ben, cy, dee, mentor]) await rig.command(actor, 'cohort join', { cohort: cohort.id });
  const query = (source: string) => rows(db, sql.raw(source));
  const scenario = curriculum.scenarios.get(all[0] ?? '');
  if (scenario === undefined) throw new Error('there is no scenario');
  return {
    ...rig,
    ...playerOn(rig, scenario),
    query,
    async repeat(actor, view, label, eventId) {
      const action = decodeAction(encodeAction(controlOf(view, label).action));
      const person = { manages: false, roles: [], locale: 'en-GB', ...actor };
      const place = { platform: 'test', workspace: 'w', channel: 'lobby' };
      await rig.handler.handle({ id: eventId, place, person, action }).reply;
    },
    posted(key) {
      const message = rig.platform.messages.find((candidate) => candidate.key.startsWith(key));
      if (message === undefined) throw new Error(`nothing was posted under ${key}`);
      return message.view;
    },
    messagesIn: (channel) => rig.platform.messages.filter((one) => one.channel === channel).map(({ view }) => view),
    async points(board = 'learners') {
      const sums = await query(
        `select m.name, sum(l.points)::int as points from ledger l join members m on m.id = l.member_id
         where board = '${board}' group by m.name order by m.name`,
      );
      return Object.fromEntries(sums.map(({ name, points }) => [String(name), Number(points)]));
    },
  };
}

/** What it takes to play a scenario on any rig. */
export interface Player {
  press: Rig['press'];
  choose: Stage['choose'];
  fill: Stage['fill'];
  scenario: Scenario;
}

export function playerOn(rig: Rig, scenario: Scenario): Player {
  return {
    press: rig.press,
    scenario,
    choose(actor, view, placeholder, value) {
      const control = controlOf(view, placeholder);
      if (control.kind !== 'select') throw new Error(`${placeholder} is no select`);
      if (!control.options.some((option) => option.value === value)) {
        throw new Error(`"${value}" is none of ${control.options.map((option) => option.value).join(', ')}`);
      }
      return rig.press(actor, view, placeholder, { [control.name]: value });
    },
    fill(actor, modal, fields) {
      const { route, state } = decodeAction(encodeAction(modal.action));
      return rig.command(actor, route, { ...state, ...fields });
    },
  };
}

/** The id of the run that a view's controls belong to. */
export function runOf(view: View): string {
  for (const block of view.blocks) {
    if (block.kind !== 'controls') continue;
    const id = block.controls.map(({ action }) => action.state['run']).find((row) => row !== undefined);
    if (id !== undefined) return id;
  }
  throw new Error('no control carries a run');
}

/** The letter under which a run shows a cause or a fix. */
export function letterOf(scenario: Scenario, row: string, id: string): string {
  const all = [...letteredCauses(scenario, row), ...letteredFixes(scenario, row)];
  const found = all.find(({ thing }) => thing.id === id);
  if (found === undefined) throw new Error(`there is no ${id}`);
  return found.letter;
}

/** The board after these actions, done by one person on their own. */
export async function actAll(stage: Player, actor: Actor, board: View, actions: readonly string[]): Promise<View> {
  let shown = board;
  for (const action of actions) {
    const done = (await stage.choose(actor, shown, 'What do you do?', action)).view;
    shown = (await stage.press(actor, done, 'Board')).view;
  }
  return shown;
}

/** The board after these clues were pinned. */
export async function pinAll(stage: Player, actor: Actor, board: View, clues: readonly string[]): Promise<View> {
  let shown = (await stage.press(actor, board, 'Case file')).view;
  for (const clue of clues) shown = (await stage.choose(actor, shown, 'Pin or unpin', `pin:${clue}`)).view;
  return (await stage.press(actor, shown, 'Board')).view;
}

/** The causes to choose from, after an idea of one's own where that is asked first. */
export async function causesOf(stage: Player, actor: Actor, board: View): Promise<View> {
  const shown = await stage.press(actor, board, 'Diagnose');
  if (!shown.text.includes('What do you think it is?')) return shown.view;
  const form = (await stage.press(actor, shown.view, 'In your own words')).modal;
  return (await stage.fill(actor, form, { words: 'Somebody *holds* it' })).view;
}

/** What follows a diagnosis of this cause. */
export async function diagnose(stage: Player, actor: Actor, board: View, cause: string): Promise<View> {
  const letter = letterOf(stage.scenario, runOf(board), cause);
  const causes = await causesOf(stage, actor, board);
  const asked = (await stage.press(actor, causes, letter)).view;
  return (await stage.press(actor, asked, `It is ${letter}`)).view;
}

/** What follows the deployment of this fix, from a view with the button to the fixes. */
export async function deploy(stage: Player, actor: Actor, view: View, fix: string): Promise<View> {
  const letter = letterOf(stage.scenario, runOf(view), fix);
  let fixes = (await stage.press(actor, view, 'Fixes')).view;
  const shown = controlOf(fixes, letter);
  if (shown.kind === 'button' && !shown.disabled) fixes = (await stage.press(actor, fixes, letter)).view;
  const asked = (await stage.press(actor, fixes, `Deploy ${letter}`)).view;
  return (await stage.press(actor, asked, `Deploy ${letter}`)).view;
}

/** The clues that the right cause of the fixture needs, and the way to them. */
export const WAY = ['threads', 'parent', 'lock'] as const;
export const NEEDS = ['one-thread', 'parent-holds', 'one-lock'] as const;
