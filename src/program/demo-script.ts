import { type Action, encodeAction } from '../chat/action.ts';
import type { Curriculum, Item } from '../curriculum/schema.ts';
import { idFrom } from '../domain/ids.ts';
import { digest, shuffled } from '../domain/seed.ts';
import { keyOf, type Response } from '../features/quizzes/marking.ts';
import { plainly } from '../features/scenarios/letters.ts';

/** What the people of the demo do by themselves: who does what with what stands in a channel, and when. All of it follows from names. */

/** Somebody who takes part by the script. */
export type Player =
  | { kind: 'mentor'; id: string }
  | {
      kind: 'learner';
      id: string;
      /** Shares from 0 to 1: of sessions they come to, of rounds they take, of them that they finish, of answers that are right. */
      comes: number;
      takes: number;
      finishes: number;
      knows: number;
    };

/** A control in a channel that everybody sees. */
export interface Seen {
  message: string;
  channel: string;
  postedAt: Temporal.Instant;
  action: Action;
}

/** Something that one of them does at a moment. Its id is the same in every run, so that twice is once. */
export interface Act {
  id: string;
  at: Temporal.Instant;
  person: string;
  channel: string;
  does:
    | { kind: 'event'; action: Action }
    /** Answers a round, question by question, as far as number `until`. */
    | { kind: 'round'; action: Action; until: number }
    /** Says something in the thread of a message. */
    | { kind: 'words'; message: string; words: string };
}

/** From 0 to 1, drawn from the seed alone. */
function lot(seed: string): number {
  return Number.parseInt(digest(`lot/${seed}`, 6), 36) / 36 ** 6;
}

function after(moment: Temporal.Instant, least: number, most: number, seed: string): Temporal.Instant {
  return moment.add({ minutes: least + Math.floor(lot(`after/${seed}`) * (most - least)) });
}

/** What everybody does with these controls, soonest first; each thing once, however many messages offer it. */
export function planActs(seen: readonly Seen[], players: readonly Player[], curriculum: Curriculum): Act[] {
  const acts = new Map<string, Act>();
  for (const one of seen) {
    for (const act of players.flatMap((player) => actsOn(one, player, players, curriculum))) {
      const known = acts.get(act.id);
      if (known === undefined || Temporal.Instant.compare(act.at, known.at) < 0) acts.set(act.id, act);
    }
  }
  return [...acts.values()].sort((one, other) => Temporal.Instant.compare(one.at, other.at));
}

function actsOn(seen: Seen, player: Player, players: readonly Player[], curriculum: Curriculum): Act[] {
  const { action, channel, postedAt } = seen;
  const seed = `${player.id}/${encodeAction(action)}`;
  const act = (name: string, least: number, most: number, does: Act['does']): Act => ({
    id: idFrom(`demo/${seed}/${name}`),
    at: after(postedAt, least, most, seed),
    person: player.id,
    channel,
    does,
  });
  const press = { kind: 'event', action } as const;
  if (action.route === 'cohort join') return [act('press', 3, 45, press)];
  if (player.kind === 'mentor') {
    // The button that takes a question goes when it is taken; the one that ends it stays until the end.
    const question = action.route === 'ask.answered' ? scriptedQuestion(action, players, curriculum) : undefined;
    if (question === undefined) return [];
    const takenAt = after(postedAt, 5, 25, seed);
    const later = (name: string, minutes: number, does: Act['does']): Act => ({
      ...act(name, 0, 1, does),
      at: takenAt.add({ minutes }),
    });
    const { message } = seen;
    return [
      later('take', 0, { kind: 'event', action: { ...action, route: 'ask.take' } }),
      later('words', 8, { kind: 'words', message, words: question.answer }),
      {
        ...later('thanks', 26, { kind: 'words', message, words: 'Thank you, that is where I was stuck.' }),
        person: question.asker,
      },
      later('answered', 30, press),
    ];
  }
  const session = `${player.id}/${action.state['cohort']}/${action.state['session']}`;
  switch (action.route) {
    case 'session.rsvp': {
      const said = lot(`comes/${session}`) < player.comes ? 'coming' : 'excused';
      return action.state['said'] === said ? [act('press', 2, 40, press)] : [];
    }
    case 'session.here':
      return [
        ...(lot(`comes/${session}`) < player.comes ? [act('press', 0, 14, press)] : []),
        ...questionsAfter(seen, player, players, curriculum),
      ];
    case 'round.start': {
      if (lot(`takes/${seed}`) >= player.takes) return [];
      const until = lot(`finishes/${seed}`) < player.finishes ? Number.POSITIVE_INFINITY : 3;
      return [act('press', 25, 600, { kind: 'round', action, until })];
    }
  }
  return [];
}

