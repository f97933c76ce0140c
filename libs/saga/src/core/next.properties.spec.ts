import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OrderCompleted, OrderNeedsAttention, OrderReversed, OrderTaken, SalesOrderPosted } from '@kervan/contracts';
import {
  amended,
  brokenLaws,
  everyHappening,
  happening,
  play,
  retriedAsSeen,
  skipped,
  type Happening,
} from '../testing/index.js';
import {
  invoiceFormRefused,
  journey,
  paymentMatched,
  receiptSalePlaced,
  tillSalePlaced,
} from '../fixtures/sale.happenings.js';
import { sale } from '../fixtures/sale.saga.js';
import { byHand } from '../fixtures/sale.ways.js';

const tellsStanding = [OrderTaken, OrderCompleted, OrderReversed, OrderNeedsAttention];
const steps = Object.values(journey.steps);
const happenings: Readonly<Record<string, Happening>> = {
  ...everyHappening(sale, journey, byHand),
  'post-order record for issue-invoice': happening(
    SalesOrderPosted,
    { erpNumber: 'SO-1' },
    { step: 'issue-invoice', attempt: 1 },
  ),
  'form refused': invoiceFormRefused,
  'paid in part': paymentMatched(5_000),
};
const sequence = fc.array(fc.constantFrom(...Object.keys(happenings)), { maxLength: 8 });
const named = (names: readonly string[]): Happening[] => names.map((name) => happenings[name]!);
const starts = { web: journey.start, till: tillSalePlaced, receipt: receiptSalePlaced } as const;

const PATIENCE_MS = 60_000;

describe('any sequence of inputs', { timeout: PATIENCE_MS }, () => {
  it('leads to no illegal state, no double send and no undo after the pivot, wherever it begins', () => {
    const start = fc.constantFrom(...(Object.keys(starts) as (keyof typeof starts)[]));
    fc.assert(
      fc.property(start, fc.nat({ max: steps.length }), sequence, (channel, reached, then) => {
        const way = steps.slice(0, reached).map(({ ok }) => ok);
        expect(brokenLaws(sale, [starts[channel], ...way, ...named(then)])).toEqual([]);
      }),
      { numRuns: 10_000 },
    );
  });

  it('is overruled by no act that was decided upon before the last of them', () => {
    fc.assert(
      fc.property(sequence, fc.nat({ max: 2 }), (names, act) => {
        const way = [journey.start, ...named(names)];
        const { instance: stood } = play(sale, way).at(-1)!;
        const seen = { revision: stood!.revision - 1 };
        const acts = [retriedAsSeen(seen), skipped(byHand, undefined, seen), amended({ source: 'corrected' }, seen)];
        const { instance, send, publish } = play(sale, [...way, acts[act]!]).at(-1)!;
        expect(send).toEqual([]);
        expect(tellsStanding).toEqual(expect.arrayContaining(publish.map(({ type }) => type)));
        expect(JSON.stringify(instance)).toBe(JSON.stringify({ ...stood, revision: stood!.revision + 1 }));
      }),
      { numRuns: 2_000 },
    );
  });

  it('has every event that it took counted once it goes on from the step that waits for them', () => {
    const amounts: Readonly<Record<string, number>> = { 'paid in part': 5_000, 'settle ok': 12_000 };
    const meanwhile = ['dead', 'withdrawn', 'retry', 'pause', 'resume', 'cancelled', 'skip', 'deadline'];
    const some = fc.array(fc.constantFrom(...Object.keys(amounts), ...meanwhile), { maxLength: 3 });
    const way = ['start', 'post-order ok', 'issue-invoice ok', 'transmit ok', 'post-payment ok'];
    let wentOn = 0;
    fc.assert(
      fc.property(fc.tuple(...way.map(() => some)), (before) => {
        const names = way.flatMap((name, at) => [...before[at]!, name]);
        const taken = play(sale, named(names)).map(({ keep, history }) => keep !== null || history?.effect !== 'ignored');
        const { steps: known, kept, early } = play(sale, named(names)).at(-1)!.instance!;
        if (known['settle']?.outcome !== 'done' || known['settle'].byPerson) return;
        wentOn += 1;
        expect(early.filter(({ kind }) => kind === 'event')).toEqual([]);
        expect(kept.paidMinor).toBe(names.reduce((sum, name, at) => sum + (taken[at] ? (amounts[name] ?? 0) : 0), 0));
      }),
      { numRuns: 5_000 },
    );
    expect(wentOn).toBeGreaterThan(500);
  });

  it('may also come before the start', () => {
    fc.assert(
      fc.property(sequence, (names) => {
        expect(brokenLaws(sale, named(names))).toEqual([]);
      }),
      { numRuns: 5_000 },
    );
  });
});
