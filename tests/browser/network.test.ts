import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPage } from './support.ts';
import { type BrowserWorld, openBrowserWorld } from './world.ts';

/** On a slow phone network. What it takes is printed and kept in test-results; only the number of ways is asserted. */

let world: BrowserWorld;
beforeAll(async () => {
  world = await openBrowserWorld();
});
afterAll(() => world?.close());

const LATENCY_MS = 400;
const BYTES_PER_SECOND = 50 * 1024;

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
    const note = (request: { url(): string }) => asked.push(new URL(request.url()).pathname);
    page.on('request', note);
    const before = performance.now();
    await page.goto(`${world.origin}/?as=lena&in=spring&run=${run}#spring`);
    await page.locator('.message').first().waitFor();
    times.push(Math.round(performance.now() - before));
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
