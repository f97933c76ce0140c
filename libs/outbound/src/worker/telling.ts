import type { Message } from '@kervan/contracts';
import type { DatabaseTransaction, Transaction } from '@kervan/messaging';
import type { Outcome } from '../call/answer.js';
import type { AnyCallType } from '../call/call-type.js';
import type { TakenCall } from '../store/outbound-call.js';

/** Tells the outcome of an ended call in the transaction that ends it: its messages, and what else its type does. */
export async function tellOutcome(
  db: DatabaseTransaction,
  type: AnyCallType,
  call: Pick<TakenCall, 'cause' | 'data'>,
  outcome: Outcome<unknown>,
  traceparent: string | undefined,
): Promise<void> {
  const tx = db.causedBy(traceparent === undefined ? call.cause : { ...call.cause, traceparent });
  for (const message of [type.settled(call.data, outcome)].flat()) deliver(tx, message);
  await type.settledIn?.(db, tx, call.data, outcome);
}

function deliver(tx: Transaction, message: Message): void {
  switch (message.type.kind) {
    case 'event':
      return tx.publish(message);
    case 'command':
      return tx.send(message);
    case 'reply':
      return tx.reply(message);
  }
}
