import { expect, it } from 'vitest';
import { createLanes } from '../../src/deliveries/lanes.ts';

const settle = () => new Promise((done) => setImmediate(done));

function channel() {
  const lanes = createLanes();
  const order: string[] = [];
  const ends = new Map<string, () => void>();
  const begin = (lane: 'calendar' | 'people', name: string, where = 'home') =>
    lanes[lane](where, () => {
      order.push(name);
      return new Promise<void>((done) => ends.set(name, done));
    });
  return {
    order,
    begin,
    async end(name: string) {
      ends.get(name)?.();
      await settle();
    },
  };
}

it('lets the calendar go before sixty people who wait in a channel', async () => {
  const { order, begin, end } = channel();
  for (let person = 0; person < 60; person += 1) void begin('people', `person ${person}`);
  await settle();
  void begin('calendar', 'session');
  expect(order).toEqual(['person 0', 'session']);
  await end('person 0');
  expect(order).toEqual(['person 0', 'session']);
  await end('session');
  expect(order).toEqual(['person 0', 'session', 'person 1']);
});

it('keeps people in their order, one at a time, and channels apart', async () => {
  const { order, begin, end } = channel();
  void begin('people', 'ann');
  void begin('people', 'ben');
  void begin('people', 'cleo', 'elsewhere');
  await settle();
  expect(order).toEqual(['ann', 'cleo']);
  await end('ann');
  expect(order).toEqual(['ann', 'cleo', 'ben']);
});

it('goes on after a post that failed', async () => {
  const lanes = createLanes();
  const failed = lanes.people('home', () => Promise.reject(new Error('lost')));
  const next = lanes.people('home', () => Promise.resolve('posted'));
  await expect(failed).rejects.toThrow('lost');
  expect(await next).toBe('posted');
});
