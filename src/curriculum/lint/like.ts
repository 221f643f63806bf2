import type { Fault } from '../faults.ts';
import type { Item } from '../schema.ts';

/** Whether an insight is named that no other item has: a slip of the pen keeps near-duplicates together. */
export function lintLikes(items: readonly { file: string; item: Item }[]): Fault[] {
  const groups = Map.groupBy(items, ({ item }) => item.like);
  return [...groups].flatMap(([like, alike]) => {
    const [only] = alike;
    if (like === undefined || alike.length > 1 || only === undefined) return [];
    return [
      { file: only.file, path: 'like', message: `"${like}" is named by no other item: write theirs, or take it out` },
    ];
  });
}
