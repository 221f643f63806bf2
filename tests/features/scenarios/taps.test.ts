import { afterAll, beforeAll, expect, it } from 'vitest';
import type { View } from '../../../src/chat/view.ts';
import { loadCurriculum } from '../../../src/curriculum/load.ts';
import type { Scenario } from '../../../src/curriculum/scenario.ts';
import { position, possibleActions, rightCauseOf } from '../../../src/features/scenarios/position.ts';
import { controlOf, plain } from '../../support/platform.ts';
import { createRig, type Rig } from '../../support/rig.ts';
import { letterOf, runOf } from './stage.ts';

const MOST_TAPS = 30;
const curriculum = loadCurriculum('curriculum');

let rig: Rig;
beforeAll(async () => {
  rig = await createRig(curriculum, '2026-11-24T21:00:00Z');
});
afterAll(() => rig.close());

/** Plays with care, as one does on a phone: stops the harm, goes the expert's way and takes two more looks, pins as it reads. */
async function tapsOf(scenario: Scenario): Promise<number> {
  const ada = { id: scenario.slug, name: 'Ada' };
  let taps = 0;
  const press = async (shown: View, label: string): Promise<View> => {
    taps += 1;
    return (await rig.press(ada, shown, label)).view;
  };
  const choose = async (shown: View, placeholder: string, value: string): Promise<View> => {
    // A select is opened, and then chosen from.
    taps += 2;
    const control = controlOf(shown, placeholder);
    if (control.kind !== 'select') throw new Error(`${placeholder} is no select`);
    return (await rig.press(ada, shown, placeholder, { [control.name]: value })).view;
  };
  const cause = rightCauseOf(scenario);
  const needs = new Set(cause.needs[0]);
  const begun = (await rig.command(ada, 'debug start', { scenario: scenario.slug })).view;
  let shown = await press(begun, 'Begin');
  const run = runOf(shown);
  const stop = scenario.mitigations.find(({ effect }) => effect === 'stops')?.id ?? '';
  shown = await press(await choose(shown, 'What do you do against the harm?', stop), 'Board');

  const way = [...scenario.expert.actions];
  const done = position(scenario, 'solo', [
    { move: { kind: 'mitigate', mitigation: stop }, by: 'ada' },
    ...way.map((action) => ({ move: { kind: 'act', action } as const, by: 'ada' })),
  ]);
  const more = possibleActions(scenario, done).toSorted((one, other) => one.cost - other.cost);
  way.push(...more.slice(0, 1).map(({ id }) => id));
  for (const action of way) {
    shown = await choose(shown, 'What do you do?', action);
    for (;;) {
      const lines = plain(shown).split('\n');
      const at = lines.findIndex((line) =>
        scenario.clues.some(({ id, text }) => needs.has(id) && line.startsWith('▫️') && line.includes(text)),
      );
      if (at === -1) break;
      shown = await press(shown, `Pin ${/\*\*(\d+)\*\*/.exec(lines[at] ?? '')?.[1]}`);
    }
  }

  shown = await press(await press(shown, 'Board'), 'Diagnose');
  if (plain(shown).includes('What do you think it is?')) {
    taps += 2;
    const form = (await rig.press(ada, shown, 'In your own words')).modal;
    shown = (await rig.command(ada, form.action.route, { ...form.action.state, words: 'It is held.' })).view;
  }
  const letter = letterOf(scenario, run, cause.id);
  shown = await press(await press(shown, letter), `It is ${letter}`);
  expect(plain(shown), scenario.slug).toContain('That is the cause');
  shown = await press(shown, 'Fixes');
  const fix = letterOf(scenario, run, scenario.fixes.find(({ right }) => right)?.id ?? '');
  const button = controlOf(shown, fix);
  if (button.kind === 'button' && !button.disabled) shown = await press(shown, fix);
  shown = await press(await press(shown, `Deploy ${fix}`), `Deploy ${fix}`);
  expect(plain(shown), scenario.slug).toContain('Fixed: ');
  await press(shown, 'Your path');
  return taps;
}

it('takes at most thirty taps from the page to the debrief, in any incident', async () => {
  const taken: Record<string, number> = {};
  for (const scenario of curriculum.scenarios.values()) taken[scenario.slug] = await tapsOf(scenario);
  expect(Object.entries(taken).filter(([, taps]) => taps > MOST_TAPS)).toEqual([]);
  expect(rig.failures).toEqual([]);
});
