import { createMessagingCore, type MessagingCore, type Transactions } from '@kervan/messaging';
import { createMessageConsumer } from '@kervan/messaging/parts';
import { openPool } from '@kervan/messaging';
import { OutboundCalls, type Target } from '@kervan/outbound';
import { type AnyCallType, CallStore, type HttpClient, LeaseSweep, OutboundWorker, queryable, Settlement } from '@kervan/outbound/parts';
import type { HealthRegistry, Lifecycle } from '@kervan/service-host';
import type { ModelProcess } from '../machine/model-process.js';
import type { ModelKafka } from '../kafka/model-kafka.js';
import type { Mutation } from '../mutants/mutation.js';
import { handlersOf, type Surroundings } from './handlers-of.js';

/** What a process of a service is started with. */
export interface ServiceSurroundings extends Surroundings {
  readonly kafka: ModelKafka;
  readonly mutation: Mutation;
  readonly clientFor: (target: Target) => HttpClient;
}

/** A service as the model knows it: a name, its topics, and how its parts are put together. */
export interface ModelService {
  readonly name: string;
  /** Puts the parts of one process together. */
  compose(mutation: Mutation): ServiceParts;
}

/** The parts of a service's own. */
export interface ServiceParts {
  /** The calls that it makes; none where it makes none. */
  readonly calls: readonly AnyCallType[];
  /** The controllers whose handlers it has. */
  controllers(outbound: OutboundCalls): readonly object[];
}

const OUTBOUND_POOL = 3;
/** Work of a lifecycle that a run of seconds has no use for: the retention of weeks. */
const NOT_STARTED = new Set(['jobs']);

/** Starts a process of a service: the real parts, put together as its module does, on the model's world. */
export async function startService(
  service: ModelService,
  around: ServiceSurroundings,
  process: ModelProcess,
): Promise<void> {
  const { catalogue, mutation } = around;
  const database = { url: `postgres://${service.name}@model/${service.name}` };
  const store = new CallStore(...(mutation.outbound ? [mutation.outbound] : []));
  const { calls: types, controllers } = service.compose(mutation);
  const core = createMessagingCore({
    service: service.name,
    kafka: { brokers: ['model:9092'] },
    registry: { url: 'http://model' },
    database,
    catalogue,
    withdrawal: {
      withdraw: async (db, commandId) => ((await store.withdraw(db, commandId)) ? 'withdrawn' : 'in-progress'),
    },
    ...(mutation.messaging && { statements: mutation.messaging }),
  });
  around.kafka.takeOver(core.kafka);
  const worker = types.length > 0 ? workerOf(core.transactions, store, types, around, process, database) : undefined;
  const outbound = new OutboundCalls(store, new Set(types.map(({ type }) => type)), () => worker?.wake());
  const consumer = createMessageConsumer(
    {
      service: service.name,
      topics: catalogue.topics.filter(({ consumers }) => consumers.includes(service.name)).map(({ name }) => name),
      handlers: handlersOf(around, controllers(outbound)),
      sessionTimeoutMs: 6_000,
      heartbeatIntervalMs: 1_000,
      fatal: () => process.die(),
      ...(mutation.chunks && { statements: mutation.chunks }),
    },
    { ...core, catalogue },
  );
  for (const start of startsOf(core)) await start();
  await worker?.start();
  await consumer.start();
}

function workerOf(
  transactions: Transactions,
  store: CallStore,
  types: readonly AnyCallType[],
  { clientFor }: ServiceSurroundings,
  process: ModelProcess,
  database: { readonly url: string },
): OutboundWorker {
  const byName = new Map(types.map((type) => [type.type, type]));
  const targets = [...new Set(types.map(({ target }) => target))];
  return new OutboundWorker(targets, {
    db: queryable(openPool({ database, name: `${process.name} outbound`, max: OUTBOUND_POOL })),
    store,
    types: byName,
    settlement: new Settlement(transactions, store, byName),
    sweep: new LeaseSweep(transactions, store, byName),
    clientFor,
    owner: process.name,
    pollMs: 400,
    sweepMs: 1_000,
  });
}

/** What the service's lifecycle would start, in its order. */
function startsOf(core: MessagingCore): (() => unknown)[] {
  const starts: (() => unknown)[] = [];
  const lifecycle = {
    onStart: (_phase: string, name: string, start: () => unknown) => {
      if (!NOT_STARTED.has(name)) starts.push(start);
    },
    onStop: () => undefined,
  };
  const health = { live: () => undefined, ready: () => undefined };
  core.register(lifecycle as unknown as Lifecycle, health as unknown as HealthRegistry);
  return starts;
}
