import { describe, expect, it } from 'vitest';
import { cancellationBody } from './erp-bodies.js';
import { type ErpBooks, type NewDocument } from './erp-books.js';
import { ErpDesk } from './erp-desk.js';
import { type ErpRefusalEntry } from './erp-ledger.js';
import { type Refusal } from './erp-rules.js';

/** What the ERP does about a cancellation of SO-1, which is the sales order of W-1. */
function cancelled(body: object): unknown {
  const books = {
    known: () => undefined,
    numbered: () => ({ orderNumber: 'W-1', status: 'posted' }),
    ofOrder: () => [],
    post: ({ orderNumber }: NewDocument) => ({ posted: orderNumber }),
    refuse: ({ orderNumber }: ErpRefusalEntry, { code }: Refusal) => ({ refused: orderNumber, code }),
  };
  return new ErpDesk(books as unknown as ErpBooks).cancelSalesOrder('SO-1', cancellationBody.parse(body), { body });
}

describe('a cancellation', () => {
  const body = { reference: 'live:AM01:1:cancellation', reason: 'wrong till' };

  it('is of the order that it names', () => {
    expect(cancelled({ ...body, company: 'AM01', mode: 'live', orderNumber: 'W-1' })).toEqual({ posted: 'W-1' });
  });

  it('is refused where the number is another order’s', () => {
    expect(cancelled({ ...body, company: 'AM01', mode: 'live', orderNumber: 'W-2' })).toEqual({ refused: 'W-2', code: 'order-mismatch' });
  });

  it('may name no order, as those of a release before do', () => {
    expect(cancelled(body)).toEqual({ posted: 'W-1' });
  });
});
