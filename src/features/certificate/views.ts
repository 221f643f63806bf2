import { wholeLetters } from '../../chat/clip.ts';
import { command, join, markdown, type Part, type Text, text, time } from '../../chat/text.ts';
import {
  type Block,
  button,
  controls,
  footnote,
  heading,
  type Modal,
  paragraph,
  type View,
  view,
} from '../../chat/view.ts';
import type { Cohort } from '../../domain/cohorts/cohort.ts';
import { onward } from '../../domain/onward.ts';
import { type Named, nameOf } from '../../domain/people/names.ts';
import type { Drawing } from '../../pictures/drawing.ts';
import { certificate as drawing } from '../../pictures/ready/certificate.ts';
import { figuresOf, sentenceOf } from './certifying.ts';
import { dayOf } from './page.ts';
import type { Certificate } from './store.ts';

/** How long a name on a certificate may be, and a reason for revoking one. */
export const NAME_LENGTH = 80;

export const REASON_LENGTH = 500;

/** A certificate as a drawing. Where there is an address at which it is checked, that stands on it: a picture travels without its link. */
export function certificateDrawing({ id, shown, issuedAt }: Certificate, address: string | undefined): Drawing {
  return drawing({
    title: shown.course,
    person: shown.name,
    sentence: sentenceOf(shown),
    facts: figuresOf(shown),
    signed: `Issued ${dayOf(issuedAt)}`,
    dated: `No. ${id}`,
    ...(address === undefined ? {} : { checked: `Check the number at ${address.replace(/^https?:\/\/|[^/]*$/g, '')}` }),
  });
}

/** What of a learner's record decides what they are offered. */
export interface Offered {
  isAssessed: boolean;
  live: Certificate | undefined;
  revoked: Certificate | undefined;
  isNamed: boolean;
}

