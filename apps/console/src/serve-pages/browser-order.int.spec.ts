import { eventually } from '@kervan/testing';
import { describe, expect, it } from 'vitest';
import { consoleInBrowser } from '../fixtures/console-in-browser.js';
import { OPERATOR_KEY } from '../fixtures/console-stage.js';
import { idOf } from '../fixtures/morning.js';
import { cancelled, onItsWay, stuck } from '../fixtures/services-of-the-morning.js';
import { focused } from '../fixtures/tabs.js';

describe('an order in a browser', () => {
  const at = consoleInBrowser();

  it('says that what can be done about an order could not be asked, and how to try again', async () => {
    const page = await at.tab();
    await page.route(`**/v1/sagas/${stuck}`, (route) => route.fulfill({ status: 404, json: {} }));
    await page.goto(`${at.url}/documents/${stuck}#key=${OPERATOR_KEY}`);
    await page.getByRole('alert').getByText('This could not be loaded.').waitFor();
    expect(await page.getByRole('button', { name: 'Try again', exact: true }).isVisible()).toBe(true);
    await page.unroute(`**/v1/sagas/${stuck}`);
    await page.getByRole('button', { name: /^Try the step again/ }).waitFor();
  });

  it('has a waiting order’s step tried again by keyboard alone, once, and remembers who did', async () => {
    const page = await at.opened(`/documents/${stuck}`);
    const before = at.orchestrator.asked.length;
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
    const sent = at.orchestrator.asked.slice(before).filter(({ path }) => path.endsWith('/retry'));
    const seen = { revision: 7, code: 'article-blocked' };
    expect(sent.map(({ body }) => body)).toEqual([{ seen, by: 'A. Demir', reason: 'The article is released.' }]);
    await again.press('Enter');
    expect(await focused(page)).toMatchObject({ name: 'reason' });
    expect(await page.getByLabel('Your name').inputValue()).toBe('A. Demir');
  });

  it('keeps the dialog open for the answer to an act, however often Escape is pressed', async () => {
    const page = await at.opened(`/documents/${stuck}`);
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
      const page = await at.tab();
      const told = page.waitForResponse((response) => response.url().endsWith(`/v1/sagas/${id}`));
      const [answer] = await Promise.all([told, page.goto(`${at.url}/documents/${id}#key=${OPERATOR_KEY}`)]);
      await answer.finished();
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
    const page = await at.opened(`/documents/${cancelled}`);
    await page.getByRole('heading', { name: 'The tax authority refused the form of the invoice' }).waitFor();
    await page.getByText('It waits for this now: Cancelled when it could no longer be undone.').waitFor();
  });

  it('has a step counted as done, with the number that was given by hand', async () => {
    const page = await at.opened(`/documents/${stuck}`);
    await page.getByRole('button', { name: 'Count the step as done: 012-3-147-5099 · booking the sales order' }).click();
    await page.getByLabel('Your name').fill('A. Demir');
    await page.getByLabel('Reason').fill('Booked by hand.');
    await page.getByLabel('ERP number').fill('SO-4711');
    await page.getByRole('dialog').getByRole('button', { name: 'Count as done' }).click();
    await page.getByText('The step is being counted as done.').waitFor();
    expect(at.orchestrator.asked.find(({ path }) => path.endsWith('/skip'))?.body).toEqual({
      step: 'post-order',
      facts: { erpNumber: 'SO-4711' },
      seen: { revision: 7, code: 'article-blocked' },
      by: 'A. Demir',
      reason: 'Booked by hand.',
    });
  });

  it('says that an order has moved on before it was corrected, and what was to be changed stays', async () => {
    const page = await at.opened(`/documents/${stuck}`);
    await page.getByRole('button', { name: /^Correct the order/ }).click();
    await page.getByLabel('Your name').fill('A. Demir');
    await page.getByLabel('Reason').fill('The till was another.');
    const patch = page.getByLabel('What is to be changed');
    const submit = page.getByRole('dialog').getByRole('button', { name: 'Correct' });
    await patch.fill('{"source":');
    await submit.click();
    expect(at.orchestrator.asked.some(({ path }) => path.endsWith('/amend'))).toBe(false);
    await patch.fill('{"source": "till 7"}');
    await submit.click();
    await page.getByText('The order has moved on since it was seen.').waitFor();
    expect(await patch.inputValue()).toBe('{"source": "till 7"}');
    expect(at.orchestrator.asked.find(({ path }) => path.endsWith('/amend'))?.body).toMatchObject({
      mergePatch: { source: 'till 7' },
      seen: { revision: 7 },
    });
  });
});
