import { Logger } from '@nestjs/common';
import type { Batch, Consumer, EachBatchPayload, Kafka, KafkaMessage } from 'kafkajs';
import { LANES } from '../kafka/lane.js';
import { rawHeaders, type RawRecord } from '../message/raw-record.js';
import type { ChunkItem } from './chunk-item.js';
import type { ChunkQueue } from './chunk-queue.js';
import { copartitionAssigner } from './copartition-assigner.js';
import { OffsetCommits } from './offset-commits.js';
import { type OwnedPartition, Place } from './owned-partition.js';
import type { Assignment } from './ownership.js';

/** How a member takes part in its group. */
export interface IntakeOptions {
  readonly groupId: string;
  readonly topics: readonly string[];
  readonly sessionTimeoutMs: number;
  readonly heartbeatIntervalMs: number;
}

/** What a group's membership tells. */
export interface IntakeEvents {
  /** Called with each assignment; resolves once the positions are known. */
  assigned(assignment: Assignment): Promise<void>;
  /** The partition that is owned under a name, once the assignment is known. */
  owned(topic: string, number: number): OwnedPartition | undefined;
  /** Kafka's client gives a sign of life: something came, or was tried, or a heartbeat was answered. */
  progressed(): void;
  /** The log no longer holds a partition's position. */
  positionLost(partition: OwnedPartition, found: bigint): void;
  /** The client has given up for good. */
  crashed(error: Error): void;
}

const MAX_WAIT_MS = 250;
const ASSIGNMENT_PATIENCE_MS = 500;
/** The end of the year 9999: a later instant has no text that every database reads. Writers may stamp in microseconds. */
const LATEST_TIMESTAMP = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/**
 * Brings the records of the owned partitions from Kafka into the chunk queue, from the positions that the database has.
 *
 * kafkajs sees no error of ours: its handler never throws. Nothing is committed to Kafka but positions that the
 * database has committed. A batch is released by the queue, which is when kafkajs fetches on.
 */
export class KafkaIntake {
  private readonly logger = new Logger(KafkaIntake.name);
  private readonly consumer: Consumer;
  private readonly commits: OffsetCommits;
  private readonly batches = new Map<OwnedPartition, EachBatchPayload>();
  private heartbeat: { readonly send: () => Promise<void>; at: number } | undefined;
  /** Under way from a new assignment until its positions are known. */
  private assigning: Promise<void> | undefined;

  constructor(
    kafka: Kafka,
    private readonly queue: ChunkQueue,
    private readonly options: IntakeOptions,
    private readonly events: IntakeEvents,
  ) {
    this.consumer = kafka.consumer({
      groupId: options.groupId,
      sessionTimeout: options.sessionTimeoutMs,
      heartbeatInterval: options.heartbeatIntervalMs,
      maxWaitTimeInMs: MAX_WAIT_MS,
      partitionAssigners: [copartitionAssigner],
    });
    this.commits = new OffsetCommits((offsets) => this.consumer.commitOffsets(offsets));
    this.listen();
  }

