import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { markdown } from '../../src/chat/text.ts';
import { code, heading, paragraph, view } from '../../src/chat/view.ts';
import { openPage, pageFaults, pressButton, takePicture, typeCommand, waitForMessage } from './support.ts';
import { type BrowserWorld, openBrowserWorld } from './world.ts';

/** WCAG 2.2 AA: on a phone, turned, at 400 %, by keyboard, read aloud. */

/** Evaluated as the console would: the page's policy lets no foreign script in. */
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let world: BrowserWorld;
let page: Page;

/** Sixty columns, as wide as the curriculum's code may be. */
const wide = `def settle(invoices: list[Invoice], *, strict=False) -> None:
    for number, invoice in enumerate(invoices, start=1_000):
        if invoice.total != sum(line.amount for line in it):
            raise ValueError(f"{number}: {invoice.total!r} ...")`;

beforeAll(async () => {
  world = await openBrowserWorld();
  const spring = { kind: 'channel', channel: 'spring' } as const;
  await world.playground.post('local', spring, view(heading(markdown('Wide code')), code(wide)), 'wide');
  await world.playground.post('local', spring, view(paragraph`${'Words that are read. '.repeat(60)}`), 'words');
});

afterEach(async () => {
  const faults = pageFaults(page);
  await page.context().close();
  expect(faults).toEqual([]);
});

afterAll(() => world?.close());

const screens = [
  ['a phone', 390, 844, 0.6],
  ['a phone on its side', 844, 390, 0.6],
  ['a page at 400 %', 320, 256, 0.55],
] as const;

describe.each(screens)('on %s', (name, width, height, share) => {
  const screen: BrowserContextOptions = { viewport: { width, height }, hasTouch: true, deviceScaleFactor: 2 };

  test('messages have most of the height, nothing is wider than the screen, and the day is told', async () => {
    page = await openPage(world.browser, world.origin, { as: 'lena', channel: 'spring', ...screen });
    await waitForMessage(page, 'Words that are read.');
    await takePicture(page, `first-${width}`);
    await page.getByRole('button', { name: 'Hide this line' }).click();
    await takePicture(page, `screen-${width}`);
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);
    expect(await page.evaluate('document.documentElement.scrollHeight - innerHeight')).toBe(0);
    const room = await page.locator('#scroll').boundingBox();
    expect(room?.height).toBeGreaterThan(height * share);
    expect(await page.locator('#clock-day').isVisible()).toBe(true);
    expect(await page.locator('#clock-day').innerText()).toMatch(/^\w{3},? \d+ \w{3}$/);
    for (const reached of ['#menu', '[data-move="next"]', '#persona-button', '#composer-input']) {
      const visible = (await page.locator(reached).isVisible()) || (reached === '#menu' && width > 760);
      expect(visible, `${reached} on ${name}`).toBe(true);
    }
  });

  test('all that moves time can be reached, with the colours', async () => {
    page = await openPage(world.browser, world.origin, { as: 'lena', channel: 'spring', ...screen });
    const fold = page.getByRole('button', { name: 'More of the bar' });
    if (await fold.isVisible()) await fold.click();
    await page.locator('[data-move="day"]').click();
    await page.getByText('It is now').waitFor();
    await page.locator('#theme').click();
    expect(await page.locator('html').getAttribute('data-theme')).toBe('dark');
  });

  test('a form fits and is sent', async () => {
    page = await openPage(world.browser, world.origin, { as: 'lena', ...screen });
    await typeCommand(page, 'quiz start');
    await waitForMessage(page, 'Question 1 of 5');
    await pressButton(page, 'Ask a mentor');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.type('Why?');
    await takePicture(page, `form-${width}`);
    await page.getByRole('dialog').getByRole('button', { name: 'Send' }).click();
    await waitForMessage(page, 'A mentor will see Why? soon.');
  });
});

test('code of sixty columns is read on a phone without scrolling sideways, each line below itself', async () => {
  const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 };
  page = await openPage(world.browser, world.origin, { as: 'lena', channel: 'spring', ...phone });
  const block = (await waitForMessage(page, 'Wide code')).locator('pre.code');
  expect(await block.evaluate((one) => one.scrollWidth - one.clientWidth)).toBe(0);
  const style = 'getComputedStyle(document.querySelector("pre.code")).fontSize';
  expect(await page.evaluate(style)).toBe('13px');
  expect((await block.boundingBox())?.width).toBeGreaterThan(340);
  // The copy is exactly what was written.
  expect(await block.evaluate((one) => one.textContent)).toBe(wide);
});

