import { catalogue, type Message, OrderPlaced, OrderTaken, type RecordType, RetryStep } from '@kervan/contracts';
import { type DatabaseTransaction, newId, PermanentFailure, type Received, type SetWriter, type Transaction } from '@kervan/messaging';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Start } from '../definition/saga-definition.js';
import { orderCancelled, paymentPosted, webOrder } from '../fixtures/sale.happenings.js';
import { sale } from '../fixtures/sale.saga.js';
import { paid } from '../fixtures/sale.ways.js';
import { play } from '../testing/given.js';
import { ORDER_ID } from '../testing/happening.js';
import { SagaRuntime, versionsOf } from './saga-runtime.js';
import { countInput, countMilestone } from './saga-signals.js';
import type { AnyInstance, SagaStore } from './saga-store.js';

vi.mock(import('./saga-signals.js'), async (original) => ({ ...(await original()), countInput: vi.fn(), countMilestone: vi.fn() }));

const db = {} as DatabaseTransaction;

/** A store that forgets everything but which sagas there are. */
function sagasInMemory(...known: readonly AnyInstance[]): SagaStore {
  const sagas = new Map<string, AnyInstance>(known.map((one) => [one.id, one]));
  const put = (instances: readonly AnyInstance[]): void => instances.forEach((one) => sagas.set(one.id, one));
  const nothing = async (): Promise<void> => undefined;
  return {
    awaitTurn: nothing,
    time: async () => Date.UTC(2026, 10, 21),
    lock: async (_db, ids) => new Map(ids.flatMap((id) => (sagas.has(id) ? [[id, sagas.get(id)!]] : []))),
    readOrders: async (_db, locked) => locked,
    early: async () => [],
    start: async (_db, fresh) => (put(fresh), new Set(fresh.map(({ id }) => id))),
    save: async (_db, changed) => put(changed),
    storeOrders: nothing,
    record: nothing,
    keep: nothing,
    forget: nothing,
  };
}

const orderId = newId();
const sound = OrderPlaced.of({ orderId, order: webOrder });
const none = (): void => undefined;
const received = (message: Message): Received<unknown> => ({ ...message, id: newId(), acceptedAt: 0 }) as Received<unknown>;

describe('SagaRuntime with a check of what starts', () => {
  const unsound = OrderPlaced.of({ orderId, order: { ...webOrder, currency: 'XXX' } });
  const mustBeLira = ({ order }: Start<typeof webOrder>): void => {
    if (order.currency !== 'TRY') throw new PermanentFailure('unknown-currency', order.currency);
  };

  function sagas() {
    const runtime = new SagaRuntime(versionsOf(sale), catalogue, sagasInMemory(), mustBeLira);
    const published: RecordType<unknown>[] = [];
    const tx = {
      publish: ({ type }: Message) => published.push(type),
      send: none, schedule: none, unschedule: none, collect: none,
    } as unknown as Transaction;
    const take = (...messages: Message[]): Promise<void> =>
      runtime.handleAll(messages.map((message) => ({ message: received(message), tx })), db);
    return { take, published };
  }

  it('begins none with one that does not pass', async () => {
    const { take, published } = sagas();
    await expect(take(unsound)).rejects.toMatchObject({ code: 'unknown-currency' });
    expect(published).toEqual([]);
    await take(sound);
    expect(published).toEqual([OrderTaken]);
  });

  it('answers one that comes again, whatever it says', async () => {
    const { take, published } = sagas();
    await take(sound, unsound);
    await take(unsound);
    expect(published).toEqual([OrderTaken, OrderTaken, OrderTaken]);
  });
});

describe('what SagaRuntime counts', () => {
  beforeEach(() => void vi.clearAllMocks());

  /** A transaction that has what is collected written at its commit, as the real one does. */
  function transaction() {
    const collected = new Map<SetWriter<unknown>, unknown[]>();
    const collect = (writer: SetWriter<unknown>, row: unknown): void => {
      collected.set(writer, [...(collected.get(writer) ?? []), row]);
    };
    const tx = { publish: none, send: none, schedule: none, unschedule: none, collect } as unknown as Transaction;
    const commit = async (): Promise<void> => {
      for (const [writer, rows] of collected) await writer.write(db, rows);
      for (const writer of collected.keys()) writer.committed?.();
    };
    return { tx, commit };
  }

  it('is counted once it is committed, and never where it is rolled back', async () => {
    const take = (tx: Transaction): Promise<void> =>
      new SagaRuntime(versionsOf(sale), catalogue, sagasInMemory()).handleAll([{ message: received(sound), tx }], db);
    await take(transaction().tx); // rolled back
    const { tx, commit } = transaction();
    await take(tx);
    expect([countInput, countMilestone].map((count) => vi.mocked(count).mock.calls.length)).toEqual([0, 0]);
    await commit();
    expect([countInput, countMilestone].map((count) => vi.mocked(count).mock.calls.length)).toEqual([1, 1]);
  });

  it.each([
    ['its first end', undefined, 1],
    ['no end where it had ended before', Date.UTC(2026, 10, 22), 0],
  ])('of an order that comes to its end is %s', async (_name, endedAt, ends) => {
    const { instance } = play(sale, [...paid, paymentPosted, orderCancelled]).at(-1)!;
    const { tx, commit } = transaction();
    const runtime = new SagaRuntime(versionsOf(sale), catalogue, sagasInMemory({ ...instance, endedAt } as unknown as AnyInstance));
    const retry = RetryStep.of({
      orderId: ORDER_ID, actId: newId(), by: 'operator', reason: 'credit note made', seenRevision: null, seenCode: null,
    });
    await runtime.handleAll([{ message: received(retry), tx }], db);
    await commit();
    expect(vi.mocked(countMilestone).mock.calls.filter(([{ end }]) => end)).toHaveLength(ends);
  });
});
