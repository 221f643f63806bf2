import { command, join, type Part, type Text, text, time } from '../../chat/text.ts';
import { button, controls, facts, footnote, heading, lineBlock, paragraph, type View, view } from '../../chat/view.ts';
import type { Cohort } from '../../domain/cohorts/cohort.ts';
import { onward } from '../../domain/onward.ts';
import { parseMemberId, platformNameOf } from '../../domain/people/ids.ts';
import { type Named, nameOf } from '../../domain/people/names.ts';
import type { AboutRound } from './drawing.ts';
import type { KeptGroup, KeptReason } from './store.ts';
import type { PairWishes } from './wishes-store.ts';

/** To the channel: that the pairs of a module are out, and nobody's name. */
export function pairsOutView({ cohort, module }: AboutRound, groups: number): View {
  return view(
    paragraph`**The pairs for “${module}” are out:** ${groups === 1 ? 'one' : groups}. Half an hour together is enough.`,
    controls(button('My pair', 'pair show', { cohort: cohort.id }, { style: 'primary' })),
  );
}

/** To one of a pair: who the others are, when all are free, and what to do together. */
export function pairView(about: AboutRound, group: KeptGroup, named: readonly Named[], memberId: string): View {
  const { cohort, round, module, before } = about;
  const others = othersOf(named, memberId);
  const state = { cohort: cohort.id, round: round.id };
  const until = before === undefined ? text`` : text` before ${before.title} (${time(before.startsAt)})`;
  return view(
    paragraph`**${others.length > 1 ? 'You are three' : 'You are a pair'} for “${module}”: ${namesOf(others, memberId)} and you.**`,
    paragraph`Half an hour${until} is enough: each tells the other${others.length > 1 ? 's' : ''} which question cost most, then you take one incident together with ${command('debug start')}.`,
    facts([others.length > 1 ? 'All free' : 'Both free', sharedText(group.reason)]),
    controls(
      button('We met', 'pair.met', { ...state, said: 'met' }, { style: 'primary' }),
      button('Why us?', 'pair.why', state),
      button('My hours', 'pair show', { cohort: cohort.id, page: 'mine' }),
      button('No more of these', 'notify', { pairs: 'off' }),
    ),
  );
}

export function othersOf(named: readonly Named[], memberId: string): Named[] {
  return named.filter(({ workspaceId, externalId }) => `${workspaceId}/${externalId}` !== memberId);
}

/** People by name, with where they are when that is another place than the reader's. */
export function namesOf(people: readonly Named[], memberId: string): Text {
  const here = parseMemberId(memberId).workspaceId;
  const names = people.map((one) =>
    one.workspaceId === here ? nameOf(one) : text`${nameOf(one)} (on ${platformNameOf(one.workspaceId)})`,
  );
  return join(names, ', ');
}

/** The time that people share, each in the reader's own zone. */
function sharedText({ shared }: KeptReason): Text {
  switch (shared) {
    case 'unknown':
      return text`not known yet: say your hours with ${command('pair hours')}`;
    case 'none':
      return text`at no hour that you both said; agree on one`;
    default: {
      const [from, until] = [Temporal.Instant.from(shared.from), Temporal.Instant.from(shared.until)];
      return text`${time(from, 'time')} to ${time(until, 'time')}, any day`;
    }
  }
}

/** Why these people are together, for one of them. */
export function whyView({ cohort, module }: AboutRound, { reason }: KeptGroup): View {
  const hours = {
    unknown: text`I don’t know everybody’s hours yet, so they played no part. ${command('pair hours')} says yours.`,
    none: text`Your hours have none in common: among those who are new to you there was nobody nearer.`,
  };
  return view(
    paragraph`**Why you, for “${module}”:**`,
    lineBlock([
      reason.isAgain
        ? text`- You have met before: this time not everybody could get somebody new, and those who met longest ago come first.`
        : text`- You have not been together before in **${cohort.name}**.`,
      typeof reason.shared === 'string'
        ? text`- ${hours[reason.shared]}`
        : text`- You are all free ${sharedText(reason)}.`,
      reason.isNear
        ? text`- You stand near each other in what you have answered so far.`
        : text`- You stand at different points: whoever explains learns most.`,
      ...(reason.isOdd
        ? [
            text`- The number of people did not come out even, so this group has another size. It is somebody else’s turn each time.`,
          ]
        : []),
    ]),
  );
}

/** Two days later, to one of a pair. */
export function didYouMeetView(cohort: Cohort, round: string, named: readonly Named[], memberId: string): View {
  const state = { cohort: cohort.id, round };
  return view(
    paragraph`**Did you and ${namesOf(othersOf(named, memberId), memberId)} meet?** One press is enough.`,
    controls(
      button('We met', 'pair.met', { ...state, said: 'met' }, { style: 'primary' }),
      button('Not yet', 'pair.met', { ...state, said: 'not-yet' }),
      button('No more of these', 'notify', { pairs: 'off' }),
    ),
  );
}