/** `/certificate show`: the certificate with its address, or what it takes to get one; and whether one is named at graduation. */
export function certificateView(
  cohort: Cohort,
  { isAssessed, live, revoked, isNamed }: Offered,
  picture: Block | undefined,
  address: string | undefined,
): View {
  const state = { cohort: cohort.id };
  return view(
    heading(`Your certificate: ${cohort.name}`),
    ...(live !== undefined
      ? [
          ...(picture === undefined ? [] : [picture]),
          address === undefined
            ? paragraph`It has the number ${markdown(`\`${live.id}\``)}. I have no address on the web here at which it could be checked.`
            : paragraph`Anybody who has this address can check it, and nobody finds it without:\n${markdown(`\`${address}\``)}`,
        ]
      : revoked !== undefined
        ? [
            paragraph`It was revoked ${time(revoked.endedAt ?? revoked.issuedAt, 'date')}. The organisers’ reason: ${revoked.reason ?? ''}`,
          ]
        : isAssessed
          ? [
              paragraph`Your capstone is assessed: you can have a certificate. Your name as you write it, the course, the cohort and the day stand on it; whether the capstone’s title, its result and your checkpoints do, you say.`,
            ]
          : [
              paragraph`There is one when your capstone is assessed. ${command('capstone show')} says where it stands.`,
            ]),
    controls(
      ...(isAssessed && revoked === undefined
        ? [
            button(
              live === undefined ? 'Make it' : 'Make it anew',
              'certificate.make',
              state,
              live === undefined ? { style: 'primary' } : {},
            ),
          ]
        : []),
      ...(live === undefined ? [] : [button('Take it back', 'certificate.withdraw', state)]),
      namingButton(cohort, isNamed),
    ),
    footnote`${isNamed ? 'The post of the graduation names you.' : 'The post of the graduation does not name you, unless you say so.'}`,
  );
}

function namingButton({ id }: Cohort, isNamed: boolean) {
  return button(isNamed ? 'Don’t name me' : 'Name me at graduation', 'certificate.naming', {
    cohort: id,
    named: isNamed ? 'no' : 'yes',
  });
}

const YES_NO = [
  { label: 'Leave it out', value: 'no' },
  { label: 'Show it', value: 'yes' },
];

/** The form of a certificate: what stands on it is what is agreed to here. */
export function certificateForm(name: string, state: Record<string, string>): Modal {
  const agree = (field: string, label: string) =>
    ({ kind: 'choice', name: field, label, options: YES_NO, value: 'no', required: true }) as const;
  return {
    kind: 'modal',
    title: 'Your certificate',
    fields: [
      {
        kind: 'text',
        name: 'name',
        label: 'Your name, as it should stand on it',
        hint: 'Whoever has the address of the certificate can read it.',
        value: wholeLetters(name, NAME_LENGTH),
        long: false,
        required: true,
        maxLength: NAME_LENGTH,
      },
      agree('capstone', 'The title of your capstone'),
      agree('points', 'Its result, in points of 100'),
      agree('checkpoints', 'How many checkpoints are signed off'),
    ],
    action: { route: 'certificate.made', state },
  };
}

/** To a learner, in private, a week before graduation. */
export function graduationAskView(cohort: Cohort): View {
  return view(
    paragraph`**${cohort.name}** graduates in a week. May I name you in its channel, as somebody who has finished? I name nobody who does not say so.`,
    controls(
      button('Name me', 'certificate.naming', { cohort: cohort.id, named: 'yes' }, { style: 'primary' }),
      button('Leave me out', 'certificate.naming', { cohort: cohort.id, named: 'no' }),
      button('My certificate', 'certificate show', { cohort: cohort.id }),
      button('No more of these', 'notify', { course: 'off' }),
    ),
  );
}

/** The answer to that. */
export function namingView(cohort: Cohort, isNamed: boolean): View {
  return view(
    isNamed
      ? paragraph`Good: you are named when **${cohort.name}** graduates, if your capstone is assessed by then.`
      : paragraph`You are not named when **${cohort.name}** graduates.`,
    controls(namingButton(cohort, isNamed), button('My certificate', 'certificate show', { cohort: cohort.id })),
  );
}

/** Graduation, in the channel: how many have finished, and who of them agreed to be named. */
export function graduationView(cohort: Cohort, finished: number, named: readonly Named[]): View {
  const others = finished - named.length;
  return view(
    heading(`${cohort.name} graduates`),
    paragraph`${finished === 1 ? 'One capstone is' : `${finished} capstones are`} finished and assessed, each by at least two mentors. That took weeks of work beside a job.`,
    ...(named.length === 0
      ? []
      : [
          paragraph`Congratulations to ${listed([...named.map(nameOf), ...(others === 0 ? [] : [`${others} more`])])}!`,
        ]),
    controls(button('My certificate', 'certificate show', { cohort: cohort.id }, { style: 'primary' })),
  );
}

/** `a`, `a and b`, `a, b and c`. */
function listed(names: readonly Part[]): Text {
  const [last = '', ...others] = names.toReversed();
  return others.length === 0 ? text`${last}` : text`${join(others.toReversed(), ', ')} and ${last}`;
}

/** To the holder of a certificate that an organiser revoked. */
export function revokedView(cohort: Cohort, { reason }: Certificate): View {
  return view(
    paragraph`The organisers have revoked your certificate of **${cohort.name}**. Its page says so, and no longer shows your name. Their reason:\n${reason ?? ''}`,
    controls(button('My certificate', 'certificate show', { cohort: cohort.id }), onward()),
  );
}

/** What an organiser reads after revoking. */
export function revokingView(name: string): View {
  return view(
    paragraph`The certificate of **${name}** is revoked. Its page says so, without name and reason; they are told the reason in private.`,
  );
}

export function graduatingView(finished: number): View {
  return view(
    finished === 0
      ? paragraph`Nobody’s capstone is assessed yet, so there is nothing to post. ${command('organise assessments')} says how they stand.`
      : paragraph`Graduation is posted, with the names of those who agreed to be named.`,
  );
}
