import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import type { Pool } from 'pg';
import type { Handover, OutputReceiver } from '../transaction/handover.js';
import type { Output, StoredOutput } from '../transaction/output.js';
import { outboxMetrics } from './outbox-metrics.js';
import { OutboxQueue } from './outbox-queue.js';
import { type OutboxBacklog, outboxStatements, type OutboxStatements } from './outbox-statements.js';
import { type RecordProducer, RecordRefusedByBroker } from './record-producer.js';
import { Signal } from './signal.js';

interface RefusedTopic {
  readonly refusal: RecordRefusedByBroker;
  readonly until: number;
}

/** Values of the sender; milliseconds, records, bytes. */
export const outboxPolicy = {
  readLimit: 1_000,
  readLimitBytes: 16 * 1024 * 1024,
  batch: { records: 500, partitionBytes: 900_000 },
  gatherMs: 10,
  pollActiveMs: 20,
  pollIdleMs: 200,
  removeEveryMs: 100,
  retryMs: 500,
  topicRefusedForMs: 60_000,
  saturatedAt: 5_000,
  measureEveryMs: 1_000,
  stopWithinMs: 5_000,
  lookAliveMs: 90_000,
  sendAliveMs: 300_000,
} as const;

/**
 * Sends what transactions leave in the outbox: each record once at least, those of a key in the order of their commits, but
 * that a chunk's output may pass what another transaction has committed a moment before, and the table is not yet read for.
 *
 * Works for the lanes it owns. Outputs handed over at their commit are sent from memory; all others are read from the
 * table by id: when woken, every 20 ms while there are some that nobody woke it for, to every 200 ms when there are none.
 * No lock and no transaction is held while sending. What the broker has acknowledged is deleted afterwards, in bulk: a
 * sender that dies in between leaves duplicates, which inboxes drop. While the broker is away records wait in the table.
 */
export class OutboxSender implements OutputReceiver {
  /** Names this sender in the rows that are handed to it; new with each process. */
  readonly id = randomUUID();
  private readonly logger = new Logger(OutboxSender.name);
  private readonly queue = new OutboxQueue();
  private readonly toSend = new Signal();
  private readonly toRead = new Signal();
  private readonly refusedTopics = new Map<string, RefusedTopic>();
  private acknowledged: string[] = [];
  private backlog: OutboxBacklog = { unsent: 0, oldestSeconds: 0 };
  private removedAt = -Infinity;
  private measuredAt = -Infinity;
  private pollMs: number = outboxPolicy.pollActiveMs;
  private stopping = false;
  private loops: Promise<unknown> = Promise.resolve();
  private lookedAt = performance.now();
  private sendingSince: number | undefined;

  constructor(
    private readonly pool: Pool,
    private readonly producer: RecordProducer,
    private readonly statements: OutboxStatements = outboxStatements,
  ) {
    this.queue.onWaiting = () => this.toSend.raise();
    this.queue.onUnread = () => this.toRead.raise();
  }

  /**
   * Sets the lanes that are sent from here: the partition numbers that this member owns.
   *
   * What the table holds of a lane that is new is sent before anything that is handed over.
   */
  ownLanes(lanes: Iterable<number>): void {
    this.queue.own(lanes);
    this.toRead.raise();
  }

  /** Sends what the table holds of a lane before anything that is handed over from now on. */
  drainLane(lane: number): void {
    this.queue.reopen(lane);
  }

  takerOf(lane: number): string | undefined {
    return !this.stopping && this.queue.takes(lane) ? this.id : undefined;
  }

  expect(outputs: readonly Output[]): Handover {
    return this.queue.expect(outputs);
  }

  wake(lanes: readonly number[]): void {
    if (lanes.some((lane) => this.queue.owns(lane))) this.toRead.raise();
  }

  /** Over 5,000 records wait, here or in the whole table: intake stops until they are fewer. Counted every second. */
  isSaturated(): boolean {
    return Math.max(this.backlog.unsent, this.queue.size) > outboxPolicy.saturatedAt;
  }

  /** Whether both loops still turn: a look into the table ends within 90 s and a send within 5 min, well or not. */
  isAlive(): boolean {
    const now = performance.now();
    const { lookAliveMs, sendAliveMs } = outboxPolicy;
    return now - this.lookedAt < lookAliveMs && now - (this.sendingSince ?? now) < sendAliveMs;
  }

  start(): void {
    outboxMetrics.observe(() => this.backlog);
    this.loops = Promise.all([this.sendLoop(), this.tableLoop()]);
  }

  /** Sends what is in memory, for 5 s at most, and lets go of the lanes. The rest stays in the table. */
  async stop(): Promise<void> {
    const end = performance.now() + outboxPolicy.stopWithinMs;
    while (this.queue.size > 0 && performance.now() < end) await delay(outboxPolicy.pollActiveMs);
    this.stopping = true;
    this.queue.own([]);
    this.toSend.raise();
    this.toRead.raise();
    await this.loops;
    await this.removeAcknowledged().catch(this.noteDatabase);
    await this.producer.close();
  }

  private async sendLoop(): Promise<void> {
    while (!this.stopping) {
      const records = this.queue.take(outboxPolicy.batch);
      if (records.length === 0) await this.toSend.next(outboxPolicy.pollIdleMs);
      else await this.send(records);
    }
  }

  private async send(records: readonly StoredOutput[]): Promise<void> {
    this.sendingSince = performance.now();
    const suspected = records.some(({ topic }) => this.refusalOf(topic)) || !(await this.sendTogether(records));
    if (suspected) await this.sendSingly(records);
    this.sendingSince = undefined;
  }

