import {
  type DatabaseConnection,
  databaseConnection,
  type Environment,
  type ParsedFile,
  parsedFile,
  readSettings,
  readTogether,
  serviceConfig,
  type ServiceConfig,
} from '@kervan/service-host';
import { z } from 'zod';
import { type BankAccounts, parseBankAccounts } from './accounts/bank-account.js';

/** Settings of bank-reconciler. */
export interface BankReconcilerConfig extends ServiceConfig {
  /** From a JSON file: `{ "accounts": [{ account, company, mode }] }`. Read again on change. */
  readonly accounts: ParsedFile<BankAccounts>;
  /** How long payers' names, account numbers and texts are kept after the booking, once their line is decided. */
  readonly payerDays: number;
}

const settings = z.object({
  BANK_PAYER_DAYS: z.coerce.number().int().min(30).max(3_650).default(400),
});

/** @throws {InvalidSettings} naming every setting that is missing or wrong. */
export function bankReconcilerConfig(env: Environment): BankReconcilerConfig {
  const { shared, own, accounts } = readTogether({
    shared: () => serviceConfig(env),
    own: () => readSettings(settings, env),
    accounts: () => parsedFile(env, 'BANK_ACCOUNTS_FILE', parseBankAccounts),
  });
  return { ...shared, accounts, payerDays: own.BANK_PAYER_DAYS };
}

/** The settings of this process. */
export const readConfig = (): BankReconcilerConfig => bankReconcilerConfig(process.env);

/** The database that this process migrates. */
export const readDatabase = (): DatabaseConnection => databaseConnection(process.env);
