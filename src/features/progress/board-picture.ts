import type { Drawing } from '../../pictures/drawing.ts';
import { type ListRow, listCard } from '../../pictures/ready/list-card.ts';
import type { Ranked } from './boards.ts';

/** A board as a picture: a place, a name and points in each row; `undefined` is a gap. One's own row stands out. */
export function boardPicture(
  title: string,
  note: string,
  shown: readonly (Ranked | undefined)[],
  viewerId?: string,
): Drawing {
  const rows = shown.map((entry): ListRow => {
    if (entry === undefined) return { label: '…' };
    const { rank, pseudonym, points, memberId } = entry;
    const name = pseudonym ?? entry.name;
    return {
      before: `${rank}.`,
      label: name,
      note: `${points} ${points === 1 ? 'point' : 'points'}`,
      isMarked: memberId === viewerId,
    };
  });
  return listCard({ name: 'board', title, note, rows });
}
