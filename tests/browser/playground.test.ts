import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Playground } from '../../src/adapters/playground/index.ts';
import { paragraph, view } from '../../src/chat/view.ts';
import {
  becomePersona,
  leaveCommand,
  moveClock,
  openChannel,
  openPage,
  pageFaults,
  pressButton,
  takePicture,
  typeCommand,
  waitForMessage,
} from './support.ts';
import { type BrowserWorld, openBrowserWorld } from './world.ts';

let world: BrowserWorld;
let playground: Playground;
let browser: Browser;
let origin: string;
let page: Page;

/** How far the page is wider than the screen. In the browser's own words: this project's types know no DOM. */
const overflow = 'document.documentElement.scrollWidth - innerWidth';

beforeAll(async () => {
  world = await openBrowserWorld();
  ({ playground, browser, origin } = world);
});

afterEach(async () => {
  const faults = pageFaults(page);
  await page.context().close();
  expect(faults).toEqual([]);
});

afterAll(() => world?.close());

test('an empty channel says how to begin', async () => {
  page = await openPage(browser, origin, { as: 'olga' });
  await page.getByText('Nothing was said in #general yet').waitFor();
  await takePicture(page, 'empty');
  await page.getByRole('button', { name: '/help' }).click();
  await page.keyboard.press('Enter');
  await waitForMessage(page, 'What I can do');
  await page.getByText('Only you can see this').waitFor();
  await takePicture(page, 'private-reply');
  await page.getByRole('button', { name: 'Dismiss' }).click();
  await page.getByText('Nothing was said in #general yet').waitFor();
});

test('a channel shows a session in the time zone of its reader', async () => {
  page = await openPage(browser, origin, { as: 'lena', channel: 'spring' });
  const message = await waitForMessage(page, 'Session 3: Memory, references');
  expect(await message.innerText()).toContain('Tue, 2 Mar 2027, 18:00');
  expect(await message.innerText()).toMatch(/in 2 days|tomorrow/);
  expect(await message.innerText()).toContain('@Milan Novak');
  await takePicture(page, 'channel');
  await page.getByRole('link', { name: 'Open thread' }).click();
  await waitForMessage(page, 'Agenda');
  await takePicture(page, 'thread');
});

test('a whole command is done by keyboard alone', async () => {
  page = await openPage(browser, origin, { as: 'olga' });
  await page.locator('#scroll').focus();
  await page.keyboard.press('/');
  await page.getByRole('option', { name: '/help' }).waitFor();
  await takePicture(page, 'picker');
  await page.keyboard.type('coh');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Tab');
  await page.keyboard.type('Spring 2027');
  await page.keyboard.press('Tab');
  await page.keyboard.type('2027-03-02');
  await page.keyboard.press('Tab');
  // The list that comes by itself marks nothing.
  await page.getByRole('option', { name: 'Africa/Nairobi' }).waitFor();
  expect(await page.locator('.popup [aria-selected="true"]').count()).toBe(0);
  await page.keyboard.type('euro');
  await page.getByRole('option', { name: 'Europe/Berlin' }).waitFor();
  await takePicture(page, 'autocomplete');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  expect(await page.locator('[data-option="zone"]').inputValue()).toBe('Europe/Prague');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  expect(await page.locator(':focus').getAttribute('data-option')).toBe('capacity');
  await page.keyboard.type('900');
  await page.keyboard.press('Enter');
  await page.getByText('capacity must be a whole number from 1 to 50.').waitFor();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('12');
  await takePicture(page, 'options');
  await page.keyboard.press('Enter');
  const message = await waitForMessage(page, 'Spring 2027 is ready');
  expect(await message.innerText()).toMatch(/zone\s+Europe\/Prague/);
  expect(await message.innerText()).toMatch(/capacity\s+12/);
  expect(await page.locator(':focus').getAttribute('id')).toBe('composer-input');
});

test('what is missing and what is no command is said, and Escape leaves', async () => {
  page = await openPage(browser, origin, { as: 'olga' });
  await page.locator('#composer-input').fill('/hlep');
  await page.keyboard.press('Enter');
  await page.getByText('There is no command like that. Did you mean /help?').waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.type('/cohort join');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await page.getByText('cohort is missing: Which one').waitFor();
  await leaveCommand(page);
  expect(await page.locator('#composer-input').inputValue()).toBe('');
});

test('a quiz is answered by buttons in its own message', async () => {
  page = await openPage(browser, origin, { as: 'lena' });
  await typeCommand(page, 'quiz start');
  await page.getByText('Pythia is thinking…').waitFor();
  await takePicture(page, 'thinking');
  await waitForMessage(page, 'Question 1 of 5');
  await takePicture(page, 'quiz');
  const count = await page.locator('.message').count();
  await pressButton(page, 'B');
  await waitForMessage(page, 'The default list is made once');
  expect(await page.locator('.message').count()).toBe(count);
  await takePicture(page, 'quiz-answered');
  await pressButton(page, 'Next question');
  await waitForMessage(page, 'That was the last one.');
  await waitForMessage(page, 'The default list is made once');
});

test('a form is filled and sent', async () => {
  page = await openPage(browser, origin, { as: 'lena' });
  await typeCommand(page, 'quiz start');
  await waitForMessage(page, 'Question 1 of 5');
  await pressButton(page, 'Ask a mentor');
  const dialog = page.getByRole('dialog', { name: 'Ask a mentor' });
  await dialog.waitFor();
  await page.keyboard.type('Why <b>this</b>?');
  await takePicture(page, 'form');
  await page.keyboard.press('Enter');
  await waitForMessage(page, 'A mentor will see Why <b>this</b>? soon.');
  expect(await dialog.count()).toBe(0);
});

