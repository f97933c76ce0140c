import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { consoleInBrowser } from '../fixtures/console-in-browser.js';
import { onItsWay } from '../fixtures/services-of-the-morning.js';

const lineId = '019aa5c1-0000-7000-8000-000000000001';
/** A line of 300.00 that names an order of which so much is due. */
const undecided = (due: string) => ({
  id: lineId,
  reference: 'BNK-1',
  amount: '300.00',
  currency: 'TRY',
  valueDate: '2026-11-21',
  payer: 'A. Demir',
  texts: ['moda-1040'],
  reason: 'amount-differs',
  expected: due,
  proposals: [{ orderId: onItsWay, orderNumber: 'moda-1040', amount: due, currency: 'TRY', came: null as string | null, why: ['named'] }],
});
/** As bank-reconciler refuses it. */
const changed = {
  code: 'due-changed',
  title: 'Something else is due of the order than was shown',
  detail: 'Due are 320.00 TRY now; shown were 310.00 TRY.',
  whatToDo: 'Compare the line with what is due now, which `due` and `currency` tell.',
};

/** Has bank-reconciler show items at a path of the API. */
async function shows(page: Page, path: string, items: () => readonly object[]): Promise<void> {
  await page.route(`**${path}`, (route) =>
    route.fulfill({ json: { services: [{ service: 'bank-reconciler', failure: null, items: items(), more: false }] } }),
  );
}

/** Has bank-reconciler take whatever act it is asked for; gives back what that was. */
async function takesActs(page: Page): Promise<unknown[]> {
  const asked: unknown[] = [];
  await page.route('**/v1/acts', (route, request) => {
    asked.push(request.postDataJSON());
    return route.fulfill({ status: 202, json: { service: 'bank-reconciler' } });
  });
  return asked;
}