  /** Returns whether no record was refused; then they are sent, or wait to be tried again. */
  private async sendTogether(records: readonly StoredOutput[]): Promise<boolean> {
    try {
      await this.producer.send(records);
      this.acknowledge(records);
    } catch (error) {
      if (error instanceof RecordRefusedByBroker) return false;
      await this.tryAgain(records, error);
    }
    return true;
  }

  /** One of the records is refused: sent one by one, it is found, and the others go on. */
  private async sendSingly(records: readonly StoredOutput[]): Promise<void> {
    const closed = new Set<number>();
    for (const [at, record] of records.entries()) {
      if (closed.has(record.lane)) continue;
      try {
        const known = this.refusalOf(record.topic);
        if (known) throw known;
        await this.producer.send([record]);
        this.acknowledge([record]);
      } catch (error) {
        const left = records.slice(at).filter(({ lane }) => !closed.has(lane));
        if (!(error instanceof RecordRefusedByBroker)) return this.tryAgain(left, error);
        await this.setStuck(record, error);
        closed.add(record.lane);
        this.queue.forget(left.filter(({ lane }) => lane === record.lane).map(({ id }) => id));
        this.drainLane(record.lane);
      }
    }
  }

  /** A topic that was refused a moment ago is not tried again for each of its records: it costs 8 s each time. */
  private refusalOf(topic: string): RecordRefusedByBroker | undefined {
    const known = this.refusedTopics.get(topic);
    if (known && known.until < performance.now()) this.refusedTopics.delete(topic);
    return this.refusedTopics.get(topic)?.refusal;
  }

  private async setStuck({ id, topic, messageId }: StoredOutput, refusal: RecordRefusedByBroker): Promise<void> {
    if (refusal.isOfTopic && !this.refusalOf(topic)) {
      this.refusedTopics.set(topic, { refusal, until: performance.now() + outboxPolicy.topicRefusedForMs });
    }
    outboxMetrics.stuck(topic, refusal.code);
    this.logger.error({ msg: 'the broker refuses a record; its key waits', topic, messageId, code: refusal.code });
    await this.statements.markStuck(this.pool, id, refusal.code).catch(this.noteDatabase);
  }

  private async tryAgain(records: readonly StoredOutput[], error: unknown): Promise<void> {
    this.queue.putBack(records);
    outboxMetrics.failed();
    this.logger.warn({ msg: 'records could not be sent, trying again', records: records.length, err: error });
    await delay(outboxPolicy.retryMs);
  }

  private acknowledge(records: readonly StoredOutput[]): void {
    for (const { id } of records) this.acknowledged.push(id);
    outboxMetrics.sent(records);
  }

  private async tableLoop(): Promise<void> {
    let woken = false;
    while (!this.stopping) {
      try {
        const turn = [this.readTable(), this.removeAcknowledged(), this.measure()] as const;
        await Promise.allSettled(turn); // no look may begin while one is under way: it would forget what that one may have missed
        const [found] = await Promise.all(turn);
        const isMore = found >= (woken ? outboxPolicy.readLimit : 1);
        this.pollMs = isMore ? outboxPolicy.pollActiveMs : Math.min(this.pollMs * 2, outboxPolicy.pollIdleMs);
      } catch (error) {
        this.noteDatabase(error);
        this.pollMs = outboxPolicy.pollIdleMs;
      }
      this.lookedAt = performance.now();
      woken = await this.toRead.next(this.pollMs);
      const early = this.lookedAt + outboxPolicy.gatherMs - performance.now();
      if (early > 0) await delay(early);
    }
  }

  private async readTable(): Promise<number> {
    if (this.queue.size >= outboxPolicy.readLimit) return 0;
    const lanes = this.queue.beginReading();
    if (lanes.undrained.length + lanes.drained.length === 0) return 0;
    const limits = { limit: outboxPolicy.readLimit, limitBytes: outboxPolicy.readLimitBytes };
    const { rows, stuckLanes } = await this.statements.read(this.pool, { sender: this.id, ...lanes, ...limits });
    const bytes = rows.reduce((sum, { value }) => sum + (value?.length ?? 0), 0);
    const accepted = this.queue.accept(rows);
    for (const lane of stuckLanes) if (this.queue.takes(lane)) this.queue.reopen(lane);
    if (rows.length < limits.limit && bytes < limits.limitBytes) {
      this.queue.drained(lanes.undrained.filter((lane) => !stuckLanes.includes(lane)));
    }
    return accepted;
  }

  private async removeAcknowledged(): Promise<void> {
    if (!this.stopping && performance.now() - this.removedAt < outboxPolicy.removeEveryMs) return;
    this.removedAt = performance.now();
    const ids = this.acknowledged;
    if (ids.length === 0) return;
    this.acknowledged = [];
    try {
      await this.statements.remove(this.pool, ids);
      this.queue.forget(ids);
    } catch (error) {
      this.acknowledged.push(...ids);
      throw error;
    }
  }

  private async measure(): Promise<void> {
    if (performance.now() - this.measuredAt < outboxPolicy.measureEveryMs) return;
    this.backlog = await this.statements.measure(this.pool, outboxPolicy.saturatedAt + 1);
    this.measuredAt = performance.now();
  }

  private readonly noteDatabase = (error: unknown): void => {
    this.logger.warn({ msg: 'the outbox could not be reached', err: error });
  };
}
