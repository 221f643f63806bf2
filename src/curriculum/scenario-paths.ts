/** As much of an action as a way through a scenario is made of. */
interface Step {
  id: string;
  cost: number;
  requires: readonly string[];
}

interface Paths {
  actions: readonly Step[];
  /** Which of these actions show each clue, by the clue's id. */
  seenIn: ReadonlyMap<string, readonly string[]>;
}

/** Actions in an order in which they can be done, and the minutes they take. */
export interface Path {
  actions: readonly string[];
  cost: number;
}

/**
 * The cheapest actions that show all these clues, by exhaustive search: every way of choosing, for each clue, an action
 * that shows it, with what those actions require. Of several that cost the same, the one with the fewest actions, then the
 * first in the file's order. Undefined where a clue can't be seen.
 */
export function cheapestPath(paths: Paths, clues: readonly string[]): Path | undefined {
  const order = reachable(paths.actions);
  let best: Path | undefined;
  for (const chosen of choices(paths.seenIn, clues, order)) {
    const needed = withRequired(paths.actions, chosen);
    const path = pathOf(paths.actions, order, needed);
    if (best === undefined || path.cost < best.cost || (path.cost === best.cost && isShorter(path, best))) best = path;
  }
  return best;
}

function isShorter(path: Path, than: Path): boolean {
  return path.actions.length < than.actions.length;
}

/** Every set of actions that shows all clues with one action for each. There are few clues, each shown by few actions. */
function choices(
  seenIn: ReadonlyMap<string, readonly string[]>,
  clues: readonly string[],
  order: readonly string[],
): ReadonlySet<string>[] {
  return clues.reduce<ReadonlySet<string>[]>(
    (sets, clue) => {
      const showing = order.filter((action) => seenIn.get(clue)?.includes(action) === true);
      const wider = sets.flatMap((set) =>
        showing.some((action) => set.has(action)) ? [set] : showing.map((action) => new Set([...set, action])),
      );
      return distinct(wider);
    },
    [new Set()],
  );
}

function distinct(sets: readonly ReadonlySet<string>[]): ReadonlySet<string>[] {
  return [...new Map(sets.map((set) => [[...set].sort().join(' '), set])).values()];
}

/** The fewest actions that show all these clues, without what they require. Undefined where a clue can't be seen. */
export function fewestActions({ actions, seenIn }: Paths, clues: readonly string[]): number | undefined {
  const sizes = choices(seenIn, clues, reachable(actions)).map((set) => set.size);
  return sizes.length === 0 ? undefined : Math.min(...sizes);
}

/** The actions that can ever be done, each after those that it requires; else in the file's order. */
export function reachable(actions: readonly Step[]): string[] {
  const done: string[] = [];
  while (true) {
    const next = actions.find(
      ({ id, requires }) => !done.includes(id) && requires.every((required) => done.includes(required)),
    );
    if (next === undefined) return done;
    done.push(next.id);
  }
}

function withRequired(actions: readonly Step[], chosen: ReadonlySet<string>): Set<string> {
  const all = new Set<string>();
  const waiting = [...chosen];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (all.has(id)) continue;
    all.add(id);
    waiting.push(...(actions.find((action) => action.id === id)?.requires ?? []));
  }
  return all;
}

function pathOf(actions: readonly Step[], order: readonly string[], needed: ReadonlySet<string>): Path {
  const path = order.filter((id) => needed.has(id));
  return { actions: path, cost: costOf(actions, path) };
}

/** The minutes that actions take together. */
export function costOf(actions: readonly Step[], path: readonly string[]): number {
  return actions.reduce((sum, { id, cost }) => sum + (path.includes(id) ? cost : 0), 0);
}
