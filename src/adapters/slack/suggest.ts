import { clip } from '../../chat/clip.ts';
import type { Suggestion } from '../../chat/event.ts';
import { SELECT } from './limits.ts';
import { plain } from './render.ts';

/** Suggestions come within the deadline or not at all. */
const SUGGEST_WITHIN = 2500;

/** The suggestions that were found in time. */
export async function inTime(found: Promise<readonly Suggestion[]>): Promise<readonly Suggestion[]> {
  const late = Promise.withResolvers<readonly Suggestion[]>();
  const timer = setTimeout(() => late.resolve([]), SUGGEST_WITHIN);
  const answer = await Promise.race([found, late.promise]);
  clearTimeout(timer);
  return answer;
}

/**
 * Suggestions as Slack lists them: https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element#external_select.
 * A select takes nothing that is not in its list. So where any text will do, what was `typed` is one more choice.
 */
export function renderChoices(found: readonly Suggestion[], typed: string | undefined): object {
  const options = found
    // A value that is cut would be another value.
    .filter(({ label, value }) => label !== '' && value !== '' && value.length <= SELECT.value)
    .slice(0, SELECT.options)
    .map(({ label, value }) => ({ text: plain(clip(label, SELECT.label)), value }));
  const own = typed?.trim() ?? '';
  const isNew = own !== '' && own.length <= SELECT.value && !options.some(({ value }) => value === own);
  if (!isNew) return { options };
  const asTyped = { label: plain('As typed'), options: [{ text: plain(clip(own, SELECT.label)), value: own }] };
  if (options.length === 0) return { option_groups: [asTyped] };
  return { option_groups: [{ label: plain('Suggestions'), options }, asTyped] };
}
