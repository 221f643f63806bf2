import { randomBytes } from 'node:crypto';
import type { Event, Handler } from '../chat/event.ts';

/** One thing that took its time, for a tracing system. */
interface Span {
  name: string;
  startedAt: number;
  endedAt: number;
  failed: boolean;
  attributes: Readonly<Record<string, string>>;
}

interface TracesOptions {
  /** The collector's address, as OTEL_EXPORTER_OTLP_ENDPOINT has it. */
  endpoint: string;
  headers: Readonly<Record<string, string>>;
  /** The collector did not take them; nothing else is wrong. */
  report: (error: Error) => void;
  everyMs?: number;
}

/** What people do and what the queue carries out, as traces. */
export interface Traces {
  /** A span for everything that people do, on its way in. */
  watch(handler: Handler): Handler;
  /** A span for one piece of work. */
  follow<T>(name: string, attributes: Readonly<Record<string, string>>, work: () => Promise<T>): Promise<T>;
  /** A route failed, as against refusing. */
  failed(event: string): void;
  /** Sends what is left. */
  stop(): Promise<void>;
}

const EVERY_MILLISECONDS = 5000;

/** More than a collector that is away for a minute would miss; older ones are dropped, not the program's memory. */
const MOST = 2048;

const PATIENCE_MILLISECONDS = 5000;

/** https://opentelemetry.io/docs/specs/otel/trace/api/#spankind and #set-status */
const SERVER = 2;
const ERROR = 2;

/**
 * OTLP over HTTP as JSON: https://opentelemetry.io/docs/specs/otlp/#otlphttp. Two kinds of span need no library that
 * patches all others; this file is loaded only when there is somewhere to send them.
 */
export function createTraces({ endpoint, headers, report, everyMs = EVERY_MILLISECONDS }: TracesOptions): Traces {
  const url = `${endpoint.replace(/\/+$/, '')}/v1/traces`;
  const failures = new Set<string>();
  let spans: Span[] = [];
  let sending = Promise.resolve();

  function add(span: Span): void {
    spans.push(span);
    if (spans.length > MOST) spans = spans.slice(-MOST);
  }

  async function send(): Promise<void> {
    if (spans.length === 0) return;
    const batch = spans;
    spans = [];
    try {
      const answer = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(describe(batch)),
        signal: AbortSignal.timeout(PATIENCE_MILLISECONDS),
      });
      await answer.arrayBuffer();
      if (!answer.ok) throw new Error(`the collector answered ${answer.status}`);
    } catch (error) {
      report(error instanceof Error ? error : new Error(String(error)));
    }
  }

  const timer = setInterval(() => {
    sending = sending.then(send);
  }, everyMs);
  timer.unref();

  function endEvent({ id, place, action }: Event, startedAt: number, outcome: string): void {
    const failed = failures.delete(id);
    const attributes = { 'pythia.platform': place.platform, 'pythia.event': id, 'pythia.outcome': outcome };
    add({ name: action.route, startedAt, endedAt: performance.now(), failed, attributes });
  }

  return {
    watch: (handler) => ({
      ...handler,
      handle(event) {
        const startedAt = performance.now();
        const outcome = handler.handle(event);
        if (outcome.ack === 'modal') endEvent(event, startedAt, outcome.reply.kind);
        else void outcome.reply.then(({ kind }) => endEvent(event, startedAt, kind));
        return outcome;
      },
    }),
    async follow(name, attributes, work) {
      const startedAt = performance.now();
      let failed = true;
      try {
        const result = await work();
        failed = false;
        return result;
      } finally {
        add({ name, startedAt, endedAt: performance.now(), failed, attributes });
      }
    },
    failed: (event) => void failures.add(event),
    async stop() {
      clearInterval(timer);
      await sending;
      await send();
    },
  };
}

function describe(spans: readonly Span[]): object {
  return {
    resourceSpans: [
      {
        resource: { attributes: toAttributes({ 'service.name': 'pythia' }) },
        scopeSpans: [{ scope: { name: 'pythia' }, spans: spans.map(describeSpan) }],
      },
    ],
  };
}

function describeSpan({ name, startedAt, endedAt, failed, attributes }: Span): object {
  return {
    traceId: randomBytes(16).toString('hex'),
    spanId: randomBytes(8).toString('hex'),
    name,
    kind: SERVER,
    startTimeUnixNano: nanosecondsAt(startedAt),
    endTimeUnixNano: nanosecondsAt(endedAt),
    attributes: toAttributes(attributes),
    status: failed ? { code: ERROR } : {},
  };
}

/** Of the world's time, which a rehearsal does not move. */
function nanosecondsAt(moment: number): string {
  return String(BigInt(Math.round((performance.timeOrigin + moment) * 1000)) * 1000n);
}

function toAttributes(attributes: Readonly<Record<string, string>>): object[] {
  return Object.entries(attributes).map(([key, value]) => ({ key, value: { stringValue: value } }));
}
