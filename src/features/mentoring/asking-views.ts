import { clip, wholeLetters } from '../../chat/clip.ts';
import { pinging, type Text, text, time } from '../../chat/text.ts';
import {
  type Block,
  button,
  controls,
  facts,
  footnote,
  heading,
  type Modal,
  paragraph,
  type View,
  view,
} from '../../chat/view.ts';
import type { Skill } from '../../curriculum/schema.ts';
import { cohortChoice } from '../../domain/cohorts/choice.ts';
import { onward } from '../../domain/onward.ts';
import { type Named, nameOf } from '../../domain/people/names.ts';
import { isOpen } from './help.ts';
import { type HelpRequest, PLACE_LABELS, URGENCY_LABELS } from './requests.ts';
import { type TypicalWait, workingTime } from './waiting.ts';

/** How long a question, what it quotes and what was tried may be: as much as a form takes. */
export const QUESTION_LENGTH = 1500;

export const QUOTE_LENGTH = 2000;

export const TRIED_LENGTH = 1000;

/** Said when a quote shows what only its asker saw, such as their answers in a round that is still open. */
const EXPOSED = 'So far only you see this. In a thread everybody reads what you leave here: take your answers out.';

/** The form of a question. `quote` is what it is about, ready to be cut down by the asker. */
export function questionForm(question: string, quote: string, isPrivate = false): Modal {
  return {
    kind: 'modal',
    title: 'Ask a mentor',
    fields: [
      {
        kind: 'text',
        name: 'question',
        label: 'Your question',
        hint: 'Say what you expected and what you saw.',
        value: wholeLetters(question, QUESTION_LENGTH),
        long: true,
        required: true,
        maxLength: QUESTION_LENGTH,
      },
      {
        kind: 'text',
        name: 'tried',
        label: 'What you tried',
        hint: 'So that nobody sends you there again.',
        long: true,
        required: false,
        maxLength: TRIED_LENGTH,
      },
      {
        kind: 'text',
        name: 'about',
        label: 'What it is about',
        hint: isPrivate ? EXPOSED : 'Code, a message, a traceback. Shown as typed, under your question.',
        value: wholeLetters(quote, QUOTE_LENGTH),
        long: true,
        required: false,
        maxLength: QUOTE_LENGTH,
      },
      choice('urgency', 'How urgent', URGENCY_LABELS, 'soon'),
      // What is asked is for the channel only where its asker says so.
      choice('place', 'Where it is answered', PLACE_LABELS, 'private'),
    ],
    action: { route: 'ask.send', state: {} },
  };
}

function choice(name: string, label: string, labels: Readonly<Record<string, string>>, value: string) {
  const options = Object.entries(labels).map(([key, words]) => ({ value: key, label: words }));
  return { kind: 'choice', name, label, options, value, required: true } as const;
}

/** What a button about a request carries. */
export function stateOf({ id, cohortId }: Pick<HelpRequest, 'id' | 'cohortId'>): Record<string, string> {
  return { request: id, ...(cohortId === null ? {} : { cohort: cohortId }) };
}

/** A question with all that was said with it. */
export function questionBlocks({ question, about, tried }: HelpRequest): Block[] {
  return [
    ...view(paragraph`${question}`).blocks,
    ...(about === null ? [] : [{ kind: 'code', source: about, language: '' } as const]),
    ...(tried === null ? [] : view(paragraph`**Tried so far:** ${tried}`).blocks),
  ];
}

