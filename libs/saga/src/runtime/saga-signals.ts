import { Logger } from '@nestjs/common';
import { observeAttention, observeStanding, type ReadStanding, type SetWriter, type Standing } from '@kervan/messaging';
import { type Attributes, metrics } from '@opentelemetry/api';
import type { Next } from '../core/next.js';
import { LATE_SUCCESS } from '../core/notices.js';
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
  description: 'Steps that succeeded after the order had been taken back, or was about to be, or had left them out (P2).',
});

const started = meter.createCounter('kervan.saga.started', { description: 'Sagas that have begun.' });
const ended = meter.createCounter('kervan.saga.ended', {
  description: 'Sagas that have ended, by outcome, and whether a person had acted on them (touched).',
});
const duration = meter.createHistogram('kervan.saga.duration', {
  description: 'From the start of a saga to its end, by outcome.',
  unit: 's',
  advice: { explicitBucketBoundaries: [0.5, 1, 2, 5, 10, 30, 60, 300, 1_800, 7_200, 86_400, 604_800, 3_888_000] },
});
const standing = {
  count: meter.createObservableGauge('kervan.saga.instances', { description: 'Sagas that have not ended, by status.' }),
  oldest: meter.createObservableGauge('kervan.saga.instances.oldest_seconds', {
    description: 'Age of the oldest of them, by status.',
  }),
};

/** What is told of a saga once that is committed. */
export type Signal = () => void;

/** Gives signals once what they tell of is committed; those of a transaction that is rolled back are never given. */
export function onceCommitted(): SetWriter<Signal> {
  let written: readonly Signal[] = [];
  return {
    write: (_db, rows) => {
      written = rows;
      return Promise.resolve();
    },
    committed: () => written.forEach((give) => give()),
  };
}

/** The beginning or the end of a saga, with the labels that it is counted under. */
export interface Milestone {
  readonly saga: string;
  readonly labels: Attributes;
  /** Absent at the beginning. */
  readonly end?: { readonly outcome: 'completed' | 'compensated'; readonly touched: boolean; readonly seconds: number };
}

/** Counts a beginning or an end. */
export function countMilestone({ saga, labels, end }: Milestone): void {
  if (!end) return started.add(1, { saga, ...labels });
  const { outcome, touched, seconds } = end;
  ended.add(1, { saga, outcome, touched, ...labels });
  duration.record(seconds, { saga, outcome, ...labels });
}

/** Shows how many sagas stand in each status, and how long those wait that need a person. */
export function observeSagas(read: ReadStanding, readAttention: () => Promise<Omit<Standing, 'labels'>>): void {
  observeStanding(standing, read);
  observeAttention('order', readAttention);
}

/** Counts an input. */
export function countInput(saga: string, record: string, { effect, step }: HistoryEntry): void {
  inputs.add(1, { saga, record, effect, step });
}

/** Tells what must not stay unseen: a compensation that is stuck, and a success that nobody knew of. */
export function reportTrouble(
  orderId: string,
  { instance, history, late }: Pick<Next<unknown, unknown>, 'instance' | 'history' | 'late'>,
): void {
  const code = instance?.attention?.code;
  if (history?.effect === 'needs-attention' && history.direction === 'backward' && code !== LATE_SUCCESS.code) {
    const { step, attempt } = history;
    stuckCompensations.add(1, { step });
    logger.error({ msg: 'compensation is stuck', orderId, step, attempt, code });
  }
  if (late) {
    lateSuccesses.add(1, { step: late.step });
    logger.error({ msg: 'a step succeeded late', orderId, ...late });
  }
}
