import { clip } from '../../chat/clip.ts';
import { join, type Text, text, time } from '../../chat/text.ts';
import {
  type Block,
  type Button,
  button,
  controls,
  footnote,
  heading,
  lineBlock,
  type Modal,
  paragraph,
  type View,
  view,
} from '../../chat/view.ts';
import type { Curriculum } from '../../curriculum/schema.ts';
import type { Cohort } from '../../domain/cohorts/cohort.ts';
import type { Drawing } from '../../pictures/drawing.ts';
import { listCard } from '../../pictures/ready/list-card.ts';
import type { Slipping } from './reading.ts';
import { lettersOf, type MakeUp, nudgeText, signWords } from './signs.ts';
import type { Nudge } from './store.ts';

/** How many people the picture and the list show. */
const MOST = 10;

/** How long a nudge may be. */
export const NUDGE_LENGTH = 1000;

function titles({ scenarios }: Curriculum): (slug: string) => string {
  return (slug) => scenarios.get(slug)?.title ?? slug;
}

/** The list as a picture: who, by which signs. */
export function atRiskDrawing({ name }: Cohort, slipping: readonly Slipping[], curriculum: Curriculum): Drawing {
  const rows = slipping.slice(0, MOST).map(({ learner, signs, nudgedAt }) => ({
    sign: signs.length > 1 ? ('disc' as const) : ('half' as const),
    tone: 'warn' as const,
    label: learner.name,
    below: signs.map((sign) => signWords(sign, titles(curriculum))).join('; '),
    // As many as all signs take: a mentor acts by the last of them, too.
    belowLines: 5,
    ...(nudgedAt === undefined ? {} : { note: 'nudged' }),
  }));
  return listCard({ name: 'at-risk', title: `Who is slipping: ${name}`, note: 'For mentors', rows });
}

/** `/at-risk`: who is slipping and by which sign, with a nudge for one or for all. */
export function atRiskView(
  cohort: Cohort,
  slipping: readonly Slipping[],
  curriculum: Curriculum,
  drawn: Block[],
): View {
  if (slipping.length === 0) {
    return view(
      heading(`At risk · ${cohort.name}`),
      paragraph`**Nobody is slipping.** I look at missed sessions and rounds, falling results, incidents that stand still, and questions without an answer.`,
    );
  }
  const reachable = slipping.filter(({ nudgedAt }) => nudgedAt === undefined);
  const state = { cohort: cohort.id };
  return view(
    heading(`At risk · ${cohort.name}`),
    ...drawn,
    lineBlock(slipping.slice(0, MOST).map((one) => slippingLine(one, curriculum))),
    ...(slipping.length > MOST ? [footnote`${slipping.length - MOST} more behind these.`] : []),
    ...(reachable.length === 0
      ? [footnote`All of them had a nudge within the last week. Speak to them yourself.`]
      : [
          controls({
            kind: 'select',
            name: 'to',
            placeholder: 'Nudge somebody',
            options: reachable.slice(0, 25).map(({ learner, signs }) => ({
              label: clip(learner.name, 100),
              value: learner.memberId,
              description: clip(signs.map((sign) => signWords(sign, titles(curriculum))).join('; '), 100),
            })),
            action: { route: 'at-risk.nudge', state },
          }),
          ...(reachable.length === 1
            ? []
            : [controls(button(`Nudge all ${reachable.length}`, 'at-risk.nudge', { ...state, to: 'all' }))]),
        ]),
    footnote`You see what is sent before it is. Nobody gets more than one nudge a week.`,
  );
}

function slippingLine({ learner, signs, nudgedAt }: Slipping, curriculum: Curriculum): Text {
  const words = join(
    signs.map((sign) => signWords(sign, titles(curriculum))),
    '; ',
  );
  return text`- **${learner.name}**: ${words}${nudgedAt === undefined ? '' : text` (nudged ${time(nudgedAt, 'date')})`}`;
}

/**
 * Exactly what would be sent, and to whom. `shown` is the mark of it, with which sending is held to what was read here; `isNew`
 * where it has become another since it was read.
 */
