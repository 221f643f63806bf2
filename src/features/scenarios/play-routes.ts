import { z } from 'zod';
import { Refused } from '../../chat/errors.ts';
import { type Text, text } from '../../chat/text.ts';
import type { Block, View } from '../../chat/view.ts';
import { type Context, formRoute, type Route } from '../../context.ts';
import { findByTag, tagOf } from '../../domain/seed.ts';
import { boardView, caseView, evidenceView, incidentView, mitigatedView } from './board-views.ts';
import { actionByTag, causesView, guessForm, ideaForm, relayForm, WORDS_LENGTH } from './decision-views.ts';
import { type Investigation, nameIn } from './investigation.ts';
import { letteredCauses } from './letters.ts';
import { CONFIDENCES, type Move } from './moves.ts';
import { CHANGED, investigationInput, investigationRoute, type Moved, makeMove, overView, tag } from './playing.ts';
import { type Done, maySee, newsBetween, relaysOwed } from './position.ts';
import { newsBlocks } from './texts.ts';
import { tellThread } from './threads.ts';

/** Looking, noting and supposing: what an investigation is made of before its decisions. */

const named = z.string().min(1).max(60);

/** The board, or the result when it is over. */
export async function showBoard(investigation: Investigation, context: Context, note?: Text): Promise<View> {
  const over = await overView(investigation, context, note);
  return (
    over ?? boardView(investigation, { memberId: context.asker.memberId, ...(note === undefined ? {} : { note }) })
  );
}

const board = investigationRoute({
  name: 'debug.board',
  formerly: ['debug.open'],
  run: (investigation, _, context) => showBoard(investigation, context),
});

const incident = investigationRoute({
  name: 'debug.incident',
  run: (investigation) => incidentView(investigation),
});

const act = investigationRoute({
  name: 'debug.act',
  tells: true,
  more: { action: named },
  async run(found, { action: id }, context) {
    const moved = await makeMove(found, { kind: 'act', action: id }, context);
    const { investigation } = moved;
    const isTold = await tellThread(investigation, context);
    const over = await overView(investigation, context);
    if (over !== undefined) return over;
    const done = investigation.at.done.find(({ action }) => action.id === id);
    if (done === undefined) throw new Refused(CHANGED);
    return actedView(investigation, done, context, { isTold, news: newsOf(moved) });
  },
});

/** The news that came with a move's minutes, told to whoever made it, once. */
function newsOf({ investigation: { scenario, at }, before, isFresh }: Moved): Block[] {
  return isFresh && before !== undefined ? newsBlocks(newsBetween(scenario, before, at)) : [];
}

/** What was shown; a team's evidence is in its thread, or with the one whose role it is. */
function actedView(
  investigation: Investigation,
  done: Done,
  { asker }: Context,
  { isTold, news }: { isTold: boolean; news: readonly Block[] },
): View {
  const { at, row } = investigation;
  const { memberId } = asker;
  if (!maySee(at, done, memberId)) {
    const who = nameIn(investigation, done.to ?? '');
    return boardView(investigation, {
      memberId,
      note: text`That went to **${who}** alone, who will tell you in the thread.`,
    });
  }
  const isOwed = relaysOwed(at).some(({ action }) => action === done.action);
  const note = row.kind === 'team' && !isOwed && isTold ? text`Your team can open it from the thread.` : undefined;
  return evidenceView(investigation, done.action, { owesRelay: isOwed, news, ...(note === undefined ? {} : { note }) });
}

/** A step against the harm: roll back, shed load, call somebody. It takes minutes and is not asked about twice. */
const mitigate = investigationRoute({
  name: 'debug.mitigate',
  tells: true,
  more: { mitigation: named },
  async run(found, { mitigation: id }, context) {
    const moved = await makeMove(found, { kind: 'mitigate', mitigation: id }, context);
    const { investigation } = moved;
    await tellThread(investigation, context);
    const over = await overView(investigation, context);
    if (over !== undefined) return over;
    const taken = investigation.at.mitigated.find(({ mitigation }) => mitigation.id === id);
    if (taken === undefined) throw new Refused(CHANGED);
    return mitigatedView(investigation, taken, newsOf(moved));
  },
});

const look = investigationRoute({
  name: 'debug.look',
  more: { action: named },
  run: (investigation, { action }, context) => seenView(investigation, context, (done) => done.action.id === action),
});

/** From the thread: opens what only a role is shown. */
const see = investigationRoute({
  name: 'debug.see',
  ack: 'private',
  more: { action: tag },
  async run(investigation, { action }, context) {
    const wanted = actionByTag(investigation.scenario, action);
    return seenView(investigation, context, (done) => done.action === wanted);
  },
});

function seenView(investigation: Investigation, { asker }: Context, isWanted: (done: Done) => boolean): View {
  const { at } = investigation;
  const done = at.done.find(isWanted);
  if (done === undefined) throw new Refused(text`That has not been looked at yet. Choose it on the board first.`);
  if (!maySee(at, done, asker.memberId)) {
    throw new Refused(
      text`Only **${nameIn(investigation, done.to ?? '')}** was shown this, and tells you in the thread.`,
    );
  }
  const owesRelay = relaysOwed(at).some(({ action }) => action === done.action) && at.ended === undefined;
  const relayed = at.relays.find(({ action }) => action === done.action);
  const note = relayed && text`**${nameIn(investigation, relayed.by, asker.memberId)}**: ${relayed.words}`;
  return evidenceView(investigation, done.action, { owesRelay, news: [], ...(note === undefined ? {} : { note }) });
}

