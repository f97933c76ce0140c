import {
  databaseConnection,
  type DatabaseConnection,
  type Environment,
  readSettings,
  readTogether,
  type Secret,
  secretOf,
  serviceConfig,
  type ServiceConfig,
} from '@kervan/service-host';
import { z } from 'zod';
import { branchKeysFault } from './branch/branch-key.js';

/** Settings of pos-ingest. */
export interface PosIngestConfig extends ServiceConfig {
  /** The API keys of the branches, as JSON; see branch-key.ts. */
  readonly apiKeys: Secret;
  /** VAT rates in force, in percent. */
  readonly taxRates: readonly string[];
}

const settings = z.object({
  POS_TAX_RATES: z
    .string()
    .regex(/^\d+(\.\d+)?(,\d+(\.\d+)?)*$/)
    .default('0,1,10,20'),
});

/** @throws {InvalidSettings} naming every setting that is missing or wrong. */
export function posIngestConfig(env: Environment): PosIngestConfig {
  const { shared, own, apiKeys } = readTogether({
    shared: () => serviceConfig(env),
    own: () => readSettings(settings, env),
    apiKeys: () => secretOf(env, 'POS_API_KEYS', branchKeysFault),
  });
  return { ...shared, apiKeys, taxRates: own.POS_TAX_RATES.split(',') };
}

/** The settings of this process. */
export const readConfig = (): PosIngestConfig => posIngestConfig(process.env);

/** The database that this process migrates. */
export const readDatabase = (): DatabaseConnection => databaseConnection(process.env);
