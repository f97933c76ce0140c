import { FINAL_CONSUMER_TCKN, FOREIGN_BUYER_VKN } from '@kervan/commerce';
import { FiscalDocument, Mode, type Order, type OrderLine, type Party, TaxIdScheme } from '@kervan/contracts';
import { describe, expect, it } from 'vitest';
import { company } from '../fixtures/company.js';
import { buyingCompany, line, orderOf, person, vat } from '../fixtures/orders.js';
import { preflight } from './preflight.js';
import { isRuleCode } from './rules.js';

const issuer = { company, mode: Mode.live, today: '2026-11-21' };
/** The fields that no amendment may change once the sales order is posted, which it is before an invoice is asked for. */
const HELD_BY_ERP = /^\/(businessDate|currency|lines|discounts|charges|taxes|totals)(?!.*\/tax\/(scheme|exemption))/;
const found = (order: Order): [string, string][] => preflight(order, issuer).map(({ field, rule }) => [field, rule]);
const withLine = (changes: Partial<OrderLine>): Order => {
  return { ...orderOf(), lines: [{ ...orderOf().lines[0]!, ...changes }] };
};
const withBuyer = (changes: Partial<Party>, party: Party = person): Order =>
  orderOf(undefined, { buyer: { ...party, ...changes } });
const abroad = { ...buyingCompany.address!, city: 'Berlin', countryCode: 'DE' };

