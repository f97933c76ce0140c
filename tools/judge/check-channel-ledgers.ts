import { canonicalHash } from './canonical-hash.js';
import { type Control, type Dropped, type Interchange, type Ordered, type Pinged, type WebhookDelivered } from './channel-lines.js';
import { finding, type Finding } from './finding.js';
import { type Ledgers } from './ledger-lines.js';
import { twice } from './twice.js';

/** What is wrong within shops.jsonl: lines doubled or altered, answers to what was never sent. */
export function checkShops({ shops }: Pick<Ledgers, 'shops'>): Finding[] {
  const orders = shops.filter((line): line is Ordered => line.kind === 'ordered');
  const deliveries = shops.filter((line): line is WebhookDelivered => line.kind === 'delivered');
  const sent = new Set(orders.flatMap(({ orderNumber, webhooks }) => webhooks.map(({ id }) => `${orderNumber} ${id}`)));
  return [
    ...twice(orders.map(({ orderNumber }) => orderNumber)).map((orderNumber) =>
      finding('order-placed-twice', orderNumber, 'the shop placed this order twice'),
    ),
    ...orders
      .filter(({ agreed, webhooks, contentHash }) => canonicalHash({ agreed, webhooks }) !== contentHash)
      .map(({ orderNumber }) => finding('content-altered', orderNumber, 'not the order that was placed')),
    ...deliveries
      .filter(({ orderNumber, webhookId }) => !sent.has(`${orderNumber} ${webhookId}`))
      .map(({ orderNumber }) => finding('answer-without-webhook', orderNumber, 'an answer to what no shop sent')),
    ...twice(deliveries.map((line) => `${line.webhookId} ${line.sending} attempt ${line.attempt}`)).map((key) =>
      finding('answer-doubled', key, 'one attempt is answered twice'),
    ),
    ...twice(shops.flatMap((line) => (line.kind === 'pinged' ? [pingKey(line)] : []))).map((key) =>
      finding('answer-doubled', key, 'one attempt to ping is answered twice'),
    ),
  ];
}

function pingKey({ ping, attempt = 1 }: Pinged): string {
  return `ping ${ping} attempt ${attempt}`;
}

/** What is wrong within partner.jsonl: lines doubled or altered, files and answers that belong to nothing. */
export function checkPartner({ partner }: Pick<Ledgers, 'partner'>): Finding[] {
  const entries = partner.filter((line): line is Interchange => line.kind === 'interchange');
  const others = partner.filter((line): line is Dropped | Control => line.kind !== 'interchange');
  const written = new Set(entries.map(({ interchange }) => interchange));
  const orders = entries.flatMap((entry) => entry.orders.map(({ orderNumber }) => orderNumber));
  return [
    ...twice(entries.map(({ interchange }) => interchange)).map((interchange) =>
      finding('interchange-written-twice', interchange, 'the partner gave this reference twice'),
    ),
    ...twice(orders).map((orderNumber) => finding('order-placed-twice', orderNumber, 'the partner ordered it twice')),
    ...entries
      .filter((entry) => canonicalHash(contentOf(entry)) !== entry.contentHash)
      .map(({ interchange }) => finding('content-altered', interchange, 'not the interchange that was written')),
    ...others
      .filter(({ interchange }) => !written.has(interchange))
      .map(({ interchange }) => finding('answer-without-interchange', interchange, 'belongs to no interchange')),
    ...twice(others.map(keyOf)).map((key) => finding('answer-doubled', key, 'one file is told of twice')),
  ];
}

function contentOf({ orders, contentBase64 }: Interchange): object {
  return { orders, contentBase64 };
}

function keyOf(line: Dropped | Control): string {
  return line.kind === 'dropped'
    ? `${line.interchange} file ${line.sending}`
    : `${line.interchange} ${line.file} ${line.fileTime}`;
}
