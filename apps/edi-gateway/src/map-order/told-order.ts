import { Channel, Mode } from '@kervan/contracts';
import { contentHash, orderIdOf } from '@kervan/ingress';
import { type Segment, valueOf } from '../edifact/segment.js';
import type { Partner } from '../partners/partner.js';
import type { Findings } from './findings.js';
import type { OrdersContent } from './order-of-message.js';

/** Which order a message tells of, and what it says: by these it is known again, whatever the profile says of its content. */
export interface ToldOrder {
  /** By the profile as it is; the recorded order of the same partner, mode and number may have another. */
  readonly orderId: string;
  readonly mode: Mode;
  readonly buyerOrder: string;
  /** Of what the partner says: two messages of one hash place the same order. */
  readonly contentHash: Buffer;
}

const ORDER = '220';
const [ORIGINAL, DUPLICATE] = ['9', '7'];

/** The buyer's number of the order by its BGM, found wrong where the message does not place an order of a number. */
export function orderNumberOf(bgm: Segment, findings: Findings): string {
  const [document, text, action] = [valueOf(bgm, 1), valueOf(bgm, 2).trim(), valueOf(bgm, 3)];
  if (document !== ORDER) {
    findings.add(bgm, 'orderNumber', 'unsupported-document', 'The document is no order (BGM+220).', {
      actual: document,
    });
  }
  if (!['', ORIGINAL, DUPLICATE].includes(action)) {
    const detail = 'The message neither is an original nor a duplicate: changes are not taken.';
    findings.add(bgm, 'orderNumber', 'unsupported-function', detail, { actual: action });
  }
  if (text === '' || text.length > 35) {
    findings.add(bgm, 'orderNumber', 'missing-order-number', 'The order has no number of 1 to 35 characters.');
  }
  return text;
}

/** The number by which people know an order of a partner: the buyer's, with the partner's code before it. */
export function orderNumberAt(partner: string, buyerOrder: string): string {
  return `${partner}-${buyerOrder}`;
}

/** The order of that number that a message places; its natural key is partner, mode and buyer's order number. */
export function toldOrder(content: OrdersContent, buyerOrder: string, partner: Partner): ToldOrder {
  const mode = modeOf(content, partner);
  const orderId = orderIdOf(partner.company, mode, Channel.edi, partner.code, buyerOrder);
  return { orderId, mode, buyerOrder, contentHash: saidBy(content) };
}

/** The mode of an order: that of its partner, unless its interchange says that it is a test. */
export function modeOf({ test }: OrdersContent, { mode }: Partner): Mode {
  return test ? Mode.test : mode;
}

/** Of all values but those that differ when the same order is sent again: references of UNH, function of BGM. */
function saidBy({ segments }: OrdersContent): Buffer {
  const body = segments.filter(({ tag }) => tag !== 'UNH' && tag !== 'UNT');
  return contentHash(body.map(({ tag, elements }) => [tag, tag === 'BGM' ? elements.slice(0, 2) : elements]));
}
