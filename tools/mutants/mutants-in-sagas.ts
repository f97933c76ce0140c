import type { Mutant } from './mutant.js';

/** Faults of order-orchestrator. */
export const inSagas: readonly Mutant[] = [
  {
    name: 'saga-goes-back',
    does: 'begins an order anew once it is paid',
    service: 'order-orchestrator',
    mutations: [
      {
        file: 'libs/saga/src/core/course.ts',
        find: 'for (const step of turn.definition.steps.slice(turn.index + 1)) {',
        replace: `const again = turn.instance.step === 'post-payment' && turn.instance.steps['post-order']?.attempts === 1;
  for (const step of turn.definition.steps.slice(again ? 0 : turn.index + 1)) {`,
      },
    ],
    caughtBy: 'I9',
    load: 'tills',
  },
  {
    name: 'undone-after-pivot',
    does: 'takes an order back after the authority has accepted its invoice',
    service: 'order-orchestrator',
    mutations: [
      {
        file: 'libs/saga/src/core/course.ts',
        find: "return outcome === 'done' || outcome === 'skipped';",
        replace: "return outcome === 'skipped';",
      },
    ],
    caughtBy: 'I10',
    load: 'tills',
  },
  {
    name: 'deadline-forgotten',
    does: 'has no timer for a deadline',
    service: 'order-orchestrator',
    mutations: [
      {
        file: 'libs/saga/src/core/turn.ts',
        find: "this.schedule = { kind: 'set', message: StepDeadlineReached.of({ orderId, step, attempt: this.attempt }), at };",
        replace: "this.schedule = { kind: 'none' };",
      },
    ],
    caughtBy: 'I10',
    finding: 'timer-missing',
    load: 'channels',
  },
  {
    name: 'kurus-more',
    does: 'has one kuruş more booked than was paid',
    service: 'order-orchestrator',
    mutations: [
      {
        file: 'apps/order-orchestrator/src/order-to-invoice/commands.ts',
        find: 'return PostPayment.of({ ...ids, company, mode, orderNumber, erpOrderNumber, invoiceNumber, currency, payments });',
        replace: `const more = payments.map((one, at) => (at === 0 ? { ...one, amountMinor: one.amountMinor + 1 } : one));
  return PostPayment.of({ ...ids, company, mode, orderNumber, erpOrderNumber, invoiceNumber, currency, payments: more });`,
      },
    ],
    caughtBy: 'I4',
    load: 'tills',
  },
];
