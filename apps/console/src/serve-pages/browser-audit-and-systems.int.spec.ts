import { eventually } from '@kervan/testing';
import { describe, expect, it } from 'vitest';
import { consoleInBrowser } from '../fixtures/console-in-browser.js';
import { OPERATOR_KEY } from '../fixtures/console-stage.js';
import { stuck } from '../fixtures/services-of-the-morning.js';

describe('the audit log and outside systems in a browser', () => {
  const at = consoleInBrowser();

  it('tells who did what and why, of all or of one order, and whether the logs are unbroken', async () => {
    const page = await at.opened('/audit');
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
    const page = await at.tab();
    const slow = { services: [{ service: 'erp-writer', failure: 'too-slow', item: null }] };
    await page.route('**/v1/audit/verification', (route) => route.fulfill({ json: slow }));
    await page.goto(`${at.url}/audit#key=${OPERATOR_KEY}`);
    await page.getByText(/^erp-writer needs more than 30 seconds .* npm run ops -- audit verify waits longer\.$/).waitFor();
    expect(await page.getByText('within 2 seconds').count()).toBe(0);
  });

  it('tells why calls to an outside system wait, and keeps them back for a while', async () => {
    const page = await at.opened('/systems');
    expect(await page.locator('tbody tr').allInnerTexts()).toEqual([
      expect.stringMatching(/^erp[^]*Kept back: it has failed too often[^]*10,000\+ not done yet[^]*3 may have been done[^]*1 needs a person[^]*Pause/),
      expect.stringMatching(/^archive[^]*Kept back: maintenance[^]*nothing[^]*Pause/),
      expect.stringMatching(/^depot[^]*Paused by a person[^]*B. Yılmaz[^]*It is being moved.[^]*Let calls go out[^]*Change the pause/),
    ]);
    await page.getByRole('button', { name: 'Pause: erp · erp-writer' }).click();
    await page.getByLabel('Your name').fill('A. Demir');
    await page.getByLabel('Reason').fill('The ERP is being moved.');
    await page.getByLabel('Until').fill('2036-11-22T10:00');
    await page.getByRole('dialog').getByRole('button', { name: 'Pause' }).click();
    await page.getByText('No call goes out until the pause ends.').waitFor();
    expect(at.erp.asked.find(({ path }) => path.endsWith('/pause'))?.body).toEqual({
      until: '2036-11-22T07:00:00.000Z',
      by: 'A. Demir',
      reason: 'The ERP is being moved.',
    });
  });

  it('changes a pause as it is shown, and no other', async () => {
    const page = await at.opened('/systems');
    await page.getByRole('button', { name: 'Change the pause: depot · erp-writer' }).click();
    await page.getByLabel('Your name').fill('A. Demir');
    await page.getByLabel('Reason').fill('It takes until ten.');
    await page.getByLabel('Until').fill('2036-11-22T10:00');
    await page.getByRole('dialog').getByRole('button', { name: 'Pause' }).click();
    await page.getByText('No call goes out until the pause ends.').waitFor();
    expect(at.erp.asked.find(({ path }) => path === '/admin/targets/depot/pause')?.body).toMatchObject({
      until: '2036-11-22T07:00:00.000Z',
      seen: { since: expect.any(String) as string, until: null, by: 'B. Yılmaz', reason: 'It is being moved.' },
    });
  });

  it('has a waiting call tried now or withdrawn, and decides nothing about one that may have been done', async () => {
    const page = await at.opened('/systems');
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
});
