import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser } from 'playwright-core';
import { createPlayground, type Playground } from '../../src/adapters/playground/index.ts';
import { createPlaygroundStore } from '../../src/adapters/playground/store.ts';
import { markdown } from '../../src/chat/text.ts';
import { heading, paragraph, view } from '../../src/chat/view.ts';
import { openTestDatabase } from '../support/database.ts';
import { announcement, bot, commands } from './bot.ts';
import { launch } from './support.ts';

/** A playground on a real server with a bot of a few answers, and a browser to look at it. */
export interface BrowserWorld {
  playground: Playground;
  browser: Browser;
  origin: string;
  /** Cuts every connection, as a restart would. */
  disconnect(): void;
  /** What the next move of the clock does, beside moving it. */
  onMove: (at: Temporal.Instant) => Promise<void>;
  close(): Promise<void>;
}

const session = Temporal.Instant.from('2027-03-02T17:00:00Z');

export async function openBrowserWorld(): Promise<BrowserWorld> {
  const database = await openTestDatabase();
  let now = session.subtract({ hours: 47 });
  const playground = createPlayground({
    store: createPlaygroundStore(database.db),
    clock: {
      now: () => now,
      move: {
        next: async () => {
          const reminder = session.subtract({ hours: 1 });
          const isPast = Temporal.Instant.compare(now, reminder) >= 0;
          return isPast ? { at: session, what: 'Session 3 starts' } : { at: reminder, what: 'Reminder of session 3' };
        },
        rest: async () => 'Nothing planned yet',
        to: async (at) => {
          await new Promise((resolve) => setTimeout(resolve, 400));
          now = at;
          await world.onMove(at);
        },
      },
    },
    personas: [
      { id: 'olga', name: 'Olga Reyes', manages: true, roles: [], note: 'organiser' },
      { id: 'milan', name: 'Milan Novak', manages: false, roles: ['mentors'], note: 'mentor' },
      { id: 'mia', name: 'Mia Okafor', manages: false, roles: ['mentors'], note: 'mentor' },
      { id: 'lena', name: 'Lena Fischer', manages: false, roles: [], note: 'learner' },
      { id: 'sam', name: 'Sam Whitfield', manages: false, roles: [], note: 'learner' },
      { id: 'yuki', name: 'Yuki Tanaka', manages: false, roles: [], note: 'learner' },
    ],
    channels: [
      { id: 'general', name: 'general', topic: 'For everybody' },
      { id: 'spring', name: 'python-spring', topic: 'The home of the spring cohort' },
      { id: 'mentors', name: 'mentors', topic: 'Where mentors talk' },
    ],
    roles: [{ id: 'mentors', name: 'Mentors' }],
    commands,
    log: (level, message, fields) => console.error(level, message, fields),
  });
  await playground.start(bot);
  const spring = { kind: 'channel', channel: 'spring' } as const;
  const posted = await playground.post('local', spring, announcement(session), 'announce');
  const thread = await playground.openThread('local', posted, 'Session 3: Memory');
  await playground.post('local', { kind: 'channel', channel: thread }, view(heading(markdown('Agenda'))), 'agenda');
  await playground.post('local', { kind: 'person', person: 'lena' }, view(paragraph`Welcome, Lena.`), 'welcome');
  const server = createServer(playground.listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const browser = await launch();
  const world: BrowserWorld = {
    playground,
    browser,
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    disconnect: () => server.closeAllConnections(),
    async onMove(at) {
      const channel = { kind: 'channel', channel: 'spring' } as const;
      await playground.post('local', channel, view(paragraph`The clock struck.`), `clock/${at}`);
    },
    async close() {
      await browser.close();
      await playground.stop();
      server.closeAllConnections();
      server.close();
      await database.close();
    },
  };
  return world;
}
