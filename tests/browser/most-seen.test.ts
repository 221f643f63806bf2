import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { type Program, startProgram } from '../../src/program/program.ts';
import {
  findMessage,
  launch,
  moveClock,
  openPage,
  pageFaults,
  takePicture,
  typeCommand,
  waitForMessage,
} from './support.ts';

/**
 * The views that people see most, each on a desk and on a phone, as pictures to look at: test-results/seen-*.png. Whatever
 * changes how they look is looked at there; what can be held is held here: nothing is wider than the screen, and what is to be pressed is there.
 */

const directory = mkdtempSync(join(tmpdir(), 'pythia-seen-'));
let program: Program;
let browser: Browser;
let desk: Page;
let phone: Page;

beforeAll(async () => {
  const config = readConfig({ DATA_DIR: directory, PORT: '0', PYTHIA_NOW: '2027-03-01T09:00:00Z' });
  program = await startProgram(config, pino({ level: 'silent' }), { isPeopled: true });
  browser = await launch();
  const as = { as: 'learner-1', channel: 'demo-cohort' };
  desk = await openPage(browser, program.url, as);
  phone = await openPage(browser, program.url, { ...as, viewport: { width: 390, height: 844 }, hasTouch: true });
});
afterAll(async () => {
  await browser.close();
  await program.stop();
  rmSync(directory, { recursive: true, force: true });
});

/** Pictures of the newest message with these words, its top at the top; fails where it is wider than its screen. */
async function look(name: string, words: string | RegExp): Promise<void> {
  for (const [where, page] of Object.entries({ desk, phone })) {
    const message = await waitForMessage(page, words);
    await page.locator('.message[aria-busy="true"]').waitFor({ state: 'detached' });
    await message.evaluate((element) => element.scrollIntoView({ block: 'start' }));
    await page.evaluate('Promise.allSettled(document.getAnimations().map(({ finished }) => finished))');
    await takePicture(page, `seen-${name}-${where}`);
    const [box, width] = [await message.boundingBox(), page.viewportSize()?.width ?? 0];
    expect((box?.x ?? 0) + (box?.width ?? 0), `${name} on the ${where}`).toBeLessThanOrEqual(width);
    expect(await page.evaluate('document.documentElement.scrollWidth'), `${name} on the ${where}`).toBeLessThanOrEqual(
      width,
    );
  }
}

async function moveUntil(words: string | RegExp): Promise<void> {
  for (let moves = 0; moves < 40; moves += 1) {
    if ((await findMessage(desk, words).count()) > 0) return;
    await moveClock(desk, 'next');
  }
  throw new Error(`nothing says ${words}`);
}

it('shows the ten most seen views whole on a desk and on a phone', async () => {
  await look('announcement', 'Demo cohort begins');
  await moveUntil('begins soon');
  await look('reminder', 'begins soon');
  await moveUntil('Finished');
  await look('round', 'Finished');
  await findMessage(desk, 'Finished').getByRole('button', { name: 'Start' }).click();
  await look('question', '1 of 6');
  await moveUntil(/\d of \d+ took part/);
  await look('outcome', /\d of \d+ took part/);
  await findMessage(desk, /\d of \d+ took part/)
    .getByRole('button', { name: 'Look at the questions' })
    .click();
  await look('looking', '1 of 6 ·');
  await moveUntil(/Incident ·/);
  await findMessage(desk, 'Incident ·').getByRole('button', { name: 'On my own' }).click();
  await waitForMessage(desk, 'simulated time. Every look');
  await desk.locator('.message').getByRole('button', { name: 'Begin', exact: true }).last().click();
  await look('board', '0 of');
  for (const command of ['next', 'home', 'progress', 'leaderboard']) {
    await typeCommand(desk, command);
    await look(command, new RegExp(`used\\s*/${command}`));
  }
  expect([...pageFaults(desk), ...pageFaults(phone)]).toEqual([]);
}, 240_000);
