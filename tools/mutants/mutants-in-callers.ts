import type { Mutant } from './mutant.js';

const erp = 'apps/erp-writer/src';
const invoices = 'apps/einvoice-sender/src';

/** Faults of the services that call the ERP and the integrator. */
export const inCallers: readonly Mutant[] = [
  {
    name: 'payment-posted-twice',
    does: 'posts each payment under a second reference, too',
    service: 'erp-writer',
    mutations: [
      {
        file: `${erp}/post-payment/post-payment.consumer.ts`,
        find: 'this.erp.postPayment(tx, { orderId, commandId, document: paymentEntryOf(data) });',
        replace: `const document = paymentEntryOf(data);
    for (const reference of [document.reference, document.reference + ':2']) {
      this.erp.postPayment(tx, { orderId, commandId, document: { ...document, reference } });
    }`,
      },
    ],
    caughtBy: 'I2',
    load: 'tills',
  },
  {
    name: 'retry-under-another-key',
    does: 'repeats a posting whose answer was lost under another key',
    service: 'erp-writer',
    mutations: [
      {
        file: 'libs/outbound/src/worker/call-performance.ts',
        find: "idempotencyKey: act === Act.send ? this.call.repeatKey : undefined,",
        replace: "idempotencyKey: act === Act.send ? `${this.call.repeatKey}:${this.call.progress.attempts}` : undefined,",
      },
    ],
    caughtBy: 'I2',
    finding: 'reference-under-two-keys',
    load: 'tills',
    faults: [
      { target: 'erp', kind: 'lookup-lag', ms: 4_000 },
      { target: 'erp', kind: 'cut-after', operation: 'post-sales-order', times: 3 },
    ],
  },
  {
    name: 'undo-under-one-key',
    does: 'leaves the order out of the key of its cancellation',
    service: 'erp-writer',
    mutations: [
      {
        file: `${erp}/cancel-sales-order/cancellation.ts`,
        find: "reference: businessKey(command, 'cancellation'),",
        replace: "reference: businessKey({ ...command, orderId: 'order' }, 'cancellation'),",
      },
    ],
    caughtBy: 'I1',
    load: 'tills',
  },
  {
    name: 'outcome-not-told',
    does: 'keeps to itself that a payment was booked',
    service: 'erp-writer',
    mutations: [
      {
        file: 'libs/outbound/src/worker/telling.ts',
        find: 'for (const message of [type.settled(call.data, outcome)].flat()) deliver(tx, message);',
        replace: `if (type.type === 'post-payment') return;
  for (const message of [type.settled(call.data, outcome)].flat()) deliver(tx, message);`,
      },
    ],
    caughtBy: 'I1',
    load: 'tills',
  },
  {
    name: 'key-logged',
    does: 'logs the key that it has for the ERP',
    service: 'erp-writer',
    mutations: [
      {
        file: 'libs/outbound/src/worker/outgoing-request.ts',
        find: "if (contentType !== undefined) headers['content-type'] = contentType;",
        replace: `console.log(JSON.stringify({ level: 'debug', msg: 'a request', headers }));
  if (contentType !== undefined) headers['content-type'] = contentType;`,
      },
    ],
    caughtBy: 'I12',
    load: 'tills',
  },
  {
    name: 'call-under-its-own-id',
    does: 'sends each call to the ERP under a correlation id of its own',
    service: 'erp-writer',
    mutations: [
      {
        file: 'libs/outbound/src/worker/outgoing-request.ts',
        find: "'x-correlation-id': companions.correlationId,",
        replace: "'x-correlation-id': crypto.randomUUID(),",
      },
    ],
    caughtBy: 'I6',
    finding: 'correlation-foreign',
    load: 'tills',
  },
  {
    name: 'number-outside-transaction',
    does: 'draws invoice numbers in a transaction of their own, and dies before they are used',
    service: 'einvoice-sender',
    mutations: [
      {
        file: `${invoices}/issue-invoice/invoice-issuer.ts`,
        find: 'const { numbers, ...issued } = await this.numbers.draw(db, group[0]!.series, group.length);',
        replace: `const { default: pg } = await import('pg');
      const alone = new pg.Client({ connectionString: process.env.DATABASE_URL });
      await alone.connect();
      const outside = { query: async (sql, params) => (await alone.query(sql, params)).rows };
      const { numbers, ...issued } = await this.numbers.draw(outside, group[0]!.series, group.length);
      await alone.end();
      $DIES`,
      },
    ],
    caughtBy: 'I11',
    load: 'tills',
  },
  {
    name: 'void-without-record',
    does: 'deletes an invoice that is voided, with its number',
    service: 'einvoice-sender',
    mutations: [
      {
        file: `${invoices}/invoice/invoice-statements.ts`,
        find: `UPDATE invoice SET state = 'void', voided_at = now(), void_reason = $3
      WHERE order_id = $1 AND number = $2 AND`,
        replace: `DELETE FROM invoice
      WHERE order_id = $1 AND number = $2 AND $3::text IS NOT NULL AND`,
      },
      {
        file: `${invoices}/invoice/invoice-statements.ts`,
        find: `RETURNING voided_at AS "voidedAt"`,
        replace: `RETURNING now() AS "voidedAt"`,
      },
    ],
    caughtBy: 'I11',
    load: 'channels',
  },
  {
    name: 'buyers-mixed-up',
    does: 'makes an invoice out to whom the one before was for',
    service: 'einvoice-sender',
    mutations: [
      {
        file: `${invoices}/ubl/invoice-document.ts`,
        find: "'cac:Party': buyerParty(order.buyer, company)",
        replace: `'cac:Party': buyerParty((() => {
      const buyers = (globalThis.kervanBuyers ??= {});
      const before = buyers[profile] ?? order.buyer;
      buyers[profile] = order.buyer;
      return before;
    })(), company)`,
      },
    ],
    caughtBy: 'I3',
    finding: 'buyer-differs',
    load: 'tills',
  },
];
