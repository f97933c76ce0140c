import { Kafka, logLevel, type Admin } from 'kafkajs';
import type { ServiceName } from '../../platform/services.js';
import type { Setting } from '../site.js';
import type { World } from '../world.js';
import type { Fault } from './fault.js';

const SERVICES: readonly ServiceName[] = ['order-orchestrator', 'erp-writer', 'einvoice-sender'];

/** Kafka forgets how far the groups are, and the records that they have handled: the databases know better. */
export const offsetsGone: Fault = {
  number: 34,
  name: 'offsets-gone',
  how: `while ${SERVICES.join(', ')} are stopped their groups' offsets are deleted, and every record that they have handled; the fault is over when they are started again; records that nobody has handled: libs/messaging/src/consumer/position-lost.int.spec.ts`,
  seconds: 40,
  limitSeconds: 60,
  setting: (): Promise<Setting> => Promise.resolve({}), // a site of its own, since its log is not whole afterwards
  inject: async (world: World) => {
    world.site.forgotten = true;
    await Promise.all(SERVICES.map((service) => world.process(service).stop()));
    world.tell(`${SERVICES.join(', ')} are stopped`);
    const admin = new Kafka({ clientId: 'kervan-chaos', brokers: world.stack.kafkaBrokers.split(','), logLevel: logLevel.NOTHING }).admin();
    await admin.connect();
    try {
      await admin.deleteGroups([...SERVICES]);
      world.tell('their groups are deleted, with their offsets');
      world.tell(`${await deleteHandled(world, admin)} records of their commands and replies are deleted`);
    } finally {
      await admin.disconnect();
      world.over();
      await Promise.all(SERVICES.map((service) => world.process(service).resume()));
      world.tell('they are back');
    }
  },
};

/** Deletes the records of the topics that only these services read, up to where each of them is; tells how many. */
async function deleteHandled(world: World, admin: Admin): Promise<bigint> {
  let deleted = 0n;
  for (const [topic, service] of [['erp.document.commands.v1', 'erp-writer'], ['invoicing.invoice.commands.v1', 'einvoice-sender']] as const) {
    const next = await world.inDatabase(service, async (client) => {
      const sql = 'SELECT partition, next_offset::text AS offset FROM consumer_progress WHERE topic = $1 AND next_offset > 0';
      return (await client.query<{ partition: number; offset: string }>(sql, [topic])).rows;
    });
    const ends = new Map((await admin.fetchTopicOffsets(topic)).map(({ partition, high }) => [partition, BigInt(high)]));
    const handled = next.filter(({ partition, offset }) => BigInt(offset) <= (ends.get(partition) ?? 0n));
    if (handled.length > 0) await admin.deleteTopicRecords({ topic, partitions: handled });
    deleted += handled.reduce((sum, { offset }) => sum + BigInt(offset), 0n);
  }
  return deleted;
}
