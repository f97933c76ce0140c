import { Mode, type TaxSubtotal } from '@kervan/contracts';
import { describe, expect, it } from 'vitest';
import { vat } from '../fixtures/orders.js';
import type { InvoiceSummary } from '../invoice/invoice.js';
import { InvoiceState } from '../invoice/invoice-state.js';
import { Profile } from '../invoice/profile.js';
import { invoicesCsv } from './invoice-csv.js';
import { viewOf } from './invoice-view.js';

const of = (rate: string, exemptionCode: string | null, taxableMinor: number, taxMinor: number): TaxSubtotal => {
  return { tax: { ...vat(rate), exemptionCode }, taxableMinor, taxMinor };
};

/** Books under 335 and something else under 351, beside two amounts of 20 % that the order tells apart. */
const taxes = [of('0', '335', 10, 0), of('20', null, 50, 10), of('0', '351', 20, 0), of('20', '351', 100, 20)];

const invoice: InvoiceSummary = {
  orderId: '0197a0d0-0000-7000-8000-000000000001', number: 'AMA2026000000001', ettn: '0b1f6f1a-2f8e-4a57-9d6e-1f3f7c1d2e3f',
  prefix: 'AMA', company: 'anadolu', mode: Mode.live, profile: Profile.archive, receiverAlias: null,
  issueDate: '2026-11-21', issueTime: '11:00:00', orderNumber: '012-3-147-5012',
  buyerName: 'Nihai Tüketici', buyerTaxId: '11111111111',
  currency: 'TRY', netMinor: 180, taxMinor: 30, grossMinor: 210, taxes, state: InvoiceState.issued,
  transmitCommandId: null, code: null, detail: null, acceptedAt: null, voidedAt: null, voidReason: null,
};

/** The first row by the names of its columns. */
function firstRow(csv: string): Record<string, string> {
  const [head = [], row = []] = csv.slice(1).split('\r\n').map((text) => text.split(','));
  return Object.fromEntries(head.map((name, place) => [name, row[place] ?? '']));
}

describe('an invoice of one rate under two exemption codes', () => {
  it('has the rate once in the CSV, with the sum of both', () => {
    expect(firstRow(invoicesCsv([viewOf(invoice)]))).toMatchObject({
      taxable_0: '0.30', tax_0: '0.00', taxable_20: '1.50', tax_20: '0.30', net: '1.80', tax: '0.30',
    });
  });

  it('has the rate twice in the JSON, told apart by the codes', () => {
    expect(viewOf(invoice).taxes).toEqual([
      { rate: '0', exemptionCode: '335', taxable: '0.10', tax: '0.00' },
      { rate: '20', exemptionCode: null, taxable: '0.50', tax: '0.10' },
      { rate: '0', exemptionCode: '351', taxable: '0.20', tax: '0.00' },
      { rate: '20', exemptionCode: '351', taxable: '1.00', tax: '0.20' },
    ]);
  });
});
