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
import type { Cohort, Home } from '../../domain/cohorts/cohort.ts';
import { channelOf, notifiedOf, whereOf } from '../../domain/cohorts/homes.ts';
import { platformNameOf } from '../../domain/people/ids.ts';
import type { Listed } from './store.ts';

/** What a delivery is, in words: `the reminder of session 3`. */
export function wordsOf({ kind, session }: Pick<Listed, 'kind' | 'session'>): string {
  return KINDS[kind].words(session ?? '');
}

/** What is to come, what came, and what did not, with the reason and what can be done about it. */
export function deliveriesView(
  cohort: Cohort,
  {
    coming,
    settled,
    failures,
    trouble,
  }: {
    coming: readonly Listed[];
    settled: readonly Listed[];
    /** The newest failure of each kind, however long ago. */
    failures: readonly Listed[];
    trouble: Trouble | undefined;
  },
  now: Temporal.Instant,
): View {
  const older = failures.filter(({ key }) => !settled.some((one) => one.key === key));
  const stuck = [...settled.filter(({ outcome }) => outcome === 'failed' || outcome === 'skipped'), ...older];
  const late = coming.filter((one) => isLate(one, now));
  return view(
    heading(`${cohort.name}: what the calendar posts`),
    troubleBlocks(trouble),
    ...(coming.length === 0
      ? [paragraph`Nothing is planned.`]
      : [paragraph`**To come**`, lineBlock(coming.map((one) => comingLine(one, now)))]),
    ...(settled.length === 0 ? [] : [paragraph`**So far, the newest first**`, lineBlock(settled.map(settledLine))]),
    ...(older.length === 0 ? [] : [paragraph`**Given up before that**`, lineBlock(older.map(settledLine))]),
    choice(cohort, 'retry', late.length === 0 ? 'Post after all…' : 'Post now, or after all…', [...late, ...stuck]),
    choice(
      cohort,
      'drop',
      'Leave out…',
      [...coming, ...stuck.filter(({ outcome }) => outcome === 'failed')].filter(
        ({ kind }) => kind !== 'close' && kind !== 'debrief',
      ),
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

function isLate({ dueAt }: Listed, now: Temporal.Instant): boolean {
  return Temporal.Instant.compare(dueAt, now) < 0;
}

function comingLine(one: Listed, now: Temporal.Instant): Text {
  return text`${time(one.dueAt)} · ${wordsOf(one)}${isLate(one, now) ? text` · **late**, being tried` : ''}`;
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

/** Where it is posted, and whom that notifies. */
function homeLine(home: Home): Text {
  const [notified] = notifiedOf(home);
  return text`- ${platformNameOf(home.workspaceId)}: ${channelOf(home)}, ${notified === undefined ? 'nobody is notified' : text`${notified} is notified of reminders, starts, rounds and results`}`;
}

/** A session's messages as they will be posted, in their order, without what can be pressed; then what comes besides. */
export function previewView(
  cohort: Cohort,
  session: number,
  { messages, besides }: { messages: readonly Previewed[]; besides: readonly Besides[] },
): View {
  return view(
    heading(`What is posted for session ${session} of ${cohort.name}`),
    ...(cohort.status === 'paused'
      ? [paragraph`**${cohort.name}** is paused: nothing of this is posted until ${command('organise resume')}.`]
      : []),
    ...(cohort.homes.length === 0
      ? [paragraph`It is posted ${whereOf(cohort)}. ${command('organise link')} gives it a channel.`]
      : [lineBlock(cohort.homes.map(homeLine))]),
    paragraph`Times are yours, and the cohort's in brackets.`,
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
