import { setTimeout as delay } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import type { Health } from '@kervan/service-host';
import type { Kafka } from 'kafkajs';
import type { HeldHeadRunner } from '../held/held-head-runner.js';
import { logBounds } from '../kafka/log-bounds.js';
import type { OutboxSender } from '../outbox/outbox-sender.js';
import type { ChunkItem, ReadItem } from './chunk-item.js';
import { ChunkQueue, type Pacing } from './chunk-queue.js';
import { ChunkRunner, type PartitionEvents, registryFailure } from './chunk-runner.js';
import type { ChunkCounts, ChunkTransaction } from './chunk-transaction.js';
import { consumptionMetrics } from './consumption-metrics.js';
import { classify } from './failure.js';
import { FailingRests } from './failing-rests.js';
import type { IntakeLimit } from './intake-limit.js';
import { type IntakeEvents, type IntakeOptions, KafkaIntake } from './kafka-intake.js';
import type { LivenessLimits } from './liveness-limits.js';
import { type OwnedPartition, PauseReason } from './owned-partition.js';
import { type Assignment, Ownership, type ReadLogBounds } from './ownership.js';
import { type PausedPartition, PartitionRests } from './partition-rests.js';
import { PartitionWatch, type Watched } from './partition-watch.js';
import type { ProgressStore } from './progress-store.js';
import { Pulse } from './pulse.js';
import type { RecordReader } from './record-reader.js';
import { restDelaysMs } from './retry-policy.js';
import type { RunStarts } from './run-starts.js';
import type { WithdrawalsAhead } from './withdrawals-ahead.js';

/** The parts that a consumer works with. */
export interface MessageConsumerParts {
  /** Its name in the database, beside that of its group in Kafka. */
  readonly consumer: string;
  readonly kafka: Kafka;
  readonly intake: IntakeOptions;
  /** How chunks are gathered; default: as for an order on its way. */
  readonly pacing?: Pacing | undefined;
  readonly progress: ProgressStore;
  readonly reader: RecordReader;
  readonly transaction: ChunkTransaction;
  readonly starts: RunStarts;
  readonly withdrawals: Pick<WithdrawalsAhead, 'run'>;
  readonly heads: HeldHeadRunner;
  readonly sender: Pick<OutboxSender, 'ownLanes' | 'drainLane' | 'isSaturated'>;
  /** Keeps from taking more, besides the outbox. */
  readonly limit?: IntakeLimit | undefined;
  readonly checkIntervalMs: number;
  readonly liveness: LivenessLimits;
  /** Called when nothing but a new process will help. */
  readonly fatal: (error: Error) => void;
}

const HELD_INTERVAL_MS = 250;
/** How often positions are compared with the database while nothing comes, unless told otherwise; milliseconds. */
export const CHECK_INTERVAL_MS = 5_000;
const STOP_WITHIN_MS = 20_000;
/** For so long a stop waits for a database that is away: what stays counted passes for a process that has died. */
const SETTLE_WITHIN_MS = 10_000;

/**
 * Consumes the topics of one service: takes chunks from the owned partitions, brings each to its end, and runs held
 * messages that are due, all one after another.
 *
 * The database's positions decide: whoever else believes to own a partition, each record has its effect once.
 */
export class MessageConsumer {
  private readonly logger = new Logger(MessageConsumer.name);
  private readonly queue: ChunkQueue;
  /** Of Kafka's client. */
  private readonly pulse: Pulse;
  /** Of the work on what it brings. */
  private readonly turns: Pulse;
  private readonly failing = new FailingRests();
  private readonly ownership: Ownership;
  private readonly watch: PartitionWatch;
  private readonly intake: KafkaIntake;
  private readonly rests: PartitionRests;
  private readonly runner: ChunkRunner;
  private assignments = 0;
  private stopping = false;
  /** More held messages were due than a turn takes. */
  private hasMoreHeads = false;
  private work: Promise<void> | undefined;

  constructor(private readonly parts: MessageConsumerParts) {
    const limits = parts.liveness;
    this.pulse = new Pulse(limits.pulseMs);
    this.turns = new Pulse(limits.pulseMs);
    this.queue = new ChunkQueue(parts.pacing);
    this.intake = new KafkaIntake(parts.kafka, this.queue, parts.intake, this.intakeEvents());
    const readLog: ReadLogBounds = (partitions) => logBounds(parts.kafka, partitions);
    this.ownership = new Ownership(parts.progress, readLog);
    this.rests = new PartitionRests(parts.consumer, this.ownership, this.intake);
    const watched: Watched = {
      owned: () => this.ownership.all,
      isInHand: (partition) => this.queue.holds(partition),
      logBounds: readLog,
    };
    this.watch = new PartitionWatch(watched, limits);
    this.runner = new ChunkRunner(parts.reader, parts.transaction, this.partitionEvents(), parts.starts);
  }

