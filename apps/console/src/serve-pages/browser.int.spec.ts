import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { newId } from '@kervan/messaging';
import { eventually } from '@kervan/testing';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { builtPages } from '../fixtures/built-pages.js';
import { type ConsoleStage, consoleStage, OPERATOR_KEY } from '../fixtures/console-stage.js';
import { idOf, morning } from '../fixtures/morning.js';
import { messagesOf } from '../fixtures/order-messages.js';
import { received } from '../fixtures/received.js';
import type { ServiceDouble } from '../fixtures/service-double.js';
import {
  batch,
  cancelled,
  heldFilter,
  heldId,
  heldMessage,
  heldSha256,
  onItsWay,
  servicesOfTheMorning,
  stuck,
} from '../fixtures/services-of-the-morning.js';
import { focused, type Tabs, tabsAt } from '../fixtures/tabs.js';
import { happeningOf } from '../follow-orders/happening-of-message.js';

const phone: BrowserContextOptions = { viewport: { width: 360, height: 740 }, hasTouch: true };
const ofCause = `/held?service=erp-writer&${heldFilter}`;
const calls = '/systems?service=erp-writer&target=erp';
const heldPath = `/held/erp-writer/${heldId}`;
const paths = [
  '/', '/documents', '/documents?q=moda', '/attention', '/held', ofCause, heldPath, '/quarantine', '/undecided', '/systems', calls, '/audit',
];
const accessible = [...paths, 'an order', 'an act', 'a set of acts', 'signed out'].flatMap((path) =>
  (['light', 'dark'] as const).map((colorScheme) => [colorScheme, path] as const),
);

