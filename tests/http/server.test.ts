import { expect, it, onTestFinished } from 'vitest';
import { type Doors, openHttp } from '../../src/http/server.ts';

const closed: Doors = {
  checkReady: async () => ({ database: { ok: true } }),
  readMetrics: async () => ({ type: 'text/plain; version=0.0.4', text: 'figures 1\n' }),
  readCalendar: async () => undefined,
  readCertificate: () => Promise.reject(new Error('there is none')),
  slack: undefined,
  page: undefined,
};

async function open(doors: Partial<Doors> | undefined, pagePassword?: string) {
  const http = await openHttp({ host: '127.0.0.1', port: 0, pagePassword });
  onTestFinished(() => http.stop());
  if (doors !== undefined) http.open({ ...closed, ...doors });
  return (path: string, headers: Record<string, string> = {}) => fetch(http.url + path, { headers });
}

it('is alive, and nothing else, until the program is there', async () => {
  const get = await open(undefined);
  expect((await get('/healthz')).status).toBe(200);
  const starting = await get('/readyz');
  expect([starting.status, await starting.text()]).toEqual([503, 'Pythia is starting.\n']);
  expect((await get('/')).status).toBe(503);
});

it('says what is not ready and why, at both addresses', async () => {
  const checks = { database: { ok: true }, discord: { ok: false, reason: 'DISCORD_TOKEN is not taken' } };
  const get = await open({ checkReady: async () => checks });
  for (const path of ['/readyz', '/health']) {
    const answer = await get(path);
    expect([answer.status, await answer.json()]).toEqual([503, { status: 'not ready', checks }]);
  }
  expect((await get('/healthz')).status).toBe(200);
});

it('serves the figures', async () => {
  const get = await open({});
  const answer = await get('/metrics');
  expect([answer.status, answer.headers.get('content-type'), await answer.text()]).toEqual([
    200,
    'text/plain; version=0.0.4',
    'figures 1\n',
  ]);
  const broken = await open({ readMetrics: () => Promise.reject(new Error('no database')) });
  expect((await broken('/metrics')).status).toBe(503);
});

it('shows the page to who knows its password only, and asks nobody for it elsewhere', async () => {
  const get = await open({ page: (_, response) => void response.end('the page') }, 'a pass:word of ours');
  const asked = await get('/');
  expect([asked.status, asked.headers.get('www-authenticate')]).toEqual([401, expect.stringContaining('Basic')]);
  const say = (words: string) => ({ authorization: `Basic ${Buffer.from(words).toString('base64')}` });
  expect((await get('/api/state', say('me:wrong'))).status).toBe(401);
  expect((await get('/', { authorization: `Bearer ${Buffer.from('me:a pass:word of ours')}` })).status).toBe(401);
  expect(await (await get('/', say('anybody:a pass:word of ours'))).text()).toBe('the page');
  expect((await get('/readyz')).status).toBe(200);
});
