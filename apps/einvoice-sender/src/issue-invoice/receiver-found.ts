import { CommandDead } from '@kervan/contracts';
import type { Transaction } from '@kervan/messaging';
import type { Outcome } from '@kervan/outbound';
import type { Receiver } from '../invoice/profile.js';
import type { ReceiverQuestion } from '../ports/integrator.js';
import type { InvoiceIssuer } from './invoice-issuer.js';

/** Goes on with issuing once the receiver is known; a look-up that ended without an answer ends the command dead. */
export function receiverFound(
  issuer: InvoiceIssuer,
  tx: Transaction,
  { orderId, commandId, order }: ReceiverQuestion,
  outcome: Outcome<Receiver>,
): void {
  if (outcome.kind === 'done') return issuer.issue({ tx, orderId, commandId, order, receiver: outcome.result });
  const { code, detail } = outcome;
  tx.reply(CommandDead.of({ orderId, commandId, code, detail }));
}
