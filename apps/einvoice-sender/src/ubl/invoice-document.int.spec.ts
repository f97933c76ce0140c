import { type Order, type Payment, TaxIdScheme } from '@kervan/contracts';
import { afterAll, describe, expect, it } from 'vitest';
import { company } from '../fixtures/company.js';
import { allowance, buyingCompany, line, orderOf, person, vat } from '../fixtures/orders.js';
import { rootElements, select, ublSchema } from '../fixtures/ubl.js';
import { preflight } from '../invoice/preflight.js';
import { Profile } from '../invoice/profile.js';
import { invoiceDocument } from './invoice-document.js';

const schema = ublSchema();
afterAll(() => schema.dispose());

/** Writes the invoice of an order that preflight lets pass; it must fit the schema. */
function written(order: Order, profile: Profile = Profile.archive): string {
  expect(preflight(order, { company, mode: order.mode, today: order.businessDate })).toEqual([]);
  const document = invoiceDocument(order, company, { ettn: 'f47ac10b-58cc-4372-a567-0e02b2c3d479', profile });
  const xml = document({ number: 'ANA2026000000001', issueDate: '2026-11-21', issueTime: '10:00:00' });
  expect(schema.violations(xml)).toEqual([]);
  return xml;
}

const paid = (method: string): Payment => {
  return { method, amountMinor: 9_980, status: 'captured', reference: null, dueDate: null };
};

const CUSTOMER = '/inv:Invoice/cac:AccountingCustomerParty/cac:Party';