  async start(): Promise<void> {
    consumptionMetrics.observePauses(this.parts.consumer, () => this.pauses);
    consumptionMetrics.observeLag(this.parts.consumer, () => this.ownership.lag());
    this.work = this.loop();
    await this.intake.start();
  }

  /**
   * Ends the transaction in hand, takes back what was counted and not run, commits positions and leaves the group; gives up
   * after 20 s. What a database that is away does not take back is tried again after that, while there is time.
   */
  async stop(): Promise<void> {
    this.stopping = true;
    this.runner.stop();
    this.queue.dropAll();
    this.queue.interrupt();
    const ended = (async () => {
      await this.work;
      this.ownership.giveUp();
      this.queue.dropAll(); // of what came since
      await this.intake.stop();
      await this.parts.starts.settle(SETTLE_WITHIN_MS);
    })();
    await Promise.race([ended, delay(STOP_WITHIN_MS, undefined, { ref: false })]);
  }

  /** Called by whatever is progress: a handler that has ended, a try of a chunk. */
  progressed(): void {
    this.turns.beat();
    this.intake.progressed();
  }

  /**
   * Alive while Kafka's client, the work on what it brings, and each partition make progress; one that is paused for a
   * named reason is no lack of it. Neither is a Kafka or a database that does not answer, for as long as it is tried.
   */
  health(): Health {
    return [this.pulse, this.turns, this.watch].map((one) => one.health()).find(({ ok }) => !ok) ?? { ok: true };
  }

  /** What is paused, and why; for health pages. */
  get pauses(): readonly PausedPartition[] {
    return this.rests.pauses;
  }

  private async loop(): Promise<void> {
    let headsDueAt = 0;
    let checkDueAt = 0;
    while (!this.stopping) {
      this.turns.beat();
      await this.parts.starts.settle();
      try {
        if (this.parts.sender.isSaturated()) this.rests.rest(this.ownership.all, PauseReason.outbox);
        await this.runChunk(Math.max(0, headsDueAt - performance.now()));
        if (performance.now() >= headsDueAt) {
          this.hasMoreHeads = await this.runHeads();
          headsDueAt = this.hasMoreHeads ? 0 : performance.now() + HELD_INTERVAL_MS;
        }
        if (performance.now() >= checkDueAt) {
          await this.check();
          checkDueAt = performance.now() + this.parts.checkIntervalMs;
        }
      } catch (error) {
        this.logger.error({ msg: 'consuming was interrupted', code: classify(error).code, err: error });
        this.queue.dropAll();
        await delay(HELD_INTERVAL_MS);
      }
    }
    this.queue.dropAll();
    await this.parts.starts.settle();
  }

  private async runChunk(withinMs: number): Promise<void> {
    const taken = await this.queue.take(withinMs, this.failing.chunkAtMost);
    const turned = this.obeyLimit();
    const chunk = taken.filter(({ partition }) => !turned.has(partition));
    if (chunk.length === 0) return;
    const { ahead = [], due = [] } = Object.groupBy(chunk, ({ partition }) => (partition.looksAhead ? 'ahead' : 'due'));
    if (ahead.length > 0) await this.lookThrough(ahead);
    if (due.length > 0) await this.handle(due);
    await this.queue.settle(!this.hasMoreHeads);
  }

  /** Runs held messages that are due; tells whether there may be more. A look that fails keeps nothing that has come from its turn. */
  private async runHeads(): Promise<boolean> {
    const running = this.ownership.all.filter(({ pauseReason }) => !pauseReason);
    try {
      return await this.parts.heads.run(running, () => this.stopping);
    } catch (error) {
      this.logger.error({ msg: 'held messages could not be run', code: classify(error).code, err: error });
      return false;
    }
  }

  private async handle(chunk: readonly ChunkItem[]): Promise<void> {
    const began = performance.now();
    await this.runner.run(chunk);
    consumptionMetrics.chunkEnded(this.parts.consumer, performance.now() - began);
    const restMs = this.failing.afterChunk();
    if (restMs !== undefined) this.rests.restAllWhileFailing(restMs);
  }

