import { z } from 'zod';
import { Refused } from '../../chat/errors.ts';
import { type Text, text } from '../../chat/text.ts';
import type { Block, View } from '../../chat/view.ts';
import { type Context, formRoute, type Route, route } from '../../context.ts';
import { findByTag } from '../../domain/seed.ts';
import { boardView, caseView, evidenceView, incidentView } from './board-views.ts';
import { actionByTag, guessForm, relayForm, WORDS_LENGTH } from './decision-views.ts';
import { arrivedInjects, type Done, maySee, relaysOwed } from './investigation.ts';
import { letteredCauses } from './letters.ts';
import { CONFIDENCES, type Move } from './moves.ts';
import { CHANGED, getStanding, makeMove, overView, type RunInput, runInput, tag } from './playing.ts';
import { nameIn, type Standing } from './runs.ts';
import { newsBlocks } from './texts.ts';
import { tellThread } from './threads.ts';

/** Looking, noting and supposing: what an investigation is made of before its decisions. */

const named = z.string().min(1).max(60);

/** The board, or the result when it is over. */
export async function showBoard(standing: Standing, context: Context, note?: Text): Promise<View> {
  const over = await overView(standing, context, note);
  return over ?? boardView(standing, { memberId: context.asker.memberId, ...(note === undefined ? {} : { note }) });
}

const board = route({
  name: 'debug.board',
  formerly: ['debug.open'],
  ack: 'update',
  who: 'anyone',
  cohort: 'none',
  input: runInput,
  run: async (input, context) => showBoard(await getStanding(input, context), context),
});

const incident = route({
  name: 'debug.incident',
  ack: 'update',
  who: 'anyone',
  cohort: 'none',
  input: runInput,
  run: async (input, context) => incidentView(await getStanding(input, context)),
});

const act = route({
  name: 'debug.act',
  ack: 'update',
  who: 'anyone',
  cohort: 'none',
  input: z.object({ ...runInput.shape, action: named }),
  async run({ action: id, ...input }, context) {
    const moved = await makeMove(input, { kind: 'act', action: id }, context);
    const { standing, before } = moved;
    const isTold = await tellThread(standing, context);
    const over = await overView(standing, context);
    if (over !== undefined) return over;
    const done = standing.at.done.find(({ action }) => action.id === id);
    if (done === undefined) throw new Refused(CHANGED);
    const earlier = before === undefined ? [] : arrivedInjects(standing.scenario, before);
    const news = arrivedInjects(standing.scenario, standing.at).filter((inject) => !earlier.includes(inject));
    return actedView(standing, done, context, { isTold, news: newsBlocks(moved.isFresh ? news : []) });
  },
});

/** What was shown; a team's evidence is in its thread, or with the one whose role it is. */
function actedView(
  standing: Standing,
  done: Done,
  { asker }: Context,
  { isTold, news }: { isTold: boolean; news: readonly Block[] },
): View {
  const { at, run } = standing;
  const { memberId } = asker;
  if (!maySee(at, done, memberId)) {
    const who = nameIn(standing, done.to ?? '');
    return boardView(standing, {
      memberId,
      note: text`That went to **${who}** alone, who will tell you in the thread.`,
    });
  }
  const isOwed = relaysOwed(at).some(({ action }) => action === done.action);
  const note = run.kind === 'team' && !isOwed && isTold ? text`Your team can open it from the thread.` : undefined;
  return evidenceView(standing, done.action, { owesRelay: isOwed, news, ...(note === undefined ? {} : { note }) });
}

const look = route({
  name: 'debug.look',
  ack: 'update',
  who: 'anyone',
  cohort: 'none',
  input: z.object({ ...runInput.shape, action: named }),
  run: async ({ action, ...input }, context) =>
    seenView(await getStanding(input, context), context, (done) => done.action.id === action),
});

/** From the thread: opens what only a role is shown. */
const see = route({
  name: 'debug.see',
  ack: 'private',
  who: 'anyone',
  cohort: 'none',
  input: z.object({ ...runInput.shape, action: tag }),
  async run({ action, ...input }, context) {
    const standing = await getStanding(input, context);
    const wanted = actionByTag(standing.scenario, action);
    return seenView(standing, context, (done) => done.action === wanted);
  },
});

