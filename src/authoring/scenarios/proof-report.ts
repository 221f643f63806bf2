import { explainFaults, type Fault } from '../../curriculum/faults.ts';
import type { Engine } from '../../python/engine.ts';
import type { Held, ScenarioProof } from './proving.ts';

const HEADINGS: Record<ScenarioProof['strength'], string> = {
  proven: 'proven by running',
  nowhere: 'not proven for want of a Python',
  wrong: 'wrong',
};

/** What ran on which Python with which result, scenario by scenario, and then what must be put right. With `all`, each Python's measurement. */
export function explainScenarioProofs(
  proofs: readonly ScenarioProof[],
  engines: readonly Engine[],
  faults: readonly Fault[],
  all: boolean,
): string {
  const wrong = [...faults, ...proofs.flatMap((proof) => proof.faults)];
  const counts = (['proven', 'nowhere', 'wrong'] as const).map(
    (strength) => `${proofs.filter((proof) => proof.strength === strength).length} ${HEADINGS[strength]}`,
  );
  return [
    `Python: ${engines.map(({ name }) => name).join(', ') || 'none'}`,
    ...proofs.map((proof) => explainScenario(proof, all)),
    ...(wrong.length > 0 ? [explainFaults(wrong)] : []),
    `${proofs.length} ${proofs.length === 1 ? 'scenario' : 'scenarios'}: ${counts.join(', ')}`,
  ].join('\n\n');
}

function explainScenario(proof: ScenarioProof, all: boolean): string {
  const { slug, scenario, strength, paths, held, engines, lacks, missing } = proof;
  const needs = scenario.requires.length === 0 ? '' : ` with ${scenario.requires.join(' and ')}`;
  const ran = engines.length === 0 ? 'on no Python' : `on ${engines.map(({ name }) => name).join(', ')}`;
  const width = Math.max(...paths.map((path) => path.length), 0);
  return [
    `${slug}: ${HEADINGS[strength]}, ${ran}`,
    ...paths.flatMap((path) => explainPath(path, width, held, engines, all)),
    ...lacks.map((lack) => `  not run: ${lack}`),
    ...(missing.length === 0 ? [] : [`  not run: CPython ${missing.join(', ')}${needs}, which is not here`]),
  ].join('\n');
}

function explainPath(
  path: string,
  width: number,
  held: readonly Held[],
  engines: readonly Engine[],
  all: boolean,
): string[] {
  const its = held.filter((one) => one.path === path && engines.includes(one.engine));
  const start = `  ${path.padEnd(width)}  `;
  const [first] = its;
  if (first === undefined) return [`${start}${engines.length === 0 ? 'not run' : 'contradicts the scenario'}`];
  if (all) return its.map((one) => `${start}${explainHeld(one)} (${one.engine.name})`);
  const part = its.length === engines.length ? '' : ` (on ${its.map(({ engine }) => engine.name).join(', ')} only)`;
  return [`${start}${explainHeld(first)}${part}`];
}

function explainHeld({ verdict: { verdict, symptom, saw } }: Held): string {
  return `${verdict}${symptom === null ? '' : `, ${symptom}`}: ${saw.replace(/\s+/g, ' ')}`;
}

/** How the command ends: 1 where something contradicts a scenario, 2 where nothing could be run. */
export function exitCodeOf(proofs: readonly ScenarioProof[], faults: readonly Fault[], strict: boolean): 0 | 1 | 2 {
  if (faults.length > 0 || proofs.some(({ strength }) => strength === 'wrong')) return 1;
  if (proofs.every(({ strength }) => strength === 'nowhere')) return 2;
  return strict && proofs.some(({ strength }) => strength === 'nowhere') ? 1 : 0;
}
