import { randomBytes } from 'node:crypto';
import { COMPATIBILITY, SchemaRegistry, SchemaType } from '@kafkajs/confluent-schema-registry';
import {
  type Catalogue,
  CommandDead,
  CommandWithdrawn,
  createCatalogue,
  type RecordType,
  type Topic,
  Withdraw,
} from '@kervan/contracts';
import { createTopics } from './create-topics.js';
import { eventually } from './eventually.js';
import { ReleaseStock, ReserveStock, StockCounted, StockMoved, StockNoted, StockReserved } from './test-records.js';
import { testStack } from './test-stack.js';

const PARTITIONS = 12;

/** Topics of a test's own on the real broker, with a few small records. */
export interface FreshCatalogue {
  /** The service that produces and consumes all of it. */
  readonly service: string;
  readonly catalogue: Catalogue;
  /** Carries {@link StockCounted}, {@link StockNoted} and {@link StockMoved}. */
  readonly events: string;
  /** Carries {@link ReserveStock}, {@link ReleaseStock} and Withdraw. */
  readonly commands: string;
  /** Carries {@link StockReserved}, CommandWithdrawn and CommandDead. */
  readonly replies: string;
  /** Where dead letters of the service are copied to. */
  readonly deadLetters: string;
  /** Deletes the topics. */
  drop(): Promise<void>;
}

/** Creates topics with random names on the test stack's broker and registers the test records' schemas. */
export async function freshCatalogue(service = `tester-${randomBytes(6).toString('hex')}`): Promise<FreshCatalogue> {
  const id = randomBytes(6).toString('hex');
  const [events, commands, replies] = ['events', 'commands', 'replies'].map((kind) => `test.t${id}.${kind}.v1`);
  const deadLetters = `${service}.dlq.v1`;
  const catalogue = stockCatalogue(service, { events: events!, commands: commands!, replies: replies! });
  const dropTopics = await createTopics([events!, commands!, replies!, deadLetters]);
  await registerAll(catalogue);
  return {
    service,
    catalogue,
    events: events!,
    commands: commands!,
    replies: replies!,
    deadLetters,
    drop: dropTopics,
  };
}

/** The catalogue of a {@link freshCatalogue}, made again in another process. */
export function stockCatalogue(
  service: string,
  { events, commands, replies }: Pick<FreshCatalogue, 'events' | 'commands' | 'replies'>,
): Catalogue {
  const topic = (name: string, kind: Topic['kind'], records: readonly RecordType<unknown>[]): Topic => ({
    name,
    kind,
    key: 'orderId',
    partitions: PARTITIONS,
    retentionDays: 1,
    records,
    producers: [service],
    consumers: [service],
  });
  return createCatalogue([
    topic(events, 'events', [StockCounted, StockNoted, StockMoved] as RecordType<unknown>[]),
    topic(commands, 'commands', [ReserveStock, ReleaseStock, Withdraw] as RecordType<unknown>[]),
    topic(replies, 'replies', [StockReserved, CommandWithdrawn, CommandDead] as RecordType<unknown>[]),
  ]);
}

/** Two tests may be the first ones to register a subject: one finds it before the other has set its compatibility. */
async function registerAll({ topics }: Catalogue): Promise<void> {
  const registry = new SchemaRegistry({ host: testStack().schemaRegistryUrl });
  for (const { fullName, schema } of topics.flatMap(({ records }) => records)) {
    await eventually(`${fullName} is registered`, () =>
      registry.register(
        { type: SchemaType.AVRO, schema },
        { subject: fullName, compatibility: COMPATIBILITY.BACKWARD_TRANSITIVE },
      ),
    );
  }
}
