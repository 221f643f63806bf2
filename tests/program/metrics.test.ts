import { expect, it } from 'vitest';
import type { Event, Handler } from '../../src/chat/event.ts';
import { text } from '../../src/chat/text.ts';
import { paragraph, refusal, view } from '../../src/chat/view.ts';
import { createMetrics } from '../../src/program/metrics.ts';
import { createTestPlatform } from '../support/platform.ts';

function eventOf(route: string, id: string): Event {
  return {
    id,
    place: { platform: 'test', workspace: 'w', channel: 'c' },
    person: { id: 'p', name: 'P', manages: false, roles: [], locale: 'en' },
    action: { route, state: {} },
  };
}

function open() {
  return createMetrics({
    routes: ['quiz start'],
    pools: () => [{ name: 'main', busy: 3, idle: 2, waiting: 1 }],
    platforms: new Map([['test', createTestPlatform()]]),
    readQueue: async () => ({ waiting: 4, oldestSeconds: 90 }),
  });
}

it('counts what people do by route and outcome, and names no route that there is not', async () => {
  const metrics = open();
  const handler: Handler = {
    handle(event) {
      if (event.id === 'fails') metrics.failed('fails');
      const reply = event.id === 'shows' ? view(paragraph`Here.`) : refusal(text`No.`);
      return { ack: 'private', reply: Promise.resolve(reply) };
    },
    complete: async () => [],
    async left() {},
    removed: async () => {},
  };
  const watched = metrics.watch(handler);
  for (const id of ['shows', 'refuses', 'fails']) watched.handle(eventOf('quiz start', id));
  watched.handle(eventOf('made up by somebody', 'other'));
  await new Promise((done) => setImmediate(done));
  const { text: page } = await metrics.read();
  for (const outcome of ['view', 'refusal', 'failed']) {
    expect(page).toContain(`pythia_interactions_total{platform="test",route="quiz start",outcome="${outcome}"} 1`);
  }
  expect(page).toContain('pythia_interactions_total{platform="test",route="unknown",outcome="refusal"} 1');
  expect(page).toContain('pythia_interaction_seconds_count{platform="test",route="quiz start"} 3');
  expect(page).not.toContain('made up');
});

it('tells of deliveries, calls, waits, the queue, the pools and the event loop', async () => {
  const metrics = open();
  const dueAt = Temporal.Instant.from('2026-11-24T17:00:00Z');
  metrics.settled({ kind: 'reminder', dueAt }, 'posted', dueAt.add({ seconds: 20 }));
  metrics.settled({ kind: 'reminder', dueAt }, 'skipped', dueAt.add({ hours: 20 }));
  metrics.retried();
  metrics.traffic.call('test', 'POST /things', 429);
  metrics.traffic.wait('test', 1.5);
  const { type, text: page } = await metrics.read();
  expect(type).toContain('text/plain');
  for (const line of [
    'pythia_deliveries_total{kind="reminder",outcome="posted"} 1',
    'pythia_deliveries_total{kind="reminder",outcome="skipped"} 1',
    'pythia_delivery_lateness_seconds_bucket{le="15",kind="reminder"} 0',
    'pythia_delivery_lateness_seconds_bucket{le="60",kind="reminder"} 1',
    'pythia_delivery_lateness_seconds_count{kind="reminder"} 1',
    'pythia_delivery_retries_total 1',
    'pythia_platform_calls_total{platform="test",route="POST /things",status="429"} 1',
    'pythia_limit_wait_seconds_total{platform="test"} 1.5',
    'pythia_queue_waiting 4',
    'pythia_queue_oldest_seconds 90',
    'pythia_pool_connections{pool="main",state="waiting"} 1',
    'pythia_platform_serving{platform="test"} 1',
    'pythia_event_loop_lag_p99_seconds',
  ]) {
    expect(page).toContain(line);
  }
});