/** A question in the cohort's channel, as it stands. `skill` is what it is about, in words. */
export function requestView(request: HelpRequest, skill: string | undefined): View {
  const { asker, askedAt, mentor, urgency, help } = request;
  if (help.state === 'withdrawn') return view(paragraph`**${asker}** has taken a question back.`);
  const state = stateOf(request);
  const over = help.overAt === null ? undefined : (['Answered', time(help.overAt)] as const);
  return view(
    heading(TITLES[help.state]),
    paragraph`**${asker}** asks:`,
    questionBlocks(request),
    facts(
      ['Asked', time(help.askedAt ?? askedAt)],
      ...(skill === undefined ? [] : [['About', skill] as const]),
      ...(urgency === 'blocked' && isOpen(help) ? [['Urgent', 'stuck until it is answered'] as const] : []),
      ...(help.state !== 'taken' || help.takenAt === null
        ? []
        : [['With', text`${mentor ?? 'a mentor'}, since ${time(help.takenAt)}`] as const]),
      ...(help.state === 'resolved' && over !== undefined ? [over] : []),
    ),
    isOpen(help)
      ? [
          controls(
            ...(help.state === 'waiting' ? [button("I'll take it", 'ask.take', state, { style: 'primary' })] : []),
            button("It's answered", 'ask.answered', state),
          ),
          footnote`Answers go into this message's thread.`,
        ]
      : [],
  );
}

const TITLES = {
  draft: 'A question for the mentors',
  waiting: 'A question for the mentors',
  taken: 'A question for the mentors',
  resolved: 'A question, answered',
  withdrawn: 'A question, taken back',
  closed: 'A question, closed unanswered',
} as const satisfies Record<HelpRequest['help']['state'], string>;

/** The first words in the thread of a question, which bring its asker there. */
export function threadView(asker: Named): View {
  return view(
    paragraph`${pinging(nameOf(asker))}, this is the thread of your question. A mentor answers here; add to it whatever comes to your mind.`,
  );
}

/** How a request stands, for who asked it. */
export interface Standing {
  request: HelpRequest;
  /** How many stand before it; undefined when it does not wait. */
  before: number | undefined;
  wait: TypicalWait | undefined;
  /** The skills that it may be about, the likeliest first. */
  skills: readonly Skill[];
}

/** What the asker is told, after asking and whenever they look. */
export function standingView(standing: Standing): View {
  const { request, skills } = standing;
  const { help, place, question } = request;
  const state = stateOf(request);
  const where = place === 'private' ? 'It is answered in private.' : 'It is answered in its thread.';
  return view(
    paragraph`**${clip(question.replace(/\s+/g, ' '), 120)}**`,
    paragraph`${standText(standing)}${isOpen(help) ? ` ${where}` : ''}`,
    isOpen(help) ? skillBlocks(request, skills) : [],
    isOpen(help)
      ? controls(
          button('How does it stand?', 'ask.stand', state),
          button("It's answered", 'ask.answered', state),
          button('Take it back', 'ask.withdraw', state),
          onward(),
        )
      : controls(button('Open it again', 'ask.reopen', state), onward()),
  );
}

/** The choice of no skill. */
export const NO_SKILL = 'none';

/** What a question is about, with what else it could be. */
function skillBlocks(request: HelpRequest, skills: readonly Skill[]): Block[] {
  if (skills.length === 0) return [];
  const chosen = skills.find(({ slug }) => slug === request.skill);
  return [
    controls({
      kind: 'select',
      name: 'skill',
      placeholder: chosen === undefined ? 'What is it about?' : clip(`About: ${chosen.title}`, 100),
      options: [
        ...skills.map(({ slug, title }) => ({ label: clip(title, 100), value: slug })),
        { label: 'Something else', value: NO_SKILL },
      ],
      action: { route: 'ask.skill', state: stateOf(request) },
    }),
  ];
}

/** What a question seems to be about by what its asker missed, for them to leave or to change before others read it. */
export function guessBlocks(request: HelpRequest, skills: readonly Skill[]): Block[] {
  const guess = skills.find(({ slug }) => slug === request.skill);
  if (guess === undefined) return [];
  return [
    ...view(
      paragraph`Is it about **${guess.title}**? Your words leave it open, so I guessed from what you missed lately, which only you see. What you leave here stands with your question.`,
    ).blocks,
    ...skillBlocks(request, skills),
  ];
}

