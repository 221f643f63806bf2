import { clip } from '../../chat/clip.ts';
import { join, markdown, type Part, type Text, text, time } from '../../chat/text.ts';
import {
  type Block,
  type Button,
  button,
  controls,
  footnote,
  heading,
  lineBlock,
  paragraph,
  type Select,
  type View,
  view,
} from '../../chat/view.ts';
import type { Curriculum } from '../../curriculum/schema.ts';
import { sessionTitle } from '../../curriculum/sessions.ts';
import { onward } from '../../domain/onward.ts';
import type { Drawing } from '../../pictures/drawing.ts';
import { bars } from '../../pictures/ready/bars.ts';
import { againAt, type Gain, type Sign, type Standing, sessionsFirst, type Taken } from './standing.ts';

interface ResultFacts {
  test: Taken;
  standing: Standing;
  /** Compared with the test before, where there was one. */
  gain: Gain | undefined;
  now: Temporal.Instant;
}

/** What somebody's own self-test says: the signs, what became of their claims, where they stand by area. */
export function resultView({ test, standing, gain, now }: ResultFacts, picture: Block, note?: Text): View {
  const [first] = sessionsFirst(standing.signs);
  return view(
    ...(note === undefined ? [] : [paragraph`${note}`]),
    heading('Where you stand'),
    ...standingBlocks(standing, 'you'),
    claimBlocks(standing.signs),
    ...(gain === undefined ? [] : gainBlocks(gain)),
    ...(standing.areas.length === 0 ? [] : [picture]),
    ...signSelect(standing.signs),
    controls(
      ...(test.finishedAt === null ? [button('Go on', 'selftest.go', {}, { style: 'primary' })] : []),
      ...(first === undefined ? [] : [button(`Practise session ${first}`, 'quiz start', { session: String(first) })]),
      ...againButtons(test, now),
      ...(test.finishedAt === null ? [] : [button('My roadmap', 'roadmap')]),
      shareButton(test.shared),
      onward(),
    ),
    footnote`${sharedText(test.shared)}${againText(test, now)}`,
  );
}

/** The same of somebody who lets mentors see it, to one of their mentors. */
export function sharedResultView(
  name: string,
  { test, standing }: Pick<ResultFacts, 'test' | 'standing'>,
  picture: Block,
): View {
  return view(
    heading(`Where ${name} stands by the self-test`),
    paragraph`Taken ${time(test.finishedAt ?? test.begunAt, 'date')}.`,
    ...standingBlocks(standing, 'they'),
    ...(standing.areas.length === 0 ? [] : [picture]),
    footnote`${name} lets the mentors see this, and can stop at any time. It is for you alone.`,
  );
}

function standingBlocks(standing: Standing, who: 'you' | 'they'): Block[] {
  const { of, answered, counted, right, unknown, held, heldUntil, signs } = standing;
  const part = answered < of ? text` So far: ${answered} of ${of} are answered.` : text``;
  const open = unknown === 0 ? '' : unknown === counted - right ? ', no guesses' : `, ${unknown} times “I don't know”`;
  const notYet = signs.filter(({ result, saying }) => result.kind === 'not-yet' && saying === 'yes');
  const close = signs.filter(({ result, saying }) => result.kind === 'close' && saying === 'yes');
  const list = (title: string, found: readonly Sign[], none: string) =>
    lineBlock([
      text`**${title}**`,
      ...(found.length === 0 ? [text`${none}`] : found.map(({ result }) => text`- ${markdown(result.sign)}`)),
    ]);
  const isWhole = answered === of && held === 0;
  return [
    paragraph`**${right} of ${counted} right**${open}.${part}`,
    ...(held === 0
      ? []
      : [
          paragraph`${held === 1 ? 'One answer is' : `${held} answers are`} not counted yet: a round near ${who === 'you' ? 'you' : 'you or them'} asks the same. ${heldUntil === undefined ? '' : text`From ${time(heldUntil)} on ${held === 1 ? 'it is' : 'they are'}.`}`,
        ]),
    list('Not yet', notYet, isWhole ? 'None of these signs.' : 'None so far.'),
    list('Close', close, isWhole ? 'None of these signs yet.' : 'None so far.'),
  ];
}

