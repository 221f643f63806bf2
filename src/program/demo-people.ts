import type { Playground } from '../adapters/playground/index.ts';
import type { PlaygroundStore } from '../adapters/playground/store.ts';
import { type Action, decodeAction } from '../chat/action.ts';
import type { Log } from '../chat/answering.ts';
import type { Event, Handler } from '../chat/event.ts';
import type { Reply } from '../chat/view.ts';
import type { Curriculum } from '../curriculum/schema.ts';
import { idFrom } from '../domain/ids.ts';
import { findByTag } from '../domain/seed.ts';
import { writeAnswer } from '../features/quizzes/marking.ts';
import { demoPlayers, scriptedPersonas } from './demo.ts';
import { type Act, answerOf, type Player, planActs, type Seen } from './demo-script.ts';

interface DemoPeopleOptions {
  handler: Handler;
  store: PlaygroundStore;
  speak: Playground['say'];
  curriculum: Curriculum;
  now(): Temporal.Instant;
  /** Whether they take part at the moment; kept over restarts. */
  isOn(): Promise<boolean>;
  log: Log;
}

/** The people of the demo who take part by a script. */
export interface DemoPeople {
  /** When one of them does something next. */
  findNextAt(): Promise<Temporal.Instant | undefined>;
  /** Does all that they would have done by now. */
  act(): Promise<void>;
}

/** Nobody presses on messages that are older than this. */
const WINDOW_HOURS = 72;

/**
 * They look at the channels as people do, and press the controls they find there: everything goes through the handler, under ids
 * that follow from who and what. Remembering what was done already is only for speed: done again, it changes nothing.
 */
export function createDemoPeople(options: DemoPeopleOptions): DemoPeople {
  const { handler, store, speak, curriculum, now, isOn, log } = options;
  const done = new Set<string>();
  let acting = Promise.resolve();

  async function listActs(): Promise<Act[]> {
    if (!(await isOn())) return [];
    const controls = await store.listControlsSince(now().subtract({ hours: WINDOW_HOURS }));
    const seen = controls.map(({ action, ...where }): Seen => ({ ...where, action: decodeAction(action) }));
    return planActs(seen, demoPlayers, curriculum).filter(({ id }) => !done.has(id));
  }

  function eventOf(id: string, person: string, channel: string, action: Action): Event {
    const persona = scriptedPersonas.find((one) => one.id === person);
    if (persona === undefined) throw new Error(`nobody of the demo is called ${person}`);
    const { name, manages, roles } = persona;
    const place = { platform: 'playground', workspace: 'local', channel };
    return { id, place, person: { id: person, name, manages, roles, locale: 'en-GB' }, action };
  }

  async function perform({ id, person, channel, does }: Act): Promise<void> {
    switch (does.kind) {
      case 'event':
        await handler.handle(eventOf(id, person, channel, does.action)).reply;
        return;
      case 'words':
        await speak(person, { thread: does.message }, does.words, `demo/${id}`);
        return;
      case 'round': {
        const player = demoPlayers.find((one) => one.id === person);
        if (player?.kind !== 'learner') return;
        await answerRound(player, channel, does, await handler.handle(eventOf(id, person, channel, does.action)).reply);
      }
    }
  }

  /** Reads question after question from what comes back, as somebody at the page would. */
  async function answerRound(
    player: Player & { kind: 'learner' },
    channel: string,
    { until }: { until: number },
    first: Reply,
  ): Promise<void> {
    const answered = new Set<string>();
    for (let reply = first; ; ) {
      const asked = findQuestion(reply);
      const item = asked && findByTag(curriculum.items, asked['item'] ?? '');
      const at = asked?.['at'] ?? '';
      if (asked === undefined || item === undefined || answered.has(at) || Number(at) >= until) return;
      answered.add(at);
      const { round = '', cohort, of = '', item: tag = '' } = asked;
      const answer = writeAnswer(item, round, answerOf(item, player, round));
      const state = { ...(cohort === undefined ? {} : { cohort }), round, at, of, item: tag, answer };
      const id = idFrom(`demo/${player.id}/${round}/${at}`);
      reply = await handler.handle(eventOf(id, player.id, channel, { route: 'round.answer', state })).reply;
    }
  }

  async function actOnce(): Promise<void> {
    for (const act of await listActs()) {
      if (Temporal.Instant.compare(act.at, now()) > 0) return;
      done.add(act.id);
      await perform(act).catch((error: unknown) => {
        log('warn', 'somebody of the demo could not do something', { person: act.person, does: act.does.kind, error });
      });
    }
  }

  return {
    async findNextAt() {
      const acts = await listActs();
      return acts.find(({ at }) => Temporal.Instant.compare(at, now()) > 0)?.at;
    },
    act() {
      acting = acting.then(actOnce);
      return acting;
    },
  };
}

const QUESTION_ROUTES = ['round.answer', 'round.draft', 'round.form'];

/** The state of the question that a reply asks. */
function findQuestion(reply: Reply): Readonly<Record<string, string>> | undefined {
  if (reply.kind !== 'view') return undefined;
  const controls = reply.blocks.flatMap((block) => (block.kind === 'controls' ? block.controls : []));
  return controls.find(({ action }) => QUESTION_ROUTES.includes(action.route))?.action.state;
}
