import type { Handler, Outcome } from '../../../src/chat/event.ts';
import type { Platform, Target } from '../../../src/chat/platform.ts';
import type { Reply, View } from '../../../src/chat/view.ts';
import { endsWork } from '../../../src/domain/onward.ts';
import { plain } from '../../support/platform.ts';
import type { Deed, How } from './people.ts';
import type { Shown } from './stage.ts';

/** One thing that reached the bot, and what became of it. */
export interface Seen {
  platform: string;
  route: string;
  /** What the bot answered. */
  reply: 'view' | 'modal' | 'refusal' | 'pending';
  /** Whether it carries the one next thing, or only leads to it. */
  next: 'carried' | 'led to' | 'none';
  /** What the person saw of it; undefined until they did. */
  shown: How | undefined;
}

/** Something that was shown to people: an answer, or a message to somebody or for a channel. */
export interface Said {
  what: string;
  to: 'asker' | Target['kind'];
  view: View;
}

export interface Records {
  all: readonly Seen[];
  /** All that people were shown, as the bot means it. */
  said: readonly Said[];
  /** Stands between the platforms and the bot, and writes down what goes through. */
  watch(handler: Handler): Handler;
  /** Stands between what is posted and a platform. */
  watchPosts(platform: Platform): Platform;
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

function nextIn(answer: View): Seen['next'] {
  if (endsWork(answer)) return 'led to';
  return plain(answer).includes('**Next: ') ? 'carried' : 'none';
}

export function createRecords(): Records {
  const all: Seen[] = [];
  const said: Said[] = [];

  function hear(route: string, reply: Reply): void {
    if (reply.kind === 'view') said.push({ what: route, to: 'asker', view: reply });
  }

  function note(platform: string, route: string, { reply }: Outcome): void {
    const seen: Seen = { platform, route, reply: 'pending', next: 'none', shown: undefined };
    all.push(seen);
    if ('kind' in reply) {
      seen.reply = reply.kind;
      return;
    }
    void reply.then((shown) => {
      seen.reply = shown.kind;
      if (shown.kind === 'view') seen.next = nextIn(shown);
      hear(route, shown);
    });
  }

  return {
    all,
    said,
    watchPosts: (platform) => ({
      ...platform,
      post(workspace, target, view, key) {
        said.push({ what: key, to: target.kind, view });
        return platform.post(workspace, target, view, key);
      },
      edit(workspace, posted, view) {
        said.push({ what: 'an edit', to: 'channel', view });
        return platform.edit(workspace, posted, view);
      },
    }),
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
