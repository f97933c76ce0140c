import { FiscalDocument, Mode, OrderPlaced, PaymentStatus, TaxIdScheme } from '@kervan/contracts';
import { describe, expect, it } from 'vitest';
import type { Branch } from '../branch/branch-key.js';
import { aSale } from '../fixtures/sale.js';
import { orderOfSale } from './order-of-sale.js';
import { orderIdOf, orderNumberOf } from './receipt.js';

const from: Branch = { company: 'anadolu', mode: Mode.live, branch: '012', zone: 'Europe/Istanbul' };
const receipt = { till: '3', zNumber: 147, receiptNumber: 5012 };

describe('orderOfSale', () => {
  it.each([
    ['Europe/Istanbul', '2026-11-21', '2026-11-21'],
    ['Europe/London', '2026-11-20', '2026-11-20'],
    ['America/New_York', '2026-11-20', '2026-11-20'],
  ])('belongs to the day of its company: half past midnight in Istanbul, in %s', (zone, businessDate, issuedOn) => {
    const { order } = orderOfSale(aSale({ soldAt: '2026-11-21T00:30:00+03:00' }), { ...from, zone });
    expect(order).toMatchObject({ placedAt: '2026-11-20T21:30:00.000Z', businessDate });
    expect(order?.references).toContainEqual({ type: 'z_number', value: '147', issuedOn });
  });

  it('keeps amounts as minor units, quantities and prices as they were sent', () => {
    const { order } = orderOfSale(aSale({ soldAt: '2026-11-21T00:30:00+03:00' }), from);
    expect(order).toMatchObject({
      company: 'anadolu',
      mode: 'live',
      channel: 'till',
      source: 'branch 012 till 3',
      orderNumber: '012-3-147-5012',
      placedAt: '2026-11-20T21:30:00.000Z',
      businessDate: '2026-11-21',
      fiscalDocument: FiscalDocument.receipt,
      buyer: null,
      totals: {
        linesMinor: 11_380,
        discountMinor: 0,
        chargeMinor: 0,
        netMinor: 9_703,
        taxMinor: 1_677,
        grossMinor: 11_380,
      },
    });
    expect(order?.lines[1]).toMatchObject({
      lineNumber: 2,
      quantity: '0.350',
      unitPrice: '40',
      amountMinor: 1_400,
      gtin: null,
    });
    expect(order?.payments.map(({ status }) => status)).toEqual([PaymentStatus.captured, PaymentStatus.captured]);
    expect(order?.references.map(({ type, value }) => `${type} ${value}`)).toEqual([
      'branch 012',
      'till 3',
      'z_number 147',
      'receipt 5012',
    ]);
  });

  it('is a whole OrderPlaced for the schema, with and without a buyer', () => {
    const buyer = {
      name: 'Ayşe Yılmaz',
      taxId: '10000000146',
      address: { street: 'Gül Sokak 5', city: 'İstanbul', countryCode: 'TR' },
    };
    for (const invoice of [undefined, { requested: true }, { requested: true, buyer }]) {
      const { order } = orderOfSale(aSale(invoice && { invoice }), from);
      expect(() => OrderPlaced.encode({ orderId: orderIdOf(from, receipt), order: order! })).not.toThrow();
      expect(order?.fiscalDocument).toBe(invoice ? FiscalDocument.invoice : FiscalDocument.receipt);
    }
  });

  it('carries the exemption of a line to the subtotal of its rate', () => {
    const exempt = { taxRate: '0', exemptionCode: '351', exemptionReason: 'İstisna olmayan diğer' };
    const sale = aSale();
    const { order } = orderOfSale(
      aSale({
        lines: [sale.lines[0]!, { ...sale.lines[1]!, ...exempt }],
        taxes: [sale.taxes[0]!, { rate: '0', taxable: '14.00', tax: '0.00' }],
      }),
      from,
    );
    const tax = { category: 'E', ratePercent: '0', exemptionCode: '351', exemptionReason: 'İstisna olmayan diğer' };
    expect(order?.lines[1]?.tax).toMatchObject(tax);
    expect(order?.taxes.map((subtotal) => subtotal.tax.category)).toEqual(['S', 'E']);
    expect(order?.taxes[1]?.tax).toMatchObject(tax);
  });

  it('takes a row without a code beside rows with one for the lines of its rate without a code', () => {
    const [first] = aSale().lines;
    const exempt = (exemptionCode?: string) => ({ ...first!, taxRate: '0', ...(exemptionCode && { exemptionCode }) });
    const row = (exemptionCode?: string) => ({ rate: '0', taxable: '99.80', tax: '0', ...(exemptionCode && { exemptionCode }) });
    const codesOf = (taxes: ReturnType<typeof row>[]) => {
      const lines = [exempt('351'), exempt(), exempt('335')];
      return orderOfSale(aSale({ lines, taxes }), from).order?.taxes.map(({ tax }) => [tax.category, tax.exemptionCode]);
    };
    expect(codesOf([row(), row('351'), row('335')])).toEqual([['Z', null], ['E', '351'], ['E', '335']]);
    expect(codesOf([row()])).toBeUndefined();
  });

  it.each([
    ['20', '20'],
    ['20.00', '20'],
    ['10.0', '10'],
    ['0.0000', '0'],
    ['1.50', '1.5'],
    ['7.0500', '7.05'],
  ])('writes the rate %s as %s, so that lines, taxes and books name one rate alike', (told, ratePercent) => {
    const [first] = aSale().lines;
    const { order } = orderOfSale(
      aSale({ lines: [{ ...first!, taxRate: told }], taxes: [{ rate: ratePercent, taxable: '1', tax: '0' }] }),
      from,
    );
    expect(order?.lines[0]?.tax.ratePercent).toBe(ratePercent);
    expect(order?.taxes[0]?.tax.ratePercent).toBe(ratePercent);
  });

  it.each([
    ['1234567890', TaxIdScheme.VKN],
    ['10000000146', TaxIdScheme.TCKN],
    ['DE123456789', TaxIdScheme.OTHER],
  ])('tells the scheme of %s by its form', (taxId, scheme) => {
    const { order } = orderOfSale(aSale({ invoice: { requested: true, buyer: { name: 'x', taxId } } }), from);
    expect(order?.buyer).toMatchObject({ taxId, taxIdScheme: scheme });
  });
});

describe('orderIdOf', () => {
  it('is a UUIDv8 that follows from the natural key alone', () => {
    const id = orderIdOf(from, receipt);
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(orderIdOf({ ...from }, { ...receipt })).toBe(id);
  });

  it('differs by company, mode, branch, till, Z number and receipt', () => {
    const ids = [
      orderIdOf(from, receipt),
      orderIdOf({ ...from, company: 'trakya' }, receipt),
      orderIdOf({ ...from, mode: Mode.test }, receipt),
      orderIdOf({ ...from, branch: '01' }, { ...receipt, till: '23' }),
      orderIdOf(from, { ...receipt, till: '31' }),
      orderIdOf(from, { ...receipt, zNumber: 148 }),
      orderIdOf(from, { ...receipt, receiptNumber: 5013 }),
    ];
    expect(new Set(ids).size).toBe(ids.length);
    expect(orderNumberOf(from, receipt)).toBe('012-3-147-5012');
  });
});
