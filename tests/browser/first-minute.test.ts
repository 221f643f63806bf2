import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import {
  fillCommand,
  findMessage,
  leaveCommand,
  openChannel,
  openPage,
  pageFaults,
  takePicture,
  waitForMessage,
} from './support.ts';
import { type BrowserWorld, openBrowserWorld } from './world.ts';

/** Somebody who has read nothing is told what to press; words, near misses and mistakes lead on. */

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

test('the first line says what this is, and stays away once it is hidden', async () => {
  page = await openPage(world.browser, world.origin, { as: 'olga' });
  const line = page.getByRole('region', { name: 'What this is' });
  expect(await line.innerText()).toContain('Press Next to let time pass');
  await takePicture(page, 'welcome');
  await line.getByRole('button', { name: 'Be a learner' }).click();
  await expect.poll(() => line.innerText()).toContain('You are a learner');
  await line.getByRole('button', { name: 'Hide this line' }).click();
  await line.waitFor({ state: 'hidden' });
  await page.reload();
  await page.locator('#messages > *').first().waitFor();
  expect(await line.isVisible()).toBe(false);
});

test('the tour leads past everything, by keyboard alone', async () => {
  page = await openPage(world.browser, world.origin, { as: 'olga', channel: 'spring' });
  await page.getByRole('button', { name: 'Show me, one minute' }).focus();
  await page.keyboard.press('Enter');
  const tour = page.getByRole('dialog', { name: 'The tour' });
  for (let step = 1; step <= 6; step += 1) {
    await tour.getByText(`${step} of 6`).waitFor();
    expect(await page.locator('.toured').count()).toBe(1);
    if (step === 2) await takePicture(page, 'tour');
    await tour.getByRole('button', { name: step === 6 ? 'Done' : 'On' }).press('Enter');
  }
  await tour.waitFor({ state: 'detached' });
  expect(await page.locator('.toured').count()).toBe(0);
  expect(await page.locator(':focus').getAttribute('id')).toBe('composer-input');
});

test('the tour lets one press what it shows', async () => {
  page = await openPage(world.browser, world.origin, { as: 'olga' });
  await page.getByRole('button', { name: 'Show me, one minute' }).click();
  const tour = page.getByRole('dialog', { name: 'The tour' });
  await tour.getByRole('button', { name: 'On' }).click();
  await tour.getByRole('button', { name: 'Let time pass' }).click();
  await page.getByText('it is now').waitFor();
  await tour.getByRole('button', { name: 'Be Lena Fischer' }).click();
  await expect.poll(() => page.locator('#persona-button').innerText()).toContain('Lena Fischer');
  await page.keyboard.press('Escape');
  await tour.waitFor({ state: 'detached' });
});

test('words are for everybody, as typed, and a thread begins at a message', async () => {
  page = await openPage(world.browser, world.origin, { as: 'lena', channel: 'spring' });
  const other = await openPage(world.browser, world.origin, { as: 'milan', channel: 'spring' });
  await page.locator('#composer-input').fill('Does <b>anyone</b> know, @Milan Novak?');
  await page.keyboard.press('Enter');
  const seen = await waitForMessage(other, 'Does <b>anyone</b> know, @Milan Novak?');
  expect(await seen.innerText()).toContain('Lena Fischer');
  expect(await seen.locator('.mention, b').count()).toBe(0);
  await seen.hover();
  await seen.getByRole('button', { name: 'Answer in a thread' }).click();
  await other.getByRole('heading', { level: 1, name: 'Does <b>anyone</b> know' }).waitFor();
  await expect.poll(() => other.locator(':focus').getAttribute('id')).toBe('composer-input');
  await other.keyboard.type('I do.');
  await other.keyboard.press('Enter');
  await waitForMessage(other, 'I do.');
  await findMessage(page, 'Does <b>anyone</b> know').getByRole('link', { name: 'Open thread' }).click();
  expect(await (await waitForMessage(page, 'I do.')).innerText()).toContain('Milan Novak');
  await takePicture(page, 'thread-words');
  await other.context().close();
});

test('lines that are pasted stay lines', async () => {
  page = await openPage(world.browser, world.origin, { as: 'lena', channel: 'mentors' });
  await page.locator('#composer-input').evaluate((input) => {
    const { DataTransfer, ClipboardEvent } = input.ownerDocument.defaultView as unknown as {
      DataTransfer: new () => { setData(kind: string, data: string): void };
      ClipboardEvent: new (kind: string, about: object) => never;
    };
    const clipboardData = new DataTransfer();
    clipboardData.setData('text', 'for x in y:\n    print(x)');
    input.dispatchEvent(new ClipboardEvent('paste', { clipboardData, cancelable: true, bubbles: true }));
  });
  await page.keyboard.press('Enter');
  const message = await waitForMessage(page, 'for x in y:');
  expect(await message.locator('.typed').innerText()).toBe('for x in y:\n    print(x)');
});

/** Pasted at once: the page puts a form in the place of the field while it is still being filled. */
async function pasteCommand(words: string): Promise<void> {
  await page.locator('#composer-input').focus();
  await page.keyboard.insertText(words);
}

