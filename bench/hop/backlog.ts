import { randomBytes } from 'node:crypto';
import { Channel, FiscalDocument, Mode, type Order, OrderPlaced, PaymentStatus } from '@kervan/contracts';
import { baggageOf, derivedId, kafkaClient } from '@kervan/messaging';
import { CompressionTypes, type Message, Partitioners } from 'kafkajs';
import { answerTo, framed } from './contenders/records.js';
import { TILLS } from './hop-topics.js';

/** Where orders are written, and how many. */
export interface BacklogPlan {
  readonly brokers: readonly string[];
  readonly topic: string;
  readonly schemaId: number;
  readonly count: number;
}

const BATCH = 1_000;
const COMPANIES = ['AM01', 'AM02', 'AM03'];

/** Writes orders to a topic as the tills' ingress does: each its own key, in a trace that is recorded. */
export async function writeBacklog({ brokers, topic, schemaId, count }: BacklogPlan): Promise<void> {
  const producer = kafkaClient({ brokers, clientId: 'bench' }).producer({ createPartitioner: Partitioners.DefaultPartitioner });
  await producer.connect();
  try {
    for (let from = 0; from < count; from += BATCH) {
      const messages = Array.from({ length: Math.min(BATCH, count - from) }, (_, at) => placedOrder(from + at, schemaId));
      await producer.send({ topic, messages, acks: -1, compression: CompressionTypes.None });
    }
  } finally {
    await producer.disconnect();
  }
}

/** The order number n as its record: about 900 bytes with its headers. */
export function placedOrder(n: number, schemaId: number): Message {
  const acceptedAt = Date.now();
  const order = orderNumber(n, new Date(acceptedAt).toISOString());
  const orderId = derivedId(acceptedAt, TILLS, String(n));
  const { company, channel, orderNumber: number } = order;
  const traceparent = `00-${randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-01`;
  const request = {
    key: Buffer.from(orderId),
    headers: { ce_id: orderId, ce_correlationid: orderId, traceparent, baggage: baggageOf({ number, channel, company }) ?? '' },
  };
  const id = derivedId(acceptedAt, TILLS, orderId, '0');
  return answerTo(request, framed(schemaId, OrderPlaced.encode({ orderId, order })), { id, service: TILLS, type: OrderPlaced.fullName });
}

function orderNumber(n: number, placedAt: string): Order {
  const lines = [line(1, 'A-1001', 'Ekmek 250 g', 1_250), line(2, 'A-2002', 'Çikolata 80 g', 3_333), line(3, 'A-3001', 'Deterjan 4 kg', 31_999)];
  const grossMinor = 36_582;
  const netMinor = 30_485;
  return {
    company: COMPANIES[n % COMPANIES.length] as string,
    mode: Mode.live,
    channel: Channel.till,
    source: TILLS,
    orderNumber: `001-9-1-${n + 1}`,
    version: 1,
    placedAt,
    businessDate: placedAt.slice(0, 10),
    currency: 'TRY',
    pricesIncludeTax: true,
    fiscalDocument: FiscalDocument.receipt,
    lines,
    discounts: [],
    charges: [],
    taxes: [{ tax: vat, taxableMinor: netMinor, taxMinor: grossMinor - netMinor }],
    totals: { linesMinor: grossMinor, discountMinor: 0, chargeMinor: 0, netMinor, taxMinor: grossMinor - netMinor, grossMinor },
    buyer: null,
    deliverTo: null,
    payments: [{ method: 'card', amountMinor: grossMinor, status: PaymentStatus.captured, reference: null, dueDate: null }],
    references: [],
  };
}

const vat = { scheme: 'VAT', category: 'S', ratePercent: '20', exemptionReason: null, exemptionCode: null };

function line(lineNumber: number, articleId: string, name: string, amountMinor: number): Order['lines'][number] {
  const unitPrice = (amountMinor / 100).toFixed(2);
  return { lineNumber, articleId, gtin: null, name, quantity: '1', unitCode: 'C62', unitPrice, discounts: [], charges: [], amountMinor, tax: vat };
}
