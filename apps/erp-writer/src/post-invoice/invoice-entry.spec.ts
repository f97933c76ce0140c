import { expect, it } from 'vitest';
import { postInvoice } from '../fixtures/commands.js';
import { invoiceEntryOf } from './invoice-entry.js';

it('an invoice is booked as it was issued, to the last kuruş', () => {
  expect(invoiceEntryOf(postInvoice)).toEqual({
    reference: 'live:AM01:019aa5c1-7e2b-8c3d-9a4e-5f6071829304:invoice',
    company: 'AM01',
    mode: 'live',
    orderNumber: '012-3-147-5012',
    erpOrderNumber: 'SO-0000001',
    invoiceNumber: 'ANA2026000000001',
    ettn: '019aa5c1-7e2b-4c3d-9a4e-5f6071829306',
    issueDate: '2026-11-21',
    currency: 'TRY',
    taxes: [
      { rate: '20', taxable: '83.11', tax: '16.62' },
      { rate: '10', taxable: '72.73', tax: '7.27' },
    ],
    totals: { net: '155.84', tax: '23.89', gross: '179.73' },
  });
});