/** Does this, and holds back what it asks of the server until it is let go; then waits until the page has had its turn. */
async function holdBack(address: string, ask: () => Promise<void>): Promise<() => Promise<void>> {
  const held: (() => Promise<void>)[] = [];
  await page.route(address, (route) => void held.push(() => route.continue()));
  await ask();
  await expect.poll(() => held.length).toBeGreaterThan(0);
  return async () => {
    const answered = page.waitForResponse(address);
    for (const release of held) await release();
    await (await answered).finished();
    await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
  };
}

test('a command that is nearly right, or typed with its options, leads to the right one', async () => {
  page = await openPage(world.browser, world.origin, { as: 'olga' });
  await page.locator('#composer-input').focus();
  await page.keyboard.type('/quizz start');
  await page.getByRole('option', { name: '/quiz start' }).waitFor();
  await takePicture(page, 'near-miss');
  await leaveCommand(page);
  await page.keyboard.type('/cohort  create');
  await page.getByRole('option', { name: '/cohort create' }).waitFor();
  await leaveCommand(page);
  await page.keyboard.type('/cohort join Spring 2027');
  await page.keyboard.press('Enter');
  await expect.poll(() => page.locator('[data-option="cohort"]').inputValue()).toBe('Spring 2027');
  await leaveCommand(page);
  await pasteCommand('/cohort create name:Spring 2027 capacity:12');
  await page.keyboard.press('Enter');
  expect(await page.locator('[data-option="name"]').inputValue()).toBe('Spring 2027');
  expect(await page.locator('[data-option="capacity"]').inputValue()).toBe('12');
  await leaveCommand(page);
  // Typed whole, it only waits for its Enter.
  await pasteCommand('/cohort join Spring 2027');
  await page.keyboard.press('Enter');
  await expect.poll(() => page.locator(':focus').getAttribute('aria-label')).toBe('Send');
});

test('suggestions that are on their way do not come after Escape, and a second one leaves', async () => {
  page = await openPage(world.browser, world.origin, { as: 'olga' });
  const zone = page.locator('[data-option="zone"]');
  await page.locator('#composer-input').focus();
  await pasteCommand('/cohort create zone:Eur');
  await page.keyboard.press('Enter');
  await zone.focus();
  await page.getByRole('option').first().waitFor();
  const release = await holdBack('**/api/complete', () => page.keyboard.type('o'));
  await page.keyboard.press('Escape');
  await release();
  expect(await page.locator('.popup').isVisible()).toBe(false);
  await page.keyboard.press('Escape');
  expect(await page.locator('#composer-input').inputValue()).toBe('');
});

test('what was left while it was being sent does not come back when it is refused', async () => {
  page = await openPage(world.browser, world.origin, { as: 'yuki' });
  await pasteCommand('/cohort join Spring 2027');
  await page.keyboard.press('Enter');
  const release = await holdBack('**/api/command', () => page.keyboard.press('Enter'));
  await leaveCommand(page);
  await release();
  await waitForMessage(page, 'There is no cohort Spring 2027');
  expect(await page.locator('#composer-input').inputValue()).toBe('');
});

test('what somebody may not do is offered after what they may', async () => {
  page = await openPage(world.browser, world.origin, { as: 'lena' });
  await page.locator('#composer-input').focus();
  await page.keyboard.type('/');
  await page.getByRole('option').first().waitFor();
  const names = await page.locator('.popup .suggestion-label').allInnerTexts();
  expect(names.slice(-2).join()).toMatch(/\/cohort create[\s\S]*\/cohort archive/);
});

test('what ends something is offered last', async () => {
  page = await openPage(world.browser, world.origin, { as: 'olga' });
  await page.locator('#composer-input').focus();
  await page.keyboard.type('/cohort');
  await page.getByRole('option').first().waitFor();
  const names = await page.locator('.popup .suggestion-label').allInnerTexts();
  expect(names[0]).toContain('/cohort create');
  expect(names.at(-1)).toContain('/cohort archive');
});

test('every fault is told at once, at its field, and everything typed stays', async () => {
  page = await openPage(world.browser, world.origin, { as: 'olga' });
  await fillCommand(page, 'cohort create', { name: 'Spring', starts: 'next monday', zone: 'Prague', capacity: '900' });
  const fault = (name: string) => page.locator(`#option-${name}-fault`);
  await expect.poll(() => fault('capacity').innerText()).toBe('must be a whole number from 1 to 50');
  expect(await fault('starts').innerText()).toContain('must be a day like 2027-03-02');
  expect(await page.locator('[data-option="starts"]').getAttribute('aria-invalid')).toBe('true');
  expect(await page.locator(':focus').getAttribute('data-option')).toBe('starts');
  await takePicture(page, 'faults');
  for (const [name, value] of [
    ['starts', '2027-03-02'],
    ['capacity', '12'],
  ] as const) {
    await page.locator(`[data-option="${name}"]`).fill(value);
  }
  expect(await page.locator('[data-option="name"]').inputValue()).toBe('Spring');
  await page.keyboard.press('Enter');
  await waitForMessage(page, 'Spring is ready');
});

test('what the bot refuses comes back into the line', async () => {
  page = await openPage(world.browser, world.origin, { as: 'sam' });
  await fillCommand(page, 'cohort join', { cohort: 'Winter' });
  await waitForMessage(page, 'There is no cohort Winter');
  await expect.poll(() => page.locator('[data-option="cohort"]').inputValue()).toBe('Winter');
  await openChannel(page, 'mentors');
  expect(await page.locator('[data-option="cohort"]').inputValue()).toBe('Winter');
});
