import { AsyncResource } from 'node:async_hooks';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import type { Event, Handler } from '../../src/chat/event.ts';
import { text } from '../../src/chat/text.ts';
import { refusal } from '../../src/chat/view.ts';
import { createTraces } from '../../src/program/traces.ts';

/** https://github.com/open-telemetry/opentelemetry-proto/blob/main/examples/trace.json */
const Attribute = z.strictObject({ key: z.string(), value: z.strictObject({ stringValue: z.string() }) });
const Export = z.strictObject({
  resourceSpans: z.array(
    z.strictObject({
      resource: z.strictObject({ attributes: z.array(Attribute) }),
      scopeSpans: z.array(
        z.strictObject({
          scope: z.strictObject({ name: z.string() }),
          spans: z.array(
            z.strictObject({
              traceId: z.string().regex(/^[0-9a-f]{32}$/),
              spanId: z.string().regex(/^[0-9a-f]{16}$/),
              name: z.string(),
              parentSpanId: z
                .string()
                .regex(/^[0-9a-f]{16}$/)
                .optional(),
              kind: z.union([z.literal(2), z.literal(3)]),
              startTimeUnixNano: z.string().regex(/^\d{19}$/),
              endTimeUnixNano: z.string().regex(/^\d{19}$/),
              attributes: z.array(Attribute),
              status: z.strictObject({ code: z.literal(2).optional() }),
            }),
          ),
        }),
      ),
    }),
  ),
});

async function collect(status = 200) {
  const got: { path: string; key: string | undefined; body: unknown }[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { url = '', headers } = request;
    got.push({ path: url, key: headers['api-key']?.toString(), body: JSON.parse(String(Buffer.concat(chunks))) });
    response.writeHead(status).end('{}');
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => void server.close());
  return { got, endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` };
}

const event: Event = {
  id: 'e1',
  place: { platform: 'test', workspace: 'w', channel: 'c' },
  person: { id: 'p', name: 'Ada Secret', manages: false, roles: [], locale: 'en' },
  action: { route: 'quiz start', state: { typed: 'my words' } },
};

it('sends what people did and what was delivered, and nothing that they typed', async () => {
  const { got, endpoint } = await collect();
  const traces = createTraces({ endpoint, headers: { 'api-key': 'k' }, report: () => {} });
  const handler: Handler = {
    handle() {
      traces.failed('e1');
      return { ack: 'private', reply: Promise.resolve(refusal(text`No.`)) };
    },
    complete: async () => [],
    async left() {},
    removed: async () => {},
  };
  traces.watch(handler).handle(event);
  await traces.follow('delivery reminder', { 'pythia.delivery': 'c/s01/reminder' }, async () => 'posted');
  const broken = traces.follow('delivery start', {}, () => Promise.reject(new Error('away')));
  await expect(broken).rejects.toThrow('away');
  await traces.stop();
  expect(got).toMatchObject([{ path: '/v1/traces', key: 'k' }]);
  const [resource] = Export.parse(got[0]?.body).resourceSpans;
  const spans = resource?.scopeSpans[0]?.spans ?? [];
  expect(spans.map(({ name, status }) => [name, status.code]).sort()).toEqual([
    ['delivery reminder', undefined],
    ['delivery start', 2],
    ['quiz start', 2],
  ]);
  expect(spans.find(({ name }) => name === 'quiz start')?.attributes).toContainEqual({
    key: 'pythia.event',
    value: { stringValue: 'e1' },
  });
  const now = BigInt(Temporal.Now.instant().epochMilliseconds) * 1_000_000n;
  for (const { startTimeUnixNano, endTimeUnixNano } of spans) {
    expect(BigInt(endTimeUnixNano) >= BigInt(startTimeUnixNano)).toBe(true);
    expect(now - BigInt(startTimeUnixNano) < 60_000_000_000n).toBe(true);
  }
  expect(JSON.stringify(got)).not.toMatch(/Secret|my words/);
});

it('goes on when the collector is away or refuses', async () => {
  const { endpoint } = await collect(500);
  const said: string[] = [];
  const report = ({ message }: Error) => void said.push(message);
  for (const address of [endpoint, 'http://127.0.0.1:1']) {
    const traces = createTraces({ endpoint: address, headers: {}, report });
    await traces.follow('delivery start', {}, async () => 'posted');
    await traces.stop();
  }
  expect(said).toEqual(['the collector answered 500', 'fetch failed']);
});

it('hangs statements and calls under what they are part of, the call that answers too, and keeps people apart', async () => {
  const { got, endpoint } = await collect();
  const traces = createTraces({ endpoint, headers: {}, report: () => {} });
  const wait = (ms: number) => new Promise((done) => setTimeout(done, ms));
  const handler: Handler = {
    handle: ({ id }) => ({
      ack: 'private',
      reply: (async () => {
        await wait(5);
        await traces.part(`statement of ${id}`, () => wait(1));
        return refusal(text`No.`);
      })(),
    }),
    complete: async () => [],
    async left() {},
    removed: async () => {},
  };
  const watched = traces.watch(handler);
  // As an adapter does: it hands the event over, waits for the reply, and sends it.
  const respond = async (id: string) => {
    const outcome = watched.handle({ ...event, id, action: { route: `route of ${id}`, state: {} } });
    await outcome.reply;
    await traces.part(`call of ${id}`, () => wait(1));
  };
  await Promise.all([respond('one'), respond('two')]);
  await traces.follow('delivery start', {}, () => traces.part('statement of the delivery', () => wait(1)));
  await new Promise<void>((done) => setImmediate(() => done()));
  await traces.stop();
  const spans = got.flatMap(({ body }) => Export.parse(body).resourceSpans[0]?.scopeSpans[0]?.spans ?? []);
  const find = (name: string) => spans.find((span) => span.name === name);
  for (const id of ['one', 'two']) {
    const whole = find(`route of ${id}`);
    expect(whole).toMatchObject({ kind: 2 });
    expect(whole?.parentSpanId).toBeUndefined();
    for (const part of [find(`statement of ${id}`), find(`call of ${id}`)]) {
      expect(part).toMatchObject({ kind: 3, traceId: whole?.traceId, parentSpanId: whole?.spanId });
    }
  }
  expect(find('route of one')?.traceId).not.toBe(find('route of two')?.traceId);
  expect(find('statement of the delivery')?.parentSpanId).toBe(find('delivery start')?.spanId);
});

it('makes nothing of a statement that is part of nothing', async () => {
  const { got, endpoint } = await collect();
  const traces = createTraces({ endpoint, headers: {}, report: () => {} });
  const alone = new AsyncResource('nobody asked');
  expect(await alone.runInAsyncScope(() => traces.part('a look at the clock', async () => 7))).toBe(7);
  await traces.stop();
  expect(got).toEqual([]);
});