function seenView(standing: Standing, { asker }: Context, isWanted: (done: Done) => boolean): View {
  const { at } = standing;
  const done = at.done.find(isWanted);
  if (done === undefined) throw new Refused(text`That has not been looked at yet. Choose it on the board first.`);
  if (!maySee(at, done, asker.memberId)) {
    throw new Refused(text`Only **${nameIn(standing, done.to ?? '')}** was shown this, and tells you in the thread.`);
  }
  const owesRelay = relaysOwed(at).some(({ action }) => action === done.action) && at.ended === undefined;
  const relayed = at.relays.find(({ action }) => action === done.action);
  const note = relayed && text`**${nameIn(standing, relayed.by)}**: ${relayed.words}`;
  return evidenceView(standing, done.action, { owesRelay, news: [], ...(note === undefined ? {} : { note }) });
}

const relayingForm = formRoute({
  name: 'debug.relay.form',
  input: z.object({ ...runInput.shape, scenario: tag, action: tag }),
  open({ run, of, scenario: scenarioTag, action: actionTag }, { curriculum }) {
    const scenario = findByTag(curriculum.scenarios, scenarioTag);
    const action = scenario === undefined ? undefined : actionByTag(scenario, actionTag);
    if (action === undefined) throw new Refused(CHANGED);
    return relayForm(action.label, { id: run, kind: of }, actionTag);
  },
});

const relay = route({
  name: 'debug.relay',
  ack: 'update',
  who: 'anyone',
  cohort: 'none',
  input: z.object({ ...runInput.shape, action: tag, words: words('is empty: write what it shows', 1) }),
  async run({ action: actionTag, words: said, ...input }, context) {
    const standing = await getStanding(input, context);
    const action = actionByTag(standing.scenario, actionTag);
    if (action === undefined) throw new Refused(CHANGED);
    return afterMove(input, { kind: 'relay', action: action.id, words: said }, context, text`Your team has it now.`);
  },
});

function words(message: string, least: number) {
  return z
    .string()
    .trim()
    .min(least, { error: message })
    .max(WORDS_LENGTH, { error: `has more than ${WORDS_LENGTH} characters` });
}

/** Makes a move, tells the team, and shows the board with a note. */
async function afterMove(input: RunInput, move: Move, context: Context, note: Text): Promise<View> {
  const { standing } = await makeMove(input, move, context);
  await tellThread(standing, context);
  return showBoard(standing, context, note);
}

const caseFile = route({
  name: 'debug.case',
  ack: 'update',
  who: 'anyone',
  cohort: 'none',
  input: runInput,
  run: async (input, context) => caseView(await getStanding(input, context)),
});

/** The choice says what is wanted and not to turn it round: pressed twice it is done once. */
const pin = route({
  name: 'debug.pin',
  ack: 'update',
  who: 'anyone',
  cohort: 'none',
  input: z.object({
    ...runInput.shape,
    pin: z.string().regex(/^(pin|unpin):[a-z0-9-]{1,60}$/, { error: 'is no clue' }),
  }),
  async run({ pin: wanted, ...input }, context) {
    const [kind = '', clue = ''] = wanted.split(':');
    const { standing } = await makeMove(input, { kind: kind === 'unpin' ? 'unpin' : 'pin', clue }, context);
    return (await overView(standing, context)) ?? caseView(standing);
  },
});

const guessing = formRoute({
  name: 'debug.guess.form',
  input: z.object({ ...runInput.shape, scenario: tag }),
  open({ run, of, scenario: scenarioTag }, { curriculum }) {
    const scenario = findByTag(curriculum.scenarios, scenarioTag);
    if (scenario === undefined) throw new Refused(CHANGED);
    return guessForm(scenario, { id: run, kind: of });
  },
});

const guess = route({
  name: 'debug.guess',
  ack: 'update',
  who: 'anyone',
  cohort: 'none',
  input: z.object({
    ...runInput.shape,
    cause: tag,
    sure: z.coerce
      .number()
      .refine((sure) => CONFIDENCES.some((one) => one === sure), { error: `must be one of ${CONFIDENCES.join(', ')}` }),
    words: words('', 0).default(''),
  }),
  async run({ cause: causeTag, sure, words: said, ...input }, context) {
    const standing = await getStanding(input, context);
    const cause = letteredCauses(standing.scenario, input.run).find((one) => one.tag === causeTag);
    if (cause === undefined) throw new Refused(CHANGED);
    const move: Move = { kind: 'hypothesise', cause: cause.thing.id, confidence: sure, words: said };
    return afterMove(input, move, context, text`Written down: **${cause.letter}**, ${sure} %.`);
  },
});

export const playRoutes: readonly Route[] = [
  board,
  incident,
  act,
  look,
  see,
  relayingForm,
  relay,
  caseFile,
  pin,
  guessing,
  guess,
];
