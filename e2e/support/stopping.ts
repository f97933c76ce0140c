import { testStack } from '@kervan/testing';
import type { ServiceName } from '@kervan/tools/platform/services';
import { Kafka, logLevel } from 'kafkajs';
import { connectTo } from './databases.js';

/** How many members the consumer group of each service has. */
export async function membersOfGroups(services: readonly ServiceName[]): Promise<[ServiceName, number][]> {
  const { kafkaBrokers } = testStack();
  const admin = new Kafka({ clientId: 'e2e', brokers: [...kafkaBrokers], logLevel: logLevel.ERROR }).admin();
  await admin.connect();
  try {
    const { groups } = await admin.describeGroups([...services]);
    const members = new Map(groups.map((group) => [group.groupId, group.members.length]));
    return services.map((service) => [service, members.get(service) ?? 0]);
  } finally {
    await admin.disconnect();
  }
}

/** How often the lease of an outgoing call has ended without a result: its outcome had to be asked about. */
export async function callsWithoutResult(): Promise<number> {
  let count = 0;
  for (const service of ['erp-writer', 'einvoice-sender'] as const) {
    const database = await connectTo(service);
    const { rows } = await database.query<{ count: number }>(`SELECT count(*)::int FROM outbound_attempt WHERE result = 'lease-ended'`);
    count += rows[0]?.count ?? 0;
    await database.end();
  }
  return count;
}
