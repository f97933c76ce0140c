import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { renumbered, smallWorld } from './fixtures/small-world.js';
import { facts } from './fixtures/sound-facts.js';
import { judgeLedgers } from './judge.js';
import { readServices } from './read-services.js';

const addresses = {
  posIngestUrl: 'http://till',
  ecommerceUrl: 'http://shop',
  ediUrl: 'http://edi',
  orchestratorUrl: 'http://orchestrator',
  einvoiceUrl: 'http://einvoice',
  operatorKey: 'key of the operator',
};
const asked = { seriesAndYears: [], issueDates: [], decidable: new Set<string>() };

/** What the services list, by address; a page has one item, so that each list has as many pages. */
let listed: Record<string, readonly object[]>;

beforeEach(() => {
  listed = {};
  vi.stubGlobal('fetch', (url: string) => {
    const { origin, pathname, searchParams } = new URL(url);
    const [list, page] = [listed[`${origin}${pathname}`] ?? [], Number(searchParams.get('after') ?? 0)];
    const next = page + 1 < list.length ? { next: String(page + 1) } : {};
    return Promise.resolve(Response.json({ items: list.slice(page, page + 1), ...next }));
  });
});

afterEach(() => {
  vi.unstubAllGlobals();
});

/** What the judge finds in the small world where the services list what they do, and say all else as they should. */
async function found(): Promise<string[]> {
  const { doubledOrders, doubledDeliveries } = await readServices(addresses, asked);
  const services = facts({ others: { doubledOrders, doubledDeliveries } });
  return judgeLedgers(renumbered(smallWorld()), services).findings.map(({ code, subject }) => `${code} ${subject}`);
}

const order = (orderNumber: string, id = 'one') => ({ id, orderNumber, state: 'completed', company: 'AM01', mode: 'live' });
const delivery = (deliveryId: string, id = 'one') => ({ id, deliveryId, orderNumber: 'moda-4', state: 'open' });

describe('what is listed twice', () => {
  it.each([
    ['a till', 'http://till/admin/sales', '001-1-1-1'],
    ['a shop', 'http://shop/admin/orders', 'moda-1'],
    ['the partner', 'http://edi/admin/orders', 'marketim-PO-1'],
  ])('is found of an order of %s', async (_whose, list, orderNumber) => {
    listed[list] = [order(orderNumber), order('another'), order(orderNumber, 'two')];
    expect(await found()).toEqual([`order-listed-twice ${orderNumber}`]);
  });

  it('is nothing where a test has the number of a live order, or another company', async () => {
    listed['http://shop/admin/orders'] = [order('moda-1'), { ...order('moda-1'), mode: 'test' }, { ...order('moda-1'), company: 'AM02' }];
    expect(await found()).toEqual([]);
  });

  it('is found of a delivery of ours in quarantine, and of no other', async () => {
    const list = 'http://shop/v1/quarantine';
    listed[list] = [delivery('delivery of moda-4'), delivery('another'), delivery('another', 'two')];
    expect(await found()).toEqual([]);
    listed[list] = [...listed[list], delivery('delivery of moda-4', 'three')];
    expect(await found()).toEqual(['quarantine-doubled moda-4']);
  });
});
