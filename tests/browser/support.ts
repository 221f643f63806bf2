import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Locator, type Page } from 'playwright-core';
import { expect } from 'vitest';

const results = join(import.meta.dirname, '..', '..', 'test-results');

/** Starts the machine's own Chromium (`CHROMIUM` says where), which asks nothing of the network. */
export function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** The playground as one persona sees it. A fault in the page fails the test: see `pageFaults`. */
export async function openPage(
  browser: Browser,
  origin: string,
  { as, channel = '', ...options }: BrowserContextOptions & { as?: string; channel?: string } = {},
): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    timezoneId: 'Europe/Prague',
    locale: 'en-GB',
    ...options,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  faults.set(page, []);
  page.on('pageerror', (error) => faults.get(page)?.push(error.message));
  page.on('console', (message) => {
    // A sentence that the server refuses with is no fault of the page, though the console tells it as one.
    if (message.type() === 'error' && !message.text().includes('status of 400')) faults.get(page)?.push(message.text());
  });
  await page.goto(`${origin}/${as === undefined ? '' : `?as=${as}`}${channel === '' ? '' : `#${channel}`}`);
  await page.locator('#messages > *').first().waitFor();
  return page;
}

const faults = new WeakMap<Page, string[]>();

/** What went wrong in the page: exceptions, refused scripts and styles, requests that failed. */
export function pageFaults(page: Page): readonly string[] {
  return faults.get(page) ?? [];
}

/**
 * Types a command with the keyboard alone and sends it. Options stand in the order of the command; a value that the bot
 * suggests is typed and taken with Enter, a list is chosen by its label.
 */
export async function typeCommand(page: Page, command: string, options: Record<string, string> = {}): Promise<void> {
  await fillCommand(page, command, options);
  await page.locator('#composer-input').waitFor();
}

/** The same, for a command that may be refused and then stays where it was typed. */
export async function fillCommand(page: Page, command: string, options: Record<string, string> = {}): Promise<void> {
  await page.locator('#composer-input').focus();
  await page.keyboard.type(`/${command}`);
  await page
    .getByRole('option', { name: `/${command}` })
    .first()
    .waitFor();
  await page.keyboard.press('Enter');
  for (const [name, value] of Object.entries(options)) await fillOption(page, name, value);
  await page.keyboard.press('Enter');
}

/** Leaves the command in the line. Twice: the first Escape closes a list, where one is open. */
export async function leaveCommand(page: Page): Promise<void> {
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await page.locator('#composer-input').waitFor();
}

async function fillOption(page: Page, name: string, value: string): Promise<void> {
  const field = page.locator(`[data-option="${name}"]`);
  if ((await field.count()) === 0) await page.getByRole('button', { name: `+ ${name}`, exact: true }).press('Enter');
  await field.focus();
  if ((await field.evaluate((element) => element.tagName)) === 'SELECT') {
    await field.selectOption({ label: value });
    return;
  }
  if ((await field.getAttribute('type')) === 'text') await page.keyboard.type(value);
  else await field.fill(value);
  if ((await field.getAttribute('role')) !== 'combobox') return;
  // Until the list has reacted to these words, nothing in it is marked.
  await page.locator('.popup [aria-selected="true"]').waitFor();
  await page.keyboard.press('Enter');
}

/** The message with these words; the newest, where several have them. */
export function findMessage(page: Page, words: string | RegExp): Locator {
  return page.locator('.message:not(.pending)').filter({ hasText: words }).last();
}

/** Waits until a message with these words is there. */
export async function waitForMessage(page: Page, words: string | RegExp): Promise<Locator> {
  const message = findMessage(page, words);
  await message.waitFor();
  return message;
}

/** Presses the newest button with this label. */
export async function pressButton(page: Page, label: string): Promise<void> {
  await page.locator('.message').getByRole('button', { name: label, exact: true }).last().click();
}

export async function openChannel(page: Page, name: string): Promise<void> {
  const menu = page.locator('#menu');
  if (await menu.isVisible()) await menu.click();
  await page.locator('#channels').getByRole('link', { name, exact: false }).first().click();
}

export async function becomePersona(page: Page, id: string): Promise<void> {
  await page.locator('#persona-button').click();
  await page.locator(`[data-persona="${id}"]`).click();
  await expect.poll(() => new URL(page.url()).searchParams.get('as')).toBe(id);
}

/** Moves the clock, and waits until all that fell due has happened. */
export async function moveClock(page: Page, how: 'hour' | 'day' | 'next'): Promise<void> {
  await page.locator(`[data-move="${how}"]`).click();
  await page.locator('#clock[aria-busy="false"]').waitFor();
  await page.locator('.toast').last().waitFor();
}

/** A picture for people to look at, in test-results/. */
export async function takePicture(page: Page, name: string): Promise<void> {
  mkdirSync(results, { recursive: true });
  await page.screenshot({ path: join(results, `${name}.png`) });
}