/** A question that only its asker has seen so far. */
export function draftView(request: HelpRequest, skills: readonly Skill[], isGuess: boolean): View {
  return view(
    paragraph`**${clip(request.question.replace(/\s+/g, ' '), 120)}**`,
    paragraph`It is written down, and has not been asked yet.`,
    isGuess ? guessBlocks(request, skills) : skillBlocks(request, skills),
    controls(button('Ask the mentors', 'ask.where', stateOf(request), { style: 'primary' })),
  );
}

function standText({ request, before, wait }: Standing): Text {
  const { help, mentor } = request;
  switch (help.state) {
    case 'draft':
      return text`It has not been asked yet.`;
    case 'waiting':
      return text`Your question waits for a mentor. ${lineText(before ?? 0)} ${waitText(wait)} You hear of it when a mentor takes it.`;
    case 'taken':
      return text`**${mentor ?? 'A mentor'}** has your question.`;
    case 'resolved':
      return text`Your question is answered.`;
    case 'withdrawn':
      return text`You have taken your question back.`;
    case 'closed':
      return text`Your question was closed: nobody had said a word for four weeks.`;
  }
}

function lineText(before: number): string {
  if (before === 0) return 'It is first in line.';
  return `${before} ${before === 1 ? 'waits' : 'wait'} before it.`;
}

/** What is known of how long mentors take, in their working hours. */
export function waitText(wait: TypicalWait | undefined): string {
  if (wait === undefined) return 'How long that takes is not known: there is no history yet.';
  const [usual, most] = [workingTime(wait.median), workingTime(wait.most)];
  const rarely = most === usual ? '' : `, and nine times in ten no more than ${most}`;
  return `Typically that takes ${usual} of the mentors' working hours${rarely}.`;
}

/** The asker is in several cohorts, and nothing that they typed is lost. */
export function whichCohortView(id: string, cohorts: readonly { id: string; name: string }[]): View {
  const question = text`Your question is kept. Which cohort's mentors is it for?`;
  return cohortChoice(question, cohorts, { route: 'ask.where', state: { request: id, first: 'yes' } });
}

/** To the asker: a mentor has their question. In a thread or a conversation it names both, and notifies exactly them. */
export function takenNoticeView(request: HelpRequest, mentor: Named, asker: Named | undefined): View {
  if (asker !== undefined)
    return view(paragraph`${pinging(nameOf(asker))}, ${pinging(nameOf(mentor))} has your question.`);
  return view(
    paragraph`**${mentor.name}** has your question: ${clip(request.question, 200)}`,
    controls(button('Say something', 'ask.reply', stateOf(request), { style: 'primary' })),
  );
}

/** In the talk, or to the asker: it waits again. */
export function releasedNoticeView(request: HelpRequest): View {
  return view(
    paragraph`**${request.asker}**, your question is back in the queue: ${clip(request.question, 200)}`,
    paragraph`It has kept its place. You hear of it when another mentor takes it.`,
  );
}

/** Words that went through the bot, with who said them. `whole` says what they are about where that does not stand above them. */
export function saidView(request: HelpRequest, by: string, words: string, isWhole: boolean): View {
  return view(
    isWhole ? paragraph`**${by}**, on “${clip(request.question.replace(/\s+/g, ' '), 100)}”:` : paragraph`**${by}**:`,
    paragraph`${words}`,
    controls(button('Answer', 'ask.reply', stateOf(request))),
  );
}

/** In the talk, when it is over. */
export function overNoticeView(request: HelpRequest): View {
  const { help, asker } = request;
  const state = stateOf(request);
  if (help.state === 'withdrawn') return view(paragraph`**${asker}** has taken the question back.`);
  if (help.state === 'closed') {
    return view(
      paragraph`This question is closed: for four weeks nobody has said a word in it, and I asked three times.`,
      controls(button('Open it again', 'ask.reopen', state)),
    );
  }
  return view(paragraph`This question is answered.`, controls(button('Open it again', 'ask.reopen', state)));
}
