/** What was proven of a curriculum, as a file of it: a line for each question, each scenario and the code of each session's texts, with a fingerprint of what its proof looks at. */
export const PROVEN_FILE = 'proven.txt';

/** What a proof came to: programs show it, or no program could that was run, and the sources have to. */
export type Shown = 'proven' | 'sources';

const KINDS = ['item', 'scenario', 'texts'] as const;

/** One question, scenario or session's texts of the record. Two branches may each have proven one: a slug may stand in several lines. */
export interface Proven {
  kind: (typeof KINDS)[number];
  slug: string;
  /** Twelve letters that change when anything does that its proof looks at. */
  fingerprint: string;
  shown: Shown;
  /** The CPython versions that showed it, oldest first. */
  pythons: readonly string[];
}

/** How much of a curriculum is proven as it is now. */
export interface ProofStanding {
  /** There is a record at all: a curriculum of one's own may have none. */
  isRecorded: boolean;
  /** How many of all of these programs have shown to be right. */
  proven: number;
  /** How many rest on their sources. */
  sources: number;
  /** The CPython versions that showed any of them, oldest first. */
  pythons: readonly string[];
  /** Slugs of what has changed since it was proven, or never was. */
  changed: readonly string[];
}

/** A line like `item three-ways-to-write-x 0123456789ab proven 3.12 3.13`; what is none is passed over. */
const LINE = /^(\w+) (\S+) ([0-9a-f]{12}) (proven|sources)((?: 3\.\d+)*)$/;

export function readProven(text: string): Proven[] {
  return text.split('\n').flatMap((line) => {
    const [, named, slug = '', fingerprint = '', shown, pythons = ''] = LINE.exec(line.trim()) ?? [];
    const kind = KINDS.find((one) => one === named);
    if (kind === undefined || (shown !== 'proven' && shown !== 'sources')) return [];
    return [{ kind, slug, fingerprint, shown, pythons: pythons.split(' ').filter((version) => version !== '') }];
  });
}

/** The record as text, in an order of its own: what is proven anew changes its own line only. */
export function explainProven(all: readonly Proven[]): string {
  const lines = all.map(({ kind, slug, fingerprint, shown, pythons }) =>
    [kind, slug, fingerprint, shown, ...pythons].join(' '),
  );
  return `${[HEADER, ...[...new Set(lines)].sort()].join('\n')}\n`;
}

const HEADER =
  '# What was proven: written by curriculum:prove, scenarios:prove and materials:prove when they pass, and by nobody else.';

/**
 * Adds what was shown now. A line whose fingerprint is another goes; versions of one fingerprint come together, and what programs have
 * shown elsewhere counts where they could not be run this time.
 */
export function joinProven(known: readonly Proven[], fresh: readonly Proven[]): Proven[] {
  const nameOf = ({ kind, slug }: Proven) => `${kind} ${slug}`;
  const renewed = new Map(fresh.map((one) => [nameOf(one), one]));
  const kept = known.filter((one) => !renewed.has(nameOf(one)));
  const joined = fresh.map((one): Proven => {
    const all = [
      one,
      ...known.filter((other) => nameOf(other) === nameOf(one) && other.fingerprint === one.fingerprint),
    ];
    const shown = all.some((other) => other.shown === 'proven') ? 'proven' : 'sources';
    const pythons = all.filter((other) => other.shown === shown).flatMap((other) => other.pythons);
    return { ...one, shown, pythons: inOrder(pythons) };
  });
  return [...kept, ...joined];
}

/** Versions of CPython, each once, oldest first. */
export function inOrder(versions: readonly string[]): string[] {
  return [...new Set(versions)].sort((one, other) => Number(one.slice(2)) - Number(other.slice(2)));
}
