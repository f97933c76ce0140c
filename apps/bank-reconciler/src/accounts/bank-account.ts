import { Mode } from '@kervan/contracts';
import { jsonOfFile } from '@kervan/service-host';
import { z } from 'zod';

/** Whose money an account holds: what its statements may be matched with. */
export interface AccountHolder {
  readonly company: string;
  readonly mode: Mode;
}

/** An account's number as it is compared: in capitals, without spaces. */
export function accountNumber(text: string): string {
  return text.replace(/\s/g, '').toUpperCase();
}

const number = z
  .string()
  .transform(accountNumber)
  .pipe(z.string().regex(/^[A-Z0-9]{4,34}$/, { error: 'an IBAN or another number of 4 to 34 letters and digits' }));

const accountsFile = z.strictObject({
  accounts: z
    .array(z.strictObject({ account: number, company: z.string().min(1), mode: z.enum(Object.values(Mode)) }))
    .min(1),
});

/** The holder of each account by the account's number. */
export type BankAccounts = ReadonlyMap<string, AccountHolder>;

/** Reads the content of an accounts file. @throws an Error that names the wrong places, never an account. */
export function parseBankAccounts(json: string): BankAccounts {
  const read = accountsFile.safeParse(jsonOfFile(json, 'the accounts file'));
  if (!read.success) {
    const places = read.error.issues.map(({ path, message }) => `${path.join('.') || 'file'}: ${message}`);
    throw new Error(`the accounts file is not valid: ${places.join('; ')}`);
  }
  const accounts = new Map<string, AccountHolder>();
  for (const [index, { account, ...holder }] of read.data.accounts.entries()) {
    if (accounts.has(account)) throw new Error(`the accounts file is not valid: accounts.${index} is there twice`);
    accounts.set(account, holder);
  }
  return accounts;
}
