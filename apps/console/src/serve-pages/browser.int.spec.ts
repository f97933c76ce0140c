import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { newId } from '@kervan/messaging';
import { eventually, openBrowser } from '@kervan/testing';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { builtPages } from '../fixtures/built-pages.js';
import { type ConsoleStage, consoleStage, OPERATOR_KEY } from '../fixtures/console-stage.js';
import { morning } from '../fixtures/morning.js';
import { messagesOf } from '../fixtures/order-messages.js';
import { received } from '../fixtures/received.js';
import { type ServiceDouble, serviceDouble } from '../fixtures/service-double.js';
import { happeningOf } from '../follow-orders/happening-of-message.js';

const phone: BrowserContextOptions = { viewport: { width: 360, height: 740 }, hasTouch: true };
const paths = ['/', '/documents', '/documents?q=moda', '/attention', '/held', '/quarantine', '/undecided'];
const heldMessage = {
  id: 'h-1',
  state: 'dead',
  topic: 'erp.document.commands.v1',
  partition: 4,
  offset: '812',
  key: null,
  type: 'kervan.erp.PostInvoice',
  correlationId: 'c',
  cause: { code: 'totals-mismatch', detail: 'The taxes of the invoice do not add up.' },
  attempts: { started: 1 },
  heldAt: '2026-11-21T07:15:00.000Z',
  dueAt: '2026-11-21T07:15:00.000Z',
};

