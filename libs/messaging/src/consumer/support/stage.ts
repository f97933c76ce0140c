import { randomUUID } from 'node:crypto';
import { Logger } from '@nestjs/common';
import type { RecordType } from '@kervan/contracts';
import { freshCatalogue, type FreshCatalogue, freshDatabase, StockCounted, testStack } from '@kervan/testing';
import type { Message as KafkaMessage, Producer } from 'kafkajs';
import { HeldMessages } from '../../held/held-messages.js';
import { kafkaClient } from '../../kafka/kafka-client.js';
import { laneOf } from '../../kafka/lane.js';
import { newId } from '../../message/ids.js';
import { frame } from '../../message/wire-format.js';
import { messagingMigrations } from '../../migrations/messaging-migrations.js';
import type { OutboxSender } from '../../outbox/outbox-sender.js';
import { createMessagingCore, type MessagingCore } from '../../messaging-core.js';
import type { ChunkStatements } from '../chunk-statements.js';
import { createMessageConsumer } from '../create-message-consumer.js';
import { type Handler, Handlers, type SingleHandler } from '../handlers.js';
import type { MessageConsumer } from '../message-consumer.js';

/** What a member of the group is given. */
export interface MemberOptions {
  readonly handlers?: readonly (readonly [RecordType<unknown>, Handler])[];
  readonly statements?: ChunkStatements;
  /** Another group gets the same partitions: two members that both believe to own them. */
  readonly groupId?: string;
  readonly handlerTimeoutMs?: number;
  /** False: the member does not send a lane again when it finds a position moved. */
  readonly drains?: boolean;
}

/** A consumer with everything that it works with, as one process of a service has it. */
export interface Member {
  readonly consumer: MessageConsumer;
  readonly core: MessagingCore;
  stop(): Promise<void>;
}

/** A service of a test's own, with its topics and its database. */
export interface Stage {
  readonly service: string;
  readonly topics: FreshCatalogue;
  readonly databaseUrl: string;
  readonly held: HeldMessages;
  /** Runs one statement in the service's database. */
  sql<R>(sql: string, params?: readonly unknown[]): Promise<R[]>;
  /** Starts one more process of the service. */
  join(options?: MemberOptions): Promise<Member>;
  /** Wires the parts of a process and starts nothing. */
  core(): MessagingCore;
  write(topic: string, ...messages: readonly KafkaMessage[]): Promise<void>;
  /** A good record of a count. */
  counted(orderId: string, count: number, id?: string): KafkaMessage;
  /** The value of a record in the wire format. */
  framed<T>(record: RecordType<T>, data: T): Buffer;
  /** What the handler of {@link counting} has done, in its order. */
  effects(): Promise<{ readonly orderId: string; readonly count: number }[]>;
  /** What a group has committed to Kafka of the events topic, by partition. */
  committed(groupId: string): Promise<string[]>;
  close(): Promise<void>;
}

/** Handles a count by a row in the table `effect`, which holds one row for each time it was handled. */
export const counting: SingleHandler = {
  takes: 'one',
  name: 'counting',
  whenDead: 'hold',
  async handle(message, tx) {
    const { orderId, count } = message.data as StockCounted;
    await tx.query('INSERT INTO effect (order_id, count) VALUES ($1, $2)', [orderId, count]);
  },
};

/** Sets a service up on the test stack, with nothing running yet. */
export async function stage(): Promise<Stage> {
  Logger.overrideLogger(false);
  const service = `test-${randomUUID().slice(0, 8)}`;
  const { kafkaBrokers, schemaRegistryUrl } = testStack();
  const [topics, database] = await Promise.all([freshCatalogue(service), freshDatabase(messagingMigrations)]);
  const { catalogue } = topics;
  const members = new Set<Member>();
  const core = (): MessagingCore =>
    createMessagingCore({
      service, catalogue, brokers: kafkaBrokers, registryUrl: schemaRegistryUrl, databaseUrl: database.url,
    });
  const own = core();
  const sql = async <R>(text: string, params: readonly unknown[] = []): Promise<R[]> =>
    own.database.query<R>(text, params);
  await sql('CREATE TABLE effect (at bigserial, order_id text NOT NULL, count integer NOT NULL)');
  await own.schemas.start(catalogue.topics.flatMap(({ records }) => records));
  const producer: Producer = kafkaClient({ brokers: kafkaBrokers, clientId: 'test' }).producer({
    idempotent: true, maxInFlightRequests: 1,
  });
  await producer.connect();

  const framed = <T>(record: RecordType<T>, data: T): Buffer => frame(own.schemas.idOf(record), record.encode(data));
  const join = async (options: MemberOptions = {}): Promise<Member> => {
    const parts = core();
    await parts.start();
    const handlers = options.handlers ?? [[StockCounted, counting] as const];
    const consumer = createMessageConsumer(
      {
        ...options,
        service,
        topics: [topics.events, topics.commands],
        handlers: new Handlers(handlers.map(([record, handler]) => ({ record, handler }))),
        sessionTimeoutMs: 6_000,
        heartbeatIntervalMs: 500,
        fatal: (error) => {
          throw error;
        },
      },
      { ...parts, catalogue, sender: options.drains === false ? withoutDrain(parts.sender) : parts.sender },
    );
    await consumer.start();
    const member: Member = {
      consumer,
      core: parts,
      async stop() {
        members.delete(member);
        await consumer.stop();
        await parts.stop();
      },
    };
    members.add(member);
    return member;
  };

  return {
    service,
    topics,
    databaseUrl: database.url,
    held: new HeldMessages(own.database, service, own.decoder),
    sql,
    join,
    core,
    async write(topic, ...messages) {
      const placed = messages.map((message) => ({
        partition: message.key ? laneOf(message.key) : 0,
        ...message,
      }));
      await producer.send({ topic, messages: placed });
    },
    framed: (record, data) => framed(record, data),
    counted(orderId, count, id = newId()) {
      const value = framed(StockCounted, { orderId, count, countedBy: 'Ayşe' });
      return { key: orderId, value, headers: headersOf(StockCounted, id) };
    },
    effects: () => sql('SELECT order_id AS "orderId", count FROM effect ORDER BY at'),
    async committed(groupId) {
      const admin = own.kafka.admin();
      await admin.connect();
      const [offsets] = await admin.fetchOffsets({ groupId, topics: [topics.events] });
      await admin.disconnect();
      return offsets!.partitions.map(({ offset }) => offset);
    },
    async close() {
      await Promise.all([...members].map((member) => member.stop()));
      await producer.disconnect();
      await own.stop();
      await Promise.all([topics.drop(), database.drop()]);
    },
  };
}

function withoutDrain(sender: OutboxSender): OutboxSender {
  return Object.create(sender, { drainLane: { value: () => undefined } }) as OutboxSender;
}

/** The headers of a good message. */
export function headersOf({ fullName }: Pick<RecordType<unknown>, 'fullName'>, id: string): Record<string, string> {
  return {
    ce_id: id,
    ce_type: fullName,
    ce_source: 'test',
    ce_time: new Date().toISOString(),
    ce_correlationid: `correlation-${id}`,
  };
}
