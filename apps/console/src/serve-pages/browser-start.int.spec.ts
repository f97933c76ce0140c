import { newId } from '@kervan/messaging';
import { describe, expect, it } from 'vitest';
import { consoleInBrowser } from '../fixtures/console-in-browser.js';
import { OPERATOR_KEY } from '../fixtures/console-stage.js';
import { messagesOf } from '../fixtures/order-messages.js';
import { received } from '../fixtures/received.js';
import { happeningOf } from '../follow-orders/happening-of-message.js';

describe('the console’s start in a browser', () => {
  const at = consoleInBrowser();

  it('asks for the operator key, says when it is wrong, and keeps it in the tab alone', async () => {
    const page = await at.tab();
    await page.goto(at.url);
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
    const page = await at.opened('/held');
    expect(page.url()).toBe(`${at.url}/held`);
    await page.reload();
    await page.getByRole('heading', { name: 'Held messages' }).waitFor();
    await page.goBack();
    expect(page.url()).not.toContain(OPERATOR_KEY);
  });

  it('shows the sign-in again when the key is no longer valid', async () => {
    const page = await at.opened('/');
    await page.evaluate(`sessionStorage.setItem('kervan-operator-key', 'a-key-of-yesterday-that-is-gone')`);
    await page.getByLabel('Operator key').waitFor();
  });

  it('leads from the start to an order’s timeline by its number', async () => {
    const page = await at.opened('/');
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
    const page = await at.opened('/');
    await page.getByRole('link', { name: '012-3-147-5099' }).first().click();
    await page.getByRole('heading', { name: 'The ERP does not take one of the articles' }).waitFor();
    expect(await page.getByText('Failed', { exact: true }).count()).toBe(1);
    expect(await page.locator('.step-waits').count()).toBe(1);
    expect(await page.getByText('Release the article in the ERP, then try the step again.').count()).toBe(1);
  });

  it('leads from a number of the counts to its orders, without the tests, which are not counted', async () => {
    const own = { orderId: newId(), orderNumber: '034-1-147-0999', invoiceNumber: 'KRV2026000000998', erpNumber: 'SO-8' };
    const now = new Date().toISOString();
    const businessDate = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Istanbul' }).format(new Date());
    const m = messagesOf(own);
    const messages = [m.placed({ channel: 'till', mode: 'test', businessDate }), m.needsAttention('post-order', 'no-answer', 'x')];
    await at.seed(messages.map((message) => happeningOf(received(message, { at: now }))));
    const page = await at.opened('/');
    await page.getByRole('link', { name: '2, Tills, Waits for a person' }).click();
    await page.getByRole('link', { name: '034-1-147-0412' }).waitFor();
    expect(await page.locator('tbody tr').count()).toBe(2);
    await page.getByLabel('Tests', { exact: true }).selectOption('Tests alone');
    await page.getByRole('link', { name: '034-1-147-0999' }).waitFor();
    expect(await page.locator('tbody tr').count()).toBe(1);
  });

  it('shows several orders as a list, and says when there is none', async () => {
    const page = await at.opened('/');
    await page.getByRole('searchbox').fill('moda-10');
    await page.keyboard.press('Enter');
    await page.getByText('5 orders found').waitFor();
    await page.getByRole('searchbox').fill('nothing-has-this');
    await page.keyboard.press('Enter');
    await page.getByText('Nothing has this number, or begins with it.').waitFor();
  });

  it('moves its counts while one looks on', async () => {
    const page = await at.opened('/');
    const completed = page.getByRole('link', { name: /^\d+, Marketplaces, On its way$/ });
    expect(await completed.count()).toBe(0);
    const own = { orderId: newId(), orderNumber: 'mp-1', invoiceNumber: 'KRV2026000000999', erpNumber: 'SO-9' };
    const now = new Date().toISOString();
    const businessDate = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Istanbul' }).format(new Date());
    const placed = messagesOf(own).placed({ channel: 'marketplace', businessDate });
    await at.seed([happeningOf(received(placed, { at: now }))]);
    await completed.waitFor();
    expect(await completed.innerText()).toBe('1');
  });

  it('does not say that nothing waits while the console’s own intake stands', async () => {
    const page = await at.tab();
    const standing = { items: [], incomplete: 'partition-without-progress' };
    await page.route(/\/v1\/attention/, (route) => route.fulfill({ json: standing }));
    for (const path of ['/', '/attention']) {
      await page.goto(`${at.url}${path}#key=${OPERATOR_KEY}`);
      await page.getByText('What is shown here is not complete: ').waitFor();
      expect(await page.getByText('Nothing waits for a person.').count()).toBe(0);
    }
  });

  it('says in words what is not there', async () => {
    const page = await at.opened(`/documents/${newId()}`);
    await page.getByText('No message has told of this order.').waitFor();
    await page.goto(`${at.url}/documents?channel=api`);
    await page.getByText('No order is like this.').waitFor();
  });
});
