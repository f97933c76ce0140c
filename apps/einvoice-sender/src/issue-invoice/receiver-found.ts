import { CommandDead } from '@kervan/contracts';
import type { DatabaseTransaction, Transaction } from '@kervan/messaging';
import type { Outcome } from '@kervan/outbound';
import type { Receiver } from '../invoice/profile.js';
import type { ReceiverQuestion } from '../ports/integrator.js';
import type { InvoiceIssuer } from './invoice-issuer.js';

/** Goes on with issuing once the receiver is known; a look-up that ended without an answer ends the command dead. */
export async function receiverFound(
  issuer: InvoiceIssuer,
  db: DatabaseTransaction,
  tx: Transaction,
  { orderId, commandId, order }: ReceiverQuestion,
  outcome: Outcome<Receiver>,
): Promise<void> {
  if (outcome.kind === 'done') {
    return issuer.issueAll(db, [{ tx, orderId, commandId, order, receiver: outcome.result }]);
  }
  tx.reply(CommandDead.of({ orderId, commandId, code: outcome.code, detail: outcome.detail }));
}