/** Every second session somebody is left with something they could not explain, and asks. */
function questionsAfter(seen: Seen, player: Player, players: readonly Player[], curriculum: Curriculum): Act[] {
  const { session = '', cohort = '' } = seen.action.state;
  const question = questionOf(cohort, Number(session), players, curriculum);
  if (question === undefined || question.asker !== player.id) return [];
  const at = after(seen.postedAt, 190, 300, question.eventId);
  const about = { person: player.id, channel: seen.channel };
  const state = { question: question.words, about: '', place: 'thread' };
  const asked = { request: idFrom(`ask/playground:${question.eventId}`), cohort };
  return [
    { ...about, id: question.eventId, at, does: { kind: 'event', action: { route: 'ask.send', state } } },
    // Where their words leave open what it is about they are shown a guess first, and leave it.
    {
      ...about,
      id: idFrom(`${question.eventId}/sure`),
      at: at.add({ minutes: 1 }),
      does: { kind: 'event', action: { route: 'ask.where', state: asked } },
    },
  ];
}

interface Question {
  asker: string;
  eventId: string;
  words: string;
  answer: string;
}

function questionOf(
  cohort: string,
  number: number,
  players: readonly Player[],
  { sessions }: Curriculum,
): Question | undefined {
  const learners = players.filter(({ kind }) => kind === 'learner');
  const session = sessions[number - 1];
  const seed = `question/${cohort}/${number}`;
  const asker = shuffled(learners, seed)[0];
  const objective = session && shuffled(session.objectives, seed)[0];
  const practice = session && shuffled(session.practice, seed)[0];
  if (number % 2 === 0 || asker === undefined || objective === undefined || practice === undefined) return undefined;
  return {
    asker: asker.id,
    eventId: idFrom(`demo/${seed}`),
    words: `I can follow it in the session, but could not do this alone yet: ${plainly(objective)} Where would you start?`,
    answer: `With something that you can run: “${plainly(practice.title)}” takes about ${practice.minutes} minutes and leads there. Write down what you expect before every run, and bring me the first surprise.`,
  };
}

/** The question that a control is about, if one of the script's learners asked it. */
function scriptedQuestion(action: Action, players: readonly Player[], curriculum: Curriculum): Question | undefined {
  const { request, cohort = '' } = action.state;
  const questions = curriculum.sessions.map(({ number }) => questionOf(cohort, number, players, curriculum));
  return questions.find(
    (question) => question !== undefined && request === idFrom(`ask/playground:${question.eventId}`),
  );
}

/** A learner's answer: right as often as they know it, less often where it is difficult; otherwise a belief that somebody might hold. */
export function answerOf(item: Item, learner: Player & { kind: 'learner' }, round: string): Response {
  const seed = `answer/${learner.id}/${round}/${item.slug}`;
  const chance = learner.knows + (3 - item.difficulty) * 0.08;
  return lot(seed) < chance ? keyOf(item) : wrongAnswer(item, seed);
}

function wrongAnswer(item: Item, seed: string): Response {
  switch (item.kind) {
    case 'single':
    case 'prints':
    case 'fix': {
      const wrong = [...item.options.keys()].filter((option) => item.options[option]?.right !== true);
      return { kind: 'option', option: shuffled(wrong, seed)[0] ?? 0 };
    }
    case 'multiple': {
      const all = [...item.options.keys()];
      const doubted = shuffled(all, seed)[0];
      const chosen = all.filter((option) => (item.options[option]?.right === true) !== (option === doubted));
      return { kind: 'options', options: chosen.length === 0 ? all : chosen };
    }
    case 'line':
      return { kind: 'line', line: shuffled(item.decoys, seed)[0]?.line ?? item.line };
    case 'order': {
      const [first = 0, second = 1, ...rest] = item.steps.keys();
      return { kind: 'steps', steps: [second, first, ...rest] };
    }
    case 'short':
      return { kind: 'typed', typed: shuffled(item.rejects, seed)[0]?.text ?? '?' };
  }
}
