import { clip } from '../../chat/clip.ts';
import { command, markdown, type Part, type Text, text, time } from '../../chat/text.ts';
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
import { onward } from '../../domain/onward.ts';
import { ratingBlocks } from './after-views.ts';
import { QUESTION_LENGTH, questionBlocks, stateOf, waitText } from './asking-views.ts';
import { isOpen, MOST_HELD } from './help.ts';
import { type SavedReply, sharesBelief } from './replies.ts';
import type { HelpRequest, QueueFilter } from './requests.ts';
import type { TypicalWait } from './waiting.ts';

export const FILTERS = {
  all: 'what waits, who is stuck first',
  oldest: 'the oldest first',
  skills: 'about what you know: what you named, or have helped with',
  mine: 'what you have',
} as const satisfies Record<QueueFilter['show'], string>;

interface Titled {
  id: string;
  name: string;
}

/** The queue as a mentor asked to see it. */
export function queueView(
  requests: readonly HelpRequest[],
  { cohort, show, wait }: { cohort: Titled; show: QueueFilter['show']; wait: TypicalWait | undefined },
): View {
  const shown = requests.slice(0, 25);
  const others = (Object.keys(FILTERS) as QueueFilter['show'][]).filter((filter) => filter !== show);
  const filters = others.map((filter) => button(LABELS[filter], 'questions', { cohort: cohort.id, show: filter }));
  if (shown.length === 0)
    return view(heading(`Questions · ${cohort.name}`), paragraph`${EMPTY[show]}`, controls(...filters));
  return view(
    heading(`Questions · ${cohort.name}`),
    lineBlock(shown.map((request, index) => queueLine(request, index + 1))),
    controls({
      kind: 'select',
      name: 'request',
      placeholder: 'Take or open a question',
      options: shown.map(({ id, asker, question }) => ({
        label: clip(question, 100),
        value: id,
        description: clip(asker, 100),
      })),
      action: { route: 'ask.take', state: { cohort: cohort.id } },
    }),
    controls(...filters),
    requests.length > shown.length ? [footnote`${requests.length - shown.length} more wait behind these.`] : [],
    footnote`${waitText(wait)}`,
  );
}

const LABELS = {
  all: 'All',
  oldest: 'Oldest first',
  skills: 'My skills',
  mine: 'Mine',
} as const satisfies Record<QueueFilter['show'], string>;

const EMPTY = {
  all: 'Nobody waits for an answer.',
  oldest: 'Nobody waits for an answer.',
  skills: 'Nothing waits about what you named, or have helped with.',
  mine: 'You have no question at the moment.',
} as const satisfies Record<QueueFilter['show'], string>;

function queueLine({ asker, question, askedAt, mentor, help, urgency, place }: HelpRequest, position: number): Text {
  const by = help.state === 'waiting' ? markdown('nobody has it') : text`with ${mentor ?? 'a mentor'}`;
  const signs = [...(urgency === 'blocked' ? ['stuck'] : []), ...(place === 'private' ? ['in private'] : [])];
  const marked = signs.length === 0 ? text`` : text` (${signs.join(', ')})`;
  return text`${position}. ${clip(question.replace(/\s+/g, ' '), 120)} — ${asker}${marked}, ${time(help.askedAt ?? askedAt)}, ${by}`;
}

/** A learner's own questions. */
export function ownQuestionsView(requests: readonly HelpRequest[], cohort: Titled): View {
  const open = requests.filter(({ help }) => isOpen(help));
  const shown = (open.length > 0 ? open : requests).slice(-10).toReversed();
  if (shown.length === 0)
    return view(
      heading(`Your questions · ${cohort.name}`),
      paragraph`You have asked nothing yet.`,
      controls(button('Ask a mentor', 'ask', {}, { style: 'primary' })),
    );
  return view(
    heading(`Your questions · ${cohort.name}`),
    lineBlock(shown.map((request, index) => ownLine(request, index + 1))),
    controls({
      kind: 'select',
      name: 'request',
      placeholder: 'How does it stand?',
      options: shown.map(({ id, question }) => ({ label: clip(question, 100), value: id })),
      action: { route: 'ask.stand', state: { cohort: cohort.id } },
    }),
    controls(button('Ask a mentor', 'ask', {})),
  );
}

const STATES = {
  draft: 'not asked yet',
  waiting: 'waits for a mentor',
  taken: 'a mentor has it',
  resolved: 'answered',
  withdrawn: 'taken back',
  closed: 'closed',
} as const satisfies Record<HelpRequest['help']['state'], string>;

function ownLine({ question, help }: HelpRequest, position: number): Text {
  return text`${position}. ${clip(question.replace(/\s+/g, ' '), 120)} — ${STATES[help.state]}`;
}

interface Taken {
  skill: string | undefined;
  others: readonly { memberId: string; name: string }[];
  talk: Text;
  packet: readonly Block[];
  /** The likeliest first. */
  saved: readonly SavedReply[];
  /** What the asker believes of it. */
  beliefs: readonly string[];
}

