import { describe, expect, it } from 'vitest';
import type { Instance } from '../core/instance.js';
import { sale } from '../fixtures/sale.saga.js';
import { accepted } from '../fixtures/sale.ways.js';
import { paused, play } from '../testing/index.js';
import { instanceOf, type InstanceRow, stateOf } from './instance-row.js';

type Stored = Instance<{ readonly orderNumber: string }, unknown>;

/** An instance after it was written as a row and read. */
function writtenAndRead(instance: Stored): Stored {
  const state = JSON.parse(JSON.stringify(stateOf(instance))) as InstanceRow['state'];
  const { id, definition, version, step, status, direction, revision, order, attention, deadlineAt, startedAt } = instance;
  return instanceOf({
    id, definition, version, step, status, direction, revision, state,
    deadline_at: deadlineAt === null ? null : new Date(deadlineAt),
    attention_code: attention?.code ?? null,
    attention_detail: attention?.detail ?? null,
    attention_since: attention ? new Date(attention.since) : null,
    order_revision: order.revision,
    started_at: new Date(startedAt),
  });
}

describe('the row of a saga', () => {
  it.each([
    ['that waits', accepted],
    ['that was paused while it waited', [...accepted, paused]],
  ])('keeps all of one %s', (_name, ways) => {
    const { order, ...instance } = play(sale, ways).at(-1)!.instance as unknown as Stored;
    const { order: body, ...read } = writtenAndRead({ ...instance, order });
    expect(read).toEqual(instance);
    expect(body.revision).toBe(order.revision);
  });
});
