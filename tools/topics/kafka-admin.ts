import { kafkaClient } from '@kervan/messaging';
import type { KafkaConnection } from '@kervan/service-host';
import type { Admin } from 'kafkajs';
import { Refusal } from '../stack/refusal.js';

/**
 * Does some work with a client that administers Kafka.
 *
 * @throws {Refusal} with Kafka's own reason, when it cannot be reached, or refuses the client or what it asks for.
 */
export async function administerKafka<T>(kafka: KafkaConnection, work: (admin: Admin) => Promise<T>): Promise<T> {
  const admin = kafkaClient({ ...kafka, clientId: 'kervan-setup' }).admin();
  try {
    await admin.connect();
    return await work(admin);
  } catch (error) {
    const reason = reasonOf(error);
    throw reason === undefined ? error : new Refusal(`Kafka at ${kafka.brokers.join(',')}: ${reason}`);
  } finally {
    await admin.disconnect();
  }
}

function reasonOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !error.name.startsWith('KafkaJS')) return undefined;
  const parts = 'errors' in error && Array.isArray(error.errors) ? (error.errors as readonly Error[]) : [error];
  return [...new Set(parts.map(({ message }) => message))].join('; ');
}
