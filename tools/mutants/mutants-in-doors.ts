import type { Mutant } from './mutant.js';

const pos = 'apps/pos-ingest/src/take-sale';
const shops = 'apps/ecommerce-webhooks/src';
const bank = 'apps/bank-reconciler/src/matching';

/** Faults of the services at the doors. */
export const inDoors: readonly Mutant[] = [
  {
    name: 'row-dropped',
    does: 'keeps some sales and never publishes them',
    service: 'pos-ingest',
    mutations: [
      {
        file: `${pos}/sale-groups.ts`,
        find: 'for (const { cause, sale } of fresh) db',
        replace: `for (const { cause, sale } of fresh) if (!sale.from.branch.endsWith('7')) db`,
      },
    ],
    caughtBy: 'I1',
    load: 'tills',
  },
  {
    name: 'sale-again-new-order',
    does: 'gives a sale that comes again an id of its own',
    service: 'pos-ingest',
    mutations: [
      {
        file: `${pos}/take-sale.ts`,
        find: 'const orderId = orderIdOf(from, receipt);',
        replace: 'const orderId = orderIdOf(from, { ...receipt, receiptNumber: Math.floor(Math.random() * 1e9) });',
      },
      { file: `${pos}/sale.repository.ts`, find: '    receipt.receiptNumber,', replace: '    Math.floor(Math.random() * 1e9),' },
    ],
    caughtBy: 'I2',
    load: 'tills',
  },
  {
    name: 'refusal-answered-202',
    does: 'answers 202 to a sale that it does not take',
    service: 'pos-ingest',
    mutations: [
      {
        file: `${pos}/take-sale.ts`,
        find: 'if (order === undefined || found.length > 0) throw refuseSale(found);',
        replace: `if (order === undefined || found.length > 0) throw Object.assign(refuseSale(found), { shrugged: true });`,
      },
      {
        file: `${pos}/take-sale.ts`,
        find: 'const attempt = this.attempt(request, from, cause ?? requestCause(ROUTE), idempotencyKey);',
        replace: `let attempt;
    try {
      attempt = this.attempt(request, from, cause ?? requestCause(ROUTE), idempotencyKey);
    } catch (error) {
      if (!error.shrugged) throw error;
      return { status: 202, body: acceptance(orderIdOf(from, receiptOf(request)), 'unknown'), replayed: false };
    }`,
      },
    ],
    caughtBy: 'I3',
    load: 'tills',
  },
  {
    name: 'day-by-utc',
    does: 'takes the day of a sale by UTC, which is the day before in the first hours of one in Türkiye',
    service: 'pos-ingest',
    mutations: [
      {
        file: `${pos}/order-of-sale.ts`,
        find: 'const day = businessDate(sale.soldAt, from.zone);',
        replace: "const day = businessDate(sale.soldAt, 'UTC');",
      },
    ],
    caughtBy: 'I3',
    finding: 'date-differs',
    load: 'tills',
  },
  {
    name: 'buyer-logged',
    does: 'logs who buys',
    service: 'pos-ingest',
    mutations: [
      {
        file: `${pos}/take-sale.ts`,
        find: 'if (!cause) describeOrder(',
        replace: `console.log(JSON.stringify({ level: 'info', msg: 'a sale', who: request.invoice?.buyer?.name }));
    if (!cause) describeOrder(`,
      },
    ],
    caughtBy: 'I12',
    load: 'tills',
  },
  {
    name: 'delivery-forgotten',
    does: 'says that an unusable delivery is in quarantine, and has not put it there',
    service: 'ecommerce-webhooks',
    mutations: [
      {
        file: `${shops}/take-delivery/take-delivery.ts`,
        find: 'const quarantineId = await quarantine(db, delivery, findings, orderNumber);',
        replace: 'const quarantineId = newId();',
      },
    ],
    caughtBy: 'I1',
    load: 'channels',
  },
  {
    name: 'signature-unread',
    does: 'takes deliveries whose signature is wrong',
    service: 'ecommerce-webhooks',
    mutations: [
      {
        file: `${shops}/take-delivery/take-delivery.controller.ts`,
        find: 'verify({ headers: request.headers, body }, shop, Date.now());',
        replace: '',
      },
    ],
    caughtBy: 'I3',
    load: 'channels',
  },
  {
    name: 'order-under-two-numbers',
    does: 'takes an order of a Shopify shop that comes again, changed, for another one under a number of its own',
    service: 'ecommerce-webhooks',
    mutations: [
      {
        file: `${shops}/read-order/shopify/read-shopify.ts`,
        find: 'orderKey: head.id,',
        replace: "orderKey: topic === 'orders/updated' ? `${head.id}-2` : head.id,",
      },
      {
        file: `${shops}/read-order/shopify/read-shopify.ts`,
        find: 'orderNumber: `${profile.code}-${head.order_number ?? head.id}`,',
        replace: "orderNumber: `${profile.code}-${head.order_number ?? head.id}${topic === 'orders/updated' ? '-2' : ''}`,",
      },
    ],
    caughtBy: 'I3',
    finding: 'order-invented',
    load: 'channels',
  },
  {
    name: 'line-matched-twice',
    does: 'takes the second of two payments of one order for matched, too',
    service: 'bank-reconciler',
    mutations: [
      {
        file: `${bank}/match-lines.ts`,
        find: 'UPDATE bank_line SET reason = told.reason, detail = told.detail',
        replace: `UPDATE bank_line SET detail = told.detail,
       state = CASE told.reason WHEN 'already-paid' THEN 'matched' ELSE state END,
       reason = nullif(told.reason, 'already-paid')`,
      },
    ],
    caughtBy: 'I5',
    load: 'channels',
  },
  {
    name: 'wrong-amount-matched',
    does: 'matches a line that names an order, whatever its amount',
    service: 'bank-reconciler',
    mutations: [
      {
        file: `${bank}/matching-rule.ts`,
        find: 'if (open.openMinor !== line.amountMinor) return differing(open, line);',
        replace: '',
      },
    ],
    caughtBy: 'I5',
    load: 'channels',
  },
  {
    name: 'lines-before-forgotten',
    does: 'takes for open what is due without the lines that came before, and each line for a part of its own',
    service: 'bank-reconciler',
    mutations: [
      {
        file: `${bank}/receivable.queries.ts`,
        find: 'ELSE receivable.amount_minor - came.minor END',
        replace: 'ELSE receivable.amount_minor END',
      },
      {
        file: `${bank}/match-lines.ts`,
        find: 'SELECT line_id, order_id, part, amount_minor, currency, invoice_number, $8, $9, evidence, now()',
        replace: 'SELECT line_id, order_id, part + place, amount_minor, currency, invoice_number, $8, $9, evidence, now()',
      },
    ],
    caughtBy: 'I5',
    load: 'channels',
  },
];