/** What a mentor gets who has a question, with the mentors to whom it could be handed over. */
export function takenView(request: HelpRequest, { skill, others, talk, packet, saved, beliefs }: Taken): View {
  const { asker, help } = request;
  const state = stateOf(request);
  const until =
    help.heldUntil === null
      ? text`It is yours until it is answered.`
      : text`It is yours until ${time(help.heldUntil, 'time')}; with your first word it stays yours.`;
  return view(
    paragraph`${until} ${talk}`,
    paragraph`**${asker}** asks:`,
    questionBlocks(request),
    skill === undefined ? [] : facts(['About', skill]),
    packet,
    controls(
      button('Reply', 'ask.reply', state, { style: 'primary' }),
      button("It's answered", 'ask.answered', state),
      ...(help.heldUntil === null ? [] : [button('30 more minutes', 'ask.extend', state)]),
      button('Give it back', 'ask.release', state),
    ),
    saved.length === 0
      ? []
      : controls({
          kind: 'select',
          name: 'reply',
          placeholder: 'Say a saved reply …',
          options: saved.slice(0, 25).map((reply) => ({
            label: clip(reply.words.replace(/\s+/g, ' '), 100),
            value: String(reply.event),
            description: clip(replyWords(reply, beliefs), 100),
          })),
          action: { route: 'ask.use', state },
        }),
    others.length === 0
      ? []
      : controls({
          kind: 'select',
          name: 'to',
          placeholder: 'Hand it over to …',
          options: others.slice(0, 25).map(({ memberId, name }) => ({ label: clip(name, 100), value: memberId })),
          action: { route: 'ask.hand', state },
        }),
  );
}

/** What is known of a saved reply: its author, whether somebody with the same belief read it, whether it has helped. */
function replyWords(reply: SavedReply, beliefs: readonly string[]): string {
  const times = (count: number) => (count === 1 ? 'once' : `${count} times`);
  return [
    reply.author,
    ...(sharesBelief(reply, { beliefs }) ? ['to the same belief'] : []),
    ...(reply.uses === 0 ? [] : [`said again ${times(reply.uses)}`]),
    ...(reply.helped === 0 ? [] : [`helped ${times(reply.helped)}`]),
  ].join(', ');
}

/** Where a mentor finds the talk. */
export function talkText(request: HelpRequest, where: Part | undefined): Text {
  if (where !== undefined) return text`Answer in ${where}, or press Reply.`;
  return request.place === 'private'
    ? text`Press Reply: your words reach **${request.asker}** in private.`
    : text`Answer in the thread under the question, or press Reply.`;
}

/** Why a question can't be handed over to somebody. */
export function notToText(name: string, why: 'paused' | number): Text {
  const reason = why === 'paused' ? text`takes a pause` : text`has ${openWords(why)}, ${mostWords(why, 'they')}`;
  return text`**${name}** ${reason}. Hand it over to somebody else, or give it back.`;
}

function openWords(capacity: number): string {
  return `${capacity} open ${capacity === 1 ? 'question' : 'questions'}`;
}

function mostWords(capacity: number, who: 'you' | 'they'): string {
  return capacity < MOST_HELD ? `as many as ${who} want at once` : 'as many as one mentor may have at once';
}

export function tooManyText(capacity: number): Text {
  return text`You have ${openWords(capacity)}, ${mostWords(capacity, 'you')}. Finish one, hand one over or give one back: ${command('questions', { show: 'mine' })}.`;
}

export function releasedView(): View {
  return view(paragraph`It is back in the queue, at the place that it had.`);
}

export function handedView(to: string): View {
  return view(paragraph`It is with **${to}** now, who hears of it.`);
}

export function answeredView(request: HelpRequest, isOwn: boolean): View {
  return view(
    isOwn
      ? paragraph`Good. I have marked your question as answered.`
      : paragraph`I have marked the question of **${request.asker}** as answered.`,
    isOwn ? ratingBlocks(request) : [],
    controls(button('Open it again', 'ask.reopen', stateOf(request)), onward()),
  );
}

export function withdrawnView(): View {
  return view(paragraph`You have taken your question back. Where it stood, its words are gone.`);
}

export function reopenedView(request: HelpRequest): View {
  return view(
    request.help.state === 'taken'
      ? paragraph`It is open again, and **${request.mentor ?? 'your mentor'}** hears of it.`
      : paragraph`It is open again and waits for a mentor.`,
  );
}

/** The form for words that go through the bot. */
export function replyForm(state: Record<string, string>): Modal {
  return {
    kind: 'modal',
    title: 'Say something',
    fields: [
      {
        kind: 'text',
        name: 'words',
        label: 'Your words',
        hint: 'They stand where the question is talked about, with your name.',
        long: true,
        required: true,
        maxLength: QUESTION_LENGTH,
      },
    ],
    action: { route: 'ask.say', state },
  };
}

/** After words went through the bot; what a mentor may keep for the next one who asks the like is named by its event. */
export function sentView(request: HelpRequest, kept: number | undefined): View {
  const where = request.place === 'private' ? 'It goes to them in private' : 'It goes into the thread of the question';
  return view(
    paragraph`${where}, with your name.`,
    kept === undefined
      ? []
      : controls(button('Keep this reply', 'ask.save', { ...stateOf(request), reply: String(kept) })),
  );
}

export function savedView(skill: string): View {
  return view(
    paragraph`Kept. Any mentor who takes a question about **${skill}** can send it, and sees that it is yours. You hear of it when it helps somebody again.`,
  );
}
