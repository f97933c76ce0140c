import type { Consumer, EachBatchPayload } from 'kafkajs';
import type { Machine } from '../machine/machine.js';
import type { ModelProcess } from '../machine/model-process.js';
import type { ConsumerGroup } from './consumer-group.js';
import type { LoggedRecord, ModelLog } from './model-log.js';

type Listener = (event: { readonly payload: unknown }) => void;
type EachBatch = (payload: EachBatchPayload) => Promise<void>;

interface Fetching {
  position: number;
  isPaused: boolean;
  isBusy: boolean;
  isStale: boolean;
  readonly generation: number;
}

const EVENTS = {
  FETCH_START: 'fetch-start', FETCH: 'fetch', HEARTBEAT: 'heartbeat', CONNECT: 'connect',
  REBALANCING: 'rebalancing', GROUP_JOIN: 'group-join', CRASH: 'crash',
} as const;

let ids = 0;

/** A member of a group, with the surface and the habits of kafkajs as far as messaging uses them. */
export class ModelConsumer {
  readonly id: string;
  generation = -1;
  topics: readonly string[] = [];
  private readonly listeners = new Map<string, Listener[]>();
  private fetchings = new Map<string, Fetching>();
  private eachBatch: EachBatch | undefined;
  private isRunning = false;

  constructor(
    private readonly machine: Machine,
    private readonly log: ModelLog,
    private readonly group: ConsumerGroup,
    readonly owner: ModelProcess,
  ) {
    this.id = `${owner.name} ${String((ids = (ids + 1) % 10_000)).padStart(4, '0')}`;
  }

  /** What messaging gets in place of a consumer of kafkajs. */
  readonly surface = {
    events: EVENTS,
    on: (event: string, listener: Listener) => {
      this.listeners.set(event, [...(this.listeners.get(event) ?? []), listener]);
      return () => undefined;
    },
    connect: () => Promise.resolve(),
    subscribe: ({ topics }: { readonly topics: readonly string[] }) => {
      this.topics = topics;
      return Promise.resolve();
    },
    run: ({ eachBatch }: { readonly eachBatch: EachBatch }) => {
      this.eachBatch = eachBatch;
      this.isRunning = true;
      this.group.join(this);
      return Promise.resolve();
    },
    seek: ({ topic, partition, offset }: { topic: string; partition: number; offset: string }) => {
      const fetching = this.fetchings.get(`${topic} ${partition}`);
      if (!fetching) return;
      fetching.position = Number(offset);
      fetching.isStale = true;
      this.pump();
    },
    pause: (of: readonly { topic: string; partitions: readonly number[] }[]) => this.setPaused(of, true),
    resume: (of: readonly { topic: string; partitions: readonly number[] }[]) => this.setPaused(of, false),
    commitOffsets: (offsets: readonly { topic: string; partition: number; offset: string }[]) =>
      new Promise<void>((resolve, reject) => {
        this.machine.after(1, this.owner, () => {
          if (!this.group.isCurrent(this)) return reject(new Error('The coordinator is not aware of this member'));
          for (const { topic, partition, offset } of offsets) this.group.committed.set(`${topic} ${partition}`, Number(offset));
          resolve();
        });
      }),
    disconnect: () => {
      this.isRunning = false;
      this.group.leave(this);
      return Promise.resolve();
    },
  } as unknown as Consumer;

  /** The coordinator has this member join with an assignment; the member learns of it when it is awake. */
  assign(generation: number, assignment: Readonly<Record<string, readonly number[]>>): void {
    this.machine.after(this.machine.random.next() * 5, this.owner, () => this.emit(EVENTS.REBALANCING, {}));
    this.machine.after(5 + this.machine.random.next() * 20, this.owner, () => {
      if (!this.isRunning || generation < this.generation) return;
      this.generation = generation;
      for (const fetching of this.fetchings.values()) fetching.isStale = true;
      this.fetchings = new Map(
        Object.entries(assignment).flatMap(([topic, numbers]) =>
          numbers.map((number): [string, Fetching] => {
            const name = `${topic} ${number}`;
            const position = this.group.committed.get(name) ?? 0;
            return [name, { position, isPaused: false, isBusy: false, isStale: false, generation }];
          }),
        ),
      );
      this.emit(EVENTS.GROUP_JOIN, { memberAssignment: assignment });
      this.pump();
    });
  }

  /** Fetches what is there of every partition that is free. */
  pump(): void {
    if (!this.isRunning || this.owner.isDead) return;
    for (const [name, fetching] of this.fetchings) {
      if (fetching.isBusy || fetching.isPaused || !this.hasMore(name, fetching)) continue;
      fetching.isBusy = true;
      this.machine.after(1 + this.machine.random.next() * 10, this.owner, () => void this.fetch(name, fetching));
    }
  }

  private async fetch(name: string, fetching: Fetching): Promise<void> {
    const [topic = '', partition] = name.split(' ');
    fetching.isStale = false;
    const there = this.log.read(topic, Number(partition)).slice(fetching.position);
    const taken = there.slice(0, this.machine.random.int(1, there.length));
    if (taken.length > 0 && !fetching.isPaused && this.fetchings.get(name) === fetching && this.heartbeat()) {
      this.emit(EVENTS.FETCH, {});
      await this.eachBatch?.(this.payload(topic, Number(partition), fetching, taken));
    }
    this.machine.after(1, this.owner, () => {
      fetching.isBusy = false;
      this.heartbeat();
      this.pump();
    });
  }

  private payload(topic: string, partition: number, fetching: Fetching, taken: readonly LoggedRecord[]): EachBatchPayload {
    const fetchedAt = fetching.position;
    return {
      batch: {
        topic,
        partition,
        fetchedOffset: String(fetchedAt),
        messages: taken.map(({ offset, timestamp, ...record }) => ({
          ...record, offset: String(offset), timestamp: String(timestamp),
        })),
        lastOffset: () => String(fetchedAt + taken.length - 1),
      },
      resolveOffset: (offset: string) => {
        if (!fetching.isStale) fetching.position = Number(offset) + 1;
      },
      heartbeat: () => (this.heartbeat() ? Promise.resolve() : Promise.reject(new Error('The group is rebalancing'))),
      isRunning: () => this.isRunning,
      isStale: () => fetching.isStale,
    } as unknown as EachBatchPayload;
  }

  /** Whether the coordinator still counts with this member; one that it gave up on joins again. */
  private heartbeat(): boolean {
    this.emit(EVENTS.HEARTBEAT, {});
    if (this.group.isCurrent(this)) return true;
    this.group.rejoin(this);
    return false;
  }

  private hasMore(name: string, { position }: Fetching): boolean {
    const [topic = '', partition] = name.split(' ');
    return this.log.read(topic, Number(partition)).length > position;
  }

  private setPaused(of: readonly { topic: string; partitions: readonly number[] }[], isPaused: boolean): void {
    for (const { topic, partitions } of of) {
      for (const number of partitions) {
        const fetching = this.fetchings.get(`${topic} ${number}`);
        if (fetching) fetching.isPaused = isPaused;
      }
    }
    if (!isPaused) this.pump();
  }

  private emit(event: string, payload: unknown): void {
    for (const listener of this.listeners.get(event) ?? []) listener({ payload });
  }
}
