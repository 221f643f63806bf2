import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';

/**
 * npm run images: asks the registry which image each tag of ours names today, and ends with 1 where that is another one than the
 * pinned, or where the registry does not answer. `--write` pins what it names.
 */

/** The files that name images which are not ours. */
export const IMAGE_FILES = ['Dockerfile', 'compose.yaml', 'deploy/compose.replicas.yaml'] as const;

/** An image of Docker's official ones, as a file names it. `digest` is the part behind the @, where there is one. */
export interface Image {
  name: string;
  tag: string;
  digest: string | undefined;
}

const NAMED = /^(\s*(?:FROM|image:)\s+)([a-z0-9][a-z0-9._-]*):([\w.-]+)(?:@(sha256:[0-9a-f]{64}))?(?=\s|$)/gm;

/** The images that a Dockerfile or a compose file names. */
export function listImages(source: string): Image[] {
  return [...source.matchAll(NAMED)].map(([, , name = '', tag = '', digest]) => ({ name, tag, digest }));
}

/** The same file with these digests, by `name:tag`; what is not among them stays as it is. */
export function pinImages(source: string, digests: ReadonlyMap<string, string>): string {
  return source.replace(NAMED, (whole, before: string, name: string, tag: string) => {
    const digest = digests.get(`${name}:${tag}`);
    return digest === undefined ? whole : `${before}${name}:${tag}@${digest}`;
  });
}

/** Where tokens are given out, and where images are. */
export interface Registry {
  auth: string;
  images: string;
}

const DOCKER: Registry = { auth: 'https://auth.docker.io', images: 'https://registry-1.docker.io' };

const Token = z.object({ token: z.string() });

/** An index names one image for each machine; a digest of one of those would hold on that kind of machine only. */
const INDEXES = 'application/vnd.oci.image.index.v1+json, application/vnd.docker.distribution.manifest.list.v2+json';

/** The digest of what a tag names now. Throws a sentence where the registry does not say so. */
export async function askDigest({ name, tag }: Pick<Image, 'name' | 'tag'>, registry = DOCKER): Promise<string> {
  const repository = `library/${name}`;
  const scope = `service=registry.docker.io&scope=repository:${repository}:pull`;
  const { token } = Token.parse(await (await ask(`${registry.auth}/token?${scope}`, {})).json());
  const headers = { authorization: `Bearer ${token}`, accept: INDEXES };
  const answer = await ask(`${registry.images}/v2/${repository}/manifests/${tag}`, { method: 'HEAD', headers });
  const digest = answer.headers.get('docker-content-digest') ?? '';
  if (!/^sha256:[0-9a-f]{64}$/.test(digest)) throw new Error(`the registry names no digest for ${name}:${tag}`);
  return digest;
}

async function ask(url: string, init: RequestInit): Promise<Response> {
  let answer: Response;
  try {
    answer = await fetch(url, { ...init, signal: AbortSignal.timeout(15_000) });
  } catch (error) {
    throw new Error(`${new URL(url).host} can't be reached, so nothing was checked`, { cause: error });
  }
  if (!answer.ok) throw new Error(`${new URL(url).host} answered ${answer.status}, so nothing was checked`);
  return answer;
}

async function main(): Promise<void> {
  const root = join(import.meta.dirname, '..', '..');
  const sources = new Map(IMAGE_FILES.map((file) => [file, readFileSync(join(root, file), 'utf8')]));
  const images = [...sources].flatMap(([file, source]) => listImages(source).map((image) => ({ file, ...image })));
  const digests = new Map<string, string>();
  for (const { name, tag } of images) {
    const key = `${name}:${tag}`;
    if (!digests.has(key)) digests.set(key, await askDigest({ name, tag }));
  }
  const behind = images.filter(({ name, tag, digest }) => digests.get(`${name}:${tag}`) !== digest);
  for (const { file, name, tag } of behind)
    console.log(`${file}: ${name}:${tag} is ${digests.get(`${name}:${tag}`)} now`);
  if (process.argv.includes('--write')) {
    for (const [file, source] of sources) writeFileSync(join(root, file), pinImages(source, digests));
  } else if (behind.length > 0) {
    process.exitCode = 1;
  }
  if (behind.length === 0) console.log('All images are what their tags name today.');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  try {
    await main();
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}
