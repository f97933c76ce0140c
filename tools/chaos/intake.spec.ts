import { expect, it } from 'vitest';
import type { Ledgers } from '../judge/ledger-lines.js';
import { intakeOf } from './intake.js';

const BEGIN = Date.parse('2026-11-20T09:00:00.000Z');
const at = (second: number): string => new Date(BEGIN + second * 1_000).toISOString();

/** One order of each channel, sent at that second; the answer, where one has come. */
function sent(second: number, answer?: 'accepted' | 'refused' | 'unknown'): Record<'tills' | 'shops' | 'partner', object[]> {
  const orderNumber = `${second}`;
  const body = { soldAt: at(second), lines: [], taxes: [], payments: [] };
  const answered = answer && { at: at(second), orderNumber, contentHash: '', answer, sentAt: at(second) };
  return {
    tills: [{ kind: 'rung', at: at(second), orderNumber, contentHash: '', body }, ...(answered ? [{ kind: 'answered', ...answered }] : [])],
    shops: [
      { kind: 'ordered', at: at(second), orderNumber, webhooks: [{ sends: 1 }], agreed: body },
      ...(answered ? [{ kind: 'delivered', ...answered }] : []),
    ],
    partner: [
      { kind: 'interchange', at: at(second), interchange: orderNumber, orders: [{ orderNumber }] },
      ...(answered && answer !== 'unknown' ? [{ kind: 'control', interchange: orderNumber, refusedMessages: [] }] : []),
    ],
  };
}

function ledgersOf(...all: ReturnType<typeof sent>[]): Ledgers {
  const [tills, shops, partner] = (['tills', 'shops', 'partner'] as const).map((name) => all.flatMap((each) => each[name]));
  return { tills, shops, partner, erp: [], integrator: [], bank: [] } as unknown as Ledgers;
}

it('orders of every channel count by when they were sent, and as answered where the answer is clear', () => {
  const ledgers = ledgersOf(sent(-1, 'accepted'), sent(0, 'accepted'), sent(1, 'refused'), sent(2, 'unknown'), sent(3), sent(10, 'accepted'));
  expect(intakeOf(ledgers, BEGIN, BEGIN + 10_000)).toEqual({ sent: 12, answered: 6 });
});
