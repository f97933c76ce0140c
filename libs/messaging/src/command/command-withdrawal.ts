import type { DatabaseTransaction } from '../transaction/transaction.js';

/** Takes back the work that a running command has set going; provided by whoever carries out calls for commands. */
export interface CommandWithdrawal {
  /**
   * Withdraws what has not been started: it never will be.
   *
   * `in-progress`: it has been started or is over, so its true outcome is or will be told by the command's own reply.
   */
  withdraw(db: DatabaseTransaction, commandId: string): Promise<'withdrawn' | 'in-progress'>;
}

/** Injection token of {@link CommandWithdrawal}. Without one, a running command is always in progress. */
export const COMMAND_WITHDRAWAL = Symbol('COMMAND_WITHDRAWAL');
