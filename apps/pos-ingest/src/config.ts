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
import { type BranchKeys, parseBranchKeys } from './branch/branch-key.js';

/** Settings of pos-ingest. */
export interface PosIngestConfig extends ServiceConfig {
  /** The API keys of the branches, from a JSON file. Read again on change. */
  readonly apiKeys: ParsedFile<BranchKeys>;
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
    apiKeys: () => parsedFile(env, 'POS_API_KEYS_FILE', parseBranchKeys),
  });
  return { ...shared, apiKeys, taxRates: own.POS_TAX_RATES.split(',') };
}

/** The settings of this process. */
export const readConfig = (): PosIngestConfig => posIngestConfig(process.env);

/** The database that this process migrates. */
export const readDatabase = (): DatabaseConnection => databaseConnection(process.env);
