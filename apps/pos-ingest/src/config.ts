import { databaseConnection, type DatabaseConnection, type Environment, readSettings, serviceConfig, type ServiceConfig } from '@kervan/service-host';
import { z } from 'zod';

/** Settings of pos-ingest. */
export interface PosIngestConfig extends ServiceConfig {
  /**
   * JSON file: `[{ keyHash, company, mode, branch }]`; `keyHash` is the SHA-256 of the key in hex. Read again on
   * change.
   */
  readonly apiKeysFile: string;
  /** VAT rates in force, in percent. */
  readonly taxRates: readonly string[];
}

const settings = z.object({
  POS_API_KEYS_FILE: z.string().min(1),
  POS_TAX_RATES: z
    .string()
    .regex(/^\d+(\.\d+)?(,\d+(\.\d+)?)*$/)
    .default('0,1,10,20'),
});

/** @throws {InvalidSettings} naming every setting that is missing or wrong. */
export function posIngestConfig(env: Environment): PosIngestConfig {
  const own = readSettings(settings, env);
  return { ...serviceConfig(env), apiKeysFile: own.POS_API_KEYS_FILE, taxRates: own.POS_TAX_RATES.split(',') };
}

/** The settings of this process. */
export const readConfig = (): PosIngestConfig => posIngestConfig(process.env);

/** The database that this process migrates. */
export const readDatabase = (): DatabaseConnection => databaseConnection(process.env);