/** What somebody reads who said whether they met. */
export function metView(cohort: Cohort, round: string, said: 'met' | 'not-yet'): View {
  const other = said === 'met' ? 'not-yet' : 'met';
  return view(
    said === 'met'
      ? paragraph`Good: you met. That is counted, without names.`
      : paragraph`Not yet, then. ${command('pair show')} says when you are both free; press **We met** when you have.`,
    controls(
      button(said === 'met' ? 'Not yet, after all' : 'We met', 'pair.met', { cohort: cohort.id, round, said: other }),
      onward(),
    ),
  );
}

/** What somebody said about being paired, with what they can change. */
export function wishesView(
  wishes: PairWishes,
  out: 'said-no' | 'hidden' | 'away' | undefined,
  cohort: { id: string; name: string; hasPairs: boolean } | undefined,
): View {
  const { hours, away } = wishes;
  const clock = (at: Temporal.PlainTime) => at.toString({ smallestUnit: 'minute' });
  const state = cohort === undefined ? {} : { cohort: cohort.id };
  return view(
    heading('Pairs, and you'),
    facts(
      ['Next pairs', OUT[out ?? 'in']],
      [
        'Hours that suit you',
        hours === null
          ? text`not said yet: ${command('pair hours', { hours: '18-21', zone: 'Europe/Berlin' })}`
          : `${clock(hours.from)} to ${clock(hours.until)}, ${hours.zone.replaceAll('_', ' ')}`,
      ],
      [
        'Away',
        away === null
          ? text`never said: ${command('pair away', { from: '2026-12-20', until: '2027-01-03' })}`
          : `${away.from.toString()} to ${away.until.toString()}`,
      ],
    ),
    ...(cohort === undefined || cohort.hasPairs
      ? []
      : [
          paragraph`**${cohort.name}** has no pairs now. An organiser switches them on with ${command('pair rounds')}.`,
        ]),
    controls(
      out === 'said-no' || out === 'hidden'
        ? button('Pair me', 'pair.in', { ...state, in: 'yes' }, { style: 'primary' })
        : button("Don't pair me", 'pair.in', { ...state, in: 'no' }),
      ...(away === null ? [] : [button('I am back', 'pair away', { until: 'none' })]),
    ),
    footnote`Pairs come in the morning after the first session of each module. Whoever you are paired with reads your name, and nothing else of you.`,
  );
}

const OUT = {
  in: 'you are paired',
  'said-no': 'you said that you want no pair',
  hidden: 'you hide from boards, so you are not paired unless you say so',
  away: 'you are away when the next pairs are told',
} as const;

/** A round of pairs as organisers see it. */
export interface RoundFacts {
  module: string;
  round: AboutRound['round'];
  groups: readonly { names: readonly Named[]; reason: KeptReason }[];
  met: number;
}

/** `/pair rounds`: whether a cohort has pairs, those that are drawn and not told yet, and how many met. */
export function organisePairsView(
  cohort: Cohort,
  size: 2 | 3 | null,
  rounds: readonly RoundFacts[],
  done: Part = '',
): View {
  const state = { cohort: cohort.id };
  const open = rounds.find(({ round }) => round.toldAt === null);
  const told = rounds.filter(({ round }) => round.toldAt !== null);
  const choice = (wanted: 2 | 3 | null, label: string) =>
    wanted === size
      ? []
      : [button(label, 'pair rounds', { ...state, size: SIZES[String(wanted) as keyof typeof SIZES] })];
  return view(
    heading(`Pairs · ${cohort.name}`),
    ...(done === '' ? [] : [paragraph`${done}`]),
    size === null
      ? paragraph`Nobody is paired. Switched on, I draw pairs when a module begins and tell them in the next morning: each in private, the channel only that they are out.`
      : paragraph`${size === 2 ? 'Pairs' : 'Threes'} in each module, drawn when it begins, told in the next morning. Two days later I ask each in private whether they met.`,
    ...(open === undefined ? [] : [lineBlock([drawnText(open), ...open.groups.map(groupLine)])]),
    ...(told.length === 0
      ? []
      : [lineBlock(told.map(({ module, groups, met }) => text`**${module}**: ${met} of ${groups.length} met`))]),
    controls(
      ...(open === undefined ? [] : [button('Draw again', 'pairs.redraw', { ...state, round: open.round.id })]),
      ...choice(2, 'Pairs'),
      ...choice(3, 'Threes'),
      ...choice(null, 'No pairs'),
    ),
  );
}

/** How sizes are called in a command. */
const SIZES = { 2: 'pairs', 3: 'threes', null: 'off' } as const;

function drawnText({ module, round }: RoundFacts): Text {
  return text`**${module}** is drawn and told ${time(round.tellAt)}:`;
}

function groupLine({ names, reason }: RoundFacts['groups'][number]): Text {
  const remarks = [
    ...(reason.isAgain ? ['met before'] : []),
    ...(reason.shared === 'none' ? ['no hour in common'] : []),
  ];
  return text`- ${join(names.map(nameOf), ', ')}${remarks.length === 0 ? '' : ` (${remarks.join(', ')})`}`;
}
