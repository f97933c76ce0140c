import { describe, expect, it } from 'vitest';
import { paymentDiscrepancies } from './index.js';

type Told = readonly [status: 'captured' | 'due', amountMinor: number];

function found(grossMinor: number, ...told: readonly Told[]) {
  const payments = told.map(([status, amountMinor]) => ({ status, amountMinor }));
  return paymentDiscrepancies({ totals: { grossMinor }, payments });
}

describe('payments', () => {
  it.each<[string, number, readonly Told[]]>([
    ['one of the total', 12_000, [['captured', 12_000]]],
    ['captured, and the rest due', 12_000, [['captured', 2_000], ['due', 10_000]]],
    ['the change told as what went back', 12_000, [['captured', 20_000], ['captured', -8_000]]],
    ['one of nothing beside the total', 12_000, [['due', 0], ['captured', 12_000]]],
    ['none, where there is nothing to pay', 0, []],
  ])('are the total: %s', (_what, grossMinor, told) => expect(found(grossMinor, ...told)).toEqual([]));

  it.each<[string, number, readonly Told[], number, number]>([
    ['one minor unit short', 12_000, [['captured', 11_999]], 12_000, 11_999],
    ['one minor unit beyond it', 12_000, [['captured', 2_001], ['due', 10_000]], 12_000, 12_001],
    ['none', 12_000, [], 12_000, 0],
    ['one, where there is nothing to pay', 0, [['captured', 1]], 0, 1],
    ['more captured than the total, made up for by what is due', 12_000, [['captured', 15_000], ['due', -3_000]], 0, -3_000],
    ['more due than the total, made up for by what went back', 12_000, [['captured', -1], ['due', 12_001]], 12_000, 12_001],
  ])('are not the total: %s', (_what, grossMinor, told, expectedMinor, actualMinor) => {
    expect(found(grossMinor, ...told)).toEqual([
      { pointer: '/payments', code: 'payments-mismatch', expectedMinor, actualMinor },
    ]);
  });
});
