import { describe, expect, it } from 'vitest';
import type { Ledgers } from '../judge/ledger-lines.js';
import { completionsIn, recoveryOf, WINDOW_SECONDS } from './throughput.js';

/** Ten a second, from one second to another. */
function steady(from: number, to: number): number[] {
  return Array.from({ length: (to - from) * 10 }, (_, index) => from * 1_000 + index * 100);
}

const span = { begin: 20_000, end: 30_000 };

describe('the time back to nine tenths of the rate', () => {
  it('is nothing where the rate has never fallen', () => {
    expect(recoveryOf(steady(0, 60), span)).toEqual({ before: 10, backSeconds: 0 });
  });

  it('counts from the end of the fault to the begin of the first window that is fast enough', () => {
    const { backSeconds } = recoveryOf([...steady(0, 20), ...steady(37, 60)], span);
    expect(backSeconds).toBeGreaterThanOrEqual(6);
    expect(backSeconds).toBeLessThanOrEqual(7);
    expect(recoveryOf([...steady(0, 20), ...steady(30, 60)], span).backSeconds).toBe(0);
  });

  it('counts what follows the fault alone, however good it was until its end', () => {
    const { backSeconds } = recoveryOf([...steady(0, 30), ...steady(90, 120)], span);
    expect(backSeconds).toBeGreaterThanOrEqual(59);
    expect(backSeconds).toBeLessThanOrEqual(60);
    expect(recoveryOf(steady(0, 30), span).backSeconds).toBeUndefined();
  });

  it('is not nothing where the rate falls soon after the end', () => {
    const { backSeconds } = recoveryOf([...steady(0, 33), ...steady(60, 90)], span);
    expect(backSeconds).toBeGreaterThanOrEqual(29);
    expect(backSeconds).toBeLessThanOrEqual(30);
  });

  it('is within the grace of one window where a single window is too slow by a few', () => {
    const { backSeconds } = recoveryOf([...steady(0, 31), ...steady(32, 60)], span);
    expect(backSeconds).toBeGreaterThan(0);
    expect(backSeconds).toBeLessThanOrEqual(WINDOW_SECONDS);
  });

  it('is shorter where a backlog is worked off at once', () => {
    const lump = Array.from({ length: 100 }, () => 37_000);
    expect(recoveryOf([...steady(0, 20), ...lump, ...steady(37, 60)], span).backSeconds).toBe(2);
  });

  it('is unknown where the rate never comes back, or there was none before', () => {
    expect(recoveryOf([...steady(0, 20), 40_000, 50_000], span).backSeconds).toBeUndefined();
    expect(recoveryOf(steady(30, 60), span)).toEqual({ before: 0, backSeconds: undefined });
  });
});

describe('the orders that are counted', () => {
  const paid = (orderNumber: string, at: string) => ({ kind: 'payment', orderNumber, at });

  it('are those whose payment is booked, without those that the bank told of', () => {
    const ledgers = {
      erp: [paid('b', '2026-11-21T10:00:02Z'), paid('a', '2026-11-21T10:00:01Z'), paid('c', '2026-11-21T10:00:03Z'), { kind: 'invoice' }],
      bank: [{ kind: 'statement', lines: [{ orderNumber: 'c' }, {}] }, { kind: 'delivered' }],
    } as unknown as Ledgers;
    expect(completionsIn(ledgers)).toEqual(['2026-11-21T10:00:01Z', '2026-11-21T10:00:02Z'].map((at) => Date.parse(at)));
  });
});
