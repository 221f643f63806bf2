import { describe, expect, it } from 'vitest';
import { checkRendering } from '../../../src/authoring/check.ts';
import { preview } from '../../../src/authoring/preview/main.ts';
import { teamViewsOfScenario, viewsOfScenario } from '../../../src/authoring/preview/scenario-views.ts';
import { encodeAction } from '../../../src/chat/action.ts';
import type { Control, View } from '../../../src/chat/view.ts';
import { loadCurriculum } from '../../../src/curriculum/load.ts';
import type { Action, Scenario } from '../../../src/curriculum/scenario.ts';
import { curriculumWith, fixtureScenario } from './fixture.ts';

const curriculum = curriculumWith('stuck-pool');
const real = loadCurriculum('curriculum');
const scenario = fixtureScenario();

function long(seed: string, length: number): string {
  return `${seed} ${'many words '.repeat(length)}`.slice(0, length - 1).concat('.');
}

/** As many of everything, and as long, as the schema takes. */
function largest(): Scenario {
  const actions = Array.from({ length: 24 }, (_, index): Action => {
    const about = scenario.actions[index % 10] as Action;
    return {
      ...about,
      id: long(`a${index}`, 60)
        .replaceAll(/[^a-z0-9]+/g, '-')
        .slice(0, 59),
      label: long(`${index}`, 60),
      requires: [],
      role: 'scribe',
      deadEnd: long('Dead', 400),
    };
  });
  const clues = Array.from({ length: 18 }, (_, index) => ({
    ...(scenario.clues[0] as Scenario['clues'][number]),
    id: `${'c'.repeat(57)}${index}`,
    text: long(`${index}`, 140),
    kind: index < 10 ? ('needed' as const) : ('supporting' as const),
    seenIn: [actions[index]?.id ?? ''],
  }));
  const ids = clues.map(({ id }) => id);
  const causes = Array.from({ length: 7 }, (_, index): Scenario['causes'][number] =>
    index === 3
      ? {
          id: `${'x'.repeat(59)}${index}`,
          text: long(`${index}`, 200),
          right: true,
          needs: [ids.slice(0, 5), ids.slice(5, 10)],
        }
      : {
          id: `${'x'.repeat(59)}${index}`,
          text: long(`${index}`, 200),
          right: false,
          refutedBy: ids,
          why: long('Why', 500),
          misconception: 'wrong-idea',
        },
  );
  const fixes = Array.from({ length: 6 }, (_, index): Scenario['fixes'][number] => {
    const about = {
      id: `${'f'.repeat(59)}${index}`,
      title: long(`${index}`, 60),
      outcome: long('Out', 500),
      diff: `@@ pool.py, line 1 @@\n${'+    a line of code that is as long as code may well be\n'.repeat(60)}`,
    };
    return index === 0
      ? { ...about, right: true }
      : { ...about, right: false, failsWith: 'hang', why: long('Why', 500) };
  });
  return {
    ...scenario,
    title: long('T', 60),
    incident: { page: long('P', 800), system: long('S', 1000), pain: long('P', 800) },
    injects: [1, 2, 3].map((at) => ({ at, text: long('N', 600) })),
    mitigations: ['stops', 'eases', 'nothing', 'harms'].map((effect, index) => ({
      id: `${'m'.repeat(59)}${index}`,
      label: long(`${index}`, 60),
      cost: 12,
      effect: effect as Scenario['mitigations'][number]['effect'],
      outcome: long('Out', 400),
    })),
    actions,
    clues,
    causes,
    fixes,
    hints: [1, 2, 3].map(() => ({ cost: 8, text: long('H', 500) })),
    expert: { actions: actions.slice(0, 5).map(({ id }) => id), cost: 10, why: long('W', 400) },
    debrief: {
      cause: long('C', 1500),
      mechanism: long('M', 1500),
      fix: long('F', 1200),
      prevention: long('P', 1200),
      monitoring: long('M', 1200),
      links: [1, 2, 3, 4].map((n) => ({
        title: long(`${n}`, 120),
        url: `https://docs.python.org/3/library/${n}.html`,
      })),
    },
  };
}

describe('everything that people see of a scenario', () => {
  it('fits every platform', () => {
    const { faults, rendered } = checkRendering(curriculum);
    expect(faults).toEqual([]);
    expect(rendered).toBeGreaterThan(100);
  });

  it('can be read on a phone without pushing lines to and fro, in every incident there is', () => {
    const wide = [...real.scenarios.values()].flatMap((one) =>
      viewsOfScenario(one, real).flatMap(({ title, shown }) =>
        (shown.kind === 'view' ? shown.blocks : [])
          .flatMap((block) => (block.kind === 'code' ? block.source.split('\n') : []))
          .filter((line) => [...line].length > 80)
          .map((line) => `${one.slug}, ${title}: ${line}`),
      ),
    );
    expect(wide).toEqual([]);
  });

  it('fits every platform when all of it is as long as it may be', () => {
    const scenarios = new Map([[scenario.slug, largest()]]);
    expect(checkRendering({ ...curriculum, scenarios }).faults).toEqual([]);
  });

  it('never carries in a control what is right', () => {
    const views = [...viewsOfScenario(scenario, curriculum), ...teamViewsOfScenario(scenario, curriculum)];
    const ids = views.flatMap(({ shown }) => (shown.kind === 'view' ? controlsOf(shown).map(idOf) : []));
    expect(ids.length).toBeGreaterThan(100);
    for (const id of ids) expect(id).not.toMatch(/right|fork|spawn|needs|refuted/);
  });

  it('is previewed for its author by its slug or its path', () => {
    const shown = preview(curriculum, 'curriculum/scenarios/stuck-pool/scenario.yaml', { colour: false }) ?? '';
    expect(shown).toContain(
      'Scenario stuck-pool: session 4, difficulty 4, 30 minutes. The expert takes 10: threads, parent, lock.',
    );
    expect(shown).toContain('── threads (inspect, 4 minutes) · Discord: 1 message');
    expect(shown).toContain('**100 of 100**'.replaceAll('*', ''));
  });
});

function controlsOf({ blocks }: View): Control[] {
  return blocks.flatMap((block) => (block.kind === 'controls' ? block.controls : []));
}

function idOf({ action }: Control): string {
  return encodeAction(action);
}
