import type { Catalogue, RecordType } from '@kervan/contracts';
import { RetryableFailure, type DatabaseTransaction, type Received, type SetWriter, type Transaction } from '@kervan/messaging';
import type { SagaData, SagaDefinition, SagaOrder, Start } from '../definition/saga-definition.js';
import { inputOf } from '../core/input.js';
import { dataOf, type Instance } from '../core/instance.js';
import { next, type Next } from '../core/next.js';
import { orderUnread } from './instance-row.js';
import { countInput, countMilestone, onceCommitted, reportTrouble, type Signal } from './saga-signals.js';
import type { AnyInstance, EarlyMessage, HistoryLine, SagaStore } from './saga-store.js';
import { readStanding, type Standing } from './standing.js';

/** The versions of a saga's definition that a build has, by number. */
export type SagaVersions<Data extends SagaData, Order extends SagaOrder> = ReadonlyMap<
  number,
  SagaDefinition<Data, Order>
>;

/** @throws when two definitions have the same version, or different names. */
export function versionsOf<Data extends SagaData, Order extends SagaOrder>(
  ...definitions: readonly SagaDefinition<Data, Order>[]
): SagaVersions<Data, Order> {
  const versions = new Map(definitions.map((definition) => [definition.version, definition]));
  const names = new Set(definitions.map(({ name }) => name));
  if (versions.size < definitions.length || names.size > 1) {
    throw new Error(`the versions of saga ${[...names].join(', ')} are not told apart`);
  }
  return versions;
}

/** A message for a saga, with the transaction for what it leads to. */
export interface SagaInput {
  readonly message: Received<unknown>;
  readonly tx: Transaction;
}

interface Taken<Data, Order> {
  readonly input: SagaInput;
  readonly result: Next<Data, Order>;
}

interface Played<Data, Order> {
  readonly id: string;
  readonly before: Instance<Data, Order> | null;
  readonly after: Instance<Data, Order> | null;
  readonly taken: readonly Taken<Data, Order>[];
  /** What had come for the saga before it started. */
  readonly early: readonly EarlyMessage[];
}

/**
 * Runs the sagas of one definition: takes the inputs of a chunk, steps each saga in memory, writes all of it back.
 *
 * The sagas of a chunk are locked in the order of their ids, and so are chunks: one step after another, whoever has the
 * message. State, history, timers and messages commit together with the chunk's place in its topics. Sagas go by the
 * database's clock, as their timers do.
 */
export class SagaRuntime<Data extends SagaData, Order extends SagaOrder> {
  private readonly definition: SagaDefinition<Data, Order>;

  /** @param versions the latest one is the one on which sagas start. */
  constructor(
    private readonly versions: SagaVersions<Data, Order>,
    private readonly catalogue: Catalogue,
    private readonly store: SagaStore,
    private readonly checkStart: (start: Start<Order>) => void = () => undefined,
    private readonly countedBy: (data: Data) => Readonly<Record<string, string>> = () => ({}),
  ) {
    const latest = versions.get(Math.max(...versions.keys()));
    if (!latest) throw new Error('a saga runtime needs a definition');
    this.definition = latest;
  }

  /** Every record that the sagas take, of whichever version. */
  get takes(): readonly RecordType<unknown>[] {
    return [...new Set([...this.versions.values()].flatMap(({ takes }) => takes))];
  }

  /**
   * Takes messages, in order within a saga.
   *
   * @throws what `checkStart` throws of the start of a saga that is not there, before anything is written. Of one that is,
   * a start that comes again changes nothing, whatever it says.
   * @throws {RetryableFailure} for a saga on a version that this build does not have: held until one has it.
   */
  async handleAll(inputs: readonly SagaInput[], db: DatabaseTransaction): Promise<void> {
    const settled: Played<Data, Order>[] = [];
    let waiting = bySaga(inputs);
    let now = 0;
    while (waiting.size > 0) {
      const standing = await this.read(waiting, db);
      now = standing.now;
      const played = await this.play(waiting, standing, db);
      const lost = await this.startedElsewhere(played, db, now);
      settled.push(...played.filter(({ id }) => !lost.has(id)));
      waiting = new Map([...waiting].filter(([id]) => lost.has(id)));
    }
    await this.write(settled, db, now);
    const signals = onceCommitted();
    for (const saga of settled) {
      this.emit(saga);
      this.tell(saga, signals);
      this.count(saga, signals, now);
    }
  }

