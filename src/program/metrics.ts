import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Event, Handler, Outcome } from '../chat/event.ts';
import type { Platform } from '../chat/platform.ts';
import type { Traffic } from '../chat/traffic.ts';
import type { PoolUse } from '../database/client.ts';

/** How the queue stands at this moment. */
interface QueueState {
  /** Handed to the queue and not settled. */
  waiting: number;
  /** How long the oldest of them has been due, in seconds; 0 where there is none. */
  oldestSeconds: number;
}

interface MetricsOptions {
  /** The names that may become labels: any other name shares one label. */
  routes: readonly string[];
  pools: () => readonly PoolUse[];
  platforms: ReadonlyMap<string, Platform>;
  readQueue: () => Promise<QueueState>;
}

/** The program's figures, for Prometheus. */
interface Metrics {
  traffic: Traffic;
  /** Counts and times everything that people do, on its way in. */
  watch(handler: Handler): Handler;
  /** A route failed, as against refusing. */
  failed(event: string): void;
  settled(delivery: { kind: string; dueAt: Temporal.Instant }, outcome: string, at: Temporal.Instant): void;
  /** A delivery failed and will be tried again. */
  retried(): void;
  read(): Promise<{ type: string; text: string }>;
}

const ANSWER_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

const LATE_SECONDS = [1, 5, 15, 60, 300, 900, 3600, 21_600, 86_400];

const NANOSECONDS = 1e9;

export function createMetrics({ routes, pools, platforms, readQueue }: MetricsOptions): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const known = new Set(routes);
  collectDefaultMetrics({ register: registry });

  const interactions = new Counter({
    name: 'pythia_interactions_total',
    help: 'What people did, by route and how it was answered',
    labelNames: ['platform', 'route', 'outcome'] as const,
    registers,
  });
  const answering = new Histogram({
    name: 'pythia_interaction_seconds',
    help: 'From an event to the answer being ready',
    labelNames: ['platform', 'route'] as const,
    buckets: ANSWER_SECONDS,
    registers,
  });
  const deliveries = new Counter({
    name: 'pythia_deliveries_total',
    help: 'Deliveries that are settled, by kind and outcome',
    labelNames: ['kind', 'outcome'] as const,
    registers,
  });
  const lateness = new Histogram({
    name: 'pythia_delivery_lateness_seconds',
    help: 'From when a delivery was due to when it was posted',
    labelNames: ['kind'] as const,
    buckets: LATE_SECONDS,
    registers,
  });
  const retries = new Counter({
    name: 'pythia_delivery_retries_total',
    help: 'Deliveries that failed and are tried again',
    registers,
  });
  const calls = new Counter({
    name: 'pythia_platform_calls_total',
    help: 'Calls to platforms by status; 0 when nothing came back',
    labelNames: ['platform', 'route', 'status'] as const,
    registers,
  });
  const waits = new Counter({
    name: 'pythia_limit_wait_seconds_total',
    help: 'Time that calls waited for limits of platforms',
    labelNames: ['platform'] as const,
    registers,
  });
  const lag = monitorEventLoopDelay({ resolution: 20 });
  lag.enable();

  const gauge = <Label extends string>(
    name: string,
    help: string,
    labelNames: readonly Label[],
    collect: (set: (labels: Partial<Record<Label, string>>, value: number) => void) => void | Promise<void>,
  ) =>
    new Gauge<Label>({
      name,
      help,
      labelNames: [...labelNames],
      registers,
      collect() {
        return collect((labels, value) => this.set(labels, value));
      },
    });
  gauge('pythia_pool_connections', 'Connections to the database', ['pool', 'state'], (set) => {
    for (const { name, busy, idle, waiting } of pools()) {
      set({ pool: name, state: 'busy' }, busy);
      set({ pool: name, state: 'idle' }, idle);
      set({ pool: name, state: 'waiting' }, waiting);
    }
  });
  gauge('pythia_platform_serving', 'Whether a platform serves people, 1 or 0', ['platform'], (set) => {
    for (const [platform, { health }] of platforms) set({ platform }, health().state === 'serving' ? 1 : 0);
  });
  gauge(
    'pythia_event_loop_lag_p99_seconds',
    'How late timers are, of 100 the latest, since the last reading',
    [],
    (set) => {
      set({}, lag.percentile(99) / NANOSECONDS);
      lag.reset();
    },
  );
  gauge('pythia_queue_waiting', 'Deliveries that are due and not settled', [], async (set) => {
    set({}, (await readQueue()).waiting);
  });
  gauge('pythia_queue_oldest_seconds', 'How long the oldest unsettled delivery has been due', [], async (set) => {
    set({}, (await readQueue()).oldestSeconds);
  });

  const failures = new Set<string>();

  function count(event: Event, outcome: Outcome, startedAt: number): void {
    const route = known.has(event.action.route) ? event.action.route : 'unknown';
    const { platform } = event.place;
    const end = (kind: string) => {
      const isFailure = failures.delete(event.id);
      interactions.inc({ platform, route, outcome: isFailure ? 'failed' : kind });
      answering.observe({ platform, route }, (performance.now() - startedAt) / 1000);
    };
    if (outcome.ack === 'modal') end(outcome.reply.kind);
    else void outcome.reply.then(({ kind }) => end(kind));
  }

  return {
    traffic: {
      call: (platform, route, status) => calls.inc({ platform, route, status }),
      wait: (platform, seconds) => waits.inc({ platform }, seconds),
    },
    watch: (handler) => ({
      ...handler,
      handle(event) {
        const startedAt = performance.now();
        const outcome = handler.handle(event);
        count(event, outcome, startedAt);
        return outcome;
      },
    }),
    failed: (event) => void failures.add(event),
    settled({ kind, dueAt }, outcome, at) {
      deliveries.inc({ kind, outcome });
      if (outcome === 'posted') lateness.observe({ kind }, Math.max(0, dueAt.until(at).total('seconds')));
    },
    retried: () => retries.inc(),
    read: async () => ({ type: registry.contentType, text: await registry.metrics() }),
  };
}
