import { command, type Text, text, time } from '../../chat/text.ts';
import { type Block, button, controls, heading, lineBlock, paragraph, type View, view } from '../../chat/view.ts';
import type { Rights } from '../../deliveries/rights.ts';
import type { Trouble } from '../../deliveries/troubles-store.ts';
import type { Cohort, Home } from '../../domain/cohorts/cohort.ts';
import { whereOf } from '../../domain/cohorts/homes.ts';
import { rightsBlocks } from '../cohorts/rights-views.ts';
import type { Listed } from './store.ts';
import { troubleBlocks, wordsOf } from './views.ts';

/** How a cohort stands: what was looked at, and what the next post is. */
interface Examined {
  homes: readonly { home: Home; rights: Rights }[];
  trouble: Trouble | undefined;
  /** Deliveries whose time is past and that are still being tried. */
  late: readonly Listed[];
  next: Listed | undefined;
}

/** What is wrong with a cohort and how it is mended; where all is well, one line. */
export function doctorView(cohort: Cohort, { homes, trouble, late, next }: Examined): View {
  const wrong: Block[] = [
    ...(homes.length === 0
      ? [paragraph`⚠ **${cohort.name}** has no channel. ${command('organise link')} gives it one.`]
      : []),
    ...troubleBlocks(trouble),
    ...homes.flatMap(({ home, rights }) => rightsBlocks(home, rights)),
    ...lateBlocks(late),
  ];
  const again = controls(
    button('Look again', 'organise doctor', { cohort: cohort.id }),
    button('What is posted', 'organise deliveries', { cohort: cohort.id }),
  );
  if (wrong.length > 0) {
    return view(heading(`${cohort.name}: what needs a hand`), wrong, paragraph`${nextText(next)}`, again);
  }
  return view(
    paragraph`✓ **${cohort.name}** is well: I have every right I need in ${whereOf(cohort)}, and nothing is late. ${nextText(next)}`,
    again,
  );
}

function lateBlocks(late: readonly Listed[]): Block[] {
  if (late.length === 0) return [];
  const lines = late.map((one) => text`- ${wordsOf(one)}, due ${time(one.dueAt)}`);
  return [paragraph`⚠ Late, and being tried:`, lineBlock(lines)];
}

function nextText(next: Listed | undefined): Text {
  if (next === undefined) return text`Nothing more is planned.`;
  return text`Next comes ${wordsOf(next)}, ${time(next.dueAt)}.`;
}