describe('the console in a browser', () => {
  let stage: ConsoleStage;
  let erp: ServiceDouble;
  let orchestrator: ServiceDouble;
  let tabs: Tabs;
  let tab: Tabs['tab'];
  let opened: Tabs['opened'];
  let axe: string;

  beforeAll(async () => {
    const [webDir, source] = await Promise.all([
      builtPages(),
      readFile(createRequire(import.meta.url).resolve('axe-core'), 'utf8'),
    ]);
    axe = source;
    ({ erp, orchestrator } = await servicesOfTheMorning());
    const away = 'http://127.0.0.1:9';
    const answering = { 'order-orchestrator': orchestrator.url, 'erp-writer': erp.url };
    const serviceUrls = { ...answering, 'ecommerce-webhooks': away, 'bank-reconciler': away };
    stage = await consoleStage({ webDir, serviceUrls });
    await stage.seed(morning());
    tabs = await tabsAt(stage.url);
    ({ tab, opened } = tabs);
  });
  afterAll(async () => {
    await tabs.close();
    await Promise.all([stage.close(), erp.stop(), orchestrator.stop()]);
  });
  afterEach(async () => {
    expect(await tabs.closed(), 'errors of the pages, what their policy forbids, requests elsewhere').toEqual([]);
  });

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
    const completed = page.getByRole('link', { name: /^\d+, Marketplaces, On its way$/ });
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
    const silent = page.getByText('ecommerce-webhooks cannot be reached.');
    for (const part of ['By cause', 'Handled again together']) {
      await page.locator('section', { has: page.getByRole('heading', { name: part }) }).locator(silent).waitFor();
    }
    expect(await silent.count()).toBe(3);
    await page.getByText('The taxes of the invoice do not add up.').waitFor();
    await page.goto(`${stage.url}/undecided`);
    await page.getByText('bank-reconciler cannot be reached.').waitFor();
  });

  it('says that what can be done about an order could not be asked, and how to try again', async () => {
    const page = await tab();
    await page.route(`**/v1/sagas/${stuck}`, (route) => route.fulfill({ status: 404, json: {} }));
    await page.goto(`${stage.url}/documents/${stuck}#key=${OPERATOR_KEY}`);
    await page.getByRole('alert').getByText('This could not be loaded.').waitFor();
    expect(await page.getByRole('button', { name: 'Try again', exact: true }).isVisible()).toBe(true);
    await page.unroute(`**/v1/sagas/${stuck}`);
    await page.getByRole('button', { name: /^Try the step again/ }).waitFor();
  });

  it('says in words what is not there', async () => {
    const page = await opened(`/documents/${newId()}`);
    await page.getByText('No message has told of this order.').waitFor();
    await page.goto(`${stage.url}/documents?channel=api`);
    await page.getByText('No order is like this.').waitFor();
  });

  it('has a waiting order’s step tried again by keyboard alone, once, and remembers who did', async () => {
    const page = await opened(`/documents/${stuck}`);
    const before = orchestrator.asked.length;
    const again = page.getByRole('button', { name: 'Try the step again: 012-3-147-5099' });
    await again.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'Try the step again' }).waitFor();
    expect(await focused(page)).toMatchObject({ tag: 'INPUT', name: 'by', ring: true });
    await page.keyboard.press('Escape');
    expect(await focused(page)).toMatchObject({ tag: 'BUTTON', text: 'Try the step again' });
    await page.keyboard.press('Enter');
    await page.keyboard.type('A. Demir');
    await page.keyboard.press('Tab');
    await page.keyboard.type('The article is released.');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await page.getByText('The step is being tried again.').waitFor();
    expect(await focused(page)).toMatchObject({ tag: 'P', inSight: true });
    const sent = orchestrator.asked.slice(before).filter(({ path }) => path.endsWith('/retry'));
    const seen = { revision: 7, code: 'article-blocked' };
    expect(sent.map(({ body }) => body)).toEqual([{ seen, by: 'A. Demir', reason: 'The article is released.' }]);
    await again.press('Enter');
    expect(await focused(page)).toMatchObject({ name: 'reason' });
    expect(await page.getByLabel('Your name').inputValue()).toBe('A. Demir');
  });

  it('keeps the dialog open for the answer to an act, however often Escape is pressed', async () => {
    const page = await opened(`/documents/${stuck}`);
    const { promise: answered, resolve: answer } = Promise.withResolvers<void>();
    await page.route('**/v1/acts', async (route) => {
      await answered;
      await route.continue();
    });
    const again = page.getByRole('button', { name: 'Try the step again: 012-3-147-5099' });
    await again.click();
    await page.getByLabel('Your name').fill('A. Demir');
    await page.getByLabel('Reason').fill('The article is released.');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Sending …' }).waitFor();
    for (let pressed = 0; pressed < 3; pressed += 1) await page.keyboard.press('Escape');
    await page.getByRole('dialog', { name: 'Try the step again' }).waitFor();
    expect(await page.getByLabel('Reason').inputValue()).toBe('The article is released.');
    answer();
    await page.getByText('The step is being tried again.').waitFor();
    expect(await page.getByRole('dialog').count()).toBe(0);
    await again.click();
    await page.getByRole('dialog', { name: 'Try the step again' }).waitFor();
    for (let pressed = 0; pressed < 2; pressed += 1) await page.keyboard.press('Escape');
    await again.click();
    await page.getByRole('dialog', { name: 'Try the step again' }).waitFor();
  });

  it('offers what can be done about an order, and nothing else', async () => {
    const offered = async (id: string, acts: readonly string[]): Promise<void> => {
      const page = await tab();
      const told = page.waitForResponse((response) => response.url().endsWith(`/v1/sagas/${id}`));
      await page.goto(`${stage.url}/documents/${id}#key=${OPERATOR_KEY}`);
      await (await told).finished();
      await eventually(`just these are offered: ${acts.join()}`, async () => {
        const buttons = await page.locator('button.act').allInnerTexts();
        return buttons.join() === acts.join();
      });
    };
    await offered(stuck, ['Try the step again', 'Correct the order', 'Count the step as done', 'Pause']);
    await offered(onItsWay, ['Let it go on']);
    await offered(idOf('ev-2211'), []);
  });

  it('says why an order waits now, where the page has heard of another reason', async () => {
    const page = await opened(`/documents/${cancelled}`);
    await page.getByRole('heading', { name: 'The tax authority refused the form of the invoice' }).waitFor();
    await page.getByText('It waits for this now: Cancelled when it could no longer be undone.').waitFor();
  });

  it('has a step counted as done, with the number that was given by hand', async () => {
    const page = await opened(`/documents/${stuck}`);
    await page.getByRole('button', { name: 'Count the step as done: 012-3-147-5099 · booking the sales order' }).click();
    await page.getByLabel('Your name').fill('A. Demir');
    await page.getByLabel('Reason').fill('Booked by hand.');
    await page.getByLabel('ERP number').fill('SO-4711');
    await page.getByRole('dialog').getByRole('button', { name: 'Count as done' }).click();
    await page.getByText('The step is being counted as done.').waitFor();
    expect(orchestrator.asked.find(({ path }) => path.endsWith('/skip'))?.body).toEqual({
      step: 'post-order',
      facts: { erpNumber: 'SO-4711' },
      seen: { revision: 7, code: 'article-blocked' },
      by: 'A. Demir',
      reason: 'Booked by hand.',
    });
  });

  it('says that an order has moved on before it was corrected, and what was to be changed stays', async () => {
    const page = await opened(`/documents/${stuck}`);
    await page.getByRole('button', { name: /^Correct the order/ }).click();
    await page.getByLabel('Your name').fill('A. Demir');
    await page.getByLabel('Reason').fill('The till was another.');
    const patch = page.getByLabel('What is to be changed');
    const submit = page.getByRole('dialog').getByRole('button', { name: 'Correct' });
    await patch.fill('{"source":');
    await submit.click();
    expect(orchestrator.asked.some(({ path }) => path.endsWith('/amend'))).toBe(false);
    await patch.fill('{"source": "till 7"}');
    await submit.click();
    await page.getByText('The order has moved on since it was seen.').waitFor();
    expect(await patch.inputValue()).toBe('{"source": "till 7"}');
    expect(orchestrator.asked.find(({ path }) => path.endsWith('/amend'))?.body).toMatchObject({
      mergePatch: { source: 'till 7' },
      seen: { revision: 7 },
    });
  });

  it('says in words why an act is refused, and keeps what was typed', async () => {
    const page = await opened('/held');
    await page.getByRole('button', { name: /^Discard: PostInvoice/ }).click();
    await page.getByLabel('Your name').fill('A. Demir');
    await page.getByLabel('Reason').fill('Booked by hand.');
    await page.getByRole('dialog').getByRole('button', { name: 'Discard' }).click();
    await page.getByText('The held message is resolved already.').waitFor();
    expect(await page.getByLabel('Reason').inputValue()).toBe('Booked by hand.');
    await page.getByRole('button', { name: 'Cancel' }).click();
    expect(await page.getByRole('dialog').count()).toBe(0);
  });

  it('leads from a cause to its messages, and has them handled again once one has seen which', async () => {
    const page = await opened('/held');
    expect(await page.locator('table.causes tbody tr').allInnerTexts()).toEqual([
      expect.stringMatching(/^totals-mismatch[^]*38[^]*37 need a person[^]*PostInvoice/),
      expect.stringMatching(/^Queues behind an earlier message[^]*4/),
    ]);
    await page.getByRole('link', { name: 'totals-mismatch' }).click();
    await page.getByRole('link', { name: 'All causes' }).waitFor();
    await page.getByRole('link', { name: 'PostInvoice' }).waitFor();
    await page.getByRole('button', { name: 'Handle all again: totals-mismatch · PostInvoice · erp-writer' }).click();
    await page.keyboard.type('A. Demir');
    await page.keyboard.press('Tab');
    await page.keyboard.type('Release 1.4.2 takes them.');
    await page.getByLabel('Messages a second').fill('5');
    await page.keyboard.press('Enter');
    await page.getByText('36 messages would be handled again. That takes 8.0 s.').waitFor();
    expect(await page.getByRole('dialog').getByRole('listitem').allInnerTexts()).toEqual([
      expect.stringMatching(/^36 × totals-mismatch · PostInvoice\s+while: handler · erp\.document\.commands\.v1$/),
      expect.stringMatching(/^2 × totals-mismatch · PostPayment\s/),
    ]);
    await page.getByText('2 came back three times with the same cause and would be left alone.').waitFor();
    await page.keyboard.press('Enter');
    expect(await page.getByRole('button', { name: 'Handle 36 again' }).isVisible()).toBe(true);
    const unanswered: unknown[] = [];
    await page.route('**/v1/acts', (route, request) => {
      unanswered.push(request.postDataJSON());
      return route.fulfill({ status: 503, json: { code: 'service-unavailable', title: 'The service does not answer' } });
    }, { times: 1 });
    await page.getByRole('button', { name: 'Handle 36 again' }).click();
    await page.getByText('The service does not answer.').waitFor();
    await page.getByRole('button', { name: 'Handle 36 again' }).click();
    await page.getByText('They are handled again one after another').waitFor();
    const [looked, done] = erp.asked.filter(({ path, body }) => path === '/admin/held/batches' && body !== undefined);
    const { dryRun, ...shown } = looked?.body as { dryRun: boolean };
    const { id, ...ordered } = done?.body as { id: string };
    expect([dryRun, ordered]).toEqual([true, shown]);
    expect(unanswered).toMatchObject([{ id, act: 'redrive_batch' }]);
    expect(shown).toMatchObject({
      filter: { cause: 'totals-mismatch', type: heldMessage.type, topic: heldMessage.topic, deadTo: expect.any(String) as string },
      perSecond: 5,
      by: 'A. Demir',
    });
  });

  it('shows how far messages are that are handled again together, and stops them', async () => {
    const page = await opened('/held');
    await page.getByRole('progressbar', { name: '12 of 36' }).waitFor();
    await page.getByText('1 left alone: loop-guard').waitFor();
    await page.getByRole('button', { name: /^Stop: totals-mismatch/ }).click();
    await page.getByLabel('Your name').fill('A. Demir');
    await page.getByLabel('Reason').fill('Too fast for the ERP.');
    await page.getByRole('dialog').getByRole('button', { name: 'Stop' }).click();
    await page.getByText('No further message is handled again.').waitFor();
    expect(erp.asked.some(({ path }) => path === `/admin/held/batches/${batch.id}/cancel`)).toBe(true);
  });

  it('changes a held message beside what it came with, and sends the changes alone', async () => {
    const page = await opened(heldPath);
    expect(await page.getByRole('region', { name: 'As it came' }).innerText()).toContain('KRV-0');
    await page.getByText('came back 2 times in a row').waitFor();
    await page.getByText('Changed and handled again').waitFor();
    const field = page.getByLabel('As it is to be');
    const before = await field.inputValue();
    expect(before).toContain('"name": "***"');
    await field.fill(before.replace('KRV-1', 'KRV-2').slice(0, -1));
    await page.getByText('This is no JSON object yet.').waitFor();
    await field.fill(before.replace('KRV-1', 'KRV-2'));
    await page.getByText('Changes /invoiceNumber').waitFor();
    await page.getByRole('button', { name: /^Save and handle again: PostInvoice/ }).click();
    await page.getByLabel('Your name').fill('A. Demir');
    await page.getByLabel('Reason').fill('The number was still wrong.');
    await page.getByRole('dialog').getByRole('button', { name: 'Save and handle again' }).click();
    await page.getByText('The message is changed, and handled again at its turn.').waitFor();
    expect(erp.asked.find(({ path }) => path === `/admin/held/${heldId}/edit`)?.body).toEqual({
      mergePatch: { invoiceNumber: 'KRV-2' },
      seen: heldSha256,
      by: 'A. Demir',
      reason: 'The number was still wrong.',
    });
  });

  it('keeps what is being written while the service of a message does not answer', async () => {
    const page = await opened(heldPath);
    const field = page.getByLabel('As it is to be');
    const text = (await field.inputValue()).replace('KRV-1', 'KRV-3');
    await field.fill(text);
    const away = '**/v1/held/erp-writer/*';
    await page.route(away, (route) => route.fulfill({ json: { service: 'erp-writer', failure: 'too-slow', item: null } }));
    await page.getByText(/^erp-writer did not answer within 2 seconds. Not refreshed since /).waitFor();
    expect(await field.inputValue()).toBe(text);
    await page.getByText('Changes /invoiceNumber').waitFor();
    await page.reload();
    await page.getByText('erp-writer did not answer within 2 seconds.').waitFor();
    expect(await field.count()).toBe(0);
  });

  it('asks to try again later, and for no other content, while a message cannot be decoded for the registry is away', async () => {
    const page = await tab();
    await page.route('**/v1/held/erp-writer/*', async (route) => {
      const told = (await (await route.fetch()).json()) as { item: object };
      await route.fulfill({ json: { ...told, item: { ...told.item, data: null, unreadable: 'registry-unavailable' } } });
    });
    await page.goto(`${stage.url}${heldPath}#key=${OPERATOR_KEY}`);
    await page.getByText('What it holds cannot be decoded for now').waitFor();
    expect(await page.getByRole('region', { name: 'As it came' }).innerText()).toContain('KRV-0');
    expect(await page.getByText('This is no message that can be read').count()).toBe(0);
    expect(await page.getByRole('textbox').count()).toBe(0);
  });

  it('tells who did what and why, of all or of one order, and whether the logs are unbroken', async () => {
    const page = await opened('/audit');
    const acts = page.locator('table').first().locator('tbody tr');
    expect(await acts.count()).toBe(2);
    const chains = page.locator('table').last().locator('tbody tr');
    expect(await chains.allInnerTexts()).toEqual([
      expect.stringMatching(/^order-orchestrator[^]*Unbroken[^]*12:c0ffee/),
      expect.stringMatching(/^erp-writer[^]*Broken[^]*at 7: altered/),
    ]);
    await page.getByText(/^Checked \d{1,2} \w{3,4} \d{4}, \d{2}:\d{2}:\d{2}\.$/).waitFor();
    await page.getByLabel('Order, message or system').fill(stuck);
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: 'Show all' }).waitFor();
    await eventually('one act is left', async () => (await acts.count()) === 1);
    expect(await acts.first().innerText()).toMatch(/^Step tried again[^]*B. Yılmaz[^]*The article is released[^]*order-orchestrator/);
    await page.getByRole('link', { name: stuck }).click();
    await page.getByRole('heading', { level: 1, name: '012-3-147-5099' }).waitFor();
    await page.getByRole('link', { name: 'What persons did' }).click();
    await page.getByRole('heading', { level: 1, name: 'Audit log' }).waitFor();
    expect(await page.getByLabel('Order, message or system').inputValue()).toBe(stuck);
  });

  it('says of a log that takes longer to read that it was not checked, and how it can be', async () => {
    const page = await tab();
    const slow = { services: [{ service: 'erp-writer', failure: 'too-slow', item: null }] };
    await page.route('**/v1/audit/verification', (route) => route.fulfill({ json: slow }));
    await page.goto(`${stage.url}/audit#key=${OPERATOR_KEY}`);
    await page.getByText(/^erp-writer needs more than 30 seconds .* npm run ops -- audit verify waits longer\.$/).waitFor();
    expect(await page.getByText('within 2 seconds').count()).toBe(0);
  });

  it('tells why calls to an outside system wait, and keeps them back for a while', async () => {
    const page = await opened('/systems');
    expect(await page.locator('tbody tr').allInnerTexts()).toEqual([
      expect.stringMatching(/^erp[^]*Kept back: it has failed too often[^]*10,000\+ not done yet[^]*3 may have been done[^]*1 needs a person[^]*Pause/),
      expect.stringMatching(/^archive[^]*Kept back: maintenance[^]*nothing[^]*Pause/),
      expect.stringMatching(/^depot[^]*Paused by a person[^]*B. Yılmaz[^]*It is being moved.[^]*Let calls go out/),
    ]);
    await page.getByRole('button', { name: 'Pause: erp · erp-writer' }).click();
    await page.getByLabel('Your name').fill('A. Demir');
    await page.getByLabel('Reason').fill('The ERP is being moved.');
    await page.getByLabel('Until').fill('2036-11-22T10:00');
    await page.getByRole('dialog').getByRole('button', { name: 'Pause' }).click();
    await page.getByText('No call goes out until the pause ends.').waitFor();
    expect(erp.asked.find(({ path }) => path.endsWith('/pause'))?.body).toEqual({
      until: '2036-11-22T07:00:00.000Z',
      by: 'A. Demir',
      reason: 'The ERP is being moved.',
    });
  });

  it('has a waiting call tried now or withdrawn, and decides nothing about one that may have been done', async () => {
    const page = await opened('/systems');
    await page.getByRole('link', { name: 'Show the calls: erp' }).click();
    await page.getByRole('heading', { name: 'Calls that wait for erp' }).waitFor();
    const rows = page.locator('table').last().locator('tbody tr');
    await rows.first().waitFor();
    expect(await rows.locator('button').allInnerTexts()).toEqual(['Try now', 'Withdraw']);
    expect(await rows.first().innerText()).toMatch(/May have been done[^]*only by a person’s decision/);
    await page.getByRole('button', { name: 'Withdraw: post-order · 4711' }).click();
    await page.getByLabel('Your name').fill('A. Demir');
    await page.getByLabel('Reason').fill('Not wanted any more.');
    await page.getByRole('dialog').getByRole('button', { name: 'Withdraw' }).click();
    await page.getByText('The call is withdrawn.').waitFor();
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

  it.each(accessible)('is accessible as far as a machine can tell, %s: %s', async (colorScheme, path) => {
    const page = await shown(path, colorScheme);
    await page.evaluate(axe);
    const found = await page.evaluate<{ violations: { id: string; nodes: { html: string }[] }[] }>(
      `axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })`,
    );
    expect(found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
  });

  /** What a path, or a few words, name. */
  async function shown(path: string, colorScheme: 'light' | 'dark'): Promise<Page> {
    if (path === 'signed out') {
      const page = await tab({ colorScheme });
      await page.goto(stage.url);
      return page;
    }
    if (path === 'a set of acts') {
      const page = await opened('/held', { colorScheme });
      await page.getByRole('button', { name: /^Handle all again/ }).click();
      return page;
    }
    if (!path.startsWith('an ')) return opened(path, { colorScheme });
    const page = await opened('/', { colorScheme });
    await page.getByRole('link', { name: '012-3-147-5099' }).first().click();
    await page.locator('.timeline').waitFor();
    if (path === 'an act') await page.getByRole('button', { name: /^Try the step again/ }).click();
    return page;
  }
});
