import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { type Program, startProgram } from '../../src/program/program.ts';
import {
  becomePersona,
  findMessage,
  launch,
  moveClock,
  openChannel,
  openPage,
  pageFaults,
  pressButton,
  takePicture,
  typeCommand,
  waitForMessage,
} from './support.ts';

/** The whole bot, as `npm start` starts it, lived through in a browser. */

const curriculum = { CURRICULUM_DIR: process.env['CURRICULUM_DIR'] };
const directory = mkdtempSync(join(tmpdir(), 'pythia-browser-'));
let program: Program;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  const config = readConfig({ ...curriculum, DATA_DIR: directory, PORT: '0', PYTHIA_NOW: '2027-03-01T09:00:00Z' });
  program = await startProgram(config, pino({ level: 'silent' }));
  browser = await launch();
  page = await openPage(browser, program.url, { as: 'organiser' });
});
afterAll(async () => {
  await browser.close();
  await program.stop();
  rmSync(directory, { recursive: true, force: true });
});

it('creates a cohort, announces it, and lets learners in', async () => {
  await openChannel(page, 'new-cohort');
  await typeCommand(page, 'cohort create', {
    name: 'Spring 2027',
    start: '2027-03-02',
    days: 'Tue, Thu',
    time: '18:00',
    zone: 'Europe/Prague',
    channel: '#new-cohort',
  });
  const preview = await waitForMessage(page, 'Spring 2027: a preview');
  expect(await preview.locator('time').count()).toBeGreaterThanOrEqual(12);
  await takePicture(page, 'bot-preview');
  await pressButton(page, 'Create the cohort');
  await waitForMessage(page, 'is created and announced');
  for (const learner of ['learner-1', 'learner-2']) {
    await becomePersona(page, learner);
    await openChannel(page, 'new-cohort');
    await findMessage(page, 'Spring 2027 begins').getByRole('button', { name: 'Join' }).click();
    await waitForMessage(page, 'Welcome to Spring 2027');
  }
});

it('moves the clock to the round, answers it in private, and sees the close and the board', async () => {
  // On to the moment at which the round of session 1 is posted here; the demo cohort's calendar goes by as well.
  for (let moves = 0; moves < 30; moves += 1) {
    await openChannel(page, 'new-cohort');
    if ((await findMessage(page, 'Finished').count()) > 0) break;
    await moveClock(page, 'next');
  }
  await takePicture(page, 'bot-round');
  await becomePersona(page, 'learner-1');
  await openChannel(page, 'new-cohort');
  await findMessage(page, 'Finished').getByRole('button', { name: 'Start' }).click();
  await waitForMessage(page, '1 of 6');
  await takePicture(page, 'bot-question');
  await answerRound(page);
  await takePicture(page, 'bot-answered');
  await moveClock(page, 'day');
  await openChannel(page, 'new-cohort');
  await waitForMessage(page, 'took part');
  await takePicture(page, 'bot-closed');
  await typeCommand(page, 'leaderboard');
  await waitForMessage(page, 'Spring 2027: learners');
  await takePicture(page, 'bot-board');
  expect(pageFaults(page)).toEqual([]);
}, 240_000);

it('is the same after a restart', async () => {
  await program.stop();
  const config = readConfig({ ...curriculum, DATA_DIR: directory, PORT: '0' });
  program = await startProgram(config, pino({ level: 'silent' }));
  page = await openPage(browser, program.url, { as: 'learner-1', channel: 'new-cohort' });
  await waitForMessage(page, 'took part');
  await findMessage(page, 'took part').getByRole('button', { name: 'My result' }).click();
  await waitForMessage(page, 'You got');
  // The picture of the README.
  page = await openPage(browser, program.url, {
    as: 'learner-2',
    channel: 'demo-cohort',
    viewport: { width: 1280, height: 860 },
  });
  await typeCommand(page, 'quiz start', { session: '2' });
  await waitForMessage(page, '1 of 5');
  await page.waitForTimeout(300);
  await takePicture(page, 'readme');
  expect(pageFaults(page)).toEqual([]);
});

/** Presses whatever the private question offers until all six are answered. */
async function answerRound(page: Page): Promise<void> {
  for (let step = 0; step < 60; step += 1) {
    const question = page
      .locator('.message:not(.pending)')
      .filter({ hasText: /\d of 6 ·|You are done/ })
      .last();
    await question.waitFor();
    const words = await question.innerText();
    if (words.includes('You are done')) return;
    const answer = question.getByRole('button', { name: 'Answer', exact: true });
    if ((await answer.count()) > 0) {
      await answer.click();
      await page.locator('dialog input, dialog textarea').first().fill('42');
      await page.keyboard.press('Enter');
    } else {
      const submit = question.getByRole('button', { name: 'Submit', exact: true });
      const isReady = (await submit.count()) > 0 && (await submit.isEnabled());
      const letter = question
        .locator('button:enabled')
        .filter({ hasText: /^[A-F]$/ })
        .first();
      await (isReady ? submit : letter).click();
    }
    await expect.poll(() => question.innerText(), { timeout: 10_000 }).not.toBe(words);
  }
  throw new Error('the round never ended');
}
