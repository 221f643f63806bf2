import { clip } from '../../chat/clip.ts';
import { type Block, button, controls, type Modal, paragraph, type View, view } from '../../chat/view.ts';
import type { Skill } from '../../curriculum/schema.ts';
import { onward } from '../../domain/onward.ts';
import { guessBlocks, QUESTION_LENGTH, stateOf } from './asking-views.ts';
import type { Mark } from './help.ts';
import type { HelpRequest } from './requests.ts';

export const THANKS_LENGTH = 300;

/** Of what comes unasked about questions: how it went, whose turn it is, thanks, what has helped again. */
export const noMore = button('No more of these', 'notify', { talks: 'off' });

export const MARKS = {
  solved: 'It is solved',
  helped: 'It helped',
  'not-yet': 'Not yet',
} as const satisfies Record<Mark, string>;

/** Asks how it went. Only the asker's answer counts, and nobody is told who gave which. */
export function ratingBlocks(request: HelpRequest): Block[] {
  if (request.help.state !== 'resolved' || request.help.holder === null || request.help.mark !== null) return [];
  const marks = Object.keys(MARKS) as Mark[];
  return [
    ...view(
      paragraph`How did it go? Nobody is told who said what; *solved* and *helped* count for **${request.mentor ?? 'the mentor'}** alike.`,
    ).blocks,
    controls(...marks.map((mark) => button(MARKS[mark], 'ask.rate', { ...stateOf(request), mark }))),
  ];
}

/** To the asker in private, when a mentor has said that it is answered. */
export function rateView(request: HelpRequest): View {
  return view(
    paragraph`**${request.mentor ?? 'A mentor'}** says that your question is answered: “${clip(request.question.replace(/\s+/g, ' '), 120)}”`,
    ratingBlocks(request),
    controls(noMore),
  );
}

/** After the asker has said how it went. */
export function ratedView(request: HelpRequest): View {
  const { mark, thanks, kept, holder } = request.help;
  const state = stateOf(request);
  if (mark === 'not-yet') {
    return view(
      paragraph`Then it is not over. Opened again it goes back to **${request.mentor ?? 'the mentors'}**.`,
      controls(button('Open it again', 'ask.reopen', state, { style: 'primary' })),
    );
  }
  return view(
    paragraph`Good to hear.${kept === null ? '' : ' What solved it is kept for whoever asks the like.'}`,
    controls(
      ...(thanks === null && holder !== null ? [button('Say thanks', 'ask.thank', state)] : []),
      ...(mark === 'solved' && kept === null ? [button('Keep it for the next one', 'ask.keep', state)] : []),
    ),
  );
}

export function thanksForm(state: Record<string, string>): Modal {
  return {
    kind: 'modal',
    title: 'Say thanks',
    fields: [
      { kind: 'text', name: 'words', label: 'A line', long: false, required: true, maxLength: THANKS_LENGTH },
      {
        kind: 'choice',
        name: 'shown',
        label: 'Who reads it',
        options: [
          { value: 'yes', label: 'The mentor, with my name' },
          { value: 'no', label: 'Nobody' },
        ],
        value: 'yes',
        required: true,
      },
    ],
    action: { route: 'ask.thanks', state },
  };
}

export function keepForm(state: Record<string, string>): Modal {
  return {
    kind: 'modal',
    title: 'Keep it for the next one',
    fields: [
      {
        kind: 'text',
        name: 'words',
        label: 'What solved it',
        hint: 'Shown with your question, without your name, to whoever asks the like.',
        long: true,
        required: true,
        maxLength: QUESTION_LENGTH,
      },
    ],
    action: { route: 'ask.kept', state },
  };
}

/** To the mentor, where the asker said so. */
export function thanksView(request: HelpRequest, words: string): View {
  return view(
    paragraph`**${request.asker}** thanks you for “${clip(request.question.replace(/\s+/g, ' '), 100)}”:`,
    paragraph`${words}`,
    controls(onward(), noMore),
  );
}

/** To a mentor whose saved reply another one said, to somebody who was helped by it. Whose question it was is not said. */
export function replyCreditView({ id }: { id: string }, words: string, sayer: string): View {
  return view(
    paragraph`**A reply that you kept has helped again.** ${sayer} said it: “${clip(words.replace(/\s+/g, ' '), 200)}”`,
    paragraph`It counts for you on the mentors’ board.`,
    controls(button('The board', 'leaderboard', { cohort: id, of: 'mentors' }), noMore),
  );
}

/** To a mentor who solved a question that was kept, and that has answered somebody else's. */
export function keptCreditView({ id }: { id: string }, { question }: HelpRequest): View {
  return view(
    paragraph`**What you solved has helped again.** Somebody was about to ask the like of “${clip(question.replace(/\s+/g, ' '), 120)}”, read what was kept, and needed no more.`,
    paragraph`It counts for you on the mentors’ board.`,
    controls(button('The board', 'leaderboard', { cohort: id, of: 'mentors' }), noMore),
  );
}

/** What was asked before, before a question is posted. `guessed` are the skills to choose from where its own was a guess. */
export function offersView(request: HelpRequest, like: readonly HelpRequest[], guessed: readonly Skill[]): View {
  const state = stateOf(request);
  return view(
    paragraph`Before it is posted: ${like.length === 1 ? 'this was' : 'these were'} asked before. Your question is kept.`,
    ...like.map((one): Block[] => [
      ...view(paragraph`**${clip(one.question.replace(/\s+/g, ' '), 200)}**`, paragraph`${one.help.kept ?? ''}`).blocks,
      controls(button('That solves it', 'ask.solved', { ...state, like: one.id })),
    ]),
    guessBlocks(request, guessed),
    controls(button('Ask the mentors', 'ask.where', state, { style: 'primary' })),
  );
}

export function solvedView(request: HelpRequest): View {
  return view(
    paragraph`Good. Your question was not posted; who solved the other one is credited.`,
    controls(button('Ask the mentors all the same', 'ask.where', stateOf(request))),
  );
}
