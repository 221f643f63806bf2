import { clip } from '../../chat/clip.ts';
import { markdown, type Text, text, time } from '../../chat/text.ts';
import {
  type Block,
  button,
  controls,
  facts,
  footnote,
  heading,
  lineBlock,
  type Modal,
  paragraph,
  type View,
  view,
} from '../../chat/view.ts';
import { cohortChoice } from '../../domain/cohorts/choice.ts';
import { onward } from '../../domain/onward.ts';
import type { HelpRequest } from './store.ts';

/** How long a question and what it quotes may be: as much as a form takes. */
export const QUESTION_LENGTH = 1500;

export const QUOTE_LENGTH = 2000;

/** Said when a quote shows what only its asker saw, such as their answers in a round that is still open. */
const EXPOSED = 'So far only you see this. What you leave here everybody reads, your answers too: take them out.';

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
        hint: "It is posted in the cohort's channel, with your name. Say what you expected and what you saw.",
        value: question.slice(0, QUESTION_LENGTH),
        long: true,
        required: true,
        maxLength: QUESTION_LENGTH,
      },
      {
        kind: 'text',
        name: 'about',
        label: 'What it is about',
        hint: isPrivate ? EXPOSED : 'Code, a message, a traceback. Shown as typed, under your question.',
        value: quote.slice(0, QUOTE_LENGTH),
        long: true,
        required: false,
        maxLength: QUOTE_LENGTH,
      },
    ],
    action: { route: 'ask.send', state: {} },
  };
}

/** A question in the cohort's channel, as it stands. */
export function requestView(request: HelpRequest): View {
  const { asker, question, about, askedAt, mentor, takenAt, answeredAt } = request;
  const state = stateOf(request);
  return view(
    heading(answeredAt === null ? 'A question for the mentors' : 'A question, answered'),
    paragraph`**${asker}** asks:`,
    paragraph`${question}`,
    quoted(about),
    facts(
      ['Asked', time(askedAt, 'relative')],
      ...(mentor === null || takenAt === null
        ? []
        : [['With', text`${mentor}, since ${time(takenAt, 'relative')}`] as const]),
      ...(answeredAt === null ? [] : [['Answered', time(answeredAt, 'relative')] as const]),
    ),
    answeredAt === null
      ? [
          controls(
            ...(mentor === null ? [button("I'll take it", 'ask.take', state, { style: 'primary' })] : []),
            button("It's answered", 'ask.answered', state),
          ),
          footnote`Answers go into this message's thread.`,
        ]
      : [],
  );

  function quoted(words: string | null): readonly Block[] {
    return words === null ? [] : [{ kind: 'code', source: words, language: '' }];
  }
}

function stateOf({ id, cohortId }: HelpRequest): Record<string, string> {
  return { request: id, ...(cohortId === null ? {} : { cohort: cohortId }) };
}

/** What the asker is told. */
export function askedView(waiting: number): View {
  const before =
    waiting === 0 ? 'It is the only one that waits.' : `${waiting} ${waiting === 1 ? 'waits' : 'wait'} longer.`;
  return view(
    paragraph`Your question is in the cohort's channel. ${before} You hear of it by a direct message when a mentor takes it.`,
  );
}

/** The asker is in several cohorts, and nothing that they typed is lost. */
export function whichCohortView(id: string, cohorts: readonly { id: string; name: string }[]): View {
  const question = text`Your question is kept. Which cohort's mentors is it for?`;
  return cohortChoice(question, cohorts, { route: 'ask.where', state: { request: id } });
}

/** What a mentor gets after taking a question. */
export function takenView(request: HelpRequest): View {
  return view(
    paragraph`It is yours: **${request.asker}** has been told. Answer in the thread, then press the button.`,
    controls(
      button("It's answered", 'ask.answered', stateOf(request), { style: 'primary' }),
      button('Give it back', 'ask.release', stateOf(request)),
    ),
  );
}

/** What the asker is told when somebody took their question. */
export function takenNoticeView(request: HelpRequest, mentor: string, where: Text): View {
  return view(
    paragraph`**${mentor}** took your question: ${clip(request.question, 200)}`,
    paragraph`The answer comes in the thread of your question, in ${where}.`,
    controls(button("It's answered", 'ask.answered', stateOf(request)), onward()),
  );
}

export function releasedView(): View {
  return view(paragraph`It is back in the queue.`);
}

export function answeredView({ asker }: HelpRequest, isOwn: boolean): View {
  return isOwn
    ? view(paragraph`Good. I have marked your question as answered.`)
    : view(paragraph`I have marked the question of **${asker}** as answered.`);
}

/** The queue, the longest-waiting first. */
export function queueView(open: readonly HelpRequest[], cohort: { id: string; name: string }): View {
  if (open.length === 0) return view(heading(`Questions · ${cohort.name}`), paragraph`Nobody waits for an answer.`);
  const shown = open.slice(0, 25);
  return view(
    heading(`Questions · ${cohort.name}`),
    lineBlock(shown.map((request, index) => queueLine(request, index + 1))),
    controls({
      kind: 'select',
      name: 'request',
      placeholder: 'Take a question',
      options: shown.map(({ id, asker, question }) => ({
        label: clip(question, 100),
        value: id,
        description: clip(asker, 100),
      })),
      action: { route: 'ask.take', state: { cohort: cohort.id } },
    }),
    open.length > shown.length ? [footnote`${open.length - shown.length} more wait behind these.`] : [],
  );
}

function queueLine({ asker, question, askedAt, mentor }: HelpRequest, position: number): Text {
  const by = mentor === null ? markdown('nobody has it') : text`with ${mentor}`;
  return text`${position}. ${clip(question.replace(/\s+/g, ' '), 120)} — ${asker}, ${time(askedAt, 'relative')}, ${by}`;
}
