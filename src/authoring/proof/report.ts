import { explainFaults, type Fault } from '../../curriculum/faults.ts';
import { CPYTHONS, claimedPythons } from '../../curriculum/python-range.ts';
import type { Engine } from '../../python/engine.ts';
import type { Proof } from './prove.ts';

/** In the order of the report: whatever needs work comes last, where a terminal shows it. */
const STRENGTHS = ['proven', 'sources', 'weak', 'nowhere', 'wrong'] as const satisfies Proof['strength'][];

const HEADINGS: Record<Proof['strength'], string> = {
  proven: 'Proven by running',
  weak: 'Run, but not proven',
  sources: 'By its sources only',
  nowhere: 'Not proven, for want of a Python',
  wrong: 'Wrong',
};

/** Everything that is known of every item, as lines of text. With `all`, proven items are listed too. */
export function explainProofs(
  proofs: readonly Proof[],
  engines: readonly Engine[],
  faults: readonly Fault[],
  all: boolean,
): string {
  const lists = STRENGTHS.filter((strength) => strength !== 'wrong' && (all || strength !== 'proven')).flatMap(
    (strength) => explainList(proofs, strength),
  );
  const wrong = [...faults, ...proofs.flatMap((proof) => proof.faults)];
  return [
    `Python: ${engines.map(({ name }) => name).join(', ') || 'none'}`,
    ...lists,
    ...(wrong.length > 0 ? [explainFaults(wrong)] : []),
    explainFigures(proofs, engines),
  ].join('\n\n');
}

function explainList(proofs: readonly Proof[], strength: Proof['strength']): string[] {
  const mine = proofs.filter((proof) => proof.strength === strength);
  if (mine.length === 0) return [];
  return [[`${HEADINGS[strength]} (${mine.length})`, ...mine.map(explainProof)].join('\n')];
}

function explainProof({ file, item, versions, missing, reasons, notes }: Proof): string {
  const where = versions.length === 0 ? '' : `, on ${versions.join(', ')}`;
  const not = versions.length === 0 || missing.length === 0 ? '' : `, not on ${missing.join(', ')}`;
  return `  ${file}: ${item.kind}${where}${not}${[...reasons, ...notes].map((reason) => `; ${reason}`).join('')}`;
}

function explainFigures(proofs: readonly Proof[], engines: readonly Engine[]): string {
  const counts = STRENGTHS.map((strength) => {
    const count = proofs.filter((proof) => proof.strength === strength).length;
    return `  ${HEADINGS[strength]}: ${count}`;
  });
  const proven = proofs.filter(({ strength }) => strength === 'proven');
  const versions = CPYTHONS.map((version) => {
    if (!engines.some((engine) => engine.version === version)) return `  On ${version}: no such Python here`;
    const count = proven.filter((proof) => proof.versions.includes(version)).length;
    const inRange = proven.filter((proof) => claimedPythons(proof.item).includes(version)).length;
    return `  On ${version}: ${count} of the ${inRange} proven items that claim it`;
  });
  return [`${proofs.length} ${proofs.length === 1 ? 'item' : 'items'}`, ...counts, ...versions].join('\n');
}

/** Whether the curriculum may be merged. With `strict`, a key that code could prove must be proven. */
export function isAcceptable(proofs: readonly Proof[], faults: readonly Fault[], strict: boolean): boolean {
  return faults.length === 0 && proofs.every((proof) => isAccepted(proof, strict));
}

function isAccepted({ strength, item }: Proof, strict: boolean): boolean {
  switch (strength) {
    case 'proven':
      return true;
    case 'wrong':
      return false;
    case 'sources':
      return !strict || item.code === undefined;
    case 'weak':
    case 'nowhere':
      return !strict;
  }
}