test('moments are written as HTML wants them', async () => {
  const at = Temporal.Instant.from('2027-03-02T17:00:00.123456789Z');
  await world.playground.post(
    'local',
    { kind: 'channel', channel: 'mentors' },
    view(paragraph`Since ${{ kind: 'time', at, style: 'full' }}.`),
    'exact',
  );
  page = await openPage(world.browser, world.origin, { as: 'lena', channel: 'mentors' });
  const moments = await page.locator('time').evaluateAll((marks) => marks.map((mark) => mark.getAttribute('datetime')));
  expect(moments.length).toBeGreaterThan(1);
  for (const moment of moments) expect(moment).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/);
});

/** What axe has against the page as it stands: rule, how bad, and where. */
async function findViolations(on: Page): Promise<string[]> {
  // Past the end of every movement: a colour half on its way has a contrast of its own.
  await on.waitForTimeout(700);
  await on.evaluate(axe);
  const found = (await on.evaluate(
    `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })`,
  )) as { violations: { id: string; impact: string; nodes: { html: string }[] }[] };
  return found.violations.flatMap(({ id, impact, nodes }) =>
    nodes.map(({ html }) => `${id} (${impact}): ${html.slice(0, 160)}`),
  );
}

describe('axe has nothing against', () => {
  const states: [string, BrowserContextOptions, () => Promise<unknown>][] = [
    ['a channel', {}, () => waitForMessage(page, 'Words that are read.')],
    ['a channel in the dark', { colorScheme: 'dark' }, () => waitForMessage(page, 'Words that are read.')],
    [
      'a question that was answered',
      {},
      async () => {
        await typeCommand(page, 'quiz start');
        await waitForMessage(page, 'Question 1 of 5');
        await pressButton(page, 'B');
        await waitForMessage(page, 'The default list is made once');
      },
    ],
    [
      'the picker',
      {},
      async () => {
        await page.locator('#composer-input').focus();
        await page.keyboard.type('/coh');
        await page.getByRole('option').first().waitFor();
      },
    ],
    [
      "a command's fields, with a fault",
      {},
      async () => {
        await page.locator('#composer-input').fill('/cohort create capacity:900');
        await page.keyboard.press('Enter');
        await page.keyboard.press('Enter');
        await page.locator('[aria-invalid="true"]').first().waitFor();
      },
    ],
    [
      'a form',
      {},
      async () => {
        await typeCommand(page, 'quiz start');
        await waitForMessage(page, 'Question 1 of 5');
        await pressButton(page, 'Ask a mentor');
        await page.getByRole('dialog').waitFor();
      },
    ],
    ['the menu of people', {}, () => page.locator('#persona-button').click()],
    ['the tour', {}, () => page.getByRole('button', { name: 'Show me, one minute' }).click()],
    ['a phone', { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true }, async () => {}],
    [
      'the channels on a phone in the dark',
      { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, colorScheme: 'dark' },
      () => page.locator('#menu').click(),
    ],
  ];

  test.each(states)('%s', async (name, options, arrange) => {
    page = await openPage(world.browser, world.origin, { as: 'lena', channel: 'spring', ...options });
    await arrange();
    const violations = await findViolations(page);
    await takePicture(page, `axe-${name.replaceAll(/\W+/g, '-')}`);
    expect(violations).toEqual([]);
  });
});

test('one goes through the page by keyboard in the order in which it stands', async () => {
  page = await openPage(world.browser, world.origin, { as: 'lena', channel: 'mentors' });
  await page.locator('body').evaluate((body) => body.ownerDocument.defaultView?.focus());
  const order: string[] = [];
  for (let step = 0; step < 24; step += 1) {
    await page.keyboard.press('Tab');
    order.push(
      await page.evaluate(
        `(() => { const one = document.activeElement; const part = one.closest('.skip, .bar, .sidebar, .welcome, .scroll, .composer'); return part?.classList[0] ?? one.tagName; })()`,
      ),
    );
  }
  const parts = order.filter((part, index) => part !== order[index - 1] && part !== 'BODY');
  expect(parts.slice(0, 6)).toEqual(['skip', 'bar', 'sidebar', 'welcome', 'scroll', 'composer']);
});
