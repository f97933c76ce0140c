import { describeOrder } from '@kervan/ingress';
import { acceptedAtOf, type Cause, type DatabaseTransaction, derivedId } from '@kervan/messaging';
import { typeName } from '../edifact/interchange.js';
import type { SyntaxFault } from '../edifact/syntax-fault.js';
import type { ContentFinding } from '../map-order/findings.js';
import type { OrdersContent } from '../map-order/order-of-message.js';
import { recordOrder } from '../map-order/order.repository.js';
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
 * The only order of an interchange is told in its trace, as it was recorded, now or before.
 */
export async function recordMessages(
  db: DatabaseTransaction,
  interchange: RecordingInterchange,
  messages: readonly JudgedMessage[],
): Promise<void> {
  const isOnly = messages.filter(({ kind }) => kind === 'placed').length === 1;
  for (const judged of messages) {
    const { reference, type, position } = judged.message;
    const id = derivedId(acceptedAtOf(interchange.id) ?? 0, interchange.id, String(position));
    const { state, orderId, company, findings = [], content } = await recordedAs(db, interchange, id, judged);
    if (isOnly && judged.kind === 'placed' && orderId !== undefined && company !== undefined) {
      describeOrder({ orderId, order: { ...judged.placed.order, company } });
    }
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
