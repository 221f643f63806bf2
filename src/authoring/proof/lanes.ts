import type { Engine } from '../../python/engine.ts';

/** More would disturb each other on the machines that prove. */
const LANES = 2;

/** Gives every engine its turn, two at a time, and stops it after its work. */
export async function takeTurns(engines: readonly Engine[], work: (engine: Engine) => Promise<void>): Promise<void> {
  const waiting = [...engines];
  async function fillLane(): Promise<void> {
    for (let engine = waiting.shift(); engine !== undefined; engine = waiting.shift()) {
      try {
        await work(engine);
      } finally {
        await engine.stop();
      }
    }
  }
  await Promise.all(Array.from({ length: LANES }, fillLane));
}
