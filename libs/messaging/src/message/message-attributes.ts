import type { Attributes } from '@opentelemetry/api';

/** What identifies a message on its spans. */
interface Identified {
  readonly id: string;
  readonly topic: string;
  readonly partition: number;
  /** The order's id: the key of every topic. */
  readonly key: string | undefined;
  readonly correlationId: string | undefined;
}

/**
 * The attributes that every span of a message has, whoever sends or takes it: by OpenTelemetry's conventions for
 * messaging and Kafka, and ours to search an order by.
 */
export function messageAttributes({ id, topic, partition, key, correlationId }: Identified): Attributes {
  return {
    'messaging.system': 'kafka',
    'messaging.destination.name': topic,
    'messaging.destination.partition.id': String(partition),
    'messaging.message.id': id,
    'messaging.message.conversation_id': correlationId,
    'kafka.message.key': key,
    'kervan.order.id': key,
    'kervan.correlation_id': correlationId,
  };
}
