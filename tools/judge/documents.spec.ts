import { describe, expect, it } from 'vitest';
import { canonicalHash } from './canonical-hash.js';
import { type Doctor, instead, rebook, rewrite } from './fixtures/doctors.js';
import { renumbered, smallWorld } from './fixtures/small-world.js';
import { judgeLedgers } from './judge.js';

/** What the judge finds in a doctored copy of sound ledgers. */
function findingsAfter(doctor: Doctor): string[] {
  const ledgers = smallWorld();
  doctor(ledgers);
  return judgeLedgers(renumbered(ledgers)).findings.map(({ code }) => code);
}

describe('what the documents of an order say', () => {
  const first = '"AMA2026000000001"';

  it.each<[string, string, Doctor]>([
    ['buyer-differs', 'an order is booked on another customer', (of) => rebook(of, 'sales-order 2', instead('Ege', 'Aras'))],
    ['buyer-differs', 'an order is booked on another tax id', (of) => rebook(of, 'sales-order 6', instead('6155', '6156'))],
    ['buyer-differs', 'a receipt is booked on a customer', (of) => rebook(of, 'sales-order 1', instead('{', '{"customer":{"name":"Ege"},'))],
    ['buyer-differs', 'an invoice names another buyer', rewrite('integrator', first, 'Ege', 'Aras')],
    ['buyer-differs', 'an invoice names another tax id', rewrite('integrator', first, '6155079210', '11111111111')],
    ['currency-differs', 'an order is in euros', (of) => rebook(of, 'sales-order 1', instead('TRY', 'EUR'))],
    ['currency-differs', 'an invoice in the ERP is in euros', (of) => rebook(of, 'invoice 1', instead('TRY', 'EUR'))],
    ['currency-differs', 'a payment is in euros', (of) => rebook(of, 'payment 1', instead('TRY', 'EUR'))],
    ['currency-differs', 'a transmitted invoice is in euros', rewrite('integrator', first, 'TRY', 'EUR')],
    ['amount-differs', 'an order is over another quantity', (of) => rebook(of, 'sales-order 1', instead('"quantity":"2"', '"quantity":"3"'))],
    ['amount-differs', 'an order is over another price of a piece', (of) => rebook(of, 'sales-order 1', instead('"49.90"', '"49.91"'))],
    ['amount-differs', 'an order is over another unit', (of) => rebook(of, 'sales-order 1', instead('"C62"', '"KGM"'))],
    ['amount-differs', 'an order is over something of another name', (of) => rebook(of, 'sales-order 1', instead('Çay', 'Ã‡ay'))],
    ['amount-differs', 'an order has a discount that nobody gave', (of) => rebook(of, 'sales-order 1', withDiscount)],
    ['amount-differs', 'an order has a charge that nobody agreed to', (of) => rebook(of, 'sales-order 6', withCharge)],
    ['amount-differs', 'an invoice of a till has other lines', rewrite('integrator', first, '["83.17"]', '["83.23"]')],
    ['amount-differs', 'an invoice of a shop has more lines', rewrite('integrator', '"AMA2026000000003"', '["83.17"]', '["40.00","43.17"]')],
    ['amount-differs', 'the lines of an invoice cannot be read', rewrite('integrator', first, '["83.17"]', '["?"]')],
    ['invoice-number-differs', 'a payment is for another invoice', (of) => rebook(of, 'payment 2', instead('000001', '000003'))],
    ['invoice-number-differs', 'a payment names no invoice', (of) => rebook(of, 'payment 2', instead('"AMA2026000000001"', 'null'))],
    ['invoice-number-differs', 'a receipt is paid for an invoice', (of) => rebook(of, 'payment 1', instead('{', '{"invoiceNumber":"AMA2026000000001",'))],
    ['invoice-number-differs', 'an invoice is booked under another ETTN', (of) => rebook(of, 'invoice 1', instead('ettn of 002', 'ettn of 003'))],
    ['date-differs', 'a receipt of the first hours of a day is booked by the day in UTC', (of) => rebook(of, 'sales-order 1', aDayBefore)],
    ['date-differs', 'an order of a Shopify shop is', (of) => rebook(of, 'sales-order 6', aDayBefore)],
    ['date-differs', 'an order of a WooCommerce shop is', (of) => rebook(of, 'sales-order 10', aDayBefore)],
    ['date-differs', 'an order of the partner is', (of) => rebook(of, 'sales-order 11', aDayBefore)],
    ['date-differs', 'an order has no date', (of) => rebook(of, 'sales-order 1', instead('"businessDate":"2026-11-21",', ''))],
    ['date-differs', 'an invoice is booked with another date than it has', (of) => rebook(of, 'invoice 1', aDayBefore)],
    ['company-differs', 'an order is booked for another company', (of) => rebook(of, 'sales-order 1', instead('AM01', 'AM02'))],
    ['company-differs', 'an invoice is', (of) => rebook(of, 'invoice 1', instead('AM01', 'AM02'))],
    ['company-differs', 'a payment is', (of) => rebook(of, 'payment 1', instead('AM01', 'AM02'))],
    ['mode-differs', 'an order is booked as a test', (of) => rebook(of, 'sales-order 11', instead('live', 'test'))],
    ['mode-differs', 'a payment is', (of) => rebook(of, 'payment 1', instead('live', 'test'))],
  ])('finds %s when %s', (code, _what, doctor) => {
    expect(findingsAfter(doctor)).toEqual([code]);
  });

  it.each([
    ['before its order was told', '2026-11-20'],
    ['after it was transmitted', '2026-11-22'],
  ])('finds an invoice that is dated %s, and booked so', (_when, date) => {
    const dated: Doctor = (of) => {
      rewrite('integrator', first, '"issueDate":"2026-11-21"', `"issueDate":"${date}"`)(of);
      rebook(of, 'invoice 1', instead('2026-11-21', date));
    };
    expect(findingsAfter(dated)).toEqual(['date-differs']);
  });

  it('knows when an order was placed from each kind of sender, whatever the delimiters of a file', () => {
    const content = Buffer.from('UNA|*.\\ ~\nBGM*220*PO-1*9~\nDTM*137|20261120|102~\n').toString('base64');
    const ofTheDayBefore: Doctor = (of) => {
      of.partner = of.partner.map((line) => {
        if (line.kind !== 'interchange') return line;
        return { ...line, contentBase64: content, contentHash: canonicalHash({ orders: line.orders, contentBase64: content }) };
      });
    };
    expect(findingsAfter(ofTheDayBefore)).toEqual(['date-differs']);
  });

  it('takes for the same what rounding leaves with a line of an invoice, and white space in a name', () => {
    expect(findingsAfter(rewrite('integrator', first, '["83.17"]', '["83.21"]'))).toEqual([]);
    expect(findingsAfter(rewrite('integrator', first, 'Ege Zeytincilik', 'Ege  Zeytincilik'))).toEqual([]);
  });

  describe('of a buyer who gives no name, or no id', () => {
    const consumer = { name: 'NİHAİ TÜKETİCİ', taxId: '11111111111' };
    const soldTo = (buyer: { name: string } | undefined, invoiced: { name: string; taxId: string }): Doctor => (of) => {
      of.tills = of.tills.map((line) => {
        if (line.kind !== 'rung' || line.orderNumber !== '002-1-1-1') return line;
        return { ...line, body: { ...line.body, invoice: { requested: true, ...(buyer && { buyer }) } } };
      });
      of.erp = of.erp.map((line) => {
        if (line.number !== 'sales-order 2') return line;
        const { customer: _before, ...body } = line.body;
        return { ...line, body: { ...body, ...(buyer && { customer: buyer }) } };
      });
      const named = { buyerName: invoiced.name, buyerTaxId: invoiced.taxId };
      of.integrator = of.integrator.map((line) => {
        const isIt = line.kind === 'transmission' && line.number === 'AMA2026000000001';
        return isIt ? { ...line, invoice: { ...line.invoice, ...named } } : line;
      });
    };
    const differing = (doctor: Doctor) => findingsAfter(doctor).filter((code) => code === 'buyer-differs').length;

    it('takes an invoice to the final consumer for right, and no other', () => {
      expect(differing(soldTo(undefined, consumer))).toBe(0);
      expect(differing(soldTo({ name: 'Ali Can' }, { ...consumer, name: 'Ali Can' }))).toBe(0);
      expect(differing(soldTo(undefined, { ...consumer, name: 'Ali Can' }))).toBe(1);
      expect(differing(soldTo({ name: 'Ali Can' }, consumer))).toBe(1);
      expect(differing(soldTo({ name: 'Ali Can' }, { name: 'Ali Can', taxId: '10000000146' }))).toBe(1);
    });
  });

  it('cannot compare what older ledgers do not tell', () => {
    const older: Doctor = (of) => {
      of.shops = of.shops.map((line) => {
        if (line.kind !== 'ordered') return line;
        const { buyer: _buyer, currency: _currency, shipping: _shipping, ...agreed } = line.agreed;
        const lines = agreed.lines.map(({ quantity: _quantity, ...rest }) => rest);
        const content = { agreed: { ...agreed, lines }, webhooks: line.webhooks.map(({ body: _body, ...rest }) => rest) };
        return { ...line, ...content, contentHash: canonicalHash(content) };
      });
    };
    expect(findingsAfter(older)).toEqual([]);
  });
});

const aDayBefore = instead('2026-11-21', '2026-11-20');
const withDiscount = instead('"lines"', '"discounts":[{"reason":"Kampanya","amount":"1.00"}],"lines"');
const withCharge = instead('"lines"', '"charges":[{"reason":"Kargo","amount":"1.00"}],"lines"');
