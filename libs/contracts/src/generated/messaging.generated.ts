// Generated from schemas/ by `npm run contracts:generate`. Change the schema, not this file.
import { recordType, type RecordType } from '../record-type.js';
import { commandDeadSchema, commandWithdrawnSchema, withdrawSchema } from './messaging-schemas.generated.js';

/** The command ended without an outcome of its own: attempts used up, or a refusal that only a person can resolve. */
export interface CommandDead {
  /** The order. UUIDv8 derived from company, channel and natural key, so that a sale sent again is the same order. */
  readonly orderId: string;
  /** The command that this outcome answers. */
  readonly commandId: string;
  /** Stable code of the cause. */
  readonly code: string;
  /** The cause in words, without personal data. */
  readonly detail: string;
}
export const CommandDead: RecordType<CommandDead> = recordType({
  fullName: 'kervan.messaging.CommandDead',
  kind: 'reply',
  topics: ['erp.document.replies.v1', 'invoicing.invoice.replies.v1'],
  schema: commandDeadSchema,
});

/** The command was taken back before it had any effect, and never will have one. */
export interface CommandWithdrawn {
  /** The order. UUIDv8 derived from company, channel and natural key, so that a sale sent again is the same order. */
  readonly orderId: string;
  /** The command that this outcome answers. */
  readonly commandId: string;
}
export const CommandWithdrawn: RecordType<CommandWithdrawn> = recordType({
  fullName: 'kervan.messaging.CommandWithdrawn',
  kind: 'reply',
  topics: ['erp.document.replies.v1', 'invoicing.invoice.replies.v1'],
  schema: commandWithdrawnSchema,
});

/**
 * Takes a command back. Never seen or still pending: it is withdrawn and a late one refused. Begun: its true outcome is
 * told once known. Finished: its first reply again.
 */
export interface Withdraw {
  /** The order. UUIDv8 derived from company, channel and natural key, so that a sale sent again is the same order. */
  readonly orderId: string;
  /** The command to take back. */
  readonly commandId: string;
}
export const Withdraw: RecordType<Withdraw> = recordType({
  fullName: 'kervan.messaging.Withdraw',
  kind: 'command',
  topics: ['erp.document.commands.v1', 'invoicing.invoice.commands.v1'],
  schema: withdrawSchema,
});
