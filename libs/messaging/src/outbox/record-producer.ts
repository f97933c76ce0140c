import kafkajs, { CompressionTypes, type Kafka, Partitioners, type Producer } from 'kafkajs';
import type { StoredOutput } from '../transaction/output.js';
import { PublishSpans } from './publish-spans.js';

const { KafkaJSNonRetriableError, KafkaJSProtocolError } = kafkajs; // no named exports for Node

const TOPIC_REFUSALS = ['INVALID_TOPIC_EXCEPTION', 'TOPIC_AUTHORIZATION_FAILED', 'UNKNOWN_TOPIC_OR_PARTITION'];
const REFUSALS = new Set([
  ...TOPIC_REFUSALS,
  'MESSAGE_TOO_LARGE',
  'RECORD_LIST_TOO_LARGE',
  'INVALID_RECORD',
  'INVALID_TIMESTAMP',
  'POLICY_VIOLATION',
  'UNSUPPORTED_COMPRESSION_TYPE',
]);

/** Thrown when the broker does not take a record, however often it is sent; permanent until a person acts. */
export class RecordRefusedByBroker extends Error {
  override readonly name = 'RecordRefusedByBroker';

  constructor(
    /** The broker's own name of the error. */
    readonly code: string,
    cause: unknown,
  ) {
    super(`the broker refuses the record: ${code}`, { cause });
  }

  /** Whether it would refuse any record of that topic. */
  get isOfTopic(): boolean {
    return TOPIC_REFUSALS.includes(this.code);
  }
}

/**
 * Sends records to their lane's partition, acknowledged by all replicas in sync, one request in flight.
 *
 * After a failed send nothing is known about what the broker has, and kafkajs would give the same sequence numbers to
 * other records, which the broker would drop as duplicates. So each failure ends the producer, and the next send starts
 * one with a new id: what was sent before may be there twice, and nothing is lost.
 */
export class RecordProducer {
  private producer: Producer | undefined;

  constructor(
    private readonly kafka: Kafka,
    private readonly spans = new PublishSpans(),
  ) {}

  /**
   * Sends the records in order; all are acknowledged when it returns.
   *
   * @throws {RecordRefusedByBroker} when one of them is refused; the others may have been taken or not.
   * @throws whatever kafkajs gives up with after about 8 s; transient.
   */
  async send(records: readonly StoredOutput[]): Promise<void> {
    const sending = this.spans.start(records);
    try {
      const producer = await this.connected();
      await producer.sendBatch({
        acks: -1,
        compression: CompressionTypes.None,
        topicMessages: byTopic(records, sending.traceparents),
      });
      sending.end();
    } catch (error) {
      sending.end(error);
      await this.close();
      throw refusalOf(error) ?? error;
    }
  }

  /** Ends the connection, if there is one. Never throws. */
  async close(): Promise<void> {
    const { producer } = this;
    this.producer = undefined;
    await producer?.disconnect().catch(() => undefined);
  }

  private async connected(): Promise<Producer> {
    if (this.producer) return this.producer;
    const producer = this.kafka.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      createPartitioner: Partitioners.DefaultPartitioner,
      retry: { initialRetryTime: 50, maxRetryTime: 1_000, retries: 10 },
    });
    this.producer = producer;
    await producer.connect();
    return producer;
  }
}

function byTopic(records: readonly StoredOutput[], traceparents: readonly (string | undefined)[]) {
  const topics = new Map<string, { key: Buffer | null; value: Buffer | null; partition: number; headers: Headers }[]>();
  records.forEach(({ topic, key, value, lane, headers }, at) => {
    const traceparent = traceparents[at];
    const message = { key, value, partition: lane, headers: traceparent ? { ...headers, traceparent } : headers };
    const messages = topics.get(topic);
    if (messages) messages.push(message);
    else topics.set(topic, [message]);
  });
  return [...topics].map(([topic, messages]) => ({ topic, messages }));
}

type Headers = Record<string, string>;

function refusalOf(error: unknown): RecordRefusedByBroker | undefined {
  const cause: unknown = error instanceof KafkaJSNonRetriableError ? error.cause : error; // what it gave up with, or on
  if (!(cause instanceof KafkaJSProtocolError) || !REFUSALS.has(cause.type)) return undefined;
  return new RecordRefusedByBroker(cause.type, error);
}