  async start(): Promise<void> {
    await this.consumer.connect();
    await this.consumer.subscribe({ topics: [...this.options.topics], fromBeginning: true });
    await this.consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: this.options.topics.length * LANES,
      eachBatch: (payload) => this.take(payload),
    });
  }

  /** Commits positions and leaves the group. */
  async stop(): Promise<void> {
    await this.commits.flush();
    await this.consumer.disconnect();
  }

  /** Tells Kafka's client, and later its broker, that records are done. */
  done(items: readonly ChunkItem[]): void {
    const last = new Map(items.map((item) => [item.partition, item]));
    for (const [partition, { record, next }] of last) {
      this.batches.get(partition)?.resolveOffset(String(record.offset));
      this.commits.note(partition.topic, partition.number, next);
    }
    this.progressed();
  }

  /** Tells Kafka's client, and never its broker, that records were looked through. */
  looked(items: readonly ChunkItem[]): void {
    for (const { partition, record } of new Map(items.map((item) => [item.partition, item])).values()) {
      this.batches.get(partition)?.resolveOffset(String(record.offset));
    }
    this.progressed();
  }

  /** Fetches a partition again from the record that is wanted. */
  seek(partition: OwnedPartition): void {
    this.queue.drop(partition);
    const { topic, number, wanted } = partition;
    this.whileRunning(() => this.consumer.seek({ topic, partition: number, offset: String(wanted) }));
  }

  /** Fetches nothing of a partition until {@link resume}. */
  pause(partition: OwnedPartition): void {
    this.queue.drop(partition);
    this.whileRunning(() => this.consumer.pause([{ topic: partition.topic, partitions: [partition.number] }]));
  }

  resume(partition: OwnedPartition): void {
    this.whileRunning(() => this.consumer.resume([{ topic: partition.topic, partitions: [partition.number] }]));
  }

  /** The work goes on: a heartbeat is sent when one is due. Once the group rebalances, what waits is released. */
  progressed(): void {
    const now = performance.now();
    if (!this.heartbeat || now - this.heartbeat.at < this.options.heartbeatIntervalMs) return;
    this.heartbeat.at = now;
    this.heartbeat.send().catch(() => this.queue.dropAll());
  }

  private async take(payload: EachBatchPayload): Promise<void> {
    try {
      const { batch } = payload;
      this.heartbeat = { send: payload.heartbeat, at: this.heartbeat?.at ?? performance.now() };
      const partition = await this.ownedWithinPatience(batch.topic, batch.partition);
      if (!partition || payload.isStale() || !payload.isRunning()) return;
      if (partition.paused) return;
      if (!this.isInPlace(partition, batch)) return;
      this.batches.set(partition, payload);
      await this.queue.add(partition, itemsOf(partition, batch));
      this.batches.delete(partition);
    } catch (error) {
      this.logger.error({ msg: 'a batch could not be taken', err: error });
    }
  }

  private isInPlace(partition: OwnedPartition, batch: Batch): boolean {
    const found = fetchedOffsetOf(batch);
    const place = partition.placeOf(found);
    if (place === Place.elsewhere) this.seek(partition);
    if (place === Place.lost) this.events.positionLost(partition, found);
    return place === Place.wanted;
  }

  private async ownedWithinPatience(topic: string, number: number): Promise<OwnedPartition | undefined> {
    const end = performance.now() + ASSIGNMENT_PATIENCE_MS;
    while (this.assigning && performance.now() < end) {
      await Promise.race([this.assigning, new Promise((resolve) => setTimeout(resolve, ASSIGNMENT_PATIENCE_MS))]);
    }
    return this.assigning ? undefined : this.events.owned(topic, number);
  }

  private listen(): void {
    const { consumer } = this;
    const { FETCH_START, FETCH, HEARTBEAT, CONNECT, REBALANCING, GROUP_JOIN, CRASH } = consumer.events;
    for (const event of [FETCH_START, FETCH, HEARTBEAT, CONNECT] as const) {
      consumer.on(event, () => this.events.progressed());
    }
    consumer.on(REBALANCING, () => {
      this.queue.dropAll();
      void this.commits.flush();
    });
    consumer.on(GROUP_JOIN, ({ payload }) => this.join(payload.memberAssignment));
    consumer.on(CRASH, ({ payload }) => {
      this.queue.dropAll();
      if (payload.restart) this.events.progressed();
      else this.events.crashed(payload.error);
    });
  }

  private join(assignment: Assignment): void {
    this.queue.dropAll();
    this.commits.forget();
    const assigning = this.events.assigned(assignment).then(() => {
      if (this.assigning === assigning) this.assigning = undefined;
    });
    this.assigning = assigning;
  }

  /** kafkajs throws while it restarts by itself; the assignment that follows sets everything anew. */
  private whileRunning(act: () => void): void {
    try {
      act();
    } catch (error) {
      this.logger.debug({ msg: 'the consumer is not running', err: error });
    }
  }
}

/** Where the fetch of a batch began. kafkajs sets it and leaves it out of its types. */
function fetchedOffsetOf(batch: Batch): bigint {
  return BigInt((batch as Batch & { readonly fetchedOffset: string }).fetchedOffset);
}

function itemsOf(partition: OwnedPartition, batch: Batch): ChunkItem[] {
  let previous = partition.wanted;
  return batch.messages.map((message, index) => {
    const record = recordOf(batch, message);
    const isLast = index === batch.messages.length - 1;
    const next = (isLast ? BigInt(batch.lastOffset()) : record.offset) + 1n;
    const item = { partition, record, previous, next };
    previous = next;
    return item;
  });
}

function recordOf({ topic, partition }: Batch, { offset, timestamp, key, value, headers }: KafkaMessage): RawRecord {
  const at = Math.min(Math.max(Number(timestamp), 0), LATEST_TIMESTAMP);
  const own = key && key.length > 0 ? key : null;
  return { topic, partition, offset: BigInt(offset), timestamp: at, key: own, value, headers: rawHeaders(headers ?? {}) };
}
