import { Channel, FiscalDocument, Mode, type Order } from '@kervan/contracts';
import { describe, expect, it } from 'vitest';
import { fitsOneMessage } from './order-size.js';

/** An order of one line of so long a name, in bytes; the rest of it takes less than 1,000. */
const named = (bytes: number): Order => ({
  company: 'AM01',
  mode: Mode.live,
  channel: Channel.web_shop,
  source: 'web shop Moda',
  orderNumber: 'moda-1',
  version: 1,
  placedAt: '2026-11-21T07:15:00.000Z',
  businessDate: '2026-11-21',
  currency: 'TRY',
  pricesIncludeTax: true,
  fiscalDocument: FiscalDocument.invoice,
  lines: [
    {
      lineNumber: 1,
      articleId: 'A-1',
      gtin: null,
      name: 'ş'.repeat(bytes / 2),
      quantity: '1',
      unitCode: 'C62',
      unitPrice: '1.00',
      discounts: [],
      charges: [],
      amountMinor: 100,
      tax: { scheme: 'VAT', category: 'S', ratePercent: '20', exemptionReason: null, exemptionCode: null },
    },
  ],
  discounts: [],
  charges: [],
  taxes: [],
  totals: { linesMinor: 100, discountMinor: 0, chargeMinor: 0, netMinor: 100, taxMinor: 0, grossMinor: 100 },
  buyer: null,
  deliverTo: null,
  payments: [],
  references: [],
});

describe('an order', () => {
  it.each([
    [949_000, true],
    [950_000, false],
  ])('of one text of %i bytes fits one message: %s', (bytes, fits) => expect(fitsOneMessage(named(bytes))).toBe(fits));
});
