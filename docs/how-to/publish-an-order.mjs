/**
 * Publishes one order as a program outside of Kervan does: with kafkajs and a schema registry client, nothing of ours.
 *
 * Usage: KAFKA_BROKERS=… SCHEMA_REGISTRY_URL=… node publish-an-order.mjs <order number> [total in kuruş]
 */
import { SchemaRegistry } from '@kafkajs/confluent-schema-registry';
import { Kafka, logLevel } from 'kafkajs';
import { v5 as uuidOf } from 'uuid';

const { KAFKA_BROKERS = '127.0.0.1:4110', SCHEMA_REGISTRY_URL = 'http://127.0.0.1:4112/apis/ccompat/v7' } = process.env;
const [orderNumber, total = '9980'] = process.argv.slice(2);
if (!orderNumber) {
  console.error('Usage: node publish-an-order.mjs <order number> [total in kuruş]');
  process.exit(2);
}

/** This program's own namespace, chosen once: the same order number gives the same ids, today and in a year. */
const NAMESPACE = '5f0c1f9e-3a52-4d0b-9b0a-2f6a3f1f6c11';
const orderId = uuidOf(`AM01 live ${orderNumber}`, NAMESPACE);

const tax = { scheme: 'VAT', category: 'S', ratePercent: '20' };
const order = {
  company: 'AM01',
  mode: 'live',
  channel: 'api',
  source: 'field-sales',
  orderNumber,
  placedAt: Date.now(), // timestamp-millis
  businessDate: Math.floor((Date.now() + 3 * 3_600_000) / 86_400_000), // date: days since 1970, in Istanbul
  currency: 'TRY',
  pricesIncludeTax: true,
  fiscalDocument: 'invoice',
  lines: [
    {
      lineNumber: 1,
      articleId: 'TEA-500',
      name: 'Tea 500 g',
      quantity: '2',
      unitCode: 'C62',
      unitPrice: '49.90',
      amountMinor: 9_980,
      tax,
    },
  ],
  taxes: [{ tax, taxableMinor: 8_317, taxMinor: 1_663 }],
  totals: { linesMinor: 9_980, discountMinor: 0, chargeMinor: 0, netMinor: 8_317, taxMinor: 1_663, grossMinor: Number(total) },
  buyer: {
    name: 'Deniz Restoran İşletmeleri A.Ş.',
    taxId: '7341028850',
    taxIdScheme: 'VKN',
    taxOffice: 'Beşiktaş',
    address: { street: 'Cumhuriyet Cad. No: 12', district: 'Kadıköy', city: 'İstanbul', postalCode: '34710', countryCode: 'TR' },
  },
  payments: [{ method: 'card', amountMinor: Number(total), status: 'captured', reference: '004211' }],
};

const registry = new SchemaRegistry({ host: SCHEMA_REGISTRY_URL });
const schemaId = await registry.getLatestSchemaId('kervan.sales.OrderPlaced');
const value = await registry.encode(schemaId, { orderId, order });

const kafka = new Kafka({ clientId: 'field-sales', brokers: KAFKA_BROKERS.split(','), logLevel: logLevel.ERROR });
const producer = kafka.producer({ idempotent: true });
await producer.connect();
const [{ partition, baseOffset }] = await producer.send({
  topic: 'sales.order.events.v1',
  acks: -1,
  messages: [
    {
      key: orderId,
      value,
      headers: {
        ce_id: uuidOf(value.toString('base64'), NAMESPACE), // other content is another message
        ce_type: 'kervan.sales.OrderPlaced',
        ce_source: 'field-sales',
        ce_time: new Date().toISOString(),
        ce_correlationid: `field-sales-${orderNumber}`,
      },
    },
  ],
});
await producer.disconnect();
console.log(JSON.stringify({ orderId, orderNumber, partition, offset: baseOffset }));
