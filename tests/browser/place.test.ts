import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { markdown } from '../../src/chat/text.ts';
import { heading, paragraph, picture, view } from '../../src/chat/view.ts';
import {
  becomePersona,
  findMessage,
  openChannel,
  openPage,
  pageFaults,
  takePicture,
  typeCommand,
  waitForMessage,
} from './support.ts';
import { type BrowserWorld, openBrowserWorld } from './world.ts';

/** The latest thing that happened is visible where the reader is, and nothing else moves. */

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 };

let world: BrowserWorld;
let page: Page;

beforeAll(async () => {
  world = await openBrowserWorld();
});

afterEach(async () => {
  const faults = pageFaults(page);
  await page.context().close();
  expect(faults).toEqual([]);
});

afterAll(() => world?.close());

const general = { kind: 'channel', channel: 'general' } as const;

test('a letter of an order question stays under the finger, and the next one has the focus', async () => {
  page = await openPage(world.browser, world.origin, { as: 'lena', ...phone });
  await typeCommand(page, 'quiz order');
  const message = await waitForMessage(page, 'Question 2 of 5');
  const letter = (name: string) => message.getByRole('button', { name, exact: true });
  await letter('B').scrollIntoViewIfNeeded();
  const place = async () => (await letter('B').boundingBox())?.y ?? Number.NaN;
  for (const [name, next] of [
    ['B', 'C'],
    ['A', 'C'],
    ['D', 'C'],
  ] as const) {
    const before = await place();
    await letter(name).focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => letter(name).isDisabled()).toBe(true);
    expect(Math.abs((await place()) - before)).toBeLessThanOrEqual(2);
    expect(await page.locator(':focus').innerText()).toBe(next);
  }
  await letter('C').tap();
  await letter('Submit').tap();
  // A new message is shown from its beginning.
  const title = findMessage(page, 'What does this print').getByRole('heading');
  await title.waitFor();
  await expect.poll(async () => (await title.boundingBox())?.y ?? -1).toBeGreaterThan(90);
});

test("another's edit below moves nothing, however tall the last message is", async () => {
  const tall = (count: number) =>
    view(heading(markdown('A tall message')), paragraph`Done: ${count}`, paragraph`${'words and words '.repeat(300)}`);
  const posted = await world.playground.post('local', general, tall(0), 'tall');
  page = await openPage(world.browser, world.origin, { as: 'sam', ...phone });
  await waitForMessage(page, 'A tall message');
  const scroll = page.locator('#scroll');
  await scroll.evaluate((box) => box.scrollBy(0, 700));
  const before = await scroll.evaluate((box) => box.scrollTop);
  await world.playground.edit('local', posted, tall(1));
  await page.getByText('Done: 1').waitFor();
  expect(await scroll.evaluate((box) => box.scrollTop)).toBe(before);
});

test('what changed off the screen is one press away', async () => {
  const old = await world.playground.post('local', general, view(paragraph`The round is open.`), 'round');
  for (let index = 0; index < 60; index += 1) {
    await world.playground.post('local', general, view(paragraph`Message ${index} of many.`), `many/${index}`);
  }
  world.onMove = (at) => world.playground.edit('local', old, view(paragraph`The round closed at ${String(at)}.`));
  page = await openPage(world.browser, world.origin, { as: 'olga' });
  await waitForMessage(page, 'Message 59 of many.');
  await page.locator('[data-move="hour"]').click();
  await page.getByRole('button', { name: 'Show what changed' }).click();
  const changed = await waitForMessage(page, 'The round closed at');
  await expect.poll(() => changed.evaluate((node) => node === node.ownerDocument.activeElement)).toBe(true);
  expect(await changed.isVisible()).toBe(true);
  expect((await changed.boundingBox())?.y).toBeGreaterThan(0);
  expect((await changed.boundingBox())?.y).toBeLessThan(800);
});

test('news in another channel is led to as well', async () => {
  world.onMove = async (at) => {
    await world.playground.post(
      'local',
      { kind: 'channel', channel: 'mentors' },
      view(paragraph`For mentors.`),
      `${at}`,
    );
  };
  page = await openPage(world.browser, world.origin, { as: 'olga' });
  await page.locator('[data-move="day"]').click();
  await page.getByRole('button', { name: 'Show what is new in #mentors' }).click();
  await waitForMessage(page, 'For mentors.');
});

test('earlier messages come while one scrolls, and what is read stays where it is', async () => {
  page = await openPage(world.browser, world.origin, { as: 'sam' });
  await waitForMessage(page, 'Message 59 of many.');
  expect(await page.getByText('Message 3 of many.').count()).toBe(0);
  const held = page.getByText('Message 25 of many.');
  await held.scrollIntoViewIfNeeded();
  await page.mouse.move(700, 400);
  for (let turn = 0; turn < 40 && !(await page.getByText('Message 3 of many.').count()); turn += 1) {
    const before = (await held.boundingBox())?.y ?? 0;
    await page.mouse.wheel(0, -60);
    await page.waitForTimeout(60);
    const moved = ((await held.boundingBox())?.y ?? 0) - before;
    expect(moved).toBeLessThanOrEqual(70);
  }
  await page.getByText('Message 3 of many.').waitFor({ state: 'attached' });
});

test('Back leads to who one was and where one was', async () => {
  page = await openPage(world.browser, world.origin, { as: 'olga' });
  await openChannel(page, 'mentors');
  await page.getByRole('heading', { name: 'mentors', level: 1 }).waitFor();
  await becomePersona(page, 'lena');
  await expect.poll(() => page.locator('#persona-button').innerText()).toContain('Lena Fischer');
  await page.goBack();
  await expect.poll(() => page.locator('#persona-button').innerText()).toContain('Olga Reyes');
  expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('mentors');
  await page.goBack();
  await expect.poll(() => page.getByRole('heading', { level: 1 }).innerText()).toBe('general');
  await page.goForward();
  await expect.poll(() => page.getByRole('heading', { level: 1 }).innerText()).toBe('mentors');
});

test('a picture opens whole and closes again, by touch and by key', async () => {
  const png = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'playground.png'));
  await world.playground.post('local', general, view(picture('shot.png', 'The playground', png)), 'picture');
  page = await openPage(world.browser, world.origin, { as: 'lena', ...phone });
  const small = page.getByRole('button', { name: 'The playground' });
  await small.tap();
  const whole = page.getByRole('dialog').getByRole('img', { name: 'The playground' });
  await whole.waitFor();
  await takePicture(page, 'picture-whole');
  expect((await whole.boundingBox())?.width).toBeGreaterThan(1000);
  await page.keyboard.press('Escape');
  await whole.waitFor({ state: 'detached' });
  await small.press('Enter');
  await page.getByRole('button', { name: 'Close' }).tap();
  await whole.waitFor({ state: 'detached' });
});
