import { Logger } from '@nestjs/common';
import { type KafkaConnection, tlsOptions } from '@kervan/service-host';
import { Kafka, type KafkaConfig, logLevel, type LogEntry } from 'kafkajs';
import { assertPatched } from './kafkajs-patches.js';
import { scramLogin } from './scram-login.js';

/** How a service reaches Kafka, and as whom. */
export interface KafkaClientOptions extends KafkaConnection {
  /** The service's name; shown in the brokers' logs and quotas. */
  readonly clientId: string;
}

/**
 * A Kafka client of the patched kafkajs, with its log bridged into ours.
 *
 * Each new connection reads the certificate authorities, each authentication the password, so that neither needs a
 * restart when it changes. What kafkajs calls an error is a warning here: it tries again by itself, and what it gives
 * up on it throws.
 *
 * @throws when kafkajs is not patched: without the patches it loses acknowledged messages.
 */
export function kafkaClient(options: KafkaClientOptions): Kafka {
  assertPatched();
  return new Kafka(clientConfig(options));
}

/** What {@link kafkaClient} tells kafkajs. */
export function clientConfig({ brokers, tls, login, clientId }: KafkaClientOptions): KafkaConfig {
  return {
    brokers: [...brokers],
    clientId,
    ...(tls && { ssl: tlsOptions(tls) }),
    ...(login && { sasl: scramLogin(login) }),
    connectionTimeout: 2_000,
    requestTimeout: 15_000,
    retry: { initialRetryTime: 100, maxRetryTime: 2_000, retries: 8 },
    logLevel: logLevel.WARN,
    logCreator: () => bridge(new Logger('kafkajs')),
  };
}

function bridge(logger: Logger): (entry: LogEntry) => void {
  return ({ namespace, level, log: { message, broker, clientId: _, ...rest } }) => {
    const line = { msg: message, part: namespace, broker: broker as unknown, error: rest.error as unknown };
    if (level <= logLevel.ERROR) logger.warn(line);
    else logger.debug(line);
  };
}
