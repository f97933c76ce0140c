import { databaseUrl, type Environment, readSettings, serviceConfig, type ServiceConfig } from '@kervan/service-host';
import { z } from 'zod';

/** Settings of bank-reconciler. */
export interface BankReconcilerConfig extends ServiceConfig {
  /** JSON file: `{ "accounts": [{ account, company, mode }] }`. Read again on change. */
  readonly accountsFile: string;
}

const settings = z.object({ BANK_ACCOUNTS_FILE: z.string().min(1) });

/** @throws {InvalidSettings} naming every setting that is missing or wrong. */
export function bankReconcilerConfig(env: Environment): BankReconcilerConfig {
  return { ...serviceConfig(env), accountsFile: readSettings(settings, env).BANK_ACCOUNTS_FILE };
}

/** The settings of this process. */
export const readConfig = (): BankReconcilerConfig => bankReconcilerConfig(process.env);

/** The database that this process migrates. */
export const readDatabaseUrl = (): string => databaseUrl(process.env);
