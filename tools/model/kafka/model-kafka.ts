import type { Admin, Kafka, Producer } from 'kafkajs';
import type { Machine } from '../machine/machine.js';
import { type ModelProcess, runningProcess } from '../machine/model-process.js';
import { ConsumerGroup } from './consumer-group.js';
import { ModelConsumer } from './model-consumer.js';
import { ModelLog, type NewRecord } from './model-log.js';

/** What may go wrong with what is sent, as probabilities of a request. */
export interface KafkaFaults {
  /** It is not taken. */
  readonly refused: number;
  /** It is taken, and the sender never hears of it. */
  readonly unacknowledged: number;
  /** The sender gives up on it, and it is taken later all the same. */
  readonly belated: number;
}

interface TopicMessages {
  readonly topic: string;
  readonly messages: readonly Omit<NewRecord, 'topic'>[];
}

const TIMEOUT_MS = 300;

/** One broker: topics, groups, and clients for the processes of a run. */
export class ModelKafka {
  readonly log: ModelLog;
  private readonly groups = new Map<string, ConsumerGroup>();
  private readonly consumers = new Map<ModelProcess, ModelConsumer>();
  /** Called with what is about to be sent; a mutant of the sender does harm here. */
  beforeSend: (records: readonly NewRecord[]) => readonly NewRecord[] = (records) => records;

  constructor(
    private readonly machine: Machine,
    private readonly faults: () => KafkaFaults,
    private readonly newGroup: (name: string) => ConsumerGroup,
  ) {
    this.log = new ModelLog(() => machine.now);
    this.log.onAppend = () => {
      machine.active();
      for (const consumer of this.consumers.values()) consumer.pump();
    };
  }

  group(name: string): ConsumerGroup {
    let group = this.groups.get(name);
    if (!group) this.groups.set(name, (group = this.newGroup(name)));
    return group;
  }

  /** Every group that there is. */
  get everyGroup(): readonly ConsumerGroup[] {
    return [...this.groups.values()];
  }

  consumerOf(process: ModelProcess): ModelConsumer | undefined {
    return this.consumers.get(process);
  }

  /** Makes a client of kafkajs one of this broker. */
  takeOver(client: Kafka): void {
    Object.assign(client, {
      consumer: ({ groupId }: { readonly groupId: string }) => this.consumer(groupId),
      producer: () => this.producer(),
      admin: () => this.admin(),
    });
  }

  private consumer(groupId: string): unknown {
    const owner = ownerOf();
    const consumer = new ModelConsumer(this.machine, this.log, this.group(groupId), owner);
    this.consumers.set(owner, consumer);
    owner.onDeath(() => this.consumers.delete(owner));
    return consumer.surface;
  }

  private producer(): Producer {
    return {
      connect: () => Promise.resolve(),
      disconnect: () => Promise.resolve(),
      sendBatch: async ({ topicMessages }: { readonly topicMessages: readonly TopicMessages[] }) => {
        const records = topicMessages.flatMap(({ topic, messages }) => messages.map((one) => ({ ...one, topic })));
        await this.send(this.beforeSend(records));
      },
    } as unknown as Producer;
  }

  private send(records: readonly NewRecord[]): Promise<void> {
    const owner = ownerOf();
    const { machine } = this;
    const faults = this.faults();
    const lottery = machine.random.next();
    const isRefused = lottery < faults.refused;
    const isBelated = !isRefused && lottery < faults.refused + faults.belated;
    const isUnheard = isBelated || (!isRefused && lottery < faults.refused + faults.belated + faults.unacknowledged);
    return new Promise((resolve, reject) => {
      if (!owner.step(`sends ${said(records)}`)) return;
      const arrives = 0.5 + machine.random.next() * 4 + (isBelated ? TIMEOUT_MS + machine.random.next() * 2_000 : 0);
      machine.after(arrives, undefined, () => {
        if (isRefused) return;
        const how = isBelated ? ' late' : isUnheard ? ', unacknowledged' : '';
        machine.trace.tell('kafka', `takes ${said(records)} of ${owner.name}${how}`);
        this.log.append(records);
      });
      const answers = isRefused || isUnheard ? TIMEOUT_MS : arrives + machine.random.next() * 4;
      machine.after(answers, owner, () => {
        if (!owner.step(`hears of ${said(records)}`)) return;
        if (isRefused || isUnheard) reject(new Error('Request timed out'));
        else resolve();
      });
    });
  }

  private admin(): Admin {
    return {
      connect: () => Promise.resolve(),
      disconnect: () => Promise.resolve(),
      fetchTopicOffsets: (topic: string) =>
        Promise.resolve(
          Array.from({ length: 12 }, (_, partition) => {
            const high = String(this.log.read(topic, partition).length);
            return { partition, low: '0', high, offset: high };
          }),
        ),
    } as unknown as Admin;
  }
}

function ownerOf(): ModelProcess {
  const process = runningProcess();
  if (!process) throw new Error('only processes of the model have a client of Kafka');
  return process;
}

/** Records as a trace shows them: the last part of their types' names. */
export function said(records: readonly NewRecord[]): string {
  return records.map(({ headers }) => String(headers['ce_type']).split('.').at(-1)).join(', ');
}