export function nudgePreviewView(
  cohort: Cohort,
  to: string,
  chosen: readonly Slipping[],
  {
    curriculum,
    shown,
    isNew,
    wrote,
  }: { curriculum: Curriculum; shown: string; isNew: boolean; wrote?: string | undefined },
): View {
  const byLetter = Map.groupBy(chosen, (one) => JSON.stringify([lettersOf(one.signs), one.makeUp]));
  const texts = new Set(chosen.map(({ signs }) => lettersOf(signs)));
  const state = { cohort: cohort.id, to };
  return view(
    heading(chosen.length === 1 ? 'A nudge' : `${chosen.length} nudges`),
    ...(isNew ? [paragraph`**Nothing was sent:** who is slipping, or how, has changed. Now it would be this.`] : []),
    ...(wrote === undefined ? [] : [paragraph`You wrote: ${wrote}`]),
    ...[...byLetter.values()].flatMap((people) => [
      paragraph`**To ${join(
        people.map(({ learner }) => learner.name),
        ', ',
      )}:**`,
      paragraph`${nudgeText(lettersOf(people[0]?.signs ?? []))}`,
      paragraph`*With it:* ${makeUpText(people[0]?.makeUp ?? { session: null, scenario: null }, curriculum)}.`,
    ]),
    footnote`It comes in private, with your name.`,
    controls(
      button('Send', 'at-risk.send', { ...state, seen: shown }, { style: 'primary' }),
      button('Write it myself', 'at-risk.form', {
        ...state,
        seen: shown,
        by: texts.size === 1 ? ([...texts][0] ?? '') : '',
      }),
    ),
  );
}

/** What comes with a nudge, in words. */
function makeUpText({ session, scenario }: MakeUp, curriculum: Curriculum): string {
  const offers = [
    ...(session === null ? [] : [`the questions of session ${session} as a set of their own`]),
    ...(scenario === null ? [] : [`the incident “${titles(curriculum)(scenario)}”, to be played alone`]),
  ];
  return offers.length === 0 ? 'a set of five questions' : offers.join(' and ');
}

export function nudgeForm(state: Record<string, string>, letters: string): Modal {
  return {
    kind: 'modal',
    title: 'A nudge',
    fields: [
      {
        kind: 'text',
        name: 'words',
        label: 'What you write',
        hint: 'It comes in private, with your name and with what they missed to make up for.',
        value: nudgeText(letters),
        long: true,
        required: true,
        maxLength: NUDGE_LENGTH,
      },
    ],
    action: { route: 'at-risk.send', state },
  };
}

/** What became of sending. */
export function nudgedView(
  cohort: Cohort,
  { sent, before, unwanted }: Readonly<Record<'sent' | 'before' | 'unwanted', readonly string[]>>,
): View {
  const names = (some: readonly string[]) => join(some, ', ');
  return view(
    ...(sent.length === 0
      ? []
      : [paragraph`**Sent** to ${names(sent)}. Anybody in quiet hours gets it as soon as these end.`]),
    ...(before.length === 0 ? [] : [paragraph`Not sent to ${names(before)}: they had one within the last week.`]),
    ...(unwanted.length === 0
      ? []
      : [paragraph`Not sent to ${names(unwanted)}: they want no nudges from me. Speak to them yourself.`]),
    controls(button('Back to the list', 'at-risk', { cohort: cohort.id })),
  );
}

/** To one learner, in private: the mentor's words, and the way back in. */
export function nudgeView(
  cohort: Cohort,
  { words, session, scenario }: Nudge,
  { mentor, curriculum }: { mentor: string; curriculum: Curriculum },
): View {
  const makeUp: Button[] = [
    ...(session === null
      ? []
      : [
          button(
            `Session ${session}'s questions`,
            'quiz start',
            { cohort: cohort.id, session: String(session) },
            { style: 'primary' },
          ),
        ]),
    ...(scenario === null
      ? []
      : [
          button(clip(`The incident “${titles(curriculum)(scenario)}”`, 75), 'debug start', {
            cohort: cohort.id,
            scenario,
          }),
        ]),
  ];
  return view(
    paragraph`**${mentor}**, a mentor of ${cohort.name}, writes:`,
    paragraph`${words}`,
    controls(
      ...(makeUp.length === 0
        ? [button('Five questions', 'quiz start', { cohort: cohort.id }, { style: 'primary' })]
        : makeUp),
      button('Ask a mentor', 'ask'),
      button('No more of these', 'notify', { nudges: 'off' }),
    ),
  );
}

/** To mentors and organisers on Monday, in private: how many, and no name, because whoever was a mentor may be none any more. */
export function weeklyView(cohort: Cohort, count: number): View {
  return view(
    paragraph`**${count === 1 ? 'One learner' : `${count} learners`} of ${cohort.name} ${count === 1 ? 'is' : 'are'} slipping.** A word from you helps most now. The list says who, by which sign, and what you could send.`,
    controls(
      button('Who, and why', 'at-risk', { cohort: cohort.id }, { style: 'primary' }),
      button('No more of these', 'notify', { risk: 'off' }),
    ),
  );
}