  private read(waiting: ReadonlyMap<string, readonly SagaInput[]>, db: DatabaseTransaction): Promise<Standing> {
    const ids = [...waiting.keys()];
    const starting = ids.filter((id) => waiting.get(id)?.some(({ message }) => this.starts(message)));
    return readStanding(this.store, db, ids, starting);
  }

  /** Steps the sagas; few steps need the body of their order, so it is read when one asks, who then steps again. */
  private async play(
    waiting: ReadonlyMap<string, readonly SagaInput[]>,
    { known, early, now }: Standing,
    db: DatabaseTransaction,
  ): Promise<Played<Data, Order>[]> {
    const stepped = (id: string, before: AnyInstance | null): Played<Data, Order> => {
      const instance = before as Instance<Data, Order> | null;
      return this.step(id, instance, waiting.get(id) ?? [], early.get(id) ?? [], now);
    };
    const unread: AnyInstance[] = [];
    const played = [...waiting.keys()].flatMap((id) => {
      const before = known.get(id) ?? null;
      try {
        return [stepped(id, before)];
      } catch (error) {
        if (error !== orderUnread || !before) throw error;
        unread.push(before);
        return [];
      }
    });
    const read = await this.store.readOrders(db, unread);
    return [...played, ...read.map((before) => stepped(before.id, before))];
  }

  private step(
    id: string,
    before: Instance<Data, Order> | null,
    inputs: readonly SagaInput[],
    early: readonly EarlyMessage[],
    now: number,
  ): Played<Data, Order> {
    const definition = this.definitionOf(before);
    const kept = early.map(({ input }) => input);
    const taken: Taken<Data, Order>[] = [];
    let after = before;
    for (const input of inputs) {
      if (!after && this.starts(input.message)) this.checkStart(input.message.data as Start<Order>);
      const result: Next<Data, Order> = next(definition, after, inputOf(definition, input.message, kept), now);
      if (result.keep) kept.push(result.keep);
      after = result.instance;
      taken.push({ input, result });
    }
    return { id, before, after, taken, early };
  }

  /** Stores the sagas that start here; those that another owner has started meanwhile are to be played again. */
  private async startedElsewhere(
    played: readonly Played<Data, Order>[],
    db: DatabaseTransaction,
    now: number,
  ): Promise<ReadonlySet<string>> {
    const fresh = played.flatMap(({ before, after }) => (!before && after ? [stored(after)] : []));
    const started = await this.store.start(db, fresh, now);
    return new Set(fresh.map(({ id }) => id).filter((id) => !started.has(id)));
  }

  private async write(played: readonly Played<Data, Order>[], db: DatabaseTransaction, now: number): Promise<void> {
    const fresh = played.filter(({ before, after }) => !before && after);
    const changed = played.flatMap(({ before, after }) => (before && after ? [stored(after)] : []));
    const bodies = played.flatMap(({ before, after }) =>
      after && after.order.revision !== before?.order.revision ? [stored(after)] : [],
    );
    await Promise.all([
      this.store.save(db, changed, now),
      this.store.storeOrders(db, bodies),
      this.store.record(db, played.flatMap(linesOf), now),
      this.store.keep(db, played.filter(({ after }) => !after).flatMap(keptOf), now),
      this.store.forget(db, fresh.flatMap(({ early }) => early)),
    ]);
  }

