import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPage } from './support.ts';
import { type BrowserWorld, openBrowserWorld } from './world.ts';

/**
 * On a slow phone network. The time is printed and kept in test-results; what it follows from is held: how often something is
 * asked for before the first message, how much comes, and how long the line takes for that. A busy machine adds to the rest.
 */

let world: BrowserWorld;
beforeAll(async () => {
  world = await openBrowserWorld();
});
afterAll(() => world?.close());

const LATENCY_MS = 400;
const BYTES_PER_SECOND = 50 * 1024;

/** Within which the first message is to be there. */
const GOAL_MS = 1500;

/** What of that is the browser's: reading, laying out, painting. */
const BROWSER_MS = 200;

test('one request brings the first message, and its news need no second reading', async () => {
  const page = await openPage(world.browser, world.origin, { as: 'olga' });
  const client = await page.context().newCDPSession(page);
  await client.send('Network.enable');
  await client.send('Network.setCacheDisabled', { cacheDisabled: true });
  await client.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: LATENCY_MS,
    downloadThroughput: BYTES_PER_SECOND,
    uploadThroughput: BYTES_PER_SECOND,
  });
  const times: number[] = [];
  let bytes = 0;
  let document = '';
  client.on('Network.requestWillBeSent', ({ requestId, type }: { requestId: string; type?: string }) => {
    if (type === 'Document') document = requestId;
  });
  client.on('Network.loadingFinished', (done: { requestId: string; encodedDataLength: number }) => {
    if (done.requestId === document) bytes = done.encodedDataLength;
  });
  for (let run = 0; run < 5; run += 1) {
    const asked: string[] = [];
    let brought = 0;
    const note = (request: { url(): string }) => asked.push(new URL(request.url()).pathname);
    const weigh = ({ encodedDataLength }: { encodedDataLength: number }) => {
      brought += encodedDataLength;
    };
    client.on('Network.loadingFinished', weigh);
    page.on('request', note);
    const before = performance.now();
    await page.goto(`${world.origin}/?as=lena&in=spring&run=${run}#spring`);
    await page.locator('.message').first().waitFor();
    times.push(Math.round(performance.now() - before));
    // The stream of news is open from then on, and the mark is a picture that nothing waits for.
    const ways = new Set(asked.filter((path) => path !== '/api/events'));
    expect([...ways]).toEqual(['/', '/page/mark.svg']);
    expect(LATENCY_MS + (1000 * brought) / BYTES_PER_SECOND).toBeLessThanOrEqual(GOAL_MS - BROWSER_MS);
    client.off('Network.loadingFinished', weigh);
    const reads = asked.filter((path) => path === '/' || /^\/api\/(state|messages)/.test(path));
    expect(reads).toEqual(['/']);
    await page.waitForTimeout(2500);
    page.off('request', note);
    expect(asked.filter((path) => /^\/api\/(state|messages)/.test(path))).toEqual([]);
  }
  const median = times.sort((one, other) => one - other)[2];
  const words = `first message at ${LATENCY_MS} ms and ${BYTES_PER_SECOND / 1024} KB/s: ${times.join(', ')} ms (median ${median}), ${bytes} bytes in one request`;
  console.log(words);
  const results = join(import.meta.dirname, '..', '..', 'test-results');
  mkdirSync(results, { recursive: true });
  writeFileSync(join(results, 'network.txt'), `${words}\n`);
  await page.context().close();
});
