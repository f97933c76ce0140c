import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ErpCaller, salesOrder } from '../fixtures/erp-caller.js';
import { RunningSandbox } from '../fixtures/running-sandbox.js';

describe('ERP', () => {
  let sandbox: RunningSandbox;
  let erp: ErpCaller;

  beforeEach(async () => {
    sandbox = await RunningSandbox.start();
    erp = new ErpCaller(sandbox);
  });

  afterEach(() => sandbox.stop());

  it('numbers what it takes and keeps it with correlation id and trace context', async () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const { status, body } = await erp.post('sales-orders', salesOrder('001-1-1-1'), {
      'x-correlation-id': 'c-1',
      traceparent,
    });
    expect({ status, number: body['number'] }).toEqual({ status: 201, number: 'SO-0000001' });
    const [line] = await sandbox.ledger('erp');
    expect(line).toMatchObject({
      seq: 1,
      kind: 'sales-order',
      number: 'SO-0000001',
      correlationId: 'c-1',
      traceparent,
    });
    expect(line?.['body']).toEqual(salesOrder('001-1-1-1'));
  });

  it('answers a repeated idempotency key with the first answer, and another body under it with 422', async () => {
    const headers = { 'idempotency-key': 'k-1' };
    const first = await erp.post('sales-orders', salesOrder('001-1-1-1'), headers);
    const again = await erp.post('sales-orders', salesOrder('001-1-1-1'), headers);
    expect([again.status, again.headers.get('idempotency-replayed'), again.body]).toEqual([200, 'true', first.body]);
    const other = await erp.post('sales-orders', salesOrder('001-1-1-1', { businessDate: '2026-11-20' }), headers);
    expect([other.status, other.body['code']]).toEqual([422, 'idempotency-key-reused']);
  });

  it('takes a reference once for ever, also after a restart', async () => {
    await erp.ordered('001-1-1-1');
    await sandbox.restart();
    const { status, body } = await erp.post('sales-orders', salesOrder('001-1-1-1'));
    expect([status, body['code'], body['number']]).toEqual([409, 'duplicate-reference', 'SO-0000001']);
    await sandbox.restart();
    expect(await erp.ordered('001-1-1-2')).toBe('SO-0000002');
    expect((await sandbox.ledger('erp')).map(({ seq, kind }) => [seq, kind])).toEqual([[1, 'sales-order'], [2, 'repeat'], [3, 'sales-order']]);
  });

  it('writes down each request under a reference with its key, however it is answered', async () => {
    const headers = { 'idempotency-key': 'k-1', 'x-correlation-id': 'c-1' };
    const blocked = { lines: [{ ...line(), articleId: 'BLOCKED-1' }] };
    await erp.post('sales-orders', salesOrder('001-1-1-1', blocked), headers);
    await erp.post('sales-orders', salesOrder('001-1-1-1'), headers);
    await erp.post('sales-orders', salesOrder('001-1-1-1'), headers);
    await erp.post('sales-orders', salesOrder('001-1-1-1', { businessDate: '2026-11-20' }), headers);
    await erp.post('sales-orders', salesOrder('001-1-1-1'), { ...headers, 'idempotency-key': 'k-2' });
    const request = { reference: 'live:AM01:001-1-1-1:sales-order', orderNumber: '001-1-1-1', idempotencyKey: 'k-1', correlationId: 'c-1' };
    const repeat = { ...request, kind: 'repeat', repeated: 'sales-order', number: 'SO-0000001' };
    expect(await sandbox.ledger('erp')).toMatchObject([
      { ...request, kind: 'refusal', code: 'article-blocked' },
      { ...request, kind: 'sales-order' },
      { ...repeat, answer: 'replayed' },
      { ...repeat, answer: 'idempotency-key-reused' },
      { ...repeat, answer: 'duplicate-reference', idempotencyKey: 'k-2' },
    ]);
  });

  it('makes one document of equal requests that arrive at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => erp.post('sales-orders', salesOrder('001-1-1-1'))),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(19);
    const kinds = (await sandbox.ledger('erp')).map(({ kind }) => kind);
    expect([kinds[0], kinds.slice(1).every((kind) => kind === 'repeat')]).toEqual(['sales-order', true]);
  });

  it.each([
    ['totals-mismatch', { totals: { net: '105.00', tax: '20.05', gross: '125.06' } }],
    ['totals-mismatch', { discounts: [{ reason: 'loyalty', amount: '0.01' }] }],
    ['tax-mismatch', { taxes: [{ rate: '20', taxable: '105.00', tax: '20.05' }] }],
    ['article-blocked', { lines: [{ ...line(), articleId: 'BLOCKED-1' }] }],
  ])('refuses an order with 422 %s', async (code, changes) => {
    const { status, body } = await erp.post('sales-orders', salesOrder('001-1-1-1', changes));
    expect([status, body['code']]).toEqual([422, code]);
    expect(await sandbox.ledger('erp')).toMatchObject([{ kind: 'refusal', refused: 'sales-order', code }]);
  });

  it('tells the currency of what it has, at once and when it is asked, also after a restart', async () => {
    const number = await erp.ordered('001-1-1-1');
    const { body } = await erp.post('sales-orders', salesOrder('001-1-1-2', { currency: 'EUR' }));
    expect(body['currency']).toBe('EUR');
    expect((await erp.invoice('001-1-1-1', number)).body['currency']).toBe('TRY');
    expect((await erp.payment('001-1-1-1', number)).body['currency']).toBe('TRY');
    await sandbox.restart();
    const { items } = (await erp.lookUp('live:AM01:001-1-1-2:sales-order')).body;
    expect(items).toMatchObject([{ currency: 'EUR' }]);
  });

  it('names the customer in its answers and in a refusal', async () => {
    const customer = { name: 'Ayşe Yılmaz', taxId: '10000000146' };
    expect((await erp.post('sales-orders', salesOrder('001-1-1-1', { customer }))).body).toMatchObject({ customer });
    expect((await erp.lookUp('live:AM01:001-1-1-1:sales-order')).body['items']).toMatchObject([{ customer }]);
    const blocked = { customer, lines: [{ ...line(), articleId: 'BLOCKED-1' }] };
    const { body } = await erp.post('sales-orders', salesOrder('001-1-1-2', blocked));
    expect(body['detail']).toBe('Article BLOCKED-1 is blocked for sale to Ayşe Yılmaz 10000000146.');
  });

  it.each([
    ['a JSON number as amount', { totals: { net: 105, tax: '20.05', gross: '125.05' } }],
    ['three decimals', { totals: { net: '105.000', tax: '20.05', gross: '125.05' } }],
    ['a missing reference', { reference: undefined }],
  ])('answers %s with 400', async (_what, changes) => {
    const { status, body } = await erp.post('sales-orders', salesOrder('001-1-1-1', changes));
    expect([status, body['code']]).toEqual([400, 'malformed']);
  });

  it('takes invoice and payment of a known order only', async () => {
    const number = await erp.ordered('001-1-1-1');
    expect((await erp.invoice('001-1-1-1', number)).status).toBe(201);
    expect((await erp.payment('001-1-1-1', number, { invoiceNumber: 'EAR2026000000001' })).status).toBe(201);
    expect((await erp.invoice('001-1-1-2', 'SO-0000009')).body['code']).toBe('unknown-order');
    expect((await erp.payment('001-1-1-2', number)).body['code']).toBe('order-mismatch');
    const other = { reference: 'another', invoiceNumber: 'EAR2026000000002' };
    expect((await erp.payment('001-1-1-1', number, other)).body['code']).toBe('unknown-invoice');
    const short = { reference: 'yet another', total: '125.00' };
    expect((await erp.payment('001-1-1-1', number, short)).body['code']).toBe('totals-mismatch');
  });

  it('cancels an order once, and not one that has an invoice or a payment', async () => {
    const [free, invoiced, paid] = [
      await erp.ordered('001-1-1-1'),
      await erp.ordered('001-1-1-2'),
      await erp.ordered('001-1-1-3'),
    ];
    await erp.invoice('001-1-1-2', invoiced);
    await erp.payment('001-1-1-3', paid);
    expect((await erp.cancel(free)).status).toBe(201);
    expect((await erp.cancel(free, 'again')).body['code']).toBe('order-cancelled');
    expect((await erp.cancel(invoiced)).body['code']).toBe('order-invoiced');
    expect((await erp.cancel(paid)).body['code']).toBe('order-paid');
    expect((await erp.cancel('SO-0000009')).body['code']).toBe('unknown-order');
    expect((await erp.payment('001-1-1-1', free)).body['code']).toBe('order-cancelled');
    await sandbox.restart();
    const { body } = await erp.lookUp('live:AM01:001-1-1-1:sales-order');
    expect(body['items']).toMatchObject([{ type: 'sales-order', number: free, status: 'cancelled' }]);
  });

  it('asks for its key', async () => {
    const { status, body } = await sandbox.request('GET', '/erp/v1/documents?reference=x');
    expect([status, body['code']]).toEqual([401, 'unauthorized']);
  });
});

function line() {
  return {
    line: 1,
    articleId: 'A-1',
    name: 'Pil',
    quantity: '2',
    unitCode: 'C62',
    unitPrice: '60.00',
    amount: '125.05',
    taxRate: '20',
  };
}
