import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SessionDraft } from '../../curriculum/draft.ts';
import { fingerprintOfItem, fingerprintOfScenario, fingerprintOfTexts } from '../../curriculum/proof-standing.ts';
import { explainProven, joinProven, PROVEN_FILE, type Proven, readProven } from '../../curriculum/proven.ts';
import type { Readable } from '../scenarios/authored.ts';
import type { ScenarioProof } from '../scenarios/proving.ts';
import type { Proof } from './prove.ts';
import type { BlockProof } from './prove-blocks.ts';

/** What the record says of a kind after a proof: what was shown, what was contradicted, and what there still is, where all of it was asked for. */
export interface Outcomes {
  kind: Proven['kind'];
  shown: readonly Proven[];
  wrong: ReadonlySet<string>;
  /** Undefined where only some were proven. */
  all: ReadonlySet<string> | undefined;
}

export function outcomesOfItems(proofs: readonly Proof[], isWhole: boolean): Outcomes {
  return {
    kind: 'item',
    shown: proofs.flatMap(({ item, strength, versions }): Proven[] => {
      if (strength === 'wrong') return [];
      const shown = strength === 'proven' ? 'proven' : 'sources';
      return [{ kind: 'item', slug: item.slug, fingerprint: fingerprintOfItem(item), shown, pythons: versions }];
    }),
    wrong: new Set(proofs.flatMap(({ item, strength }) => (strength === 'wrong' ? [item.slug] : []))),
    all: isWhole ? new Set(proofs.map(({ item }) => item.slug)) : undefined,
  };
}

export function outcomesOfScenarios(
  proofs: readonly ScenarioProof[],
  authored: readonly Readable[],
  isWhole: boolean,
): Outcomes {
  return {
    kind: 'scenario',
    shown: proofs.flatMap(({ slug, strength, engines }): Proven[] => {
      const of = authored.find((one) => one.slug === slug);
      if (strength !== 'proven' || of === undefined) return [];
      const pythons = engines.map(({ version }) => version);
      const fingerprint = fingerprintOfScenario(of.draft, of.check);
      return [{ kind: 'scenario', slug, fingerprint, shown: 'proven', pythons }];
    }),
    wrong: new Set(proofs.flatMap(({ slug, strength }) => (strength === 'wrong' ? [slug] : []))),
    all: isWhole ? new Set(proofs.map(({ slug }) => slug)) : undefined,
  };
}

/** Of the code in the texts of these sessions, which were all run. */
export function outcomesOfTexts(
  sessions: readonly SessionDraft[],
  proofs: readonly BlockProof[],
  isWhole: boolean,
): Outcomes {
  const own = ({ folder }: SessionDraft) => proofs.filter(({ file }) => file.startsWith(`${folder}/`));
  const isWrong = (session: SessionDraft) => own(session).some(({ faults }) => faults.length > 0);
  return {
    kind: 'texts',
    shown: sessions.flatMap((session): Proven[] => {
      const fingerprint = fingerprintOfTexts(session);
      if (fingerprint === undefined || isWrong(session)) return [];
      const pythons = own(session).flatMap(({ ran }) => [...ran.keys()].map(({ version }) => version));
      const shown = pythons.length === 0 ? 'sources' : 'proven';
      return [{ kind: 'texts', slug: session.slug, fingerprint, shown, pythons }];
    }),
    wrong: new Set(sessions.filter(isWrong).map(({ slug }) => slug)),
    all: isWhole ? new Set(sessions.map(({ slug }) => slug)) : undefined,
  };
}

/** Brings the record of a curriculum's folder up to date; returns whether it is another one now. */
export function recordProofs(directory: string, { kind, shown, wrong, all }: Outcomes): boolean {
  const file = join(directory, PROVEN_FILE);
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const known = readProven(text).filter(
    (one) => one.kind !== kind || (!wrong.has(one.slug) && (all === undefined || all.has(one.slug))),
  );
  const renewed = explainProven(joinProven(known, shown));
  if (renewed === text) return false;
  writeFileSync(file, renewed);
  return true;
}

export const RENEWED = `curriculum/${PROVEN_FILE} says what is proven now: commit it with what you changed.`;
