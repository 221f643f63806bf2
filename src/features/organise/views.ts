import { clip } from '../../chat/clip.ts';
import { command, mention, type Text, text, time } from '../../chat/text.ts';
import {
  type Block,
  controls,
  divider,
  footnote,
  heading,
  lineBlock,
  paragraph,
  type View,
  view,
} from '../../chat/view.ts';
import { KINDS } from '../../deliveries/kinds.ts';
import type { Trouble } from '../../deliveries/troubles-store.ts';
import type { Cohort } from '../../domain/cohorts/cohort.ts';
import { whereOf } from '../../domain/cohorts/homes.ts';
import type { Listed } from './store.ts';

/** What a delivery is, in words: `the reminder of session 3`. */
export function wordsOf({ kind, session }: Pick<Listed, 'kind' | 'session'>): string {
  return KINDS[kind].words(session ?? '');
}

/** What is to come, what came, and what did not, with the reason and what can be done about it. */
export function deliveriesView(
  cohort: Cohort,
  { coming, settled, trouble }: { coming: readonly Listed[]; settled: readonly Listed[]; trouble: Trouble | undefined },
  now: Temporal.Instant,
): View {
  const stuck = settled.filter(({ outcome }) => outcome === 'failed' || outcome === 'skipped');
  return view(
    heading(`${cohort.name}: what the calendar posts`),
    troubleBlocks(trouble),
    ...(coming.length === 0
      ? [paragraph`Nothing is planned.`]
      : [paragraph`**To come**`, lineBlock(coming.map((one) => comingLine(one, now)))]),
    ...(settled.length === 0 ? [] : [paragraph`**So far, the newest first**`, lineBlock(settled.map(settledLine))]),
    choice(cohort, 'retry', 'Post after all…', stuck),
    choice(
      cohort,
      'drop',
      'Leave out…',
      coming.filter(({ kind }) => kind !== 'close' && kind !== 'debrief'),
    ),
    footnote`${command('organise preview')} shows the messages of a session before they are posted.`,
  );
}

/** What keeps posts from arriving, where something does. */
export function troubleBlocks(trouble: Trouble | undefined): Block[] {
  if (trouble === undefined) return [];
  return [paragraph`⚠ Posts do not arrive since ${time(trouble.since)}: ${trouble.remedy} ${REMEDIES}`];
}

const REMEDIES = text`I go on trying by myself. ${command('organise home')} gives the cohort another channel.`;

function comingLine(one: Listed, now: Temporal.Instant): Text {
  const isLate = Temporal.Instant.compare(one.dueAt, now) < 0;
  return text`${time(one.dueAt)} · ${wordsOf(one)}${isLate ? text` · **late**, being tried` : ''}`;
}

function settledLine(one: Listed): Text {
  const what = text`${time(one.dueAt)} · ${wordsOf(one)}`;
  switch (one.outcome) {
    case 'posted':
      return one.channel === null ? text`✓ ${what}` : text`✓ ${what} · ${mention('channel', one.channel)}`;
    case 'failed':
      return text`✗ ${what} · given up: ${one.note ?? 'no reason was kept'}`;
    case 'skipped':
    case null:
      return text`– ${what} · left out: ${one.note ?? 'no reason was kept'}`;
  }
}

/** A select holds 25, and a value 100 characters. */
function choice(cohort: Cohort, route: 'retry' | 'drop', placeholder: string, among: readonly Listed[]): Block[] {
  const options = among
    .filter(({ key }) => key.length <= 100)
    .slice(0, 25)
    .map((one) => ({ label: clip(wordsOf(one), 100), value: one.key, description: inZone(one.dueAt, cohort) }));
  if (options.length === 0) return [];
  const action = { route: `organise.${route}`, state: { cohort: cohort.id } };
  return [controls({ kind: 'select', name: 'key', placeholder, options, action })];
}

/** The wall-clock time of the cohort: `Tue 24 Nov, 18:00 Europe/Berlin`. */
function inZone(moment: Temporal.Instant, { zone }: Pick<Cohort, 'zone'>): string {
  const there = moment.toZonedDateTimeISO(zone);
  const day = there.toLocaleString('en-GB', { weekday: 'short', day: 'numeric', month: 'short' });
  return `${day}, ${there.toPlainTime().toString({ smallestUnit: 'minute' })} ${zone}`;
}

/** One message of a preview. */
export interface Previewed {
  title: string;
  at: Temporal.Instant;
  shown: View;
}

/** What comes around a session without standing in the channel. */
export interface Besides {
  at: Temporal.Instant;
  words: string;
}

/** A session's messages as they will be posted, in their order, without what can be pressed; then what comes besides. */
export function previewView(
  cohort: Cohort,
  session: number,
  { messages, besides }: { messages: readonly Previewed[]; besides: readonly Besides[] },
): View {
  return view(
    heading(`What is posted for session ${session} of ${cohort.name}`),
    paragraph`In ${whereOf(cohort)}, on each in its own way. Times are yours, and the cohort's in brackets.`,
    ...messages.flatMap(({ title, at, shown }) => [
      divider,
      paragraph`**${title}** · ${time(at)} (${inZone(at, cohort)})`,
      ...shown.blocks.filter(({ kind }) => kind !== 'controls'),
    ]),
    ...(besides.length === 0
      ? []
      : [
          divider,
          paragraph`**Besides, until the next session**`,
          lineBlock(besides.map(({ at, words }) => text`- ${time(at)}: ${words}`)),
        ]),
    footnote`Buttons are left out here.`,
  );
}
