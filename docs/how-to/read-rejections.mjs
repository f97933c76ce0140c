/**
 * Tells a program outside of Kervan which of its orders are held, and why: a JSON line for each, until it is stopped.
 *
 * Usage: KAFKA_BROKERS=… node read-rejections.mjs
 */
import { Kafka, logLevel } from 'kafkajs';

const { KAFKA_BROKERS = '127.0.0.1:4110', GROUP_ID = 'field-sales-rejections' } = process.env;

const kafka = new Kafka({ clientId: 'field-sales', brokers: KAFKA_BROKERS.split(','), logLevel: logLevel.ERROR });
const consumer = kafka.consumer({ groupId: GROUP_ID });
await consumer.connect();
await consumer.subscribe({ topic: 'order-orchestrator.dlq.v1', fromBeginning: true });
await consumer.run({
  eachMessage: async ({ message: { key, headers } }) => {
    const told = (name) => headers[name]?.toString();
    if (told('ce_source') !== 'field-sales') return; // another program's
    console.log(
      JSON.stringify({
        orderId: key?.toString(),
        reason: told('kervan_reason'),
        stage: told('kervan_stage'),
        partition: Number(told('kervan_partition')),
        offset: told('kervan_offset'),
        correlationId: told('ce_correlationid'),
      }),
    );
  },
});
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => consumer.disconnect());
