import type { ParsedFile } from '@kervan/service-host';
import type { AccountHolder, BankAccounts } from './bank-account.js';

/** The accounts whose statements are matched, as their file has them now. */
export class BankAccountsFile {
  constructor(private readonly file: ParsedFile<BankAccounts>) {}

  /** Whose an account is, if it is known. The number is as {@link accountNumber} makes it. */
  holderOf(account: string): AccountHolder | undefined {
    return this.file.current().get(account);
  }
}
