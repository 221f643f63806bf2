/**
 * Makes a matching as large as it can be, by Edmonds' algorithm: `mate[v]` is the partner of vertex v, -1 for none. Starts from
 * the matching it is given; whoever has a partner there has one afterwards, perhaps another. Cubic in the number of vertices.
 */
export function growMatching(mates: readonly number[], isEdge: (one: number, other: number) => boolean): number[] {
  const mate = [...mates];
  for (let root = 0; root < mate.length; root += 1) {
    if (mate[root] !== -1) continue;
    const { end, parent } = findPath(root, mate, isEdge);
    for (let at = end; at !== -1; ) {
      const before = parent[at] ?? -1;
      const next = mate[before] ?? -1;
      mate[at] = before;
      mate[before] = at;
      at = next;
    }
  }
  return mate;
}

/** A path from a free vertex to another one on which every second edge is matched: its end, or -1. Odd circles shrink to their base. */
function findPath(
  root: number,
  mate: readonly number[],
  isEdge: (one: number, other: number) => boolean,
): { end: number; parent: readonly number[] } {
  const size = mate.length;
  const parent = new Array<number>(size).fill(-1);
  const base = Array.from({ length: size }, (_, index) => index);
  const isReached = new Array<boolean>(size).fill(false);
  const mateOf = (vertex: number) => mate[vertex] ?? -1;
  const baseOf = (vertex: number) => base[vertex] ?? vertex;
  isReached[root] = true;
  const queue = [root];

  function commonBase(one: number, other: number): number {
    const onPath = new Set<number>();
    for (let at = baseOf(one); ; at = baseOf(parent[mateOf(at)] ?? root)) {
      onPath.add(at);
      if (mateOf(at) === -1) break;
    }
    let at = baseOf(other);
    while (!onPath.has(at)) at = baseOf(parent[mateOf(at)] ?? root);
    return at;
  }

  function markCircle(from: number, circleBase: number, child: number, inCircle: Set<number>): void {
    let [at, below] = [from, child];
    while (baseOf(at) !== circleBase) {
      inCircle.add(baseOf(at)).add(baseOf(mateOf(at)));
      parent[at] = below;
      below = mateOf(at);
      at = parent[mateOf(at)] ?? root;
    }
  }

  for (let at = queue.shift(); at !== undefined; at = queue.shift()) {
    for (let to = 0; to < size; to += 1) {
      if (to === at || baseOf(at) === baseOf(to) || mateOf(at) === to || !isEdge(at, to)) continue;
      if (to === root || (mateOf(to) !== -1 && parent[mateOf(to)] !== -1)) {
        const circleBase = commonBase(at, to);
        const inCircle = new Set<number>();
        markCircle(at, circleBase, to, inCircle);
        markCircle(to, circleBase, at, inCircle);
        for (let vertex = 0; vertex < size; vertex += 1) {
          if (!inCircle.has(baseOf(vertex))) continue;
          base[vertex] = circleBase;
          if (isReached[vertex]) continue;
          isReached[vertex] = true;
          queue.push(vertex);
        }
      } else if (parent[to] === -1) {
        parent[to] = at;
        if (mateOf(to) === -1) return { end: to, parent };
        isReached[mateOf(to)] = true;
        queue.push(mateOf(to));
      }
    }
  }
  return { end: -1, parent };
}
