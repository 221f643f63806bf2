import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { paragraph, view } from '../../../src/chat/view.ts';
import type { Database } from '../../../src/database/client.ts';
import { openTestDatabase } from '../../support/database.ts';
import { noon, openStream, openWorld, rawRequest, sent, until, type World } from './support.ts';

let database: Database;
let world: World;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
afterEach(() => world.stop());

async function open(move?: Parameters<typeof openWorld>[2]): Promise<World> {
  const reply = async () => view(paragraph`Yes.`);
  world = await openWorld(database.db, { handle: () => ({ ack: 'private', reply: reply() }) }, move);
  return world;
}

function command() {
  return JSON.stringify(sent('lena', { channel: 'general', command: 'help', options: {} }));
}

const json = { 'content-type': 'application/json' };

describe('the page', () => {
  test('comes in one piece, with a policy that runs nothing else', async () => {
    const { origin } = await open();
    const page = await fetch(origin);
    const html = await page.text();
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'self'");
    const hashes = [...html.matchAll(/<(?:script type="module"|style)>([\s\S]*?)<\/(?:script|style)>/g)].map(
      ([, source = '']) => `'sha256-${createHash('sha256').update(source).digest('base64')}'`,
    );
    expect(hashes).toHaveLength(2);
    expect(policy.match(/'sha256-[^']+'/g)?.sort()).toEqual(hashes.sort());
    const markup = html.replace(/<(script|style)[^>]*>[\s\S]*?<\/\1>/g, '');
    expect(markup).not.toMatch(/<script|<style|\son\w+=|\sstyle=|https?:\/\//);
    const files = [...markup.matchAll(/(?:src|href)="(\/page\/[^"]+)"/g)].map((match) => match[1]);
    expect(new Set(files)).toEqual(new Set(['/page/mark.svg']));
    expect((await fetch(`${origin}/page/mark.svg`)).headers.get('content-type')).toBe('image/svg+xml');
  });

  test('brings what it shows first, which ends no element, and only for people there are', async () => {
    const { origin, playground } = await open();
    const words = view(paragraph`${'</script><script>alert(1)</script>'}`);
    await playground.post('local', { kind: 'channel', channel: 'general' }, words, 'first');
    const read = async (query: string) => {
      const html = await (await fetch(`${origin}/${query}`)).text();
      expect(html.match(/<script/g)).toHaveLength(2);
      return JSON.parse(/id="first">([\s\S]*?)<\/script>/.exec(html)?.[1] ?? '');
    };
    const first = await read('?as=lena');
    expect(first).toMatchObject({ persona: 'lena', opened: { channel: 'general' } });
    expect(first.opened.messages.at(-1).html).toContain('alert(1)');
    expect(await read('?as=nobody')).toBeNull();
    expect(await read('')).toMatchObject({ persona: 'olga' });
  });

  test('brings no more than a slow network carries, and says that there is more', async () => {
    const { origin, playground } = await open();
    for (let index = 0; index < 8; index += 1) {
      const long = view(paragraph`${`${index} ${'word '.repeat(1000)}`}`);
      await playground.post('local', { kind: 'channel', channel: 'mentors' }, long, `long/${index}`);
    }
    const html = await (await fetch(`${origin}/?as=lena&in=mentors`)).text();
    const { opened } = JSON.parse(/id="first">([\s\S]*?)<\/script>/.exec(html)?.[1] ?? '');
    expect(opened).toMatchObject({ channel: 'mentors', hasMore: true });
    expect(opened.messages.length).toBeGreaterThan(2);
    expect(opened.messages.length).toBeLessThan(6);
    expect(opened.messages.at(-1).html).toContain('7 word');
  });

  test.each(['br', 'gzip', 'identity'])('is sent as small as the browser takes it: %s', async (encoding) => {
    const { port } = await open();
    const { headers, body } = await rawRequest(port, { headers: { 'accept-encoding': encoding } });
    expect(headers['content-encoding']).toBe(encoding === 'identity' ? undefined : encoding);
    expect(Number(headers['content-length'])).toBeLessThan(encoding === 'identity' ? 250_000 : 45_000);
    expect(body.length > 0).toBe(true);
  });

  test('that has missed nothing is told so by its stream, and one that has is told otherwise', async () => {
    const opened = await open();
    const { position } = (await opened.get('/api/state?persona=lena')).body;
    const hello = async () => {
      const abort = new AbortController();
      const { body } = await fetch(`${opened.origin}/api/events?persona=lena`, { signal: abort.signal });
      const { value } = (await body?.getReader().read()) ?? {};
      abort.abort();
      return JSON.parse(/event: hello\ndata: (.*)/.exec(new TextDecoder().decode(value))?.[1] ?? '').position;
    };
    expect(await hello()).toBe(position);
    const news = view(paragraph`News.`);
    await opened.playground.post('local', { kind: 'channel', channel: 'general' }, news, 'missed');
    expect(await hello()).not.toBe(position);
  });

  test('holds a hundred streams open and no more, and takes another when one has ended', async () => {
    const { origin } = await open();
    // Held on to: the body of an answer that nobody holds is closed when it is collected.
    const answers: Response[] = [];
    const listen = async (abort: AbortController) => {
      const answer = await fetch(`${origin}/api/events?persona=lena`, { signal: abort.signal });
      answers.push(answer);
      return answer.status;
    };
    const aborts = Array.from({ length: 101 }, () => new AbortController());
    const held = await Promise.all(aborts.map(listen));
    expect(held.filter((status) => status === 200)).toHaveLength(100);
    expect(held.filter((status) => status === 503)).toHaveLength(1);
    for (const abort of aborts) abort.abort();
    const late = new AbortController();
    await expect.poll(() => listen(late), { timeout: 15_000 }).toBe(200);
    late.abort();
    expect(answers.length).toBeGreaterThan(101);
  });

  test.each(['/page/../index.ts', '/page/%2e%2e/index.ts', '/page/', '/page/nothing.js', '/index.html', '/etc/passwd'])(
    'serves no other path: %s',
    async (path) => {
      const { port } = await open();
      expect((await rawRequest(port, { path })).status).toBe(404);
    },
  );

  test('says so when a path is not an address', async () => {
    const { port } = await open();
    expect((await rawRequest(port, { path: '//' })).status).toBe(400);
  });

  test('may be linked to from another site', async () => {
    const { port } = await open();
    expect((await rawRequest(port, { headers: { 'sec-fetch-site': 'cross-site' } })).status).toBe(200);
  });
});

describe('another site', () => {
  test.each([
    ['with its own origin', { origin: 'https://evil.example' }],
    ['in a sandboxed frame', { origin: 'null' }],
    ['on another port of this machine', { origin: 'http://localhost:1' }],
    ['as the browser tells', { 'sec-fetch-site': 'cross-site' }],
    ['under a name that points here', { host: 'evil.example', origin: 'http://evil.example' }],
    ['under a name that looks like ours', { host: 'localhost.evil.example' }],
  ])('may not post %s', async (_, headers) => {
    const { port, events } = await open();
    const answer = await rawRequest(port, {
      method: 'POST',
      path: '/api/command',
      headers: { ...json, ...headers } as Record<string, string>,
      body: command(),
    });
    expect(answer.status).toBe(403);
    expect(events).toEqual([]);
  });

  test('may not read either', async () => {
    const { port } = await open();
    const path = '/api/state?persona=lena';
    expect((await rawRequest(port, { path, headers: { host: 'evil.example' } })).status).toBe(403);
    expect((await rawRequest(port, { path, headers: { origin: 'https://evil.example' } })).status).toBe(403);
  });

  test('is not our own page', async () => {
    const { port } = await open();
    const headers = {
      ...json,
      host: `localhost:${port}`,
      origin: `http://localhost:${port}`,
      'sec-fetch-site': 'same-origin',
    };
    expect((await rawRequest(port, { method: 'POST', path: '/api/command', headers, body: command() })).status).toBe(
      200,
    );
  });
});

describe('a post', () => {
  test.each([
    ['that is no JSON', json, '{', 400, 'The body is not JSON.'],
    ['that is a list', json, '[]', 400, 'The body must be a JSON object.'],
    ['of another type', { 'content-type': 'text/plain' }, command(), 415, 'The body must be application/json.'],
    ['without a type', {}, command(), 415, 'The body must be application/json.'],
    ['that is too large', json, ' '.repeat(70_000), 413, 'The body is larger than 64 KB.'],
  ])('%s is refused in a sentence', async (_, headers, body, status, error) => {
    const { port, events } = await open();
    const answer = await rawRequest(port, {
      method: 'POST',
      path: '/api/command',
      headers: headers as Record<string, string>,
      body,
    });
    expect([answer.status, JSON.parse(answer.body)]).toEqual([status, { error }]);
    expect(events).toEqual([]);
  });

  test('to an address that is none, or by another method, is refused', async () => {
    const { port } = await open();
    expect((await rawRequest(port, { method: 'POST', path: '/api/x', headers: json, body: '{}' })).status).toBe(404);
    expect((await rawRequest(port, { method: 'DELETE', path: '/api/command' })).status).toBe(405);
    expect((await rawRequest(port, { method: 'HEAD', path: '/api/events' })).status).toBe(405);
  });

  test('is refused after the stop', async () => {
    const { playground, port } = await open();
    await playground.stop();
    const answer = await rawRequest(port, { method: 'POST', path: '/api/command', headers: json, body: command() });
    expect(answer.status).toBe(503);
  });
});

test('the state names everything that the page needs', async () => {
  await open();
  const { body } = await world.get('/api/state?persona=lena');
  expect(body).toMatchObject({
    persona: 'lena',
    personas: [{ id: 'olga', note: 'organiser' }, { id: 'milan' }, { id: 'lena' }],
    channels: [{ id: 'general', kind: 'channel' }, { id: 'mentors' }, { id: 'dm-lena', kind: 'direct' }],
    commands: [{ name: 'cohort create' }, { name: 'help' }],
    clock: { now: noon.toString(), canMove: false, next: null },
  });
  expect((await world.get('/api/state?persona=nobody')).body.error).toBe('Nobody here has that name.');
});

describe('the clock', () => {
  test('that stands cannot be moved', async () => {
    await open();
    expect(await world.post('/api/clock', { move: 'hour' })).toEqual({
      status: 409,
      body: { error: 'Time cannot be moved here.' },
    });
  });

  test('jumps to what is next and tells every page', async () => {
    const start = noon.add({ hours: 30 });
    const move = {
      next: async () => ({ at: start, what: 'Session 1 starts' }),
      rest: async () => '',
      to: async (at: Temporal.Instant) => {
        world.clock.now = at;
      },
    };
    await open(move);
    const stream = await openStream(world, 'olga');
    const { body } = await world.post('/api/clock', { move: 'next' });
    expect(body).toMatchObject({ now: start.toString(), reached: 'Session 1 starts', isMoving: false });
    await until(() => stream.news.length === 2);
    expect(stream.news).toMatchObject([
      { kind: 'clock', data: { clock: { isMoving: true } } },
      { kind: 'clock', data: { clock: { isMoving: false, now: start.toString() } } },
    ]);
    expect((await world.get('/api/clock')).body).toMatchObject({ next: { what: 'Session 1 starts' } });
    await world.post('/api/clock', { move: 'day' });
    expect(world.clock.now).toEqual(start.add({ hours: 24 }));
    await stream.close();
  });

  test('moves once at a time, and not where nothing is planned', async () => {
    const arrived = Promise.withResolvers<void>();
    await open({ next: async () => undefined, rest: async () => 'The course is over', to: () => arrived.promise });
    expect((await world.post('/api/clock', { move: 'next' })).body.error).toContain('Nothing is on the calendar yet.');
    const first = world.post('/api/clock', { move: 'hour' });
    await until(
      async () => (await world.post('/api/clock', { move: 'hour' })).body.error === 'Time is moving already.',
    );
    arrived.resolve();
    expect((await first).status).toBe(200);
    expect((await world.post('/api/clock', { move: 'year' })).body.error).toBe('`move` must be hour, day or next.');
  });
});
