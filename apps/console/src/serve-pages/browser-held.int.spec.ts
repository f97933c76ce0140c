import { describe, expect, it } from 'vitest';
import { consoleInBrowser } from '../fixtures/console-in-browser.js';
import { OPERATOR_KEY } from '../fixtures/console-stage.js';
import { asOf, batch, heldId, heldMessage, heldSha256 } from '../fixtures/services-of-the-morning.js';

const heldPath = `/held/erp-writer/${heldId}`;

describe('held messages in a browser', () => {
  const at = consoleInBrowser();

  it('tells in words which services could not be asked, and shows what the others say', async () => {
    const page = await at.opened('/held');
    const silent = page.getByText('ecommerce-webhooks cannot be reached.');
    for (const part of ['By cause', 'Handled again together']) {
      await page.locator('section', { has: page.getByRole('heading', { name: part }) }).locator(silent).waitFor();
    }
    expect(await silent.count()).toBe(3);
    await page.getByText('The taxes of the invoice do not add up.').waitFor();
  });

  it('says in words why an act is refused, and keeps what was typed', async () => {
    const page = await at.opened('/held');
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
    const page = await at.opened('/held');
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
    const [looked, done] = at.erp.asked.filter(({ path, body }) => path === '/admin/held/batches' && body !== undefined);
    const { dryRun, ...shown } = looked?.body as { dryRun: boolean };
    const { id, ...ordered } = done?.body as { id: string };
    const filter = { cause: 'totals-mismatch', type: heldMessage.type, topic: heldMessage.topic };
    expect([dryRun, ordered]).toEqual([true, { ...shown, filter: { ...filter, deadTo: asOf } }]);
    expect(unanswered).toMatchObject([{ id, act: 'redrive_batch' }]);
    expect(shown).toMatchObject({ filter, perSecond: 5, by: 'A. Demir' });
  });

  it('shows how far messages are that are handled again together, and stops them', async () => {
    const page = await at.opened('/held');
    await page.getByRole('progressbar', { name: '12 of 36' }).waitFor();
    await page.getByText('1 left alone: loop-guard').waitFor();
    await page.getByRole('button', { name: /^Stop: totals-mismatch/ }).click();
    await page.getByLabel('Your name').fill('A. Demir');
    await page.getByLabel('Reason').fill('Too fast for the ERP.');
    await page.getByRole('dialog').getByRole('button', { name: 'Stop' }).click();
    await page.getByText('No further message is handled again.').waitFor();
    expect(at.erp.asked.some(({ path }) => path === `/admin/held/batches/${batch.id}/cancel`)).toBe(true);
  });

  it('changes a held message beside what it came with, and sends the changes alone', async () => {
    const page = await at.opened(heldPath);
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
    expect(at.erp.asked.find(({ path }) => path === `/admin/held/${heldId}/edit`)?.body).toEqual({
      mergePatch: { invoiceNumber: 'KRV-2' },
      seen: heldSha256,
      by: 'A. Demir',
      reason: 'The number was still wrong.',
    });
  });

  it('keeps no personal value once it is saved, and blames nobody else for the change', async () => {
    const page = await at.tab();
    const message = '**/v1/held/erp-writer/*';
    let sha256 = heldSha256;
    await page.route(message, async (route) => {
      const told = (await (await route.fetch()).json()) as { item: object };
      await route.fulfill({ json: { ...told, item: { ...told.item, sha256 } } });
    });
    await page.route('**/v1/acts', (route) => {
      sha256 = 'ab'.repeat(32);
      return route.fulfill({ status: 202, json: { service: 'erp-writer' } });
    });
    await page.goto(`${at.url}${heldPath}#key=${OPERATOR_KEY}`);
    const field = page.getByLabel('As it is to be');
    const before = await field.inputValue();
    await field.fill(before.replace('***', 'C. Kaya'));
    await page.getByText('Changes /buyer/name').waitFor();
    await page.getByRole('button', { name: /^Save and handle again: PostInvoice/ }).click();
    await page.getByLabel('Your name').fill('A. Demir');
    await page.getByLabel('Reason').fill('The name was missing.');
    const save = page.getByRole('dialog').getByRole('button', { name: 'Save and handle again' });
    await Promise.all([page.waitForResponse(message), save.click()]);
    await page.getByText('The message is changed, and handled again at its turn.').waitFor();
    expect(await field.inputValue()).toBe(before);
    expect(await page.getByText('Somebody else has changed the message meanwhile').count()).toBe(0);
  });

  it('keeps what is being written while the service of a message does not answer', async () => {
    const page = await at.opened(heldPath);
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
    const page = await at.tab();
    await page.route('**/v1/held/erp-writer/*', async (route) => {
      const told = (await (await route.fetch()).json()) as { item: object };
      await route.fulfill({ json: { ...told, item: { ...told.item, data: null, unreadable: 'registry-unavailable' } } });
    });
    await page.goto(`${at.url}${heldPath}#key=${OPERATOR_KEY}`);
    await page.getByText('What it holds cannot be decoded for now').waitFor();
    expect(await page.getByRole('region', { name: 'As it came' }).innerText()).toContain('KRV-0');
    expect(await page.getByText('This is no message that can be read').count()).toBe(0);
    expect(await page.getByRole('textbox').count()).toBe(0);
  });
});
