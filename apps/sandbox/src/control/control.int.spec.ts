import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RunningSandbox } from '../fixtures/running-sandbox.js';

describe('the control of a morning of all channels', () => {
  let directory: string;
  let sandbox: RunningSandbox;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'control-'));
    for (const shop of ['moda', 'ev']) await writeFile(join(directory, shop), `secret of ${shop}\n`);
    sandbox = await RunningSandbox.start({ SANDBOX_SHOP_SECRETS: directory, SANDBOX_EDI_DIR: directory });
  });

  afterAll(async () => {
    await sandbox.stop();
    await rm(directory, { recursive: true });
  });

  const preview = (query: string) => sandbox.request('GET', `/control/morning/preview?${query}`);

  it('previews the orders of every channel, none where none are wanted', async () => {
    const { body } = await preview('sales=60');
    const [items, shops, partner] = ['items', 'shops', 'partner'].map((name) => body[name] as object[]);
    expect([items?.length, shops?.length, partner?.length]).toEqual([60, 40, 5]);
    expect(shops?.[0]).toEqual({ orderNumber: 'moda-20001', kind: 'moda', expectation: 'completed' });
    expect(partner?.[0]).toMatchObject({ orderNumber: 'marketim-PO-000001', kind: 'marketim' });
    expect((await preview('sales=60&shopOrders=0&ediOrders=0')).body).toMatchObject({ shops: [], partner: [] });
  });

  it.each(['shopOrders=39', 'ediOrders=4', 'shopOrders=-1', 'ediOrders=x'])('refuses %s', async (query) => {
    expect(await preview(query)).toMatchObject({ status: 400, body: { code: 'malformed' } });
  });

  it('counts by kind, and plays nothing without the keys of the tills', async () => {
    const none = { planned: 0, sent: 0, answered: 0, accepted: 0, refused: 0 };
    const { body } = await sandbox.request('GET', '/control/morning');
    expect(body).toMatchObject({
      state: 'idle',
      kinds: { tills: none, moda: none, ev: none, marketim: none, bank: none },
    });
    expect((await sandbox.request('POST', '/control/morning', { body: {} })).status).toBe(409);
    expect((await sandbox.request('POST', '/control/morning', { body: { statement: '09' } })).status).toBe(400);
    expect((await sandbox.request('POST', '/control/morning', { body: { steady: 'yes' } })).status).toBe(400);
  });

  it.each(['erp', 'integrator', 'tills', 'shops', 'partner', 'bank'] as const)('shows the ledger %s', async (name) => {
    expect((await sandbox.request('GET', `/control/ledger/${name}`)).status).toBe(200);
    expect(await sandbox.ledger(name)).toEqual([]);
  });
});