const relayingForm = formRoute({
  name: 'debug.relay.form',
  input: z.object({ ...investigationInput.shape, scenario: tag, action: tag }),
  open({ run, of, scenario: scenarioTag, action: actionTag }, { curriculum }) {
    const scenario = findByTag(curriculum.scenarios, scenarioTag);
    const action = scenario === undefined ? undefined : actionByTag(scenario, actionTag);
    if (action === undefined) throw new Refused(CHANGED);
    return relayForm(action.label, { id: run, kind: of }, actionTag);
  },
});

const relay = investigationRoute({
  name: 'debug.relay',
  tells: true,
  more: { action: tag, words: words('is empty: write what it shows', 1) },
  async run(investigation, { action: actionTag, words: said }, context) {
    const action = actionByTag(investigation.scenario, actionTag);
    if (action === undefined) throw new Refused(CHANGED);
    return afterMove(
      investigation,
      { kind: 'relay', action: action.id, words: said },
      context,
      text`Your team has it now.`,
    );
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
async function afterMove(before: Investigation, move: Move, context: Context, note: Text): Promise<View> {
  const { investigation } = await makeMove(before, move, context);
  await tellThread(investigation, context);
  return showBoard(investigation, context, note);
}

const caseFile = investigationRoute({
  name: 'debug.case',
  run: (investigation) => caseView(investigation),
});

/** The choice names the wanted state instead of toggling it: pressed twice, it is done once. */
const pin = investigationRoute({
  name: 'debug.pin',
  more: { pin: z.string().regex(/^(pin|unpin):[a-z0-9-]{1,60}$/, { error: 'does not name a clue' }) },
  async run(found, { pin: wanted }, context) {
    const [kind = '', clue = ''] = wanted.split(':');
    const { investigation } = await makeMove(found, { kind: kind === 'unpin' ? 'unpin' : 'pin', clue }, context);
    return (await overView(investigation, context)) ?? caseView(investigation);
  },
});

/** Pins a clue where it was found, or all that one look showed, and shows that look again. */
const note = investigationRoute({
  name: 'debug.note',
  more: { action: tag, clue: z.union([tag, z.literal('')]).default('') },
  async run(found, { action: actionTag, clue: clueTag }, context) {
    const action = actionByTag(found.scenario, actionTag);
    const clue = found.scenario.clues.find(({ id }) => tagOf(id) === clueTag);
    if (action === undefined || (clueTag !== '' && clue === undefined)) throw new Refused(CHANGED);
    const move: Move = clue === undefined ? { kind: 'pin-look', action: action.id } : { kind: 'pin', clue: clue.id };
    const { investigation } = await makeMove(found, move, context);
    const over = await overView(investigation, context);
    return over ?? seenView(investigation, context, (done) => done.action === action);
  },
});

const guessing = formRoute({
  name: 'debug.guess.form',
  input: z.object({ ...investigationInput.shape, scenario: tag }),
  open({ run, of, scenario: scenarioTag }, { curriculum }) {
    const scenario = findByTag(curriculum.scenarios, scenarioTag);
    if (scenario === undefined) throw new Refused(CHANGED);
    return guessForm(scenario, { id: run, kind: of });
  },
});

const guess = investigationRoute({
  name: 'debug.guess',
  tells: true,
  more: {
    cause: tag,
    sure: z.coerce
      .number()
      .refine((sure) => CONFIDENCES.some((one) => one === sure), { error: `must be one of ${CONFIDENCES.join(', ')}` }),
    words: words('', 0).default(''),
  },
  async run(investigation, { run, cause: causeTag, sure, words: said }, context) {
    const cause = letteredCauses(investigation.scenario, run).find((one) => one.tag === causeTag);
    if (cause === undefined) throw new Refused(CHANGED);
    const move: Move = { kind: 'hypothesise', cause: cause.thing.id, confidence: sure, words: said };
    return afterMove(investigation, move, context, text`Written down: **${cause.letter}**, ${sure} %.`);
  },
});

const supposing = formRoute({
  name: 'debug.suppose.form',
  input: investigationInput,
  open: ({ run, of }) => ideaForm({ id: run, kind: of }),
});

/** A first idea opens the causes. */
const suppose = investigationRoute({
  name: 'debug.suppose',
  tells: true,
  more: { words: words('is empty: write what you think it is', 1) },
  async run(found, { words: said }, context) {
    const { investigation } = await makeMove(found, { kind: 'suppose', words: said }, context);
    await tellThread(investigation, context);
    return (await overView(investigation, context)) ?? causesView(investigation);
  },
});

export const playRoutes: readonly Route[] = [
  board,
  incident,
  act,
  mitigate,
  look,
  see,
  relayingForm,
  relay,
  caseFile,
  pin,
  note,
  supposing,
  suppose,
  guessing,
  guess,
];
