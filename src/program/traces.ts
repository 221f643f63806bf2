import { AsyncLocalStorage } from 'node:async_hooks';
import { randomBytes } from 'node:crypto';
import type { Event, Handler } from '../chat/event.ts';

/** Where a span stands among the others. */
interface Place {
  traceId: string;
  spanId: string;
  /** What it is a part of; undefined for what people do and what is delivered. */
  parentSpanId?: string;
}

/** One thing that took its time, for a tracing system. */
interface Span extends Place {
  name: string;
  kind: number;
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
  /** A span for a statement or a call that is part of one of those; none for what nobody asked for. */
  part<T>(name: string, work: () => Promise<T>): Promise<T>;
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
const CLIENT = 3;
const ERROR = 2;

/**
 * OTLP over HTTP as JSON: https://opentelemetry.io/docs/specs/otlp/#otlphttp. Few kinds of span need no library that
 * patches all others; this file is loaded only when there is somewhere to send them.
 */
export function createTraces({ endpoint, headers, report, everyMs = EVERY_MILLISECONDS }: TracesOptions): Traces {
  const url = `${endpoint.replace(/\/+$/, '')}/v1/traces`;
  const failures = new Set<string>();
  /** What goes on is a part of this: an adapter's call, too, that sends the answer once it is there. */
  const current = new AsyncLocalStorage<Place>();
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

  function endEvent(place: Place, { id, place: where, action }: Event, startedAt: number, outcome: string): void {
    const failed = failures.delete(id);
    const attributes = { 'pythia.platform': where.platform, 'pythia.event': id, 'pythia.outcome': outcome };
    const endedAt = performance.now();
    add({ ...place, name: action.route, kind: SERVER, startedAt, endedAt, failed, attributes });
  }

  async function timed<T>(span: Omit<Span, 'startedAt' | 'endedAt' | 'failed'>, work: () => Promise<T>): Promise<T> {
    const startedAt = performance.now();
    let failed = true;
    try {
      const result = await work();
      failed = false;
      return result;
    } finally {
      add({ ...span, startedAt, endedAt: performance.now(), failed });
    }
  }

  return {
    watch: (handler) => ({
      ...handler,
      handle(event) {
        const startedAt = performance.now();
        const place = root();
        // Whoever handed the event over goes on in it: the call that answers comes after this has returned.
        current.enterWith(place);
        const outcome = handler.handle(event);
        if (outcome.ack === 'modal') endEvent(place, event, startedAt, outcome.reply.kind);
        else void outcome.reply.then(({ kind }) => endEvent(place, event, startedAt, kind));
        return outcome;
      },
    }),
    part(name, work) {
      const whole = current.getStore();
      if (whole === undefined) return work();
      const { traceId, spanId: parentSpanId } = whole;
      return timed({ traceId, spanId: newId(8), parentSpanId, name, kind: CLIENT, attributes: {} }, work);
    },
    follow(name, attributes, work) {
      const place = root();
      return current.run(place, () => timed({ ...place, name, kind: SERVER, attributes }, work));
    },
    failed: (event) => void failures.add(event),
    async stop() {
      clearInterval(timer);
      await sending;
      await send();
    },
  };
}

function root(): Place {
  return { traceId: newId(16), spanId: newId(8) };
}

function newId(bytes: number): string {
  return randomBytes(bytes).toString('hex');
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

function describeSpan({ startedAt, endedAt, failed, attributes, ...span }: Span): object {
  return {
    ...span,
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
