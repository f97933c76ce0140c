import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { charactersIn, editDistance, leastDistance } from './edit-distance.js';
import { Standing } from './matching-rule.js';
import { type KeyedReceivable, proposalOfMatched, proposalsFor } from './proposals.js';
import { candidatesIn } from './reference-keys.js';

const order = (orderNumber: string, changes: Partial<KeyedReceivable> = {}): KeyedReceivable => ({
  orderId: orderNumber,
  orderNumber,
  invoiceNumber: null,
  dueMinor: 12_000,
  cameMinor: 0,
  openMinor: 12_000,
  parts: 0,
  currency: 'TRY',
  standing: Standing.open,
  keys: [orderNumber.toUpperCase().replace('-', '')],
  ...changes,
});
const proposed = (keys: readonly string[], pool: readonly KeyedReceivable[]) =>
  proposalsFor({ amountMinor: 12_000, currency: 'TRY', keys }, pool).map(({ orderNumber, why }) => [
    orderNumber,
    ...why,
  ]);

describe('orders are proposed', () => {
  it('the named one first, then one of the amount with a near number, then of the amount, then near', () => {
    const pool = [
      order('ev-5555', { openMinor: 1 }),
      order('moda-1010', { openMinor: 1 }),
      order('ev-7777'),
      order('moda-1002'),
      order('moda-1001', { openMinor: 11_000 }),
    ];
    expect(proposed(['MODA1001'], pool)).toEqual([
      ['moda-1001', 'named'],
      ['moda-1002', 'same-amount', 'near-reference'],
      ['ev-7777', 'same-amount'],
    ]);
    expect(proposed(['MODA1001'], pool.slice(0, 2))).toEqual([['moda-1010', 'near-reference']]);
  });

  it('never three that nothing speaks for, nor one that is not open', () => {
    expect(proposed([], [order('a-1', { openMinor: 5 }), order('b-2', { standing: Standing.paid })])).toEqual([]);
    expect(proposed([], [order('a-1', { currency: 'EUR' })])).toEqual([]);
  });

  it('of the cancelled ones only what is named, with a word of it, and after an open one', () => {
    const cancelled = order('a-1', { standing: Standing.cancelled });
    expect(proposed([], [cancelled])).toEqual([]);
    const [first, second] = proposed([...cancelled.keys, ...order('b-2').keys], [cancelled, order('b-2')]);
    expect([first, second]).toEqual([
      ['b-2', 'named', 'same-amount'],
      ['a-1', 'named', 'same-amount', 'order-cancelled'],
    ]);
  });

  it('for no line of nothing, whatever it names', () => {
    const line = { amountMinor: 0, currency: 'TRY', keys: order('moda-1001').keys };
    expect(proposalsFor(line, [order('moda-1001')])).toEqual([]);
  });

  it('for a long page of what banks write', () => {
    const pool = Array.from({ length: 200 }, (_, n) =>
      order(`moda-${1_000 + n}`, { openMinor: 1, keys: [`MODA${1_000 + n}`, `PO2026${n}`, `AMF2026000000${100 + n}`] }),
    );
    for (let n = 0; n < 100; n += 1) {
      const text = `FAST GELEN HAVALE 20/11/2026 SORGU NO 12${n}456789 REF 20261120${n}345678 AYSE YILMAZ SIPARIS 99${n}1`;
      const iban = 'TR33 0006 4000 9900 0012 3456 67';
      const keys = candidatesIn(`${text} ODEMESI MODA 99871 KAYIT 77${n}8 ${iban}`).map(({ key }) => key);
      expect(proposed(keys, pool).length).toBeLessThanOrEqual(3);
    }
  });

  it('by what is open of one that was amended after it was paid, with what came of it before', () => {
    const rest = order('a-1', { cameMinor: 10_000, openMinor: 2_000, parts: 1 });
    const line = { amountMinor: 2_000, currency: 'TRY', keys: [] };
    expect(proposalsFor(line, [rest])).toMatchObject([{ amount: '20.00', came: '100.00', why: ['same-amount'] }]);
    expect(proposalsFor({ ...line, amountMinor: 12_000 }, [rest])).toEqual([]);
    expect(proposalOfMatched(rest)).toMatchObject({ amount: '120.00', came: '100.00', why: ['matched-with-it'] });
    expect(proposalsFor({ ...line, amountMinor: 12_000 }, [order('b-2')])).toMatchObject([{ amount: '120.00', came: null }]);
  });

  it('three at most', () => {
    expect(
      proposed(
        [],
        [1, 2, 3, 4, 5].map((number) => order(`a-${number}`)),
      ),
    ).toHaveLength(3);
  });
});

describe('the distance of two texts', () => {
  it.each<[string, string, number, number | undefined]>([
    ['MODA1001', 'MODA1001', 2, 0],
    ['MODA1001', 'MODA101', 2, 1],
    ['MODA1001', 'MODA10011', 2, 1],
    ['MODA1001', 'MODA1010', 2, 1],
    ['MODA1001', 'MODB1002', 2, 2],
    ['MODA1001', 'MODB1012', 2, undefined],
    ['', 'AB', 2, 2],
    ['', 'ABC', 2, undefined],
  ])('of %j and %j within %i is %s', (one, other, most, distance) => {
    expect(editDistance(one, other, most)).toBe(distance);
  });

  it('is the same both ways, 0 for the same text alone, and at most the longer text', () => {
    const text = fc.stringMatching(/^[AB1]{0,8}$/);
    fc.assert(
      fc.property(text, text, (one, other) => {
        const distance = editDistance(one, other, 8);
        expect(distance).toBe(editDistance(other, one, 8));
        expect(distance === 0).toBe(one === other);
        expect(distance).toBeLessThanOrEqual(Math.max(one.length, other.length));
      }),
    );
  });

  it('is never less than what the characters tell', () => {
    const text = fc.stringMatching(/^[A-Z0-9]{0,8}$/);
    fc.assert(
      fc.property(text, text, (one, other) => {
        const least = leastDistance(charactersIn(one), charactersIn(other));
        expect(least).toBeLessThanOrEqual(editDistance(one, other, 8) ?? 0);
      }),
    );
  });
});
