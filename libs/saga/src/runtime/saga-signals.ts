import { Logger } from '@nestjs/common';
import { metrics } from '@opentelemetry/api';
import type { Instance } from '../core/instance.js';
import type { HistoryEntry } from '../core/turn.js';

const logger = new Logger('Saga');
const meter = metrics.getMeter('@kervan/saga');

const inputs = meter.createCounter('kervan.saga.inputs', {
  description: 'Inputs that sagas took, by definition, record, step and effect.',
});
const stuckCompensations = meter.createCounter('kervan.saga.compensation_stuck', {
  description: 'Orders whose taking back waits for a person (P1).',
});
const lateSuccesses = meter.createCounter('kervan.saga.late_success', {
  description: 'Steps that succeeded after the order had been taken back, or was about to be (P2).',
});

/** Counts an input. */
export function countInput(saga: string, record: string, { effect, step }: HistoryEntry): void {
  inputs.add(1, { saga, record, effect, step });
}

/** Tells what must not stay unseen: a compensation that is stuck, and a success that nobody knew of. */
export function reportTrouble(
  orderId: string,
  { attention }: Pick<Instance<unknown, unknown>, 'attention'>,
  { effect, step, attempt, direction }: HistoryEntry,
): void {
  if (effect === 'needs-attention' && direction === 'backward') {
    stuckCompensations.add(1, { step });
    logger.error({ msg: 'compensation is stuck', orderId, step, attempt, code: attention?.code });
  }
  if (effect === 'late-success') {
    lateSuccesses.add(1, { step });
    logger.error({ msg: 'a step succeeded late', orderId, step, attempt });
  }
}
