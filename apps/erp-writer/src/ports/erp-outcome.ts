import { CommandDead, type Message } from '@kervan/contracts';

/** How an act on the books ended. */
export type ErpOutcome =
  /** It stands in the books under a number. Where a person has `stated` that, nobody has compared what stands there. */
  | { readonly kind: 'done'; readonly result: { readonly erpNumber: string; readonly stated?: true } }
  /** The ERP refuses it; nothing was written. */
  | { readonly kind: 'refused'; readonly code: string; readonly detail: string }
  /** It was given up; nothing was written. */
  | { readonly kind: 'dead'; readonly code: string; readonly detail: string };

/** The reply to a command that a person has to look at. */
export function commandDead(
  { orderId, commandId }: { readonly orderId: string; readonly commandId: string },
  { code, detail }: { readonly code: string; readonly detail: string },
): Message {
  return CommandDead.of({ orderId, commandId, code, detail });
}