describe('the console in a browser', () => {
  let stage: ConsoleStage;
  let erp: ServiceDouble;
  let browser: Browser;
  let axe: string;
  let problems: string[] = [];

  beforeAll(async () => {
    const [webDir, source] = await Promise.all([
      builtPages(),
      readFile(createRequire(import.meta.url).resolve('axe-core'), 'utf8'),
    ]);
    axe = source;
    erp = await serviceDouble({ '/admin/held?state=dead&limit=100': { items: [heldMessage] }, '/admin/held': { items: [] } });
    const away = 'http://127.0.0.1:9';
    const serviceUrls = { 'erp-writer': erp.url, 'ecommerce-webhooks': away, 'bank-reconciler': away };
    [stage, browser] = await Promise.all([consoleStage({ webDir, serviceUrls }), openBrowser()]);
    await stage.seed(morning());
  });
  afterAll(async () => {
    await browser.close();
    await Promise.all([stage.close(), erp.stop()]);
  });
  afterEach(async () => {
    await Promise.all(browser.contexts().map((context) => context.close()));
    const seen = problems;
    problems = [];
    expect(seen, 'errors of the pages, what their policy forbids, requests elsewhere').toEqual([]);
  });

  /** A tab of its own that has not signed in. */
  async function tab(options: BrowserContextOptions = {}): Promise<Page> {
    const context = await browser.newContext({ locale: 'en-GB', timezoneId: 'Europe/Istanbul', ...options });
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    page.on('pageerror', ({ message }) => problems.push(message));
    page.on('console', (line) => {
      const expected = /Failed to load resource.*(401|404)/.test(line.text());
      if (line.type() === 'error' && !expected) problems.push(line.text());
    });
    page.on('request', (request) => {
      if (!request.url().startsWith(stage.url)) problems.push(request.url());
    });
    return page;
  }

  /** A page as the operator sees it, once its data is there. */
  async function opened(path: string, options?: BrowserContextOptions): Promise<Page> {
    const page = await tab(options);
    await page.goto(`${stage.url}${path}#key=${OPERATOR_KEY}`);
    await page.locator('h1').waitFor();
    await eventually('nothing is loading', async () => (await page.locator('.loading').count()) === 0);
    return page;
  }

  it('asks for the operator key, says when it is wrong, and keeps it in the tab alone', async () => {
    const page = await tab();
    await page.goto(stage.url);
    const key = page.getByLabel('Operator key');
    await key.fill('another-key-than-the-operators');
    await key.press('Enter');
    await page.getByText('This key is not valid.').waitFor();
    await key.fill(OPERATOR_KEY);
    await key.press('Enter');
    await page.getByRole('heading', { name: 'Orders per channel' }).waitFor();
    expect(await page.evaluate('Object.values(localStorage).length')).toBe(0);
    expect(await page.context().cookies()).toEqual([]);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await key.waitFor();
    expect(await page.evaluate('Object.values(sessionStorage).join()')).not.toContain(OPERATOR_KEY);
  });

  it('takes the key over from the address, and leaves no trace of it there', async () => {
    const page = await opened('/held');
    expect(page.url()).toBe(`${stage.url}/held`);
    await page.reload();
    await page.getByRole('heading', { name: 'Held messages' }).waitFor();
    await page.goBack();
    expect(page.url()).not.toContain(OPERATOR_KEY);
  });

  it('shows the sign-in again when the key is no longer valid', async () => {
    const page = await opened('/');
    await page.evaluate(`sessionStorage.setItem('kervan-operator-key', 'a-key-of-yesterday-that-is-gone')`);
    await page.getByLabel('Operator key').waitFor();
  });

  it('leads from the start to an order’s timeline by its number', async () => {
    const page = await opened('/');
    await page.getByRole('searchbox').fill('krv2026000000204');
    await page.getByRole('button', { name: 'Find' }).click();
    await page.getByRole('heading', { level: 1, name: 'moda-1044' }).waitFor();
    const steps = page.locator('.timeline > li');
    expect(await steps.locator('h3').allInnerTexts()).toEqual([
      'Order received',
      'Taken on: it will be seen through',
      'Sales order booked in the ERP',
      'Invoice numbered',
      'Invoice accepted by the tax authority',
      'Invoice booked in the ERP',
      'Payment booked in the ERP',
      'Completed: booked, invoiced where due, paid',
    ]);
    const text = await steps.nth(4).innerText();
    expect(text).toMatch(/\+2\.4 s/);
    expect(text).toMatch(/\d{1,2} \w{3} \d{4}, \d{2}:\d{2}:\d{2}/);
    expect(text).toContain('einvoice-sender');
    expect(text).toContain('KRV2026000000204');
    expect(await page.getByText('Times in Europe/Istanbul').count()).toBe(1);
    expect(await page.getByText('npm run trace -- moda-1044').count()).toBe(1);
    expect(await page.title()).toBe('moda-1044 · Kervan');
  });

  it('leads from the start to the timeline of an order that waits in one click', async () => {
    const page = await opened('/');
    await page.getByRole('link', { name: '012-3-147-5099' }).first().click();
    await page.getByRole('heading', { name: 'The ERP does not take one of the articles' }).waitFor();
    expect(await page.getByText('Failed', { exact: true }).count()).toBe(1);
    expect(await page.locator('.step-waits').count()).toBe(1);
    expect(await page.getByText('Release the article in the ERP, then try the step again.').count()).toBe(1);
  });

  it('leads from a number of the counts to its orders', async () => {
    const page = await opened('/');
    await page.getByRole('link', { name: '2, Tills, Waits for a person' }).click();
    await page.getByRole('link', { name: '034-1-147-0412' }).waitFor();
    expect(await page.locator('tbody tr').count()).toBe(2);
  });

  it('shows several orders as a list, and says when there is none', async () => {
    const page = await opened('/');
    await page.getByRole('searchbox').fill('moda-10');
    await page.keyboard.press('Enter');
    await page.getByText('5 orders found').waitFor();
    await page.getByRole('searchbox').fill('nothing-has-this');
    await page.keyboard.press('Enter');
    await page.getByText('Nothing has this number, or begins with it.').waitFor();
  });

  it('moves its counts while one looks on', async () => {
    const page = await opened('/');
    const completed = page.getByRole('link', { name: /^\d+ Marketplaces, Received$/ });
    expect(await completed.count()).toBe(0);
    const own = { orderId: newId(), orderNumber: 'mp-1', invoiceNumber: 'KRV2026000000999', erpNumber: 'SO-9' };
    const now = new Date().toISOString();
    const businessDate = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Istanbul' }).format(new Date());
    const placed = messagesOf(own).placed({ channel: 'marketplace', businessDate });
    await stage.seed([happeningOf(received(placed, { at: now }))]);
    await completed.waitFor();
    expect(await completed.innerText()).toBe('1');
  });

  it('tells in words which services could not be asked, and shows what the others say', async () => {
    const page = await opened('/held');
    await page.getByText('ecommerce-webhooks cannot be reached.').waitFor();
    await page.getByText('The taxes of the invoice do not add up.').waitFor();
    await page.goto(`${stage.url}/undecided`);
    await page.getByText('bank-reconciler cannot be reached.').waitFor();
  });

  it('says in words what is not there', async () => {
    const page = await opened(`/documents/${newId()}`);
    await page.getByText('No message has told of this order.').waitFor();
    await page.goto(`${stage.url}/documents?channel=api`);
    await page.getByText('No order is like this.').waitFor();
  });

  it('says that an address is no page, and leads back', async () => {
    const page = await opened('/no/such/page');
    await page.getByRole('heading', { level: 1, name: 'There is no page at this address' }).waitFor();
    await page.getByRole('link', { name: 'Back to the overview' }).click();
    await page.getByRole('heading', { name: 'Orders per channel' }).waitFor();
  });

  it('is used by keyboard alone, with the focus in sight', async () => {
    const page = await opened('/attention');
    await page.keyboard.press('Tab');
    expect(await focused(page)).toMatchObject({ text: 'Skip to the content' });
    await page.keyboard.press('/');
    expect(await focused(page)).toMatchObject({ tag: 'INPUT', ring: true });
    await page.keyboard.type('ev-2207');
    await page.keyboard.press('Enter');
    await page.locator('.timeline').waitFor();
    expect(await focused(page)).toMatchObject({ tag: 'H1', text: 'ev-2207' });
    for (let stop = 0; stop < 12; stop += 1) {
      await page.keyboard.press('Shift+Tab');
      const { text, ring, inSight } = await focused(page);
      expect([text, ring, inSight]).toEqual([text, true, true]);
      if (text === 'Waiting') break;
    }
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Waits for a person' }).waitFor();
  });

  it.each(paths)('fits on a phone without sideways scrolling: %s', async (path) => {
    const page = await opened(path, phone);
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
  });

  it('shows a timeline on a phone', async () => {
    const page = await opened('/', phone);
    await page.getByRole('link', { name: '012-3-147-5099' }).first().tap();
    await page.locator('.timeline').waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
  });

  it('is dark where that is preferred, and holds still where that is', async () => {
    const ground = async (colorScheme: 'light' | 'dark'): Promise<number> => {
      const page = await opened('/', { colorScheme, reducedMotion: 'reduce' });
      expect(await page.evaluate(`document.getAnimations().length`)).toBe(0);
      const color = await page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
      return Number(/\d+/.exec(color)?.[0]);
    };
    expect(await ground('light')).toBeGreaterThan(200);
    expect(await ground('dark')).toBeLessThan(60);
  });

  it.each(['light', 'dark'] as const)('is accessible as far as a machine can tell, %s', async (colorScheme) => {
    for (const path of [...paths, 'an order', 'signed out']) {
      const page = path === 'signed out' ? await tab({ colorScheme }) : await opened(path === 'an order' ? '/' : path, { colorScheme });
      if (path === 'signed out') await page.goto(stage.url);
      if (path === 'an order') {
        await page.getByRole('link', { name: '012-3-147-5099' }).first().click();
        await page.locator('.timeline').waitFor();
      }
      await page.evaluate(axe);
      const found = await page.evaluate<{ violations: { id: string; nodes: { html: string }[] }[] }>(
        `axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })`,
      );
      const told = found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
      expect(told, path).toEqual([]);
      await page.context().close();
    }
  });
});

interface Focused {
  readonly tag: string;
  readonly text: string;
  /** Whether a ring shows it. */
  readonly ring: boolean;
  readonly inSight: boolean;
}

function focused(page: Page): Promise<Focused> {
  return page.evaluate<Focused>(`(() => {
    const { activeElement: element } = document;
    const box = element.getBoundingClientRect();
    return {
      tag: element.tagName,
      text: element.innerText ?? '',
      ring: getComputedStyle(element).outlineStyle !== 'none',
      inSight: box.top >= 0 && box.bottom <= innerHeight && box.width > 0,
    };
  })()`);
}
