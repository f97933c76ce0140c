import { describe, expect, it } from 'vitest';
import { type LedgerLine, verify } from './verify.js';

const at = '2026-11-21T10:00:00.000Z';
const sale = { orderNumber: '001-9-1-1', gross: '49.90' };

const erpLines: readonly LedgerLine[] = [
  { kind: 'sales-order', at, orderNumber: sale.orderNumber, body: { totals: { gross: '49.90' } } },
  { kind: 'invoice', at, orderNumber: sale.orderNumber, body: { totals: { gross: '49.90' } } },
  { kind: 'payment', at, orderNumber: sale.orderNumber, body: { total: '49.90' } },
];

const integratorLines: readonly LedgerLine[] = [
  {
    kind: 'transmission', at, number: 'ABC2026000000001', invoice: { orderNumber: sale.orderNumber, totals: { payable: '49.90' } },
  },
  { kind: 'decision', at, number: 'ABC2026000000001', status: 'accepted' },
];

const checked = (erp = erpLines, integrator = integratorLines, sales = [sale]) => {
  const { verified, lost, doubled, unasked } = verify(sales, erp, integrator);
  return { verified: [...verified], lost, doubled, unasked };
};

const sound = { verified: [sale.orderNumber], lost: [], doubled: [], unasked: [] };

describe('a sale', () => {
  it('is verified with one order, one accepted invoice, one ERP invoice and one payment', () => {
    expect(checked()).toEqual(sound);
  });

  it('has the instant at which the ERP recorded its order', () => {
    expect(verify([sale], erpLines, integratorLines).inErpAt.get(sale.orderNumber)).toBe(Date.parse(at));
  });

  it.each(erpLines.map(({ kind }) => kind))('is lost without its %s', (kind) => {
    const left = erpLines.filter((line) => line.kind !== kind);
    expect(checked(left)).toEqual({ ...sound, verified: [], lost: [sale.orderNumber] });
  });

  it('is lost without the authority\'s word, or with a refusal', () => {
    const [transmission, decision] = integratorLines as [LedgerLine, LedgerLine];
    const lost = { ...sound, verified: [], lost: [sale.orderNumber] };
    expect(checked(erpLines, [transmission])).toEqual(lost);
    expect(checked(erpLines, [transmission, { ...decision, status: 'refused' }])).toEqual(lost);
  });

  it.each(erpLines.map(({ kind }, index) => [kind, index] as const))('is lost when its %s is one kuruş more', (_, index) => {
    const wrong = erpLines.map((line, n) => (n === index ? { ...line, body: { total: '49.91' } } : line));
    expect(checked(wrong)).toEqual({ ...sound, verified: [], lost: [sale.orderNumber] });
  });

  it.each([[{ payable: '49.91' }], [undefined]])('is lost when its invoice asks for %o', (totals) => {
    const [transmission, decision] = integratorLines as [LedgerLine, LedgerLine];
    const wrong = { ...transmission, invoice: { orderNumber: sale.orderNumber, ...(totals && { totals }) } };
    expect(checked(erpLines, [wrong, decision])).toEqual({ ...sound, verified: [], lost: [sale.orderNumber] });
  });

  it.each(erpLines.map((line) => [line.kind, line] as const))('is doubled with a second %s', (_, line) => {
    expect(checked([...erpLines, line])).toEqual({ ...sound, verified: [], doubled: [sale.orderNumber] });
  });

  it('is doubled with a second invoice under another number', () => {
    const second = { ...integratorLines[0]!, number: 'ABC2026000000002' };
    expect(checked(erpLines, [...integratorLines, second])).toEqual({ ...sound, verified: [], doubled: [sale.orderNumber] });
  });

  it('that was never accepted has no business in a ledger', () => {
    expect(checked(erpLines, integratorLines, [])).toEqual({ ...sound, verified: [], unasked: [sale.orderNumber] });
  });
});
