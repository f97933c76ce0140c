import { readFileSync, unwatchFile, watchFile } from 'node:fs';
import type { Lifecycle } from '@kervan/service-host';
import { Logger } from '@nestjs/common';
import { type AccountHolder, type BankAccounts, parseBankAccounts } from './bank-account.js';

const LOOK_EVERY_MS = 2_000;

/**
 * The accounts whose statements are matched, read from a file and again whenever it changes.
 *
 * A file that becomes unreadable or invalid is reported and the accounts read before stay in force.
 */
export class BankAccountsFile {
  private readonly logger = new Logger(BankAccountsFile.name);
  private accounts: BankAccounts;

  /** @throws when the file cannot be read at the start. */
  constructor(
    private readonly path: string,
    lifecycle: Lifecycle,
  ) {
    this.accounts = parseBankAccounts(readFileSync(path, 'utf8'));
    lifecycle.onStart('workers', 'bank accounts', () => {
      watchFile(path, { interval: LOOK_EVERY_MS, persistent: false }, () => this.reload());
    });
    lifecycle.onStop('workers', 'bank accounts', () => unwatchFile(path));
  }

  /** Whose an account is, if it is known. The number is as {@link accountNumber} makes it. */
  holderOf(account: string): AccountHolder | undefined {
    return this.accounts.get(account);
  }

  /** Reads the file again. Never throws. */
  reload(): void {
    try {
      this.accounts = parseBankAccounts(readFileSync(this.path, 'utf8'));
    } catch (error) {
      this.logger.error({
        msg: 'the bank accounts could not be read again; those read before stay in force',
        err: error,
      });
    }
  }
}