describe('the UBL of an invoice', () => {
  it('holds what every sample invoice of the authority holds, in the order of the schema', () => {
    expect(rootElements(written(orderOf(undefined, { buyer: buyingCompany }), Profile.basic))).toEqual([
      'ext:UBLExtensions',
      'cbc:UBLVersionID',
      'cbc:CustomizationID',
      'cbc:ProfileID',
      'cbc:ID',
      'cbc:CopyIndicator',
      'cbc:UUID',
      'cbc:IssueDate',
      'cbc:IssueTime',
      'cbc:InvoiceTypeCode',
      'cbc:Note',
      'cbc:DocumentCurrencyCode',
      'cbc:LineCountNumeric',
      'cac:OrderReference',
      'cac:Signature',
      'cac:AccountingSupplierParty',
      'cac:AccountingCustomerParty',
      'cac:TaxTotal',
      'cac:LegalMonetaryTotal',
      'cac:InvoiceLine',
    ]);
  });

  it.each([
    ['/inv:Invoice/cac:Signature/cbc:ID[@schemeID="VKN_TCKN"]', '9205121120'],
    [
      '/inv:Invoice/cac:AccountingSupplierParty/cac:Party/cac:PartyIdentification/cbc:ID[@schemeID="VKN"]',
      '9205121120',
    ],
    ['/inv:Invoice/cac:AccountingSupplierParty/cac:Party/cac:PartyTaxScheme/cac:TaxScheme/cbc:Name', 'Çankaya'],
    [`${CUSTOMER}/cac:PartyIdentification/cbc:ID[@schemeID="VKN"]`, '4540536920'],
    [`${CUSTOMER}/cac:PartyName/cbc:Name`, 'Öz & Gül Ticaret Ltd. Şti.'],
    [`${CUSTOMER}/cac:PostalAddress/cac:Country/cbc:Name`, 'Türkiye'],
    ['/inv:Invoice/cac:TaxTotal/cac:TaxSubtotal/cac:TaxCategory/cac:TaxScheme/cbc:TaxTypeCode', '0015'],
    ['/inv:Invoice/cac:InvoiceLine/cbc:InvoicedQuantity[@unitCode="C62"]', '2'],
    ['/inv:Invoice/cac:OrderReference/cbc:ID', '012-3-147-5012'],
    ['/inv:Invoice/cac:LegalMonetaryTotal/cbc:PayableAmount[@currencyID="TRY"]', '99.80'],
    ['/inv:Invoice/cbc:InvoiceTypeCode', 'SATIS'],
  ])('has %s', (xpath, text) => {
    expect(select(written(orderOf(undefined, { buyer: buyingCompany }), Profile.basic), xpath)).toEqual([text]);
  });

  it('names a person by first and family name, and never as a company', () => {
    const xml = written(
      orderOf(undefined, { buyer: { ...person, firstName: null, familyName: null, name: 'Ali Can Öz' } }),
    );
    expect(select(xml, `${CUSTOMER}/cac:Person/cbc:FirstName`)).toEqual(['Ali Can']);
    expect(select(xml, `${CUSTOMER}/cac:Person/cbc:FamilyName`)).toEqual(['Öz']);
    expect(select(xml, `${CUSTOMER}/cac:PartyName`)).toEqual([]);
  });

  it('names nobody as the final consumer, at the address of the seller', () => {
    const xml = written(orderOf());
    expect(select(xml, `${CUSTOMER}/cac:PartyIdentification/cbc:ID[@schemeID="TCKN"]`)).toEqual(['11111111111']);
    expect(select(xml, `${CUSTOMER}/cac:Person/cbc:FamilyName`)).toEqual(['TÜKETİCİ']);
    expect(select(xml, `${CUSTOMER}/cac:PostalAddress/cbc:CityName`)).toEqual(['Ankara']);
  });

  it('names a foreign company by the placeholder', () => {
    const address = { ...person.address!, city: 'Berlin', district: 'Mitte', countryCode: 'DE' };
    const buyer = { ...buyingCompany, taxId: 'DE123456789', taxIdScheme: TaxIdScheme.OTHER, address };
    const xml = written(orderOf(undefined, { buyer }));
    expect(select(xml, `${CUSTOMER}/cac:PartyIdentification/cbc:ID[@schemeID="VKN"]`)).toEqual(['2222222222']);
    expect(select(xml, `${CUSTOMER}/cac:PostalAddress/cac:Country/cbc:Name`)).toEqual(['Almanya']);
  });

  it('adds up to the kuruş with several rates and discounts on line and document', () => {
    const lines = [
      { ...line(1, '3', '33.33', 9_499, '20'), discounts: [allowance(500)] },
      line(2, '7', '1.15', 805, '10'),
      line(3, '1', '45.00', 4_500, '0'),
    ];
    const xml = written(orderOf(lines, { discounts: [allowance(777)], charges: [allowance(2_500, vat('20'))] }));
    const kurus = (xpath: string): number[] => select(xml, xpath).map((text) => Math.round(Number(text) * 100));
    const sum = (xpath: string): number => kurus(xpath).reduce((all, one) => all + one, 0);
    const total = (name: string): number => sum(`/inv:Invoice/cac:LegalMonetaryTotal/cbc:${name}`);
    const subtotal = '/inv:Invoice/cac:TaxTotal/cac:TaxSubtotal';
    expect(kurus(subtotal + '/cbc:TaxAmount')).toHaveLength(3);
    expect(sum('/inv:Invoice/cac:InvoiceLine/cbc:LineExtensionAmount')).toBe(total('LineExtensionAmount'));
    expect(total('LineExtensionAmount') - total('AllowanceTotalAmount') + total('ChargeTotalAmount')).toBe(
      total('TaxExclusiveAmount'),
    );
    expect(sum(`${subtotal}/cbc:TaxableAmount`)).toBe(total('TaxExclusiveAmount'));
    expect(sum(`${subtotal}/cbc:TaxAmount`)).toBe(sum('/inv:Invoice/cac:TaxTotal/cbc:TaxAmount'));
    expect(total('TaxExclusiveAmount') + sum('/inv:Invoice/cac:TaxTotal/cbc:TaxAmount')).toBe(
      total('TaxInclusiveAmount'),
    );
    expect(total('PayableAmount')).toBe(9_499 + 805 + 4_500 - 777 + 2_500);
  });

  it('gives the reason and code of a rate of 0, and is then an exempt invoice', () => {
    const xml = written(orderOf([line(1, '1', '45.00', 4_500, '0'), line(2, '1', '10.00', 1_000, '20')]));
    const category = '/inv:Invoice/cac:TaxTotal/cac:TaxSubtotal/cac:TaxCategory';
    expect(select(xml, `${category}/cbc:TaxExemptionReasonCode`)).toEqual(['335']);
    expect(select(xml, '/inv:Invoice/cbc:InvoiceTypeCode')).toEqual(['ISTISNA']);
  });

  it('is a plain sale where the law knows no exemption (351)', () => {
    const tax = { ...vat('0'), exemptionCode: '351', exemptionReason: 'İstisna olmayan diğer' };
    const order = orderOf([{ ...line(1, '1', '45.00', 4_500, '0'), tax }]);
    const xml = written({ ...order, taxes: [{ tax, taxableMinor: 4_500, taxMinor: 0 }] });
    expect(select(xml, '/inv:Invoice/cbc:InvoiceTypeCode')).toEqual(['SATIS']);
  });

  it.each<[string, Order]>([
    [
      'a free line has a rate of its own',
      orderOf([line(1, '1', '10.00', 1_000, '20'), { ...line(2, '1', '5.00', 0, '10'), discounts: [allowance(500)] }]),
    ],
    ['everything was given away', orderOf([line(1, '1', '10.00', 1_000, '20')], { discounts: [allowance(1_000)] })],
    ['the tax rounds to nothing', orderOf([line(1, '1', '0.40', 40, '1')])],
  ])('claims no exemption by law where %s, and gives the reason for a tax of 0 that the authority wants', (_, order) => {
    const xml = written(order);
    const withoutTax = '/inv:Invoice/cac:TaxTotal/cac:TaxSubtotal[cbc:TaxAmount = 0]/cac:TaxCategory';
    expect(select(xml, `${withoutTax}/cbc:TaxExemptionReasonCode`)).toEqual(['351']);
    expect(select(xml, `${withoutTax}/cbc:TaxExemptionReason`)).toEqual(['KDV - İstisna Olmayan Diğer']);
    expect(select(xml, '//cbc:TaxExemptionReasonCode')).toHaveLength(1);
    expect(select(xml, '/inv:Invoice/cbc:InvoiceTypeCode')).toEqual(['SATIS']);
  });

  it.each<[string, Payment, string[][]]>([
    ['by card', paid('card'), [['INT_PAYMENT_METHOD', 'KREDIKARTI/BANKAKARTI'], ['INT_PAYMENTDATE', '2026-11-21']]],
    ['by a transfer to come', { ...paid('transfer'), status: 'due' }, [['INT_PAYMENT_METHOD', 'EFT/HAVALE']]],
    [
      'by a transfer due on a date',
      { ...paid('transfer'), status: 'due', dueDate: '2026-12-01' },
      [['INT_PAYMENT_METHOD', 'EFT/HAVALE'], ['INT_PAYMENTDATE', '2026-12-01']],
    ],
    ['in a way of its own', paid('points'), [['INT_PAYMENT_METHOD', 'DIGER'], ['INT_PAYMENTDATE', '2026-11-21']]],
  ])('tells of a web sale that it was one, where, and that it is paid %s', (_, payment, told) => {
    const references = [{ type: 'web_site', value: 'https://shop.example', issuedOn: null }];
    const order = orderOf(undefined, { channel: 'web_shop', references, payments: [payment], businessDate: '2026-11-21' });
    const all = '/inv:Invoice/cac:AdditionalDocumentReference';
    const xml = written(order);
    const codes = select(xml, `${all}/cbc:DocumentTypeCode`);
    const values = select(xml, `${all}/cbc:DocumentType`);
    expect(codes.map((code, index) => [code, values[index]])).toEqual([
      ['SEND_TYPE', 'ELEKTRONIK'], ['IS_INTERNET', 'true'], ['INT_WEBSITE', 'https://shop.example'], ...told,
    ]);
  });

  it('escapes what XML would read as markup', () => {
    const xml = written(orderOf([{ ...line(1, '1', '10.00', 1_000, '20'), name: 'A<b> & "c" ]]> 🍎' }]));
    expect(select(xml, '/inv:Invoice/cac:InvoiceLine/cac:Item/cbc:Name')).toEqual(['A<b> & "c" ]]> 🍎']);
  });

  it('is the same text for the same order and number', () => {
    expect(written(orderOf())).toBe(written(orderOf()));
  });

  it('is told by XPath what does not fit the schema', () => {
    expect(schema.violations(written(orderOf()).replace('<cbc:UUID>', '<cbc:Uuid/><cbc:UUID>'))).toEqual([
      '/*/cbc:Uuid',
    ]);
  });
});
