import { describe, expect, it } from 'vitest';
import { divideRounded, sumOf, toKurus } from '../money.js';
import { isTaxId } from '../world/tax-ids.js';
import { CANARY_PERSON } from './canaries.js';
import { MIN_SALES, planMorning, type PlannedSale } from './plan-morning.js';
import { orderNumberOf } from './sale-body.js';

const morning = planMorning({ sales: 300, seed: 1, zNumber: 1 });
const sound = morning.filter(({ expectation }) => expectation !== 'refused');
const invoiced = morning.filter(({ draft }) => draft.invoice);

const kurus = (text: string): bigint => toKurus(text) ?? -1n;
const expectationsOf = (plan: readonly PlannedSale[]) => new Set(plan.map(({ expectation }) => expectation));

describe('the plan of a morning', () => {
  it('is the same for the same seed and Z number, and another one for the next', () => {
    expect(planMorning({ sales: 300, seed: 1, zNumber: 1 })).toEqual(morning);
    expect(planMorning({ sales: 300, seed: 1, zNumber: 2 })).not.toEqual(morning);
    expect(planMorning({ sales: 300, seed: 2, zNumber: 1 })).not.toEqual(morning);
  });

  it('gives every receipt a number of its own, over all 45 branches', () => {
    expect(new Set(morning.map(({ draft }) => orderNumberOf(draft))).size).toBe(300);
    expect(new Set(morning.map(({ draft }) => draft.branch)).size).toBe(45);
  });

  it('has 40 invoices for every kind of buyer', () => {
    expect(invoiced).toHaveLength(40);
    const kinds = ['e-archive-company', 'e-archive-consumer', 'e-archive-person', 'e-invoice'];
    expect([...new Set(invoiced.map(({ kind }) => kind))].toSorted()).toEqual(kinds);
    expect(invoiced.some(({ draft }) => draft.invoice?.buyer === undefined)).toBe(true);
    expect(invoiced.some(({ draft }) => draft.invoice?.buyer?.email === CANARY_PERSON.email)).toBe(true);
  });

  it('gives every buyer a sound tax id, but for the one whose invoice has to stop at preflight', () => {
    const unsound = invoiced.filter(({ draft }) => {
      const taxId = draft.invoice?.buyer?.taxId;
      return taxId !== undefined && !isTaxId(taxId);
    });
    expect(unsound.map(({ expectation }) => expectation)).toEqual(['attention:issue-invoice']);
  });

  it.each([300, MIN_SALES])('plays every script, %s sales or not', (sales) => {
    const expected = [
      'attention:cancellation',
      'attention:issue-invoice',
      'attention:post-order',
      'attention:transmit',
      'completed-invoice',
      'completed-receipt',
      'refused',
      'reversed',
    ];
    const plan = planMorning({ sales, seed: 3, zNumber: 9 });
    expect([...expectationsOf(plan)].toSorted()).toEqual(expected);
    expect(plan.some(({ sends }) => sends === 5)).toBe(true);
    expect(plan.some(({ altered }) => altered)).toBe(true);
  });

  it.each([300, MIN_SALES])('has tills that were offline: of %s sales some receipts and an invoice at least, which are taken', (sales) => {
    const offline = planMorning({ sales, seed: 3, zNumber: 9 }).filter((sale) => sale.offline);
    expect(offline.filter(({ draft }) => !draft.invoice).length).toBeGreaterThan(1);
    expect(offline.some(({ draft }) => draft.invoice)).toBe(true);
    expect([...expectationsOf(offline)].toSorted()).toEqual(['completed-invoice', 'completed-receipt']);
  });

  it('has every tax rate, weighed goods to three decimals, and discounts on lines and receipts', () => {
    const lines = morning.flatMap(({ draft }) => draft.lines);
    expect([...new Set(lines.map(({ taxRate }) => taxRate))].toSorted()).toEqual(['0', '1', '10', '20']);
    expect(lines.some(({ quantity }) => /^\d+\.\d{3}$/.test(quantity))).toBe(true);
    expect(lines.some(({ discounts }) => discounts)).toBe(true);
    expect(morning.some(({ draft }) => draft.discounts)).toBe(true);
    expect(lines.filter(({ taxRate }) => taxRate === '0').every(({ exemptionCode }) => exemptionCode)).toBe(true);
  });

  it('adds up to the kuruş: lines, discounts, tax per rate, totals and payments', () => {
    for (const { draft } of sound) {
      const lines = sumOf(draft.lines.map(({ amount }) => kurus(amount)));
      const discount = sumOf((draft.discounts ?? []).map(({ amount }) => kurus(amount)));
      expect(lines - discount).toBe(kurus(draft.totals.gross));
      expect(sumOf(draft.taxes.map(({ taxable }) => kurus(taxable)))).toBe(kurus(draft.totals.net));
      expect(sumOf(draft.taxes.map(({ tax }) => kurus(tax)))).toBe(kurus(draft.totals.tax));
      expect(kurus(draft.totals.net) + kurus(draft.totals.tax)).toBe(kurus(draft.totals.gross));
      expect(sumOf(draft.payments.map(({ amount }) => kurus(amount)))).toBe(kurus(draft.totals.gross));
      for (const { rate, taxable, tax } of draft.taxes) {
        const gross = kurus(taxable) + kurus(tax);
        expect(kurus(tax)).toBe(divideRounded(gross * BigInt(rate), 100n + BigInt(rate)));
      }
    }
  });

  it('has sums that do not divide evenly by their tax', () => {
    const uneven = sound
      .flatMap(({ draft }) => draft.taxes)
      .filter(({ rate, taxable, tax }) => {
        return ((kurus(taxable) + kurus(tax)) * BigInt(rate)) % (100n + BigInt(rate)) !== 0n;
      });
    expect(uneven.length).toBeGreaterThan(100);
  });
});