  /**
   * While no more is to be taken, partitions are only looked through, for what takes work back: that is done ahead of its
   * turn. Afterwards each goes on from its position.
   *
   * @returns the partitions for which that has changed: what was fetched of them is fetched anew.
   */
  private obeyLimit(): ReadonlySet<OwnedPartition> {
    const isReached = this.parts.limit?.isReached() ?? false;
    const turned = this.ownership.all.filter(({ looksAhead }) => looksAhead !== isReached);
    for (const partition of turned) {
      partition.looksAhead = isReached;
      if (isReached) consumptionMetrics.paused(this.parts.consumer, PauseReason.work);
      this.intake.seek(partition);
    }
    return new Set(turned);
  }

  private async lookThrough(items: readonly ChunkItem[]): Promise<void> {
    const unreadable = await this.parts.withdrawals.run(items);
    if (unreadable.size > 0) this.rests.restBecause(unreadable, PauseReason.registry, registryFailure);
    const looked = items.filter(({ partition }) => !unreadable.has(partition));
    for (const { partition, next } of looked) {
      partition.lookedTo = next;
      partition.rests = 0;
    }
    this.intake.looked(looked);
  }

  /** Notices that a database was set back even while nothing comes, and counts what is held. */
  private async check(): Promise<void> {
    const moved = await this.ownership.moved();
    if (moved.size > 0) await this.overtaken(moved);
    consumptionMetrics.held(this.parts.consumer, await this.parts.heads.open());
  }

  private intakeEvents(): IntakeEvents {
    return {
      assigned: (assignment) => this.assigned(assignment),
      owned: (topic, number) => this.ownership.find(topic, number),
      progressed: () => {
        this.pulse.beat();
        this.watch.beat();
      },
      positionLost: (partition, found) => this.rests.stopWhereLost(partition, found),
      crashed: (error) => this.parts.fatal(error),
    };
  }

  private partitionEvents(): PartitionEvents {
    return {
      committed: (items, counts) => this.committed(items, counts),
      overtaken: (partitions) => this.overtaken(partitions),
      rest: (partitions, reason, failure) => this.rests.restBecause(partitions, reason, failure),
      failedAlone: ({ record, messageId }, { code, stage }) => {
        const { topic, partition, offset } = record;
        this.failing.failedOnce();
        consumptionMetrics.failed(this.parts.consumer, code);
        this.logger.warn({ msg: 'a message is held', code, stage, topic, partition, offset: String(offset), messageId });
      },
      tried: () => this.progressed(),
    };
  }

  /**
   * Takes over what is assigned; waits for the database as long as it must, unless a newer assignment comes. Another may
   * have had the lanes since the last one, even where they are the same: what the table holds of each is sent first.
   */
  private async assigned(assignment: Assignment): Promise<void> {
    const own = ++this.assignments;
    this.ownership.giveUp();
    this.parts.sender.ownLanes([]);
    for (let tries = 0; own === this.assignments && !this.stopping; tries += 1) {
      try {
        if (!(await this.ownership.take(assignment))) return;
        for (const partition of this.ownership.all) {
          this.intake.seek(partition);
          this.intake.resume(partition);
        }
        this.parts.sender.ownLanes(this.ownership.numbers);
        this.reportStarts();
        return;
      } catch (error) {
        this.logger.warn({ msg: 'positions could not be read', code: classify(error).code });
        await delay(restDelaysMs[Math.min(tries, restDelaysMs.length - 1)]);
      }
    }
  }

  private reportStarts(): void {
    const again = this.ownership.all.filter(({ starts }) => starts > 0);
    if (again.length > 0) consumptionMetrics.startedAgain(this.parts.consumer, again.length);
  }

  private committed(items: readonly ReadItem[], counts: ChunkCounts): void {
    for (const { partition, next } of items) {
      partition.position = next;
      partition.rests = 0;
    }
    this.intake.done(items);
    this.failing.succeeded(counts.handled);
    consumptionMetrics.chunk(this.parts.consumer, counts);
    consumptionMetrics.failureShare(this.parts.consumer, this.failing.share);
  }

  private async overtaken(partitions: ReadonlySet<OwnedPartition>): Promise<void> {
    consumptionMetrics.overtaken(this.parts.consumer, partitions.size);
    try {
      await this.ownership.reread(partitions);
    } catch (error) {
      this.logger.warn({ msg: 'positions could not be read again', code: classify(error).code });
      return this.rests.rest(partitions, PauseReason.database);
    }
    for (const partition of partitions) {
      if (!this.ownership.owns(partition)) continue;
      this.parts.sender.drainLane(partition.number);
      this.intake.seek(partition);
    }
  }
}
