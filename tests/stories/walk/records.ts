import type { Handler, Outcome } from '../../../src/chat/event.ts';
import type { Deed, How } from './people.ts';
import type { Shown } from './stage.ts';

/** One thing that reached the bot, and what became of it. */
export interface Seen {
  platform: string;
  route: string;
  /** What the bot answered. */
  reply: 'view' | 'modal' | 'refusal' | 'pending';
  /** What the person saw of it; undefined until they did. */
  shown: How | undefined;
}

export interface Records {
  all: readonly Seen[];
  /** Stands between the platforms and the bot, and writes down what goes through. */
  watch(handler: Handler): Handler;
  /** Lets somebody do something on a platform, and sees to it that it reached the bot once and came back. */
  follow(platform: string, deed: () => Promise<Deed>): Promise<Shown>;
}

/** The bot said no, in these words. */
export class WasRefused extends Error {
  readonly words: string;
  constructor(route: string, words: string) {
    super(`${route} was refused: ${words}`);
    this.name = 'WasRefused';
    this.words = words;
  }
}

export function createRecords(): Records {
  const all: Seen[] = [];

  function note(platform: string, route: string, { reply }: Outcome): void {
    const seen: Seen = { platform, route, reply: 'pending', shown: undefined };
    all.push(seen);
    if ('kind' in reply) seen.reply = reply.kind;
    else void reply.then(({ kind }) => (seen.reply = kind));
  }

  return {
    all,
    watch: (handler) => ({
      ...handler,
      handle(event) {
        const outcome = handler.handle(event);
        note(event.place.platform, event.action.route, outcome);
        return outcome;
      },
    }),
    async follow(platform, deed) {
      const before = all.length;
      const { shown, how } = await deed();
      const [made, ...others] = all.slice(before).filter((seen) => seen.platform === platform);
      if (made === undefined) throw new Error('what somebody did never reached the bot');
      if (others.length > 0) throw new Error(`what somebody did reached the bot ${others.length + 1} times`);
      made.shown = how;
      if ((made.reply === 'modal') !== (how === 'form'))
        throw new Error(`${made.route}: a ${made.reply} came as ${how}`);
      if (made.reply === 'refusal') throw new WasRefused(made.route, shown.kind === 'form' ? shown.title : shown.words);
      return shown;
    },
  };
}
