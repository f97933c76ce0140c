import { Logger } from '@nestjs/common';
import { Kafka, logLevel, type LogEntry } from 'kafkajs';
import { assertPatched } from './kafkajs-patches.js';

/** How a service reaches Kafka. */
export interface KafkaConnection {
  readonly brokers: readonly string[];
  /** The service's name; shown in the brokers' logs and quotas. */
  readonly clientId: string;
}

/**
 * A Kafka client of the patched kafkajs, with its log bridged into ours.
 *
 * What kafkajs calls an error is a warning here: it tries again by itself, and what it gives up on it throws.
 *
 * @throws when kafkajs is not patched: without the patches it loses acknowledged messages.
 */
export function kafkaClient({ brokers, clientId }: KafkaConnection): Kafka {
  assertPatched();
  return new Kafka({
    brokers: [...brokers],
    clientId,
    connectionTimeout: 2_000,
    requestTimeout: 15_000,
    retry: { initialRetryTime: 100, maxRetryTime: 2_000, retries: 8 },
    logLevel: logLevel.WARN,
    logCreator: () => bridge(new Logger('kafkajs')),
  });
}

function bridge(logger: Logger): (entry: LogEntry) => void {
  return ({ namespace, level, log: { message, broker, clientId: _, ...rest } }) => {
    const line = { msg: message, part: namespace, broker: broker as unknown, error: rest.error as unknown };
    if (level <= logLevel.ERROR) logger.warn(line);
    else logger.debug(line);
  };
}
