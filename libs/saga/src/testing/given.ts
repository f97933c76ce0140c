import assert from 'node:assert/strict';
import { Withdraw, type Message, type RecordType } from '@kervan/contracts';
import type { CommandIds, SagaData, SagaDefinition, SagaOrder } from '../definition/saga-definition.js';
import { dataOf, type Instance, type SagaDirection, type SagaStatus } from '../core/instance.js';
import type { Input } from '../core/input.js';
import { next, type Next } from '../core/next.js';
import type { Effect } from '../core/turn.js';
import { ACCEPTED_AT, type Happening } from './happening.js';

/** A command as the definition makes it: a step's `do` or `undo`. */
export type CommandMaker<Data> = (data: Data, ids: CommandIds, orderOrReason: never) => Message;

/** Runs happenings one after another; inputs that come before the start are handed to it. */
export function play<Data extends SagaData, Order extends SagaOrder>(
  definition: SagaDefinition<Data, Order>,
  happenings: readonly Happening[],
): readonly Next<Data, Order>[] {
  const results: Next<Data, Order>[] = [];
  const early: Input[] = [];
  let instance: Instance<Data, Order> | null = null;
  let now = ACCEPTED_AT;
  for (const happens of happenings) {
    const moment = happens({ definition, instance, now });
    const input = moment.input.kind === 'start' ? { ...moment.input, early: [...early] } : moment.input;
    const result: Next<Data, Order> = next(definition, instance, input, moment.now);
    if (result.keep) early.push(result.keep);
    ({ instance } = result);
    now = moment.now;
    results.push(result);
  }
  return results;
}

/**
 * Begins a sentence about a saga: `given(saga).after(…).when(…).thenSends(…).andIs(…)`.
 *
 * @throws AssertionError where it is not so.
 */
export function given<Data extends SagaData, Order extends SagaOrder>(definition: SagaDefinition<Data, Order>) {
  const after = (...before: readonly Happening[]) => ({
    when: (happens: Happening): Outcome<Data, Order> => {
      const result = play(definition, [...before, happens]).at(-1);
      assert(result, 'nothing happened');
      return new Outcome(result);
    },
  });
  return { after, ...after() };
}

/** What the last happening led to; every sentence part returns it, so that parts can be joined. */
export class Outcome<Data extends SagaData, Order extends SagaOrder> {
  constructor(private readonly result: Next<Data, Order>) {}

  /** Exactly these commands are sent, with the content that the definition gives them. */
  thenSends(...makers: readonly CommandMaker<Data>[]): this {
    const { instance } = this;
    const rest = instance.act === 'undo' ? (instance.reversedFor ?? '') : instance.order.value;
    const sent = this.result.send.map(({ message }) => message);
    const expected = makers.map((make, index) => make(dataOf(instance), idsOf(sent[index]), rest as never));
    assert.deepEqual(sent.map(nameOf), expected.map(nameOf));
    assert.deepEqual(
      sent.map(({ data }) => data),
      expected.map(({ data }) => data),
    );
    return this;
  }

  thenSendsNothing(): this {
    assert.deepEqual(
      this.result.send.map(({ message }) => nameOf(message)),
      [],
    );
    return this;
  }

  /** The command in flight is withdrawn, on its own topic. */
  thenWithdraws(record: RecordType<unknown>): this {
    assert.deepEqual(
      this.result.send.map(({ message }) => nameOf(message)),
      [Withdraw.fullName],
    );
    assert.equal(this.result.send[0]?.alongside, record);
    return this;
  }

  /** Among the published events is this one, with at least these fields. */
  thenPublishes<T>(record: RecordType<T>, fields: Partial<T> = {}): this {
    const published = this.result.publish.find(({ type }) => type.fullName === record.fullName);
    assert(published, `${record.fullName} is not published`);
    assert.partialDeepStrictEqual(published.data, fields);
    return this;
  }

  thenPublishesNothing(): this {
    assert.deepEqual(this.result.publish.map(nameOf), []);
    return this;
  }

  andIs(status: SagaStatus, direction: SagaDirection): this {
    assert.deepEqual([this.instance.status, this.instance.direction], [status, direction]);
    return this;
  }

  /** The current step and its attempt. */
  andStandsAt(step: string, attempt: number): this {
    assert.deepEqual([this.instance.step, this.instance.steps[step]?.attempts], [step, attempt]);
    return this;
  }

  andRecords(effect: Effect, detail?: string): this {
    assert.equal(this.result.history?.effect, effect);
    if (detail !== undefined) assert.equal(this.result.history.detail, detail);
    return this;
  }

  andKnows(data: Partial<Data>): this {
    assert.partialDeepStrictEqual(dataOf(this.instance), data);
    return this;
  }

  /** The saga's timer stands at the current deadline, or is gone. */
  andItsTimerIs(state: 'set' | 'none' | 'unchanged'): this {
    assert.equal(this.result.schedule.kind, state);
    return this;
  }

  private get instance(): Instance<Data, Order> {
    assert(this.result.instance, 'there is no saga yet');
    return this.result.instance;
  }
}

function nameOf({ type }: Message): string {
  return type.fullName;
}

function idsOf(message: Message | undefined): CommandIds {
  const { orderId, commandId } = (message?.data ?? { orderId: '', commandId: '' }) as CommandIds;
  return { orderId, commandId };
}
