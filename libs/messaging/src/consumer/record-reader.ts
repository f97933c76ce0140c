import type { Catalogue } from '@kervan/contracts';
import { Withdraw } from '@kervan/contracts';
import type { Decoder } from '../message/decoder.js';
import { peekType } from '../message/headers.js';
import { derivedId } from '../message/ids.js';
import type { RawRecord } from '../message/raw-record.js';
import type { ChunkItem, Content, ReadItem } from './chunk-item.js';
import { classify, FailureKind } from './failure.js';
import type { Handlers } from './handlers.js';
import type { OwnedPartition } from './owned-partition.js';

/** Items that could be looked into, and the partitions that cannot be for now. */
export interface Reading {
  readonly items: readonly ReadItem[];
  readonly unreadable: ReadonlySet<OwnedPartition>;
}

/**
 * Looks into records: which message each is, and who handles it.
 *
 * A record that is no message becomes an item too, with the cause. Only when the registry gives no answer about a
 * schema is the partition told to be unreadable for now.
 */
export class RecordReader {
  constructor(
    private readonly decoder: Pick<Decoder, 'prepare' | 'decode'>,
    private readonly catalogue: Catalogue,
    private readonly handlers: Handlers,
  ) {}

  async read(items: readonly ChunkItem[]): Promise<Reading> {
    const unreadable = new Set<OwnedPartition>();
    const byPartition = Map.groupBy(items, ({ partition }) => partition);
    await Promise.all(
      [...byPartition].map(async ([partition, own]) => {
        try {
          await this.prepare(own.map(({ record }) => record));
        } catch {
          unreadable.add(partition);
        }
      }),
    );
    const read: ReadItem[] = [];
    for (const item of items) {
      if (unreadable.has(item.partition)) continue;
      const readItem = this.look(item);
      if (readItem) read.push(readItem);
      else unreadable.add(item.partition);
    }
    return { items: read, unreadable };
  }

  /** Fetches what decoding needs. @throws {RegistryUnavailable} transient. */
  async prepare(records: readonly RawRecord[]): Promise<void> {
    await this.decoder.prepare(records.filter((record) => !this.isSkipped(record)));
  }

  private look(item: ChunkItem): ReadItem | undefined {
    const content = this.contentOf(item.record);
    return content && { ...item, content, messageId: idOf(item.record, content) };
  }

  /** What a record is; `undefined` when that cannot be told without the registry. */
  contentOf(record: RawRecord): Content | undefined {
    if (this.isSkipped(record)) return { kind: 'skipped' };
    try {
      const message = this.decoder.decode(record);
      return { kind: 'message', message, handler: this.handlers.of(message.type.fullName) };
    } catch (error) {
      const failure = classify(error);
      return failure.kind === FailureKind.transient ? undefined : { kind: 'undecodable', failure };
    }
  }

  private isSkipped(record: RawRecord): boolean {
    const type = peekType(record);
    if (type === undefined || this.handlers.of(type)) return false;
    return type !== Withdraw.fullName && this.catalogue.record(type) !== undefined;
  }
}

/**
 * The inbox's id of a record. One that is no message is known by its place in the log: its `ce_id`, if it has one, may
 * be that of a good message.
 */
function idOf({ topic, partition, offset, timestamp }: RawRecord, content: Content): string {
  if (content.kind === 'message') return content.message.id;
  return derivedId(timestamp, topic, String(partition), String(offset));
}
