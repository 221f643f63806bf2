import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { keyIdOf, readKeys, seal, unseal } from '../../../src/adapters/slack/crypt.ts';

const [old, fresh] = [randomBytes(32), randomBytes(32)].map((key) => key.toString('base64'));
const before = readKeys(`k1:${old}`);
const during = readKeys(`k2:${fresh}, k1:${old}`);
const after = readKeys(`k2:${fresh}`);

it('reads again what it encrypted, whatever it was', () => {
  fc.assert(fc.property(fc.string(), (secret) => unseal(seal(secret, 'T1', before), 'T1', before) === secret));
});

it('shows nothing of the secret, and never the same twice', () => {
  const secret = 'xoxb-123456789-secret';
  const sealed = seal(secret, 'T1', before);
  expect(sealed).not.toContain('secret');
  expect(seal(secret, 'T1', before)).not.toBe(sealed);
});

it('reads what an older key encrypted, and encrypts with the newest', () => {
  const sealed = seal('token', 'T1', before);
  expect(unseal(sealed, 'T1', during)).toBe('token');
  expect(keyIdOf(seal('token', 'T1', during))).toBe('k2');
  expect(() => unseal(sealed, 'T1', after)).toThrow('no key "k1" among ENCRYPTION_KEYS');
});

it('refuses what was changed, and what belongs to another workspace', () => {
  const sealed = seal('token', 'T1', before);
  const [id, body = ''] = sealed.split('.');
  const bytes = Buffer.from(body, 'base64url');
  for (const at of [0, 15, bytes.length - 1]) {
    const changed = Buffer.from(bytes);
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect(() => unseal(`${id}.${changed.toString('base64url')}`, 'T1', before)).toThrow();
  }
  expect(() => unseal(sealed, 'T2', before)).toThrow();
  expect(() => unseal(`${id}.AAAA`, 'T1', before)).toThrow();
});

it.each([
  ['nonsense', 'entry 1 must be an id and a key'],
  ['k1:c2hvcnQ=', 'the key "k1" must be 32 bytes'],
  [`k1:${old},k1:${fresh}`, 'two keys have the same id'],
])('says what is wrong with %s, and not the key', (list, sentence) => {
  expect(() => readKeys(list)).toThrow(sentence);
  try {
    readKeys(list);
  } catch (error) {
    for (const key of [old, fresh]) expect(String(error)).not.toContain(key);
  }
});
