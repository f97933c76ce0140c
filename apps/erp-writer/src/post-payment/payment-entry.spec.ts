import { PaymentStatus } from '@kervan/contracts';
import { describe, expect, it } from 'vitest';
import { postPayment } from '../fixtures/commands.js';
import { paymentEntryOf } from './payment-entry.js';

describe('payments for the books', () => {
  it('are exact and add up', () => {
    expect(paymentEntryOf(postPayment)).toEqual({
      reference: 'live:AM01:019aa5c1-7e2b-8c3d-9a4e-5f6071829304:payment',
      company: 'AM01',
      mode: 'live',
      orderNumber: '012-3-147-5012',
      erpOrderNumber: 'SO-0000001',
      currency: 'TRY',
      payments: [
        { method: 'cash', amount: '0.05' },
        { method: 'card', amount: '179.68', reference: '004211' },
      ],
      total: '179.73',
    });
  });

  it('name the invoice that they pay, where there is one', () => {
    expect(paymentEntryOf({ ...postPayment, invoiceNumber: 'ANA2026000000001' })).toMatchObject({
      invoiceNumber: 'ANA2026000000001',
    });
  });

  it('of what was due are a document of their own beside what was captured', () => {
    const due = postPayment.payments.map((payment) => ({ ...payment, status: PaymentStatus.due }));
    expect(paymentEntryOf({ ...postPayment, payments: due }).reference).toBe(
      'live:AM01:019aa5c1-7e2b-8c3d-9a4e-5f6071829304:settlement',
    );
  });
});
