import { command, text, time, word } from '../../chat/text.ts';
import { type Block, button, controls, facts, footnote, heading, paragraph, type View, view } from '../../chat/view.ts';
import type { Session } from '../../curriculum/schema.ts';
import type { Slot } from '../../domain/cohorts/calendar.ts';
import type { Cohort } from '../../domain/cohorts/cohort.ts';
import { whereOf } from '../../domain/cohorts/homes.ts';
import { onward } from '../../domain/onward.ts';
import type { Round } from '../quizzes/rounds.ts';
import { MOST_A_DAY, type Wishes } from './reminders.ts';

/** To one person, an hour before a session. */
export function sessionReminderView(cohort: Cohort, session: Session, slot: Slot, isComing: boolean): View {
  const state = { cohort: cohort.id, session: String(session.number) };
  return view(
    paragraph`**${session.title}** starts at ${time(slot.startsAt, 'time')}, in ${whereOf(cohort)}.${isComing ? ' You said you are coming.' : ''}`,
    controls(
      ...(isComing ? [] : [button("I'm coming", 'session.rsvp', { ...state, said: 'coming' }, { style: 'primary' })]),
      button("I can't", 'session.rsvp', { ...state, said: 'excused' }),
      button('Open the session', 'session', { cohort: cohort.id, number: state.session }),
      button('No more of these', 'notify', { sessions: 'off' }),
    ),
  );
}

/** To one person who has begun a round and still has this many questions left. */
export function roundReminderView(cohort: Cohort, round: Round, left: number): View {
  const closing = round.closesAt === null ? text`` : text` It closes at ${time(round.closesAt, 'time')}.`;
  return view(
    paragraph`**${left === 1 ? 'One question' : `${left} questions`} left** in the round “${round.title}” of ${cohort.name}.${closing}`,
    controls(
      button('Go on', 'round.start', { cohort: cohort.id, round: round.id }, { style: 'primary' }),
      button('No more of these', 'notify', { rounds: 'off' }),
    ),
  );
}

/** To somebody whom a reminder did not reach, where they are. */
export const unreachedNote: Block = paragraph`⚠ A reminder of mine did not reach you: you take no direct messages from me. Allow them from people of this ${word('workspace')}, or say with ${command('notify')} what you want none of.`;

/** `/notify`: what somebody is reminded of in private, with a switch for each. */
export function notifyView(wishes: Wishes): View {
  const { sessions, rounds, results, course, pairs, reviews, nudges, talks, risk, questions, months, quiet } = wishes;
  const clock = (at: Temporal.PlainTime) => at.toString({ smallestUnit: 'minute' });
  return view(
    heading('What I remind you of'),
    facts(
      ['Sessions, an hour before', SESSIONS[sessions]],
      ['Rounds, three hours before the close', ROUNDS[rounds]],
      ['Your result, when a round closes', RESULTS[results]],
      ['Checkpoints and capstone', COURSE[course]],
      ['Your pair in each module', PAIRS[pairs]],
      ['Cards to review', REVIEWS[reviews]],
      ['A mentor’s word when you slip', NUDGES[nudges]],
      ['Questions you asked or took', TALKS[talks]],
      ['For mentors: who is slipping', RISK[risk]],
      ['For mentors: questions that wait', QUESTIONS[questions]],
      ['Your roadmap', MONTHS[months]],
      [
        'Quiet hours',
        quiet === null
          ? 'none'
          : text`${clock(quiet.from)} to ${clock(quiet.until)}, ${quiet.zone.replaceAll('_', ' ')}`,
      ],
    ),
    controls(
      ...(sessions === 'all' ? [] : [button('Every session', 'notify', { sessions: 'all' })]),
      ...(sessions === 'coming' ? [] : [button('Sessions I come to', 'notify', { sessions: 'coming' })]),
      ...(sessions === 'off' ? [] : [button('No sessions', 'notify', { sessions: 'off' })]),
      ...SWITCHES.map(([name, one]) =>
        wishes[name] === 'on'
          ? button(`No ${one}`, 'notify', { [name]: 'off' })
          : button(capitalised(one), 'notify', { [name]: 'on' }),
      ),
      ...(quiet === null ? [] : [button('No quiet hours', 'notify', { quiet: 'none' })]),
      onward(),
    ),
    footnote`At most ${MOST_A_DAY} reminders a day reach you. Answers to what you asked or handed in come at any hour and do not count. Quiet hours: ${command('notify', { quiet: '22-7', zone: 'Europe/Berlin' })}.`,
  );
}

/** What is on or off, and what its button calls it. What only mentors get is switched by typing, and in the messages themselves. */
const SWITCHES = [
  ['rounds', 'rounds'],
  ['results', 'results'],
  ['course', 'checkpoints'],
  ['pairs', 'pairs'],
  ['reviews', 'reviews'],
  ['nudges', 'nudges'],
  ['talks', 'words on questions'],
  ['months', 'months'],
] as const;

function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

export const SESSIONS = {
  coming: 'those you said you come to',
  all: 'every one of yours',
  off: 'none',
} as const satisfies Record<Wishes['sessions'], string>;

export const ROUNDS = {
  on: 'those you have begun and not finished',
  off: 'none',
} as const satisfies Record<Wishes['rounds'], string>;

export const COURSE = {
  on: 'when one is due',
  off: 'never',
} as const satisfies Record<Wishes['course'], string>;

export const RESULTS = {
  on: 'with your place and what is next',
  off: 'not in private',
} as const satisfies Record<Wishes['results'], string>;

export const TALKS = {
  on: 'whose turn it is, how it went',
  off: 'nothing unasked',
} as const satisfies Record<Wishes['talks'], string>;

export const PAIRS = {
  on: 'who it is, and whether you met',
  off: 'not in private',
} as const satisfies Record<Wishes['pairs'], string>;

export const REVIEWS = {
  on: 'at the hour you chose for them',
  off: 'none',
} as const satisfies Record<Wishes['reviews'], string>;

export const NUDGES = {
  on: 'at most once a week',
  off: 'not through me',
} as const satisfies Record<Wishes['nudges'], string>;

export const RISK = {
  on: 'on Mondays, how many',
  off: 'never',
} as const satisfies Record<Wishes['risk'], string>;

export const QUESTIONS = {
  ping: 'a ping in the channel',
  direct: 'in private, in your working hours',
  off: 'not at all',
} as const satisfies Record<Wishes['questions'], string>;

export const MONTHS = {
  on: 'when a month begins',
  off: 'never',
} as const satisfies Record<Wishes['months'], string>;
