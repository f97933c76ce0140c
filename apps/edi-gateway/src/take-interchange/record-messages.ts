import { Channel } from '@kervan/contracts';
import { describeOrder } from '@kervan/ingress';
import { acceptedAtOf, type Cause, type DatabaseTransaction, derivedId } from '@kervan/messaging';
import { typeName } from '../edifact/interchange.js';
import type { SyntaxFault } from '../edifact/syntax-fault.js';
import type { ContentFinding } from '../map-order/findings.js';
import type { OrdersContent } from '../map-order/order-of-message.js';
import { recordOrder } from '../map-order/order.repository.js';
import { orderNumberAt, type ToldOrder } from '../map-order/told-order.js';
import type { JudgedMessage } from './verdict.js';

/** What became of a message. */
export const MessageState = {
  ordered: 'ordered',
  /** Its order had been recorded before. */
  repeated: 'repeated',
  /** Its content cannot be used; it waits for a person. */
  quarantined: 'quarantined',
  discarded: 'discarded',
  /** Its form is wrong; the partner has been told. */
  refused: 'refused',
  /** An acknowledgement. */
  received: 'received',
} as const;

export type MessageState = (typeof MessageState)[keyof typeof MessageState];

/** The interchange that messages are recorded with. */
export interface RecordingInterchange {
  readonly id: string;
  readonly partner: string;
  readonly traceparent?: string;
}

interface OrderInMessage {
  readonly judged: JudgedMessage;
  readonly told: ToldOrder;
}

interface Recorded {
  readonly state: MessageState;
  readonly orderId?: string;
  readonly company?: string;
  readonly findings?: readonly (ContentFinding | SyntaxFault)[];
  readonly content?: OrdersContent;
}

/**
 * Records the messages of an interchange, and the orders that they place; orders are published with the commit.
 *
 * The only order of an interchange is told in its trace: its number whatever comes of it; its id and company where it is
 * recorded, as it was recorded, now or before.
 */
export async function recordMessages(
  db: DatabaseTransaction,
  interchange: RecordingInterchange,
  messages: readonly JudgedMessage[],
): Promise<void> {
  const only = onlyOrder(messages);
  if (only) {
    const orderNumber = orderNumberAt(interchange.partner, only.told.buyerOrder);
    describeOrder({ order: { orderNumber, channel: Channel.edi } });
  }
  for (const judged of messages) {
    const { reference, type, position } = judged.message;
    const id = derivedId(acceptedAtOf(interchange.id) ?? 0, interchange.id, String(position));
    const { state, orderId, company, findings = [], content } = await recordedAs(db, interchange, id, judged);
    if (judged === only?.judged) describeOrder({ orderId, order: { company } });
    await db.query(
      `INSERT INTO edi_message (id, interchange_id, position, partner, reference, type, state, findings, order_id, content)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [
        id,
        interchange.id,
        position,
        interchange.partner,
        reference,
        typeName(type),
        state,
        JSON.stringify(findings),
        orderId ?? null,
        content ? JSON.stringify(content) : null,
      ],
    );
  }
}

/** The only order that can be used of an interchange, else the only one that it tells of; a batch has none. */
function onlyOrder(messages: readonly JudgedMessage[]): OrderInMessage | undefined {
  const placed: OrderInMessage[] = [];
  const unusable: OrderInMessage[] = [];
  for (const judged of messages) {
    if (judged.kind === 'placed') placed.push({ judged, told: judged.placed });
    if (judged.kind === 'unusable' && judged.told) unusable.push({ judged, told: judged.told });
  }
  const [only, ...others] = placed.length > 0 ? placed : unusable;
  return others.length === 0 ? only : undefined;
}

async function recordedAs(
  db: DatabaseTransaction,
  interchange: RecordingInterchange,
  id: string,
  judged: JudgedMessage,
): Promise<Recorded> {
  switch (judged.kind) {
    case 'refused':
      return { state: MessageState.refused, findings: judged.faults };
    case 'received':
      return { state: MessageState.received };
    case 'placed':
    case 'unusable': {
      const recorded = await recordOrder(db, judged, interchange.partner, causeOf(id, interchange));
      if (recorded.state !== 'unusable') return recorded;
      return { state: MessageState.quarantined, findings: recorded.findings, content: judged.content };
    }
  }
}

/** A message of an interchange as the cause of what it publishes. */
export function causeOf(messageId: string, { id, traceparent }: Omit<RecordingInterchange, 'partner'>): Cause {
  return {
    id: messageId,
    correlationId: id,
    acceptedAt: acceptedAtOf(messageId) ?? Date.now(),
    source: 'edi-gateway/interchange',
    ...(traceparent !== undefined && { traceparent }),
  };
}
