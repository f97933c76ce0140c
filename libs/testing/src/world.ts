import { randomUUID } from 'node:crypto';
import type { Catalogue, Message, RecordType } from '@kervan/contracts';
import type { MigrationInterface } from 'typeorm';
import { freshDatabase } from './fresh-database.js';
import type { ServiceParts } from './service-parts.js';
import { testStack } from './test-stack.js';

const LANES = 12;
const ID_AT = 1;
const BODY_AT = 5;

/** What a message carries beside its data; made up where it is left out. */
export interface Carried {
  readonly correlationId?: string;
  /** Milliseconds; goes into the message's id. */
  readonly acceptedAt?: number;
  readonly traceparent?: string;
}

/** The services around one under test, with a database of their own. */
export interface World {
  /** Publishes an event, sends a command or gives a reply, as the service that does so. */
  say(message: Message, carried?: Carried): Promise<void>;
  stop(): Promise<void>;
}

/** That part of messaging which the world speaks by; it is given because messaging is tested with this library. */
export interface Speech {
  readonly migrations: readonly (new () => MigrationInterface)[];
  createCore(options: CoreOptions): SpeakingCore;
}

interface CoreOptions {
  readonly service: string;
  readonly kafka: { readonly brokers: readonly string[] };
  readonly registry: { readonly url: string };
  readonly database: { readonly url: string };
  readonly catalogue: Catalogue;
}

interface SpeakingCore {
  readonly transactions: { begin(): Promise<SpeakingTransaction> };
  readonly sender: { ownLanes(lanes: readonly number[]): void };
  start(): Promise<void>;
  stop(): Promise<void>;
}

interface SpeakingTransaction {
  causedBy(cause: Required<Omit<Carried, 'traceparent'>> & Carried & { id: string; source: string }): {
    publish(event: Message): void;
    send(command: Message): void;
    answer(reply: EncodedReply, commandTopic: string): void;
  };
  commit(): Promise<void>;
}

interface EncodedReply {
  readonly type: string;
  readonly value: Buffer;
  readonly key: string;
}

/** The name under which the world around a service writes to the service's topics. */
export const worldAroundService = (service: string): string => `world-around-${service}`;

/** Starts the world around a service under test. */
export async function startWorld(around: ServiceParts, { migrations, createCore }: Speech): Promise<World> {
  const { kafkaBrokers: brokers, schemaRegistryUrl: url } = testStack();
  const { name, catalogue, schemaIds } = around;
  const database = await freshDatabase(migrations);
  const service = worldAroundService(name);
  const core = createCore({ service, kafka: { brokers }, registry: { url }, database, catalogue });
  await core.start();
  core.sender.ownLanes(Array.from({ length: LANES }, (_, lane) => lane));
  return {
    async say(message, carried) {
      const db = await core.transactions.begin();
      const made = { id: randomUUID(), correlationId: randomUUID(), acceptedAt: Date.now(), source: 'world' };
      const tx = db.causedBy({ ...made, ...carried });
      if (message.type.kind === 'event') tx.publish(message);
      else if (message.type.kind === 'command') tx.send(message);
      else tx.answer(encodedReply(message, schemaIds), commandTopicOf(catalogue, message.type));
      await db.commit();
    },
    async stop() {
      await core.stop();
      await database.drop();
    },
  };
}

function encodedReply({ type, data }: Message, schemaIds: ReadonlyMap<string, number>): EncodedReply {
  const header = Buffer.alloc(BODY_AT);
  header.writeInt32BE(schemaIds.get(type.fullName) ?? 0, ID_AT);
  const { orderId: key } = data as { readonly orderId: string };
  return { type: type.fullName, value: Buffer.concat([header, type.encode(data)]), key };
}

function commandTopicOf(catalogue: Catalogue, reply: RecordType<unknown>): string {
  const [topic] = catalogue.topicsOf(reply);
  return topic!.name.replace('.replies.', '.commands.');
}
