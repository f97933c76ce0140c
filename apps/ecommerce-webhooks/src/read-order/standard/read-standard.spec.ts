import { describe, expect, it } from 'vitest';
import { placedBy, profileOf, read, wrongWith } from '../../fixtures/reading.js';
import { standardOrder } from '../../fixtures/standard.js';

const acme = profileOf('acme');
type Changes = Parameters<typeof standardOrder>[0];
const wrong = (changes: Changes) => wrongWith(acme, standardOrder(changes));
const [line] = standardOrder().data.lines;

describe('an order of a Standard Webhooks sender', () => {
  it('is taken as it is', () => {
    expect(placedBy(acme, standardOrder())).toMatchObject({
      orderNumber: 'acme-W-77',
      version: 1,
      placedAt: '2026-11-21T06:00:00.000Z',
      lines: [{ articleId: 'A-1', quantity: '2', unitCode: 'C62', unitPrice: '60.00', amountMinor: 10_800 }],
      charges: [{ reason: 'shipping', amountMinor: 1_200, tax: { ratePercent: '20' } }],
      totals: { linesMinor: 10_800, chargeMinor: 1_200, netMinor: 10_000, taxMinor: 2_000, grossMinor: 12_000 },
      buyer: { name: 'Mert Acar', address: { street: 'Lale Sokak 1', district: 'Çankaya', city: 'Ankara' } },
      payments: [{ method: 'card', amountMinor: 12_000, status: 'captured', reference: '99001' }],
    });
  });

  it('may tell a card, of whose number the last four digits are read', () => {
    const payments = [{ method: 'card', amount: '120.00', status: 'captured' as const, reference: '4111111111111111' }];
    expect(placedBy(acme, standardOrder({ payments })).payments).toMatchObject([{ reference: '************1111' }]);
  });

  it('may be due by transfer, on a date', () => {
    const payments = [{ method: 'transfer', amount: '120.00', status: 'due' as const, dueDate: '2026-12-01' }];
    expect(placedBy(acme, standardOrder({ payments })).payments).toMatchObject([
      { status: 'due', dueDate: '2026-12-01' },
    ]);
  });

  it('starts nothing as a test', () => {
    expect(read(acme, standardOrder({ test: true }))).toEqual({
      kind: 'ignored',
      topic: 'order.placed',
      reason: 'test-order',
      orderNumber: 'acme-W-77',
    });
  });

  it('is cancelled at a version, or for good', () => {
    const cancelled = (data: object) => read(acme, { type: 'order.cancelled', data: { orderNumber: 'W-77', ...data } });
    expect(
      cancelled({ version: 2, reason: 'changed their mind', cancelledAt: '2026-11-21T10:00:00+03:00' }),
    ).toMatchObject({
      event: { stage: 'cancelled', version: 2, reason: 'changed their mind', cancelledAt: '2026-11-21T07:00:00.000Z' },
    });
    expect(cancelled({})).toMatchObject({ event: { stage: 'cancelled', version: Number.MAX_SAFE_INTEGER } });
  });

  it.each<[string, Changes, string]>([
    [
      'a line that does not follow from its price',
      { lines: [{ ...line!, amount: '107.00' }] },
      'line-mismatch #/data/lines/0/amount',
    ],
    [
      'a tax that does not follow',
      { taxes: [{ rate: '20', taxable: '98.00', tax: '22.00' }] },
      'tax-mismatch #/data/taxes/0/taxable',
    ],
    [
      'a total that does not follow',
      { totals: { net: '100.00', tax: '20.00', gross: '121.00' } },
      'totals-mismatch #/data/totals/gross',
    ],
    ['payments that are not the total', { payments: [] }, 'payments-mismatch #/data/payments'],
    [
      'a tax of 0, and no reason for it',
      {
        lines: [{ ...line!, taxRate: '0' }],
        charges: [],
        taxes: [{ rate: '0', taxable: '108.00', tax: '0.00' }],
        totals: { net: '108.00', tax: '0.00', gross: '108.00' },
        payments: [{ method: 'card', amount: '108.00' }],
      },
      'exemption-missing #/data/taxes',
    ],
    ['half a kuruş', { lines: [{ ...line!, amount: '108.001' }] }, 'invalid-amount #/data/lines/0/amount'],
    ['a unit that is none', { lines: [{ ...line!, unitCode: 'PCS' }] }, 'unknown-unit #/data'],
    ['another currency', { currency: 'EUR' }, 'unexpected-currency #/data/currency'],
    [
      'a tax number that is none',
      { buyer: { firstName: 'A', familyName: 'B', taxId: '1234567891' } },
      'invalid-tax-id #/data/buyer/taxId',
    ],
    ['a field that is not known', { total: '1' } as Changes, 'unknown-field #/data/total'],
    ['no version', { version: undefined } as unknown as Changes, 'missing-field #/data/version'],
    [
      'an amount as a number',
      { totals: { net: 100, tax: '20.00', gross: '120.00' } } as unknown as Changes,
      'invalid-amount #/data/totals/net',
    ],
  ])('cannot be used with %s', (_what, changes, finding) => expect(wrong(changes)).toContain(finding));

  it('cannot be used with a type that nothing is done about', () => {
    expect(wrongWith(acme, { ...standardOrder(), type: 'order.shipped' })).toEqual(['unknown-topic #/type']);
    expect(wrongWith(acme, {})).toEqual(['missing-field #/type']);
  });
});
