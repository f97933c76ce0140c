import { expect, it } from 'vitest';
import type { LyingRecord } from '../../topics/read-records.js';
import type { HeldRow, SagaRow } from './facts.js';
import { rowsOf, saga, soundFacts } from './fixtures/sound-facts.js';
import { checkTimers } from './timers.js';

const TOPIC = 'fulfilment.order.commands.v1';

interface Told {
  readonly saga: Partial<SagaRow>;
  /** A timer that has fired, and how far the service has read there. */
  readonly fired?: { readonly offset: bigint; readonly key?: string };
  readonly next?: bigint;
  readonly held?: string;
}

/** What is found of one saga. */
function found({ saga: told, fired, next, held }: Told): string[] {
  const facts = soundFacts();
  const one = saga({ status: 'waiting', step: 'settle', ...told });
  const record = { topic: TOPIC, partition: 3, offset: 5n, key: one.id, value: null, headers: { ce_type: 'kervan.fulfilment.StepDeadlineReached' } };
  if (fired) facts.records.push({ ...record, ...fired } as LyingRecord);
  const positions = next === undefined ? [] : [{ topic: TOPIC, partition: 3, next }];
  const row = { topic: TOPIC, partition: 3, offset: 5n, state: held } as HeldRow;
  Object.assign(rowsOf(facts, 'order-orchestrator'), { sagas: [one], positions, held: held === undefined ? [] : [row] });
  return checkTimers(facts).map(({ invariant, code, detail }) => `${invariant} ${code}: ${detail}`);
}

it('a saga whose timer waits for its deadline is sound', () => {
  expect(found({ saga: { untimed: false } })).toEqual([]);
});

it('one with a deadline and no timer would wait for ever', () => {
  expect(found({ saga: { untimed: true } })).toEqual(['I10 timer-missing: 001-1-1-1: is waiting at settle with a deadline, and no timer fires by then']);
});

it('one whose timer has fired has none until that has reached it', () => {
  const untimed = { untimed: true };
  expect(found({ saga: untimed, fired: { offset: 5n }, next: 5n })).toEqual([]);
  expect(found({ saga: untimed, fired: { offset: 5n } })).toEqual([]);
  expect(found({ saga: untimed, fired: { offset: 5n }, next: 6n, held: 'waiting' })).toEqual([]);
});

it('a timer that was taken, or that is of another order, is none', () => {
  const untimed = { untimed: true };
  expect(found({ saga: untimed, fired: { offset: 5n }, next: 6n })).toHaveLength(1);
  expect(found({ saga: untimed, fired: { offset: 5n }, next: 6n, held: 'discarded' })).toHaveLength(1);
  expect(found({ saga: untimed, fired: { offset: 5n, key: 'another' }, next: 5n })).toHaveLength(1);
});
