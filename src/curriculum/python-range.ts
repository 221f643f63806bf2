/** The CPython versions an answer key can be right for, oldest first. Older ones have reached their end of life or soon will. */
export const CPYTHONS = ['3.11', '3.12', '3.13', '3.14', '3.15'] as const;

/**
 * Those of which the proof has no native build, only the one of WebAssembly: 32 bits, no threads, no processes, no clock to
 * rely on. Anything that needs more cannot be proven there.
 */
const EMBEDDED_ONLY: readonly string[] = ['3.15'];

/** Whether the only Python of this version that proves anything is the one of WebAssembly. */
export function isEmbeddedOnly(version: string): boolean {
  return EMBEDDED_ONLY.includes(version);
}

/** The CPythons for which an item may say that its key is right: those of its range on which its proof can run. */
export function claimedPythons(item: { python: string; requires: readonly string[] }): (typeof CPYTHONS)[number][] {
  return CPYTHONS.filter(
    (version) => takesPython(item.python, version) && (item.requires.length === 0 || !isEmbeddedOnly(version)),
  );
}

type Operator = '>=' | '>' | '<=' | '<' | '==' | '!=';

/** One comparison of a range: `>=3.12` is `{ operator: '>=', minor: 12 }`. */
interface Comparison {
  operator: Operator;
  minor: number;
}

/** Reads `>=3.12,<3.14`. Undefined when it is not comma-separated comparisons with 3.x versions. */
export function parsePythonRange(range: string): Comparison[] | undefined {
  const comparisons: Comparison[] = [];
  for (const part of range.split(',')) {
    const match = /^\s*(>=|<=|==|!=|>|<)\s*3\.(\d{1,2})\s*$/.exec(part);
    if (match === null) return undefined;
    comparisons.push({ operator: match[1] as Operator, minor: Number(match[2]) });
  }
  return comparisons;
}

/** Whether a range takes a CPython version like `3.13`. A range that can't be read takes none. */
export function takesPython(range: string, version: string): boolean {
  const minor = Number(/^3\.(\d+)/.exec(version)?.[1]);
  const comparisons = parsePythonRange(range);
  if (comparisons === undefined || Number.isNaN(minor)) return false;
  return comparisons.every((comparison) => holds(minor, comparison));
}

function holds(minor: number, comparison: Comparison): boolean {
  switch (comparison.operator) {
    case '>=':
      return minor >= comparison.minor;
    case '>':
      return minor > comparison.minor;
    case '<=':
      return minor <= comparison.minor;
    case '<':
      return minor < comparison.minor;
    case '==':
      return minor === comparison.minor;
    case '!=':
      return minor !== comparison.minor;
  }
}
