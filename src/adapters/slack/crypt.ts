import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** Keys by id. The first encrypts; all decrypt, so that a key can be replaced while its ciphertexts are still there. */
export interface KeyRing {
  current: string;
  keys: ReadonlyMap<string, Buffer>;
}

const NONCE = 12;

const TAG = 16;

/** Encrypts with the newest key: AES-256-GCM, bound to what it is for. Reads `id.base64url(nonce, tag, ciphertext)`. */
export function seal(secret: string, purpose: string, { current, keys }: KeyRing): string {
  const key = keys.get(current);
  if (key === undefined) throw new Error('there is no key to encrypt with');
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(purpose));
  const sealed = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
  return `${current}.${Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url')}`;
}

/** Throws where the key is not there any more, or where something was changed. */
export function unseal(sealed: string, purpose: string, { keys }: KeyRing): string {
  const dot = sealed.indexOf('.');
  const id = sealed.slice(0, dot);
  const key = keys.get(id);
  if (key === undefined) throw new Error(`there is no key "${id}" among ENCRYPTION_KEYS to read this with`);
  const bytes = Buffer.from(sealed.slice(dot + 1), 'base64url');
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE), { authTagLength: TAG })
    .setAAD(Buffer.from(purpose))
    .setAuthTag(bytes.subarray(NONCE, NONCE + TAG));
  return Buffer.concat([decipher.update(bytes.subarray(NONCE + TAG)), decipher.final()]).toString('utf8');
}

/** Which key something was encrypted with. */
export function keyIdOf(sealed: string): string {
  return sealed.slice(0, sealed.indexOf('.'));
}

/** Reads `id:base64,id:base64`, the newest first. Throws a sentence about what is wrong, and never the key. */
export function readKeys(list: string): KeyRing {
  const entries = list.split(',').map((entry, index): [string, Buffer] => {
    const [id = '', encoded = '', ...more] = entry.trim().split(':');
    const key = Buffer.from(encoded, 'base64');
    if (!/^[\w-]{1,32}$/.test(id) || encoded === '' || more.length > 0) {
      throw new Error(`entry ${index + 1} must be an id and a key: k1:… (make one with: openssl rand -base64 32)`);
    }
    if (key.length !== 32) throw new Error(`the key "${id}" must be 32 bytes in base64: openssl rand -base64 32`);
    return [id, key];
  });
  const keys = new Map(entries);
  const [current] = keys.keys();
  if (current === undefined || keys.size < entries.length) throw new Error('two keys have the same id');
  return { current, keys };
}
