import { setTimeout as sleep } from 'node:timers/promises';
import type { Chance } from './chance.ts';

/** What somebody saw, as far as both platforms show it alike. */
export type Glance = {
  kind: string;
  text?: string;
  id?: string;
  ackMs?: number;
  buttons?: readonly { label: string }[];
};

/** Somebody on a platform, who can press what stands there. */
export interface Hand {
  id: string;
  command(name: string): Promise<Glance>;
  press(message: string | { id: string }, label: string): Promise<Glance>;
  /** Sends the form that was opened, with one word in it. */
  fill(form: Glance, word: string): Promise<Glance>;
  /** The labels of the buttons under one's own message, as it stands now. */
  offers(message: { id: string }): readonly string[];
}

/** What a person was told, and what they tried. */
export interface Told {
  id: string;
  /** In or out, as they were told last; undefined while something they did went unanswered. */
  place: 'in' | 'out' | undefined;
  /** Answers to questions that they were told are kept. */
  kept: number;
  /** Presses that might have been an answer. */
  pressed: number;
}

export interface Crowd {
  told: readonly Told[];
  /** Every person does one thing and is answered, or not. Returns how many were. */
  clickOnce(): Promise<number>;
  readonly counts: { acts: number; unanswered: number; apologies: number; late: number };
  stop(): Promise<void>;
}

interface CrowdOptions {
  hands: readonly Hand[];
  chance: Chance;
  /** The messages in the channel, by what one can press there. */
  announcement: () => string | undefined;
  round: () => string | undefined;
  /** Whether something that was done to the bot may be why nobody answers. */
  isTroubled: () => boolean;
}

const DEADLINE_MILLISECONDS = 3000;

/** People who join, leave, and answer a round's questions, each one thing after the other. */
export function createCrowd({ hands, chance, announcement, round, isTroubled }: CrowdOptions): Crowd {
  const told = hands.map(({ id }): Told => ({ id, place: 'out', kept: 0, pressed: 0 }));
  const counts = { acts: 0, unanswered: 0, apologies: 0, late: 0 };
  let isGoing = true;

  /** Who asked to leave and was not told that they have. */
  const leaving = new Set<string>();

  /** What was seen, or undefined where nothing came. */
  async function look(act: () => Promise<Glance>): Promise<Glance | undefined> {
    const wasTroubled = isTroubled();
    counts.acts += 1;
    const seen = await act().catch(() => undefined);
    const calm = !wasTroubled && !isTroubled();
    if (seen === undefined || seen.kind === 'failed') {
      if (calm) counts.unanswered += 1;
      return undefined;
    }
    if (calm && (seen.ackMs ?? 0) > DEADLINE_MILLISECONDS) counts.late += 1;
    if (/went wrong|Something broke/.test(seen.text ?? '')) counts.apologies += 1;
    return seen;
  }

  async function join(hand: Hand, own: Told): Promise<void> {
    const message = announcement();
    if (message === undefined) return;
    own.place = undefined;
    const seen = await look(() => hand.press(message, 'Join'));
    if (/Welcome to|You are in/.test(seen?.text ?? '')) own.place = 'in';
  }

  async function leave(hand: Hand, own: Told): Promise<void> {
    own.place = undefined;
    const seen = await look(() => hand.command('cohort leave'));
    const isTold = /You have left|You are not in/.test(seen?.text ?? '');
    if (isTold) own.place = 'out';
    leaving[isTold ? 'delete' : 'add'](own.id);
  }

  async function answer(hand: Hand, own: Told): Promise<void> {
    const message = round();
    if (message === undefined || own.place !== 'in') return;
    const question = await look(() => hand.press(message, 'Start'));
    if (question?.id === undefined) return;
    const shown = { id: question.id };
    for (const label of chance.shuffle(hand.offers(shown).filter((one) => /^[A-F]$/.test(one)))) {
      if (await give(own, () => hand.press(shown, label))) return;
      if (!hand.offers(shown).includes('Submit')) continue;
      if (await give(own, () => hand.press(shown, 'Submit'))) return;
    }
    if (!hand.offers(shown).includes('Answer')) return;
    await give(own, async () => hand.fill(await hand.press(shown, 'Answer'), String(Math.floor(chance.between(0, 9)))));
  }

  /** Does what may be an answer. Whether it was told to be kept, or nothing was told. */
  async function give(own: Told, act: () => Promise<Glance>): Promise<boolean> {
    own.pressed += 1;
    const seen = await look(act);
    if (seen?.text?.includes('Kept:') === true) own.kept += 1;
    return seen === undefined || seen.text?.includes('Kept:') === true;
  }

  async function act(hand: Hand, own: Told): Promise<void> {
    const dice = chance.next();
    // Somebody who was not told that they have left asks again: the first one may yet be carried out.
    if (leaving.has(own.id)) return leave(hand, own);
    if (own.place !== 'in') return dice < 0.8 ? join(hand, own) : leave(hand, own);
    return dice < 0.12 ? leave(hand, own) : answer(hand, own);
  }

  const people = hands.map(async (hand, index) => {
    const own = told[index];
    while (isGoing && own !== undefined) {
      await act(hand, own);
      await sleep(chance.between(100, 900));
    }
  });

  return {
    told,
    counts,
    async clickOnce() {
      const answered = await Promise.all(
        hands.map(async (hand) => {
          const seen = await hand.command('help').catch(() => undefined);
          return seen !== undefined && seen.kind === 'message' && !/went wrong|Something broke/.test(seen.text ?? '');
        }),
      );
      return answered.filter(Boolean).length;
    },
    async stop() {
      isGoing = false;
      await Promise.all(people);
    },
  };
}
