import { databaseConnection, type DatabaseConnection, type Environment, readSettings, serviceConfig, type ServiceConfig } from '@kervan/service-host';
import { z } from 'zod';

/** Settings of bank-reconciler. */
export interface BankReconcilerConfig extends ServiceConfig {
  /** JSON file: `{ "accounts": [{ account, company, mode }] }`. Read again on change. */
  readonly accountsFile: string;
  /** How long payers' names, account numbers and texts are kept after the booking, once their line is decided. */
  readonly payerDays: number;
}

const settings = z.object({
  BANK_ACCOUNTS_FILE: z.string().min(1),
  BANK_PAYER_DAYS: z.coerce.number().int().min(30).max(3_650).default(400),
});

/** @throws {InvalidSettings} naming every setting that is missing or wrong. */
export function bankReconcilerConfig(env: Environment): BankReconcilerConfig {
  const { BANK_ACCOUNTS_FILE, BANK_PAYER_DAYS } = readSettings(settings, env);
  return { ...serviceConfig(env), accountsFile: BANK_ACCOUNTS_FILE, payerDays: BANK_PAYER_DAYS };
}

/** The settings of this process. */
export const readConfig = (): BankReconcilerConfig => bankReconcilerConfig(process.env);

/** The database that this process migrates. */
export const readDatabase = (): DatabaseConnection => databaseConnection(process.env);