describe('preflight', () => {
  it.each([
    ['nobody', null],
    ['a person', person],
    ['a company', buyingCompany],
    ['a final consumer by placeholder, without address', { ...person, taxId: FINAL_CONSUMER_TCKN, address: null }],
    ['a foreign company by placeholder', { ...buyingCompany, taxId: FOREIGN_BUYER_VKN, address: abroad }],
    ['a foreign company by its own id', { ...buyingCompany, taxId: 'DE123456789', taxIdScheme: TaxIdScheme.OTHER, address: abroad }],
    ['a person whose name is in one piece', { ...person, firstName: null, familyName: null }],
    ['a person with empty optional fields', { ...person, taxOffice: '', email: '' }],
    ['a person with an empty id, who is a final consumer', { ...person, taxId: '', address: null }],
  ])('lets an order of %s pass', (_, buyer) => {
    expect(found(orderOf(undefined, { buyer }))).toEqual([]);
  });

  it('lets the rows of a whole tax table pass, of rates that nothing is sold at', () => {
    const none = { scheme: 'VAT', category: 'Z', ratePercent: '0', exemptionReason: null, exemptionCode: null };
    const rows = [none, vat('10'), { ...none, scheme: 'OTV' }].map((tax) => ({ tax, taxableMinor: 0, taxMinor: 0 }));
    expect(found({ ...orderOf(), taxes: [...rows, ...orderOf().taxes] })).toEqual([]);
  });

  const cases: [string, Order, [string, string][]][] = [
    ['another mode', { ...orderOf(), mode: Mode.test }, [['/mode', 'mode-not-served']]],
    [
      'a receipt',
      { ...orderOf(), fiscalDocument: FiscalDocument.receipt },
      [['/fiscalDocument', 'receipt-is-the-document']],
    ],
    ['euros', { ...orderOf(), currency: 'EUR' }, [['/currency', 'currency-without-rate']]],
    ['a sale of tomorrow', { ...orderOf(), businessDate: '2026-11-22' }, [['/businessDate', 'date-in-future']]],
    ['no line', { ...orderOf(), lines: [] }, [['/lines', 'lines-missing']]],
    ['a nameless line', withLine({ name: ' ' }), [['/lines/0/name', 'text-missing']]],
    ['a control character', withLine({ name: 'Çay\u0007' }), [['/lines/0/name', 'text-not-allowed']]],
    ['half an emoji', withLine({ name: 'Çay \ud83c' }), [['/lines/0/name', 'text-not-allowed']]],
    ['no quantity', withLine({ quantity: '0' }), [['/lines/0/quantity', 'invalid-quantity']]],
    ['a unit of its own', withLine({ unitCode: 'ADET' }), [['/lines/0/quantity', 'unknown-unit']]],
    ['a price of 9 places', withLine({ unitPrice: '0.123456789' }), [['/lines/0/unitPrice', 'invalid-unit-price']]],
    ['a negative line', withLine({ amountMinor: -1 }), [['/lines/0/amountMinor', 'negative-amount']]],
    ['a rate of 120', withLine({ tax: vat('120') }), [['/lines/0/tax/ratePercent', 'invalid-rate']]],
    [
      'another tax',
      withLine({ tax: { ...vat('20'), scheme: 'OTV' } }),
      [
        ['/lines/0/tax/scheme', 'tax-not-supported'],
        ['/taxes/0/taxableMinor', 'tax-mismatch'],
        ['/taxes/0/taxMinor', 'tax-mismatch'],
        ['/taxes', 'tax-mismatch'],
      ],
    ],
    [
      'an exemption without a reason',
      {
        ...orderOf([line(1, '1', '10.00', 1_000, '0')]),
        taxes: [{ tax: { ...vat('0'), exemptionCode: null }, taxableMinor: 1_000, taxMinor: 0 }],
      },
      [
        ['/taxes/0/tax/exemptionCode', 'exemption-missing'],
        ['/taxes/0/taxableMinor', 'tax-mismatch'],
        ['/taxes', 'tax-mismatch'],
      ],
    ],
    ...['210', '308', '555', '701', 'abc'].map((exemptionCode): [string, Order, [string, string][]] => {
      const tax = { ...vat('0'), exemptionCode };
      const order = orderOf([{ ...line(1, '1', '10.00', 1_000, '0'), tax }]);
      return [
        `${exemptionCode} as the reason for a rate of 0`,
        { ...order, taxes: [{ tax, taxableMinor: 1_000, taxMinor: 0 }] },
        [
          ['/lines/0/tax/exemptionCode', 'exemption-code-unknown'],
          ['/taxes/0/tax/exemptionCode', 'exemption-code-unknown'],
        ],
      ];
    }),
    [
      'a row of nothing whose rate cannot be read',
      { ...orderOf(), taxes: [...orderOf().taxes, { tax: vat('120'), taxableMinor: 0, taxMinor: 0 }] },
      [['/taxes/1/tax/ratePercent', 'invalid-rate']],
    ],
    [
      'a rate that is told twice',
      { ...orderOf(), taxes: [...orderOf().taxes, { tax: vat('20.0'), taxableMinor: 0, taxMinor: 0 }] },
      [['/taxes/1', 'tax-mismatch']],
    ],
    [
      'a web site that XML cannot carry',
      { ...orderOf(), references: [{ type: 'web_site', value: 'https://shop.example/\u0000', issuedOn: null }] },
      [['/references/0/value', 'text-not-allowed']],
    ],
    ['a line that is not quantity x price', withLine({ quantity: '3' }), [['/lines/0/amountMinor', 'line-mismatch']]],
    [
      'a total 0.01 off',
      { ...orderOf(), totals: { ...orderOf().totals, grossMinor: 9_981 } },
      [['/totals/grossMinor', 'totals-mismatch']],
    ],
    [
      'a VKN with a wrong check digit',
      withBuyer({ taxId: '4540536921' }, buyingCompany),
      [['/buyer/taxId', 'buyer-vkn-invalid']],
    ],
    ['a TCKN with a wrong check digit', withBuyer({ taxId: '10000000147' }), [['/buyer/taxId', 'buyer-tckn-invalid']]],
    ['an id of no kind', withBuyer({ taxIdScheme: null }), [['/buyer/taxIdScheme', 'buyer-id-scheme-missing']]],
    [
      'a person of one word',
      withBuyer({ name: 'Ayşe', firstName: null, familyName: null }),
      [['/buyer/name', 'buyer-name-incomplete']],
    ],
    ['a company without a name', withBuyer({ name: '' }, buyingCompany), [['/buyer/name', 'text-missing']]],
    ['a person with an id and no address', withBuyer({ address: null }), [['/buyer/address', 'buyer-address-missing']]],
    [
      'no district',
      withBuyer({ address: { ...person.address!, district: null } }),
      [['/buyer/address/district', 'text-missing']],
    ],
    [
      'an unknown country',
      withBuyer({ address: { ...person.address!, countryCode: 'UK' } }),
      [['/buyer/address/countryCode', 'unknown-country']],
    ],
  ];
  it.each(cases)('finds %s', (_, order, expected) => expect(found(order)).toEqual(expected));

  it.each(cases)('asks for what can still be done of %s: what the ERP holds is placed anew, not amended', (_, order) => {
    for (const { field, rule, fix } of preflight(order, issuer)) {
      if (HELD_BY_ERP.test(field)) expect([rule, fix]).toEqual([rule, expect.stringContaining('place it anew')]);
      if (/^(buyer|exemption)-/.test(rule)) expect([rule, fix]).toEqual([rule, expect.not.stringContaining('anew')]);
    }
  });

  it('finds a company that is not set up', () => {
    expect(preflight(orderOf(), { ...issuer, company: undefined })[0]).toMatchObject({
      field: '/company',
      rule: 'seller-unknown',
    });
  });

  it('tells every finding in Turkish and English, with what to do, and never repeats a value', () => {
    const order = withBuyer({ taxId: '10000000147', name: 'Ayşe Gizli' });
    const [one] = preflight(order, issuer);
    expect(one).toEqual({
      field: '/buyer/taxId',
      rule: 'buyer-tckn-invalid',
      reasonTr: expect.stringContaining('TCKN'),
      reasonEn: expect.stringContaining('check digits'),
      fix: expect.stringContaining('Ask the buyer'),
    });
    expect(JSON.stringify(one)).not.toMatch(/10000000147|Gizli/);
  });

  it('names its rules by codes of its own only', () => {
    expect(isRuleCode('buyer-vkn-invalid')).toBe(true);
    expect(isRuleCode('toString')).toBe(false);
  });
});