describe('undecided bank lines in a browser', () => {
  const at = consoleInBrowser();

  it('are not said to be decided while bank-reconciler is away, nor are its statements left out in silence', async () => {
    const page = await at.opened('/undecided');
    const silent = page.getByText('bank-reconciler cannot be reached.');
    for (const part of ['Blocked statements', 'Gaps between statements']) {
      await page.locator('section', { has: page.getByRole('heading', { name: part }) }).locator(silent).waitFor();
    }
    expect(await silent.count()).toBe(3);
    expect(await page.getByText('Every bank line is decided.').count()).toBe(0);
    await shows(page, '/v1/undecided', () => []);
    await page.reload();
    await page.getByText('Every bank line is decided.').waitFor();
  });

  it('are matched for what is due as it was shown, and where it has changed it is said what is due now, and what to do', async () => {
    const page = await at.opened('/');
    let due = '310.00';
    const asked: object[] = [];
    await shows(page, '/v1/undecided', () => [undecided(due)]);
    await page.route('**/v1/acts', (route, request) => {
      const sent = request.postDataJSON() as { seen: { due: string } };
      asked.push(sent);
      due = '320.00';
      return sent.seen.due === due
        ? route.fulfill({ status: 202, json: { service: 'bank-reconciler' } })
        : route.fulfill({ status: 409, contentType: 'application/problem+json', json: changed });
    });
    await page.goto(`${at.url}/undecided`);
    const match = page.getByRole('button', { name: 'Match: 300.00 TRY for moda-1040' });
    const dialog = page.getByRole('dialog');
    await match.click();
    await dialog.getByLabel('Your name').fill('A. Demir');
    await dialog.getByLabel('Reason').fill('Agreed by telephone.');
    await dialog.getByLabel('The order counts as paid by 300.00 TRY, although 310.00 TRY are due.').check();
    await dialog.getByRole('button', { name: 'Match' }).click();
    await dialog.getByText('Due are 320.00 TRY now; shown were 310.00 TRY.').waitFor();
    await dialog.getByText('The order was amended meanwhile: close this, compare the amounts again, and decide anew.').waitFor();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await page.getByText('due: 320.00 TRY').waitFor();
    await match.click();
    await dialog.getByLabel('Reason').fill('Agreed by telephone.');
    await dialog.getByLabel('The order counts as paid by 300.00 TRY, although 320.00 TRY are due.').check();
    await dialog.getByRole('button', { name: 'Match' }).click();
    await page.getByText('The line is matched, and the payment is being booked.').waitFor();
    const act = { act: 'match_line', id: lineId, orderId: onItsWay, acceptDifference: true };
    expect(asked).toMatchObject([
      { ...act, seen: { due: '310.00', currency: 'TRY' } },
      { ...act, seen: { due: '320.00', currency: 'TRY' } },
    ]);
  });

  it('are matched for it where no difference is to be accepted, too', async () => {
    const page = await at.opened('/');
    const asked = await takesActs(page);
    const items = [{ ...undecided('300.00'), expected: null, reason: 'several-receivables' }];
    await shows(page, '/v1/undecided', () => items);
    await page.goto(`${at.url}/undecided`);
    await page.getByRole('button', { name: 'Match: 300.00 TRY for moda-1040' }).click();
    await page.getByLabel('Your name').fill('A. Demir');
    await page.getByLabel('Reason').fill('The other one is paid in cash.');
    await page.getByRole('dialog').getByRole('button', { name: 'Match' }).click();
    await page.getByText('The line is matched, and the payment is being booked.').waitFor();
    const who = { by: 'A. Demir', reason: 'The other one is paid in cash.' };
    const seen = { due: '300.00', currency: 'TRY' };
    expect(asked).toEqual([{ act: 'match_line', id: lineId, orderId: onItsWay, seen, ...who }]);
  });

  it.each([
    ['one that pays the rest of an order, with what came before', '10.00', '290.00', ['named'], '290.00 TRY came before', 'with 300.00 TRY more, although 10.00 TRY of it are open'],
    ['one of several of an amended order, with all of them', '330.00', '320.00', ['matched-with-it'], '320.00 TRY came in all', 'by 320.00 TRY, although 330.00 TRY are due'],
  ])('are told as %s, and the difference is of that', async (_what, amount, came, why, told, paid) => {
    const page = await at.opened('/');
    const asked = await takesActs(page);
    const { proposals: [proposal], ...line } = undecided(amount);
    await shows(page, '/v1/undecided', () => [{ ...line, proposals: [{ ...proposal, came, why }] }]);
    await page.goto(`${at.url}/undecided`);
    await page.getByText(told).waitFor();
    await page.getByRole('button', { name: 'Match: 300.00 TRY for moda-1040' }).click();
    await page.getByLabel('Your name').fill('A. Demir');
    await page.getByLabel('Reason').fill('Agreed by telephone.');
    await page.getByLabel(`The order counts as paid ${paid}.`).check();
    await page.getByRole('dialog').getByRole('button', { name: 'Match' }).click();
    await page.getByText('The line is matched, and the payment is being booked.').waitFor();
    expect(asked).toMatchObject([{ acceptDifference: true, seen: { due: amount, currency: 'TRY' } }]);
  });

  it('stand above the gaps between statements, which a person closes as they were shown', async () => {
    const page = await at.opened('/');
    const asked = await takesActs(page);
    const shown = { expected: '1200.00 TRY', actual: '1900.00 TRY' };
    const gapped = { id: lineId, statementId: 'AM01-7', account: 'TR05 … 0038', date: '2026-11-21', since: '2026-11-21T07:15:00.000Z' };
    await shows(page, '/v1/statements/gaps', () => [{ ...gapped, ...shown }]);
    await page.goto(`${at.url}/undecided`);
    await page.getByRole('button', { name: 'Close the gap: AM01-7 · 21 Nov 2026' }).click();
    await page.getByLabel('Your name').fill('A. Demir');
    await page.getByLabel('Reason').fill('The bank has moved the account.');
    await page.getByRole('dialog').getByRole('button', { name: 'Close the gap' }).click();
    await page.getByText('The gap is closed.').waitFor();
    const who = { by: 'A. Demir', reason: 'The bank has moved the account.' };
    expect(asked).toEqual([{ act: 'close_gap', id: lineId, seen: shown, ...who }]);
  });
});
