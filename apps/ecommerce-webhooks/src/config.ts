import { databaseConnection, type DatabaseConnection, type Environment, readSettings, serviceConfig, type ServiceConfig } from '@kervan/service-host';
import { z } from 'zod';

/** Settings of ecommerce-webhooks. */
export interface EcommerceWebhooksConfig extends ServiceConfig {
  /** JSON file of the shops' profiles. Read again on change. */
  readonly shopsFile: string;
  /** Folder with one file per secret that a profile names. Read again on change. */
  readonly secretsDir: string;
  /** How long a quarantined delivery may wait for a person; then its body is cleared. */
  readonly quarantineDays: number;
}

const settings = z.object({
  SHOPS_FILE: z.string().min(1),
  SHOP_SECRETS_DIR: z.string().min(1),
  SHOP_QUARANTINE_DAYS: z.coerce.number().int().min(1).max(365).default(90),
});

/** @throws {InvalidSettings} naming every setting that is missing or wrong. */
export function ecommerceWebhooksConfig(env: Environment): EcommerceWebhooksConfig {
  const own = readSettings(settings, env);
  return {
    ...serviceConfig(env),
    shopsFile: own.SHOPS_FILE,
    secretsDir: own.SHOP_SECRETS_DIR,
    quarantineDays: own.SHOP_QUARANTINE_DAYS,
  };
}

/** The settings of this process. */
export const readConfig = (): EcommerceWebhooksConfig => ecommerceWebhooksConfig(process.env);

/** The database that this process migrates. */
export const readDatabase = (): DatabaseConnection => databaseConnection(process.env);
