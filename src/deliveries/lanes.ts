/** Lets what the calendar posts into a channel go before what people post there. It only orders: if it is lost, everything is posted all the same. */
export interface Lanes {
  /** At once, whatever waits. */
  calendar<Done>(channel: string, post: () => Promise<Done>): Promise<Done>;
  /** One at a time in each channel, and none while the calendar posts there: a platform's own queue knows no precedence. */
  people<Done>(channel: string, post: () => Promise<Done>): Promise<Done>;
}

interface Channel {
  calendar: number;
  isTaken: boolean;
  waiting: (() => void)[];
}

export function createLanes(): Lanes {
  const channels = new Map<string, Channel>();

  function channelOf(name: string): Channel {
    const found = channels.get(name) ?? { calendar: 0, isTaken: false, waiting: [] };
    channels.set(name, found);
    return found;
  }

  /** Lets the next of the people's posts go where nothing is ahead of it. */
  function goOn(name: string, channel: Channel): void {
    if (channel.calendar > 0 || channel.isTaken) return;
    const next = channel.waiting.shift();
    if (next === undefined) {
      channels.delete(name);
      return;
    }
    channel.isTaken = true;
    next();
  }

  return {
    async calendar(name, post) {
      const channel = channelOf(name);
      channel.calendar += 1;
      try {
        return await post();
      } finally {
        channel.calendar -= 1;
        goOn(name, channel);
      }
    },
    async people(name, post) {
      const channel = channelOf(name);
      const turn = Promise.withResolvers<void>();
      channel.waiting.push(turn.resolve);
      goOn(name, channel);
      await turn.promise;
      try {
        return await post();
      } finally {
        channel.isTaken = false;
        goOn(name, channel);
      }
    },
  };
}
