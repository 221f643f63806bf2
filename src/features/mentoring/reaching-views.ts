import { clip } from '../../chat/clip.ts';
import { command, join, pinging, type Text, text } from '../../chat/text.ts';
import { button, controls, lineBlock, paragraph, type View, view } from '../../chat/view.ts';
import type { Home } from '../../domain/cohorts/cohort.ts';
import { mentorsOf } from '../../domain/cohorts/homes.ts';
import { type Named, nameOf } from '../../domain/people/names.ts';
import { noMore } from './after-views.ts';
import { stateOf } from './asking-views.ts';
import { NUDGES } from './help.ts';
import type { HelpRequest } from './requests.ts';

/** What mentors, organisers and askers hear of without having asked: that questions wait, that one came back, whose turn it is. */

interface Titled {
  id: string;
  name: string;
}

/** Why mentors hear of questions: they are new, nobody took them for a working day, or nobody said a word for a week. */
export type Why = 'new' | 'day' | 'silent';

const STILL = {
  new: '',
  day: ' A working day has gone by.',
  silent: ' For a week nobody has taken it.',
} as const satisfies Record<Why, string>;

/** That questions wait, to the mentors of a home. What they are stands in the channel, or is not for it. */
export function callView(
  requests: readonly HelpRequest[],
  {
    cohort,
    home,
    pinged,
    isRole,
    why,
  }: { cohort: Titled; home: Home; pinged: readonly Named[]; isRole: boolean; why: Why },
): View {
  const names = [...(isRole ? mentorsOf(home).map(pinging) : []), ...pinged.map((mentor) => pinging(nameOf(mentor)))];
  return view(
    paragraph`${join(names, ', ')}: ${waitingText(requests, cohort)}${STILL[why]}`,
    controls(button('Questions', 'questions', { cohort: cohort.id }, { style: 'primary' })),
  );
}

/** Once to all who have the mentors' role, before they are named one by one: whoever was never seen can't be. */
export function meetView({ id, name }: Titled, home: Home): View {
  return view(
    paragraph`${join(mentorsOf(home).map(pinging), ', ')}: from now on I call the mentors of **${name}** one by one, each as they chose, because some want private messages or none. If you mentor here and have not told me yet, press the button once, so that no question passes you by.`,
    controls(
      button('I mentor here', 'cohort join', { cohort: id }, { style: 'primary' }),
      button('How I hear of questions', 'notify'),
    ),
  );
}

/** The same to one mentor alone. */
export function ownCallView(requests: readonly HelpRequest[], cohort: Titled, why: Why): View {
  return view(
    paragraph`${waitingText(requests, cohort, 'A')}${STILL[why]}`,
    lineBlock(requests.slice(0, 10).map((request) => callLine(request))),
    controls(
      button('Questions', 'questions', { cohort: cohort.id }, { style: 'primary' }),
      button('No more of these', 'notify', { questions: 'off' }),
    ),
  );
}

/** `article` begins it: after a name it is small. */
function waitingText(requests: readonly HelpRequest[], { name }: Titled, article: 'a' | 'A' = 'a'): Text {
  const stuck = requests.filter(({ urgency }) => urgency === 'blocked').length;
  const private_ = requests.filter(({ place }) => place === 'private').length;
  if (requests.length === 1) {
    return text`${article} question of **${name}** waits${private_ > 0 ? ', in private' : ''}.${stuck > 0 ? ' Who asked it is stuck.' : ''}`;
  }
  const signs = [
    ...(private_ > 0 ? [`${private_} in private`] : []),
    ...(stuck > 0 ? [`${stuck} from somebody who is stuck`] : []),
  ];
  return text`${requests.length} questions of **${name}** wait${signs.length === 0 ? '' : `, ${signs.join(', ')}`}.`;
}

function callLine({ question, place, asker, urgency }: HelpRequest): Text {
  const stuck = urgency === 'blocked' ? ' (stuck)' : '';
  return place === 'private'
    ? text`- something in private${stuck}`
    : text`- ${clip(question.replace(/\s+/g, ' '), 120)} — ${asker}${stuck}`;
}

/** To the organisers, in private: nobody takes a question. */
export function escalatedView(request: HelpRequest, { id, name }: Titled): View {
  const what =
    request.place === 'private'
      ? text`something in private`
      : text`“${clip(request.question.replace(/\s+/g, ' '), 200)}”`;
  return view(
    paragraph`For two working days no mentor of **${name}** has taken a question of **${request.asker}**: ${what}.`,
    paragraph`The mentors have heard of it twice. Perhaps one of them can be asked, or another one be named: ${command('organise mentors')}.`,
    controls(button('Questions', 'questions', { cohort: id }, { style: 'primary' })),
  );
}

/** To whoever's turn it is in a talk that went silent. In a thread or a conversation it names and notifies them. */
export function nudgeView(request: HelpRequest, whom: Named | undefined, nudges: number): View {
  const called = whom === undefined ? text`` : text`${pinging(nameOf(whom))}: `;
  const what = clip(request.question.replace(/\s+/g, ' '), 120);
  const isAsker = request.help.turn === 'asker';
  const last = nudges >= NUDGES ? text` Without a word it is closed in a week; it can be opened again.` : text``;
  return view(
    isAsker
      ? paragraph`${called}is “${what}” answered? The last word was a mentor's.${last}`
      : paragraph`${called}**${request.asker}** waits for your next word on “${what}”.${last}`,
    controls(
      button(isAsker ? "It's answered" : 'Reply', isAsker ? 'ask.answered' : 'ask.reply', stateOf(request), {
        style: 'primary',
      }),
      ...(isAsker
        ? [button('Say something', 'ask.reply', stateOf(request))]
        : [button('Give it back', 'ask.release', stateOf(request))]),
      ...(whom === undefined ? [noMore] : []),
    ),
  );
}

/** To a mentor to whom a question was handed over. */
export function handedNoticeView(request: HelpRequest, from: string): View {
  return view(
    paragraph`**${from}** has handed a question over to you, for a day: ${clip(request.question.replace(/\s+/g, ' '), 200)}`,
    controls(
      button('Open it', 'ask.take', stateOf(request), { style: 'primary' }),
      button('Give it back', 'ask.release', stateOf(request)),
    ),
  );
}

/** To a mentor whose time ran out. */
export function lapsedView(request: HelpRequest): View {
  return view(
    paragraph`Half an hour without a word of yours: “${clip(request.question.replace(/\s+/g, ' '), 200)}” is back in the queue.`,
    controls(button('Take it again', 'ask.take', stateOf(request))),
  );
}
