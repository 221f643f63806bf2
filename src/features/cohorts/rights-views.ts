import { type Text, text } from '../../chat/text.ts';
import { type Block, lineBlock, paragraph } from '../../chat/view.ts';
import type { Rights } from '../../deliveries/rights.ts';
import type { Home } from '../../domain/cohorts/cohort.ts';
import { channelOf } from '../../domain/cohorts/homes.ts';

/** What the bot may not do in a home, what won't work because of it, and what mends it; nothing where nothing lacks. */
export function rightsBlocks(home: Pick<Home, 'workspaceId' | 'channel'>, rights: Rights): Block[] {
  const where = channelOf(home);
  if (rights.kind === 'unknown') return [paragraph`I could not look at what I may do in ${where} just now.`];
  if (rights.lacks.length === 0) return [];
  const remedies = [...new Set(rights.lacks.map(({ remedy }) => remedy))];
  const lines: Text[] = rights.lacks.map(({ what, loss }) => text`- ${what}: ${loss}.`);
  return [paragraph`⚠ In ${where} something is missing:`, lineBlock(lines), paragraph`${remedies.join(' ')}`];
}
