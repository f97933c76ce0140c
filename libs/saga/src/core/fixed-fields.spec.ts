import { type Order, PaymentPosted, PaymentStatus } from '@kervan/contracts';
import { describe, expect, it } from 'vitest';
import {
  invoiceIssued,
  invoiceRefused,
  invoiceTransmissionRefused,
  salesOrderPosted,
  salesOrderRejected,
  tillSalePlaced,
  webOrder,
} from '../fixtures/sale.happenings.js';
import { issueInvoice, postOrder, sale } from '../fixtures/sale.saga.js';
import { byHand } from '../fixtures/sale.ways.js';
import { amended, commandDead, commandWithdrawn, given, happening, type Happening, play, retried, skipped } from '../testing/index.js';
import { amend } from './amend.js';

const dearer = { totals: { grossMinor: 12_001 } };
const rejected = [tillSalePlaced, salesOrderRejected];
const posted = [tillSalePlaced, salesOrderPosted];
const line = {
  ...{ lineNumber: 1, articleId: 'A-1', gtin: null, name: 'Kettle', quantity: '1', unitCode: 'C62', unitPrice: '120.00' },
  ...{ discounts: [], charges: [], amountMinor: 12_000, tax: webOrder.taxes[0]!.tax },
};

describe('what a step has fixed of the order', () => {
  it.each<[string, Happening[]]>([
    ['is done', [...posted, invoiceRefused]],
    ['is done, and a later one was done since', [...posted, invoiceIssued, invoiceTransmissionRefused]],
    ['was done by a person', [...rejected, skipped(byHand), invoiceRefused]],
    ['may be done: its participant gave up, which a person may still turn', [tillSalePlaced, commandDead]],
    ['may be done: it was refused once, and then its participant gave up', [...rejected, retried, commandDead]],
  ])('is not amended once the step %s', (_what, before) => {
    given(sale)
      .after(...before)
      .when(amended(dearer))
      .thenSendsNothing()
      .andIs('needs_attention', 'forward')
      .andRecords('ignored', 'the amendment does not fit: /totals/grossMinor fixed');
  });

  it.each<[string, Happening[]]>([
    ['refused', rejected],
    ['withdrawn', [tillSalePlaced, commandWithdrawn]],
  ])('is amended while the step is %s: it had no effect', (_what, before) => {
    given(sale).after(...before).when(amended(dearer)).thenSends(postOrder).andStandsAt('post-order', 2);
  });

  it.each([
    ['due', true, 'ignored'],
    ['not due, so that it was done for the order as amended otherwise', false, 'amended'],
  ] as const)('is known to a saga that was set back before it comes to the step, where that is %s', (_what, isDue, effect) => {
    const otherwise = { when: () => isDue, fixes: ({ payments }: Order) => ({ payments }) };
    const steps = sale.steps.map((step) => (step.name === 'post-payment' ? { ...step, ...otherwise } : step));
    const paymentPosted = happening(PaymentPosted, { erpNumber: 'P-1', bookedPayments: null }, { step: 'post-payment', attempt: 1 });
    given({ ...sale, steps } as typeof sale)
      .after(...posted, paymentPosted, invoiceRefused)
      .when(amended({ payments: [{ method: 'card', amountMinor: 12_000, status: PaymentStatus.captured, reference: null, dueDate: null }] }))
      .andRecords(effect);
  });

  it('leaves the rest of the order to be amended', () => {
    const patch = { source: 'till 7', totals: { grossMinor: 12_000 } };
    given(sale).after(...posted, invoiceRefused).when(amended(patch)).thenSends(issueInvoice).andStandsAt('issue-invoice', 2);
  });

  it('is told by its fields, a list of another length as a whole, and what is beside it not at all', () => {
    const stood = play(sale, [...posted, invoiceRefused]).at(-1)!.instance!;
    const findings = (before: object, patch: object) => {
      const order = { ...webOrder, ...before };
      return amend(sale, { ...stood, order: { revision: 1, value: () => order } }, JSON.stringify(patch));
    };
    expect(findings({ lines: [line] }, { orderNumber: 'W-2', lines: [{ ...line, articleId: 'A-2', amountMinor: 1 }] })).toEqual({
      findings: ['/orderNumber', '/lines/0/articleId', '/lines/0/amountMinor'].map((pointer) => ({ pointer, code: 'fixed' })),
    });
    expect(findings({ lines: [line] }, { lines: [line, line] })).toEqual({ findings: [{ pointer: '/lines', code: 'fixed' }] });
    expect(findings({ lines: [line] }, { lines: [{ ...line, gtin: '4006381333931' }] })).toHaveProperty('amended');
  });
});
