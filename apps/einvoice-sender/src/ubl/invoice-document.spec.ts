import type { Order } from '@kervan/contracts';
import { describe, expect, it } from 'vitest';
import { company } from '../fixtures/company.js';
import { allowance, line, orderOf, vat } from '../fixtures/orders.js';
import { preflight } from '../invoice/preflight.js';
import { Profile } from '../invoice/profile.js';
import { invoiceDocument } from './invoice-document.js';

/** The texts of an element in the invoice of an order that preflight lets pass, as they follow each other. */
function told(order: Order, ...names: readonly string[]): string[][] {
  expect(preflight(order, { company, mode: order.mode, today: order.businessDate })).toEqual([]);
  const document = invoiceDocument(order, company, { ettn: 'f47ac10b-58cc-4372-a567-0e02b2c3d479', profile: Profile.archive });
  const xml = document({ number: 'ANA2026000000001', issueDate: '2026-11-21', issueTime: '10:00:00' });
  return names.map((name) => [...xml.matchAll(new RegExp(`<cbc:${name}>([^<]*)</`, 'g'))].map(([, text]) => text!));
}

const sold = line(1, '1', '10.00', 1_000, '20');
const given = { ...line(2, '1', '45.00', 0, '0'), discounts: [allowance(4_500)] };
const type = ['InvoiceTypeCode', 'Percent', 'TaxExemptionReasonCode'];

describe('the type of an invoice', () => {
  it.each([null, '335'])('is a plain sale beside a row of nothing at a rate of 0 (code %s) that nothing is sold at', (exemptionCode) => {
    const order = orderOf([sold]);
    const row = { tax: { ...vat('0'), exemptionCode }, taxableMinor: 0, taxMinor: 0 };
    expect(told({ ...order, taxes: [row, ...order.taxes] }, ...type)).toEqual([['SATIS'], ['20', '20'], []]);
  });

  it('is a plain sale, which claims no exemption (351), where the exempt line is given away', () => {
    expect(told(orderOf([sold, given]), ...type)).toEqual([['SATIS'], ['20', '0', '20', '0'], ['351', '351']]);
  });

  it('is exempt where another line is sold at the rate of 0, with the reason of each', () => {
    const paid = line(1, '1', '10.00', 1_000, '0');
    expect(told(orderOf([paid, given]), ...type)).toEqual([['ISTISNA'], ['0', '0', '0'], ['335', '335', '335']]);
  });

  it('leaves a plain sale without an exemption (351) its own reason', () => {
    const tax = { ...vat('0'), exemptionCode: '351', exemptionReason: 'Diğer' };
    const order = orderOf([{ ...line(1, '1', '10.00', 1_000, '0'), tax }]);
    const taxes = [{ tax, taxableMinor: 1_000, taxMinor: 0 }];
    expect(told({ ...order, taxes }, 'InvoiceTypeCode', 'TaxExemptionReason')).toEqual([['SATIS'], ['Diğer', 'Diğer']]);
  });
});
