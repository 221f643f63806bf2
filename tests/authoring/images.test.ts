import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { askDigest, listImages, pinImages } from '../../src/authoring/images.ts';

const OLD = `sha256:${'a'.repeat(64)}`;
const NEW = `sha256:${'b'.repeat(64)}`;

const SOURCE = `# FROM a comment
FROM node:26-slim@${OLD}
services:
  bot:
    build: .
  postgres:
    image: postgres:18
`;

it('finds the images that a file names, with what they are pinned to', () => {
  expect(listImages(SOURCE)).toEqual([
    { name: 'node', tag: '26-slim', digest: OLD },
    { name: 'postgres', tag: '18', digest: undefined },
  ]);
  expect(listImages('image: registry.example.org/pythia:latest')).toEqual([]);
});

it('pins what is given a digest, anew or for the first time, and leaves the rest', () => {
  const pinned = pinImages(SOURCE, new Map([['node:26-slim', NEW]]));
  expect(pinned).toBe(SOURCE.replace(OLD, NEW));
  expect(pinImages(pinned, new Map([['postgres:18', NEW]]))).toContain(`    image: postgres:18@${NEW}\n`);
});

/** A registry that knows one image, and says what it was asked for. */
async function openRegistry(status = 200): Promise<{ registry: Parameters<typeof askDigest>[1]; asked: string[] }> {
  const asked: string[] = [];
  const server = createServer(({ method, url, headers }, response) => {
    asked.push(`${method} ${url} ${headers.authorization ?? ''}`.trim());
    response.writeHead(status, { 'docker-content-digest': NEW, 'content-type': 'application/json' });
    response.end(method === 'HEAD' ? undefined : JSON.stringify({ token: 'abc' }));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => void server.close());
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { registry: { auth: address, images: address }, asked };
}

it('asks the registry for the digest of a tag', async () => {
  const { registry, asked } = await openRegistry();
  expect(await askDigest({ name: 'node', tag: '26-slim' }, registry)).toBe(NEW);
  expect(asked).toEqual([
    'GET /token?service=registry.docker.io&scope=repository:library/node:pull',
    'HEAD /v2/library/node/manifests/26-slim Bearer abc',
  ]);
});

it('says that nothing was checked where the registry refuses or can’t be reached', async () => {
  const { registry } = await openRegistry(503);
  await expect(askDigest({ name: 'node', tag: '26-slim' }, registry)).rejects.toThrow(/answered 503, so nothing was/);
  const gone = { auth: 'http://127.0.0.1:1', images: 'http://127.0.0.1:1' };
  await expect(askDigest({ name: 'node', tag: '26-slim' }, gone)).rejects.toThrow(/can't be reached, so nothing was/);
});
