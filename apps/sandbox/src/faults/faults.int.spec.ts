import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ErpCaller, salesOrder } from '../fixtures/erp-caller.js';
import { RunningSandbox } from '../fixtures/running-sandbox.js';

describe('faults of the ERP', () => {
  let sandbox: RunningSandbox;
  let erp: ErpCaller;
  const order = salesOrder('001-1-1-1');

  beforeEach(async () => {
    sandbox = await RunningSandbox.start();
    erp = new ErpCaller(sandbox);
  });

  afterEach(() => sandbox.stop());

  it('error-before answers 500 and writes nothing, as often as told', async () => {
    await sandbox.fault({ target: 'erp', operation: 'post-sales-order', kind: 'error-before', status: 503, times: 2 });
    expect((await erp.post('sales-orders', order)).status).toBe(503);
    expect((await erp.post('sales-orders', order)).status).toBe(503);
    expect(await sandbox.ledger('erp')).toEqual([]);
    expect((await erp.post('sales-orders', order)).status).toBe(201);
  });

  it('error-before and error-after answer with Retry-After where they are told to', async () => {
    await sandbox.fault({ target: 'erp', kind: 'error-before', status: 503, retryAfter: 3, times: 1 });
    await sandbox.fault({ target: 'erp', kind: 'error-after', status: 503, retryAfter: 4, times: 1 });
    const retryAfter = async () => (await erp.post('sales-orders', order)).headers.get('retry-after');
    expect([await retryAfter(), await retryAfter(), await retryAfter()]).toEqual(['3', '4', null]);
  });

  it('error-after answers 500 although the document is in the books', async () => {
    await sandbox.fault({ target: 'erp', kind: 'error-after', times: 1 });
    expect((await erp.post('sales-orders', order)).status).toBe(500);
    expect(await sandbox.ledger('erp')).toHaveLength(1);
    expect((await erp.post('sales-orders', order)).status).toBe(409);
  });

  it('cut-after cuts the connection although the document is in the books', async () => {
    await sandbox.fault({ target: 'erp', operation: 'post-sales-order', kind: 'cut-after', times: 1 });
    await expect(erp.post('sales-orders', order)).rejects.toThrow('fetch failed');
    expect(await sandbox.ledger('erp')).toHaveLength(1);
    const { body } = await erp.lookUp(order['reference'] as string);
    expect(body['items']).toMatchObject([{ number: 'SO-0000001', orderNumber: '001-1-1-1' }]);
    const counts = await sandbox.request('GET', '/control/counts');
    expect(counts.body).toMatchObject({ erp: { 'post-sales-order': { requests: 1, cut: 1 }, 'look-up': { 200: 1 } } });
  });

  it('too-many answers 429 with Retry-After and writes nothing', async () => {
    await sandbox.fault({ target: 'erp', kind: 'too-many', retryAfter: 7, times: 1 });
    const { status, headers } = await erp.post('sales-orders', order);
    expect([status, headers.get('retry-after')]).toEqual([429, '7']);
    expect(await sandbox.ledger('erp')).toEqual([]);
  });

  it('refuse answers 422 with the code of the rule', async () => {
    await sandbox.fault({ target: 'erp', operation: 'post-sales-order', kind: 'refuse', code: 'customer-locked' });
    const { status, body } = await erp.post('sales-orders', order);
    expect([status, body['code']]).toEqual([422, 'customer-locked']);
  });

  it.each([
    ['with a key', { 'idempotency-key': 'k-1' }, 200],
    ['without one', {}, 409],
  ])('refuse of what stands refuses it when it comes again, whatever key it has, and takes what is new: %s', async (_key, headers, known) => {
    await sandbox.fault({ target: 'erp', operation: 'post-sales-order', kind: 'refuse', code: 'credit-limit', times: 1, match: { stands: true } });
    await sandbox.fault({ target: 'erp', operation: 'post-sales-order', kind: 'cut-after', times: 1 });
    await expect(erp.post('sales-orders', order, headers)).rejects.toThrow('fetch failed');
    expect((await erp.post('sales-orders', salesOrder('001-1-1-2'))).status).toBe(201);
    const { status, body } = await erp.post('sales-orders', order, headers);
    expect([status, body['code']]).toEqual([422, 'credit-limit']);
    expect((await erp.post('sales-orders', order, headers)).status).toBe(known);
    expect((await sandbox.ledger('erp')).map(({ kind }) => kind)).toEqual(['sales-order', 'sales-order', 'repeat']);
  });

  it('delay holds the request back until its time is over', async () => {
    await sandbox.fault({ target: 'erp', kind: 'delay', ms: 300, match: { orderNumber: '001-1-1-1' } });
    const overtaken: string[] = [];
    await Promise.all([
      erp.post('sales-orders', order).then(() => overtaken.push('delayed')),
      erp.post('sales-orders', salesOrder('001-1-1-2')).then(() => overtaken.push('next')),
    ]);
    expect(overtaken).toEqual(['next', 'delayed']);
  });

  it('lookup-lag hides a young document from look-ups, never from the check of its reference', async () => {
    await erp.post('sales-orders', order);
    await sandbox.fault({ target: 'erp', operation: 'look-up', kind: 'lookup-lag', ms: 60_000, times: 1 });
    expect((await erp.lookUp(order['reference'] as string)).body['items']).toEqual([]);
    expect((await erp.post('sales-orders', order)).status).toBe(409);
    expect((await erp.lookUp(order['reference'] as string)).body['items']).toHaveLength(1);
  });

  it('conflict answers 409, whether the document was written or not', async () => {
    await sandbox.fault({ target: 'erp', operation: 'post-sales-order', kind: 'conflict', times: 1 });
    const { status, body } = await erp.post('sales-orders', order);
    expect([status, body['code']]).toEqual([409, 'duplicate-reference']);
    expect(await sandbox.ledger('erp')).toEqual([]);
    await sandbox.fault({ target: 'erp', operation: 'post-sales-order', kind: 'conflict', written: true, times: 1 });
    expect((await erp.post('sales-orders', order)).status).toBe(409);
    expect(await sandbox.ledger('erp')).toHaveLength(1);
  });

  it('error-in-success answers 200 with an error in its body, whether the document was written or not', async () => {
    await sandbox.fault({ target: 'erp', operation: 'post-sales-order', kind: 'error-in-success', times: 1 });
    const { status, body } = await erp.post('sales-orders', order);
    expect([status, body]).toEqual([200, { error: { code: 'internal-error', message: expect.any(String) } }]);
    expect(await sandbox.ledger('erp')).toEqual([]);
    await sandbox.fault({ target: 'erp', kind: 'error-in-success', written: true, code: 'timeout', times: 1 });
    expect((await erp.post('sales-orders', order)).body).toMatchObject({ error: { code: 'timeout' } });
    expect(await sandbox.ledger('erp')).toHaveLength(1);
  });

  it('html answers a page in place of JSON, as a gateway does, whether the document was written or not', async () => {
    await sandbox.fault({ target: 'erp', operation: 'post-sales-order', kind: 'html', times: 1 });
    const { status, headers, text } = await erp.post('sales-orders', order);
    expect([status, headers.get('content-type'), text.slice(0, 15)]).toEqual([200, 'text/html; charset=utf-8', '<!doctype html>']);
    expect(await sandbox.ledger('erp')).toEqual([]);
    await sandbox.fault({ target: 'erp', kind: 'html', status: 502, written: true, times: 1 });
    expect((await erp.post('sales-orders', order)).status).toBe(502);
    expect(await sandbox.ledger('erp')).toHaveLength(1);
  });

  it('lookup-hides has look-ups say that nothing is there, however old it is', async () => {
    await erp.post('sales-orders', order);
    await sandbox.fault({ target: 'erp', operation: 'look-up', kind: 'lookup-hides', times: 2 });
    const found = async () => (await erp.lookUp(order['reference'] as string)).body['items'];
    expect([await found(), await found()]).toEqual([[], []]);
    expect(await found()).toHaveLength(1);
  });

  it('lookup-mixes-up has look-ups show the document of another reference, if there is one', async () => {
    await sandbox.fault({ target: 'erp', operation: 'look-up', kind: 'lookup-mixes-up', times: 2 });
    await erp.post('sales-orders', order);
    const found = async () => (await erp.lookUp(order['reference'] as string)).body['items'];
    expect(await found()).toEqual([]);
    await erp.post('sales-orders', salesOrder('001-1-1-2'));
    expect(await found()).toMatchObject([{ orderNumber: '001-1-1-2' }]);
    expect(await found()).toMatchObject([{ orderNumber: '001-1-1-1' }]);
  });

  it('meets only the order or the reference that is named', async () => {
    await sandbox.fault({ target: 'erp', kind: 'error-before', match: { orderNumber: '001-1-1-2' } });
    await sandbox.fault({ target: 'erp', kind: 'too-many', match: { reference: 'live:AM01:001-1-1-3:sales-order' } });
    expect((await erp.post('sales-orders', order)).status).toBe(201);
    expect((await erp.post('sales-orders', salesOrder('001-1-1-2'))).status).toBe(500);
    expect((await erp.post('sales-orders', salesOrder('001-1-1-3'))).status).toBe(429);
  });

  it('meets two requests with two faults set one after the other', async () => {
    await sandbox.fault({ target: 'erp', kind: 'error-before', times: 1 });
    await sandbox.fault({ target: 'erp', kind: 'too-many', times: 1 });
    const statuses = [];
    for (let request = 0; request < 3; request += 1) statuses.push((await erp.post('sales-orders', order)).status);
    expect(statuses).toEqual([500, 429, 201]);
  });

  it('is over when the faults are cleared, and refuses a fault that it does not know', async () => {
    await sandbox.fault({ target: 'erp', kind: 'error-before' });
    expect((await sandbox.request('GET', '/control/faults')).body['items']).toHaveLength(1);
    await sandbox.request('DELETE', '/control/faults');
    expect((await erp.post('sales-orders', order)).status).toBe(201);
    const { status } = await sandbox.request('POST', '/control/faults', {
      body: { target: 'erp', kind: 'earthquake' },
    });
    expect(status).toBe(400);
  });
});