test('a select in a message sends what was chosen', async () => {
  page = await openPage(browser, origin, { as: 'olga' });
  await typeCommand(page, 'cohort create', {
    name: 'Autumn',
    starts: '2027-09-01',
    zone: 'Prague',
    pace: 'Two a week',
  });
  const message = await waitForMessage(page, 'Autumn is ready');
  await takePicture(page, 'created');
  await message.getByRole('combobox').selectOption('one');
  await waitForMessage(page, 'Pace: one');
});

test('whoever stands on a button stays there when a message comes', async () => {
  page = await openPage(browser, origin, { as: 'lena' });
  await typeCommand(page, 'quiz start');
  await waitForMessage(page, 'Question 1 of 5');
  await page.getByRole('button', { name: 'C', exact: true }).last().focus();
  await playground.post('local', { kind: 'channel', channel: 'general' }, view(paragraph`News for all.`), 'news');
  await waitForMessage(page, 'News for all.');
  expect(await page.locator(':focus').innerText()).toBe('C');
});

test('a command is chosen and sent by mouse alone', async () => {
  page = await openPage(browser, origin, { as: 'sam' });
  await page.getByText('News for all.').waitFor();
  await page.locator('#composer-input').click();
  await page.keyboard.type('/');
  await page.locator('.popup').getByText('What I can do, and what you may do here').click();
  await page.getByRole('button', { name: 'Send' }).click();
  await waitForMessage(page, 'You are @Sam Whitfield.');
});

test('a persona is changed by keyboard, and sees only its own', async () => {
  page = await openPage(browser, origin, { as: 'olga' });
  await page.locator('#persona-button').focus();
  await page.keyboard.press('ArrowDown');
  await takePicture(page, 'personas');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect.poll(() => page.locator('#persona-button').innerText()).toContain('Lena Fischer');
  expect(await page.getByText('Autumn is ready').count()).toBe(0);
  await openChannel(page, 'Pythia');
  await waitForMessage(page, 'Welcome, Lena.');
  await becomePersona(page, 'sam');
  await expect.poll(() => page.getByText('Welcome, Lena.').count()).toBe(0);
});

test('the clock jumps to what is next, and what falls due appears', async () => {
  page = await openPage(browser, origin, { as: 'lena', channel: 'spring' });
  const other = await openPage(browser, origin, { as: 'olga' });
  await page.getByText('Next: Reminder of session 3').waitFor();
  await page.locator('[data-move="next"]').click();
  await page.getByText('Time is moving…').waitFor();
  await page.getByText('Reminder of session 3: it is now Tue, 2 Mar 2027, 17:00.').waitFor();
  await takePicture(page, 'clock');
  await waitForMessage(page, 'The clock struck.');
  expect(await page.locator('#clock-time').innerText()).toBe('17:00');
  await expect.poll(() => other.locator('#clock-time').innerText()).toBe('17:00');
  await expect
    .poll(() => other.locator('.channel.unread').allInnerTexts())
    .toContainEqual(expect.stringContaining('python-spring'));
  await moveClock(page, 'hour');
  expect(await page.locator('#clock-time').innerText()).toBe('18:00');
  await other.context().close();
});

test('a reply that came while the connection was lost is there when it is back', async () => {
  page = await openPage(browser, origin, { as: 'sam', channel: 'mentors' });
  world.disconnect();
  await playground.post(
    'local',
    { kind: 'channel', channel: 'mentors' },
    view(paragraph`While you were away.`),
    'away',
  );
  await waitForMessage(page, 'While you were away.');
  // The browser itself reports the lost stream.
  (pageFaults(page) as string[]).length = 0;
});

describe('on a phone', () => {
  const phone = { viewport: { width: 360, height: 720 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 };

  test('everything fits, and the channels are a drawer', async () => {
    page = await openPage(browser, origin, { as: 'lena', channel: 'spring', ...phone });
    await waitForMessage(page, 'The clock struck.');
    expect(await page.evaluate(overflow)).toBe(0);
    await takePicture(page, 'phone');
    await page.locator('#scroll').evaluate((scroll) => scroll.scrollTo(0, 0));
    await takePicture(page, 'phone-top');
    await page.locator('#menu').click();
    await page.getByRole('link', { name: 'mentors' }).waitFor();
    await page.waitForTimeout(300);
    await takePicture(page, 'phone-drawer');
    await page.locator('#channels').getByRole('link', { name: 'general' }).click();
    await page.locator('#composer-input').tap();
    await page.keyboard.type('/cohort cr');
    await page.locator('.popup [role=option]').first().tap();
    await takePicture(page, 'phone-options');
    expect(await page.evaluate(overflow)).toBe(0);
  });
});

describe('in the dark', () => {
  test('the page follows the system, and the switch turns it round', async () => {
    page = await openPage(browser, origin, { as: 'lena', channel: 'spring', colorScheme: 'dark' });
    await takePicture(page, 'dark');
    const background = () =>
      page.locator('html').evaluate((root) => root.ownerDocument.defaultView?.getComputedStyle(root).backgroundColor);
    const dark = await background();
    await page.getByRole('button', { name: 'Light colours' }).click();
    expect(await background()).not.toBe(dark);
    await page.reload();
    await expect.poll(background).not.toBe(dark);
    await page.getByRole('button', { name: 'Dark colours' }).click();
    await openChannel(page, 'general');
    await waitForMessage(page, 'Question 1 of 5');
    await takePicture(page, 'dark-quiz');
  });
});