  /** Hands the outputs over, each to the transaction of the input that caused it; of the timers the last one counts. */
  private emit({ id, taken }: Played<Data, Order>): void {
    for (const { input, result } of taken) {
      for (const { message, alongside } of result.send) {
        input.tx.send(message, alongside ? { topic: this.topicOf(alongside) } : {});
      }
      for (const event of result.publish) input.tx.publish(event);
    }
    const last = taken.findLast(({ result }) => result.schedule.kind !== 'unchanged');
    if (!last) return;
    const { schedule } = last.result;
    const timer = `${this.definition.name}:${id}`;
    if (schedule.kind === 'set') last.input.tx.schedule(timer, schedule.message, new Date(schedule.at));
    else last.input.tx.unschedule(timer);
  }

  private starts(message: Received<unknown>): boolean {
    return message.type.fullName === this.definition.startsOn.fullName;
  }

  private definitionOf(instance: Instance<Data, Order> | null): SagaDefinition<Data, Order> {
    if (!instance) return this.definition;
    const definition = this.versions.get(instance.version);
    if (!definition) {
      throw new RetryableFailure(
        'unknown-saga-version',
        `${instance.definition} ${instance.version} is not in this build`,
      );
    }
    return definition;
  }

  private tell({ id, taken }: Played<Data, Order>, signals: SetWriter<Signal>): void {
    for (const { input: { message, tx }, result } of taken) {
      const { history } = result;
      if (!history) continue;
      tx.collect(signals, () => {
        countInput(this.definition.name, message.type.fullName, history);
        reportTrouble(id, result);
      });
    }
  }

  private count({ before, taken }: Played<Data, Order>, signals: SetWriter<Signal>, now: number): void {
    let known = before;
    for (const { input, result } of taken) {
      const { instance, history } = result;
      const [isNew, hasEnded] = [known === null, known?.endedAt !== undefined];
      known = instance;
      if (!instance) continue;
      const of = { saga: instance.definition, labels: this.countedBy(dataOf(instance)) };
      if (isNew) input.tx.collect(signals, () => countMilestone(of));
      const outcome = history?.effect;
      if (hasEnded || (outcome !== 'completed' && outcome !== 'compensated')) continue;
      const end = { outcome, touched: instance.touched === true, seconds: (now - instance.startedAt) / 1_000 };
      input.tx.collect(signals, () => countMilestone({ ...of, end }));
    }
  }

  private topicOf(record: RecordType<unknown>): string {
    const [topic] = this.catalogue.topicsOf(record);
    if (!topic) throw new Error(`${record.fullName} is on no topic`);
    return topic.name;
  }
}

/** The store writes instances of any definition. */
function stored<Data extends SagaData, Order>(instance: Instance<Data, Order>): AnyInstance {
  return instance as unknown as AnyInstance;
}

/** Inputs by the ids of their sagas, in the order of these. */
function bySaga(inputs: readonly SagaInput[]): Map<string, SagaInput[]> {
  const sagas = Map.groupBy(inputs, ({ message }) => orderIdOf(message));
  return new Map([...sagas].toSorted(([one], [other]) => (one < other ? -1 : 1)));
}

function orderIdOf({ data }: Received<unknown>): string {
  return (data as { readonly orderId: string }).orderId;
}

function linesOf<Data, Order>({ id, taken }: Played<Data, Order>): HistoryLine[] {
  return taken.flatMap(({ input: { message }, result: { history, instance } }) =>
    history && instance
      ? [
          {
            instanceId: id,
            revision: instance.revision,
            messageId: message.id,
            input: message.type.fullName,
            entry: history,
          },
        ]
      : [],
  );
}

function keptOf<Data, Order>({ id, taken }: Played<Data, Order>): EarlyMessage[] {
  return taken.flatMap(({ input: { message }, result: { keep } }) =>
    keep ? [{ instanceId: id, messageId: message.id, input: keep }] : [],
  );
}
