import type { KafkaClientOptions } from '@kervan/messaging';
import type {
  ChunkQueue, IntakeEvents, IntakeOptions, KafkaIntake, LogBounds, PartitionName, RecordProducer,
} from '@kervan/messaging/parts';

/** A member of a group that brings records of what it owns into a queue: what messaging asks of a Kafka client's reading side. */
export type Intake = Pick<KafkaIntake, 'start' | 'stop' | 'done' | 'seek' | 'pause' | 'resume' | 'progressed'>;

/** What messaging asks of a Kafka client's writing side. */
export type RecordSender = Pick<RecordProducer, 'send' | 'close'>;

/**
 * All that messaging asks of a Kafka client: whoever passes `client-door.int.spec` can stand in for kafkajs.
 */
export interface ClientDoor {
  intake(queue: ChunkQueue, options: IntakeOptions, events: IntakeEvents): Intake;
  sender(): RecordSender;
  logBounds(partitions: readonly PartitionName[]): Promise<ReadonlyMap<string, LogBounds>>;
  close(): Promise<void>;
}

/** A Kafka client, and how its door is opened. */
export interface CandidateClient {
  readonly name: string;
  open(options: KafkaClientOptions): ClientDoor;
  /** Tests of the suite that it does not pass, by name, with the reason. */
  readonly falls: Readonly<Record<string, string>>;
}