/** What became of the sentences that they said of themselves. */
function claimBlocks(signs: readonly Sign[]): Block[] {
  const claimed = signs.filter(({ isClaimed, saying }) => isClaimed && (saying === 'yes' || saying === 'no'));
  if (claimed.length === 0) return [];
  const line = ({ result, isUnmasked }: Sign) =>
    text`${isUnmasked ? '✗ not borne out' : '✓ borne out'}: ${markdown(result.claim)}`;
  const borne = claimed.filter(({ isUnmasked }) => !isUnmasked).length;
  return [
    lineBlock([text`**What you said of yourself: ${borne} of ${claimed.length} borne out**`, ...claimed.map(line)]),
  ];
}

function gainBlocks({ of, before, after, grown, changed }: Gain): Block[] {
  const less = after < before ? 'fewer than' : after === before ? 'as many as' : 'more than';
  const lines = [
    text`**Since the last time: ${before} → ${after} of ${of} right**${after > before ? '' : `, ${less} then`}`,
    ...grown.slice(0, 5).map((area) => text`- ${area.title}: ${area.before} → ${area.after} of ${area.of}`),
    ...changed.map(({ result, isNew }) => text`- ${isNew ? 'New' : 'Gone'}: ${markdown(result.sign)}`),
  ];
  return [lineBlock(lines)];
}

/** Where somebody stands by area, as bars. */
export function areaPicture({ areas, counted, right }: Standing): Drawing {
  const rows = areas.map(({ title, right: own, answered }) => ({
    label: title,
    share: own / answered,
    note: `${own} of ${answered}`,
  }));
  return bars({ name: 'selftest-areas', title: 'The self-test, by area', note: `${right} of ${counted} right`, rows });
}

/** Leads to the words behind each sign of which something is said. */
function signSelect(signs: readonly Sign[]): Block[] {
  const told = signs.filter(isTold);
  if (told.length === 0) return [];
  const select: Select = {
    kind: 'select',
    name: 'sign',
    placeholder: 'What a sign says',
    options: told.map(({ result }) => ({ label: clip(result.sign, 100), value: result.slug })),
    action: { route: 'selftest.sign', state: {} },
  };
  return [controls(select)];
}

/** Whether there is more to read about a sign: the answers show it, or speak against what was said. */
export function isTold({ saying, isUnmasked }: Sign): boolean {
  return saying === 'yes' || isUnmasked;
}

/** What one sign says, and where to begin. */
export function signView({ result, saying, isUnmasked }: Sign, curriculum: Curriculum): View {
  const sessions = result.sessions.map((session): Part => text`- ${session}. ${sessionTitle(curriculum, session)}`);
  const [first] = result.sessions;
  return view(
    heading(text`${markdown(saying === 'yes' ? result.sign : result.claim)}`),
    ...(saying === 'yes' ? [paragraph`${markdown(result.says)}`] : []),
    ...(isUnmasked ? [paragraph`${markdown(result.unmasked)}`] : []),
    lineBlock([text`**Where it is taught**`, join(sessions, '\n')]),
    controls(
      button('Back', 'selftest.results'),
      ...(first === undefined
        ? []
        : [button(`Practise session ${first}`, 'quiz start', { session: String(first) }, { style: 'primary' })]),
    ),
  );
}

function shareButton(shared: boolean): Button {
  return shared
    ? button('No longer show it to mentors', 'selftest.share', { shared: 'no' })
    : button('Let my mentors see this', 'selftest.share', { shared: 'yes' });
}

function sharedText(shared: boolean): string {
  return shared
    ? 'The mentors of your cohorts may see this; nobody else. It is on no board.'
    : 'Only you see this: it is on no board, and no mentor sees it unless you say so.';
}

function againButtons({ finishedAt }: Taken, now: Temporal.Instant): Button[] {
  if (finishedAt === null || Temporal.Instant.compare(againAt(finishedAt), now) > 0) return [];
  return [button('Take it again', 'selftest.claim', { claims: '' }, { style: 'primary' })];
}

function againText({ finishedAt }: Taken, now: Temporal.Instant): Text {
  if (finishedAt === null || Temporal.Instant.compare(againAt(finishedAt), now) <= 0) return text``;
  return text` Taken again from ${time(againAt(finishedAt), 'date')} on, it shows what you gained.`;
}
