import type { Work } from '@kervan/service-host';
import type { EdifactMessage, Interchange } from '../edifact/interchange.js';
import { readInterchange } from '../edifact/read-interchange.js';
import type { SyntaxFault } from '../edifact/syntax-fault.js';
import { structureFaults } from '../map-order/orders-structure.js';
import type { ContentFinding } from '../map-order/findings.js';
import { orderOfMessage, type OrdersContent, type PlacedOrder } from '../map-order/order-of-message.js';
import type { ToldOrder } from '../map-order/told-order.js';
import type { Partner } from '../partners/partner.js';
import { envelopeFaults, groupFaults, isAcknowledgement, messageFaults } from './agreement.js';

/** What is to become of an interchange, before it is known what has been recorded. */
export interface Verdict {
  readonly interchange: Interchange;
  /** Why all of it is refused. */
  readonly faults: readonly SyntaxFault[];
  readonly messages: readonly JudgedMessage[];
}

/** What is to become of a message. */
export type JudgedMessage = { readonly message: EdifactMessage } & (
  | { readonly kind: 'refused'; readonly faults: readonly SyntaxFault[] }
  | { readonly kind: 'received' }
  | { readonly kind: 'placed'; readonly placed: PlacedOrder; readonly content: OrdersContent }
  | {
      readonly kind: 'unusable';
      readonly findings: readonly ContentFinding[];
      readonly told: ToldOrder | undefined;
      readonly content: OrdersContent;
    }
);

/** Enough to tell what is wrong with a message. */
const MAX_FAULTS = 100;

/**
 * Reads a file and judges it by the profile of the partner in whose inbox it was. Total and pure; it can be left after each
 * segment and message.
 */
export function* verdictOf(bytes: Buffer, partner: Partner, now: Date): Work<Verdict> {
  const interchange = yield* readInterchange(bytes);
  const { header } = interchange;
  const faults = [...interchange.faults, ...(header ? envelopeFaults(header, partner) : [])];
  const messages: JudgedMessage[] = [];
  for (const message of faults.length > 0 ? [] : interchange.messages) {
    messages.push(judgeMessage(message, interchange, partner, now));
    yield;
  }
  return { interchange, faults, messages };
}

function judgeMessage(
  message: EdifactMessage,
  interchange: Interchange,
  partner: Partner,
  now: Date,
): JudgedMessage {
  const inForm = [...groupFaults(message, interchange.groups), ...message.faults];
  const notAgreed = inForm.length > 0 ? inForm : messageFaults(message, partner);
  const acknowledgement = isAcknowledgement(message);
  const faults = notAgreed.length > 0 || acknowledgement ? notAgreed : structureFaults(message);
  if (faults.length > 0) return { message, kind: 'refused', faults: faults.slice(0, MAX_FAULTS) };
  if (acknowledgement) return { message, kind: 'received' };
  const content: OrdersContent = {
    segments: message.segments,
    decimalMark: interchange.characters.decimal,
    test: interchange.header?.test ?? false,
  };
  const read = orderOfMessage(content, partner, now);
  return read.placed ? { message, kind: 'placed', content, ...read } : { message, kind: 'unusable', content, ...read };
}
